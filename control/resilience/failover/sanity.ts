/** Does a venue's book make sense beside the others'? A backup that shows another day, another scale or half a book does not. */
import { QUOTE, QUOTE_STRIDE, type MarketView } from '../../core/market-view.js';

export interface Sanity {
  /** Instruments that this venue and another one quote, and those where their prices cannot both be right. */
  readonly compared: number;
  readonly contradicting: number;
}

/** Prices that cross another venue's by more than this part of the price cannot both be right. */
const FAR = 0.01;

/** The venue's own quotes count here whatever excludes them; of the others only those that count. */
export function sanityOf({ quotes, instruments, venues }: MarketView, venue: number): Sanity {
  let compared = 0;
  let contradicting = 0;
  for (let instrument = 0; instrument < instruments; instrument++) {
    const own = (instrument * venues + venue) * QUOTE_STRIDE;
    const bid = quotes[own + QUOTE.bidPrice]!;
    const ask = quotes[own + QUOTE.askPrice]!;
    if (bid === 0 && ask === 0) continue;
    let isCompared = false;
    let isFar = false;
    for (let other = 0; other < venues; other++) {
      const at = (instrument * venues + other) * QUOTE_STRIDE;
      if (other === venue || quotes[at + QUOTE.state] !== 0) continue;
      const otherBid = quotes[at + QUOTE.bidPrice]!;
      const otherAsk = quotes[at + QUOTE.askPrice]!;
      if (otherBid === 0 || otherAsk === 0) continue;
      isCompared = true;
      if (bid > otherAsk * (1 + FAR) || (ask !== 0 && ask < otherBid * (1 - FAR))) isFar = true;
    }
    if (isCompared) compared++;
    if (isFar) contradicting++;
  }
  return { compared, contradicting };
}

/** So many instruments have to be compared before it says anything, and so large a part may contradict. */
const LEAST_COMPARED = 5;
const SHARE_MAX = 0.2;

/** Why the venue's book cannot be believed; undefined: nothing speaks against it. */
export function doubtFrom({ compared, contradicting }: Sanity): string | undefined {
  if (compared < LEAST_COMPARED || contradicting <= compared * SHARE_MAX) return undefined;
  return `${contradicting} of ${compared} instruments contradict other venues`;
}
