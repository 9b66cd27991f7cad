/** Errors of alerts. */
import { CrossfeedError } from '../../core/errors.js';

export type AlertErrorCode =
  /** The file in which alerts survive a restart cannot be read. */
  'ALERT_STATE_DAMAGED';

export class AlertError extends CrossfeedError {
  constructor(
    override readonly code: AlertErrorCode,
    message: string,
    where: string,
  ) {
    super(code, message, { where });
  }
}
