/**
 * The second half of a decision: which levels are taken, in the strategy's order, by whole lots.
 *
 * Each venue stands at its best level that is not yet taken, under two keys: the venue with the lower first key goes first, then the lower second key, the higher
 * score, the lower number. A level that is used up gives way to the next one of its venue, which is read from the book only then; scores are asked for only
 * where keys are equal. Most decisions need neither.
 */
import type { MarketView } from '../core/market-view.js';
import type { Candidates } from './candidates.js';
import { REASON, WHY } from './decisions/frame.js';
import type { Levels } from './levels.js';
import type { Scoring } from './scoring.js';
import type { Slices } from './slices.js';
import { ALLOCATION, NOT_CHOSEN, ORDER, SWEEP, type RoutingStrategy } from './strategy.js';
import { STATE, STATE_WORDS, TERM, TERM_WORDS, type Terms } from './terms.js';
import { WORK } from './work.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const { lot: LOT, minQuantity: MIN, maxQuantity: MAX, feeFlat: FEE_FLAT, feeRate: FEE_RATE } = TERM;
const TERMS = TERM_WORDS;
const STATES = STATE_WORDS;
const { protectedVenues: PROTECTED, roundLot: ROUND_LOT } = STATE;
const {
  barrier: BARRIER,
  bestNet: BEST_NET,
  limit: LIMIT,
  protects: PROTECTS,
  quantity: QUANTITY,
  remaining: REMAINING,
  tolerated: TOLERATED,
  worst: WORST,
} = WORK;
const { lot: REASON_LOT, noLiquidity: NO_LIQUIDITY, none: PLACED, slicesFull: SLICES_FULL } = REASON;
const { belowMinimum, notChosen, tradesThrough } = WHY;
const { cost: BY_COST, price: BY_PRICE, score: BY_SCORE } = ORDER;
const { iso: ISO, sequential: SEQUENTIAL } = SWEEP;
const { greedy: GREEDY } = ALLOCATION;
const OUT = Infinity;

export interface PlaceOptions {
  readonly market: MarketView;
  readonly terms: Terms;
  readonly scoring: Scoring;
  readonly candidates: Candidates;
  readonly levels: Levels;
  readonly work: Float64Array;
  readonly slices: Slices;
}

export class Place {
  readonly #terms: Terms;
  readonly #scoring: Scoring;
  readonly #candidates: Candidates;
  readonly #levels: Levels;
  readonly #work: Float64Array;
  readonly #slices: Slices;
  readonly #venues: number;
  /** Of each venue that was touched: signed price and quantity of the level that it stands at, and what it has been given. */
  readonly #price: Float64Array;
  readonly #quantity: Float64Array;
  readonly #given: Float64Array;
  readonly #level: Int32Array;
  readonly #touch: Int32Array;
  readonly #isTouched: Uint8Array;
  #touched = 0;
  #strategy: RoutingStrategy | undefined;
  #order = 0;
  #isScored = false;
  /** Sweeps were marked; somebody's `why` is no longer what the look made it. */
  sweeps = false;
  changed = false;

  constructor({ market, terms, scoring, candidates, levels, work, slices }: PlaceOptions) {
    const { venues } = market;
    this.#terms = terms;
    this.#scoring = scoring;
    this.#candidates = candidates;
    this.#levels = levels;
    this.#work = work;
    this.#slices = slices;
    this.#venues = venues;
    this.#price = new Float64Array(venues);
    this.#quantity = new Float64Array(venues);
    this.#given = new Float64Array(venues);
    this.#level = new Int32Array(venues);
    this.#touch = new Int32Array(venues);
    this.#isTouched = new Uint8Array(venues);
  }

  /** Places `WORK.quantity`; `WORK.remaining` is what could not be taken. Returns the REASON of that. */
  take(strategy: RoutingStrategy, sweepable: number, sweepsAllowed: boolean, minQuantity: number): number {
    const work = this.#work;
    const slices = this.#slices;
    const isProtected = work[PROTECTS] === 1;
    this.#strategy = strategy;
    this.#order = strategy.order;
    this.#isScored = false;
    this.sweeps = false;
    this.changed = false;
    // Touched by the decision before.
    for (let n = 0; n < this.#touched; n++) {
      const venue = this.#touch[n]!;
      this.#given[venue] = 0;
      this.#level[venue] = 0;
      this.#isTouched[venue] = 0;
    }
    this.#touched = 0;
    if (strategy.leavesOut) this.#leaveOut();
    else if (strategy.order === BY_SCORE) this.#score();
    // The look has lined them up already, unless there is more to it.
    if (strategy.leavesOut || strategy.order === BY_SCORE || work[BARRIER]! !== OUT) {
      this.#line(strategy.toleranceBps, isProtected);
    }
    let merges = strategy.sweep !== SEQUENTIAL && (!isProtected || (strategy.sweep === ISO && sweepsAllowed));
    let reason: number;
    for (;;) {
      slices.clear(merges);
      work[REMAINING] = work[QUANTITY]!;
      work[WORST] = -Infinity;
      reason = strategy.allocation === GREEDY ? this.#greedy() : this.#proRata();
      if (this.#drop(minQuantity)) {
        this.#line(strategy.toleranceBps, isProtected);
        continue;
      }
      if (!merges || !isProtected || !slices.isManyPrices) break;
      if (slices.markSweeps(sweepable)) {
        this.sweeps = true;
        break;
      }
      // A venue that does not know sweep orders: one price after the other, then.
      merges = false;
      this.#line(strategy.toleranceBps, isProtected);
    }
    slices.parallel =
      slices.count > 1 && strategy.sweep !== SEQUENTIAL && (!isProtected || !slices.isManyPrices || merges);
    return work[REMAINING] === 0 ? PLACED : reason;
  }

