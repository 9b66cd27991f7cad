/**
 * Who trades: orders around the latent price, one decision at a time. Makers keep a ladder of levels on each side of it,
 * takers hit quotes that it has left behind, and the rest is noise.
 */
import type { Random } from '../../../control/core/world.js';
import type { Book, Level, Order, Side } from './book.js';
import { chance, geometric } from './draws.js';
import type { MatchingEngine } from './engine.js';
import type { Instrument } from './instruments.js';
import type { LatentPrice } from './latent-price.js';
import { MARKET_MAKERS } from './listings.js';

/** Levels that no trade or cancel goes below on one side. */
const MIN_LEVELS = 10;
const MAX_HIDDEN_LEVELS = 2;
/** Quotes that an arbitrageur deals with at once. */
const MOST_STALE = 1000;

export interface FlowOptions {
  readonly engine: MatchingEngine;
  readonly latent: readonly LatentPrice[];
  readonly random: Random;
  /** The wall clock at a time of the market, ms. */
  readonly epochMsAt: (timeNs: number) => number;
}

export class Flow {
  readonly #engine: MatchingEngine;
  readonly #latent: readonly LatentPrice[];
  readonly #random: Random;
  readonly #epochMsAt: (timeNs: number) => number;
  /** Recent prints that may still be broken: instrument index and match number. */
  readonly #prints: { instrument: Instrument; match: number }[] = [];

  constructor({ engine, latent, random, epochMsAt }: FlowOptions) {
    this.#engine = engine;
    this.#latent = latent;
    this.#random = random;
    this.#epochMsAt = epochMsAt;
  }

  /** The latent price of a book's symbol. */
  fair(book: Book, timeNs: number): number {
    return this.#latent[book.instrument.index]!.at(this.#epochMsAt(timeNs));
  }

  /** One decision in one book. */
  act(book: Book, timeNs: number): void {
    const fair = this.fair(book, timeNs);
    if (book.state === 'trading') this.#trade(book, fair);
    else if (book.orders.length > 0 && chance(this.#random, book.state === 'halted' ? 0.3 : 0.4)) {
      this.#cancel(book, fair);
    } else if (book.state === 'quoting') this.#add(book, this.#thinnerSide(book), fair);
  }

  /** Fills an empty book's ladders. */
  seed(book: Book, timeNs: number): void {
    const fair = this.fair(book, timeNs);
    const { levels, ordersPerLevel } = book.instrument.liquidity;
    const orders = Math.ceil(levels * ordersPerLevel);
    for (let i = 0; i < orders; i++) {
      this.#add(book, 'B', fair);
      this.#add(book, 'S', fair);
    }
  }

  /** Does the best quote of either side stand where the latent price has gone through it? */
  isStale(book: Book, timeNs: number): boolean {
    if (book.state !== 'trading') return false;
    const fair = this.fair(book, timeNs);
    return (book.bestAsk?.price ?? Infinity) < fair || (book.bestBid?.price ?? 0) > fair;
  }

  /** Takes, or has their owners pull, all quotes that the latent price has gone through. */
  arbitrage(book: Book, timeNs: number): void {
    const fair = this.fair(book, timeNs);
    for (let left = MOST_STALE; left > 0 && this.isStale(book, timeNs); left--) {
      const ask = book.bestAsk;
      if (ask !== undefined && ask.price < fair) this.#onStaleQuote(book, 'B', ask, fair);
      else this.#onStaleQuote(book, 'S', book.bestBid!, fair);
    }
  }

  /** A recent printed trade, forgotten once taken; undefined when there is none. */
  takePrint(): { instrument: Instrument; match: number } | undefined {
    if (this.#prints.length === 0) return undefined;
    const at = this.#random.below(this.#prints.length);
    return this.#prints.splice(at, 1)[0];
  }

  #trade(book: Book, fair: number): void {
    const random = this.#random;
    const bid = book.bestBid;
    const ask = book.bestAsk;
    // The latent price went through a quote: somebody takes it, or its owner pulls it.
    if (ask !== undefined && ask.price < fair) {
      this.#onStaleQuote(book, 'B', ask, fair);
      return;
    }
    if (bid !== undefined && bid.price > fair) {
      this.#onStaleQuote(book, 'S', bid, fair);
      return;
    }
    const target = 2 * book.instrument.liquidity.levels * book.instrument.liquidity.ordersPerLevel;
    const draw = random.next();
    if (draw < 0.04) this.#take(book, chance(random, 0.5) ? 'B' : 'S');
    else if (draw < 0.046) this.#hide(book, chance(random, 0.5) ? 'B' : 'S');
    else if (draw < 0.05) this.#tradeInside(book);
    else if (draw < 0.14) this.#replace(book, fair);
    else if (draw < 0.165) this.#reduce(book);
    else {
      const addShare = 0.5 + (target - book.orders.length) / target;
      if (chance(random, Math.min(0.95, Math.max(0.05, addShare)))) this.#add(book, this.#thinnerSide(book), fair);
      else this.#cancel(book, fair);
    }
  }

  #onStaleQuote(book: Book, taker: Side, level: Level, fair: number): void {
    const random = this.#random;
    const levels = book.levels(taker === 'B' ? 'S' : 'B', false);
    if (levels.length <= MIN_LEVELS) this.#add(book, taker === 'B' ? 'S' : 'B', fair);
    const draw = random.next();
    // A participant's quote is only taken, never moved or pulled for them.
    const owned = level.head!.owner !== undefined;
    if (owned || draw < 0.12) {
      const shares = chance(random, 0.6) ? level.shares : this.#part(book, level.shares);
      this.#print(book, taker, level.price, shares, 'ioc');
    } else if (draw < 0.6) this.#move(book, level.head!, fair);
    else this.#engine.delete(book, level.head!);
  }

