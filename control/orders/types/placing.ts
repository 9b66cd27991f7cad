/** Where a child may go, and at what price: what several types ask of the market and the listings. Nothing here allocates. */
import { BEST, BEST_STRIDE, QUOTE, QUOTE_STRIDE } from '../../core/market-view.js';
import { OrdType, type VenueCapabilities } from '../../core/venue.js';
import type { Work } from '../engine/work.js';
import { hasCode } from './child-terms.js';
import { isBuy } from './names.js';
import { numberOf } from './parameters.js';

const DEPTH = 64;
/** Scratch of one call. */
const prices = new Float64Array(DEPTH);
const quantities = new Float64Array(DEPTH);

/** Best price of the other side over all venues that count; 0: none. */
export function farPrice(work: Work): number {
  const at = work.instrument.index * BEST_STRIDE;
  return work.market.best[at + (isBuy(work.terms.side) ? BEST.askPrice : BEST.bidPrice)]!;
}

/** A limit reaches a price of the other side: it would trade there. */
export function reaches(side: number, limit: number, far: number): boolean {
  if (far === 0) return false;
  return limit === 0 || (isBuy(side) ? limit >= far : limit <= far);
}

/** The venue is up, and lists the instrument. */
export function isPlaceable(work: Work, venue: number): boolean {
  return work.venueUsable(venue) && work.symbols.listing(venue, work.instrument.index) !== undefined;
}

/** Largest lot of the venues that list the instrument: quantities of it go everywhere. */
export function lotOf(work: Work): number {
  let lot = 1;
  for (let venue = 0; venue < work.venueCount; venue++) {
    const listing = work.symbols.listing(venue, work.instrument.index);
    if (listing !== undefined) lot = Math.max(lot, listing.lot, listing.minQuantity);
  }
  return lot;
}

/** Largest price step of the venues that list the instrument. */
export function tickOf(work: Work): number {
  let tick = 1;
  for (let venue = 0; venue < work.venueCount; venue++) {
    const listing = work.symbols.listing(venue, work.instrument.index);
    if (listing !== undefined) tick = Math.max(tick, listing.tick);
  }
  return tick;
}

export function floorTo(amount: number, step: number): number {
  return Math.floor(amount / step) * step;
}

/** To a price step, away from the other side. */
export function passive(price: number, side: number, tick: number): number {
  return isBuy(side) ? floorTo(price, tick) : Math.ceil(price / tick) * tick;
}

/** Where no limit was given and limit orders must do: `protectionBps` beyond the best price of the other side, at most the order's limit. 0: nobody is there. */
export function protectedLimit(work: Work, limit: number): number {
  const far = farPrice(work);
  if (far === 0) return limit;
  const { side } = work.terms;
  const room = (far * numberOf(work.terms, 'protectionBps')) / 10_000;
  const tick = tickOf(work);
  const price = isBuy(side) ? floorTo(far + room, tick) : Math.max(tick, Math.ceil((far - room) / tick) * tick);
  if (limit === 0) return price;
  return isBuy(side) ? Math.min(limit, price) : Math.max(limit, price);
}

/** 0, a market order, where every venue that can be used takes one; otherwise a limit that stands for it. */
export function marketPrice(work: Work): number {
  for (let venue = 0; venue < work.venueCount; venue++) {
    if (isPlaceable(work, venue) && !hasCode(work.capabilities(venue).ordTypes, OrdType.market))
      return protectedLimit(work, 0);
  }
  return 0;
}

/** What a venue that counts shows of the other side, up to a limit (0: any), and never more than is asked for. */
export function shownAt(work: Work, venue: number, limit: number, wanted: number): number {
  const { market, instrument, terms } = work;
  if (market.quotes[(instrument.index * market.venues + venue) * QUOTE_STRIDE + QUOTE.state] !== 0) return 0;
  const levels = market.readVenueDepth(
    instrument.index,
    venue,
    isBuy(terms.side) ? 'ask' : 'bid',
    DEPTH,
    prices,
    quantities,
    0,
  );
  let shown = 0;
  for (let i = 0; i < levels && shown < wanted; i++) {
    if (!reaches(terms.side, limit, prices[i]!)) break;
    shown += quantities[i]!;
  }
  return Math.min(shown, wanted);
}

/** What all of `wanted` costs at a venue, for comparison of venues that show it all. */
function costAt(work: Work, venue: number, wanted: number): number {
  const { market, instrument, terms } = work;
  const levels = market.readVenueDepth(
    instrument.index,
    venue,
    isBuy(terms.side) ? 'ask' : 'bid',
    DEPTH,
    prices,
    quantities,
    0,
  );
  let cost = 0;
  for (let i = 0, left = wanted; i < levels && left > 0; i++) {
    const quantity = Math.min(left, quantities[i]!);
    cost += quantity * prices[i]!;
    left -= quantity;
  }
  return cost;
}

/** Of the venues that can do it and show all of `wanted`, the cheapest, then the lowest number; -1: none. */
export function bestVenueShowing(
  work: Work,
  limit: number,
  wanted: number,
  can: (can: VenueCapabilities) => boolean,
): number {
  let best = -1;
  let bestCost = 0;
  for (let venue = 0; venue < work.venueCount; venue++) {
    if (!isPlaceable(work, venue) || !can(work.capabilities(venue)) || shownAt(work, venue, limit, wanted) < wanted)
      continue;
    const cost = costAt(work, venue, wanted);
    if (best < 0 || (isBuy(work.terms.side) ? cost < bestCost : cost > bestCost)) {
      best = venue;
      bestCost = cost;
    }
  }
  return best;
}

/**
 * Where an order waits: of the venues that can do it, the one with the best price of the own side, there the one that shows most, then the lowest number. `avoided` is a bit
 * mask of venues that are taken only when there is no other; -1: none.
 */
export function restingVenue(work: Work, can: (can: VenueCapabilities) => boolean, avoided: number): number {
  const { market, instrument } = work;
  const buys = isBuy(work.terms.side);
  let best = -1;
  let bestScore = 0;
  let bestQuantity = 0;
  for (let venue = 0; venue < work.venueCount; venue++) {
    if (!isPlaceable(work, venue) || !can(work.capabilities(venue))) continue;
    const at = (instrument.index * market.venues + venue) * QUOTE_STRIDE;
    const counts = market.quotes[at + QUOTE.state] === 0;
    const price = counts ? market.quotes[at + (buys ? QUOTE.bidPrice : QUOTE.askPrice)]! : 0;
    const quantity = counts ? market.quotes[at + (buys ? QUOTE.bidQuantity : QUOTE.askQuantity)]! : 0;
    const near = price === 0 ? -Number.MAX_VALUE / 4 : buys ? price : -price;
    const score = ((avoided >> venue) & 1) === 1 ? near - Number.MAX_VALUE / 2 : near;
    if (best < 0 || score > bestScore || (score === bestScore && quantity > bestQuantity)) {
      best = venue;
      bestScore = score;
      bestQuantity = quantity;
    }
  }
  return best;
}
