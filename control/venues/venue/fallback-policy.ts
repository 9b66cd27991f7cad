/**
 * When order entry moves by itself: to the fallback when faults pile up in a window or no session is there for too long; back only by hand, or after a
 * quiet time if so configured.
 */
import type { Timer, TradingWorld } from '../../core/world.js';

export interface FallbackRules {
  /** So many faults … */
  readonly faults: number;
  /** … within this time move order entry to the fallback; 0 never does. */
  readonly windowMs: number;
  /** Without an active session for this long it moves too; 0 never does. */
  readonly downMs: number;
  /** The configured order entry has been active again for this long: back to it; 0 only by hand. */
  readonly returnAfterMs: number;
}

/** The venue, as far as the policy needs it. */
export interface FallbackSubject {
  /** It is connected, or tries to be, and there is a fallback. */
  readonly mayMove: boolean;
  /** Order entry uses the fallback now. */
  readonly isMoved: boolean;
  /** The configured order entry is active. */
  readonly isFirstActive: boolean;
  move(to: 'first' | 'fallback', why: string): void;
}

export class FallbackPolicy {
  private readonly faultTimes: number[] = [];
  private returnTimer: Timer | undefined;
  private downTimer: Timer | undefined;

  constructor(
    private readonly rules: FallbackRules,
    private readonly world: Pick<TradingWorld, 'clock' | 'timers'>,
    private readonly subject: FallbackSubject,
  ) {}

  /** A connection of the configured order entry broke, was refused or could not be made. */
  fault(detail: string): void {
    const { faults, windowMs } = this.rules;
    const { subject, faultTimes } = this;
    if (faults === 0 || windowMs === 0 || !subject.mayMove || subject.isMoved) return;
    const nowMs = this.world.clock.monotonicNs() / 1e6;
    faultTimes.push(nowMs);
    while (faultTimes.length > 0 && nowMs - faultTimes[0]! > windowMs) faultTimes.shift();
    if (faultTimes.length < faults) return;
    faultTimes.length = 0;
    subject.move('fallback', `faults pile up, the last one: ${detail}`);
  }

  /** Order entry has moved, by whoever's wish. */
  moved(): void {
    this.faultTimes.length = 0;
    this.stopReturn();
  }

  /** The configured order entry has another state. */
  watchReturn(): void {
    const { returnAfterMs } = this.rules;
    const { subject } = this;
    this.stopReturn();
    if (!subject.isFirstActive || !subject.isMoved || returnAfterMs === 0) return;
    this.returnTimer = this.world.timers.after(returnAfterMs, () => {
      this.returnTimer = undefined;
      subject.move('first', 'is stable again');
    });
  }

  /** No session may be active any more. */
  watchDown(): void {
    const { downMs } = this.rules;
    const { subject } = this;
    if (downMs === 0 || this.downTimer !== undefined || !this.isDown()) return;
    this.downTimer = this.world.timers.after(downMs, () => {
      this.downTimer = undefined;
      if (this.isDown()) subject.move('fallback', `no session for ${downMs} ms`);
    });
  }

  /** The venue is being disconnected. */
  stop(): void {
    this.stopReturn();
    this.downTimer?.cancel();
    this.downTimer = undefined;
  }

  private isDown(): boolean {
    const { mayMove, isMoved, isFirstActive } = this.subject;
    return mayMove && !isMoved && !isFirstActive;
  }

  private stopReturn(): void {
    this.returnTimer?.cancel();
    this.returnTimer = undefined;
  }
}
