import { CrossfeedError } from '../../core/errors.js';

/** A session's store cannot do what it was asked. `FIX_STORE_OPEN`: somebody has this session open; `FIX_STORE_NUMBERS`: no such numbers. */
export class FixStoreError extends CrossfeedError {}
