/** What bring-up refuses, and why. */
import { CrossfeedError, InputError } from '../../control/core/errors.js';

/** A card, or the line to it, is not what it should be. */
export class BringupError extends CrossfeedError {}

/** Wrong usage of bring-up: an option, a register's name, a plan. */
export class BringupInputError extends InputError {}

/** The serial device cannot be opened, or is gone and was not found again in time. */
export class SerialDeviceError extends BringupError {}

/**
 * A transaction over the console failed. `CONSOLE_NO_ANSWER`: every attempt ran out of time; `CONSOLE_BUS`: the register bus refused the access;
 * `CONSOLE_REFUSED`: the card answers with another error; `CONSOLE_ABORTED`: the caller's signal.
 */
export class ConsoleError extends BringupError {}

/** A write of which nobody can say whether the card did it: the attempts ran out, or the card was reset between them. */
export class UncertainWriteError extends ConsoleError {}
