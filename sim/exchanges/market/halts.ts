/** Trading stops and starts again: news, volatility pauses, an exchange's own trouble, the market-wide breaker. */
import type { Book } from './book.js';
import { chance, exponential } from './draws.js';
import { OPEN_NS, SECOND_NS, type Scene } from './scene.js';

export interface HaltOptions {
  /** Mean time between halts of some symbol, ns. */
  readonly meanNs: number;
  /** When the market-wide breaker trips, ns after the open; undefined: never. */
  readonly breakerAfterNs: number | undefined;
}

const BREAKER_HALT_NS = 3 * SECOND_NS;
const BREAKER_QUOTE_NS = 2 * SECOND_NS;
/** All symbols come back within this time. */
const BREAKER_RESUME_NS = SECOND_NS;
/** No halt of one symbol is longer. */
const LONGEST_NS = 12 * SECOND_NS;

export class Halts {
  readonly #scene: Scene;
  readonly #options: HaltOptions;

  constructor(scene: Scene, options: HaltOptions) {
    this.#scene = scene;
    this.#options = options;
  }

  schedule(): void {
    const { agenda, random } = this.#scene;
    const { breakerAfterNs, meanNs } = this.#options;
    agenda.at(OPEN_NS + SECOND_NS + exponential(random, meanNs), (timeNs) => this.#next(timeNs));
    if (breakerAfterNs !== undefined) agenda.at(OPEN_NS + breakerAfterNs, (timeNs) => this.#tripBreaker(timeNs));
  }

  #next(timeNs: number): void {
    const { agenda, engine, random } = this.#scene;
    agenda.at(timeNs + exponential(random, this.#options.meanNs), (nextNs) => this.#next(nextNs));
    const book = engine.books[random.below(engine.books.length)]!;
    const kind = random.below(5);
    if (book.state !== 'trading' || this.#nearBreaker(timeNs)) return;
    if (kind < 2) this.#news(book, timeNs);
    else if (kind < 4) this.#pause(book, timeNs);
    else this.#operational(book, timeNs);
  }

  /** One symbol's halt does not overlap the breaker's. */
  #nearBreaker(timeNs: number): boolean {
    const { breakerAfterNs } = this.#options;
    if (breakerAfterNs === undefined) return false;
    const fromBreaker = timeNs - OPEN_NS - breakerAfterNs;
    return fromBreaker > -LONGEST_NS && fromBreaker < LONGEST_NS;
  }

  #stop(book: Book): void {
    book.state = 'halted';
    this.#scene.engine.dropHidden(book);
  }

  #news(book: Book, timeNs: number): void {
    const { agenda, events, random } = this.#scene;
    this.#stop(book);
    events.tradingAction(book.instrument, 'H', chance(random, 0.7) ? 'T1' : 'T12');
    agenda.at(timeNs + 2 * SECOND_NS, () => events.tradingAction(book.instrument, 'H', 'T2'));
    this.#reopen(book, timeNs + 4 * SECOND_NS, 3 * SECOND_NS, 'T3');
  }

  #pause(book: Book, timeNs: number): void {
    const { agenda, events, random } = this.#scene;
    const { instrument } = book;
    const reference = book.bestBid?.price ?? instrument.openingPrice;
    const band = Math.ceil((reference * 0.05) / instrument.tick) * instrument.tick;
    this.#stop(book);
    events.tradingAction(instrument, 'NP'.includes(instrument.category) ? 'P' : 'H', 'LUDP');
    events.auctionCollar(instrument, reference, reference + band, Math.max(1, reference - band), 0);
    let quoteNs = timeNs + SECOND_NS;
    if (chance(random, 0.3)) {
      agenda.at(timeNs + 2 * SECOND_NS, () =>
        events.auctionCollar(instrument, reference, reference + 2 * band, Math.max(1, reference - 2 * band), 1),
      );
      quoteNs += 2 * SECOND_NS;
    }
    this.#reopen(book, quoteNs, 4 * SECOND_NS, 'R4');
  }

  #operational(book: Book, timeNs: number): void {
    const { agenda, events } = this.#scene;
    this.#stop(book);
    events.operationalHalt(book.instrument, true);
    agenda.at(timeNs + 3 * SECOND_NS, () => {
      book.state = 'trading';
      events.operationalHalt(book.instrument, false);
    });
  }

  /** Quotation from `quoteNs`, indications each second, a cross, trading. */
  #reopen(book: Book, quoteNs: number, quoteForNs: number, reason: string): void {
    const { agenda, events, auction } = this.#scene;
    agenda.at(quoteNs, () => {
      book.state = 'quoting';
      events.tradingAction(book.instrument, 'Q', reason);
    });
    for (let at = quoteNs + SECOND_NS / 2; at < quoteNs + quoteForNs; at += SECOND_NS) {
      agenda.at(at, () => auction.indicate(book, 'H'));
    }
    agenda.at(quoteNs + quoteForNs, () => {
      auction.cross(book, 'H');
      book.state = 'trading';
      events.tradingAction(book.instrument, 'T', '');
    });
  }

  #tripBreaker(timeNs: number): void {
    const { engine, events } = this.#scene;
    events.declineBreached('1');
    for (const book of engine.books) {
      if (book.state !== 'trading') continue;
      this.#stop(book);
      events.tradingAction(book.instrument, 'H', 'MWC1');
      const after = (BREAKER_RESUME_NS * book.instrument.index) / engine.books.length;
      this.#reopen(book, timeNs + BREAKER_HALT_NS + after, BREAKER_QUOTE_NS, 'MWCQ');
    }
  }
}
