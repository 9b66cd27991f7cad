import { CrossfeedError } from '../../core/errors.js';

/**
 * What a session refuses its own application. Codes: `FIX_NOT_LOGGED_ON` (and the session does not store), `FIX_NOTHING_BEGUN` (send
 * without begin), `FIX_INTERLEAVED` (another message was sent between begin and send), `FIX_NUMBERS` (sequence numbers that make no
 * sense, or are set while logged on), `FIX_CONFIG` (a configuration that contradicts itself).
 */
export class FixSessionError extends CrossfeedError {}
