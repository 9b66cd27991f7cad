/** The first half of a decision: what every venue offers, and why it is left out. */
import { BEST, BEST_STRIDE, EXCLUDED, QUOTE, QUOTE_STRIDE, type MarketView } from '../core/market-view.js';
import type { Candidates } from './candidates.js';
import { HEAD, HEAD_WORDS, NOTE, VENUE_WORDS, WHY } from './decisions/frame.js';
import { WORK, type Hand } from './hand.js';
import { LOCAL, LOCAL_WORDS, type Measures } from './learning/measures.js';
import { STATE, STATE_WORDS, TERM, TERM_WORDS, type Terms } from './terms.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported, and this is the hottest loop of the router.
const { bidPrice: BID_PRICE, askPrice: ASK_PRICE, state: QUOTE_STATE } = QUOTE;
const { bidVenues: BID_VENUES, askVenues: ASK_VENUES } = BEST;
const { absent: ABSENT } = EXCLUDED;
const QUOTES = QUOTE_STRIDE;
const BESTS = BEST_STRIDE;
const TERMS = TERM_WORDS;
const { feeFlat: FEE_FLAT, feeRate: FEE_RATE } = TERM;
const LOCALS = LOCAL_WORDS;
const { reservedBuy: RESERVED_BUY, reservedSell: RESERVED_SELL } = LOCAL;
const STATES = STATE_WORDS;
const { protectedVenues: PROTECTED, roundLot: ROUND_LOT, listed: LISTED, rebates: REBATES } = STATE;
const HEADER = HEAD_WORDS;
const SEEN = VENUE_WORDS;
const { lost: HEAD_LOST, excluded: HEAD_EXCLUDED, selfHelp: HEAD_SELF_HELP } = HEAD;
const { state: STATE_WHY, lost: LOST, excluded: EXCLUDED_WHY, selfHelp: SELF_HELP, noQuote: NO_QUOTE } = WHY;
const { reserved: RESERVED, worseThanLimit: WORSE_THAN_LIMIT } = WHY;
const { limit: LIMIT, barrier: BARRIER } = WORK;
const { selfHelp: SKIPPED_SELF_HELP, oddLot: SKIPPED_ODD_LOT, uncounted: SKIPPED_UNCOUNTED } = WORK;
const { oddLot: NOTE_ODD_LOT, inverted: NOTE_INVERTED } = NOTE;

export class Look {
  readonly #quotes: Float64Array;
  readonly #best: Float64Array;
  readonly #terms: Terms;
  readonly #measures: Measures;
  readonly #hand: Hand;
  readonly #candidates: Candidates;

  constructor(market: MarketView, terms: Terms, measures: Measures, hand: Hand, candidates: Candidates) {
    this.#quotes = market.quotes;
    this.#best = market.best;
    this.#terms = terms;
    this.#measures = measures;
    this.#hand = hand;
    this.#candidates = candidates;
  }

  /** Needs the hand, with `WORK.limit`; writes the venues of the frame, who is usable, who is left out and why, the rest of WORK, and NOTE bits of opportunities. */
  see(): void {
    const candidates = this.#candidates;
    const hand = this.#hand;
    const quotes = this.#quotes;
    const { words, at, instrument, isBuy, venues } = candidates;
    const { states } = this.#terms;
    let quote = (instrument * venues * QUOTES + (isBuy ? ASK_PRICE : BID_PRICE)) | 0;
    const toState = isBuy ? QUOTE_STATE - ASK_PRICE : QUOTE_STATE - BID_PRICE;
    let seen = (at + HEADER) | 0;
    let out = 0;
    for (let venue = 0; venue < venues; venue++) {
      const price = quotes[quote]!;
      const state = quotes[(quote + toState) | 0]!;
      words[seen] = price;
      words[(seen + 1) | 0] = quotes[(quote + 1) | 0]!;
      // Two numbers that are not 0, usually.
      if (state !== 0 || price === 0) out |= 1 << venue;
      quote = (quote + QUOTES) | 0;
      seen = (seen + SEEN) | 0;
    }
    const listed = states[instrument * STATES + LISTED]! | 0;
    let usable = listed & ~(out | hand.blocked);
    const reserved = this.#measures.reserved[instrument * 2 + (isBuy ? 0 : 1)]! & usable;
    candidates.priced = 0;
    if (reserved !== 0) usable &= ~this.#taken(reserved);
    if (hand.work[LIMIT] !== Infinity) usable &= ~this.#beyond();
    if (candidates.leftOut !== 0) candidates.why.fill(0);
    candidates.usable = usable;
    candidates.leftOut = listed & ~usable;
    hand.isPassing = usable !== listed;
    if (usable !== listed) this.#explain(listed & ~usable, out);
    if (usable !== 0) this.#opportunities(usable);
  }

