/** What the router and its tools refuse. */
import { CrossfeedError, InputError } from '../core/errors.js';

/**
 * - `ROUTING_VENUES`: more venues than a bit mask of them holds
 * - `ROUTING_STRATEGY_TWICE`: two strategies of one name
 * - `ROUTING_STRATEGY_UNKNOWN`: a name that stands for no strategy
 * - `ROUTING_VENUE_UNKNOWN`, `ROUTING_MARKET_UNKNOWN`: the configuration names what is not there
 */
export class RoutingError extends CrossfeedError {}

/**
 * Recorded decisions that cannot be read.
 * - `DECISIONS_ABSENT`: no recorded file there
 * - `DECISIONS_FORMAT`: recorded by a version whose frames were others
 * - `DECISIONS_DAMAGED`: not a file of decisions, or not whole
 * - `DECISION_UNKNOWN`: nothing is recorded of this order
 */
export class DecisionsError extends InputError {}
