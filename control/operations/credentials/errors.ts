import { CrossfeedError } from '../../core/errors.js';

/**
 * The credential store cannot do what was asked. No message holds a secret. Codes: `CREDENTIAL_KEY` (no key, or one that is too short or readable by
 * others), `CREDENTIAL_WRONG_KEY` (the key does not open the store, or the store was changed), `CREDENTIAL_FORMAT` (not a store, or of another
 * version), `CREDENTIAL_UNKNOWN` (no such venue or field), `CREDENTIAL_VALUE` (a name or value that cannot be kept), `CREDENTIAL_DISK`.
 */
export class CredentialError extends CrossfeedError {}
