/** Whether an instrument can be traded where an order may go: EXCLUDED bits of the venues' quotes. A quote that is merely absent, stale or uncertain stops nothing here. */
import { EXCLUDED, QUOTE, QUOTE_STRIDE, type MarketView } from '../../core/market-view.js';
import { DENY } from './denials.js';

/** 0 when at least one of `venues` (bits, not 0) takes orders now, else the number of the denial: that of a halt before others. */
export function venueState(market: MarketView, instrument: number, venues: number, forAuction: boolean): number {
  const stops = forAuction
    ? EXCLUDED.halted | EXCLUDED.disabled
    : EXCLUDED.halted | EXCLUDED.disabled | EXCLUDED.notTrading;
  let seen = 0;
  const first = instrument * market.venues;
  for (let rest = venues; rest !== 0; rest &= rest - 1) {
    const venue = 31 - Math.clz32(rest & -rest);
    const state = market.quotes[(first + venue) * QUOTE_STRIDE + QUOTE.state]! & stops;
    if (state === 0) return 0;
    seen |= state;
  }
  if ((seen & EXCLUDED.halted) !== 0) return DENY.halted;
  return (seen & EXCLUDED.notTrading) !== 0 ? DENY.notTrading : DENY.venueDisabled;
}
