/**
 * The smart order router: the `Router` port. A decision looks at what every venue offers (look.ts), lets a strategy say how good each is, takes levels in its
 * order (place.ts), leaves to rest what may rest (rest.ts), and stands in the ring of decisions when it is made. It allocates nothing.
 */
import { BEST, BEST_STRIDE, CONDITION, type MarketView } from '../core/market-view.js';
import type { Router, RouteRequest, RouteSlices } from '../core/router.js';
import type { SymbolMap } from '../core/instruments.js';
import { Candidates, SCALE } from './candidates.js';
import type { RoutingConfig } from './config.js';
import {
  FLAG,
  frameWordsMax,
  HEAD,
  HEAD_WORDS,
  KIND,
  NOTE,
  REASON,
  REASON_CODE,
  SLICE_KIND,
  SLICE_WORDS,
  VENUE,
  VENUE_WORDS,
} from './decisions/frame.js';
import { DecisionRing } from './decisions/ring.js';
import { StateFrames } from './decisions/state-frames.js';
import { RoutingError } from './errors.js';
import { Learning } from './learning/learning.js';
import { Levels } from './levels.js';
import { Look } from './look.js';
import { Place } from './place.js';
import { Rest } from './rest.js';
import { RULE, type RuleAudit, type RuleBook } from './rules/rule-book.js';
import { Scoring } from './scoring.js';
import { Slices } from './slices.js';
import { Strategies } from './strategies.js';
import { ORDER, type RoutingStrategy } from './strategy.js';
import { STATE, STATE_WORDS, TERM, Terms } from './terms.js';
import { WaitingOrders } from './waiting-orders.js';
import { WORK, WORK_WORDS } from './work.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const HEADER = HEAD_WORDS;
const SEEN = VENUE_WORDS;
const SLICED = SLICE_WORDS;
const STATES = STATE_WORDS;
const BESTS = BEST_STRIDE;
const { bidPrice: BID, askPrice: ASK, condition: BEST_CONDITION } = BEST;
const { crossed: CROSSED } = CONDITION;
const H = HEAD;

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
  readonly candidates: Candidates;
  readonly scoring: Scoring;
  readonly stateFrames: StateFrames;
  readonly #levels: Levels;
  /** One part of the price at which the price score falls to 0, inverted. */
  readonly #perRange: number;
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
  // Of the decision in hand: FLAG, NOTE and RULE bits, and the strategy's number.
  #flags = 0;
  #notes = 0;
  #rules = 0;
  #number = 0;
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
    const { measures } = this.learning;
    this.candidates = new Candidates(venues.length);
    this.scoring = new Scoring(this.terms, measures);
    this.#slices = new Slices(config.slicesMax);
    this.#levels = new Levels(market, config.depth);
    this.#look = new Look(market, this.terms, measures, this.#work);
    this.#place = new Place({
      market,
      terms: this.terms,
      scoring: this.scoring,
      candidates: this.candidates,
      levels: this.#levels,
      work: this.#work,
      slices: this.#slices,
    });
    this.#rest = new Rest(this.terms, this.scoring, this.candidates, this.#work);
    this.ring = new DecisionRing(
      (config.ringKiB * 1024) / 8,
      frameWordsMax(venues.length, config.depth, config.slicesMax),
    );
    this.stateFrames = new StateFrames(this.ring, this.terms, measures, venues.length);
    this.learning.onChange = (venue, instrument) => this.stateFrames.measures(venue, instrument);
    this.#perRange = 10_000 / config.measures.priceRangeBps;
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

  /**
   * Looks who does not answer within the time of the market's rule: its quotes need not be honoured, and it gets no orders, until it has answered. Returns a mask of
   * the venues that this changed.
   */
  check(nowNs: number, epochMs: number): number {
    const rule = this.#options.rules.inForce('equity', epochMs)?.selfHelp;
    const changed = this.learning.check(nowNs, (rule?.answerWithinMs ?? 0) * 1e6);
    for (let venue = 0; changed >> venue !== 0; venue++) {
      if (((changed >> venue) & 1) === 0) continue;
      const isOn = ((this.learning.selfHelp >> venue) & 1) !== 0;
      const reason = `${this.#options.venues[venue]!.id} ${isOn ? 'does not answer' : 'has answered'}`;
      this.#options.audit?.({
        atEpochMs: epochMs,
        market: 'all',
        rule: 'self-help',
        from: isOn ? 'off' : 'on',
        to: isOn ? 'on' : 'off',
        by: 'router',
        reason,
      });
    }
    return changed;
  }

  /** Number of the next decision. Set by whoever makes recorded decisions again. */
  get nextDecision(): number {
    return this.#next[0]!;
  }

  set nextDecision(decision: number) {
    this.#next[0] = decision;
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
    const strategy = this.#head(request);
    const { ring, candidates } = this;
    const { words } = ring;
    const at = ring.begin();
    this.#write(request, words, at);
    candidates.words = words;
    candidates.at = at;
    const work = this.#work;
    const slices = this.#slices;
    slices.clear(false);
    this.#levels.clear();
    const seen = this.#look.see(words, at, candidates);
    work[WORK.remaining] = request.quantity;
    this.#notes |= seen < 0 ? 0 : seen;
    let reason = this.#refusal(request, strategy);
    if (reason === REASON.none) reason = this.#decide(request, strategy!, seen >= 0);
    this.#finish(words, at, reason, into);
    return into.count;
  }

  /** Takes what there is and rests what is left; the REASON of what could not be placed. */
  #decide(request: Readonly<RouteRequest>, strategy: RoutingStrategy, anyUsable: boolean): number {
    const work = this.#work;
    const slices = this.#slices;
    let reason: number = REASON.noLiquidity;
    if (anyUsable && !request.postOnly) {
      reason = this.#place.take(strategy, this.#sweepable, (this.#rules & RULE.sweeps) !== 0, request.minQuantity);
      if (this.#place.sweeps) this.#notes |= NOTE.sweep;
      const worst = work[WORK.worst]!;
      if (work[WORK.selfHelp]! < worst) this.#notes |= NOTE.selfHelp;
      if (work[WORK.oddLot]! < worst) this.#notes |= NOTE.oddLotPassed;
      if (work[WORK.uncounted]! < worst) this.#notes |= NOTE.uncountedPassed;
      if (strategy.midpointChance <= 1) this.#probe(strategy.midpointChance, request.minQuantity);
    }
    if (work[WORK.remaining] === 0) return REASON.none;
    if (!request.takeOnly && request.limitPrice !== 0) {
      const limit = this.candidates.isBuy ? request.limitPrice : -request.limitPrice;
      const taken = slices.count;
      reason = this.#rest.place(strategy, slices, limit, request.postOnly, request.minQuantity);
      this.#notes |= this.#rest.notes;
      // What rests may go out with a single slice that takes: they are at different prices.
      if (slices.count > taken && taken === 1) slices.parallel = work[WORK.protects] === 0;
      return reason;
    }
    if (reason === REASON.noLiquidity && work[WORK.barrier] !== Infinity) return REASON.protectedQuote;
    return reason;
  }

  /** Before the displayed quote, part of the first slice tries the middle of the spread at the venue where that has traded best. */
  #probe(chance: number, minQuantity: number): void {
    const { candidates } = this;
    const slices = this.#slices;
    const venue = this.learning.bestInside(candidates, chance);
    if (venue < 0 || slices.count === 0 || slices.count === slices.capacity) return;
    const b = candidates.instrument * BESTS;
    const { best } = this.#market;
    const step = this.terms.stepOf(candidates.instrument, venue);
    const middle = (best[b + BID]! + best[b + ASK]!) / 2;
    if (best[b + BID] === 0 || best[b + ASK]! - best[b + BID]! < 2 * step) return;
    const price = candidates.isBuy ? Math.floor(middle / step) * step : -Math.ceil(middle / step) * step;
    const lot = Math.max(
      this.terms.row(candidates.instrument, venue, TERM.lot),
      this.terms.row(candidates.instrument, slices.venues[0]!, TERM.lot),
    );
    const least = Math.max(minQuantity, this.terms.row(candidates.instrument, venue, TERM.minQuantity));
    if (slices.split(venue, price, lot, least)) this.#notes |= NOTE.midpoint;
  }

  /** Looks up rules and strategy, and sets the candidates' and WORK's part of the request; undefined: there is no such strategy. */
  #head(request: Readonly<RouteRequest>): RoutingStrategy | undefined {
    const { best } = this.#market;
    const { states } = this.terms;
    const { candidates } = this;
    const work = this.#work;
    const { instrument, side, epochMs, quantity, limitPrice } = request;
    const isBuy = side === 0x31;
    const b = instrument * BESTS;
    const bid = best[b + BID]!;
    const ask = best[b + ASK]!;
    const price = isBuy ? ask : bid;
    const reference = price !== 0 ? price : isBuy ? bid : ask;
    if (!this.terms.hold(instrument, reference, epochMs)) {
      this.terms.refresh(instrument, reference, epochMs);
      this.stateFrames.terms(instrument);
    }
    const state = instrument * STATES;
    const rules = states[state + STATE.rules]! | 0;
    const isProtected = (rules & RULE.orderProtection) !== 0;
    const isCrossed = best[b + BEST_CONDITION] === CROSSED;
    let band = Infinity;
    if ((rules & RULE.priceBands) !== 0) {
      const border = states[state + (isBuy ? STATE.upperBand : STATE.lowerBand)]!;
      if (border !== 0) band = isBuy ? border : -border;
    }
    const limit = limitPrice === 0 ? Infinity : isBuy ? limitPrice : -limitPrice;
    work[WORK.limit] = limit < band ? limit : band;
    work[WORK.protects] = isProtected && !isCrossed ? 1 : 0;
    work[WORK.quantity] = quantity;
    work[WORK.barrier] = Infinity;
    work[WORK.selfHelp] = Infinity;
    work[WORK.oddLot] = Infinity;
    work[WORK.uncounted] = Infinity;
    work[WORK.worst] = -Infinity;
    candidates.instrument = instrument;
    candidates.isBuy = isBuy;
    candidates.primary = states[state + STATE.primary]! | 0;
    candidates.scale[SCALE.best] = isBuy ? price : -price;
    candidates.scale[SCALE.perRange] = price === 0 ? 0 : this.#perRange / price;
    candidates.scale[SCALE.quantity] = quantity;
    candidates.scale[SCALE.perUnit] = 1 / quantity;
    this.#rules = rules;
    this.#notes = isProtected && isCrossed ? NOTE.crossed : 0;
    return this.#strategyOf(request, isCrossed);
  }

  /** An order's own strategy, else its client's, the symbol's, the firm's; unless the fallback is on, or the order is one of the controls. */
  #strategyOf(request: Readonly<RouteRequest>, isCrossed: boolean): RoutingStrategy | undefined {
    let flags = (request.takeOnly ? FLAG.takeOnly : 0) | (request.postOnly ? FLAG.postOnly : 0);
    if (isCrossed) flags |= FLAG.crossed;
    let number = request.strategy;
    if (number === this.#unnamed) {
      const byClient = request.client < this.#byClient.length ? this.#byClient[request.client]! : -1;
      const bySymbol = this.#bySymbol[request.instrument]!;
      number = byClient >= 0 ? byClient : bySymbol >= 0 ? bySymbol : this.strategies.own;
    }
    let strategy = number >= 0 && number < this.#unnamed ? this.strategies.all[number] : undefined;
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
    this.#flags = flags;
    this.#number = number;
    this.#work[WORK.netFirst] = strategy?.order === ORDER.cost && this.#work[WORK.protects] === 0 ? 1 : 0;
    return strategy;
  }

  /** The head of the frame, as far as it is known. */
  #write(request: Readonly<RouteRequest>, words: Float64Array, at: number): void {
    const { best } = this.#market;
    const { instrument } = request;
    words[at + H.kind] = KIND.decision;
    words[at + H.decision] = this.#next[0]!;
    words[at + H.epochMs] = request.epochMs;
    words[at + H.orderId] = request.orderId;
    words[at + H.client] = request.client;
    words[at + H.instrument] = instrument;
    words[at + H.side] = request.side;
    words[at + H.quantity] = request.quantity;
    words[at + H.limitPrice] = request.limitPrice;
    words[at + H.minQuantity] = request.minQuantity;
    words[at + H.strategy] = this.#number;
    words[at + H.excluded] = request.excludedVenues;
    words[at + H.lost] = this.learning.lost;
    words[at + H.selfHelp] = (this.#rules & RULE.selfHelp) !== 0 ? this.learning.selfHelp : 0;
    words[at + H.bestBid] = best[instrument * BESTS + BID]!;
    words[at + H.bestAsk] = best[instrument * BESTS + ASK]!;
    this.#flags |= request.attempt << 8;
  }

  #refusal(request: Readonly<RouteRequest>, strategy: RoutingStrategy | undefined): number {
    if (strategy === undefined) return REASON.strategyUnknown;
    if (request.attempt >= this.#attemptsMax) return REASON.attemptsExhausted;
    if ((this.#rules & RULE.halts) !== 0 && this.terms.states[request.instrument * STATES + STATE.halt] !== 0) {
      return REASON.halted;
    }
    if (this.waiting.size > 0 && this.waiting.isBehind(request)) return REASON.waitsBehind;
    return REASON.none;
  }

  /** Closes the frame and hands out the slices. */
  #finish(words: Float64Array, at: number, reason: number, into: RouteSlices): void {
    const work = this.#work;
    const slices = this.#slices;
    const { count, parallel } = slices;
    const { isBuy, why } = this.candidates;
    let to = at + HEADER;
    if (this.#place.changed) {
      for (let venue = 0; venue < why.length; venue++) words[to + venue * SEEN + VENUE.why] = why[venue]!;
      this.#place.changed = false;
    }
    to += why.length * SEEN;
    const levelWords = this.#levels.record(words, to);
    to += levelWords;
    for (let slice = 0; slice < count; slice++) {
      const venue = slices.venues[slice]!;
      const quantity = slices.quantities[slice]!;
      const signed = slices.prices[slice]!;
      const price = isBuy ? signed : -signed;
      const kind = slices.kinds[slice]!;
      words[to] = venue;
      words[to + 1] = quantity;
      words[to + 2] = price;
      words[to + 3] = kind;
      to += SLICED;
      into.venues[slice] = venue;
      into.quantities[slice] = quantity;
      into.prices[slice] = price;
      into.takes[slice] = (kind & SLICE_KIND.takes) === 0 ? 0 : 1;
      into.sweeps[slice] = (kind & SLICE_KIND.sweep) === 0 ? 0 : 1;
    }
    const barrier = work[WORK.barrier]!;
    const remaining = work[WORK.remaining]!;
    words[at + H.flags] = parallel ? this.#flags | FLAG.parallel : this.#flags;
    words[at + H.barrier] = barrier === Infinity ? 0 : isBuy ? barrier : -barrier;
    words[at + H.notes] = this.#notes;
    words[at + H.remainder] = remaining;
    words[at + H.reason] = reason;
    words[at + H.levelWords] = levelWords;
    words[at + H.slices] = count;
    words[at + H.words] = to - at;
    into.count = count;
    into.parallel = parallel;
    into.remainder = remaining;
    into.reason = REASON_CODE[reason]!;
    into.decision = this.#next[0]!;
    this.#next[0]!++;
    this.ring.end(to - at);
    if (this.#onDecision !== undefined) this.#onDecision(words, at);
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
  let h =
    Math.imul(((orderId % 4294967296) | 0) ^ Math.imul(Math.floor(orderId / 4294967296), 0x9e3779b1), 0x85ebca6b) ^
    seed;
  h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f);
  return (h ^ (h >>> 16)) >>> 0;
}
