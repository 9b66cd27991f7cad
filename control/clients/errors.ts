/** What goes wrong with clients on purpose. */
import { InputError } from '../core/errors.js';

/**
 * A client was set up wrongly by the program or the configuration. `CLIENT_UNKNOWN`: no such client; `CLIENT_DUPLICATE`: two clients with one name or
 * CompID; `CLIENT_TOKEN`: a token that cannot be used.
 */
export class ClientError extends InputError {}
