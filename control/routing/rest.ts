/** What a decision leaves to rest: at which venue, and at what price, so that it neither locks nor crosses where the rules forbid it. */
import type { Candidates } from './candidates.js';
import { HEAD, NOTE, REASON, WHY } from './decisions/frame.js';
import { WORK, type Hand } from './hand.js';
import type { Look } from './look.js';
import { RULE } from './rules/rule-book.js';
import type { Scoring } from './scoring.js';
import type { Slices } from './slices.js';
import { NOT_CHOSEN, type RoutingStrategy } from './strategy.js';
import { STATE, STATE_WORDS, TERM, TERM_WORDS, type Terms } from './terms.js';

/** Venues that were left out for one of these cannot be rested at. */
const CLOSED = new Uint8Array(256);
for (const why of [WHY.state, WHY.lost, WHY.excluded, WHY.selfHelp]) CLOSED[why] = 1;
/** Their quotes stand after this decision, so that a resting order could lock or cross them; what was to be taken is as good as gone. */
const STANDS = new Uint8Array(256);
for (const why of [WHY.lost, WHY.excluded, WHY.tradesThrough, WHY.notChosen, WHY.belowMinimum]) STANDS[why] = 1;

export class Rest {
  readonly #terms: Terms;
  readonly #scoring: Scoring;
  readonly #candidates: Candidates;
  readonly #look: Look;
  readonly #hand: Hand;
  readonly #work: Float64Array;

  constructor(terms: Terms, scoring: Scoring, candidates: Candidates, look: Look, hand: Hand) {
    this.#terms = terms;
    this.#scoring = scoring;
    this.#candidates = candidates;
    this.#look = look;
    this.#hand = hand;
    this.#work = hand.work;
  }

  /** Adds one slice for what `WORK.remaining` says and lowers that; returns the REASON of what still remains. */
  place(strategy: RoutingStrategy, slices: Slices, isPostOnly: boolean, minQuantity: number): number {
    const work = this.#work;
    const remaining = work[WORK.remaining]!;
    const { words, at, isBuy } = this.#candidates;
    // Of the order. In the array, as all doubles here: one that is handed over may be boxed.
    work[WORK.restLimit] = isBuy ? words[at + HEAD.limitPrice]! : -words[at + HEAD.limitPrice]!;
    if (slices.count === slices.capacity) return REASON.slicesFull;
    this.#look.price(this.#candidates.usable | this.#candidates.leftOut);
    strategy.scoreRest(this.#candidates, this.#scoring);
    const venue = this.#best(isPostOnly, minQuantity);
    if (venue < 0) return REASON.noVenue;
    if (!this.#price(venue, isPostOnly)) return REASON.outsideBand;
    const { rows } = this.#terms;
    const term = (this.#candidates.instrument * this.#candidates.venues + venue) * TERM_WORDS;
    const lot = rows[term + TERM.lot]!;
    const most = Math.min(remaining, rows[term + TERM.maxQuantity]!);
    const quantity = lot === 1 ? most : Math.floor(most / lot) * lot;
    slices.put(venue, quantity, work[WORK.restPrice]!, 0);
    work[WORK.remaining] = remaining - quantity;
    if (quantity === remaining) return REASON.none;
    return remaining - quantity < lot ? REASON.lot : REASON.aboveMaximum;
  }

  /** The venue with the best score among those that can have it; -1: none. */
  #best(isPostOnly: boolean, least: number): number {
    const { rows } = this.#terms;
    const candidates = this.#candidates;
    const { why, restScores, instrument, venues } = candidates;
    const remaining = this.#work[WORK.remaining]!;
    const limit = this.#work[WORK.restLimit]!;
    let best = -1;
    let bestCrosses = true;
    for (let venue = 0; venue < venues; venue++) {
      if (!candidates.isListed(venue) || CLOSED[why[venue]! & 255] === 1) continue;
      const term = (instrument * venues + venue) * TERM_WORDS;
      const wanted = Math.max(rows[term + TERM.lot]!, rows[term + TERM.minQuantity]!, least);
      if (remaining < wanted || restScores[venue] === NOT_CHOSEN) continue;
      // What must not take goes first of all where its own price does not meet the other side.
      const crosses = isPostOnly && candidates.price(venue) !== 0 && candidates.signed(venue) <= limit;
      if (best >= 0 && (crosses === bestCrosses ? restScores[venue]! <= restScores[best]! : crosses)) continue;
      best = venue;
      bestCrosses = crosses;
    }
    return best;
  }

  /** Sets `WORK.restPrice`, signed. False: there is no price inside the band. */
  #price(venue: number, isPostOnly: boolean): boolean {
    const { instrument, isBuy, venues } = this.#candidates;
    const { rows, states } = this.#terms;
    // As `Terms.stepOf`, whose answer might be boxed.
    const tick = rows[(instrument * venues + venue) * TERM_WORDS + TERM.tick]!;
    const step = Math.max(1, tick, states[instrument * STATE_WORDS + STATE.increment]!);
    let price = this.#work[WORK.restLimit]!;
    if (price > this.#work[WORK.limit]!) {
      price = this.#work[WORK.limit]!;
      this.#hand.notes |= NOTE.restBanded;
    }
    this.#otherSide(venue, isPostOnly);
    const other = this.#work[WORK.otherSide]!;
    if (price >= other) {
      price = other - step;
      this.#hand.notes |= NOTE.restUncrossed;
    }
    // Down for a buy, up for a sell: never beyond what was asked for.
    const stepped = Math.floor(price / step) * step;
    if (stepped !== price) {
      price = stepped;
      this.#hand.notes |= NOTE.restRounded;
    }
    this.#work[WORK.restPrice] = price;
    return (isBuy ? price : -price) > 0;
  }

  /** Sets `WORK.otherSide`: the signed price that the resting order must stay better than; Infinity: there is none. */
  #otherSide(venue: number, isPostOnly: boolean): void {
    const candidates = this.#candidates;
    const { why, instrument, venues } = candidates;
    const { states } = this.#terms;
    const state = instrument * STATE_WORDS;
    const forbids = (states[state + STATE.rules]! & RULE.lockedCrossed) !== 0;
    const protectedVenues = states[state + STATE.protectedVenues]!;
    const roundLot = states[state + STATE.roundLot]!;
    let other = Infinity;
    for (let n = 0; n < venues; n++) {
      const reason = why[n]! & 255;
      if (candidates.price(n) === 0 || reason === WHY.state || !candidates.isListed(n)) continue;
      const isProtected = ((protectedVenues >> n) & 1) !== 0 && candidates.displayed(n) >= roundLot;
      const isForbidden = forbids && isProtected && (isPostOnly || STANDS[reason] === 1);
      if ((isForbidden || (isPostOnly && n === venue)) && candidates.signed(n) < other) other = candidates.signed(n);
    }
    this.#work[WORK.otherSide] = other;
  }
}
