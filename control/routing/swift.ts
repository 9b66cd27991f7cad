/**
 * The usual case of `Take`, with less to do: a venue shows the best price, and venues go by price, then by fee and score, or by score alone. It makes the same
 * slices as `Take` would (test/routing/swift.test.ts), or gives up, and `Take` begins anew.
 *
 * The venues at the best price are those that the consolidated book names. Only when they are used up do all others, and the next levels of these, go into
 * buckets by their distance from the best price in ticks: the next price is then the lowest bit of a word, and nothing is compared.
 */
import type { Candidates } from './candidates.js';
import { HEAD_WORDS, NOTE, REASON, SLICE_KIND, SLICE_WORDS, VENUE_WORDS } from './decisions/frame.js';
import { WORK, type Hand } from './hand.js';
import type { Levels } from './levels.js';
import type { Look } from './look.js';
import type { Scoring } from './scoring.js';
import type { Slices } from './slices.js';
import { PLAN } from './plan.js';
import { RULE } from './rules/rule-book.js';
import type { RoutingStrategy } from './strategy.js';
import { TERM, TERM_WORDS, type Terms } from './terms.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported, and this is a hot loop.
const { lot: LOT, minQuantity: MIN, maxQuantity: MAX, feeFlat: FEE_FLAT, feeRate: FEE_RATE, tick: TICK } = TERM;
const TERMS = TERM_WORDS;
const HEADER = HEAD_WORDS;
const SEEN = VENUE_WORDS;
const SLICED = SLICE_WORDS;
const {
  barrier: BARRIER,
  limit: LIMIT,
  quantity: QUANTITY,
  remaining: REMAINING,
  worst: WORST,
  best: BEST,
  key: PRICE,
  tick: STEP,
} = WORK;
const { noLiquidity: NO_LIQUIDITY, none: PLACED } = REASON;
const { sweeps: RULE_SWEEPS } = RULE;
const { sweep: NOTE_SWEEP } = NOTE;
const { takes: TAKES } = SLICE_KIND;
const { byScore: BY_SCORE, mergesAsSweep: MERGES_AS_SWEEP, mergesIfOpen: MERGES_IF_OPEN } = PLAN;
const { swiftIfOpen: SWIFT_IF_OPEN, swiftIfProtected: SWIFT_IF_PROTECTED } = PLAN;
const BUCKETS = 32;
const FAR = BUCKETS;
const OFF_TICK = -1;
const NO_LEVEL = -2;
/** Not a REASON: `Take` has to do it. */
export const GIVEN_UP = -1;

export interface SwiftOptions {
  readonly terms: Terms;
  readonly scoring: Scoring;
  readonly candidates: Candidates;
  readonly look: Look;
  readonly levels: Levels;
  readonly hand: Hand;
  readonly slices: Slices;
  /** The venues that take intermarket sweep orders. */
  readonly sweepable: number;
}

export class Swift {
  readonly #scoring: Scoring;
  readonly #candidates: Candidates;
  readonly #look: Look;
  readonly #levels: Levels;
  readonly #slices: Slices;
  readonly #hand: Hand;
  readonly #reserved: Int32Array;
  readonly #sweepable: number;
  readonly #work: Float64Array;
  readonly #rows: Float64Array;
  readonly #words: Float64Array;
  readonly #scores: Float64Array;
  /** Venues by their distance from the best price. */
  readonly #buckets = new Int32Array(BUCKETS);
  /** Of each venue: which level it stands at, its quantity there, and the index of its slice. */
  readonly #level: Int32Array;
  readonly #quantities: Float64Array;
  readonly #of: Int32Array;
  #strategy: RoutingStrategy | undefined;
  #isByScore = false;
  #scored = 0;

  constructor({ terms, scoring, candidates, look, levels, hand, slices, sweepable }: SwiftOptions) {
    const { venues, words, scores } = candidates;
    this.#scoring = scoring;
    this.#candidates = candidates;
    this.#look = look;
    this.#levels = levels;
    this.#slices = slices;
    this.#hand = hand;
    this.#reserved = scoring.measures.reserved;
    this.#sweepable = sweepable;
    this.#work = hand.work;
    this.#rows = terms.rows;
    this.#words = words;
    this.#scores = scores;
    this.#level = new Int32Array(venues);
    this.#quantities = new Float64Array(venues);
    this.#of = new Int32Array(venues);
  }

