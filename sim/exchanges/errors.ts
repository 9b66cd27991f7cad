/** Errors of the exchange simulators. */
import { InputError } from '../../control/core/errors.js';

/** A configuration, a flag or a command that cannot be used. */
export class SimulatorConfigError extends InputError {}

/** Simulated data would leave this machine. */
export class NotLoopbackError extends InputError {
  constructor(where: string, found: string) {
    super('NOT_LOOPBACK', 'simulated exchanges send to loopback only', {
      where,
      found,
      expected: 'an address in 127.0.0.0/8',
    });
  }
}
