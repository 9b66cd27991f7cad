/** The first half of a decision: what every venue offers, and why it is left out. */
import { EXCLUDED, QUOTE, QUOTE_STRIDE, type MarketView } from '../core/market-view.js';
import type { Candidates } from './candidates.js';
import { HEAD, HEAD_WORDS, NOTE, VENUE_WORDS, WHY } from './decisions/frame.js';
import { LOCAL, LOCAL_WORDS, type Measures } from './learning/measures.js';
import { STATE, STATE_WORDS, TERM, TERM_WORDS, type Terms } from './terms.js';
import { WORK } from './work.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported, and this is the hottest loop of the router.
const { bidPrice: BID_PRICE, askPrice: ASK_PRICE, state: QUOTE_STATE } = QUOTE;
const { absent: ABSENT } = EXCLUDED;
const QUOTES = QUOTE_STRIDE;
const TERMS = TERM_WORDS;
const { feeFlat: FEE_FLAT, feeRate: FEE_RATE, lot: LOT } = TERM;
const LOCALS = LOCAL_WORDS;
const { reservedBuy: RESERVED_BUY, reservedSell: RESERVED_SELL } = LOCAL;
const STATES = STATE_WORDS;
const { protectedVenues: PROTECTED, roundLot: ROUND_LOT } = STATE;
const HEADER = HEAD_WORDS;
const SEEN = VENUE_WORDS;
const { excluded: HEAD_EXCLUDED, lost: HEAD_LOST, selfHelp: HEAD_SELF_HELP } = HEAD;
const { notListed, state: STATE_WHY, lost, excluded, selfHelp, noQuote, reserved: RESERVED_WHY, worseThanLimit } = WHY;
const {
  limit: LIMIT,
  protects: PROTECTS,
  barrier: BARRIER,
  bestNet: BEST_NET,
  netFirst: NET_FIRST,
  selfHelp: SKIPPED_SELF_HELP,
  oddLot: SKIPPED_ODD_LOT,
  uncounted: SKIPPED_UNCOUNTED,
} = WORK;
const { oddLot: NOTE_ODD_LOT, inverted: NOTE_INVERTED } = NOTE;
const NONE = Infinity;

export class Look {
  readonly #market: MarketView;
  readonly #terms: Terms;
  readonly #measures: Measures;
  readonly #work: Float64Array;

  constructor(market: MarketView, terms: Terms, measures: Measures, work: Float64Array) {
    this.#market = market;
    this.#terms = terms;
    this.#measures = measures;
    this.#work = work;
  }

  /**
   * Needs the head of the frame and WORK's limit and `protects`; writes the venues of the frame, the candidates, and the rest of WORK. Returns the NOTE bits
   * of opportunities, or -1: no venue can be used.
   */
  see(words: Float64Array, at: number, candidates: Candidates): number {
    const work = this.#work;
    const { quotes } = this.#market;
    const { rows, states } = this.#terms;
    const { local } = this.#measures;
    const { available: frees, why: whys, nets, first, second, venues, instrument, isBuy } = candidates;
    const isNetFirst = work[NET_FIRST] === 1;
    const sign = isBuy ? 1 : -1;
    const lostMask = words[at + HEAD_LOST]! | 0;
    const excludedMask = words[at + HEAD_EXCLUDED]! | 0;
    const blocked = excludedMask | lostMask | (words[at + HEAD_SELF_HELP]! | 0);
    const roundLot = states[instrument * STATES + ROUND_LOT]!;
    const limit = work[LIMIT]!;
    let anyUsable = false;
    let bestPrice = NONE;
    let bestRound = NONE;
    let bestNet = NONE;
    let paysAtBest = false;
    let ahead = -1;
    let aheadFirst = NONE;
    let aheadSecond = NONE;
    let quote = instrument * venues * QUOTES + (isBuy ? ASK_PRICE : BID_PRICE);
    let state = instrument * venues * QUOTES + QUOTE_STATE;
    let term = instrument * venues * TERMS;
    let own = instrument * venues * LOCALS + (isBuy ? RESERVED_BUY : RESERVED_SELL);
    let seen = at + HEADER;
    for (let venue = 0; venue < whys.length; venue++) {
      const price = quotes[quote]!;
      const displayed = quotes[quote + 1]!;
      const available = displayed - local[own]!;
      const fee = rows[term + FEE_FLAT]! + rows[term + FEE_RATE]! * price;
      const signed = sign * price;
      const net = signed + fee;
      let why = 0;
      if (quotes[state]! !== 0) why = rows[term + LOT] === 0 ? notListed : (STATE_WHY + 256 * quotes[state]!) | 0;
      else if (((blocked >> venue) & 1) !== 0) {
        why = ((lostMask >> venue) & 1) !== 0 ? lost : ((excludedMask >> venue) & 1) !== 0 ? excluded : selfHelp;
      } else if (price === 0) why = noQuote;
      else if (available <= 0) why = RESERVED_WHY;
      else if (signed > limit) why = worseThanLimit;
      else if (net === NONE) why = notListed;
      else {
        anyUsable = true;
        if (signed < bestPrice) {
          bestPrice = signed;
          paysAtBest = fee < 0;
        } else if (signed === bestPrice && fee < 0) paysAtBest = true;
        if (net < bestNet) bestNet = net;
        if (displayed >= roundLot && signed < bestRound) bestRound = signed;
      }
      if (why === 0) {
        const key = isNetFirst ? net : signed;
        const next = isNetFirst ? signed : net;
        first[venue] = key;
        second[venue] = next;
        if (key < aheadFirst || (key === aheadFirst && next < aheadSecond)) {
          ahead = venue;
          aheadFirst = key;
          aheadSecond = next;
        } else if (key === aheadFirst && next === aheadSecond) ahead = -1;
      } else {
        first[venue] = NONE;
        this.#passOver(venue, why, price, signed, displayed, instrument);
      }
      frees[venue] = available;
      whys[venue] = why;
      nets[venue] = net;
      words[seen] = price;
      words[seen + 1] = displayed;
      words[seen + 2] = why;
      quote += QUOTES;
      state += QUOTES;
      term += TERMS;
      own += LOCALS;
      seen += SEEN;
    }
    work[BEST_NET] = bestNet;
    candidates.ahead = ahead;
    if (!anyUsable) return -1;
    const notes = paysAtBest ? NOTE_INVERTED : 0;
    return bestPrice < bestRound && bestRound !== NONE ? notes | NOTE_ODD_LOT : notes;
  }

  /** The quote of a venue that is left out: it may stand in the way, or be one that need not be honoured. */
  #passOver(venue: number, why: number, price: number, signed: number, displayed: number, instrument: number): void {
    const work = this.#work;
    if (price === 0) return;
    if (why === selfHelp) {
      if (signed < work[SKIPPED_SELF_HELP]!) work[SKIPPED_SELF_HELP] = signed;
    } else if ((why & 255) === STATE_WHY) {
      if (why >> 8 !== ABSENT && signed < work[SKIPPED_UNCOUNTED]!) work[SKIPPED_UNCOUNTED] = signed;
    } else if (why === lost || why === excluded) {
      if (work[PROTECTS] !== 1) return;
      const { states } = this.#terms;
      if (((states[instrument * STATES + PROTECTED]! >> venue) & 1) === 0) return;
      const field = displayed >= states[instrument * STATES + ROUND_LOT]! ? BARRIER : SKIPPED_ODD_LOT;
      if (signed < work[field]!) work[field] = signed;
    }
  }
}
