/** Turns what a session tells (states, canary orders, heartbeats) into seconds of a service level. Whoever has the clock calls `tick` at least once a second. */
import type { Clock } from '../../core/world.js';
import type { FaultWindows } from './fault-windows.js';
import { ServiceLevel, type ServiceLevelSummary } from './service-level.js';

const SECOND_MS = 1000;
/** A meter that was not ticked for longer has seen nothing of that time; more seconds than these are not made up. */
const CATCH_UP_S = 3600;

export class SessionMeter {
  private readonly level: ServiceLevel;
  private secondMs: number;
  private isActive = false;
  private wasActive = false;
  private acknowledged = 0;

  /** @param windows announced faults, shared by all meters of a run */
  constructor(
    private readonly clock: Pick<Clock, 'epochMs'>,
    objective: number,
    private readonly windows: FaultWindows,
  ) {
    this.level = new ServiceLevel(objective);
    this.secondMs = Math.ceil(clock.epochMs() / SECOND_MS) * SECOND_MS;
  }

  state(isActive: boolean): void {
    this.tick();
    this.isActive = isActive;
    if (!isActive) this.wasActive = false;
  }

  /** The canary order of this second was acknowledged in time. */
  canary(): void {
    this.tick();
    this.acknowledged++;
  }

  heartbeat(afterMs: number, intervalMs: number): void {
    this.level.heartbeat(afterMs, intervalMs);
  }

  /** Closes the seconds that have passed. */
  tick(): void {
    const nowMs = this.clock.epochMs();
    if (nowMs - this.secondMs > CATCH_UP_S * SECOND_MS) this.secondMs = Math.floor(nowMs / SECOND_MS) * SECOND_MS;
    while (nowMs >= this.secondMs + SECOND_MS) {
      const isExcused = this.windows.covers(this.secondMs);
      this.level.second({ isActive: this.wasActive, isAcknowledged: this.acknowledged > 0, isExcused });
      this.secondMs += SECOND_MS;
      this.wasActive = this.isActive;
      this.acknowledged = 0;
    }
  }

  summary(): ServiceLevelSummary {
    this.tick();
    return this.level.summary();
  }
}
