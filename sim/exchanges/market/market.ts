/**
 * A simulated market: symbols, latent prices, order flow and one matching engine, run in virtual time.
 *
 * Everything follows from the options; the only input is how far time has come. `advance` in one step or in a thousand
 * gives the same events.
 */
import { SeededRandom } from '../../../control/core/random.js';
import type { Random } from '../../../control/core/world.js';
import { Agenda } from './agenda.js';
import { Arbitrage } from './arbitrage.js';
import { Auction } from './auction.js';
import type { Book } from './book.js';
import { exponential, seedFor, WeightedIndex } from './draws.js';
import { MatchingEngine } from './engine.js';
import type { MarketEvents } from './events.js';
import { Flow } from './flow.js';
import { Halts } from './halts.js';
import { makeInstruments, type Instrument } from './instruments.js';
import { LatentPrice } from './latent-price.js';
import { Notices } from './notices.js';
import { Opening } from './opening.js';
import { OPEN_NS, SECOND_NS, type Scene } from './scene.js';

export interface MarketOptions {
  /** Markets of one seed have the same latent prices for the same canonical instruments. */
  readonly seed: number;
  /** Tells markets of one seed apart: each name has its own order flow. */
  readonly venue?: string;
  /** What is traded; default: the first `symbols` of the US shares. */
  readonly instruments?: readonly Instrument[];
  /** Default 120, at most 8,000. */
  readonly symbols?: number;
  /** Mean rate of messages from order flow; default 4,000. */
  readonly messagesPerSecond?: number;
  /** Mean time between halts of some symbol, seconds; null: never. Default 20. */
  readonly haltEveryS?: number | null;
  /** When the market-wide circuit breaker trips, seconds after the open; `null`: never. Default 150. */
  readonly breakerAfterS?: number | null;
  /** Trades around the clock: no opening, no notices. */
  readonly continuous?: boolean;
  /** Quotes that the latent price has gone through go within milliseconds; default not. Needs `rebase`. */
  readonly arbitrage?: boolean;
}

/** The day ends a second before midnight, because timestamps count from it. */
const LAST_NS = 86_399 * SECOND_NS;
const SEEDED_PART = 0.7;

export class Market {
  readonly instruments: readonly Instrument[];
  readonly engine: MatchingEngine;
  /** Time of the first message, ns since midnight: the open is at 09:30. */
  readonly startNs: number;
  readonly #scene: Scene;
  readonly #events: MarketEvents;
  readonly #stepped: (() => void) | undefined;
  readonly #flow: Flow;
  readonly #agenda = new Agenda();
  readonly #random: Random;
  readonly #activity: WeightedIndex;
  readonly #meanNs: number;
  #nextFlowNs: number;
  #nowNs: number;
  #closed = false;
  readonly #lastNs: number;
  readonly #arbitrage: Arbitrage | undefined;
  #midnightMs = 0;

  /** @param stepped called after each thing that happened, at its time */
  constructor(options: MarketOptions, events: MarketEvents, stepped?: () => void) {
    const { seed, venue = '', symbols = 120, messagesPerSecond = 4000, haltEveryS = 20, breakerAfterS = 150 } = options;
    const random = (name: string): SeededRandom => new SeededRandom(seedFor(seed, `${venue}${name}`));
    // The same list of made-up names for every market of the seed.
    this.instruments = options.instruments ?? makeInstruments(symbols, new SeededRandom(seedFor(seed, 'instruments')));
    const { length: count } = this.instruments;
    // Long enough to list every symbol and fill every book at a rate that a feed can carry.
    this.startNs = OPEN_NS - Math.max(3 * SECOND_NS, count * 0.003 * SECOND_NS);
    this.#lastNs = options.continuous === true ? Infinity : LAST_NS;
    this.#events = events;
    this.#stepped = stepped;
    this.engine = new MatchingEngine(this.instruments, events);
    this.#random = random('flow');
    const latent = this.instruments.map((instrument) => new LatentPrice(seed, instrument));
    const epochMsAt = (timeNs: number): number => this.#midnightMs + timeNs / 1e6;
    this.#flow = new Flow({ engine: this.engine, latent, random: random('orders'), epochMsAt });
    this.#activity = new WeightedIndex(this.instruments.map((instrument) => instrument.liquidity.weight));
    this.#meanNs = SECOND_NS / messagesPerSecond;
    this.#nextFlowNs = this.startNs + (OPEN_NS - this.startNs) * SEEDED_PART;
    this.#nowNs = this.startNs;
    this.#scene = {
      instruments: this.instruments,
      engine: this.engine,
      flow: this.#flow,
      auction: new Auction(this.engine, events, random('auction')),
      agenda: this.#agenda,
      events,
      random: random('agenda'),
      startNs: this.startNs,
      epochMsAt,
    };
    if (options.arbitrage === true) {
      this.#arbitrage = new Arbitrage({ ...this.#scene, random: random('arbitrage') });
    }
    const opening = new Opening(this.#scene);
    if (options.continuous === true) opening.scheduleContinuous();
    else {
      opening.schedule();
      new Notices(this.#scene).schedule();
    }
    if (haltEveryS === null) return;
    new Halts(this.#scene, {
      meanNs: haltEveryS * SECOND_NS,
      breakerAfterNs: breakerAfterS === null ? undefined : breakerAfterS * SECOND_NS,
    }).schedule();
  }

