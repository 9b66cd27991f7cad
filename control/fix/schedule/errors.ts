import { InputError } from '../../core/errors.js';

/**
 * A schedule that makes no sense. Codes: `FIX_SCHEDULE_ZONE` (no such IANA time zone), `FIX_SCHEDULE_TIME` (not HH:MM or HH:MM:SS),
 * `FIX_SCHEDULE_DAYS` (no weekday, or one twice).
 */
export class FixScheduleError extends InputError {}