  #take(book: Book, side: Side): void {
    const random = this.#random;
    const levels = book.levels(side === 'B' ? 'S' : 'B', false);
    if (levels.length <= MIN_LEVELS) return;
    const best = levels[levels.length - 1]!;
    const draw = random.next();
    if (draw < 0.7) {
      this.#print(book, side, best.price, this.#part(book, Math.min(best.shares, this.#size(book))), 'ioc');
    } else if (draw < 0.88) this.#print(book, side, best.price, best.shares, 'ioc');
    // Takes the level, and what is left of the order rests there.
    else if (draw < 0.95) this.#print(book, side, best.price, best.shares + this.#size(book), 'limit');
    else if (levels.length > MIN_LEVELS + 1) {
      const second = levels[levels.length - 2]!;
      this.#print(book, side, second.price, best.shares + this.#part(book, second.shares), 'ioc');
    }
  }

  #print(book: Book, side: Side, price: number, shares: number, kind: 'limit' | 'ioc'): void {
    const before = this.#engine.lastMatch;
    this.#engine.enter(book, side, price, shares, kind, '', this.#tracking());
    this.#remember(book.instrument, before);
  }

  #remember(instrument: Instrument, before: number): void {
    const match = this.#engine.lastMatch;
    if (match === before || this.#engine.ownedMatch > before) return;
    if (this.#prints.length < 64) this.#prints.push({ instrument, match });
    else {
      const slot = this.#prints[match % 64]!;
      slot.instrument = instrument;
      slot.match = match;
    }
  }

  /** A hidden order at the midpoint. */
  #hide(book: Book, side: Side): void {
    const bid = book.bestBid;
    const ask = book.bestAsk;
    if (bid === undefined || ask === undefined) return;
    const levels = book.levels(side, true);
    if (levels.length >= MAX_HIDDEN_LEVELS) {
      // Participants' hidden orders stay; ours come when there is room.
      if (levels[0]!.head!.owner !== undefined) return;
      this.#engine.delete(book, levels[0]!.head!);
    }
    const { hasHalfTicks, tick } = book.instrument;
    const step = hasHalfTicks ? 1 : tick;
    const middle = Math.floor((bid.price + ask.price) / 2 / step) * step;
    const before = this.#engine.lastMatch;
    this.#engine.enter(book, side, middle, this.#size(book) * 2, 'hidden', '', this.#tracking());
    this.#remember(book.instrument, before);
  }

  /** An execution between the quotes: the resting order had discretion. Now and then it is not printable. */
  #tradeInside(book: Book): void {
    const random = this.#random;
    const bid = book.bestBid;
    const ask = book.bestAsk;
    if (bid === undefined || ask === undefined || ask.price - bid.price < 2) return;
    const level = chance(random, 0.5) ? bid : ask;
    if (level.head!.owner !== undefined) return;
    if (level.count === 1 && book.levels(level === bid ? 'B' : 'S', false).length <= MIN_LEVELS) return;
    const price = Math.floor((bid.price + ask.price) / 2);
    const printable = chance(random, 0.8);
    const before = this.#engine.lastMatch;
    this.#engine.tradeInside(book, level, price, this.#size(book), printable);
    if (printable) this.#remember(book.instrument, before);
  }

  #reduce(book: Book): void {
    const order = this.#any(book);
    const { lot } = book.instrument;
    if (order === undefined || order.shares < 2 * lot) return;
    this.#engine.cancel(book, order, this.#part(book, order.shares - lot));
  }

  #replace(book: Book, fair: number): void {
    const order = this.#farther(book, fair);
    if (order !== undefined && this.#mayLeave(book, order)) this.#move(book, order, fair);
  }

  #move(book: Book, order: Order, fair: number): void {
    const price = this.#makerPrice(book, order.side, fair);
    if (price === 0) this.#engine.delete(book, order);
    else this.#engine.replace(book, order, price, chance(this.#random, 0.5) ? order.shares : this.#size(book));
  }

  #cancel(book: Book, fair: number): void {
    const order = this.#farther(book, fair);
    if (order !== undefined && this.#mayLeave(book, order)) this.#engine.delete(book, order);
  }

  #add(book: Book, side: Side, fair: number): void {
    const random = this.#random;
    const price = this.#makerPrice(book, side, fair);
    if (price === 0) return;
    const attribution = chance(random, 0.08) ? MARKET_MAKERS[random.below(MARKET_MAKERS.length)]! : '';
    this.#engine.enter(book, side, price, this.#size(book), 'limit', attribution, this.#tracking());
  }

  /** Where a maker quotes: a hole in the ladder first, else a level near the top. Never through the other side; 0: nowhere. */
  #makerPrice(book: Book, side: Side, fair: number): number {
    const random = this.#random;
    const { tick, spreadTicks, levelTicks, liquidity } = book.instrument;
    const own = book.levels(side, false);
    const half = (spreadTicks * tick) / 2;
    const touch = side === 'B' ? Math.floor((fair - half) / tick) * tick : Math.ceil((fair + half) / tick) * tick;
    const away = side === 'B' ? -levelTicks * tick : levelTicks * tick;
    let price: number;
    if (own.length < liquidity.levels) price = firstHole(own, side, touch, away);
    else {
      // Towards the touch: the square of a uniform.
      const draw = random.next();
      price = touch + Math.floor(draw * draw * liquidity.levels) * away;
      if (levelTicks > 1) price += (side === 'B' ? -tick : tick) * random.below(levelTicks);
    }
    if (side === 'B') {
      const ask = book.bestAsk;
      if (ask !== undefined && price >= ask.price) price = ask.price - tick;
      return price < book.instrument.lowestPrice ? 0 : price;
    }
    const bid = book.bestBid;
    return bid !== undefined && price <= bid.price ? bid.price + tick : price;
  }

  /** An order drawn at random; of two, the one farther from the latent price. */
  #farther(book: Book, fair: number): Order | undefined {
    const one = this.#any(book);
    const two = this.#any(book);
    if (one === undefined || two === undefined) return one;
    return Math.abs(one.price - fair) > Math.abs(two.price - fair) ? one : two;
  }

  #any(book: Book): Order | undefined {
    return book.orders.length === 0 ? undefined : book.orders[this.#random.below(book.orders.length)];
  }

  /** The last order of a level stays while its side is no deeper than it must be. */
  #mayLeave(book: Book, order: Order): boolean {
    return order.level!.count > 1 || book.levels(order.side, false).length > MIN_LEVELS;
  }

  #thinnerSide(book: Book): Side {
    const { bids, asks } = book;
    if (bids.length < MIN_LEVELS || asks.length < MIN_LEVELS) return bids.length <= asks.length ? 'B' : 'S';
    return chance(this.#random, 0.5) ? 'B' : 'S';
  }

  /** Round lots mostly, odd lots a quarter of the time. */
  #size(book: Book): number {
    const random = this.#random;
    const { roundLot, lot, maxQuantity, liquidity } = book.instrument;
    if (roundLot > lot && chance(random, 0.25)) return this.#part(book, roundLot - lot);
    return Math.min(maxQuantity, roundLot * (1 + geometric(random, liquidity.sizeRatio, 40)));
  }

  /** Between one lot and all of so many shares. */
  #part(book: Book, shares: number): number {
    const { lot } = book.instrument;
    return lot * (1 + this.#random.below(shares / lot));
  }

  /** The gateway port that a message came through; never 0, which marks what the exchange itself does. */
  #tracking(): number {
    return 1 + this.#random.below(24);
  }
}

/** The price nearest to the touch, on the ladder `touch + k × away`, that has no level yet. Levels have the best last. */
function firstHole(levels: readonly Level[], side: Side, touch: number, away: number): number {
  let price = touch;
  let i = levels.length - 1;
  for (;;) {
    while (i >= 0 && (side === 'B' ? levels[i]!.price > price : levels[i]!.price < price)) i--;
    if (i < 0 || levels[i]!.price !== price) return price;
    price += away;
  }
}
