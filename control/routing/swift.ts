/**
 * The usual decision, from the request to the end of its record, in one pass: an order that takes, by a built-in strategy, where nothing is lost, excluded, reserved
 * or in doubt. It writes the same frame as the long way would (decide.ts; test/routing/swift.test.ts), or gives up and has changed nothing.
 *
 * What one venue at the best price can fill ends here; what needs more goes on in sweep.ts.
 */
import { BEST, BEST_STRIDE, CONDITION, QUOTE, QUOTE_STRIDE, type MarketView } from '../core/market-view.js';
import type { RouteRequest, RouteSlices } from '../core/router.js';
import type { Candidates } from './candidates.js';
import type { StrategyChoice } from './choice.js';
import {
  FLAG,
  HEAD,
  HEAD_WORDS,
  KIND,
  NOTE,
  REASON,
  REASON_CODE,
  SLICE_KIND,
  SLICE_WORDS,
  VENUE_WORDS,
  WHY,
} from './decisions/frame.js';
import type { DecisionRing } from './decisions/ring.js';
import type { Learning } from './learning/learning.js';
import { GIVEN_UP } from './given-up.js';
import { PLAN } from './plan.js';
import type { Precedence } from './precedence.js';
import { RULE } from './rules/rule-book.js';
import { SWEEP_WORK, type Sweep } from './sweep.js';
import { STATE, STATE_WORDS, type Terms } from './terms.js';
import type { WaitingOrders } from './waiting-orders.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported, and this is the hottest path of the router.
const STATES = STATE_WORDS;
const BESTS = BEST_STRIDE;
const QUOTES = QUOTE_STRIDE;
const HEADER = HEAD_WORDS;
const SEEN = VENUE_WORDS;
const SLICED = SLICE_WORDS;
const {
  bidPrice: BEST_BID,
  bidVenues: BID_VENUES,
  askPrice: BEST_ASK,
  askVenues: ASK_VENUES,
  bidQuantity: BID_QUANTITY,
  askQuantity: ASK_QUANTITY,
  condition: CONDITION_AT,
} = BEST;
const { crossed: CROSSED } = CONDITION;
const { bidPrice: BID_PRICE, askPrice: ASK_PRICE, state: QUOTE_STATE } = QUOTE;
const { rules: RULES, roundLot: ROUND_LOT, lowerBand: LOWER_BAND, upperBand: UPPER_BAND, halt: HALT } = STATE;
const { fromPrice: FROM_PRICE, belowPrice: BELOW_PRICE, fromMs: FROM_MS, untilMs: UNTIL_MS } = STATE;
const { primary: PRIMARY, protectedVenues: PROTECTED, listed: LISTED, rebates: REBATES, plain: PLAIN } = STATE;
const { orderProtection: PROTECTION, selfHelp: SELF_HELP_RULE, priceBands: BANDS, halts: HALTS, sweeps: SWEEPS } = RULE;
const { inverted: NOTE_INVERTED, oddLot: NOTE_ODD_LOT } = NOTE;
const { takeOnly: FLAG_TAKE_ONLY } = FLAG;
const { takes: TAKES } = SLICE_KIND;
const { swiftIfOpen: SWIFT_IF_OPEN, swiftIfProtected: SWIFT_IF_PROTECTED, byScore: BY_SCORE } = PLAN;
const { picks: PICKS, mostDisplayed: PICKS_MOST, proRata: PRO_RATA } = PLAN;
const { mergesAsSweep: MERGES_AS_SWEEP, mergesIfOpen: MERGES_IF_OPEN } = PLAN;
const { barrier: WORK_BARRIER, limit: WORK_LIMIT, quantity: WORK_QUANTITY, remaining: WORK_REMAINING } = SWEEP_WORK;
const GAVE_UP = GIVEN_UP;
const { none: PLACED, noLiquidity: NO_LIQUIDITY, protectedQuote: PROTECTED_QUOTE } = REASON;
const { notChosen: NOT_CHOSEN, tradesThrough: TRADES_THROUGH, worseThanLimit: WORSE_THAN_LIMIT } = WHY;
const { decision: DECISION } = KIND;
const { words: WORDS, kind: KIND_AT, decision: NUMBER, epochMs: EPOCH_MS, orderId: ORDER_ID, client: CLIENT } = HEAD;
const {
  instrument: INSTRUMENT,
  side: SIDE,
  quantity: QUANTITY,
  limitPrice: LIMIT_PRICE,
  minQuantity: MIN_QUANTITY,
} = HEAD;
const {
  strategy: STRATEGY,
  flags: FLAGS,
  excluded: EXCLUDED,
  lost: LOST,
  selfHelp: SELF_HELP,
  bestBid: HEAD_BID,
} = HEAD;
const {
  bestAsk: HEAD_ASK,
  barrier: BARRIER,
  notes: NOTES,
  remainder: REMAINDER,
  reason: REASON_AT,
  leftOut: LEFT_OUT,
} = HEAD;
const { slices: SLICES } = HEAD;
const BUY = 0x31;
const ALL_PLACED = REASON_CODE[PLACED]!;

