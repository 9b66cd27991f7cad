/** Order types: what a quote costs with stops armed, and from a quote to the replacement of a peg. The engine, the journal and the venue are not in it. */
import { BEST, BEST_STRIDE } from '../../../control/core/market-view.js';
import { blankClientOrder } from '../../../control/core/order-entry.js';
import { SeededRandom } from '../../../control/core/random.js';
import { OrdType } from '../../../control/core/venue.js';
import { ConsolidatedBook } from '../../../control/market-data/consolidated/consolidated-book.js';
import type { Child, OrderTypePlan, Work, Worker } from '../../../control/orders/engine/work.js';
import { createPlanOrder } from '../../../control/orders/types/plan.js';
import { StopWatch } from '../../../control/orders/types/stop-watch.js';
import { testVenue } from '../../../control/orders/types/testing-market.js';
import type { BenchContext } from '../harness.js';

const VENUES = 5;
const instrument = {
  index: 0,
  symbol: 'TEST',
  assetClass: 'equity',
  currency: 'USD',
  unit: 'shares',
  priceScale: 4,
  quantityScale: 0,
} as const;

export function run({ time, note }: BenchContext): void {
  note(
    'order types: quotes go through the consolidated book of 5 venues; a replacement ends where the worker asks for it',
  );
  for (const armed of [0, 1, 100, 10_000, 60_000]) looks(time, armed);
  pegs(time);
}

/** A quote that fires nothing. */
function looks(time: BenchContext['time'], armed: number): void {
  const best = new Float64Array(BEST_STRIDE);
  const work = {
    market: { best },
    instrument,
    marketIsSound: true,
    opensAt: 0,
    lastPrice: 100_000,
    lastEpochMs: 0,
    watchMarket: () => undefined,
  };
  const watch = new StopWatch();
  watch.join(work as unknown as Work);
  const random = new SeededRandom(1);
  const target = { onTrigger: (): void => undefined };
  for (let i = 0; i < armed; i++)
    watch.arm(i % 4, i % 2 === 0, i % 2 === 0 ? 120_000 + random.below(100_000) : 1 + random.below(80_000), target);
  time({
    name: `triggers-${armed}`,
    input: `${armed} stops armed, none reached`,
    batch: 256,
    batches: 4000,
    warmUp: 1000,
    run: (index) => {
      for (let i = 0; i < 256; i++) {
        const price = 90_000 + ((index * 7919 + i * 104_729) % 20_000);
        best[BEST.bidPrice] = price;
        best[BEST.askPrice] = price + 1;
        work.lastPrice = price;
        watch.look(work as unknown as Work);
      }
    },
  });
}

/** A quote that moves the price a peg follows. */
function pegs(time: BenchContext['time']): void {
  const book = new ConsolidatedBook({ instruments: 1, venues: VENUES, clock: { monotonicNs: () => 0 } });
  for (let venue = 0; venue < VENUES; venue++) book.setQuote(0, venue, 100_000 - 100 * venue, 500, 101_000, 500, 0);
  const terms = {
    ...blankClientOrder(),
    quantity: 1000,
    ordType: OrdType.pegged,
    pegTo: 'same' as const,
    algoParameters: { pegIntervalMs: '0' },
  };
  const { capabilities } = testVenue();
  const child = {
    orderId: 1,
    venue: 0,
    price: 0,
    quantity: 0,
    cumQuantity: 0,
    isOpen: true,
    cancelPending: false,
    replacePending: false,
    isUncertain: false,
    tag: 0,
  };
  const children: Child[] = [];
  let now = 0;
  let replaced = 0;
  const work = {
    orderId: 1,
    terms,
    instrument,
    symbols: { listing: () => ({ tick: 100, lot: 1, minQuantity: 1 }) },
    market: book,
    venueCount: VENUES,
    children,
    capabilities: () => capabilities,
    venueUsable: () => true,
    cumQuantity: 0,
    unsentQuantity: 1000,
    marketIsSound: true,
    opensAt: 0,
    epochMs: () => now,
    send(_venue: number, sent: { quantity: number; price: number }): Child {
      child.price = sent.price;
      child.quantity = sent.quantity;
      work.unsentQuantity = 0;
      children.push(child);
      return child;
    },
    replace(_child: Child, quantity: number, price: number): boolean {
      replaced++;
      child.quantity = quantity;
      child.price = price;
      return true;
    },
    wakeAt: () => undefined,
    watchMarket: () => undefined,
  };
  const venues = Array.from({ length: VENUES }, (_, index) => ({ index, capabilities, listed: true }));
  const plan = createPlanOrder()(terms, instrument, venues) as OrderTypePlan;
  const worker: Worker = plan.create(work as unknown as Work);
  worker.start();
  book.onChange(() => worker.onMarket());
  time({
    name: 'peg-reprice',
    input: `${VENUES} venues; from the quote of one to the call that replaces the peg's child`,
    batch: 16,
    batches: 8000,
    warmUp: 2000,
    goal: { atMost: 20_000, of: 'p99' },
    run: (index) => {
      for (let i = 0; i < 16; i++) {
        now += 1;
        book.setQuote(0, 1, 100_100 + 100 * ((index * 16 + i) % 8), 500, 101_000, 500, 0);
        book.publish();
      }
    },
  });
  if (replaced < 100_000) throw new Error(`${replaced} replacements`);
}
