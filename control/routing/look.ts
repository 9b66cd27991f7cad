/**
 * The first half of a decision: what every venue offers, why it is left out, and the five scores. All of it is written to the rows of the decision's frame.
 *
 * Prices are compared as `sign * price`, so that lower is better for both sides; fees are added to that.
 */
import { EXCLUDED, QUOTE, QUOTE_STRIDE, type MarketView } from '../core/market-view.js';
import { HEAD, HEAD_WORDS, NOTE, ROW, ROW_WORDS, WHY } from './decisions/frame.js';
import { LOCAL, LOCAL_WORDS, FILL_WORDS, RESTING, AT_QUOTE, sizeOffset, type Measures } from './learning/measures.js';
import { RULE } from './rules/rule-book.js';
import { TERM, TERM_WORDS, type Terms } from './terms.js';
import { WORK } from './work.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported, and this is the hottest loop of the router.
const { bidPrice: BID_PRICE, askPrice: ASK_PRICE, state: QUOTE_STATE } = QUOTE;
const QUOTES = QUOTE_STRIDE;
const TERMS = TERM_WORDS;
const { feeFlat: FEE_FLAT, feeRate: FEE_RATE, cost: COST, restCost: REST_COST, lot: LOT } = TERM;
const LOCALS = LOCAL_WORDS;
const { hidden: HIDDEN, improvement: IMPROVEMENT, reservedBuy: RESERVED_BUY, reservedSell: RESERVED_SELL } = LOCAL;
const FILLS = FILL_WORDS;
const FILL_AT_QUOTE = AT_QUOTE;
const FILL_RESTING = RESTING;
const STRIDE = ROW_WORDS;
const HEADER = HEAD_WORDS;
const {
  price: PRICE,
  displayed: DISPLAYED,
  reserved: RESERVED,
  why: ROW_WHY,
  feeFlat: ROW_FLAT,
  feeRate: ROW_RATE,
  restCost: ROW_REST_COST,
  restFill: ROW_REST_FILL,
  hidden: ROW_HIDDEN,
  net: NET,
  priceScore: PRICE_SCORE,
  speed: SPEED,
  fill: FILL,
  cost: ROW_COST,
  liquidity: LIQUIDITY,
  improvement: ROW_IMPROVEMENT,
  restScore: REST_SCORE,
} = ROW;
const { notListed, state: STATE_WHY, lost, excluded, selfHelp, noQuote, reserved: RESERVED_WHY, worseThanLimit } = WHY;

export class Look {
  readonly #market: MarketView;
  readonly #terms: Terms;
  readonly #measures: Measures;
  readonly #work: Float64Array;
  /** One part of the price at which the price score falls to 0, inverted. */
  readonly #perRange: number;

  constructor(market: MarketView, terms: Terms, measures: Measures, work: Float64Array, priceRangeBps: number) {
    this.#market = market;
    this.#terms = terms;
    this.#measures = measures;
    this.#work = work;
    this.#perRange = 10_000 / priceRangeBps;
  }

