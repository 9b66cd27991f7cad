/** What goes wrong with orders for good: the journal cannot be read, or does not fit the configuration. */
import { CrossfeedError } from '../core/errors.js';

export class OrdersError extends CrossfeedError {}
