import { CrossfeedError } from '../../core/errors.js';

/**
 * What the engine refuses. Codes: `FIX_SESSION_EXISTS` (a session of this identity is there), `FIX_SESSION_UNKNOWN`,
 * `FIX_SESSION_ROLE` (an initiator without endpoints, an acceptor with some), `FIX_SESSION_STORE` (none is given, and nobody makes one), `FIX_ENGINE_CLOSED`.
 */
export class FixEngineError extends CrossfeedError {}
