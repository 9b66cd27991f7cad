/** What a decision leaves to rest: at which venue, and at what price, so that it neither locks nor crosses where the rules forbid it. */
import type { MarketView } from '../core/market-view.js';
import { FLAG, HEAD, HEAD_WORDS, NOTE, REASON, ROW, ROW_WORDS, WHY } from './decisions/frame.js';
import { RULE } from './rules/rule-book.js';
import type { Slices } from './slices.js';
import { NOT_CHOSEN, type RoutingStrategy } from './strategy.js';
import { TERM, TERM_WORDS, type Terms } from './terms.js';
import { WORK } from './work.js';

export class Rest {
  readonly #market: MarketView;
  readonly #terms: Terms;
  readonly #work: Float64Array;

  constructor(market: MarketView, terms: Terms, work: Float64Array) {
    this.#market = market;
    this.#terms = terms;
    this.#work = work;
  }

  /** Adds one slice for what `WORK.remaining` says and lowers that; returns the REASON of what still remains. */
  place(words: Float64Array, at: number, strategy: RoutingStrategy, slices: Slices): number {
    const work = this.#work;
    const remaining = work[WORK.remaining]!;
    if (slices.count === slices.capacity) return REASON.slicesFull;
    strategy.scoreRest(words, at);
    const venue = this.#best(words, at, remaining);
    if (venue < 0) return REASON.noVenue;
    const price = this.#price(words, at, venue);
    if (Number.isNaN(price)) return REASON.outsideBand;
    const { rows } = this.#terms;
    const term = (words[at + HEAD.instrument]! * this.#market.venues + venue) * TERM_WORDS;
    const lot = rows[term + TERM.lot]!;
    const most = Math.min(remaining, rows[term + TERM.maxQuantity]!);
    const quantity = lot === 1 ? most : Math.floor(most / lot) * lot;
    slices.put(venue, quantity, price, 0);
    work[WORK.remaining] = remaining - quantity;
    return quantity === remaining ? REASON.none : remaining - quantity < lot ? REASON.lot : REASON.aboveMaximum;
  }

  /** The venue with the best score among those that can have it; -1: none. */
  #best(words: Float64Array, at: number, remaining: number): number {
    const { rows } = this.#terms;
    const { venues } = this.#market;
    const term = words[at + HEAD.instrument]! * venues * TERM_WORDS;
    const least = words[at + HEAD.minQuantity]!;
    const avoidsCrossing = words[at + HEAD.flags]! & FLAG.postOnly;
    const sign = words[at + HEAD.side]! === 0x31 ? 1 : -1;
    const limit = sign * words[at + HEAD.limitPrice]!;
    let best = -1;
    let bestScore = NOT_CHOSEN;
    let bestCrosses = true;
    for (let venue = 0, row = at + HEAD_WORDS; venue < venues; venue++, row += ROW_WORDS) {
      const why = words[row + ROW.why]! & 255;
      if (why === WHY.notListed || why === WHY.state || why === WHY.lost || why === WHY.excluded || why === WHY.selfHelp) {
        continue;
      }
      const own = term + venue * TERM_WORDS;
      const wanted = Math.max(rows[own + TERM.lot]!, rows[own + TERM.minQuantity]!, least);
      const score = words[row + ROW.restScore]!;
      if (remaining < wanted || score === NOT_CHOSEN) continue;
      // What must not take goes first of all where its own price does not meet the other side.
      const crosses = avoidsCrossing !== 0 && words[row + ROW.price] !== 0 && sign * words[row + ROW.price]! <= limit;
      if (best >= 0 && (crosses !== bestCrosses ? crosses : score <= bestScore)) continue;
      best = venue;
      bestScore = score;
      bestCrosses = crosses;
    }
    return best;
  }

  /** Signed. NaN: there is no price inside the band. */
  #price(words: Float64Array, at: number, venue: number): number {
    const work = this.#work;
    const isBuy = words[at + HEAD.side]! === 0x31;
    const sign = isBuy ? 1 : -1;
    const tick = this.#terms.rows[
      (words[at + HEAD.instrument]! * this.#market.venues + venue) * TERM_WORDS + TERM.tick
    ]!;
    const step = Math.max(tick, words[at + HEAD.increment]!, 1);
    const wanted = sign * words[at + HEAD.limitPrice]!;
    let price = wanted;
    let notes = words[at + HEAD.notes]!;
    if (price > work[WORK.limit]!) {
      price = work[WORK.limit]!;
      notes |= NOTE.restBanded;
    }
    const other = this.#otherSide(words, at, venue, sign);
    if (price >= other) {
      price = other - step;
      notes |= NOTE.restUncrossed;
    }
    // Down for a buy, up for a sell: never beyond what was asked for.
    const stepped = Math.floor(price / step) * step;
    if (stepped !== price) {
      price = stepped;
      notes |= NOTE.restRounded;
    }
    words[at + HEAD.notes] = notes;
    return sign * price > 0 ? price : NaN;
  }

  /** Signed price that the resting order must stay better than; Infinity: there is none. */
  #otherSide(words: Float64Array, at: number, venue: number, sign: number): number {
    const rules = words[at + HEAD.rules]!;
    const forbids = (rules & RULE.lockedCrossed) !== 0;
    const isPostOnly = (words[at + HEAD.flags]! & FLAG.postOnly) !== 0;
    const protectedVenues = words[at + HEAD.protectedVenues]!;
    const roundLot = words[at + HEAD.roundLot]!;
    let other = Infinity;
    for (let n = 0, row = at + HEAD_WORDS; n < this.#market.venues; n++, row += ROW_WORDS) {
      const price = words[row + ROW.price]!;
      const why = words[row + ROW.why]! & 255;
      if (price === 0 || why === WHY.notListed || why === WHY.state) continue;
      const isOwn = n === venue && isPostOnly;
      // What was shown to an order that takes is taken by now, or on its way to be.
      const stands = isPostOnly || why === WHY.lost || why === WHY.excluded || why === WHY.tradesThrough || why === WHY.notChosen || why === WHY.belowMinimum;
      const isForbidden =
        forbids && stands && ((protectedVenues >> n) & 1) !== 0 && words[row + ROW.displayed]! >= roundLot;
      if ((isOwn || isForbidden) && sign * price < other) other = sign * price;
    }
    return other;
  }
}

