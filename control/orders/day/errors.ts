/** What goes wrong around the trading day on purpose. */
import { InputError } from '../../core/errors.js';

/**
 * A calendar or a file of the day that cannot be used. `DAY_CALENDAR`: times or a zone that make no sense; `DAY_FILE`: a line of a positions file, named by file and line;
 * `DAY_AMOUNT`: an amount that cannot be counted in the instrument's units.
 */
export class DayError extends InputError {}
