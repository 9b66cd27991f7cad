import { CrossfeedError } from '../../core/errors.js';

/** A recovery session that is configured so that it cannot work. */
export class RecoveryError extends CrossfeedError {}
