/** The trading day of a gateway: whose calendar an instrument follows, and what the order engine does when a market closes or a day begins. */
import type { AssetClass, Instrument } from '../core/instruments.js';
import type { Logger } from '../core/logging.js';
import type { TradingWorld } from '../core/world.js';
import { CRYPTO, US_EQUITIES } from '../orders/day/calendar-data.js';
import { TradingCalendar, type Session } from '../orders/day/calendar.js';
import { dateText } from '../orders/day/dates.js';
import { DayClock, type DayEvent, type DayHandler } from '../orders/day/day-clock.js';
import type { OrderEngine } from '../orders/engine/engine.js';

/** Names of calendars in a configuration. */
export const CALENDARS = ['us-equities', 'always-open'] as const;
export type CalendarName = (typeof CALENDARS)[number];

export interface TradingDayParts {
  readonly world: Pick<TradingWorld, 'clock' | 'timers'>;
  readonly log: Logger;
  readonly instruments: readonly Instrument[];
  readonly equities: CalendarName;
  /** The firm's day is over. */
  readonly onEnd: (date: string) => void;
}

export class TradingDay implements DayHandler {
  private readonly calendars: Readonly<Record<CalendarName, TradingCalendar>> = {
    'us-equities': new TradingCalendar(US_EQUITIES),
    'always-open': new TradingCalendar(CRYPTO),
  };
  /** By instrument. */
  private readonly byInstrument: readonly TradingCalendar[];
  /** The one by which the firm's day begins. */
  private readonly leading: TradingCalendar;
  private readonly midnights = new Map<TradingCalendar, { readonly from: number; readonly until: number }>();
  private readonly sessions = new Map<TradingCalendar, Session>();
  private engine: OrderEngine | undefined;
  private clock: DayClock | undefined;

  constructor(private readonly parts: TradingDayParts) {
    const { instruments, equities } = parts;
    const nameOf: Readonly<Record<AssetClass, CalendarName>> = {
      equity: equities,
      cryptoSpot: 'always-open',
      cryptoPerpetual: 'always-open',
    };
    this.byInstrument = instruments.map(({ assetClass }) => this.calendars[nameOf[assetClass]]);
    const hasEquities = instruments.some(({ assetClass }) => assetClass === 'equity');
    this.leading = this.calendars[hasEquities ? equities : 'always-open'];
  }

  /** When the session ends that an instrument is in, or that comes next: what ends algorithms whose client named no end. */
  readonly sessionEnd = (instrument: number, epochMs: number): number | undefined =>
    this.byInstrument[instrument]?.sessionAfter(epochMs, 'closeMs').closeMs;

  /** Epoch ms of the midnight before, where the instrument's market is. Asked for at each trade: the last answer of a calendar is kept. */
  readonly midnightOf = (instrument: number, epochMs: number): number => {
    const calendar = this.byInstrument[instrument] ?? this.leading;
    const known = this.midnights.get(calendar);
    if (known !== undefined && epochMs >= known.from && epochMs < known.until) return known.from;
    const day = calendar.zone.dayAt(epochMs);
    const found = { from: calendar.zone.instantOf(day, 0), until: calendar.zone.instantOf(day + 1, 0) };
    this.midnights.set(calendar, found);
    return found.from;
  };

  /** When orders that outlive a day may be sent: 0 from the morning to the close, otherwise the next morning. */
  readonly opensAt = (instrument: number, epochMs: number): number => {
    const calendar = this.byInstrument[instrument] ?? this.leading;
    const known = this.sessions.get(calendar);
    if (known !== undefined && epochMs >= known.preOpenMs && epochMs < known.closeMs) return 0;
    const session = calendar.sessionAfter(epochMs, 'closeMs');
    this.sessions.set(calendar, session);
    return epochMs >= session.preOpenMs ? 0 : session.preOpenMs;
  };

  /** The firm's day: the session under way, or the next. */
  today(): string {
    return dateText(this.leading.sessionAfter(this.parts.world.clock.epochMs(), 'endMs').day);
  }

  /** @param seenEpochMs up to when the day's events were told before the start; the present, on a first start */
  start(engine: OrderEngine, seenEpochMs: number): void {
    this.engine = engine;
    const { clock, timers } = this.parts.world;
    const used = [...new Set(this.byInstrument)];
    this.clock = new DayClock(used, clock, timers, this, seenEpochMs);
    this.clock.start();
  }

  onDay(event: DayEvent, calendar: TradingCalendar, { day }: Session, missed: boolean): void {
    this.parts.log.info('trading day', { event, calendar: this.nameOf(calendar), day, missed });
    if (event === 'close') {
      const closed = new Set(this.byInstrument.flatMap((each, instrument) => (each === calendar ? [instrument] : [])));
      this.engine?.endDay(closed, 'the market closed');
    }
    if (calendar !== this.leading) return;
    if (event === 'begin') this.engine?.beginDay();
    if (event === 'end') this.parts.onEnd(dateText(day));
  }

  stop(): void {
    this.clock?.stop();
  }

  private nameOf(calendar: TradingCalendar): string {
    return CALENDARS.find((name) => this.calendars[name] === calendar) ?? '';
  }
}
