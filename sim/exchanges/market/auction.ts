/** Crosses: the interest that is never displayed, its indications, and the one price at which it trades. */
import type { Random } from '../../../control/core/world.js';
import type { Book, Side } from './book.js';
import { chance, geometric } from './draws.js';
import type { MatchingEngine } from './engine.js';
import type { CrossType, Imbalance, MarketEvents } from './events.js';

interface Interest {
  pairedShares: number;
  side: Side;
  imbalanceShares: number;
}

export class Auction {
  readonly #engine: MatchingEngine;
  readonly #events: MarketEvents;
  readonly #random: Random;
  readonly #interest = new Map<Book, Interest>();

  constructor(engine: MatchingEngine, events: MarketEvents, random: Random) {
    this.#engine = engine;
    this.#events = events;
    this.#random = random;
  }

  /** Publishes how the coming cross stands; interest grows from one indication to the next. */
  indicate(book: Book, type: CrossType): void {
    const interest = this.#grow(book);
    const { side, imbalanceShares, pairedShares } = interest;
    const reference = this.#reference(book);
    const far = reference === 0 ? 0 : this.#price(book, interest, reference);
    const imbalance: Imbalance = {
      instrument: book.instrument,
      pairedShares,
      imbalanceShares,
      direction: reference === 0 ? 'O' : imbalanceShares === 0 ? 'N' : side,
      farPrice: far,
      nearPrice: far,
      referencePrice: reference,
      crossType: type,
    };
    this.#events.imbalance(imbalance);
  }

  /** Crosses what there is. The book is in order before and after: the imbalance takes displayed orders best first. */
  cross(book: Book, type: CrossType): void {
    const { pairedShares, side, imbalanceShares } = this.#grow(book);
    this.#interest.delete(book);
    const reference = this.#reference(book) || book.instrument.openingPrice;
    const limit = reference + (side === 'B' ? 1 : -1) * Math.ceil(reference * 0.1);
    this.#engine.cross(book, type, pairedShares, side, imbalanceShares, limit, reference);
  }

  #grow(book: Book): Interest {
    const random = this.#random;
    const { roundLot, lot } = book.instrument;
    let interest = this.#interest.get(book);
    if (interest === undefined) {
      interest = { pairedShares: 0, side: chance(random, 0.5) ? 'B' : 'S', imbalanceShares: 0 };
      this.#interest.set(book, interest);
    }
    interest.pairedShares += roundLot * (5 + geometric(random, 0.95, 400));
    // At most a part of the second best level is taken, so that a cross thins a book but never empties it.
    const levels = book.levels(interest.side === 'B' ? 'S' : 'B', false);
    const reach = (levels[levels.length - 1]?.shares ?? 0) + (levels[levels.length - 2]?.shares ?? 0);
    interest.imbalanceShares = levels.length < 4 || chance(random, 0.2) ? 0 : lot * random.below(reach / lot);
    return interest;
  }

  /** The best price on the side where the imbalance is not; 0 without a two-sided book. */
  #reference(book: Book): number {
    const bid = book.bestBid;
    const ask = book.bestAsk;
    if (bid === undefined || ask === undefined) return 0;
    const { tick } = book.instrument;
    return Math.floor((bid.price + ask.price) / 2 / tick) * tick;
  }

  /** Where the cross would print now. */
  #price(book: Book, { side, imbalanceShares }: Interest, reference: number): number {
    const levels = book.levels(side === 'B' ? 'S' : 'B', false);
    let price = reference;
    let left = imbalanceShares;
    for (let i = levels.length - 1; i >= 0 && left > 0; i--) {
      price = levels[i]!.price;
      left -= levels[i]!.shares;
    }
    return price;
  }
}