export interface SwiftOptions {
  readonly market: MarketView;
  readonly terms: Terms;
  readonly learning: Learning;
  readonly choice: StrategyChoice;
  readonly plans: Int32Array;
  readonly waiting: WaitingOrders;
  readonly precedence: Precedence;
  readonly candidates: Candidates;
  readonly ring: DecisionRing;
  readonly attemptsMax: number;
  readonly next: Float64Array;
  readonly sweep: Sweep;
}

export class Swift {
  readonly #venues: number;
  readonly #quotes: Float64Array;
  readonly #best: Float64Array;
  readonly #states: Float64Array;
  readonly #words: Float64Array;
  readonly #reserved: Int32Array;
  readonly #learning: Learning;
  readonly #choice: StrategyChoice;
  readonly #plans: Int32Array;
  readonly #waiting: WaitingOrders;
  readonly #precedence: Precedence;
  readonly #candidates: Candidates;
  readonly #ring: DecisionRing;
  readonly #attemptsMax: number;
  readonly #next: Float64Array;
  readonly #sweep: Sweep;

  constructor(options: SwiftOptions) {
    this.#venues = options.market.venues;
    this.#quotes = options.market.quotes;
    this.#best = options.market.best;
    this.#states = options.terms.states;
    this.#words = options.ring.words;
    this.#learning = options.learning;
    this.#reserved = options.learning.measures.reserved;
    this.#choice = options.choice;
    this.#plans = options.plans;
    this.#waiting = options.waiting;
    this.#precedence = options.precedence;
    this.#candidates = options.candidates;
    this.#ring = options.ring;
    this.#attemptsMax = options.attemptsMax;
    this.#next = options.next;
    this.#sweep = options.sweep;
  }

