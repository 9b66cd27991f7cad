/**
 * The second half of a decision: which levels are taken, in the strategy's order, by whole lots.
 *
 * Each venue stands at its best level that is not yet taken, under a key. The venues with the lowest key go first, together: among them the lower rank, the
 * higher score, the lower number. When they are used up, each goes on to its next level, which is read from the book only then. Scores are asked for only where
 * ranks are equal. Most decisions need one group, which the consolidated best names, and no level behind it.
 */
import type { Candidates } from './candidates.js';
import { NOTE, REASON, WHY } from './decisions/frame.js';
import { WORK, type Hand } from './hand.js';
import type { Levels } from './levels.js';
import type { Look } from './look.js';
import { RULE } from './rules/rule-book.js';
import type { Scoring } from './scoring.js';
import type { Slices } from './slices.js';
import { ALLOCATION, NOT_CHOSEN, ORDER, PICK, SWEEP, type RoutingStrategy } from './strategy.js';
import { STATE, STATE_WORDS, TERM, TERM_WORDS, type Terms } from './terms.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const { lot: LOT, minQuantity: MIN, maxQuantity: MAX, feeFlat: FEE_FLAT, feeRate: FEE_RATE } = TERM;
const TERMS = TERM_WORDS;
const STATES = STATE_WORDS;
const { protectedVenues: PROTECTED, roundLot: ROUND_LOT } = STATE;
const {
  barrier: BARRIER,
  displayed: DISPLAYED,
  key: KEY,
  limit: LIMIT,
  quantity: QUANTITY,
  remaining: REMAINING,
} = WORK;
const { tolerated: TOLERATED, worst: WORST } = WORK;
const { lot: REASON_LOT, noLiquidity: NO_LIQUIDITY, none: PLACED, slicesFull: SLICES_FULL } = REASON;
const { belowMinimum: BELOW_MINIMUM, notChosen: LEFT, tradesThrough: TRADES_THROUGH } = WHY;
const { cost: BY_COST, score: BY_SCORE } = ORDER;
const { iso: ISO, sequential: SEQUENTIAL } = SWEEP;
const { proRata: PRO_RATA } = ALLOCATION;
const { all: ALL, primary: PRIMARY, mostDisplayed: MOST_DISPLAYED } = PICK;
const { sweeps: RULE_SWEEPS } = RULE;
const { sweep: NOTE_SWEEP } = NOTE;
const OUT = Infinity;
/** Stands before every price: tolerated prices, whose scores decide. */
const TOLERABLE = -Infinity;

// What venues stand and rank by.
const PRICE_NET = 0;
const NET_PRICE = 1;
const PRICE_SCORE = 2;
const TOLERATED_SCORE = 3;

export interface TakeOptions {
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

export class Take {
  readonly #terms: Terms;
  readonly #scoring: Scoring;
  readonly #candidates: Candidates;
  readonly #look: Look;
  readonly #levels: Levels;
  readonly #hand: Hand;
  readonly #slices: Slices;
  readonly #sweepable: number;
  /** Of each venue: the key of the level that it stands at, its signed price and quantity, its rank in its group, and what the venue has been given. */
  readonly #keys: Float64Array;
  readonly #prices: Float64Array;
  readonly #quantities: Float64Array;
  readonly #ranks: Float64Array;
  readonly #given: Float64Array;
  readonly #level: Int32Array;
  #strategy: RoutingStrategy | undefined;
  #by = PRICE_NET;
  /** Venues that have been scored, and that get nothing more. */
  #scored = 0;
  #closed = 0;

  constructor({ terms, scoring, candidates, look, levels, hand, slices, sweepable }: TakeOptions) {
    const { venues } = candidates;
    this.#terms = terms;
    this.#scoring = scoring;
    this.#candidates = candidates;
    this.#look = look;
    this.#levels = levels;
    this.#hand = hand;
    this.#slices = slices;
    this.#sweepable = sweepable;
    this.#keys = new Float64Array(venues);
    this.#prices = new Float64Array(venues);
    this.#quantities = new Float64Array(venues);
    this.#ranks = new Float64Array(venues);
    this.#given = new Float64Array(venues);
    this.#level = new Int32Array(venues);
  }

