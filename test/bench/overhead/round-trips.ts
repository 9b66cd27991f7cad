/** Orders and the first word about them: through the demo's exchanges as processes, over sockets, journal and all. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExecType, Side, TimeInForce, blankOrder, type VenueHandler } from '../../../control/core/venue.js';
import { quantiles, type BenchContext } from '../harness.js';
import { openDesk, pause, startExchanges, type BenchDesk, type DeskOptions } from './demo-exchanges.js';

/** A venue takes an order so often: less than the slowest allows. */
const PERIOD_MS = 70;
const PATIENCE_MS = 5000;
/** Before anything counts: where the venue takes so many, orders one behind the other, so that a day's usual code is what is measured. */
const WARM_ORDERS = 1000;
const WARM_PERIOD_MS = 5;
const WARM_RATE = 400;
const NS_PER_MS = 1e6;
const GOAL_NS = 10e6;

/** From submit to the first report, ns, by venue. */
class Stopwatch implements VenueHandler {
  readonly samples: number[][] = [];
  rejected = 0;
  uncertain = 0;
  private readonly sent = new Map<number, { readonly venue: number; readonly atMs: number }>();

  begin(venue: number, orderId: number): void {
    this.sent.set(orderId, { venue, atMs: performance.now() });
  }

  get waiting(): number {
    return this.sent.size;
  }

  onReport({ orderId, execType }: Parameters<VenueHandler['onReport']>[0]): void {
    const start = this.sent.get(orderId);
    if (start === undefined) return;
    this.sent.delete(orderId);
    if (execType === ExecType.rejected) this.rejected++;
    else (this.samples[start.venue] ??= []).push((performance.now() - start.atMs) * NS_PER_MS);
  }

  onRefusal(): void {
    // Nothing is cancelled here.
  }

  onState(): void {
    // The desk waits for it.
  }

  onUncertain(): void {
    this.uncertain++;
  }
}

/** @param orders of each venue */
export async function roundTrips(context: BenchContext, orders: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'crossfeed-overhead-'));
  const exchanges = await startExchanges();
  try {
    await scenario(context, folder, orders, 'one-venue', { venues: ['nasdaq'], armed: false });
    await scenario(context, folder, orders, 'one-venue-armed', { venues: ['nasdaq'], armed: true });
    await scenario(context, folder, orders, 'five-venues', { armed: false });
    await scenario(context, folder, orders, 'five-venues-armed', { armed: true });
  } finally {
    await exchanges.stop();
    rmSync(folder, { recursive: true });
  }
  context.note(
    'round trips: submit to the first report, immediate-or-cancel far from the market, every venue at the same time',
  );
  context.note(
    `round trips: before, ${2 * Math.min(orders, WARM_ORDERS)} orders to each venue that takes ${WARM_RATE} a second, and ${Math.ceil(orders / 10)} to every one`,
  );
  context.note(
    'armed: with the fallback order session and the drop copy connected, and the rules that move order entry',
  );
}

async function scenario(
  context: BenchContext,
  folder: string,
  orders: number,
  name: string,
  options: DeskOptions,
): Promise<void> {
  const watch = new Stopwatch();
  const desk = await openDesk(folder, options, watch);
  try {
    // Sessions, journal and code are warm before anything counts.
    await send(desk, watch, 2 * Math.min(orders, WARM_ORDERS), WARM_PERIOD_MS, WARM_RATE);
    await send(desk, watch, Math.ceil(orders / 10));
    watch.samples.length = 0;
    await send(desk, watch, orders);
  } finally {
    await desk.close();
  }
  if (watch.waiting + watch.rejected + watch.uncertain > 0) {
    throw new Error(
      `${name}: ${watch.waiting} without an answer, ${watch.rejected} rejected, ${watch.uncertain} uncertain`,
    );
  }
  const all = watch.samples.flat();
  const input = `${desk.set.venues.length} venues, ${orders} orders each`;
  context.report({
    name: `round-trip-${name}`,
    unit: 'ns',
    n: all.length,
    ...quantiles(Float64Array.from(all)),
    input,
    goal: { atMost: GOAL_NS, of: 'p99' },
  });
  if (desk.set.venues.length === 1) return;
  for (const { id, index } of desk.set.venues) {
    const own = Float64Array.from(watch.samples[index] ?? []);
    context.report({ name: `${name}-${id.toLowerCase()}`, unit: 'ns', n: own.length, ...quantiles(own), input });
  }
}

let nextOrderId = Date.now() * 1000;

/** @param least orders a second that a venue must take to be sent any */
async function send(
  { set }: BenchDesk,
  watch: Stopwatch,
  orders: number,
  periodMs = PERIOD_MS,
  least = 0,
): Promise<void> {
  const venues = set.venues.filter(
    ({ capabilities: { ratePerSecond } }) => ratePerSecond === 0 || ratePerSecond >= least,
  );
  for (let i = 0; i < orders; i++) {
    for (const venue of venues) {
      const listing = [...set.symbols.ofVenue(venue.index)][0]!;
      const orderId = nextOrderId++;
      const timeInForce = TimeInForce.immediateOrCancel;
      const { instrument, tick, lot, minQuantity } = listing;
      const quantity = Math.max(minQuantity, lot * 10);
      watch.begin(venue.index, orderId);
      const order = { ...blankOrder(), orderId, instrument, side: Side.buy, quantity, price: tick * 100, timeInForce };
      const result = venue.submit(order);
      if (result !== 'sent') throw new Error(`${venue.id}: ${result}`);
    }
    await pause(periodMs);
  }
  for (let waited = 0; watch.waiting > 0 && waited < PATIENCE_MS; waited += PERIOD_MS) await pause(PERIOD_MS);
}