  #score(): void {
    this.#isScored = true;
    this.#strategy!.score(this.#candidates, this.#scoring);
  }

  /** Takes out what the strategy did not choose. */
  #leaveOut(): void {
    this.#score();
    const { scores, why } = this.#candidates;
    this.changed = true;
    for (let venue = 0; venue < this.#venues; venue++) {
      if (why[venue] !== 0 || scores[venue] !== NOT_CHOSEN) continue;
      why[venue] = notChosen;
      this.#stands(venue);
    }
  }

  /** The quote of a venue that was taken out stands: where it is protected, nothing worse may be taken. */
  #stands(venue: number): void {
    const work = this.#work;
    const { states } = this.#terms;
    const candidates = this.#candidates;
    const state = candidates.instrument * STATES;
    if (work[PROTECTS] !== 1 || ((states[state + PROTECTED]! >> venue) & 1) === 0) return;
    const signed = candidates.signed(venue);
    if (candidates.displayed(venue) >= states[state + ROUND_LOT]! && signed < work[BARRIER]!) work[BARRIER] = signed;
  }

  /** Puts every venue at its best level, with the keys that the strategy's order gives it. */
  #line(toleranceBps: number, isProtected: boolean): void {
    const work = this.#work;
    const candidates = this.#candidates;
    const { why, nets, scores, first, second } = candidates;
    this.changed = true;
    this.#touched = 0;
    candidates.ahead = -1;
    const order = this.#order;
    const barrier = work[BARRIER]!;
    const bestNet = work[BEST_NET]!;
    const tolerated = bestNet + Math.abs(bestNet) * toleranceBps * 1e-4;
    work[TOLERATED] = tolerated;
    for (let venue = 0; venue < first.length; venue++) {
      this.#given[venue] = 0;
      this.#level[venue] = 0;
      this.#isTouched[venue] = 0;
      const signed = candidates.signed(venue);
      if (why[venue]! !== 0) {
        first[venue] = OUT;
        continue;
      }
      if (signed > barrier) {
        why[venue] = tradesThrough;
        first[venue] = OUT;
        continue;
      }
      const net = nets[venue]!;
      if (order === BY_PRICE) {
        first[venue] = signed;
        second[venue] = net;
      } else if (order === BY_COST) {
        first[venue] = isProtected ? signed : net;
        second[venue] = isProtected ? net : signed;
      } else {
        first[venue] = isProtected ? signed : net <= tolerated ? -OUT : signed;
        second[venue] = isProtected || net <= tolerated ? -scores[venue]! : net;
      }
    }
  }

  #greedy(): number {
    const work = this.#work;
    const slices = this.#slices;
    const { first } = this.#candidates;
    const { rows } = this.#terms;
    const base = this.#candidates.instrument * this.#venues;
    let remaining = work[REMAINING]!;
    let reason: number = NO_LIQUIDITY;
    let { ahead } = this.#candidates;
    for (;;) {
      const venue = ahead >= 0 ? ahead : this.#next();
      ahead = -1;
      if (venue < 0) break;
      const term = (base + venue) * TERMS;
      const lot = rows[term + LOT]!;
      this.#take(venue);
      let quantity = this.#quantity[venue]!;
      const isLast = quantity >= remaining;
      if (isLast) quantity = remaining;
      if (lot !== 1) quantity = Math.floor(quantity / lot) * lot;
      const room = rows[term + MAX]! - this.#given[venue]!;
      let isFull = false;
      if (quantity > room) {
        quantity = lot === 1 ? room : Math.floor(room / lot) * lot;
        isFull = true;
      }
      if (quantity > 0) {
        const price = this.#price[venue]!;
        if (!slices.add(venue, quantity, price)) {
          reason = SLICES_FULL;
          break;
        }
        remaining -= quantity;
        this.#given[venue]! += quantity;
        if (price > work[WORST]!) work[WORST] = price;
        if (remaining === 0) break;
      } else if (isLast) reason = REASON_LOT;
      // What is left is less than a lot of this venue: its deeper levels cannot have it either.
      if (isLast || isFull) first[venue] = OUT;
      else this.#advance(venue);
    }
    work[REMAINING] = remaining;
    return reason;
  }

  /** Its best level, when it is touched for the first time. */
  #take(venue: number): void {
    if (this.#isTouched[venue] === 1) return;
    this.#isTouched[venue] = 1;
    this.#touch[this.#touched++] = venue;
    this.#price[venue] = this.#candidates.signed(venue);
    this.#quantity[venue] = this.#candidates.available[venue]!;
  }

  /** The venue that goes next; -1: none is left. */
  #next(): number {
    const { first, second } = this.#candidates;
    let best = -1;
    let bestFirst = OUT;
    for (let venue = 0; venue < first.length; venue++) {
      const key = first[venue]!;
      if (key > bestFirst || key === OUT) continue;
      if (key === bestFirst && !this.#isAhead(venue, best, second)) continue;
      best = venue;
      bestFirst = key;
    }
    return best;
  }

  #isAhead(venue: number, other: number, second: Float64Array): boolean {
    const difference = second[other]! - second[venue]!;
    if (difference !== 0) return difference > 0;
    if (!this.#isScored) this.#score();
    const { scores } = this.#candidates;
    return scores[venue]! > scores[other]!;
  }

  /** The venue's next level, with its keys; none: it is out. */
  #advance(venue: number): void {
    const { rows } = this.#terms;
    const { instrument, isBuy, scores, first, second } = this.#candidates;
    const work = this.#work;
    const levels = this.#levels;
    const level = ++this.#level[venue]!;
    const at = levels.at(instrument, venue, isBuy, level);
    if (at < 0) {
      first[venue] = OUT;
      return;
    }
    const price = levels.prices[at]!;
    const signed = isBuy ? price : -price;
    if (signed > work[LIMIT]! || signed > work[BARRIER]! || signed <= this.#price[venue]!) {
      first[venue] = OUT;
      return;
    }
    const term = (instrument * this.#venues + venue) * TERMS;
    const net = signed + rows[term + FEE_FLAT]! + rows[term + FEE_RATE]! * price;
    this.#price[venue] = signed;
    this.#quantity[venue] = levels.quantities[at]!;
    const isProtected = work[PROTECTS] === 1;
    if (this.#order === BY_PRICE) {
      first[venue] = signed;
      second[venue] = net;
    } else if (this.#order === BY_COST) {
      first[venue] = isProtected ? signed : net;
      second[venue] = isProtected ? net : signed;
    } else if (isProtected || net > work[TOLERATED]!) {
      first[venue] = signed;
      second[venue] = isProtected ? -scores[venue]! : net;
    }
  }

  /** By price; where a price has more than is needed, every venue there gives its share. */
  #proRata(): number {
    const work = this.#work;
    const slices = this.#slices;
    const { first } = this.#candidates;
    const { rows } = this.#terms;
    const base = this.#candidates.instrument * this.#venues;
    for (;;) {
      const best = this.#next();
      if (best < 0) return NO_LIQUIDITY;
      this.#take(best);
      const price = this.#price[best]!;
      let total = 0;
      for (let venue = 0; venue < this.#venues; venue++) {
        if (first[venue] !== price) continue;
        this.#take(venue);
        total += this.#quantity[venue]!;
      }
      const remaining = work[REMAINING]!;
      const isLast = total > remaining;
      for (let venue = 0; venue < this.#venues; venue++) {
        if (first[venue] !== price) continue;
        const term = (base + venue) * TERMS;
        const lot = rows[term + LOT]!;
        const room = rows[term + MAX]! - this.#given[venue]!;
        const share = isLast ? (remaining / total) * this.#quantity[venue]! : this.#quantity[venue]!;
        const quantity = Math.floor(Math.min(share, room) / lot) * lot;
        if (quantity > 0) {
          if (!slices.add(venue, quantity, price)) return SLICES_FULL;
          work[REMAINING]! -= quantity;
          this.#given[venue]! += quantity;
          this.#quantity[venue]! -= quantity;
          work[WORST] = price;
        }
        if (!isLast) this.#advance(venue);
      }
      if (work[REMAINING] === 0) return PLACED;
      if (isLast) return this.#shareRest();
    }
  }

  /** Lots that the share-out could not divide go the greedy way. */
  #shareRest(): number {
    this.#slices.joins = true;
    this.#candidates.ahead = -1;
    const reason = this.#greedy();
    this.#slices.joins = false;
    return reason;
  }

  /** Takes out the venues whose slices are below a minimum; true when there was one: everything is placed again without it. */
  #drop(least: number): boolean {
    const slices = this.#slices;
    const { rows } = this.#terms;
    const { why, instrument } = this.#candidates;
    let dropped = false;
    for (let n = 0; n < slices.count; n++) {
      const venue = slices.venues[n]!;
      const quantity = slices.quantities[n]!;
      if (quantity >= least && quantity >= rows[(instrument * this.#venues + venue) * TERMS + MIN]!) continue;
      why[venue] = belowMinimum;
      this.changed = true;
      this.#stands(venue);
      dropped = true;
    }
    return dropped;
  }
}
