import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BEST, BEST_STRIDE, CONDITION, EXCLUDED, QUOTE, QUOTE_STRIDE, type BookSide } from '../../core/market-view.js';
import { ConsolidatedBook, type DepthSource } from './consolidated-book.js';

const INSTRUMENTS = 3;
const VENUES = 4;

interface Level {
  readonly price: number;
  readonly quantity: number;
}

/** One venue's books as plain sorted lists. */
class ListSource implements DepthSource {
  readonly books = new Map<string, Level[]>();

  readLevels(
    instrument: number,
    side: BookSide,
    depth: number,
    prices: Float64Array,
    quantities: Float64Array,
    at: number,
  ): number {
    const levels = (this.books.get(`${instrument}${side}`) ?? []).slice(0, depth);
    levels.forEach(({ price, quantity }, i) => {
      prices[at + i] = price;
      quantities[at + i] = quantity;
    });
    return levels.length;
  }
}

function rig(): { book: ConsolidatedBook; time: { ns: number } } {
  const time = { ns: 1000 };
  const book = new ConsolidatedBook({
    instruments: INSTRUMENTS,
    venues: VENUES,
    clock: { monotonicNs: () => time.ns },
  });
  return { book, time };
}

const bestOf = (book: ConsolidatedBook, instrument: number): Record<keyof typeof BEST, number> =>
  Object.fromEntries(
    Object.entries(BEST).map(([name, at]) => [name, book.best[instrument * BEST_STRIDE + at]!]),
  ) as Record<keyof typeof BEST, number>;

type Step =
  | {
      readonly kind: 'quote';
      readonly instrument: number;
      readonly venue: number;
      readonly quote: readonly number[];
      readonly state: number;
    }
  | { readonly kind: 'venue'; readonly venue: number; readonly bit: number; readonly on: boolean };

const amount = fc.integer({ min: 0, max: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant('quote' as const),
      instrument: fc.nat({ max: INSTRUMENTS - 1 }),
      venue: fc.nat({ max: VENUES - 1 }),
      quote: fc.tuple(amount, fc.integer({ min: 1, max: 9 }), amount, fc.integer({ min: 1, max: 9 })),
      state: fc.constantFrom(0, 0, 0, 0, EXCLUDED.halted, EXCLUDED.uncertain, EXCLUDED.stale),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('venue' as const),
      venue: fc.nat({ max: VENUES - 1 }),
      bit: fc.constantFrom(EXCLUDED.stale, EXCLUDED.disabled),
      on: fc.boolean(),
    }),
  },
);

