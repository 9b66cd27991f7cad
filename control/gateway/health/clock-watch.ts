/** Sees the wall clock step (against the monotonic one), which spoils times told to exchanges, schedules and what is compared with exchanges' stamps. */
import type { Clock } from '../../core/world.js';
import { seen, UP, type Seen } from './observers.js';

/** Between two samples clocks may differ by this much, ms. */
const STEP_MS = 50;
/** A step is told for this long. */
const TOLD_MS = 60_000;

export class ClockWatch {
  private lastMs: number | undefined;
  private lastEpochMs = 0;
  private stepMs = 0;
  private toldUntilMs = 0;

  constructor(private readonly clock: Clock) {}

  sample(): Seen {
    const nowMs = this.clock.monotonicNs() / 1e6;
    const epochMs = this.clock.epochMs();
    if (this.lastMs !== undefined) {
      const step = epochMs - this.lastEpochMs - (nowMs - this.lastMs);
      if (Math.abs(step) > STEP_MS) {
        this.stepMs = step;
        this.toldUntilMs = nowMs + TOLD_MS;
      }
    }
    this.lastMs = nowMs;
    this.lastEpochMs = epochMs;
    if (nowMs >= this.toldUntilMs) return UP;
    return seen('degraded', 'CLOCK_STEP', `the wall clock was set by ${this.stepMs.toFixed(0)} ms`);
  }
}
