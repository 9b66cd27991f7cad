/** Errors of the seeded simulation's own machinery. */
import { CrossfeedError, type ErrorDetail } from '../../control/core/errors.js';

export type SimulationErrorCode =
  /** A process that ran seeds has ended by itself. */
  'CHAOS_PROCESS';

export class SimulationError extends CrossfeedError {
  constructor(
    override readonly code: SimulationErrorCode,
    message: string,
    detail: ErrorDetail = {},
  ) {
    super(code, message, detail);
  }
}
