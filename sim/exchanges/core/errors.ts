/** Errors of the processes of a simulated exchange. */
import { CrossfeedError } from '../../../control/core/errors.js';

/** Something on the exchange's bus that cannot be understood. */
export class BusError extends CrossfeedError {}

/** The matcher's log cannot be used: it is another exchange's, or damaged where nothing may be. */
export class ExchangeLogError extends CrossfeedError {}

/** An operator's command that cannot be carried out. */
export class OperatorError extends CrossfeedError {}
