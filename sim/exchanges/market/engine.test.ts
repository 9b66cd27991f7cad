import { beforeEach, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../control/core/random.js';
import type { Book, Order } from './book.js';
import { MatchingEngine } from './engine.js';
import { makeInstruments } from './instruments.js';

describe('the matching engine', () => {
  let said: string[];
  let engine: MatchingEngine;
  let book: Book;

  beforeEach(() => {
    said = [];
    const say = (...words: (string | number)[]): void => void said.push(words.join(' '));
    engine = new MatchingEngine(makeInstruments(2, new SeededRandom(1)), {
      added: (o) => say('add', o.id, o.side, o.shares, o.price),
      executed: (o, shares, match) => say('execute', o.id, shares, 'left', o.shares, 'match', match),
      executedAt: (o, shares, match, price, printable) =>
        say('execute', o.id, shares, '@', price, printable ? 'Y' : 'N'),
      reduced: (o, shares) => say('reduce', o.id, shares),
      deleted: (o) => say('delete', o.id),
      replaced: (o, original) => say('replace', original, o.id, o.shares, o.price),
      hiddenTraded: (o, shares) => say('hidden', shares, o.price),
      crossed: (_, shares, price, _match, type) => say('cross', type, shares, price),
      tradeBroken: (_, match) => say('break', match),
    });
    book = engine.books[0]!;
    book.state = 'trading';
  });

  const limit = (side: 'B' | 'S', price: number, shares: number): Order | undefined =>
    engine.enter(book, side, price, shares, 'limit', '', 1);

  it('fills the best price first, the oldest first, and rests what is left', () => {
    limit('S', 1002, 100);
    limit('S', 1001, 100);
    limit('S', 1001, 50);
    said = [];
    limit('B', 1001, 170);
    expect(said).toEqual(['execute 2 100 left 0 match 1', 'execute 3 50 left 0 match 2', 'add 4 B 20 1001']);
    expect(book.bestAsk?.price).toBe(1002);
    expect(book.bestBid?.shares).toBe(20);
  });

  it('drops what an immediate order leaves', () => {
    limit('B', 1000, 30);
    said = [];
    expect(engine.enter(book, 'S', 999, 100, 'ioc', '', 1)).toBeUndefined();
    expect(said).toEqual(['execute 1 30 left 0 match 1']);
    expect([book.bids, book.asks, book.orders]).toEqual([[], [], []]);
  });

  it('lets displayed orders go before hidden ones at one price, and better hidden ones before displayed', () => {
    engine.enter(book, 'S', 1001, 40, 'hidden', '', 1);
    engine.enter(book, 'S', 1000, 10, 'hidden', '', 1);
    limit('S', 1001, 100);
    said = [];
    engine.enter(book, 'B', 1001, 120, 'ioc', '', 1);
    expect(said).toEqual(['hidden 10 1000', 'execute 3 100 left 0 match 2', 'hidden 10 1001']);
    expect(book.hiddenAsks[0]?.shares).toBe(30);
  });

  it('loses priority with a replace, and keeps it with a partial cancel', () => {
    const first = limit('B', 1000, 100)!;
    const second = limit('B', 1000, 100)!;
    engine.cancel(book, first, 60);
    engine.replace(book, second, 1000, 80);
    limit('B', 1000, 5);
    said = [];
    engine.enter(book, 'S', 1000, 200, 'ioc', '', 1);
    expect(said).toEqual(['execute 1 40 left 0 match 1', 'execute 3 80 left 0 match 2', 'execute 4 5 left 0 match 3']);
  });

  it('makes of a replace that would trade a delete and a new order', () => {
    limit('S', 1005, 30);
    const order = limit('B', 1000, 100)!;
    said = [];
    engine.replace(book, order, 1005, 50);
    expect(said).toEqual(['delete 2', 'execute 1 30 left 0 match 1', 'add 3 B 20 1005']);
  });

  it('deletes when a cancel takes everything', () => {
    const order = limit('B', 1000, 100)!;
    engine.cancel(book, order, 100);
    expect(said).toEqual(['add 1 B 100 1000', 'delete 1']);
  });

  it('takes cancels only while halted, and only what does not trade while quoting', () => {
    const order = limit('S', 1000, 100)!;
    book.state = 'halted';
    said = [];
    expect(limit('B', 999, 10)).toBeUndefined();
    engine.replace(book, order, 1001, 100);
    engine.cancel(book, order, 10);
    book.state = 'quoting';
    expect(limit('B', 1000, 10)).toBeUndefined();
    expect(engine.enter(book, 'B', 900, 10, 'hidden', '', 1)).toBeUndefined();
    const bid = limit('B', 999, 10)!;
    engine.replace(book, bid, 1000, 10);
    expect(said).toEqual(['reduce 1 10', 'add 2 B 10 999']);
  });

  it('crosses at one price: paired interest, and displayed orders that the imbalance takes best first', () => {
    limit('S', 1002, 100);
    limit('S', 1001, 100);
    limit('S', 1009, 100);
    limit('B', 1000, 70);
    engine.enter(book, 'B', 1000, 5, 'hidden', '', 1);
    said = [];
    expect(engine.cross(book, 'O', 500, 'B', 900, 1005, 1001)).toBeGreaterThan(0);
    expect(said).toEqual(['execute 2 100 @ 1002 N', 'execute 1 100 @ 1002 N', 'cross O 700 1002']);
    expect(book.hiddenBids).toEqual([]);
  });

  it('keeps levels, orders and ids straight through a long random run', () => {
    const random = new SeededRandom(42);
    for (let i = 0; i < 20_000; i++) {
      const draw = random.below(10);
      const any = book.orders[random.below(Math.max(1, book.orders.length))];
      const side = random.below(2) === 0 ? 'B' : 'S';
      const price = 1000 + random.below(40) - 20;
      const shares = 1 + random.below(300);
      if (draw < 5 || any === undefined) limit(side, price, shares);
      else if (draw < 6) engine.enter(book, side, price, shares, draw === 5 ? 'hidden' : 'ioc', '', 1);
      else if (draw < 8) engine.cancel(book, any, shares);
      else engine.replace(book, any, price, shares);
      if (i % 500 === 0) check(book);
    }
    check(book);
  });
});

function check(book: Book): void {
  let displayed = 0;
  for (const [levels, sign] of [
    [book.bids, 1],
    [book.hiddenBids, 1],
    [book.asks, -1],
    [book.hiddenAsks, -1],
  ] as const) {
    let last = -Infinity;
    for (const level of levels) {
      expect(level.price * sign).toBeGreaterThan(last);
      last = level.price * sign;
      let shares = 0;
      let count = 0;
      let lastId = 0;
      for (let order = level.head; order !== undefined; order = order.next) {
        expect(order.id).toBeGreaterThan(lastId);
        expect(order.level).toBe(level);
        lastId = order.id;
        shares += order.shares;
        count++;
      }
      expect([level.shares, level.count]).toEqual([shares, count]);
      if (levels === book.bids || levels === book.asks) displayed += count;
    }
  }
  expect(book.orders.length).toBe(displayed);
  book.orders.forEach((order, i) => expect(order.position).toBe(i));
  const bid = Math.max(book.bestBid?.price ?? 0, book.hiddenBids.at(-1)?.price ?? 0);
  const ask = Math.min(book.bestAsk?.price ?? Infinity, book.hiddenAsks.at(-1)?.price ?? Infinity);
  expect(bid).toBeLessThan(ask);
}
