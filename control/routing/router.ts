/**
 * The smart order router: the `Router` port. A decision looks at what every venue offers (look.ts), lets a strategy say how good each is, takes levels in its
 * order (place.ts), leaves to rest what may rest (rest.ts), and stands in the ring of decisions when it is made. It allocates nothing.
 */
import { BEST, BEST_STRIDE, CONDITION, type MarketView } from '../core/market-view.js';
import type { Router, RouteRequest, RouteSlices } from '../core/router.js';
import type { SymbolMap } from '../core/instruments.js';
import type { RoutingConfig } from './config.js';
import {
  FLAG,
  frameWordsMax,
  HEAD,
  HEAD_WORDS,
  NOTE,
  REASON,
  REASON_CODE,
  ROW_WORDS,
  SLICE,
  SLICE_KIND,
  SLICE_WORDS,
} from './decisions/frame.js';
import { DecisionRing } from './decisions/ring.js';
import { RoutingError } from './errors.js';
import { Learning } from './learning/learning.js';
import { Look } from './look.js';
import { Place } from './place.js';
import { Rest } from './rest.js';
import { RULE, type RuleAudit, type RuleBook } from './rules/rule-book.js';
import { Slices } from './slices.js';
import { Strategies } from './strategies.js';
import type { RoutingStrategy } from './strategy.js';
import { STATE, STATE_WORDS, Terms } from './terms.js';
import { WaitingOrders } from './waiting-orders.js';
import { WORK, WORK_WORDS } from './work.js';

export interface SmartRouterOptions {
  readonly market: MarketView;
  readonly symbols: Pick<SymbolMap, 'instruments' | 'listing'>;
  /** Ids by number; `takesSweeps`: intermarket sweep orders can be sent there. */
  readonly venues: readonly { readonly id: string; readonly takesSweeps: boolean }[];
  readonly config: RoutingConfig;
  readonly rules: RuleBook;
  /** Number of the first decision: above all that an earlier run recorded. */
  readonly firstDecision?: number;
  /** Client ids by number: for the strategies that the configuration names for them. */
  readonly clients?: readonly string[];
  readonly strategies?: readonly RoutingStrategy[];
  readonly audit?: (record: RuleAudit) => void;
}

export class SmartRouter implements Router {
  readonly terms: Terms;
  readonly learning: Learning;
  readonly strategies: Strategies;
  readonly ring: DecisionRing;
  readonly waiting: WaitingOrders;
  readonly #options: SmartRouterOptions;
  readonly #market: MarketView;
  readonly #work = new Float64Array(WORK_WORDS);
  readonly #look: Look;
  readonly #place: Place;
  readonly #rest: Rest;
  readonly #slices: Slices;
  /** The next decision's number. */
  readonly #next: Float64Array;
  readonly #sweepable: number;
  readonly #attemptsMax: number;
  readonly #controlBelow: number;
  readonly #seed: number;
  readonly #control: number;
  readonly #fallback: number;
  /** By instrument and by client, -1: none of its own. */
  readonly #bySymbol: Int32Array;
  readonly #byClient: Int32Array;
  /** Stands for "no strategy named": one above the last. */
  readonly #unnamed: number;
  #usesFallback = false;
  #onDecision: ((words: Float64Array, at: number) => void) | undefined;

  /** Throws RoutingError: `ROUTING_VENUES` for more than 31 of them, and those of its parts. */
  constructor(options: SmartRouterOptions) {
    const { market, symbols, venues, config, rules, firstDecision = 1, clients = [] } = options;
    if (venues.length !== market.venues || venues.length > 31) {
      throw new RoutingError('ROUTING_VENUES', 'venues of the router and of the market view', {
        found: `${venues.length} and ${market.venues}`,
        expected: 'the same number, at most 31',
      });
    }
    this.#options = options;
    this.#market = market;
    this.terms = new Terms({ symbols, venues: venues.map(({ id }) => id), config, rules });
    this.strategies = new Strategies(config, options.strategies);
    this.#unnamed = this.strategies.all.length;
    this.learning = new Learning({ market, config, terms: this.terms });
    this.waiting = new WaitingOrders();
    this.#look = new Look(market, this.terms, this.learning.measures, this.#work, config.measures.priceRangeBps);
    this.#place = new Place(market, this.terms, this.#work, config.depth);
    this.#rest = new Rest(market, this.terms, this.#work);
    this.#slices = new Slices(config.slicesMax, venues.length);
    this.ring = new DecisionRing(
      (config.ringKiB * 1024) / 8,
      frameWordsMax(venues.length, config.depth, config.slicesMax),
    );
    this.#next = Float64Array.of(firstDecision);
    this.#sweepable = venues.reduce((mask, { takesSweeps }, index) => mask | (takesSweeps ? 1 << index : 0), 0);
    this.#attemptsMax = config.attemptsMax;
    this.#controlBelow = config.comparison.share * 4294967296;
    this.#seed = config.comparison.seed;
    this.#control = this.strategies.named(config.comparison.control);
    this.#fallback = this.strategies.named(config.fallback);
    const named = (name: string | undefined): number => (name === undefined ? -1 : this.strategies.named(name));
    this.#bySymbol = Int32Array.from(symbols.instruments, ({ symbol }) => named(config.symbols[symbol]));
    this.#byClient = Int32Array.from(clients, (client) => named(config.clients[client]));
  }

