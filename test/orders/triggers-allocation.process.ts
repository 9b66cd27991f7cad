/** The process that triggers-allocation.test.ts measures: prints how many bytes a million looks at armed stops left on the heap, and how long one took. */
import { PerformanceObserver } from 'node:perf_hooks';
import { BEST, BEST_STRIDE } from '../../control/core/market-view.js';
import { SeededRandom } from '../../control/core/random.js';
import type { Work } from '../../control/orders/engine/work.js';
import { StopWatch } from '../../control/orders/types/stop-watch.js';

const ARMED = Number(process.argv[2] ?? 10_000);
const LOOKS = 1_000_000;

const best = new Float64Array(BEST_STRIDE);
const tape = { price: new Float64Array(1), epochMs: new Float64Array(1) };
const work = {
  market: { best },
  instrument: { index: 0 },
  watchMarket: (): void => undefined,
  get marketIsSound(): boolean {
    return best[BEST.bidPrice]! <= best[BEST.askPrice]!;
  },
  get lastPrice(): number {
    return tape.price[0]!;
  },
  get lastEpochMs(): number {
    return tape.epochMs[0]!;
  },
} as unknown as Work;

const watch = new StopWatch();
watch.join(work);
const random = new SeededRandom(1);
let fired = 0;
const target = {
  onTrigger: (): void => {
    fired++;
  },
};
// Prices go from 90,000 to 110,000; stops are beyond that.
for (let i = 0; i < ARMED; i++) {
  const upward = i % 2 === 0;
  watch.arm(i % 4, upward, upward ? 120_000 + random.below(100_000) : 1 + random.below(80_000), target);
}
const moves = new Float64Array(4096);
for (let i = 0; i < moves.length; i++) moves[i] = 90_000 + random.below(20_000);

// A look in a market that is not sound notes the time of the last trade, which V8 boxes where it does not inline the getter: measured apart.
let crossings = 0;

function play(looks: number, crossedEvery: number): void {
  for (let i = 0; i < looks; i++) {
    const price = moves[i & 4095]!;
    best[BEST.bidPrice] = price;
    const isCrossed = i % crossedEvery === 0;
    if (isCrossed) crossings++;
    best[BEST.askPrice] = isCrossed ? price - 1 : price + 1;
    tape.price[0] = price;
    tape.epochMs[0] = 1_700_000_000_000 + i;
    watch.look(work);
  }
}

for (let i = 0; i < 3; i++) play(LOOKS / 4, 64);
play(1, 1);
play(1000, 1001);
crossings = 0;

const begun: number[] = [];
const observer = new PerformanceObserver((list) => begun.push(...list.getEntries().map((entry) => entry.startTime)));
observer.observe({ entryTypes: ['gc'] });

globalThis.gc!();
const start = performance.now();
const before = process.memoryUsage().heapUsed;
play(LOOKS, LOOKS + 1);
const bytes = process.memoryUsage().heapUsed - before;
const end = performance.now();
globalThis.gc!();
while (!begun.some((time) => time >= end)) await new Promise((resolve) => setImmediate(resolve));
const collections = begun.filter((time) => time >= start && time < end).length;
process.stdout.write(
  JSON.stringify({
    looks: LOOKS,
    bytes,
    collections,
    armed: watch.book.armed,
    fired,
    crossings,
    nsPerLook: ((end - start) * 1e6) / LOOKS,
  }),
);
