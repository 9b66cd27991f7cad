/** Errors of the publishers of simulated exchanges. */
import { CrossfeedError } from '../../../control/core/errors.js';

/**
 * `PUBLISH_DIVERGED`: events that are told again do not make the messages that were published. `PUBLISH_STORE`: the stored messages
 * cannot be read. `PUBLISH_FULL`: numbers have run out. `PUBLISH_EVENT`: the exchange told something that makes no sense.
 */
export class PublishError extends CrossfeedError {}
