/** The risk pass: a new order, a replacement and a child, each with every check on, and what they leave on the heap. */
import { Side } from '../../../control/core/venue.js';
import type { BenchContext } from '../harness.js';
import { checkOrders, CLIENTS, INSTRUMENTS, readOrder, riskBench } from './risk-orders.js';

const BATCH = 256;
const BATCHES = 4000;
const WARM_UP = 1000;
const INPUT = `${CLIENTS} clients, ${INSTRUMENTS} shares at 5 venues, resting orders and positions in each`;

export function run({ time, report, allocated, note }: BenchContext): void {
  note(
    'risk: every check of docs/risk-controls.md on, orders of random clients in random instruments, all of which pass',
  );
  const bench = riskBench();
  const { gate, order } = bench;
  const common = { input: INPUT, batch: BATCH, batches: BATCHES, warmUp: WARM_UP };
  const checkNew = (index: number): void => checkOrders(bench, index * BATCH, BATCH);
  const checkReplace = (index: number): void => {
    for (let i = index * BATCH; i < (index + 1) * BATCH; i++) {
      const epochMs = readOrder(bench, i);
      const number = gate.checkReplace(order, order.quantity + 1, order.price, epochMs, 0, order.price);
      if (number !== 0) throw new Error(gate.denial().text);
    }
  };
  const checkChild = (index: number): void => {
    for (let i = index * BATCH; i < (index + 1) * BATCH; i++) {
      readOrder(bench, i);
      // Own orders rest on both sides, which a market order without a price would trade with.
      if (order.price === 0) order.price = order.side === Side.buy ? 100 : 10_000_000;
      const { client, instrument, side, price, quantity } = order;
      const number = gate.checkChild(client, instrument, i % 5, side, price, quantity);
      if (number !== 0) throw new Error(gate.denial().text);
    }
  };
  time({ ...common, name: 'risk-new', goal: { atMost: 150 }, run: checkNew });
  time({ ...common, name: 'risk-replace', goal: { atMost: 150 }, run: checkReplace });
  time({ ...common, name: 'risk-child', goal: { atMost: 150 }, run: checkChild });
  for (const [name, work] of [
    ['risk-new', checkNew],
    ['risk-replace', checkReplace],
    ['risk-child', checkChild],
  ] as const) {
    const calls = 200;
    const bytes = allocated(work, calls) / BATCH;
    const figures = { n: calls * BATCH, p50: bytes, p99: bytes, p999: bytes, max: bytes };
    report({ name: `${name}-allocated`, unit: 'bytes', ...figures, input: INPUT, goal: { atMost: 0.1 } });
  }
}
