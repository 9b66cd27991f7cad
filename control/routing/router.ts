/**
 * The smart order router: the `Router` port. A decision looks at what every venue offers (look.ts), lets a strategy say how good each is, takes levels in its
 * order (take.ts), leaves to rest what may rest (rest.ts), and stands in the ring of decisions when it is made (decide.ts). It allocates nothing.
 */
import type { MarketView } from '../core/market-view.js';
import type { Router, RouteRequest, RouteSlices } from '../core/router.js';
import type { SymbolMap } from '../core/instruments.js';
import { Candidates } from './candidates.js';
import { StrategyChoice } from './choice.js';
import type { RoutingConfig } from './config.js';
import { Decide } from './decide.js';
import { frameWordsMax, SLICE_WORDS } from './decisions/frame.js';
import { DecisionRing } from './decisions/ring.js';
import { StateFrames } from './decisions/state-frames.js';
import { RoutingError } from './errors.js';
import { FeeClasses } from './fee-classes.js';
import { Hand } from './hand.js';
import { Head } from './head.js';
import { AT, CALL, STRATEGIES_MAX, WEIGHTS_BYTES, LIST, WORK } from './kernel/layout.js';
import { RoutingMemory } from './kernel/memory.js';
import { Learning } from './learning/learning.js';
import { Levels } from './levels.js';
import { Look } from './look.js';
import { Probe } from './probe.js';
import { Rest } from './rest.js';
import type { RuleAudit, RuleBook } from './rules/rule-book.js';
import { Scoring } from './scoring.js';
import { Slices } from './slices.js';
import { Swift } from './swift.js';
import { VenueLevels } from './venue-levels.js';
import { Strategies } from './strategies.js';
import type { RoutingStrategy } from './strategy.js';
import { Take } from './take.js';
import { STATE, STATE_WORDS, Terms } from './terms.js';
import { WaitingOrders } from './waiting-orders.js';

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
  /** False: no decision takes the short way (swift.ts); for tests that compare the two. */
  readonly usesSwift?: boolean;
  /** Of as many instruments and venues and this configuration; where the market view's arrays are in it, quotes need not be copied. */
  readonly memory?: RoutingMemory;
}

export class SmartRouter implements Router {
  readonly terms: Terms;
  readonly learning: Learning;
  readonly strategies: Strategies;
  readonly choice: StrategyChoice;
  readonly ring: DecisionRing;
  readonly waiting = new WaitingOrders();
  readonly candidates: Candidates;
  readonly scoring: Scoring;
  readonly stateFrames: StateFrames;
  readonly #options: SmartRouterOptions;
  readonly #look: Look;
  readonly #decide: Decide;
  /** The next decision's number, where the kernel has it. */
  readonly #next: Float64Array;

