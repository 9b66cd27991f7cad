/** The bench around a simulated card: its serial console on a pseudo-terminal, and what can be wrong with line and card. Throws NicError. */
import { SIM } from './abi.js';
import { checked, openLibrary, openSimulation, type SimulationLibrary } from './library.js';

export type SimulationFault = keyof typeof SIM;

export class Simulation {
  private readonly library: SimulationLibrary = openSimulation();

  constructor(
    private readonly device: string,
    private readonly handle: number,
  ) {}

  /**
   * Joins the card's UART to a pseudo-terminal, and makes `link` a link to it. The line is served while the device runs. Once per device.
   * @param divisor cycles a bit, 8 to 65535
   */
  console(divisor: number, link: string): void {
    this.call('console', this.library.sim_console(this.handle, divisor, link));
  }

  /** Does a fault, or takes it back; what `a` and `b` mean is in crossfeed.h. */
  fault(kind: SimulationFault, a = 0, b = 0): void {
    this.call(`fault ${kind}`, this.library.sim_fault(this.handle, SIM[kind], a >>> 0, b >>> 0));
  }

  /** Whatever is read where the address agrees with `address` under `mask` becomes (value & keep) | set. @param index 0 to 3 */
  readFault(index: number, address: number, mask: number, keep: number, set: number): void {
    const status = this.library.sim_read_fault(this.handle, index, address >>> 0, mask >>> 0, keep >>> 0, set >>> 0);
    this.call('read fault', status);
  }

  private call(what: string, status: number): void {
    checked(openLibrary(), `${this.device} ${what}`, status);
  }
}