  /** Of the venues that can be used, those that show the consolidated best price. */
  get atBest(): number {
    const { instrument, isBuy, usable } = this.#candidates;
    return (this.#best[instrument * BESTS + (isBuy ? ASK_VENUES : BID_VENUES)]! | 0) & usable;
  }

  /** Fills in `available` and `nets` of some venues. */
  price(mask: number): void {
    const candidates = this.#candidates;
    const { available, nets, words, at, instrument, isBuy, venues } = candidates;
    const { rows } = this.#terms;
    const { local, reserved } = this.#measures;
    const taken = reserved[instrument * 2 + (isBuy ? 0 : 1)]!;
    const first = instrument * venues;
    let left = mask & ~candidates.priced;
    candidates.priced |= left;
    for (; left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      const seen = at + HEADER + venue * SEEN;
      const price = words[seen]!;
      const term = (first + venue) * TERMS;
      nets[venue] = (isBuy ? price : -price) + (rows[term + FEE_FLAT]! + rows[term + FEE_RATE]! * price);
      let free = words[seen + 1]!;
      if (((taken >> venue) & 1) !== 0)
        free -= local[(first + venue) * LOCALS + (isBuy ? RESERVED_BUY : RESERVED_SELL)]!;
      available[venue] = free;
    }
  }

  /** Of some venues, those with nothing left that is not on its way to be taken. */
  #taken(mask: number): number {
    const { available } = this.#candidates;
    this.price(mask);
    let none = 0;
    for (let left = mask; left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      if (available[venue]! <= 0) none |= 1 << venue;
    }
    return none;
  }

  /** The venues whose quote is worse than the limit. */
  #beyond(): number {
    const { words, at, isBuy, venues } = this.#candidates;
    const limit = this.#hand.work[LIMIT]!;
    let beyond = 0;
    let seen = at + HEADER;
    for (let venue = 0; venue < venues; venue++) {
      const price = words[seen]!;
      if ((isBuy ? price : -price) > limit) beyond |= 1 << venue;
      seen += SEEN;
    }
    return beyond;
  }

  /** Says why, and keeps in mind which better quotes are passed over. */
  #explain(mask: number, out: number): void {
    const candidates = this.#candidates;
    const { work } = this.#hand;
    const { at, words } = candidates;
    const first = candidates.instrument * candidates.venues;
    work[SKIPPED_SELF_HELP] = Infinity;
    work[SKIPPED_ODD_LOT] = Infinity;
    work[SKIPPED_UNCOUNTED] = Infinity;
    for (let left = mask; left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      const state = this.#quotes[(first + venue) * QUOTES + QUOTE_STATE]!;
      const signed = candidates.signed(venue);
      let why: number = RESERVED;
      if (state !== 0) why = (STATE_WHY + 256 * state) | 0;
      else if (((words[at + HEAD_LOST]! >> venue) & 1) !== 0) why = LOST;
      else if (((words[at + HEAD_EXCLUDED]! >> venue) & 1) !== 0) why = EXCLUDED_WHY;
      else if (((words[at + HEAD_SELF_HELP]! >> venue) & 1) !== 0) why = SELF_HELP;
      else if (((out >> venue) & 1) !== 0) why = NO_QUOTE;
      else if (signed > work[LIMIT]!) why = WORSE_THAN_LIMIT;
      candidates.why[venue] = why;
      if (signed !== 0) this.#passOver(venue, why, signed);
    }
  }

  /** The quote of a venue that is left out: it may stand in the way, or be one that need not be honoured. */
  #passOver(venue: number, why: number, signed: number): void {
    const { work, isProtected } = this.#hand;
    const { instrument } = this.#candidates;
    if (why === SELF_HELP) {
      if (signed < work[SKIPPED_SELF_HELP]!) work[SKIPPED_SELF_HELP] = signed;
    } else if ((why & 255) === STATE_WHY) {
      if (why >> 8 !== ABSENT && signed < work[SKIPPED_UNCOUNTED]!) work[SKIPPED_UNCOUNTED] = signed;
    } else if (why === LOST || why === EXCLUDED_WHY) {
      if (!isProtected) return;
      const { states } = this.#terms;
      if (((states[instrument * STATES + PROTECTED]! >> venue) & 1) === 0) return;
      const isRound = this.#candidates.displayed(venue) >= states[instrument * STATES + ROUND_LOT]!;
      const field = isRound ? BARRIER : SKIPPED_ODD_LOT;
      if (signed < work[field]!) work[field] = signed;
    }
  }

  /** At the best price of the venues that can be used: one that pays for taking, nothing but odd lots. */
  #opportunities(usable: number): void {
    const { words, at, instrument } = this.#candidates;
    const { states } = this.#terms;
    const state = instrument * STATES;
    const shown = this.atBest;
    const best = shown === 0 ? this.#bestOf(usable) : shown;
    if ((best & states[state + REBATES]!) !== 0) this.#hand.notes |= NOTE_INVERTED;
    const roundLot = states[state + ROUND_LOT]!;
    for (let left = best; left !== 0; left &= left - 1) {
      if (words[at + HEADER + (31 - Math.clz32(left & -left)) * SEEN + 1]! >= roundLot) return;
    }
    for (let left = usable; left !== 0; left &= left - 1) {
      if (words[at + HEADER + (31 - Math.clz32(left & -left)) * SEEN + 1]! < roundLot) continue;
      this.#hand.notes |= NOTE_ODD_LOT;
      return;
    }
  }

  /** The venues with the best price of some. */
  #bestOf(mask: number): number {
    const candidates = this.#candidates;
    let best = 0;
    let price = Infinity;
    for (let left = mask; left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      const signed = candidates.signed(venue);
      if (signed > price) continue;
      best = signed < price ? 1 << venue : best | (1 << venue);
      price = signed;
    }
    return best;
  }
}