  /** Places `WORK.quantity`; `WORK.remaining` is what could not be taken. Returns the REASON of that. */
  take(strategy: RoutingStrategy, minQuantity: number): number {
    const hand = this.#hand;
    const { work, isProtected } = hand;
    const slices = this.#slices;
    const { order, sweep } = strategy;
    this.#strategy = strategy;
    this.#scored = 0;
    if (order === BY_SCORE) this.#by = isProtected ? PRICE_SCORE : TOLERATED_SCORE;
    else this.#by = order === BY_COST && !isProtected ? NET_PRICE : PRICE_NET;
    if (this.#by === TOLERATED_SCORE) this.#tolerate(strategy.toleranceBps);
    if (strategy.picks !== ALL) this.#pick(strategy);
    if (work[BARRIER] !== OUT) this.#keepWithin();
    const isSweep = sweep === ISO && (hand.rules & RULE_SWEEPS) !== 0;
    const isProRata = strategy.allocation === PRO_RATA;
    let merges = sweep !== SEQUENTIAL && (!isProtected || isSweep);
    let reason: number;
    for (;;) {
      slices.clear(merges);
      reason = this.#place(isProRata);
      if (this.#drop(minQuantity)) continue;
      if (!merges || !isProtected || !slices.isManyPrices) break;
      if (slices.markSweeps(this.#sweepable)) {
        hand.notes |= NOTE_SWEEP;
        break;
      }
      // A venue that does not know sweep orders: one price after the other, then.
      merges = false;
    }
    slices.parallel = slices.count > 1 && sweep !== SEQUENTIAL && (!isProtected || !slices.isManyPrices || merges);
    return work[REMAINING] === 0 ? PLACED : reason;
  }

  /** Scores are relative to the best price after fees. */
  #tolerate(toleranceBps: number): void {
    const { usable, nets } = this.#candidates;
    this.#look.price(usable);
    let best = OUT;
    for (let left = usable; left !== 0; left &= left - 1) {
      const net = nets[31 - Math.clz32(left & -left)]!;
      if (net < best) best = net;
    }
    this.#hand.work[TOLERATED] = best + Math.abs(best) * toleranceBps * 1e-4;
  }

  /** Leaves out what the strategy does not choose. */
  #pick(strategy: RoutingStrategy): void {
    const candidates = this.#candidates;
    const { usable } = candidates;
    let picked = usable;
    if (strategy.picks === PRIMARY) picked = candidates.primary < 0 ? 0 : usable & (1 << candidates.primary);
    else if (strategy.picks === MOST_DISPLAYED) picked = this.#mostDisplayed();
    else {
      this.#score(usable);
      for (let left = usable; left !== 0; left &= left - 1) {
        const venue = 31 - Math.clz32(left & -left);
        if (candidates.scores[venue] === NOT_CHOSEN) picked &= ~(1 << venue);
      }
    }
    for (let left = usable & ~picked; left !== 0; left &= left - 1) this.#leaveOut(31 - Math.clz32(left & -left), LEFT);
  }

  /** The venue that shows the most at the best price that can be used. */
  #mostDisplayed(): number {
    const candidates = this.#candidates;
    const { atBest } = this.#look;
    let best = -1;
    for (let left = atBest === 0 ? candidates.usable : atBest; left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      const ahead = best < 0 || atBest !== 0 ? 0 : candidates.signed(best) - candidates.signed(venue);
      if (best < 0 || ahead > 0 || (ahead === 0 && candidates.displayed(venue) > candidates.displayed(best)))
        best = venue;
    }
    return best < 0 ? 0 : 1 << best;
  }

