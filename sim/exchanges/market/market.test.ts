import { beforeAll, describe, expect, it } from 'vitest';
import { ItchPublisher } from '../nasdaq/itch-publisher.js';
import type { MarketEvents } from './events.js';
import { Market, type MarketOptions } from './market.js';
import { OPEN_NS, SECOND_NS } from './scene.js';

/** A hash of everything published, cheap enough for hundreds of thousands of messages. */
function listener(): { events: MarketEvents; digest: () => number } {
  const bytes = new Uint8Array(64);
  let digest = 0x811c9dc5;
  const events = new ItchPublisher({
    bytes,
    reserve: () => 0,
    commit: (length) => {
      for (let i = 0; i < length; i++) digest = Math.imul(digest ^ bytes[i]!, 0x01000193);
    },
  });
  return { events, digest: () => digest >>> 0 };
}

function quantile(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(part * (values.length - 1))]!;
}

describe('a market', () => {
  interface Sample {
    /** Of the usual spread. */
    readonly spread: number;
    readonly spreadTicks: number;
    readonly levels: number;
    readonly sharesAtTop: number;
    /** Midpoint to latent price, in usual spreads. */
    readonly error: number;
    readonly weight: number;
  }
  const samples: Sample[] = [];
  let crossed = 0;
  let moved = 0;

  beforeAll(() => {
    const market = new Market({ seed: 4, breakerAfterS: null }, listener().events);
    market.advance(OPEN_NS + 2 * SECOND_NS);
    const openingMids = market.engine.books.map((book) => (book.bestBid?.price ?? 0) + (book.bestAsk?.price ?? 0));
    for (let second = 3; second < 120; second++) {
      market.advance(OPEN_NS + second * SECOND_NS);
      for (const book of market.engine.books) {
        if (book.state !== 'trading') continue;
        const { tick, spreadTicks, liquidity, index } = book.instrument;
        const bid = book.bestBid!;
        const ask = book.bestAsk!;
        if (ask.price <= bid.price) crossed++;
        samples.push({
          spread: (ask.price - bid.price) / tick / spreadTicks,
          spreadTicks: (ask.price - bid.price) / tick,
          levels: Math.min(book.bids.length, book.asks.length),
          sharesAtTop: bid.shares,
          error: Math.abs((ask.price + bid.price) / 2 - market.fairPrice(index)) / (spreadTicks * tick),
          weight: liquidity.weight,
        });
      }
    }
    moved = market.engine.books.filter(
      (book, i) => (book.bestBid?.price ?? 0) + (book.bestAsk?.price ?? 0) !== openingMids[i],
    ).length;
  });

  it('never shows a crossed or locked book', () => {
    expect(samples.length).toBeGreaterThan(10_000);
    expect(crossed).toBe(0);
  });

  it('has spreads of a few ticks, wider for the less liquid', () => {
    const of = (weight: number): number[] => samples.filter((s) => s.weight === weight).map((s) => s.spreadTicks);
    expect(quantile(of(12), 0.5)).toBeLessThanOrEqual(2);
    expect(quantile(of(0.9), 0.5)).toBeGreaterThan(quantile(of(12), 0.5));
    const relative = samples.map((s) => s.spread);
    expect(quantile(relative, 0.5)).toBeLessThanOrEqual(2.5);
    expect(quantile(relative, 0.99)).toBeLessThan(12);
  });

  it('has ten levels or more on each side, with more at the top than one lot on average', () => {
    const levels = samples.map((s) => s.levels);
    expect(quantile(levels, 0.001)).toBeGreaterThanOrEqual(10);
    // Where the latent price jumps through several levels, one may be missing for a moment.
    expect(Math.min(...levels)).toBeGreaterThanOrEqual(8);
    const liquid = samples.filter((s) => s.weight === 12).map((s) => s.sharesAtTop);
    expect(quantile(liquid, 0.5)).toBeGreaterThan(200);
  });

  it('follows the latent price, which moves every symbol', () => {
    expect(
      quantile(
        samples.map((s) => s.error),
        0.5,
      ),
    ).toBeLessThan(1);
    expect(moved).toBeGreaterThan(110);
  });
});

describe('virtual time', () => {
  const options: MarketOptions = { seed: 11, symbols: 30, messagesPerSecond: 2000, haltEveryS: 2 };

  it('gives the same events in one step and in many', () => {
    const one = listener();
    const many = listener();
    const market = new Market(options, one.events);
    market.advance(OPEN_NS + 5 * SECOND_NS);
    const other = new Market(options, many.events);
    for (let at = other.startNs; at < OPEN_NS + 5 * SECOND_NS; at += 3_333_333) other.advance(at);
    other.advance(OPEN_NS + 5 * SECOND_NS);
    expect(many.digest()).toBe(one.digest());
    expect(other.engine.eventCount).toBe(market.engine.eventCount);
  });

  it('ends the day before midnight, and nothing comes after the end', () => {
    const codes: string[] = [];
    class Spy extends ItchPublisher {
      override systemEvent(code: string): void {
        codes.push(code);
      }
    }
    const spy = new Spy({ bytes: new Uint8Array(64), reserve: () => 0, commit: () => undefined });
    const market = new Market({ ...options, symbols: 2, messagesPerSecond: 1 }, spy);
    market.advance(OPEN_NS + SECOND_NS);
    expect(codes).toEqual(['O', 'S', 'Q']);
    market.close();
    const before = market.engine.eventCount;
    market.advance(86_400 * SECOND_NS);
    market.close();
    expect(codes).toEqual(['O', 'S', 'Q', 'M', 'E', 'C']);
    expect(market.engine.eventCount).toBe(before);
    expect(market.closed).toBe(true);

    const whole = new Market({ ...options, symbols: 2, messagesPerSecond: 1 }, listener().events);
    whole.advance(2 * 86_400 * SECOND_NS);
    expect([whole.closed, whole.nowNs]).toEqual([true, 86_399 * SECOND_NS]);
  });
});
