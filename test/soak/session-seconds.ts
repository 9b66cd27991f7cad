/**
 * The seconds of one session. Whether a second is excused is asked some seconds later: what spoilt it (a machine that was overloaded) is known only when somebody could look.
 */
import type { FaultWindows } from '../../control/resilience/service-levels/fault-windows.js';
import {
  ServiceLevel,
  type SecondSeen,
  type ServiceLevelSummary,
} from '../../control/resilience/service-levels/service-level.js';

export interface SessionSecond extends Omit<SecondSeen, 'isExcused'> {
  /** An order was sent to it in this second: its canary. */
  readonly isAsked: boolean;
}

export interface SessionSummary extends ServiceLevelSummary {
  /** Seconds in which it was active and nothing was asked of it: they say nothing, and count as neither up nor down. */
  readonly unasked: number;
}

/** Longer than a look at the machine is late when nobody can run. */
const SETTLED_AFTER_MS = 5000;

export class SessionSeconds {
  private readonly level: ServiceLevel;
  private readonly waiting: (Omit<SecondSeen, 'isExcused'> & { readonly beganMs: number })[] = [];
  private unasked = 0;

  constructor(
    objective: number,
    private readonly windows: Pick<FaultWindows, 'covers'>,
  ) {
    this.level = new ServiceLevel(objective);
  }

  /** @param beganMs when the second began */
  note(beganMs: number, { isActive, isAcknowledged, isAsked }: SessionSecond): void {
    if (isActive && !isAcknowledged && !isAsked) this.unasked++;
    else this.waiting.push({ isActive, isAcknowledged, beganMs });
    this.settle(beganMs - SETTLED_AFTER_MS);
  }

  /** With all seconds. */
  summary(): SessionSummary {
    this.settle(Infinity);
    return { ...this.level.summary(), unasked: this.unasked };
  }

  private settle(untilMs: number): void {
    let first = this.waiting[0];
    while (first !== undefined && first.beganMs <= untilMs) {
      const { beganMs, isActive, isAcknowledged } = first;
      this.level.second({ isActive, isAcknowledged, isExcused: this.windows.covers(beganMs) });
      this.waiting.shift();
      first = this.waiting[0];
    }
  }
}
