/** Errors of the health model and of failover. */
import { CrossfeedError } from '../core/errors.js';

export type ResilienceErrorCode =
  /** A component is declared twice, depends on itself, or there are too many. */
  | 'HEALTH_COMPONENT'
  /** Somebody observed a component that nobody declared. */
  | 'HEALTH_UNKNOWN';

export class ResilienceError extends CrossfeedError {
  constructor(
    override readonly code: ResilienceErrorCode,
    message: string,
  ) {
    super(code, message);
  }
}