  /** Places `WORK.quantity`; `WORK.remaining` is what could not be taken. Returns the REASON of that, or `GIVEN_UP`. */
  take(strategy: RoutingStrategy, plan: number): number {
    const hand = this.#hand;
    const { isProtected } = hand;
    if ((plan & (isProtected ? SWIFT_IF_PROTECTED : SWIFT_IF_OPEN)) === 0) return GIVEN_UP;
    const { instrument, isBuy, usable } = this.#candidates;
    const group = this.#look.atBest;
    if (group === 0 || (this.#reserved[instrument * 2 + (isBuy ? 0 : 1)]! & usable) !== 0) return GIVEN_UP;
    this.#strategy = strategy;
    this.#isByScore = (plan & BY_SCORE) !== 0;
    this.#scored = 0;
    const mayMerge = isProtected
      ? (plan & MERGES_AS_SWEEP) !== 0 && (hand.rules & RULE_SWEEPS) !== 0
      : (plan & MERGES_IF_OPEN) !== 0;
    const reason = this.#takeBest(group, mayMerge);
    if (reason === GIVEN_UP) return GIVEN_UP;
    const slices = this.#slices;
    // One slice may be of many prices.
    if (mayMerge && isProtected && slices.isManyPrices) {
      if (!slices.markSweeps(this.#sweepable)) return GIVEN_UP;
      hand.notes |= NOTE_SWEEP;
    }
    slices.parallel =
      slices.count > 1 && (plan & MERGES_IF_OPEN) !== 0 && (!isProtected || !slices.isManyPrices || mayMerge);
    return reason;
  }

  /** @param group the venues at the best price @param merges one slice a venue; else one for each venue and price */
  #takeBest(group: number, merges: boolean): number {
    const work = this.#work;
    const rows = this.#rows;
    const words = this.#words;
    const slices = this.#slices;
    const { at, instrument, isBuy, venues } = this.#candidates;
    const { from } = slices;
    const first = instrument * venues;
    const full = from + slices.capacity * SLICED;
    const price = words[at + HEADER + (31 - Math.clz32(group)) * SEEN]!;
    const signed = isBuy ? price : -price;
    let remaining = work[QUANTITY]!;
    let left = group;
    let end = from;
    work[BEST] = signed;
    work[PRICE] = signed;
    slices.isManyPrices = false;
    // All of a price is needed, and goes out at once: the order does not matter.
    let isOrdered = false;
    if (merges && (left & (left - 1)) !== 0) {
      let total = 0;
      for (let each = left; each !== 0; each &= each - 1) {
        total += words[at + HEADER + (31 - Math.clz32(each & -each)) * SEEN + 1]!;
      }
      isOrdered = total <= remaining;
    }
    for (;;) {
      const venue = isOrdered || (left & (left - 1)) === 0 ? 31 - Math.clz32(left & -left) : this.#ahead(left);
      left &= ~(1 << venue);
      const term = (first + venue) * TERMS;
      const lot = rows[term + LOT]!;
      let quantity = words[at + HEADER + venue * SEEN + 1]!;
      if (quantity > remaining) quantity = remaining;
      if (lot !== 1 && quantity % lot !== 0) return GIVEN_UP;
      if (end === full || quantity > rows[term + MAX]! || quantity < rows[term + MIN]!) return GIVEN_UP;
      words[end] = venue;
      words[end + 1] = quantity;
      words[end + 2] = signed;
      words[end + 3] = TAKES;
      this.#of[venue] = end;
      end += SLICED;
      remaining -= quantity;
      if (remaining === 0 || left === 0) break;
    }
    work[REMAINING] = remaining;
    work[WORST] = signed;
    slices.count = (end - from) / SLICED;
    return remaining === 0 ? PLACED : this.#further(group, merges);
  }

  /** Levels behind the best price. */
  #further(group: number, merges: boolean): number {
    const work = this.#work;
    const rows = this.#rows;
    const words = this.#words;
    const slices = this.#slices;
    const quantities = this.#quantities;
    const buckets = this.#buckets;
    const { at, instrument, isBuy, venues, usable } = this.#candidates;
    const { from } = slices;
    const first = instrument * venues;
    const full = from + slices.capacity * SLICED;
    const best = work[BEST]!;
    const tick = rows[first * TERMS + TICK]!;
    let remaining = work[REMAINING]!;
    let end = from + slices.count * SLICED;
    let held = group;
    let used = group;
    let occupied = 0;
    let isFar = false;
    if (tick === 0) return GIVEN_UP;
    work[STEP] = tick;
    for (let left = usable & ~group; left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      const seen = at + HEADER + venue * SEEN;
      const behind = (isBuy ? words[seen]! : -words[seen]!) - best;
      const bucket = (behind / tick) | 0;
      if (bucket >= BUCKETS) {
        isFar = true;
        continue;
      }
      if (bucket * tick !== behind) return GIVEN_UP;
      // What stands in a bucket that is not occupied is from another decision.
      buckets[bucket] = ((occupied >> bucket) & 1) === 0 ? 1 << venue : buckets[bucket]! | (1 << venue);
      occupied |= 1 << bucket;
      quantities[venue] = words[seen + 1]!;
      this.#level[venue] = 0;
    }
    for (let left = group; left !== 0; left &= left - 1) this.#level[31 - Math.clz32(left & -left)] = 0;
    for (;;) {
      for (let left = used; left !== 0; left &= left - 1) {
        const venue = 31 - Math.clz32(left & -left);
        const bucket = this.#advance(venue);
        if (bucket === OFF_TICK) return GIVEN_UP;
        if (bucket === FAR) isFar = true;
        else if (bucket !== NO_LEVEL) {
          buckets[bucket] = ((occupied >> bucket) & 1) === 0 ? 1 << venue : buckets[bucket]! | (1 << venue);
          occupied |= 1 << bucket;
        }
      }
      if (occupied === 0) break;
      const bucket = 31 - Math.clz32(occupied & -occupied);
      const signed = best + bucket * tick;
      let left = buckets[bucket]!;
      work[PRICE] = signed;
      occupied &= occupied - 1;
      used = left;
      let isOrdered = false;
      if (merges && (left & (left - 1)) !== 0) {
        let total = 0;
        for (let each = left; each !== 0; each &= each - 1) total += quantities[31 - Math.clz32(each & -each)]!;
        isOrdered = total <= remaining;
      }
      for (;;) {
        const venue = isOrdered || (left & (left - 1)) === 0 ? 31 - Math.clz32(left & -left) : this.#ahead(left);
        left &= ~(1 << venue);
        const term = (first + venue) * TERMS;
        const lot = rows[term + LOT]!;
        let quantity = quantities[venue]!;
        if (quantity > remaining) quantity = remaining;
        if (lot !== 1 && quantity % lot !== 0) return GIVEN_UP;
        let slice = end;
        let whole = quantity;
        if (merges && ((held >> venue) & 1) !== 0) {
          slice = this.#of[venue]!;
          whole += words[slice + 1]!;
        } else {
          if (end === full || (!merges && rows[term + MAX]! !== Infinity)) return GIVEN_UP;
          words[slice] = venue;
          words[slice + 3] = TAKES;
          this.#of[venue] = slice;
          held |= 1 << venue;
          end += SLICED;
        }
        if (whole > rows[term + MAX]! || quantity < rows[term + MIN]!) return GIVEN_UP;
        words[slice + 1] = whole;
        words[slice + 2] = signed;
        remaining -= quantity;
        if (remaining === 0 || left === 0) break;
      }
      work[WORST] = signed;
      slices.isManyPrices = true;
      if (remaining === 0) break;
    }
    if (remaining !== 0 && isFar) return GIVEN_UP;
    slices.count = (end - from) / SLICED;
    work[REMAINING] = remaining;
    return remaining === 0 ? PLACED : NO_LIQUIDITY;
  }

  /** On to the venue's next level: its bucket, FAR, OFF_TICK or NO_LEVEL. */
  #advance(venue: number): number {
    const work = this.#work;
    const levels = this.#levels;
    const { instrument, isBuy } = this.#candidates;
    const level = this.#level[venue]! + 1;
    this.#level[venue] = level;
    const at = levels.at(instrument, venue, isBuy, level);
    if (at < 0) return NO_LEVEL;
    const price = levels.prices[at]!;
    const signed = isBuy ? price : -price;
    if (signed > work[LIMIT]! || signed > work[BARRIER]!) return NO_LEVEL;
    const behind = signed - work[BEST]!;
    const tick = work[STEP]!;
    const bucket = (behind / tick) | 0;
    if (bucket >= BUCKETS) return FAR;
    // Not behind the level before: a book that cannot be.
    if (bucket * tick !== behind || signed <= work[WORST]!) return OFF_TICK;
    this.#quantities[venue] = levels.quantities[at]!;
    return bucket;
  }

  /** The one that goes first of those at one price: the lowest fee, then the highest score; or the highest score. */
  #ahead(group: number): number {
    if (this.#isByScore) return this.#highest(group);
    const rows = this.#rows;
    const { instrument, isBuy, venues } = this.#candidates;
    const first = instrument * venues;
    let tied = group & -group;
    let best = 31 - Math.clz32(tied);
    const signed = this.#work[PRICE]!;
    const price = isBuy ? signed : -signed;
    let least = signed + (rows[(first + best) * TERMS + FEE_FLAT]! + rows[(first + best) * TERMS + FEE_RATE]! * price);
    for (let left = group & (group - 1); left !== 0; left &= left - 1) {
      const bit = left & -left;
      const venue = 31 - Math.clz32(bit);
      const net =
        signed + (rows[(first + venue) * TERMS + FEE_FLAT]! + rows[(first + venue) * TERMS + FEE_RATE]! * price);
      if (net > least) continue;
      if (net === least) tied |= bit;
      else {
        least = net;
        best = venue;
        tied = bit;
      }
    }
    return (tied & (tied - 1)) === 0 ? best : this.#highest(tied);
  }

  /** Of some venues, the first with the highest score. */
  #highest(mask: number): number {
    const missing = mask & ~this.#scored;
    if (missing !== 0) {
      this.#scored |= missing;
      this.#look.price(missing);
      this.#strategy!.score(this.#candidates, this.#scoring, missing);
    }
    const scores = this.#scores;
    let best = 31 - Math.clz32(mask & -mask);
    for (let left = mask & (mask - 1); left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      if (scores[venue]! > scores[best]!) best = venue;
    }
    return best;
  }
}
