/**
 * The smart order router: the `Router` port. A decision looks at what every venue offers (look.ts), lets a strategy say how good each is, takes levels in its
 * order (place.ts), leaves to rest what may rest (rest.ts), and stands in the ring of decisions when it is made. It allocates nothing.
 */
import { BEST, BEST_STRIDE, CONDITION, type MarketView } from '../core/market-view.js';
import type { Router, RouteRequest, RouteSlices } from '../core/router.js';
import type { SymbolMap } from '../core/instruments.js';
import { Candidates, SCALE } from './candidates.js';
import { StrategyChoice } from './choice.js';
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
const { best: scaleBest, perRange: scalePerRange, perUnit: scalePerUnit, quantity: scaleQuantity } = SCALE;
const { why: venueWhy } = VENUE;
const { decision: kindDecision } = KIND;
const {
  barrier: headBarrier,
  bestAsk: headBestAsk,
  bestBid: headBestBid,
  client: headClient,
  decision: headDecision,
  epochMs: headEpochMs,
  excluded: headExcluded,
  flags: headFlags,
  instrument: headInstrument,
  kind: headKind,
  levelWords: headLevelWords,
  limitPrice: headLimitPrice,
  lost: headLost,
  minQuantity: headMinQuantity,
  notes: headNotes,
  orderId: headOrderId,
  quantity: headQuantity,
  reason: headReason,
  remainder: headRemainder,
  selfHelp: headSelfHelp,
  side: headSide,
  slices: headSlices,
  strategy: headStrategy,
  words: headWords,
} = HEAD;
const {
  barrier: workBarrier,
  limit: workLimit,
  netFirst: workNetFirst,
  oddLot: workOddLot,
  protects: workProtects,
  quantity: workQuantity,
  remaining: workRemaining,
  selfHelp: workSelfHelp,
  uncounted: workUncounted,
  worst: workWorst,
} = WORK;
const {
  crossed: noteCrossed,
  midpoint: noteMidpoint,
  oddLotPassed: noteOddLotPassed,
  selfHelp: noteSelfHelp,
  sweep: noteSweep,
  uncountedPassed: noteUncountedPassed,
} = NOTE;
const { crossed: flagCrossed, parallel: flagParallel, postOnly: flagPostOnly, takeOnly: flagTakeOnly } = FLAG;
const {
  attemptsExhausted: reasonAttemptsExhausted,
  halted: reasonHalted,
  noLiquidity: reasonNoLiquidity,
  none: reasonNone,
  protectedQuote: reasonProtectedQuote,
  strategyUnknown: reasonStrategyUnknown,
  waitsBehind: reasonWaitsBehind,
} = REASON;
const { lot: termLot, minQuantity: termMinQuantity } = TERM;
const {
  halt: stateHalt,
  lowerBand: stateLowerBand,
  narrow: stateNarrow,
  primary: statePrimary,
  rules: stateRules,
  upperBand: stateUpperBand,
} = STATE;
const {
  halts: ruleHalts,
  orderProtection: ruleOrderProtection,
  priceBands: rulePriceBands,
  selfHelp: ruleSelfHelp,
  sweeps: ruleSweeps,
} = RULE;
const { sweep: sliceKindSweep, takes: sliceKindTakes } = SLICE_KIND;
const { cost: orderCost } = ORDER;

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const HEADER = HEAD_WORDS;
const SEEN = VENUE_WORDS;
const SLICED = SLICE_WORDS;
const STATES = STATE_WORDS;
const BESTS = BEST_STRIDE;
const { bidPrice: BID, askPrice: ASK, condition: BEST_CONDITION } = BEST;
const { crossed: CROSSED } = CONDITION;

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
  readonly choice: StrategyChoice;
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
  // Of the decision in hand: FLAG, NOTE and RULE bits.
  #flags = 0;
  #notes = 0;
  #rules = 0;
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
    this.choice = new StrategyChoice(this.strategies, config, symbols.instruments, clients);
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
    return name === '' ? this.choice.unnamed : this.strategies.number(name);
  }

  /** The one switch: from now on everything goes by the simple strategy, or by its own again. */
  useFallback(on: boolean, by: string, reason: string, epochMs: number): void {
    const before = this.choice.usesFallback;
    this.choice.usesFallback = on;
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
    this.terms.states[instrument * STATE_WORDS + stateHalt] = halt;
    this.stateFrames.terms(instrument);
  }

  /** Limit-up, limit-down bands from the feed, in the instrument's units; 0: none on that side. */
  setBands(instrument: number, lower: number, upper: number): void {
    this.terms.states[instrument * STATE_WORDS + stateLowerBand] = lower;
    this.terms.states[instrument * STATE_WORDS + stateUpperBand] = upper;
    this.stateFrames.terms(instrument);
  }

  /** The listing exchange has given the instrument the narrow price increment, or taken it back. */
  setNarrow(instrument: number, isNarrow: boolean): void {
    this.terms.states[instrument * STATE_WORDS + stateNarrow] = isNarrow ? 1 : 0;
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
    work[workRemaining] = request.quantity;
    this.#notes |= seen < 0 ? 0 : seen;
    let reason = this.#refusal(request, strategy);
    if (reason === reasonNone) reason = this.#decide(request, strategy!, seen >= 0);
    this.#finish(words, at, reason, into);
    return into.count;
  }

  /** Takes what there is and rests what is left; the REASON of what could not be placed. */
  #decide(request: Readonly<RouteRequest>, strategy: RoutingStrategy, anyUsable: boolean): number {
    const work = this.#work;
    const slices = this.#slices;
    let reason: number = reasonNoLiquidity;
    if (anyUsable && !request.postOnly) {
      reason = this.#place.take(strategy, this.#sweepable, (this.#rules & ruleSweeps) !== 0, request.minQuantity);
      if (this.#place.sweeps) this.#notes |= noteSweep;
      const worst = work[workWorst]!;
      if (work[workSelfHelp]! < worst) this.#notes |= noteSelfHelp;
      if (work[workOddLot]! < worst) this.#notes |= noteOddLotPassed;
      if (work[workUncounted]! < worst) this.#notes |= noteUncountedPassed;
      if (strategy.midpointChance <= 1) this.#probe(strategy.midpointChance, request.minQuantity);
    }
    if (work[workRemaining] === 0) return reasonNone;
    if (!request.takeOnly && request.limitPrice !== 0) {
      const limit = this.candidates.isBuy ? request.limitPrice : -request.limitPrice;
      const taken = slices.count;
      reason = this.#rest.place(strategy, slices, limit, request.postOnly, request.minQuantity);
      this.#notes |= this.#rest.notes;
      // What rests may go out with a single slice that takes: they are at different prices.
      if (slices.count > taken && taken === 1) slices.parallel = work[workProtects] === 0;
      return reason;
    }
    if (reason === reasonNoLiquidity && work[workBarrier] !== Infinity) return reasonProtectedQuote;
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
      this.terms.row(candidates.instrument, venue, termLot),
      this.terms.row(candidates.instrument, slices.venues[0]!, termLot),
    );
    const least = Math.max(minQuantity, this.terms.row(candidates.instrument, venue, termMinQuantity));
    if (slices.split(venue, price, lot, least)) this.#notes |= noteMidpoint;
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
    const rules = states[state + stateRules]! | 0;
    const isProtected = (rules & ruleOrderProtection) !== 0;
    const isCrossed = best[b + BEST_CONDITION] === CROSSED;
    let band = Infinity;
    if ((rules & rulePriceBands) !== 0) {
      const border = states[state + (isBuy ? stateUpperBand : stateLowerBand)]!;
      if (border !== 0) band = isBuy ? border : -border;
    }
    const limit = limitPrice === 0 ? Infinity : isBuy ? limitPrice : -limitPrice;
    work[workLimit] = limit < band ? limit : band;
    work[workProtects] = isProtected && !isCrossed ? 1 : 0;
    work[workQuantity] = quantity;
    work[workBarrier] = Infinity;
    work[workSelfHelp] = Infinity;
    work[workOddLot] = Infinity;
    work[workUncounted] = Infinity;
    work[workWorst] = -Infinity;
    candidates.instrument = instrument;
    candidates.isBuy = isBuy;
    candidates.primary = states[state + statePrimary]! | 0;
    candidates.scale[scaleBest] = isBuy ? price : -price;
    candidates.scale[scalePerRange] = price === 0 ? 0 : this.#perRange / price;
    candidates.scale[scaleQuantity] = quantity;
    candidates.scale[scalePerUnit] = 1 / quantity;
    this.#rules = rules;
    this.#notes = isProtected && isCrossed ? noteCrossed : 0;
    return this.#strategyOf(request, isCrossed);
  }

  /** The strategy that the order goes by, with its number and FLAG bits. */
  #strategyOf(request: Readonly<RouteRequest>, isCrossed: boolean): RoutingStrategy | undefined {
    const { choice } = this;
    const strategy = choice.choose(request);
    let flags = choice.flags | (request.takeOnly ? flagTakeOnly : 0) | (request.postOnly ? flagPostOnly : 0);
    if (isCrossed) flags |= flagCrossed;
    this.#flags = flags;
    this.#work[workNetFirst] = strategy?.order === orderCost && this.#work[workProtects] === 0 ? 1 : 0;
    return strategy;
  }

  /** The head of the frame, as far as it is known. */
  #write(request: Readonly<RouteRequest>, words: Float64Array, at: number): void {
    const { best } = this.#market;
    const { instrument } = request;
    words[at + headKind] = kindDecision;
    words[at + headDecision] = this.#next[0]!;
    words[at + headEpochMs] = request.epochMs;
    words[at + headOrderId] = request.orderId;
    words[at + headClient] = request.client;
    words[at + headInstrument] = instrument;
    words[at + headSide] = request.side;
    words[at + headQuantity] = request.quantity;
    words[at + headLimitPrice] = request.limitPrice;
    words[at + headMinQuantity] = request.minQuantity;
    words[at + headStrategy] = this.choice.number;
    words[at + headExcluded] = request.excludedVenues;
    words[at + headLost] = this.learning.lost;
    words[at + headSelfHelp] = (this.#rules & ruleSelfHelp) !== 0 ? this.learning.selfHelp : 0;
    words[at + headBestBid] = best[instrument * BESTS + BID]!;
    words[at + headBestAsk] = best[instrument * BESTS + ASK]!;
    this.#flags |= request.attempt << 8;
  }

  #refusal(request: Readonly<RouteRequest>, strategy: RoutingStrategy | undefined): number {
    if (strategy === undefined) return reasonStrategyUnknown;
    if (request.attempt >= this.#attemptsMax) return reasonAttemptsExhausted;
    if ((this.#rules & ruleHalts) !== 0 && this.terms.states[request.instrument * STATES + stateHalt] !== 0) {
      return reasonHalted;
    }
    if (this.waiting.size > 0 && this.waiting.isBehind(request)) return reasonWaitsBehind;
    return reasonNone;
  }

  /** Closes the frame and hands out the slices. */
  #finish(words: Float64Array, at: number, reason: number, into: RouteSlices): void {
    const work = this.#work;
    const slices = this.#slices;
    const { count, parallel } = slices;
    const { isBuy, why } = this.candidates;
    let to = at + HEADER;
    if (this.#place.changed) {
      for (let venue = 0; venue < why.length; venue++) words[to + venue * SEEN + venueWhy] = why[venue]!;
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
      into.takes[slice] = (kind & sliceKindTakes) === 0 ? 0 : 1;
      into.sweeps[slice] = (kind & sliceKindSweep) === 0 ? 0 : 1;
    }
    const barrier = work[workBarrier]!;
    const remaining = work[workRemaining]!;
    words[at + headFlags] = parallel ? this.#flags | flagParallel : this.#flags;
    words[at + headBarrier] = barrier === Infinity ? 0 : isBuy ? barrier : -barrier;
    words[at + headNotes] = this.#notes;
    words[at + headRemainder] = remaining;
    words[at + headReason] = reason;
    words[at + headLevelWords] = levelWords;
    words[at + headSlices] = count;
    words[at + headWords] = to - at;
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
