/** What goes wrong with the inputs of order types on purpose; denials of orders are no errors (denials.ts). */
import { InputError } from '../../core/errors.js';

/** A volume curve that cannot be used. `TYPE_CURVE_FILE`: the file's line and what was expected there. */
export class VolumeCurveError extends InputError {}