  /** Time of the last event or of the last `advance`, whichever is later. */
  get nowNs(): number {
    return this.#nowNs;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The unseen price of a symbol at a time that does not go back. */
  fairPrice(index: number): number {
    return this.#flow.fair(this.engine.books[index]!, this.#nowNs);
  }

  /** When something is due next, unless somebody sends an order before; Infinity when the day is over. */
  get nextNs(): number {
    return this.#closed ? Infinity : Math.min(this.#agenda.nextNs, this.#nextFlowNs, this.#lastNs);
  }

  /** Lets everything happen that is due up to and including this time, ns since midnight. */
  advance(untilNs: number): void {
    const until = Math.min(untilNs, this.#lastNs);
    while (!this.#closed) {
      const agendaNs = this.#agenda.nextNs;
      const next = Math.min(agendaNs, this.#nextFlowNs);
      if (next > until) break;
      this.#nowNs = next;
      this.#events.at(next);
      if (agendaNs <= this.#nextFlowNs) this.#agenda.runNext();
      else this.#act(next);
      this.#stepped?.();
    }
    this.#nowNs = Math.max(this.#nowNs, until);
    if (untilNs >= this.#lastNs) this.close();
  }

  /** The wall clock at the market's present time, ms. */
  get epochMs(): number {
    return Math.floor(this.#midnightMs + this.#nowNs / 1e6);
  }

  /** From now on the market's present time is this moment of the wall clock: latent prices follow that. */
  rebase(epochMs: number): void {
    this.#midnightMs = epochMs - this.#nowNs / 1e6;
    this.#arbitrage?.restart(this.#nowNs);
  }

  /** A participant has quoted in a book: those who watch prices look at it. */
  touched(index: number): void {
    if (!this.#closed) this.#arbitrage?.look(this.engine.books[index]!, this.#nowNs);
  }

  /** An operator stops one symbol, or lets it go on. Nothing happens when it stands so already, or has its own halt. */
  setHalted(index: number, isHalt: boolean, reason: string): void {
    const book = this.engine.books[index]!;
    if (this.#closed || (book.state === 'trading') !== isHalt) return;
    this.#events.at(this.#nowNs);
    if (isHalt) {
      book.state = 'halted';
      this.engine.dropHidden(book);
      this.#events.tradingAction(book.instrument, 'H', reason);
    } else {
      book.state = 'trading';
      this.#events.tradingAction(book.instrument, 'T', reason);
    }
  }

  /**
   * Ends the day at the current time. Resting orders end with it, as they do on the real feed: unsaid.
   * @param closingInterest shares that wait for the closing cross of a book: it prints at the middle of the market
   */
  close(closingInterest?: (book: Book) => number): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#events.at(this.#nowNs);
    for (const book of this.engine.books) {
      const shares = closingInterest?.(book) ?? 0;
      const bid = book.bestBid;
      const ask = book.bestAsk;
      if (shares === 0 || bid === undefined || ask === undefined) continue;
      const { tick } = book.instrument;
      const middle = Math.floor((bid.price + ask.price) / 2 / tick) * tick;
      this.engine.cross(book, 'C', shares, 'B', 0, middle, middle);
    }
    for (const code of ['M', 'E', 'C'] as const) this.#events.systemEvent(code);
    for (const book of this.engine.books) book.state = 'halted';
    this.#agenda.clear();
  }

  #act(timeNs: number): void {
    const before = this.engine.eventCount;
    const book = this.engine.books[this.#activity.draw(this.#random)]!;
    this.#flow.act(book, timeNs);
    this.#arbitrage?.look(book, timeNs);
    // A decision that causes several messages uses up the time of several.
    const messages = Math.max(1, this.engine.eventCount - before);
    this.#nextFlowNs = timeNs + Math.ceil(exponential(this.#random, this.#meanNs * messages));
  }
}
