/** The way between a gateway and the matcher: what is put in comes out later, in the order in which it was put in. */
import type { Clock, Random, Timers } from '../../../control/core/world.js';

export interface Latency {
  readonly inUs: number;
  readonly outUs: number;
  /** Added to each way, uniform from 0. */
  readonly jitterUs: number;
}

export const NO_LATENCY: Latency = { inUs: 0, outUs: 0, jitterUs: 0 };

export class DelayLine {
  private readonly queue: { readonly dueNs: number; readonly run: () => void }[] = [];
  private isArmed = false;
  private lastDueNs = 0;

  constructor(
    private readonly world: { readonly clock: Clock; readonly timers: Timers },
    private readonly random: Random,
    private readonly delayUs: number,
    private readonly jitterUs: number,
  ) {}

  /** Runs it when its time has come; at once on a line without delay. */
  put(run: () => void): void {
    if (this.delayUs === 0 && this.jitterUs === 0) {
      run();
      return;
    }
    const lateNs = 1000 * (this.delayUs + this.random.next() * this.jitterUs);
    this.lastDueNs = Math.max(this.lastDueNs, this.world.clock.monotonicNs() + lateNs);
    this.queue.push({ dueNs: this.lastDueNs, run });
    this.arm();
  }

  private arm(): void {
    const first = this.queue[0];
    if (first === undefined || this.isArmed) return;
    this.isArmed = true;
    const delayMs = Math.max(0, (first.dueNs - this.world.clock.monotonicNs()) / 1e6);
    this.world.timers.after(delayMs, () => {
      this.isArmed = false;
      const nowNs = this.world.clock.monotonicNs();
      while (this.queue.length > 0 && this.queue[0]!.dueNs <= nowNs) this.queue.shift()!.run();
      this.arm();
    });
  }
}