  /** The quote of a venue that is taken out stands: where it is protected, nothing worse may be taken. */
  #leaveOut(venue: number, why: number): void {
    const { work, isProtected } = this.#hand;
    const { states } = this.#terms;
    const candidates = this.#candidates;
    const state = candidates.instrument * STATES;
    candidates.leaveOut(venue, why);
    if (!isProtected || ((states[state + PROTECTED]! >> venue) & 1) === 0) return;
    const signed = candidates.signed(venue);
    if (candidates.displayed(venue) >= states[state + ROUND_LOT]! && signed < work[BARRIER]!) work[BARRIER] = signed;
  }

  /** Takes out the venues whose quote is worse than one that is protected and cannot be taken. */
  #keepWithin(): void {
    const candidates = this.#candidates;
    const barrier = this.#hand.work[BARRIER]!;
    for (let left = candidates.usable; left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      if (candidates.signed(venue) > barrier) candidates.leaveOut(venue, TRADES_THROUGH);
    }
  }

  /** Takes out the venues whose slices are below a minimum; true when there was one: everything is placed again without it. */
  #drop(least: number): boolean {
    const slices = this.#slices;
    const { rows } = this.#terms;
    const { instrument, venues } = this.#candidates;
    let dropped = false;
    for (let n = 0; n < slices.count; n++) {
      const venue = slices.venue(n);
      const quantity = slices.quantity(n);
      if (quantity >= least && quantity >= rows[(instrument * venues + venue) * TERMS + MIN]!) continue;
      this.#leaveOut(venue, BELOW_MINIMUM);
      dropped = true;
    }
    if (dropped && this.#hand.work[BARRIER] !== OUT) this.#keepWithin();
    return dropped;
  }

  /** From the first group to the last that is needed. */
  #place(isProRata: boolean): number {
    const { work } = this.#hand;
    const keys = this.#keys;
    const by = this.#by;
    const { usable } = this.#candidates;
    let sharing = isProRata;
    let reason: number = NO_LIQUIDITY;
    let isLined = by === NET_PRICE || by === TOLERATED_SCORE;
    let group = isLined ? 0 : this.#look.atBest;
    work[REMAINING] = work[QUANTITY]!;
    work[WORST] = -Infinity;
    this.#closed = 0;
    if (group === 0) {
      this.#line(usable);
      isLined = true;
      group = this.#nearest();
    } else this.#stand(group);
    for (;;) {
      if (group === 0) return reason;
      let taken: number = PLACED;
      if (sharing) this.#sum(group);
      if (sharing && work[DISPLAYED]! > work[REMAINING]) {
        taken = this.#share(group);
        sharing = false;
        this.#slices.joins = true;
      }
      if (taken === PLACED && work[REMAINING] !== 0) taken = this.#takeGroup(group);
      if (taken === SLICES_FULL) return SLICES_FULL;
      if (work[REMAINING] === 0) return PLACED;
      if (taken !== PLACED) reason = taken;
      if (!isLined) {
        this.#line(usable & ~group);
        isLined = true;
      }
      for (let left = group; left !== 0; left &= left - 1) {
        const venue = 31 - Math.clz32(left & -left);
        if (((this.#closed >> venue) & 1) !== 0) keys[venue] = OUT;
        else if (keys[venue] === work[KEY]!) this.#advance(venue);
      }
      group = this.#nearest();
    }
  }

  /** Puts venues that are at the best price at their best levels. */
  #stand(group: number): void {
    const candidates = this.#candidates;
    const { available } = candidates;
    this.#look.price(group);
    this.#hand.work[KEY] = candidates.signed(31 - Math.clz32(group & -group));
    for (let left = group; left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      this.#keys[venue] = this.#prices[venue] = candidates.signed(venue);
      this.#quantities[venue] = available[venue]!;
      this.#given[venue] = 0;
      this.#level[venue] = 0;
    }
  }

  /** Puts venues at their best levels, all others but those that stand there already out. */
  #line(mask: number): void {
    const { work } = this.#hand;
    const candidates = this.#candidates;
    const { available, nets, usable, venues } = candidates;
    const keys = this.#keys;
    const by = this.#by;
    this.#look.price(mask);
    for (let venue = 0; venue < venues; venue++) {
      if (((mask >> venue) & 1) === 0) {
        if (((usable >> venue) & 1) === 0) keys[venue] = OUT;
        continue;
      }
      const signed = candidates.signed(venue);
      this.#prices[venue] = signed;
      this.#quantities[venue] = available[venue]!;
      this.#given[venue] = 0;
      this.#level[venue] = 0;
      if (by === NET_PRICE) keys[venue] = nets[venue]!;
      else keys[venue] = by === TOLERATED_SCORE && nets[venue]! <= work[TOLERATED]! ? TOLERABLE : signed;
    }
  }

  /** The venues with the lowest key, which `WORK.key` is then; 0: none is left. */
  #nearest(): number {
    const keys = this.#keys;
    let key = OUT;
    for (let venue = 0; venue < keys.length; venue++) if (keys[venue]! < key) key = keys[venue]!;
    this.#hand.work[KEY] = key;
    if (key === OUT) return 0;
    let group = 0;
    for (let venue = 0; venue < keys.length; venue++) if (keys[venue]! === key) group |= 1 << venue;
    return group;
  }

  /** Takes a group in the order of ranks; PLACED, LOT or SLICES_FULL. */
  #takeGroup(group: number): number {
    const { work } = this.#hand;
    const slices = this.#slices;
    const { rows } = this.#terms;
    const { instrument, venues } = this.#candidates;
    let reason: number = PLACED;
    let remaining = work[REMAINING]!;
    let left = group;
    // All of a price is needed, and goes out at once: the order does not matter.
    this.#sum(group);
    const isOrdered = slices.merges && this.#by !== TOLERATED_SCORE && work[DISPLAYED]! <= remaining;
    if (!isOrdered && (group & (group - 1)) !== 0) this.#rank(group);
    while (left !== 0) {
      const venue = isOrdered || (left & (left - 1)) === 0 ? 31 - Math.clz32(left & -left) : this.#ahead(left);
      const term = (instrument * venues + venue) * TERMS;
      const lot = rows[term + LOT]!;
      let quantity = this.#quantities[venue]!;
      left &= ~(1 << venue);
      const isLast = quantity >= remaining;
      if (isLast) quantity = remaining;
      if (lot !== 1) quantity = Math.floor(quantity / lot) * lot;
      const room = rows[term + MAX]! - this.#given[venue]!;
      // What is left is less than a lot of this venue: its deeper levels cannot have it either.
      let isOut = isLast;
      if (quantity > room) {
        quantity = lot === 1 ? room : Math.floor(room / lot) * lot;
        isOut = true;
      }
      if (quantity > 0) {
        const price = this.#prices[venue]!;
        if (!slices.add(venue, quantity, price)) {
          work[REMAINING] = remaining;
          return SLICES_FULL;
        }
        remaining -= quantity;
        if (price > work[WORST]!) work[WORST] = price;
        if (remaining === 0) break;
        this.#given[venue]! += quantity;
      } else if (isLast) reason = REASON_LOT;
      if (isOut) this.#closed |= 1 << venue;
      else if (this.#by === TOLERATED_SCORE && this.#keys[venue] === TOLERABLE) {
        // Its score goes before the others' as long as its prices are tolerated.
        this.#advance(venue);
        if (this.#keys[venue] === TOLERABLE) left |= 1 << venue;
      }
    }
    work[REMAINING] = remaining;
    return reason;
  }

  /** Where more than one venue stands under a key. */
  #rank(group: number): void {
    const { rows } = this.#terms;
    const { instrument, isBuy, nets, scores, venues } = this.#candidates;
    const ranks = this.#ranks;
    const by = this.#by;
    if (by === PRICE_SCORE || by === TOLERATED_SCORE) this.#score(group);
    for (let left = group; left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      const price = this.#prices[venue]!;
      if (by === NET_PRICE) ranks[venue] = price;
      else if (by === PRICE_SCORE || this.#keys[venue] === TOLERABLE) ranks[venue] = -scores[venue]!;
      else if (this.#level[venue] === 0) ranks[venue] = nets[venue]!;
      else {
        const term = (instrument * venues + venue) * TERMS;
        ranks[venue] = price + (rows[term + FEE_FLAT]! + rows[term + FEE_RATE]! * (isBuy ? price : -price));
      }
    }
  }

  /** The one of a group that goes first. */
  #ahead(group: number): number {
    const ranks = this.#ranks;
    const { scores } = this.#candidates;
    let best = 31 - Math.clz32(group & -group);
    for (let left = group & (group - 1); left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      if (ranks[venue]! > ranks[best]!) continue;
      if (ranks[venue]! === ranks[best]!) {
        this.#score(group);
        if (scores[venue]! <= scores[best]!) continue;
      }
      best = venue;
    }
    return best;
  }

  #score(mask: number): void {
    const missing = mask & ~this.#scored;
    if (missing === 0) return;
    this.#scored |= missing;
    this.#look.price(missing);
    this.#strategy!.score(this.#candidates, this.#scoring, missing);
  }

  /** The venue's next level, with its key; none: it is out. */
  #advance(venue: number): void {
    const { rows } = this.#terms;
    const { instrument, isBuy, venues } = this.#candidates;
    const { work } = this.#hand;
    const levels = this.#levels;
    const keys = this.#keys;
    const at = levels.at(instrument, venue, isBuy, ++this.#level[venue]!);
    keys[venue] = OUT;
    if (at < 0) return;
    const price = levels.prices[at]!;
    const signed = isBuy ? price : -price;
    if (signed > work[LIMIT]! || signed > work[BARRIER]! || signed <= this.#prices[venue]!) return;
    this.#prices[venue] = signed;
    this.#quantities[venue] = levels.quantities[at]!;
    keys[venue] = signed;
    if (this.#by === PRICE_NET || this.#by === PRICE_SCORE) return;
    const term = (instrument * venues + venue) * TERMS;
    const net = signed + (rows[term + FEE_FLAT]! + rows[term + FEE_RATE]! * price);
    if (this.#by === NET_PRICE) keys[venue] = net;
    else if (net <= work[TOLERATED]!) keys[venue] = TOLERABLE;
  }

  /** Sets `WORK.displayed` to what a group shows: a double that is returned may be boxed. */
  #sum(group: number): void {
    let total = 0;
    for (let left = group; left !== 0; left &= left - 1) total += this.#quantities[31 - Math.clz32(left & -left)]!;
    this.#hand.work[DISPLAYED] = total;
  }

  /** A price that has more than is needed: every venue there gives its share; lots that this could not divide are left. PLACED or SLICES_FULL. */
  #share(group: number): number {
    const { work } = this.#hand;
    const { rows } = this.#terms;
    const { instrument, venues } = this.#candidates;
    const wanted = work[REMAINING]!;
    const part = wanted / work[DISPLAYED]!;
    for (let left = group; left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      const term = (instrument * venues + venue) * TERMS;
      const lot = rows[term + LOT]!;
      const room = rows[term + MAX]! - this.#given[venue]!;
      const quantity = Math.floor(Math.min(part * this.#quantities[venue]!, room) / lot) * lot;
      if (quantity <= 0) continue;
      if (!this.#slices.add(venue, quantity, this.#prices[venue]!)) return SLICES_FULL;
      work[REMAINING]! -= quantity;
      this.#given[venue]! += quantity;
      this.#quantities[venue]! -= quantity;
      work[WORST] = this.#prices[venue]!;
    }
    return PLACED;
  }
}