describe('ConsolidatedBook', () => {
  it('begins empty, with every venue absent', () => {
    const { book } = rig();
    expect(bestOf(book, 0)).toMatchObject({ bidPrice: 0, askPrice: 0, condition: CONDITION.empty });
    expect(book.quotes[QUOTE.state]).toBe(EXCLUDED.absent);
  });

  it('equals what a look at all quotes finds, whatever came in whatever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { book } = rig();
        const quotes = new Map<string, { quote: readonly number[]; state: number }>();
        const venueBits = new Array<number>(VENUES).fill(0);
        for (const s of steps) {
          if (s.kind === 'quote') {
            const [bid, bidQuantity, ask, askQuantity] = s.quote as [number, number, number, number];
            const quote = [bid, bid && bidQuantity, ask, ask && askQuantity] as const;
            quotes.set(`${s.instrument},${s.venue}`, { quote, state: s.state });
            book.setQuote(s.instrument, s.venue, ...quote, s.state);
          } else {
            venueBits[s.venue] = s.on ? venueBits[s.venue]! | s.bit : venueBits[s.venue]! & ~s.bit;
            book.setVenueBit(s.venue, s.bit, s.on);
          }
          for (let instrument = 0; instrument < INSTRUMENTS; instrument++) {
            const counting = Array.from({ length: VENUES }, (_, venue) => ({
              venue,
              ...(quotes.get(`${instrument},${venue}`) ?? { quote: [0, 0, 0, 0], state: EXCLUDED.absent }),
            })).filter(({ venue, state }) => (state | venueBits[venue]!) === 0);
            const bids = counting.filter(({ quote }) => quote[0] !== 0);
            const asks = counting.filter(({ quote }) => quote[2] !== 0);
            const bid = Math.max(0, ...bids.map(({ quote }) => quote[0]!));
            const ask = asks.length === 0 ? 0 : Math.min(...asks.map(({ quote }) => quote[2]!));
            const atBid = bids.filter(({ quote }) => quote[0] === bid);
            const atAsk = asks.filter(({ quote }) => quote[2] === ask);
            expect(bestOf(book, instrument)).toMatchObject({
              bidPrice: bid,
              bidQuantity: atBid.reduce((sum, { quote }) => sum + quote[1]!, 0),
              bidVenues: atBid.reduce((mask, { venue }) => mask | (1 << venue), 0),
              askPrice: ask,
              askQuantity: atAsk.reduce((sum, { quote }) => sum + quote[3]!, 0),
              askVenues: atAsk.reduce((mask, { venue }) => mask | (1 << venue), 0),
              condition:
                bid === 0 && ask === 0
                  ? CONDITION.empty
                  : bid === 0 || ask === 0
                    ? CONDITION.oneSided
                    : bid < ask
                      ? CONDITION.normal
                      : bid === ask
                        ? CONDITION.locked
                        : CONDITION.crossed,
            });
          }
        }
      }),
    );
  });

  it('takes a halted, stale or disabled venue out and back in', () => {
    const { book } = rig();
    book.setQuote(1, 0, 100, 5, 102, 5, 0);
    book.setQuote(1, 2, 101, 7, 103, 7, 0);
    expect(bestOf(book, 1)).toMatchObject({ bidPrice: 101, bidVenues: 4, askPrice: 102, askVenues: 1 });
    book.setVenueBit(2, EXCLUDED.stale, true);
    expect(bestOf(book, 1)).toMatchObject({ bidPrice: 100, askPrice: 102 });
    book.setQuote(1, 2, 101, 7, 103, 7, EXCLUDED.stale);
    book.setVenueBit(2, EXCLUDED.stale, false);
    // Its own reason still stands.
    expect(bestOf(book, 1)).toMatchObject({ bidPrice: 100 });
    book.setQuote(1, 2, 101, 7, 103, 7, 0);
    expect(bestOf(book, 1)).toMatchObject({ bidPrice: 101 });
  });

  it('tells each changed instrument once a batch, and not what looks the same', () => {
    const { book } = rig();
    const seen: number[] = [];
    book.onChange((instrument) => seen.push(instrument));
    book.setQuote(2, 0, 100, 5, 102, 5, 0);
    book.setQuote(0, 0, 100, 5, 102, 5, 0);
    book.setQuote(2, 1, 100, 5, 102, 5, 0);
    book.publish();
    book.setQuote(2, 1, 100, 5, 102, 5, 0);
    book.publish();
    expect(seen).toEqual([2, 0]);
  });

  it('measures how long a market was locked or crossed', () => {
    const { book, time } = rig();
    const at = (ns: number, run: () => void): void => {
      time.ns = ns;
      book.begin();
      run();
    };
    at(2000, () => book.setQuote(0, 0, 100, 5, 102, 5, 0));
    at(4000, () => book.setQuote(0, 1, 102, 5, 104, 5, 0));
    at(4500, () => book.setQuote(0, 1, 103, 5, 104, 5, 0));
    at(5000, () => book.setQuote(0, 1, 101, 5, 104, 5, 0));
    expect(book.times.ns(0, CONDITION.normal, 10000)).toBe(7000);
    expect(book.times.ns(0, CONDITION.locked, 10000)).toBe(500);
    expect(book.times.ns(0, CONDITION.crossed, 10000)).toBe(500);
    expect(book.times.lockedOrCrossedShare(10000)).toBe(1000 / 8000);
  });

  it('merges depth as sorting all levels does: price, then quantity, then venue', () => {
    const level = fc.record({ price: fc.integer({ min: 1, max: 12 }), quantity: fc.integer({ min: 1, max: 4 }) });
    const side = fc.uniqueArray(level, { selector: ({ price }) => price, maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(side, { minLength: VENUES, maxLength: VENUES }),
        fc.constantFrom<BookSide>('bid', 'ask'),
        fc.nat({ max: VENUES - 1 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 40 }),
        (venues, which, halted, depth, room) => {
          const { book } = rig();
          const sign = which === 'bid' ? -1 : 1;
          const sorted = venues.map((levels) => levels.toSorted((a, b) => sign * (a.price - b.price)));
          sorted.forEach((levels, venue) => {
            const source = new ListSource();
            source.books.set(`1${which}`, levels);
            book.setSource(venue, source);
            book.setQuote(1, venue, 0, 0, 0, 0, venue === halted ? EXCLUDED.halted : 0);
          });
          const into = {
            prices: new Float64Array(room),
            quantities: new Float64Array(room),
            venues: new Int32Array(room),
          };
          const count = book.readDepth(1, which, depth, into);
          const expected = sorted
            .flatMap((levels, venue) => (venue === halted ? [] : levels.slice(0, depth).map((l) => ({ ...l, venue }))))
            .sort((a, b) => sign * (a.price - b.price) || b.quantity - a.quantity || a.venue - b.venue)
            .slice(0, room);
          expect(
            Array.from({ length: count }, (_, i) => ({
              price: into.prices[i],
              quantity: into.quantities[i],
              venue: into.venues[i],
            })),
          ).toEqual(expected);
        },
      ),
    );
  });

  it('refuses more venues than a mask has bits for', () => {
    expect(() => new ConsolidatedBook({ instruments: 1, venues: 32, clock: { monotonicNs: () => 0 } })).toThrow(
      RangeError,
    );
  });

  it('keeps the time of the batch with each quote', () => {
    const { book, time } = rig();
    time.ns = 7777;
    book.begin();
    book.setQuote(0, 3, 1, 1, 2, 1, 0);
    expect(book.quotes[3 * QUOTE_STRIDE + QUOTE.timeNs]).toBe(7777);
  });
});