  /** Throws RoutingError: `ROUTING_VENUES` for more than 31 of them, and those of its parts. */
  constructor(options: SmartRouterOptions) {
    const { market, symbols, venues, config, rules, firstDecision = 1, clients = [], usesSwift = true } = options;
    if (venues.length !== market.venues || venues.length > 31) {
      throw new RoutingError('ROUTING_VENUES', 'venues of the router and of the market view', {
        found: `${venues.length} and ${market.venues}`,
        expected: 'the same number, at most 31',
      });
    }
    this.#options = options;
    const { length: count } = venues;
    const instruments = Math.max(market.instruments, symbols.instruments.length);
    const memory = options.memory ?? new RoutingMemory({ instruments, venues: count, config });
    const classes = new FeeClasses(memory);
    this.terms = new Terms({ symbols, venues: venues.map(({ id }) => id), config, rules, memory, classes });
    this.strategies = new Strategies(config, options.strategies);
    this.choice = new StrategyChoice(this.strategies, config, symbols.instruments, clients);
    this.learning = new Learning({ market, config, terms: this.terms, memory });
    const { terms, learning, choice, waiting } = this;
    const { measures } = learning;
    this.ring = new DecisionRing(memory, frameWordsMax(count, config.depth, config.slicesMax));
    this.stateFrames = new StateFrames(this.ring, terms, measures, count);
    this.learning.onChange = (venue, instrument) => this.stateFrames.measures(venue, instrument);
    this.candidates = new Candidates(count, this.ring.words);
    this.scoring = new Scoring(terms, measures, config.measures.priceRangeBps);
    this.#next = memory.doubles.subarray(CALL.decision / 8, CALL.decision / 8 + 1);
    this.#next[0] = firstDecision;
    const { ring, stateFrames, candidates, scoring } = this;
    const next = this.#next;
    const hand = new Hand();
    const slices = new Slices(config.slicesMax, count, ring.words);
    const levels = new Levels(market, config.depth);
    const look = new Look(market, terms, measures, hand, candidates);
    const sweepable = venues.reduce((mask, { takesSweeps }, index) => mask | (takesSweeps ? 1 << index : 0), 0);
    const { attemptsMax } = config;
    const head = { market, terms, learning, choice, waiting, stateFrames, candidates, hand, attemptsMax, next };
    this.#look = look;
    const { plans } = this.strategies;
    const ofVenues = new VenueLevels(market, memory, config.depth);
    const own = { memory, levels: ofVenues, learning, choice, plans, waiting, attemptsMax };
    const swift = usesSwift ? new Swift(own) : undefined;
    memory.integers[AT.slices / 4] = 8 * SLICE_WORDS * config.slicesMax;
    memory.integers[AT.sweepable / 4] = sweepable;
    memory.doubles[WORK.range / 8] = config.measures.priceRangeBps / 10_000;
    for (const [number, { weights }] of this.strategies.all.slice(0, STRATEGIES_MAX).entries()) {
      if (weights !== undefined) memory.doubles.set(weights, (LIST.weights + number * WEIGHTS_BYTES) / 8);
    }
    this.#decide = new Decide({
      ring,
      candidates,
      hand,
      head: new Head(head),
      look,
      swift,
      plans,
      take: new Take({ terms, scoring, candidates, look, levels, hand, slices, sweepable }),
      probe: new Probe({ market, terms, learning, candidates, slices, hand }),
      rest: new Rest(terms, scoring, candidates, look, hand),
      levels,
      slices,
      next,
    });
  }

  /** Fills in prices after fees and availability of all venues in the last decision's candidates: for explanations. */
  priceAll(): void {
    this.#look.price(2 ** this.candidates.venues - 1);
  }

  /** What has to know of each decision as it is made: it reads the frame, and allocates nothing. */
  onDecision(listener: (words: Float64Array, at: number) => void): void {
    this.#decide.listener = listener;
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

  /** Everything goes by the simple strategy. */
  get usesFallback(): boolean {
    return this.choice.usesFallback;
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
    this.terms.states[instrument * STATE_WORDS + STATE.halt] = halt;
    this.stateFrames.terms(instrument);
  }

  /** Limit-up, limit-down bands from the feed, in the instrument's units; 0: none on that side. */
  setBands(instrument: number, lower: number, upper: number): void {
    this.terms.states[instrument * STATE_WORDS + STATE.lowerBand] = lower;
    this.terms.states[instrument * STATE_WORDS + STATE.upperBand] = upper;
    this.stateFrames.terms(instrument);
  }

  /** The listing exchange has given the instrument the narrow price increment, or taken it back. */
  setNarrow(instrument: number, isNarrow: boolean): void {
    this.terms.states[instrument * STATE_WORDS + STATE.narrow] = isNarrow ? 1 : 0;
    this.terms.forget(instrument);
  }

  route(request: Readonly<RouteRequest>, into: RouteSlices): number {
    return this.#decide.decide(request, into);
  }

  waits(orderId: number, client: number, instrument: number, side: number, strategy: number, limitPrice: number): void {
    this.waiting.add(orderId, client, instrument, side, strategy, limitPrice);
  }

  waitsNoMore(orderId: number): void {
    this.waiting.remove(orderId);
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
