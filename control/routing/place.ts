/**
 * The second half of a decision: which levels are taken, in the strategy's order, by whole lots.
 *
 * Each venue stands at its best level that is not yet taken, under two keys: the venue with the lower first key goes first, then the lower second key, the higher
 * score, the lower number. A level that is used up gives way to the next one of its venue, which is read from the book only then: most decisions need none.
 */
import type { MarketView } from '../core/market-view.js';
import { HEAD, HEAD_WORDS, NOTE, REASON, ROW, ROW_WORDS, WHY } from './decisions/frame.js';
import { ALLOCATION, NOT_CHOSEN, ORDER, SWEEP, type RoutingStrategy } from './strategy.js';
import type { Slices } from './slices.js';
import { RULE } from './rules/rule-book.js';
import { TERM, TERM_WORDS, type Terms } from './terms.js';
import { WORK } from './work.js';

const HEADER = HEAD_WORDS;
const STRIDE = ROW_WORDS;
const {
  price: PRICE,
  displayed: DISPLAYED,
  reserved: RESERVED,
  why: ROW_WHY,
  feeFlat: FEE_FLAT,
  feeRate: FEE_RATE,
  net: NET,
  score: SCORE,
} = ROW;
const { lot: LOT, minQuantity: MIN, maxQuantity: MAX } = TERM;
const TERMS = TERM_WORDS;
const OUT = Infinity;
const BY_PRICE = ORDER.price;
const BY_COST = ORDER.cost;
/** Levels read at the first look into a book; a second one reads them all. */
const SHALLOW = 4;

export class Place {
  readonly #market: MarketView;
  readonly #terms: Terms;
  readonly #work: Float64Array;
  readonly #depth: number;
  /** Of each venue: keys, signed price and quantity of the level that it stands at, and what it has been given. */
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  readonly #price: Float64Array;
  readonly #quantity: Float64Array;
  readonly #given: Float64Array;
  readonly #level: Int32Array;
  /** The deepest level that was looked for. */
  readonly #looked: Int32Array;
  /** How many levels were read; -1: none yet. */
  readonly #levels: Int32Array;
  readonly #prices: Float64Array;
  readonly #quantities: Float64Array;

  constructor(market: MarketView, terms: Terms, work: Float64Array, depth: number) {
    const { venues } = market;
    this.#market = market;
    this.#terms = terms;
    this.#work = work;
    this.#depth = depth;
    this.#first = new Float64Array(venues);
    this.#second = new Float64Array(venues);
    this.#price = new Float64Array(venues);
    this.#quantity = new Float64Array(venues);
    this.#given = new Float64Array(venues);
    this.#level = new Int32Array(venues);
    this.#looked = new Int32Array(venues);
    this.#levels = new Int32Array(venues);
    this.#prices = new Float64Array(venues * depth);
    this.#quantities = new Float64Array(venues * depth);
  }

  /** Before a decision. */
  begin(): void {
    this.#levels.fill(-1);
  }

  /** Takes out what the strategy did not choose. Its quotes stand, and may not be traded through. */
  leaveOut(words: Float64Array, at: number): void {
    const { venues } = this.#market;
    for (let venue = 0, row = at + HEADER; venue < venues; venue++, row += STRIDE) {
      if (words[row + ROW_WHY] !== 0 || words[row + SCORE] !== NOT_CHOSEN) continue;
      words[row + ROW_WHY] = WHY.notChosen;
      this.#stands(words, at, venue);
    }
  }

