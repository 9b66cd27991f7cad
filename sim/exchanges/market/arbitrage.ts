/**
 * What keeps the markets of one seed together: whenever the latent price has moved, which it does at the same moments of the wall clock everywhere,
 * somebody looks through the books a little later and deals with the quotes that it has gone through.
 */
import type { Book } from './book.js';
import { STEP_MS } from './latent-price.js';
import type { Scene } from './scene.js';

/** How long it takes them, µs: at least, and at most. */
const FASTEST_US = 100;
const SLOWEST_US = 2000;

export class Arbitrage {
  readonly #scene: Scene;
  /** Books that somebody is about to deal with. */
  readonly #seen = new Set<Book>();
  #generation = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** Begins, or begins again because the wall clock has jumped. */
  restart(nowNs: number): void {
    this.#next(nowNs, ++this.#generation);
  }

  /** Something was quoted in a book. */
  look(book: Book, timeNs: number): void {
    const { agenda, flow, random } = this.#scene;
    if (this.#seen.has(book) || !flow.isStale(book, timeNs)) return;
    this.#seen.add(book);
    const delayNs = 1000 * (FASTEST_US + random.below(SLOWEST_US - FASTEST_US));
    agenda.at(timeNs + delayNs, (atNs) => {
      this.#seen.delete(book);
      flow.arbitrage(book, atNs);
    });
  }

  #next(nowNs: number, generation: number): void {
    const { agenda, epochMsAt } = this.#scene;
    const sinceStepMs = epochMsAt(nowNs) % STEP_MS;
    agenda.at(nowNs + Math.ceil((STEP_MS - sinceStepMs) * 1e6), (timeNs) => {
      if (generation !== this.#generation) return;
      this.#lookAtAll(timeNs);
      this.#next(timeNs, generation);
    });
  }

  #lookAtAll(timeNs: number): void {
    for (const book of this.#scene.engine.books) this.look(book, timeNs);
  }
}
