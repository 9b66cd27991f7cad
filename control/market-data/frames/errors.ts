import { InputError } from '../../core/errors.js';

/** A feed configuration that no engine could run, or input that it has no room for. Codes: `FEED_…`. */
export class FeedConfigError extends InputError {}