  /** The quote of a venue that was taken out: where it is protected, nothing worse may be taken. */
  #stands(words: Float64Array, at: number, venue: number): void {
    const work = this.#work;
    const row = at + HEADER + venue * STRIDE;
    if (work[WORK.protects] !== 1 || ((words[at + HEAD.protectedVenues]! >> venue) & 1) === 0) return;
    if (words[row + DISPLAYED]! < words[at + HEAD.roundLot]!) return;
    const signed = (words[at + HEAD.side]! === 0x31 ? 1 : -1) * words[row + PRICE]!;
    if (signed < work[WORK.barrier]!) work[WORK.barrier] = signed;
  }

  /** Fills `slices` with what takes; `WORK.remaining` is what could not be taken. Returns the REASON of that. */
  take(words: Float64Array, at: number, strategy: RoutingStrategy, slices: Slices): number {
    const work = this.#work;
    const isProtected = work[WORK.protects] === 1;
    const sweeps = (words[at + HEAD.rules]! & RULE.sweeps) !== 0;
    let merges =
      strategy.sweep !== SWEEP.sequential && (!isProtected || (strategy.sweep === SWEEP.iso && sweeps));
    let reason = 0;
    for (;;) {
      this.#line(words, at, strategy, isProtected);
      slices.clear(merges);
      work[WORK.remaining] = words[at + HEAD.quantity]!;
      work[WORK.worst] = -Infinity;
      reason =
        strategy.allocation === ALLOCATION.greedy
          ? this.#greedy(words, at, slices)
          : this.#proRata(words, at, slices);
      if (this.#drop(words, at, slices)) continue;
      if (!merges || !isProtected || !slices.isManyPrices) break;
      if (slices.markSweeps(words[at + HEAD.sweepable]!)) {
        words[at + HEAD.notes] = words[at + HEAD.notes]! | NOTE.sweep;
        break;
      }
      // A venue that does not know sweep orders: one price after the other, then.
      merges = false;
    }
    slices.parallel =
      slices.count > 1 &&
      strategy.sweep !== SWEEP.sequential &&
      (!isProtected || !slices.isManyPrices || merges);
    return work[WORK.remaining] === 0 ? REASON.none : reason;
  }

  /** Puts every venue at its best level, with the keys that the strategy's order gives it. */
  #line(words: Float64Array, at: number, strategy: RoutingStrategy, isProtected: boolean): void {
    const work = this.#work;
    const first = this.#first;
    const second = this.#second;
    const sign = words[at + HEAD.side]! === 0x31 ? 1 : -1;
    const barrier = work[WORK.barrier]!;
    const { order } = strategy;
    const tolerated = work[WORK.bestNet]! + Math.abs(work[WORK.bestNet]!) * strategy.toleranceBps * 1e-4;
    work[WORK.order] = order;
    work[WORK.tolerated] = tolerated;
    const { venues } = this.#market;
    let row = at + HEADER;
    for (let venue = 0; venue < venues; venue++, row += STRIDE) {
      if (words[row + ROW_WHY]! !== 0) {
        first[venue] = OUT;
        continue;
      }
      const signed = sign * words[row + PRICE]!;
      const net = words[row + NET]!;
      if (signed > barrier) {
        words[row + ROW_WHY] = WHY.tradesThrough;
        first[venue] = OUT;
        continue;
      }
      this.#price[venue] = signed;
      this.#quantity[venue] = words[row + DISPLAYED]! - words[row + RESERVED]!;
      this.#level[venue] = 0;
      this.#given[venue] = 0;
      if (order === BY_PRICE) {
        first[venue] = signed;
        second[venue] = net;
      } else if (order === BY_COST) {
        first[venue] = isProtected ? signed : net;
        second[venue] = isProtected ? net : signed;
      } else {
        first[venue] = isProtected ? signed : net <= tolerated ? -OUT : signed;
        second[venue] = isProtected || net <= tolerated ? -words[row + SCORE]! : net;
      }
    }
  }

  #greedy(words: Float64Array, at: number, slices: Slices): number {
    const work = this.#work;
    const first = this.#first;
    const { rows } = this.#terms;
    const { venues } = this.#market;
    const term = words[at + HEAD.instrument]! * venues * TERMS;
    let remaining = work[WORK.remaining]!;
    let reason: number = REASON.noLiquidity;
    while (remaining > 0) {
      const venue = this.#next(words, at);
      if (venue < 0) break;
      const lot = rows[term + venue * TERMS + LOT]!;
      let quantity = this.#quantity[venue]!;
      const isLast = quantity >= remaining;
      if (isLast) quantity = remaining;
      if (lot !== 1) quantity = Math.floor(quantity / lot) * lot;
      const room = rows[term + venue * TERMS + MAX]! - this.#given[venue]!;
      if (quantity > room) {
        quantity = lot === 1 ? room : Math.floor(room / lot) * lot;
        first[venue] = OUT;
      }
      if (quantity > 0) {
        if (!slices.add(venue, quantity, this.#price[venue]!)) {
          reason = REASON.slicesFull;
          break;
        }
        remaining -= quantity;
        this.#given[venue]! += quantity;
        if (this.#price[venue]! > work[WORK.worst]!) work[WORK.worst] = this.#price[venue]!;
        if (remaining === 0) break;
      } else if (isLast) reason = REASON.lot;
      // What is left is less than a lot of this venue: its deeper levels cannot have it either.
      if (isLast) first[venue] = OUT;
      else if (first[venue] !== OUT) this.#advance(words, at, venue);
    }
    work[WORK.remaining] = remaining;
    return reason;
  }

  /** The venue that goes next; -1: none is left. */
  #next(words: Float64Array, at: number): number {
    const first = this.#first;
    const second = this.#second;
    const { length: venues } = first;
    let best = -1;
    let bestFirst = OUT;
    for (let venue = 0; venue < venues; venue++) {
      const key = first[venue]!;
      if (key > bestFirst || key === OUT) continue;
      if (key === bestFirst) {
        const ahead = second[best]! - second[venue]!;
        if (ahead < 0 || (ahead === 0 && !this.#scoresMore(words, at, venue, best))) continue;
      }
      best = venue;
      bestFirst = key;
    }
    return best;
  }

  #scoresMore(words: Float64Array, at: number, venue: number, other: number): boolean {
    const rows = at + HEADER + SCORE;
    return words[rows + venue * STRIDE]! > words[rows + other * STRIDE]!;
  }

  /** The venue's next level, with its keys; none: it is out. */
  #advance(words: Float64Array, at: number, venue: number): void {
    const depth = this.#depth;
    const level = ++this.#level[venue]!;
    if (this.#levels[venue]! < 0 || level > this.#looked[venue]!) this.#looked[venue] = level;
    const base = venue * depth;
    if (level >= this.#levels[venue]! && !this.#read(words, at, venue, level)) {
      this.#first[venue] = OUT;
      return;
    }
    const sign = words[at + HEAD.side]! === 0x31 ? 1 : -1;
    const price = this.#prices[base + level]!;
    const signed = sign * price;
    const work = this.#work;
    if (signed > work[WORK.limit]! || signed > work[WORK.barrier]! || signed <= this.#price[venue]!) {
      this.#first[venue] = OUT;
      return;
    }
    const row = at + HEADER + venue * STRIDE;
    const net = signed + words[row + FEE_FLAT]! + words[row + FEE_RATE]! * price;
    this.#price[venue] = signed;
    this.#quantity[venue] = this.#quantities[base + level]!;
    const isProtected = work[WORK.protects] === 1;
    const order = work[WORK.order]!;
    if (order === BY_PRICE) {
      this.#first[venue] = signed;
      this.#second[venue] = net;
    } else if (order === BY_COST) {
      this.#first[venue] = isProtected ? signed : net;
      this.#second[venue] = isProtected ? net : signed;
    } else if (isProtected || net > work[WORK.tolerated]!) {
      this.#first[venue] = signed;
      this.#second[venue] = isProtected ? -words[row + SCORE]! : net;
    }
  }

  /** Levels from the venue's book, a few at first. False: there is no such level. */
  #read(words: Float64Array, at: number, venue: number, level: number): boolean {
    const depth = this.#depth;
    const known = this.#levels[venue]!;
    if (level >= depth || (known >= 0 && known < SHALLOW)) return false;
    const wanted = known < 0 && level < SHALLOW && SHALLOW < depth ? SHALLOW : depth;
    if (known === wanted) return false;
    const count = this.#market.readVenueDepth(
      words[at + HEAD.instrument]!,
      venue,
      words[at + HEAD.side]! === 0x31 ? 'ask' : 'bid',
      wanted,
      this.#prices,
      this.#quantities,
      venue * depth,
    );
    this.#levels[venue] = count;
    return level < count;
  }

  /** By price; where a price has more than is needed, every venue there gives its share. */
  #proRata(words: Float64Array, at: number, slices: Slices): number {
    const work = this.#work;
    const first = this.#first;
    const { rows } = this.#terms;
    const { venues } = this.#market;
    const term = words[at + HEAD.instrument]! * venues * TERMS;
    // Greedy down to the price at which there is enough: the share-out is of what is left there.
    for (;;) {
      const best = this.#next(words, at);
      if (best < 0) return REASON.noLiquidity;
      const price = this.#price[best]!;
      let total = 0;
      for (let venue = 0; venue < venues; venue++) {
        if (first[venue] !== OUT && this.#price[venue] === price) total += this.#quantity[venue]!;
      }
      const remaining = work[WORK.remaining]!;
      const isLast = total > remaining;
      for (let venue = 0; venue < venues; venue++) {
        if (first[venue] === OUT || this.#price[venue] !== price) continue;
        const lot = rows[term + venue * TERMS + LOT]!;
        const room = rows[term + venue * TERMS + MAX]! - this.#given[venue]!;
        const share = isLast ? (remaining / total) * this.#quantity[venue]! : this.#quantity[venue]!;
        const quantity = Math.floor(Math.min(share, room) / lot) * lot;
        if (quantity > 0) {
          if (!slices.add(venue, quantity, price)) return REASON.slicesFull;
          work[WORK.remaining]! -= quantity;
          this.#given[venue]! += quantity;
          this.#quantity[venue]! -= quantity;
          work[WORK.worst] = price;
        }
        if (!isLast) this.#advance(words, at, venue);
      }
      if (isLast) return this.#greedyRest(words, at, slices);
      if (work[WORK.remaining] === 0) return REASON.none;
    }
  }

  /** Lots that the share-out could not divide go the greedy way. */
  #greedyRest(words: Float64Array, at: number, slices: Slices): number {
    if (this.#work[WORK.remaining] === 0) return REASON.none;
    slices.joins = true;
    const reason = this.#greedy(words, at, slices);
    slices.joins = false;
    return reason;
  }

  /** Takes out the venues whose slices are below a minimum; true when there was one: everything is placed again without it. */
  #drop(words: Float64Array, at: number, slices: Slices): boolean {
    const { rows } = this.#terms;
    const { venues } = this.#market;
    const least = words[at + HEAD.minQuantity]!;
    const term = words[at + HEAD.instrument]! * venues * TERMS;
    let dropped = false;
    for (let n = 0; n < slices.count; n++) {
      const venue = slices.venues[n]!;
      const quantity = slices.quantities[n]!;
      if (quantity >= least && quantity >= rows[term + venue * TERMS + MIN]!) continue;
      const row = at + HEADER + venue * STRIDE;
      words[row + ROW_WHY] = WHY.belowMinimum;
      dropped = true;
      this.#stands(words, at, venue);
    }
    return dropped;
  }

  /** Writes the levels behind the best that were looked at, from index `to` on; returns how many words. */
  record(words: Float64Array, to: number): number {
    const { venues } = this.#market;
    let end = to;
    for (let venue = 0; venue < venues; venue++) {
      if (this.#levels[venue]! < 0) continue;
      const count = Math.min(this.#looked[venue]!, this.#levels[venue]! - 1);
      words[end] = venue;
      words[end + 1] = Math.max(0, count);
      end += 2;
      for (let level = 1; level <= count; level++) {
        words[end] = this.#prices[venue * this.#depth + level]!;
        words[end + 1] = this.#quantities[venue * this.#depth + level]!;
        end += 2;
      }
    }
    return end - to;
  }
}

