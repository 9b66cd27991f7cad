/** The session in process: from the socket's data callback to `socket.write` of the answer, over a real journal on a real disk. */
import type { DurabilityPolicy } from '../../../control/core/journal.js';
import { quantiles, type BenchContext } from '../harness.js';
import { ORDER_INPUT, OrderFrames, rig, turn, venueConfig, type Rig } from './session-rig.js';

const ORDERS = 20_000;
const WARM_UP = 5_000;
const BURST_ORDERS = 200_000;
/** What one read of a socket brings at most: 64 KiB. */
const ORDERS_PER_READ = 340;
const WARM_UP_READS = 100;

export async function run(context: BenchContext): Promise<void> {
  for (const policy of ['group', 'os', 'sync'] as const) await latency(context, policy);
  for (const policy of ['group', 'os', 'sync'] as const) await burst(context, policy);
  context.note(
    'session-…: one order at a time; the time ends when the answer is given to `socket.write`, after the journal’s commit',
  );
  context.note(
    `orders-answered-…: ${ORDERS_PER_READ} orders a read, as fast as they are taken, one core; orders-synced-…: the same, until fdatasync has completed for the last answer`,
  );
}

async function open(policy: DurabilityPolicy) {
  const bench = rig(policy);
  bench.engine.addSession(bench.spec(venueConfig));
  await bench.engine.listen({ host: '127.0.0.1', port: 1 });
  const frames = new OrderFrames();
  const connection = bench.network.open();
  let written = 0;
  let lastMs = 0;
  connection.stream.onWrite = (bytes) => {
    lastMs = performance.now();
    written += bytes.length;
  };
  connection.handler.onData(frames.logon());
  await turn();
  if (written === 0) throw new Error('the bench was not logged on');
  return { bench, frames, ...connection, lastMs: () => lastMs, written: () => written };
}

async function latency({ report }: BenchContext, policy: DurabilityPolicy): Promise<void> {
  const { bench, frames, handler, lastMs } = await open(policy);
  const orders = policy === 'sync' ? ORDERS / 5 : ORDERS;
  const warmUp = policy === 'sync' ? WARM_UP / 5 : WARM_UP;
  const samples = new Float64Array(orders);
  for (let i = -warmUp; i < orders; i++) {
    const frame = frames.order();
    const start = performance.now();
    handler.onData(frame);
    // The engine commits as soon as the callback has returned: in the microtask that stands before this one.
    await Promise.resolve();
    if (i >= 0) samples[i] = (lastMs() - start) * 1000;
    // Timers and the journal's own syncs have their turn.
    await turn();
  }
  report({
    name: `session-${policy}`,
    unit: 'us',
    n: orders,
    ...quantiles(samples),
    input: ORDER_INPUT,
    ...(policy === 'group' ? { goal: { atMost: 20 } } : {}),
  });
  await bench.close();
}

async function burst(context: BenchContext, policy: DurabilityPolicy): Promise<void> {
  const { bench, frames, handler } = await open(policy);
  const [session] = bench.engine.sessions;
  const reads = Math.ceil(BURST_ORDERS / ORDERS_PER_READ);
  for (let i = 0; i < WARM_UP_READS; i++) {
    handler.onData(frames.orders(ORDERS_PER_READ));
    await turn();
  }
  const before = session?.session.store.nextOutgoing ?? 0;
  const input = Array.from({ length: reads }, () => frames.orders(ORDERS_PER_READ));
  const orders = reads * ORDERS_PER_READ;
  const start = performance.now();
  for (const read of input) {
    handler.onData(read);
    await turn();
  }
  const answeredS = (performance.now() - start) / 1000;
  if (session?.session.store.nextOutgoing !== before + orders) throw new Error('not every order was answered');
  await isSynced(bench);
  const syncedS = (performance.now() - start) / 1000;
  rate(context, `orders-answered-${policy}`, orders, answeredS, policy === 'group' ? 50_000 : undefined);
  rate(context, `orders-synced-${policy}`, orders, syncedS);
  await bench.close();
}

async function isSynced({ journal }: Rig): Promise<void> {
  const end = journal.committed;
  journal.requestSync();
  while (journal.synced < end) await turn();
}

function rate({ report }: BenchContext, name: string, orders: number, seconds: number, atLeast?: number): void {
  const perSecond = orders / seconds;
  report({
    name,
    unit: 'orders/s',
    n: orders,
    p50: perSecond,
    p99: perSecond,
    p999: perSecond,
    max: perSecond,
    input: ORDER_INPUT,
    ...(atLeast === undefined ? {} : { goal: { atLeast } }),
  });
}
