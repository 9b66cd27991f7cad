/** What goes wrong with limits and switches on purpose; a refused order is no error but a `Denial`. */
import { InputError } from '../../core/errors.js';

/**
 * An operator's request that makes no sense. `LIMIT_PATH`: no such limit; `LIMIT_INVALID`: a value that cannot be; `LIMIT_FIXED`: cannot change while orders are open;
 * `KILL_TARGET`: no such client, venue or symbol; `KILL_ROLE`: the caller may not release; `KILL_REASON`: a reason or a name is missing.
 */
export class RiskError extends InputError {}
