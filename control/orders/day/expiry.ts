/** When an order ends by itself, to the millisecond, in the time zone of its market; and what of it lives on. */
import type { ClientOrder } from '../../core/order-entry.js';
import { TimeInForce } from '../../core/venue.js';
import type { TradingCalendar } from './calendar.js';

/**
 * Epoch ms at which an order that is entered at `enteredMs` ends; Infinity: never by itself; 0: at once (IOC and FOK, whose venue ends them).
 *
 * - day: the close of the session under way, or of the next one where none is, or its close has passed;
 * - at the open: the next open (what the auction leaves is cancelled then); at the close: the next close;
 * - good till date: its own time, or `endOfDate`;
 * - good till cancel: never.
 */
export function endOf(
  { timeInForce, expireEpochMs }: Pick<ClientOrder, 'timeInForce' | 'expireEpochMs'>,
  enteredMs: number,
  calendar: TradingCalendar,
): number {
  switch (timeInForce) {
    case TimeInForce.immediateOrCancel:
    case TimeInForce.fillOrKill:
      return 0;
    case TimeInForce.goodTillCancel:
      return Infinity;
    case TimeInForce.goodTillDate:
      return expireEpochMs === 0 ? Infinity : expireEpochMs;
    case TimeInForce.atTheOpening:
      return calendar.sessionAfter(enteredMs, 'openMs').openMs;
    default:
      return calendar.sessionAfter(enteredMs, 'closeMs').closeMs;
  }
}

/** ExpireDate (432) without a time: the close of that day, or of the last session before where it has none. */
export function endOfDate(day: number, calendar: TradingCalendar): number {
  return calendar.sessionUpTo(day).closeMs;
}

/** Whether an order is still to be worked after the day: GTC, and GTD whose time has not come. */
export function carriesOver(
  order: Pick<ClientOrder, 'timeInForce' | 'expireEpochMs'>,
  enteredMs: number,
  calendar: TradingCalendar,
  nowMs: number,
): boolean {
  return endOf(order, enteredMs, calendar) > nowMs;
}