  /** What has to know of each decision as it is made: it reads the frame, and allocates nothing. */
  onDecision(listener: (words: Float64Array, at: number) => void): void {
    this.#onDecision = listener;
  }

  strategyNumber(name: string): number {
    return name === '' ? this.#unnamed : this.strategies.number(name);
  }

  /** The one switch: from now on everything goes by the simple strategy, or by its own again. */
  useFallback(on: boolean, by: string, reason: string, epochMs: number): void {
    const before = this.#usesFallback;
    this.#usesFallback = on;
    this.#options.audit?.({
      atEpochMs: epochMs,
      market: 'all',
      rule: 'fallback',
      from: before ? 'on' : 'off',
      to: on ? 'on' : 'off',
      by,
      reason,
    });
  }

  /** From the feed: 0 trades, anything else is a halt of the instrument everywhere. */
  setHalt(instrument: number, halt: number): void {
    this.terms.states[instrument * STATE_WORDS + STATE.halt] = halt;
  }

  /** Limit-up, limit-down bands from the feed, in the instrument's units; 0: none on that side. */
  setBands(instrument: number, lower: number, upper: number): void {
    this.terms.states[instrument * STATE_WORDS + STATE.lowerBand] = lower;
    this.terms.states[instrument * STATE_WORDS + STATE.upperBand] = upper;
  }

  /** The listing exchange has given the instrument the narrow price increment, or taken it back. */
  setNarrow(instrument: number, isNarrow: boolean): void {
    this.terms.states[instrument * STATE_WORDS + STATE.narrow] = isNarrow ? 1 : 0;
    this.terms.forget(instrument);
  }

  route(request: Readonly<RouteRequest>, into: RouteSlices): number {
    const { ring } = this;
    const words = ring.words;
    const at = ring.begin();
    const slices = this.#slices;
    const strategy = this.#head(request, words, at);
    slices.clear(false);
    this.#place.begin();
    this.#work[WORK.remaining] = request.quantity;
    const usable = this.#look.see(words, at);
    words[at + HEAD.notes] = words[at + HEAD.notes]! | this.#look.opportunities(words, at);
    let reason = this.#refusal(request, words, at, strategy);
    if (reason === REASON.none) reason = this.#decide(request, words, at, strategy!, usable);
    this.#finish(words, at, reason, into);
    return into.count;
  }

  /** Takes what there is and rests what is left; the REASON of what could not be placed. */
  #decide(
    request: Readonly<RouteRequest>,
    words: Float64Array,
    at: number,
    strategy: RoutingStrategy,
    usable: number,
  ): number {
    const work = this.#work;
    const slices = this.#slices;
    let reason: number = REASON.noLiquidity;
    if (usable > 0 && !request.postOnly) {
      strategy.score(words, at);
      if (strategy.leavesOut) this.#place.leaveOut(words, at);
      reason = this.#place.take(words, at, strategy, slices);
      this.#notePassed(words, at);
    }
    if (work[WORK.remaining] === 0) return REASON.none;
    if (!request.takeOnly && request.limitPrice !== 0) {
      const taken = slices.count;
      const rests = this.#rest.place(words, at, strategy, slices);
      // What rests waits for nothing, but a sequence stays one.
      if (slices.count > taken) slices.parallel = slices.parallel || taken === 0;
      return rests;
    }
    if (reason === REASON.noLiquidity && work[WORK.barrier] !== Infinity) return REASON.protectedQuote;
    return reason;
  }

  /** Fills the head of the frame and WORK; undefined: there is no such strategy. */
  #head(request: Readonly<RouteRequest>, words: Float64Array, at: number): RoutingStrategy | undefined {
    const { best } = this.#market;
    const { states } = this.terms;
    const work = this.#work;
    const { instrument, side, epochMs } = request;
    const isBuy = side === 0x31;
    const b = instrument * BEST_STRIDE;
    const bid = best[b + BEST.bidPrice]!;
    const ask = best[b + BEST.askPrice]!;
    const price = isBuy ? ask : bid;
    const reference = price !== 0 ? price : isBuy ? bid : ask;
    if (!this.terms.hold(instrument, reference, epochMs)) this.terms.refresh(instrument, reference, epochMs);
    const state = instrument * STATE_WORDS;
    const rules = states[state + STATE.rules]! | 0;
    const bands = (rules & RULE.priceBands) !== 0;
    const lower = bands ? states[state + STATE.lowerBand]! : 0;
    const upper = bands ? states[state + STATE.upperBand]! : 0;
    let flags = (request.takeOnly ? FLAG.takeOnly : 0) | (request.postOnly ? FLAG.postOnly : 0);
    let number = this.#choose(request);
    let strategy = this.strategies.all[number];
    if (strategy !== undefined && !strategy.simple) {
      if (this.#usesFallback) {
        number = this.#fallback;
        flags |= FLAG.fallback;
      } else if (this.#controlBelow > 0 && hashOf(request.orderId, this.#seed) < this.#controlBelow) {
        number = this.#control;
        flags |= FLAG.control;
      }
      strategy = this.strategies.all[number];
    }
    const isCrossed = best[b + BEST.condition] === CONDITION.crossed;
    const isProtected = (rules & RULE.orderProtection) !== 0;
    words[at + HEAD.decision] = this.#next[0]!;
    words[at + HEAD.epochMs] = epochMs;
    words[at + HEAD.orderId] = request.orderId;
    words[at + HEAD.client] = request.client;
    words[at + HEAD.instrument] = instrument;
    words[at + HEAD.side] = side;
    words[at + HEAD.quantity] = request.quantity;
    words[at + HEAD.limitPrice] = request.limitPrice;
    words[at + HEAD.minQuantity] = request.minQuantity;
    words[at + HEAD.strategy] = number;
    words[at + HEAD.flags] = flags;
    words[at + HEAD.attempt] = request.attempt;
    words[at + HEAD.excluded] = request.excludedVenues;
    words[at + HEAD.lost] = this.learning.lost;
    words[at + HEAD.selfHelp] = (rules & RULE.selfHelp) !== 0 ? this.learning.selfHelp : 0;
    words[at + HEAD.sweepable] = this.#sweepable;
    words[at + HEAD.rules] = rules;
    words[at + HEAD.protectedVenues] = states[state + STATE.protectedVenues]!;
    words[at + HEAD.roundLot] = states[state + STATE.roundLot]!;
    words[at + HEAD.increment] = states[state + STATE.increment]!;
    words[at + HEAD.lowerBand] = lower;
    words[at + HEAD.upperBand] = upper;
    words[at + HEAD.halt] = (rules & RULE.halts) !== 0 ? states[state + STATE.halt]! : 0;
    words[at + HEAD.bestBid] = bid;
    words[at + HEAD.bestAsk] = ask;
    words[at + HEAD.notes] = isProtected && isCrossed ? NOTE.crossed : 0;
    words[at + HEAD.venues] = this.#market.venues;
    words[at + HEAD.levelWords] = 0;
    words[at + HEAD.primary] = states[state + STATE.primary]!;
    const band = isBuy ? (upper === 0 ? Infinity : upper) : lower === 0 ? Infinity : -lower;
    const limit = request.limitPrice === 0 ? Infinity : isBuy ? request.limitPrice : -request.limitPrice;
    work[WORK.limit] = limit < band ? limit : band;
    work[WORK.protects] = isProtected && !isCrossed ? 1 : 0;
    work[WORK.barrier] = Infinity;
    work[WORK.selfHelp] = Infinity;
    work[WORK.oddLot] = Infinity;
    work[WORK.uncounted] = Infinity;
    work[WORK.worst] = -Infinity;
    return strategy;
  }

  /** An order's own strategy, else its client's, the symbol's, the firm's. */
  #choose(request: Readonly<RouteRequest>): number {
    if (request.strategy !== this.#unnamed) return request.strategy;
    const byClient = this.#byClient[request.client];
    if (byClient !== undefined && byClient >= 0) return byClient;
    const bySymbol = this.#bySymbol[request.instrument]!;
    return bySymbol >= 0 ? bySymbol : this.strategies.own;
  }

  #refusal(
    request: Readonly<RouteRequest>,
    words: Float64Array,
    at: number,
    strategy: RoutingStrategy | undefined,
  ): number {
    if (strategy === undefined) return REASON.strategyUnknown;
    if (request.attempt >= this.#attemptsMax) return REASON.attemptsExhausted;
    if (words[at + HEAD.halt] !== 0) return REASON.halted;
    if (this.waiting.size > 0 && this.waiting.isBehind(request)) return REASON.waitsBehind;
    return REASON.none;
  }

  /** Which better prices were passed over, and why that was allowed. */
  #notePassed(words: Float64Array, at: number): void {
    const work = this.#work;
    const worst = work[WORK.worst]!;
    let notes = words[at + HEAD.notes]!;
    if (work[WORK.selfHelp]! < worst) notes |= NOTE.selfHelp;
    if (work[WORK.oddLot]! < worst) notes |= NOTE.oddLotPassed;
    if (work[WORK.uncounted]! < worst) notes |= NOTE.uncountedPassed;
    words[at + HEAD.notes] = notes;
  }

  /** Closes the frame and hands out the slices. */
  #finish(words: Float64Array, at: number, reason: number, into: RouteSlices): void {
    const work = this.#work;
    const slices = this.#slices;
    const { count } = slices;
    const sign = words[at + HEAD.side]! === 0x31 ? 1 : -1;
    const levels = at + HEAD_WORDS + this.#market.venues * ROW_WORDS;
    const levelWords = this.#place.record(words, levels);
    let to = levels + levelWords;
    for (let slice = 0; slice < count; slice++) {
      const venue = slices.venues[slice]!;
      const quantity = slices.quantities[slice]!;
      const price = sign * slices.prices[slice]!;
      const kind = slices.kinds[slice]!;
      words[to + SLICE.venue] = venue;
      words[to + SLICE.quantity] = quantity;
      words[to + SLICE.price] = price;
      words[to + SLICE.kind] = kind;
      to += SLICE_WORDS;
      into.venues[slice] = venue;
      into.quantities[slice] = quantity;
      into.prices[slice] = price;
      into.takes[slice] = (kind & SLICE_KIND.takes) === 0 ? 0 : 1;
      into.sweeps[slice] = (kind & SLICE_KIND.sweep) === 0 ? 0 : 1;
    }
    if (slices.parallel) words[at + HEAD.flags] = words[at + HEAD.flags]! | FLAG.parallel;
    const barrier = work[WORK.barrier]!;
    words[at + HEAD.barrier] = barrier === Infinity ? 0 : sign * barrier;
    words[at + HEAD.remainder] = work[WORK.remaining]!;
    words[at + HEAD.reason] = reason;
    words[at + HEAD.levelWords] = levelWords;
    words[at + HEAD.slices] = count;
    words[at + HEAD.words] = to - at;
    into.count = count;
    into.parallel = slices.parallel;
    into.remainder = work[WORK.remaining]!;
    into.reason = REASON_CODE[reason]!;
    into.decision = this.#next[0]!;
    this.#next[0]!++;
    this.ring.end(to - at);
    this.#onDecision?.(words, at);
  }

  onSent(
    venue: number,
    orderId: number,
    instrument: number,
    quantity: number,
    price: number,
    atNs: number,
    side: number,
    takes: boolean,
    decision: number,
  ): void {
    this.learning.onSent(venue, orderId, instrument, quantity, price, atNs, side, takes, decision);
  }

  onAcknowledged(venue: number, orderId: number, atNs: number): void {
    this.learning.onAcknowledged(venue, orderId, atNs);
  }

  onFilled(venue: number, orderId: number, quantity: number, price: number, added: boolean, atNs: number): void {
    this.learning.onFilled(venue, orderId, quantity, price, added, atNs);
  }

  onEnded(venue: number, orderId: number, filled: number, atNs: number): void {
    this.learning.onEnded(venue, orderId, filled, atNs);
  }

  onVenue(venue: number, usable: boolean, atNs: number): void {
    this.learning.onVenue(venue, usable, atNs);
  }
}

/** 32 bits that follow from the order's number and the seed alone: all decisions of an order have the same. */
export function hashOf(orderId: number, seed: number): number {
  let h = Math.imul((orderId % 4294967296 | 0) ^ Math.imul(Math.floor(orderId / 4294967296), 0x9e3779b1), 0x85ebca6b) ^ seed;
  h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f);
  return (h ^ (h >>> 16)) >>> 0;
}