  /** Needs the head of the frame; writes all rows, and WORK from `limit` on. Returns how many venues can be used. */
  see(words: Float64Array, at: number): number {
    const work = this.#work;
    const { quotes, venues } = this.#market;
    const { rows } = this.#terms;
    const { local, fills, speeds } = this.#measures;
    const instrument = words[at + HEAD.instrument]!;
    const quantity = words[at + HEAD.quantity]!;
    const isBuy = words[at + HEAD.side]! === 0x31;
    const sign = isBuy ? 1 : -1;
    const priceField = isBuy ? ASK_PRICE : BID_PRICE;
    const reservedField = isBuy ? RESERVED_BUY : RESERVED_SELL;
    const excludedMask = words[at + HEAD.excluded]! | 0;
    const lostMask = words[at + HEAD.lost]! | 0;
    const blocked = excludedMask | lostMask | words[at + HEAD.selfHelp]!;
    const rules = words[at + HEAD.rules]! | 0;
    const protectedVenues = work[WORK.protects] === 1 ? words[at + HEAD.protectedVenues]! | 0 : 0;
    const roundLot = words[at + HEAD.roundLot]!;
    const limit = work[WORK.limit]!;
    const best = isBuy ? words[at + HEAD.bestAsk]! : words[at + HEAD.bestBid]!;
    const signedBest = sign * best;
    const perRange = best === 0 ? 0 : this.#perRange / best;
    const perUnit = 1 / quantity;

    let usable = 0;
    let barrier = Infinity;
    let bestPrice = Infinity;
    let bestRound = Infinity;
    let bestNet = Infinity;
    let quote = instrument * venues * QUOTES;
    let term = instrument * venues * TERMS;
    let own = instrument * venues * LOCALS;
    let row = at + HEADER;
    for (let venue = 0; venue < venues; venue++) {
      const price = quotes[quote + priceField]!;
      const displayed = quotes[quote + priceField + 1]!;
      const state = quotes[quote + QUOTE_STATE]!;
      const flat = rows[term + FEE_FLAT]!;
      const rate = rows[term + FEE_RATE]!;
      const taken = local[own + reservedField]!;
      const hidden = local[own + HIDDEN]!;
      const available = displayed - taken;
      const signed = sign * price;
      const net = signed + flat + rate * price;
      let why = 0;
      if (rows[term + LOT]! === 0) why = notListed;
      else if (state !== 0) why = STATE_WHY + 256 * state;
      else if (((blocked >> venue) & 1) !== 0) {
        why = ((lostMask >> venue) & 1) !== 0 ? lost : ((excludedMask >> venue) & 1) !== 0 ? excluded : selfHelp;
      } else if (price === 0) why = noQuote;
      else if (available <= 0) why = RESERVED_WHY;
      else if (signed > limit) why = worseThanLimit;

      if (why === 0) {
        usable++;
        if (signed < bestPrice) bestPrice = signed;
        if (net < bestNet) bestNet = net;
        if (displayed >= roundLot && signed < bestRound) bestRound = signed;
      } else if (price !== 0 && why !== notListed && why !== RESERVED_WHY && why !== worseThanLimit) {
        if (why === selfHelp) {
          if (signed < work[WORK.selfHelp]!) work[WORK.selfHelp] = signed;
        } else if (why !== lost && why !== excluded) {
          if (state !== EXCLUDED.absent && signed < work[WORK.uncounted]!) work[WORK.uncounted] = signed;
        } else if (((protectedVenues >> venue) & 1) !== 0) {
          if (displayed >= roundLot) {
            if (signed < barrier) barrier = signed;
          } else if (signed < work[WORK.oddLot]!) work[WORK.oddLot] = signed;
        }
      }

      let priceScore = 1 - (net - signedBest) * perRange;
      if (priceScore < 0) priceScore = 0;
      else if (priceScore > 2) priceScore = 2;
      let liquidity = (available + hidden) * perUnit;
      if (liquidity > 1) liquidity = 1;
      const fill = venue * FILLS + sizeOffset(quantity, available);
      words[row + PRICE] = price;
      words[row + DISPLAYED] = displayed;
      words[row + RESERVED] = taken;
      words[row + ROW_WHY] = why;
      words[row + ROW_FLAT] = flat;
      words[row + ROW_RATE] = rate;
      words[row + ROW_REST_COST] = rows[term + REST_COST]!;
      words[row + ROW_REST_FILL] = fills[fill + FILL_RESTING]!;
      words[row + ROW_HIDDEN] = hidden;
      words[row + NET] = net;
      words[row + PRICE_SCORE] = priceScore;
      words[row + SPEED] = speeds[venue]!;
      words[row + FILL] = fills[fill + FILL_AT_QUOTE]!;
      words[row + ROW_COST] = rows[term + COST]!;
      words[row + LIQUIDITY] = liquidity;
      words[row + ROW_IMPROVEMENT] = local[own + IMPROVEMENT]!;
      words[row + REST_SCORE] = 0;
      quote += QUOTES;
      term += TERMS;
      own += LOCALS;
      row += STRIDE;
    }
    work[WORK.barrier] = (rules & RULE.orderProtection) === 0 ? Infinity : barrier;
    work[WORK.bestPrice] = bestPrice;
    work[WORK.bestRound] = bestRound;
    work[WORK.bestNet] = bestNet;
    return usable;
  }

  /** What the rows say of chances to do better than the best price: NOTE bits. */
  opportunities(words: Float64Array, at: number): number {
    const work = this.#work;
    const sign = words[at + HEAD.side]! === 0x31 ? 1 : -1;
    const spread = words[at + HEAD.bestAsk]! - words[at + HEAD.bestBid]!;
    const inside = words[at + HEAD.bestBid]! !== 0 && spread >= 2 * Math.max(1, words[at + HEAD.increment]!);
    const bestPrice = work[WORK.bestPrice]!;
    let notes = 0;
    if (bestPrice < work[WORK.bestRound]! && work[WORK.bestRound] !== Infinity) notes |= NOTE.oddLot;
    const end = at + HEADER + words[at + HEAD.venues]! * STRIDE;
    for (let row = at + HEADER; row < end; row += STRIDE) {
      if (words[row + ROW_WHY] !== 0) continue;
      const signed = sign * words[row + PRICE]!;
      if (signed === bestPrice && words[row + NET]! < signed) notes |= NOTE.inverted;
      if (inside && words[row + ROW_IMPROVEMENT]! >= 0.05) notes |= NOTE.midpoint;
    }
    return notes;
  }
}

