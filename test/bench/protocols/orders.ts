/** Order entry: OUCH 5.0 and 4.2 Enter Order with the SoupBinTCP header, every one with a number, quantity and price of its own. */
import { EnterOrder42, putEnterOrder42 } from '../../../control/protocols/ouch42/orders.js';
import { EnterOrder50, putEnterOrder50 } from '../../../control/protocols/ouch50/orders.js';
import { OrderBuffer } from '../../../control/protocols/ouch/order-memory.js';
import type { BatchBench, BenchContext } from '../harness.js';

const BATCH = 4096;
const BATCHES = 200;
const WARM_UP = 40;
const padded = (text: string, size: number): Uint8Array => Buffer.from(text.padEnd(size), 'latin1');

export const order50 = Object.assign(new EnterOrder50(), {
  userRefNum: 1,
  side: 0x42,
  quantity: 1000,
  symbol: padded('MSFT', 8),
  price: 4_282_500,
  timeInForce: 0x30,
  display: 0x59,
  capacity: 0x41,
  iso: 0x4e,
  crossType: 0x4e,
  clOrdId: padded('ORD0610-004711', 14),
});

const order42 = Object.assign(new EnterOrder42(), {
  orderToken: padded('ORD0610-004711', 14),
  side: 0x42,
  shares: 1000,
  stock: padded('MSFT', 8),
  price: 4_282_500,
  timeInForce: 99998,
  firm: padded('CRSS', 4),
  display: 0x59,
  capacity: 0x41,
  iso: 0x4e,
  minQty: 0,
  crossType: 0x4e,
  customerType: 0x52,
});

/** Times a codec's work, and reports what it allocates. */
export function measured(
  context: BenchContext,
  bench: Pick<BatchBench, 'name' | 'input' | 'goal' | 'peer' | 'run'>,
): void {
  context.time({ ...bench, batch: BATCH, batches: BATCHES, warmUp: WARM_UP });
  const calls = 50;
  const bytes = context.allocated(bench.run, calls) / BATCH;
  const figures = { n: calls * BATCH, p50: bytes, p99: bytes, p999: bytes, max: bytes };
  const goal = bench.peer === true ? {} : { goal: { atMost: 0.1 } };
  context.report({ name: `${bench.name}-allocated`, unit: 'bytes', ...figures, input: bench.input ?? '', ...goal });
}

export function orderRows(context: BenchContext): void {
  const out = new OrderBuffer(1024 * 52);
  // A sum would outgrow what V8 keeps off the heap.
  let end = 0;
  measured(context, {
    name: 'ouch50-enter-encode',
    input: 'Enter Order and SoupBinTCP header, 50 bytes, into a send buffer',
    goal: { atMost: 20 },
    run: () => {
      for (let i = 0; i < BATCH; i++) {
        order50.userRefNum = i;
        order50.quantity = 100 + i;
        order50.price = 4_000_000 + i;
        end = putEnterOrder50(out, (i & 1023) * 50, order50);
      }
    },
  });
  measured(context, {
    name: 'ouch42-enter-encode',
    input: 'Enter Order and SoupBinTCP header, 52 bytes, into a send buffer',
    goal: { atMost: 30 },
    run: () => {
      for (let i = 0; i < BATCH; i++) {
        order42.shares = 100 + i;
        order42.price = 4_000_000 + i;
        end = putEnterOrder42(out, (i & 1023) * 52, order42);
      }
    },
  });
  if (end === 0) throw new Error('protocols: nothing was written');
}
