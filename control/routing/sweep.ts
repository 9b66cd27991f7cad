/**
 * What one venue at the best price cannot fill, in the usual case (swift.ts): price by price, all venues of a price together. It makes the same slices as `Take`
 * would, or gives up.
 *
 * Venues stand in buckets by their distance from the best price in ticks: the next price is the lowest bit of a word, and nothing is sorted. They are put there
 * when the best price is used up, and next levels are read when the level before is.
 */
import type { RouteSlices } from '../core/router.js';
import type { Candidates } from './candidates.js';
import { FLAG, HEAD_WORDS, NOTE, REASON, SLICE_KIND, SLICE_WORDS, VENUE_WORDS } from './decisions/frame.js';
import { GIVEN_UP } from './given-up.js';
import type { Levels } from './levels.js';
import { PLAN } from './plan.js';
import type { Precedence } from './precedence.js';
import { TERM, TERM_WORDS, type Terms } from './terms.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported, and this is a hot loop.
const { tick: TICK } = TERM;
const TERMS = TERM_WORDS;
const HEADER = HEAD_WORDS;
const SEEN = VENUE_WORDS;
const SLICED = SLICE_WORDS;
const { noLiquidity: NO_LIQUIDITY, none: PLACED } = REASON;
const { sweep: NOTE_SWEEP } = NOTE;
const { parallel: FLAG_PARALLEL } = FLAG;
const { takes: TAKES, sweep: SWEEP } = SLICE_KIND;
const { mergesIfOpen: MERGES_IF_OPEN, proRata: PRO_RATA } = PLAN;
const GAVE_UP = GIVEN_UP;
const BUCKETS = 32;

/** Of `Sweep.work`: what is asked for, signed limit, and what is left. */
export const SWEEP_WORK = { limit: 0, quantity: 1, remaining: 2, barrier: 3 } as const;
const { limit: LIMIT, quantity: QUANTITY, remaining: REMAINING } = SWEEP_WORK;

export interface SweepOptions {
  readonly terms: Terms;
  readonly candidates: Candidates;
  readonly levels: Levels;
  readonly precedence: Precedence;
  /** Slices that there may be. */
  readonly capacity: number;
  /** The venues that take intermarket sweep orders. */
  readonly sweepable: number;
}

export class Sweep {
  readonly work = new Float64Array(9);
  /** Of the last decision: how many slices, and FLAG and NOTE bits. */
  count = 0;
  flags = 0;
  notes = 0;
  readonly levels: Levels;
  readonly #rows: Float64Array;
  readonly #words: Float64Array;
  readonly #candidates: Candidates;
  readonly #precedence: Precedence;
  readonly #capacity: number;
  readonly #sweepable: number;
  /** Venues by their distance from the best price. */
  readonly #buckets = new Int32Array(BUCKETS);
  /** Of each venue: which level it stands at, its quantity there, and the index of its slice. */
  readonly #level: Int32Array;
  readonly #quantities: Float64Array;
  readonly #of: Int32Array;

  constructor({ terms, candidates, levels, precedence, capacity, sweepable }: SweepOptions) {
    const { venues, words } = candidates;
    this.levels = levels;
    this.#rows = terms.rows;
    this.#words = words;
    this.#candidates = candidates;
    this.#precedence = precedence;
    this.#capacity = capacity;
    this.#sweepable = sweepable;
    this.#level = new Int32Array(venues);
    this.#quantities = new Float64Array(venues);
    this.#of = new Int32Array(venues);
  }

