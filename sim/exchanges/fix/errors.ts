/** Errors of the simulators' FIX side. */
import { CrossfeedError } from '../../../control/core/errors.js';

/** `SIM_FIX_CERTIFICATE` no certificate can be made or found, `SIM_FIX_COMMAND` an operator command that cannot be obeyed. */
export class SimFixError extends CrossfeedError {}