  /** Fills `into`; how many slices there are, or `GIVEN_UP`. */
  decide(request: Readonly<RouteRequest>, into: RouteSlices): number {
    const { instrument, side, quantity, limitPrice, excludedVenues, epochMs, attempt } = request;
    const best = this.#best;
    const states = this.#states;
    const isBuy = side === BUY;
    const b = (instrument * BESTS) | 0;
    const state = (instrument * STATES) | 0;
    const bid = best[(b + BEST_BID) | 0]!;
    const ask = best[(b + BEST_ASK) | 0]!;
    const price = isBuy ? ask : bid;
    const rules = states[(state + RULES) | 0]! | 0;
    const listed = states[(state + LISTED) | 0]! | 0;
    const lost = this.#learning.lost;
    const selfHelp = (rules & SELF_HELP_RULE) !== 0 ? this.#learning.selfHelp : 0;
    // What the rows do not hold for, and what is not usual.
    if (
      price === 0 ||
      price < states[(state + FROM_PRICE) | 0]! ||
      price >= states[(state + BELOW_PRICE) | 0]! ||
      epochMs < states[(state + FROM_MS) | 0]! ||
      epochMs >= states[(state + UNTIL_MS) | 0]! ||
      best[(b + CONDITION_AT) | 0]! === CROSSED ||
      states[(state + PLAIN) | 0]! === 0 ||
      ((lost | excludedVenues | selfHelp) & listed) !== 0 ||
      this.#reserved[(instrument * 2 + (isBuy ? 0 : 1)) | 0] !== 0 ||
      ((rules & HALTS) !== 0 && states[(state + HALT) | 0]! !== 0) ||
      request.postOnly ||
      request.minQuantity !== 0 ||
      attempt >= this.#attemptsMax ||
      (this.#waiting.size > 0 && this.#waiting.ahead(request) !== 0)
    ) {
      return GAVE_UP;
    }
    const choice = this.#choice;
    const strategy = choice.choose(request);
    if (strategy === undefined) return GAVE_UP;
    const { number } = choice;
    const plan = this.#plans[number]!;
    const isProtected = (rules & PROTECTION) !== 0;
    if ((plan & (isProtected ? SWIFT_IF_PROTECTED : SWIFT_IF_OPEN)) === 0) return GAVE_UP;
    let limit = limitPrice === 0 ? Infinity : isBuy ? limitPrice : -limitPrice;
    if ((rules & BANDS) !== 0) {
      const border = states[(state + (isBuy ? UPPER_BAND : LOWER_BAND)) | 0]!;
      const band = isBuy ? border : -border;
      if (border !== 0 && band < limit) limit = band;
    }
    // The book that is seen.
    const venues = this.#venues;
    const quotes = this.#quotes;
    const words = this.#words;
    const at = this.#ring.begin();
    const first = (at + HEADER) | 0;
    const toState = isBuy ? QUOTE_STATE - ASK_PRICE : QUOTE_STATE - BID_PRICE;
    let quote = (instrument * venues * QUOTES + (isBuy ? ASK_PRICE : BID_PRICE)) | 0;
    let seen = first;
    let out = 0;
    let venue = 0;
    for (; venue + 4 <= venues; venue += 4) {
      const price0 = quotes[quote]!;
      const price1 = quotes[(quote + QUOTES) | 0]!;
      const price2 = quotes[(quote + 2 * QUOTES) | 0]!;
      const price3 = quotes[(quote + 3 * QUOTES) | 0]!;
      words[seen] = price0;
      words[(seen + 1) | 0] = quotes[(quote + 1) | 0]!;
      words[(seen + 2) | 0] = price1;
      words[(seen + 3) | 0] = quotes[(quote + QUOTES + 1) | 0]!;
      words[(seen + 4) | 0] = price2;
      words[(seen + 5) | 0] = quotes[(quote + 2 * QUOTES + 1) | 0]!;
      words[(seen + 6) | 0] = price3;
      words[(seen + 7) | 0] = quotes[(quote + 3 * QUOTES + 1) | 0]!;
      if (quotes[(quote + toState) | 0]! !== 0 || price0 === 0) out |= 1 << venue;
      if (quotes[(quote + QUOTES + toState) | 0]! !== 0 || price1 === 0) out |= 2 << venue;
      if (quotes[(quote + 2 * QUOTES + toState) | 0]! !== 0 || price2 === 0) out |= 4 << venue;
      if (quotes[(quote + 3 * QUOTES + toState) | 0]! !== 0 || price3 === 0) out |= 8 << venue;
      quote = (quote + 4 * QUOTES) | 0;
      seen = (seen + 4 * SEEN) | 0;
    }
    for (; venue < venues; venue++) {
      const shown = quotes[quote]!;
      words[seen] = shown;
      words[(seen + 1) | 0] = quotes[(quote + 1) | 0]!;
      if (quotes[(quote + toState) | 0]! !== 0 || shown === 0) out |= 1 << venue;
      quote = (quote + QUOTES) | 0;
      seen = (seen + SEEN) | 0;
    }
    // A listed venue whose quote does not count, or is not there: the long way says why.
    if ((out & listed) !== 0) return GAVE_UP;
    let usable = listed;
    if (limit !== Infinity) {
      seen = first;
      for (venue = 0; venue < venues; venue++) {
        const shown = words[seen]!;
        if ((isBuy ? shown : -shown) > limit) usable &= ~(1 << venue);
        seen = (seen + SEEN) | 0;
      }
    }
    const shownBest = best[(b + (isBuy ? ASK_VENUES : BID_VENUES)) | 0]! | 0;
    const group = shownBest & usable;
    if (group === 0) return GAVE_UP;
    const { work } = this.#sweep;
    const candidates = this.#candidates;
    candidates.at = at;
    candidates.instrument = instrument;
    candidates.isBuy = isBuy;
    // What scores depend on.
    words[(at + QUANTITY) | 0] = quantity;
    words[(at + HEAD_BID) | 0] = bid;
    words[(at + HEAD_ASK) | 0] = ask;
    // Opportunities.
    let notes = (group & states[(state + REBATES) | 0]!) !== 0 ? NOTE_INVERTED : 0;
    let leader = 31 - Math.clz32(group);
    if (
      words[(first + leader * SEEN + 1) | 0]! < states[(state + ROUND_LOT) | 0]! &&
      this.#isOdd(first, state, group, usable)
    )
      notes |= NOTE_ODD_LOT;
    let chosen = group;
    let through = 0;
    let left = 0;
    let barrier = Infinity;
    let taken = price;
    if ((plan & PICKS) !== 0) {
      chosen = this.#pick(plan, at, state, isBuy, isProtected, group, usable);
      barrier = work[WORK_BARRIER]!;
      left = usable & ~chosen;
      if (chosen !== 0) {
        leader = 31 - Math.clz32(chosen);
        taken = words[(first + leader * SEEN) | 0]!;
        if ((isBuy ? taken : -taken) > barrier) {
          through = chosen;
          chosen = 0;
        }
      }
      usable = chosen;
    }
    // The venue that goes first, unless all of them go at once.
    const merges = isProtected
      ? (plan & MERGES_AS_SWEEP) !== 0 && (rules & SWEEPS) !== 0
      : (plan & MERGES_IF_OPEN) !== 0;
    const precedence = this.#precedence;
    precedence.begin(strategy, (plan & BY_SCORE) !== 0);
    let isDeep = false;
    if ((chosen & (chosen - 1)) !== 0) {
      const shown = best[(b + (isBuy ? ASK_QUANTITY : BID_QUANTITY)) | 0]!;
      if ((plan & PRO_RATA) !== 0) isDeep = true;
      else if (merges && (chosen !== shownBest || shown <= quantity)) isDeep = true;
      else {
        precedence.price[0] = isBuy ? price : -price;
        leader = precedence.ahead(chosen);
      }
    }
    const from = (first + venues * SEEN) | 0;
    let end = from;
    let count = 0;
    let reason: number = PLACED;
    // In the array, not in a local: that one might be boxed.
    work[WORK_REMAINING] = 0;
    let flags = choice.flags | (attempt << 8);
    if (request.takeOnly) flags |= FLAG_TAKE_ONLY;
    if (chosen === 0) {
      work[WORK_REMAINING] = quantity;
      into.parallel = false;
    } else if (isDeep || words[(first + leader * SEEN + 1) | 0]! < quantity) {
      isDeep = true;
      const sweep = this.#sweep;
      candidates.usable = usable;
      work[WORK_LIMIT] = limit < barrier ? limit : barrier;
      work[WORK_QUANTITY] = quantity;
      if (sweep.take(plan, chosen, merges, isProtected) === GAVE_UP) return GAVE_UP;
      count = sweep.count;
      flags |= sweep.flags;
      notes |= sweep.notes;
      end = sweep.hand(into);
    } else {
      count = 1;
      words[from] = leader;
      words[(from + 1) | 0] = quantity;
      words[(from + 2) | 0] = taken;
      words[(from + 3) | 0] = TAKES;
      into.venues[0] = leader;
      into.quantities[0] = quantity;
      into.prices[0] = taken;
      into.takes[0] = TAKES;
      into.sweeps[0] = 0;
      into.parallel = false;
      end = (from + SLICED) | 0;
    }
    const remaining = work[WORK_REMAINING];
    if (remaining !== 0) {
      // What is left would rest.
      if (!request.takeOnly && limitPrice !== 0) return GAVE_UP;
      reason = barrier === Infinity ? NO_LIQUIDITY : PROTECTED_QUOTE;
    }
    const leftOut = listed & ~usable;
    if (leftOut !== 0) {
      const beyond = leftOut & ~(left | through);
      left &= ~through;
      for (venue = 0; venue < venues; venue++) {
        words[(end + venue) | 0] =
          ((beyond >> venue) & 1) * WORSE_THAN_LIMIT +
          ((left >> venue) & 1) * NOT_CHOSEN +
          ((through >> venue) & 1) * TRADES_THROUGH;
      }
      end = (end + venues) | 0;
    }
    if (isDeep) end = (end + this.#sweep.levels.record(words, end)) | 0;
    const decision = this.#next[0]!;
    words[(at + WORDS) | 0] = (end - at) | 0;
    words[(at + KIND_AT) | 0] = DECISION;
    words[(at + NUMBER) | 0] = decision;
    words[(at + EPOCH_MS) | 0] = epochMs;
    words[(at + ORDER_ID) | 0] = request.orderId;
    words[(at + CLIENT) | 0] = request.client;
    words[(at + INSTRUMENT) | 0] = instrument;
    words[(at + SIDE) | 0] = side;
    words[(at + LIMIT_PRICE) | 0] = limitPrice;
    words[(at + MIN_QUANTITY) | 0] = 0;
    words[(at + STRATEGY) | 0] = number;
    words[(at + FLAGS) | 0] = flags;
    words[(at + EXCLUDED) | 0] = excludedVenues;
    words[(at + LOST) | 0] = lost;
    words[(at + SELF_HELP) | 0] = selfHelp;
    words[(at + BARRIER) | 0] = barrier === Infinity ? 0 : isBuy ? barrier : -barrier;
    words[(at + NOTES) | 0] = notes;
    words[(at + REMAINDER) | 0] = remaining;
    words[(at + REASON_AT) | 0] = reason;
    words[(at + LEFT_OUT) | 0] = leftOut;
    words[(at + SLICES) | 0] = count;
    into.count = count;
    into.remainder = remaining;
    into.reason = reason === PLACED ? ALL_PLACED : REASON_CODE[reason]!;
    into.decision = decision;
    into.behind = 0;
    this.#next[0] = decision + 1;
    this.#ring.end((end - at) | 0);
    return count;
  }

  /** The one venue that the strategy chooses, as a bit; 0: it cannot be used. Sets the best protected quote of the others. */
  #pick(
    plan: number,
    at: number,
    state: number,
    isBuy: boolean,
    isProtected: boolean,
    group: number,
    usable: number,
  ): number {
    const words = this.#words;
    const states = this.#states;
    const first = (at + HEADER) | 0;
    let picked = usable & (1 << states[(state + PRIMARY) | 0]!);
    if ((plan & PICKS_MOST) !== 0) {
      let most = 0;
      for (let left = group; left !== 0; left &= left - 1) {
        const shown = words[(first + (31 - Math.clz32(left & -left)) * SEEN + 1) | 0]!;
        if (shown <= most) continue;
        most = shown;
        picked = left & -left;
      }
    } else if (states[(state + PRIMARY) | 0]! < 0) picked = 0;
    let barrier = Infinity;
    if (isProtected) {
      const roundLot = states[(state + ROUND_LOT) | 0]!;
      const honoured = usable & ~picked & states[(state + PROTECTED) | 0]!;
      // One at the best price, usually.
      for (let left = honoured & group; left !== 0 && barrier === Infinity; left &= left - 1) {
        const seen = (first + (31 - Math.clz32(left & -left)) * SEEN) | 0;
        if (words[(seen + 1) | 0]! >= roundLot) barrier = isBuy ? words[seen]! : -words[seen]!;
      }
      for (let left = barrier === Infinity ? honoured & ~group : 0; left !== 0; left &= left - 1) {
        const seen = (first + (31 - Math.clz32(left & -left)) * SEEN) | 0;
        const signed = isBuy ? words[seen]! : -words[seen]!;
        if (signed < barrier && words[(seen + 1) | 0]! >= roundLot) barrier = signed;
      }
    }
    this.#sweep.work[WORK_BARRIER] = barrier;
    return picked;
  }

  /** At the best price there are odd lots only, and round lots behind it. */
  #isOdd(first: number, state: number, group: number, usable: number): boolean {
    const words = this.#words;
    const roundLot = this.#states[state + ROUND_LOT]!;
    for (let left = group; left !== 0; left &= left - 1) {
      if (words[first + (31 - Math.clz32(left & -left)) * SEEN + 1]! >= roundLot) return false;
    }
    for (let left = usable; left !== 0; left &= left - 1) {
      if (words[first + (31 - Math.clz32(left & -left)) * SEEN + 1]! >= roundLot) return true;
    }
    return false;
  }
}
