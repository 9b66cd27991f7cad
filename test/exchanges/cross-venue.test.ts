import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../control/core/random.js';
import { FeedRecorder } from '../../sim/exchanges/core/feed-recorder.js';
import { FeedStore } from '../../sim/exchanges/core/stores.js';
import { seedFor } from '../../sim/exchanges/market/draws.js';
import { makeInstruments } from '../../sim/exchanges/market/instruments.js';
import { Market } from '../../sim/exchanges/market/market.js';

const SEED = 20261123;
const START_MS = 1_795_000_000_000;
const SECOND_NS = 1e9;

/** A venue that opened `aheadMs` before the others and lists other symbols under other names. */
function venue(name: string, first: number, count: number, aheadMs: number, rename?: (canonical: string) => string) {
  const random = new SeededRandom(seedFor(SEED, 'instruments'));
  const instruments = makeInstruments({ first, count, newListings: false, ...(rename && { rename }) }, random);
  const ignore = { traded: () => undefined, crossed: () => undefined, restricted: () => undefined };
  const recorder = new FeedRecorder(new FeedStore(16), ignore);
  recorder.keeps = false;
  const market = new Market(
    { seed: SEED, venue: name, instruments, messagesPerSecond: 3000, arbitrage: true, breakerAfterS: null },
    recorder,
  );
  market.rebase(START_MS - aheadMs);
  market.advance(market.startNs + aheadMs * 1e6);
  const books = new Map(market.engine.books.map((book) => [book.instrument.canonical, book]));
  return { market, books };
}

describe('the exchanges of one seed', () => {
  it('are locked or crossed with each other less than 0.5 % of the time', () => {
    const venues = [
      venue('nasdaq', 0, 110, 20_000),
      venue('cboe', 6, 110, 11_111, (name) => name.replace('.', ' ')),
      venue('fixex', 3, 105, 15_432, (name) => `${name}.US`),
    ];
    const shared = [...venues[0]!.books.keys()].filter((name) => venues.every(({ books }) => books.has(name)));
    expect(shared.length).toBeGreaterThanOrEqual(100);
    const origins = venues.map(({ market }) => market.nowNs);
    let samples = 0;
    let bad = 0;
    let differing = 0;
    let narrow = 0;
    const seconds = 30;
    // Every 1.3 ms: on all sides of the moments at which the common price moves.
    for (let atNs = 0; atNs < seconds * SECOND_NS; atNs += 1_300_000) {
      venues.forEach(({ market }, i) => market.advance(origins[i]! + atNs));
      for (const name of shared) {
        let bid = 0;
        let ask = Infinity;
        let quoting = 0;
        for (const { books } of venues) {
          const book = books.get(name)!;
          if (book.state !== 'trading') continue;
          quoting++;
          bid = Math.max(bid, book.bestBid?.price ?? 0);
          ask = Math.min(ask, book.bestAsk?.price ?? Infinity);
        }
        if (quoting < 2) continue;
        samples++;
        if (bid >= ask) bad++;
        if (venues[0]!.books.get(name)!.bestBid?.price !== venues[1]!.books.get(name)!.bestBid?.price) differing++;
        if (ask - bid < (bid + ask) / 2 / 100) narrow++;
      }
    }
    const part = bad / samples;
    console.info(`locked or crossed ${(part * 100).toFixed(4)} % of ${samples} samples`);
    expect(samples).toBeGreaterThan(1_000_000);
    expect(part).toBeLessThan(0.005);
    // They are venues of their own all the same, and close together.
    expect(differing / samples).toBeGreaterThan(0.05);
    expect(narrow / samples).toBeGreaterThan(0.99);
  }, 120_000);
});
