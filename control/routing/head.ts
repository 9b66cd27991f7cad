/** The beginning of a decision: what is asked for, under which rules, and by which strategy; it may be refused at once. */
import { BEST, BEST_STRIDE, CONDITION, type MarketView } from '../core/market-view.js';
import type { RouteRequest } from '../core/router.js';
import type { Candidates } from './candidates.js';
import type { StrategyChoice } from './choice.js';
import { FLAG, HEAD, KIND, NOTE, REASON } from './decisions/frame.js';
import type { StateFrames } from './decisions/state-frames.js';
import { WORK, type Hand } from './hand.js';
import type { Learning } from './learning/learning.js';
import { RULE } from './rules/rule-book.js';
import type { RoutingStrategy } from './strategy.js';
import { STATE, STATE_WORDS, type Terms } from './terms.js';
import type { WaitingOrders } from './waiting-orders.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const STATES = STATE_WORDS;
const BESTS = BEST_STRIDE;
const { bidPrice: BID, askPrice: ASK, condition: BEST_CONDITION } = BEST;
const { crossed: CROSSED } = CONDITION;
const { decision: DECISION_KIND } = KIND;
const { kind, decision, epochMs, orderId, client, instrument: INSTRUMENT, side: SIDE, quantity: QUANTITY } = HEAD;
const { limitPrice, minQuantity, strategy: STRATEGY, excluded, lost, selfHelp, bestBid, bestAsk } = HEAD;
const { barrier, limit, quantity: WANTED, remaining } = WORK;
const { crossed: FLAG_CROSSED, postOnly: FLAG_POST_ONLY, takeOnly: FLAG_TAKE_ONLY } = FLAG;
const { crossed: NOTE_CROSSED } = NOTE;
const { attemptsExhausted, halted, none, strategyUnknown, waitsBehind } = REASON;
const { halt, lowerBand, primary, rules: RULES, upperBand } = STATE;
const { halts, orderProtection, priceBands, selfHelp: SELF_HELP_RULE } = RULE;
const BUY = 0x31;

export interface HeadOptions {
  readonly market: MarketView;
  readonly terms: Terms;
  readonly learning: Learning;
  readonly choice: StrategyChoice;
  readonly waiting: WaitingOrders;
  readonly stateFrames: StateFrames;
  readonly candidates: Candidates;
  readonly hand: Hand;
  readonly attemptsMax: number;
  /** The next decision's number, in an array: a double in a field may be boxed. */
  readonly next: Float64Array;
}

export class Head {
  readonly #best: Float64Array;
  readonly #terms: Terms;
  readonly #learning: Learning;
  readonly #choice: StrategyChoice;
  readonly #waiting: WaitingOrders;
  readonly #stateFrames: StateFrames;
  readonly #candidates: Candidates;
  readonly #hand: Hand;
  readonly #attemptsMax: number;
  readonly #next: Float64Array;

  constructor(options: HeadOptions) {
    this.#best = options.market.best;
    this.#terms = options.terms;
    this.#learning = options.learning;
    this.#choice = options.choice;
    this.#waiting = options.waiting;
    this.#stateFrames = options.stateFrames;
    this.#candidates = options.candidates;
    this.#hand = options.hand;
    this.#attemptsMax = options.attemptsMax;
    this.#next = options.next;
  }

  /** Makes the instrument's rules and fees hold: that may write a frame of its own, so it goes before the decision's is begun. */
  prepare(request: Readonly<RouteRequest>): void {
    const best = this.#best;
    const { instrument } = request;
    const b = instrument * BESTS;
    const bid = best[b + BID]!;
    const ask = best[b + ASK]!;
    const price = request.side === BUY ? ask : bid;
    const reference = price !== 0 ? price : bid + ask;
    if (this.#terms.hold(request, reference)) return;
    this.#terms.refresh(instrument, reference, request.epochMs);
    this.#stateFrames.terms(instrument);
  }

  /** Sets the hand, the candidates' part of the request, and the head of the frame, as far as it is known; undefined: there is no such strategy. */
  begin(request: Readonly<RouteRequest>, words: Float64Array, at: number): RoutingStrategy | undefined {
    const best = this.#best;
    const { states } = this.#terms;
    const candidates = this.#candidates;
    const hand = this.#hand;
    const { work } = hand;
    const { instrument, side } = request;
    const wanted = request.quantity;
    const limited = request.limitPrice;
    const isBuy = side === BUY;
    const b = instrument * BESTS;
    const bid = best[b + BID]!;
    const ask = best[b + ASK]!;
    const state = instrument * STATES;
    const rules = states[state + RULES]! | 0;
    const isCrossed = best[b + BEST_CONDITION] === CROSSED;
    hand.rules = rules;
    hand.isProtected = (rules & orderProtection) !== 0 && !isCrossed;
    hand.notes = isCrossed && (rules & orderProtection) !== 0 ? NOTE_CROSSED : 0;
    const lostMask = this.#learning.lost;
    const excludedMask = request.excludedVenues;
    const selfHelpMask = (rules & SELF_HELP_RULE) !== 0 ? this.#learning.selfHelp : 0;
    hand.blocked = lostMask | excludedMask | selfHelpMask;
    let signed = limited === 0 ? Infinity : isBuy ? limited : -limited;
    if ((rules & priceBands) !== 0) {
      const border = states[state + (isBuy ? upperBand : lowerBand)]!;
      const band = isBuy ? border : -border;
      if (border !== 0 && band < signed) signed = band;
    }
    work[limit] = signed;
    work[WANTED] = wanted;
    work[remaining] = wanted;
    work[barrier] = Infinity;
    candidates.at = at;
    candidates.instrument = instrument;
    candidates.isBuy = isBuy;
    candidates.primary = states[state + primary]! | 0;
    const choice = this.#choice;
    const strategy = choice.choose(request);
    let flags = choice.flags | (request.attempt << 8);
    if (request.takeOnly) flags |= FLAG_TAKE_ONLY;
    if (request.postOnly) flags |= FLAG_POST_ONLY;
    hand.flags = isCrossed ? flags | FLAG_CROSSED : flags;
    words[at + kind] = DECISION_KIND;
    words[at + decision] = this.#next[0]!;
    words[at + epochMs] = request.epochMs;
    words[at + orderId] = request.orderId;
    words[at + client] = request.client;
    words[at + INSTRUMENT] = instrument;
    words[at + SIDE] = side;
    words[at + QUANTITY] = wanted;
    words[at + limitPrice] = limited;
    words[at + minQuantity] = request.minQuantity;
    words[at + STRATEGY] = choice.number;
    words[at + excluded] = excludedMask;
    words[at + lost] = lostMask;
    words[at + selfHelp] = selfHelpMask;
    words[at + bestBid] = bid;
    words[at + bestAsk] = ask;
    return strategy;
  }

  /** The waiting order that goes before; 0: none. */
  ahead(request: Readonly<RouteRequest>): number {
    return this.#waiting.ahead(request);
  }

  /** REASON why nothing at all is decided; none: it is. After the look. */
  refusal(request: Readonly<RouteRequest>, strategy: RoutingStrategy | undefined): number {
    if (strategy === undefined) return strategyUnknown;
    if (request.attempt >= this.#attemptsMax) return attemptsExhausted;
    if ((this.#hand.rules & halts) !== 0 && this.#terms.states[request.instrument * STATES + halt] !== 0) return halted;
    // Where there is nothing to take nobody gets ahead of anybody.
    if (this.#waiting.size > 0 && this.#candidates.usable !== 0 && this.#waiting.ahead(request) !== 0)
      return waitsBehind;
    return none;
  }
}
