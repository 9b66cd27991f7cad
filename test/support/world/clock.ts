/** A host's clock: it may run fast or slow, and its wall-clock time may be set. */
import type { Clock } from '../../../control/core/world.js';

export class HostClock {
  #rate = 1;
  #sinceNs = 0;
  #localNs = 0;
  #epochOffsetMs: number;

  /**
   * @param now the world's time in ns
   * @param startEpochMs what the wall clock says at the world's time 0
   */
  constructor(
    private readonly now: () => number,
    private readonly startEpochMs: number,
  ) {
    this.#epochOffsetMs = startEpochMs;
  }

  /** Time by this host's oscillator since the world began. */
  get localNs(): number {
    return this.#localNs + (this.now() - this.#sinceNs) * this.#rate;
  }

  get epochMs(): number {
    return Math.floor(this.#epochOffsetMs + this.localNs / 1e6);
  }

  /** Sets the wall clock forward, or back with a negative number. Monotonic time does not care. */
  step(ms: number): void {
    this.#epochOffsetMs += ms;
  }

  /** The wall clock says again what it would if nothing had ever been done to it. */
  setRight(): void {
    this.#epochOffsetMs = this.startEpochMs + (this.now() - this.localNs) / 1e6;
  }

  /** From now on the oscillator gains so many parts per million (loses, when negative). Timers that run keep their moment. */
  drift(partsPerMillion: number): void {
    this.#localNs = this.localNs;
    this.#sinceNs = this.now();
    this.#rate = 1 + partsPerMillion / 1e6;
  }

  /** How long the world waits while this clock counts so many ns. */
  worldNs(localNs: number): number {
    return this.#rate === 1 ? localNs : localNs / this.#rate;
  }

  /** The clock of a process that starts now: its monotonic time begins at 0. */
  forProcess(): Clock {
    const bornNs = this.localNs;
    return { monotonicNs: () => Math.floor(this.localNs - bornNs), epochMs: () => this.epochMs };
  }
}