  /**
   * Places `work.quantity`; returns the REASON of what could not be taken, or `GIVEN_UP`.
   * @param group the venues at the best price @param merges one slice a venue; else one for each venue and price
   */
  take(plan: number, group: number, merges: boolean, isProtected: boolean): number {
    const work = this.work;
    const words = this.#words;
    const quantities = this.#quantities;
    const level = this.#level;
    const buckets = this.#buckets;
    const of = this.#of;
    const levels = this.levels;
    const { at, instrument, isBuy, venues, usable } = this.#candidates;
    const first = (at + HEADER) | 0;
    const from = (first + venues * SEEN) | 0;
    const full = (from + this.#capacity * SLICED) | 0;
    const limit = work[LIMIT]!;
    const shown = words[(first + (31 - Math.clz32(group)) * SEEN) | 0]!;
    const best = isBuy ? shown : -shown;
    const tick = this.#rows[(instrument * venues * TERMS + TICK) | 0]!;
    const perTick = 1 / tick;
    let remaining = work[QUANTITY]!;
    let end = from;
    // The venues that have slices, and those whose slice takes in what comes on top.
    let held = 0;
    let open = 0;
    let occupied = 0;
    let isMany = false;
    let isFar = false;
    let signed = best;
    let left = group;
    let total = 0;
    levels.clear();
    for (let each = left; each !== 0; each &= each - 1) {
      const venue = 31 - Math.clz32(each & -each);
      const quantity = words[(first + venue * SEEN + 1) | 0]!;
      quantities[venue] = quantity;
      level[venue] = 0;
      total += quantity;
    }
    for (;;) {
      const price = isBuy ? signed : -signed;
      const used = left;
      const isOrdered = merges && total <= remaining;
      if (!isOrdered) this.#precedence.price[0] = signed;
      if ((plan & PRO_RATA) !== 0 && total > remaining && (left & (left - 1)) !== 0) {
        // More than is needed: every venue gives its share; what whole units cannot divide goes on top by precedence.
        const part = remaining / total;
        for (let each = left; each !== 0; each &= each - 1) {
          const venue = 31 - Math.clz32(each & -each);
          const quantity = Math.floor(part * quantities[venue]!);
          if (quantity <= 0) continue;
          if (end === full) return GAVE_UP;
          words[end] = venue;
          words[(end + 1) | 0] = quantity;
          words[(end + 2) | 0] = price;
          of[venue] = end;
          open |= 1 << venue;
          quantities[venue]! -= quantity;
          remaining -= quantity;
          end = (end + SLICED) | 0;
        }
        if (remaining === 0) break;
      }
      do {
        const venue =
          isOrdered || (left & (left - 1)) === 0 ? 31 - Math.clz32(left & -left) : this.#precedence.ahead(left);
        left &= ~(1 << venue);
        let quantity = quantities[venue]!;
        if (quantity > remaining) quantity = remaining;
        remaining -= quantity;
        if (quantity === 0) continue;
        if (((open >> venue) & 1) !== 0) {
          const slice = of[venue]!;
          words[(slice + 1) | 0]! += quantity;
          words[(slice + 2) | 0] = price;
        } else {
          if (end === full) return GAVE_UP;
          words[end] = venue;
          words[(end + 1) | 0] = quantity;
          words[(end + 2) | 0] = price;
          of[venue] = end;
          held |= 1 << venue;
          if (merges) open |= 1 << venue;
          end = (end + SLICED) | 0;
        }
      } while (remaining !== 0 && left !== 0);
      if (remaining === 0) break;
      if (!isMany) {
        isMany = signed !== best;
        if (!isMany) {
          // The best price is used up: the other venues stand behind it.
          if (tick === 0) return GAVE_UP;
          for (let each = usable & ~group; each !== 0; each &= each - 1) {
            const venue = 31 - Math.clz32(each & -each);
            const seen = (first + venue * SEEN) | 0;
            const behind = (isBuy ? words[seen]! : -words[seen]!) - best;
            const bucket = (behind * perTick + 0.5) | 0;
            if (bucket >= BUCKETS) {
              isFar = true;
              continue;
            }
            if (bucket * tick !== behind) return GAVE_UP;
            // What stands in a bucket that is not occupied is from another decision.
            buckets[bucket] = (((occupied >> bucket) & 1) === 0 ? 0 : buckets[bucket]!) | (1 << venue);
            occupied |= 1 << bucket;
            quantities[venue] = words[(seen + 1) | 0]!;
            level[venue] = 0;
          }
        }
      }
      for (let each = used; each !== 0; each &= each - 1) {
        const venue = 31 - Math.clz32(each & -each);
        const next = (level[venue]! + 1) | 0;
        level[venue] = next;
        const there = levels.at(instrument, venue, isBuy, next);
        if (there < 0) continue;
        const asked = levels.prices[there]!;
        const behind = (isBuy ? asked : -asked) - best;
        if (behind + best > limit) continue;
        const bucket = (behind * perTick + 0.5) | 0;
        if (bucket >= BUCKETS) {
          isFar = true;
          continue;
        }
        // Not behind the level before: a book that cannot be.
        if (bucket * tick !== behind || behind + best <= signed) return GAVE_UP;
        buckets[bucket] = (((occupied >> bucket) & 1) === 0 ? 0 : buckets[bucket]!) | (1 << venue);
        occupied |= 1 << bucket;
        quantities[venue] = levels.quantities[there]!;
      }
      if (occupied === 0) break;
      const bucket = 31 - Math.clz32(occupied & -occupied);
      occupied &= occupied - 1;
      signed = best + bucket * tick;
      left = buckets[bucket]!;
      total = 0;
      for (let each = left; each !== 0; each &= each - 1) total += quantities[31 - Math.clz32(each & -each)]!;
    }
    if (remaining !== 0 && isFar) return GAVE_UP;
    isMany = signed !== best;
    work[REMAINING] = remaining;
    this.#end = end;
    const isSweep = merges && isProtected && isMany;
    if (isSweep && (held & ~this.#sweepable) !== 0) return GAVE_UP;
    const count = (end - from) / SLICED;
    this.count = count;
    this.#kind = isSweep ? TAKES | SWEEP : TAKES;
    this.notes = isSweep ? NOTE_SWEEP : 0;
    const parallel = count > 1 && (plan & MERGES_IF_OPEN) !== 0 && (!isProtected || !isMany || merges);
    this.flags = parallel ? FLAG_PARALLEL : 0;
    return remaining === 0 ? PLACED : NO_LIQUIDITY;
  }

  #end = 0;
  #kind = 0;

  /** Hands the slices out; index of the word behind them. */
  hand(into: RouteSlices): number {
    const words = this.#words;
    const { venues, quantities, prices, takes, sweeps } = into;
    const end = this.#end;
    const kind = this.#kind;
    const count = this.count;
    const isSweep = kind >> 1;
    let at = (end - count * SLICED) | 0;
    for (let slice = 0; slice < count; slice++) {
      venues[slice] = words[at]!;
      quantities[slice] = words[(at + 1) | 0]!;
      prices[slice] = words[(at + 2) | 0]!;
      words[(at + 3) | 0] = kind;
      takes[slice] = TAKES;
      sweeps[slice] = isSweep;
      at = (at + SLICED) | 0;
    }
    into.parallel = this.flags !== 0;
    return end;
  }
}
