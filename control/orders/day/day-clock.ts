/**
 * Tells when a trading day begins, opens, closes and ends, for each calendar; also what passed while the gateway was down. The engine ends day orders at the close,
 * begins its day at the begin, and files are written at the end.
 */
import type { Clock, Timer, Timers } from '../../core/world.js';
import type { Session, TradingCalendar } from './calendar.js';

export type DayEvent = 'begin' | 'open' | 'close' | 'end';

export interface DayHandler {
  /** @param missed it was due while nobody looked: what it asks for is still to be done */
  onDay(event: DayEvent, calendar: TradingCalendar, session: Session, missed: boolean): void;
}

const INSTANT = { begin: 'preOpenMs', open: 'openMs', close: 'closeMs', end: 'endMs' } as const;
const EVENTS: readonly DayEvent[] = ['begin', 'open', 'close', 'end'];
/** Timers are set anew at least so often, so that a clock that was set or a host that slept is noticed. */
const LOOK_MS = 60_000;
/** Events of longer ago are passed over: the last days say all there is to do. */
const BACK_DAYS = 10;

export class DayClock {
  private timer: Timer | undefined;
  private seenMs: number;

  /** @param seenMs up to when events have been told before: the time of the journal's last record; a first start gives the present */
  constructor(
    private readonly calendars: readonly TradingCalendar[],
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly handler: DayHandler,
    seenMs: number,
  ) {
    this.seenMs = seenMs;
  }

  /** Tells what was missed, in order of time, then goes on. */
  start(): void {
    this.look(true);
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private look(missed: boolean): void {
    const now = this.clock.epochMs();
    // A clock that was set back tells nothing twice.
    if (now > this.seenMs) {
      const events = this.between(this.seenMs, now);
      this.seenMs = now;
      for (const { event, calendar, session } of events) this.handler.onDay(event, calendar, session, missed);
    }
    const wait = Math.max(1, Math.min(LOOK_MS, this.nextMs() - now));
    this.timer = this.timers.after(wait, () => this.look(false));
  }

  /** After one instant, up to the other. */
  private between(
    afterMs: number,
    upToMs: number,
  ): { event: DayEvent; calendar: TradingCalendar; session: Session; ms: number }[] {
    return this.calendars
      .flatMap((calendar) => {
        const last = calendar.zone.dayAt(upToMs);
        const first = Math.max(calendar.zone.dayAt(afterMs) - 1, last - BACK_DAYS);
        const sessions = Array.from({ length: last - first + 1 }, (_, i) => calendar.session(first + i));
        return sessions.flatMap((session) =>
          session === undefined
            ? []
            : EVENTS.map((event) => ({ event, calendar, session, ms: session[INSTANT[event]] })),
        );
      })
      .filter(({ ms }) => ms > afterMs && ms <= upToMs)
      .sort((a, b) => a.ms - b.ms || order(a.event) - order(b.event));
  }

  private nextMs(): number {
    return Math.min(
      ...this.calendars.map((calendar) => {
        const session = calendar.sessionAfter(this.seenMs, 'endMs');
        return Math.min(...EVENTS.map((event) => session[INSTANT[event]]).filter((ms) => ms > this.seenMs));
      }),
    );
  }
}

/** Where days touch, the old one ends before the new one begins. */
function order(event: DayEvent): number {
  return event === 'close' ? 0 : event === 'end' ? 1 : event === 'begin' ? 2 : 3;
}
