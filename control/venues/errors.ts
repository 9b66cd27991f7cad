/** What goes wrong with venues on purpose. */
import { CrossfeedError, InputError } from '../core/errors.js';

/**
 * A venue cannot do what it was asked for at start-up, or was set up wrongly by the program. `VENUE_UNKNOWN`: no such venue; `VENUE_INDEX`: two
 * venues with one name; `VENUE_UNIVERSE`: venues of two universes in one process; `VENUE_SESSION`: two sessions with the
 * same CompIDs; `VENUE_FALLBACK`: a switch to an order entry that is not configured; `VENUE_SECRET`: a secret that is not there.
 */
export class VenueError extends CrossfeedError {}

/**
 * Two sources say different things about what a symbol is. The message names both. `SYMBOL_DUPLICATE`: one name for two instruments;
 * `SYMBOL_LOCATE`: one locate for two symbols, or two locates for one; `SYMBOL_UNKNOWN`: a listing of an instrument that does not exist;
 * `SYMBOL_UNITS`: a listing whose tick, lot or limits make no sense.
 */
export class SymbolError extends InputError {}

/** A logon cannot be signed. `SIGNER_KEY`: the key cannot be used. The key is in no message. */
export class SignerError extends CrossfeedError {}
