/** The kernel against the same books without it: every byte of every table, through growth, refusals and records of two slots. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { FLAG } from '../../../core/generated/records.js';
import { SeededRandom } from '../../../core/random.js';
import { RECORDS_AT, RECORDS_BYTES, type Arena } from '../arena.js';
import { BookSet, type BookDepth } from '../book-set.js';
import { TestRing, type TestRecord } from '../testing.js';
import { COMPILER, SOURCE_DIGEST } from './generated/kernel-bytes.js';
import { BATCH_SLOTS } from './kernel.js';

const SLOTS_LOG2 = 10;
/** The part of the orders that a stream knows of which there is room for: so that it is too small now and then. */
const FULL = 0.8;

/** All tables of a set, with what it keeps beside them. */
function memoryOf(books: BookSet): Buffer {
  const { arena } = (books as unknown as { books: { arena: Arena } }).books;
  const bytes = Buffer.from(new Uint8Array(arena.memory.buffer));
  return bytes.fill(0, RECORDS_AT, RECORDS_AT + RECORDS_BYTES);
}

interface Shape {
  readonly channels: number;
  readonly stocks: number;
  /** Orders to rest at a time, more or less. */
  readonly orders: number;
  /** How far from the middle prices may be, in ticks. */
  readonly ticks: number;
  /** Steps between references. */
  readonly stride: bigint;
}

/** Mostly what a feed says, now and then what it never should. */
class Stream {
  private live: { ref: bigint; channel: number; stock: number }[] = [];
  private next = 2n ** 32n - 50n;

  constructor(
    private readonly random: SeededRandom,
    private readonly shape: Shape,
  ) {}

  record(): TestRecord {
    const { random, live, shape } = this;
    const draw = random.below(1000);
    if (draw < 5) return this.odd();
    if (draw < 5 + (live.length < shape.orders ? 450 : 200)) return this.add();
    const index = random.below(4) === 0 ? random.below(live.length) : live.length - 1 - random.below(8);
    const order = live[index];
    if (order === undefined) return this.add();
    const { ref, channel, stock } = order;
    const head = { channel, stockLocate: stock, timestamp: random.below(2 ** 40) };
    const orderRef = random.below(100) === 0 ? ref + 1n : ref;
    if (draw < 510) return { ...head, name: 'OrderCancel', fields: { orderRef, canceledShares: this.part() } };
    if (draw < 560) return { ...head, name: 'OrderExecuted', fields: { orderRef, executedShares: this.part() } };
    if (draw < 580) {
      const printable = 'YN'[random.below(2)]!;
      const fields = { orderRef, executedShares: this.part(), executionPrice: this.price(), printable };
      return { ...head, name: 'OrderExecutedWithPrice', fields };
    }
    live.splice(index, 1);
    if (draw < 850) return { ...head, name: 'OrderDelete', fields: { orderRef } };
    const newOrderRef = random.below(50) === 0 ? (live[0]?.ref ?? ref) : this.reference(channel, stock);
    const fields = { originalOrderRef: orderRef, newOrderRef, shares: this.shares(), price: this.price() };
    return { ...head, name: 'OrderReplace', fields };
  }

  private add(): TestRecord {
    const { random, shape } = this;
    const channel = random.below(shape.channels);
    const stock = 1 + random.below(shape.stocks);
    const fields = {
      orderRef: random.below(200) === 0 && this.live.length > 0 ? this.live[0]!.ref : this.reference(channel, stock),
      side: random.below(300) === 0 ? '?' : 'BS'[random.below(2)]!,
      shares: this.shares(),
      stock: random.below(300) === 0 ? 'OTHER' : `S${stock}`,
      price: this.price(),
    };
    const name = random.below(10) === 0 ? 'AddOrderMpid' : 'AddOrder';
    return { name, channel, stockLocate: stock, fields, flags: random.below(500) === 0 ? FLAG.unsequenced : 0 };
  }

  private odd(): TestRecord {
    const { random, shape } = this;
    const channel = random.below(shape.channels);
    const stockLocate = 1 + random.below(shape.stocks);
    const names = ['Gap', 'Noii', 'Noii', 'Noii', 'Pad', 'SystemEvent', 'StockTradingAction', 'StockDirectory'];
    const name = random.below(120) === 0 ? 'Session' : names[random.below(names.length)]!;
    const stock = `S${stockLocate}`;
    if (name === 'Session') this.live = this.live.filter((order) => order.channel !== channel);
    if (name === 'Noii') return { name, channel, stockLocate, fields: { stock, currentReferencePrice: 0x41 } };
    if (name === 'Gap') return { name, channel, sequence: 5n, fields: { last: 9n } };
    if (name === 'StockDirectory') return { name, channel, stockLocate, fields: { stock } };
    if (name === 'StockTradingAction') return { name, channel, stockLocate, fields: { stock, tradingState: 'H' } };
    return { name, channel };
  }

  private reference(channel: number, stock: number): bigint {
    const ref = this.next;
    this.next += this.shape.stride * BigInt(1 + this.random.below(3));
    this.live.push({ ref, channel, stock });
    return ref;
  }

  private shares(): number {
    const { random } = this;
    if (random.below(200) === 0) return 0;
    return random.below(50) === 0 ? 0xffffff00 + random.below(256) : 1 + random.below(300);
  }

  /** Of an order's shares, mostly. */
  private part(): number {
    return this.random.below(10) === 0 ? this.shares() : 1 + this.random.below(50);
  }

  private price(): number {
    const { random, shape } = this;
    const ticks = random.below(2) === 0 ? random.below(shape.ticks) : random.below(6);
    return 1_000_000 + ticks * 100 + (random.below(8) === 0 ? 1 : 0);
  }
}

const shapes: Record<string, Shape> = {
  'few stocks': { channels: 1, stocks: 3, orders: 300, ticks: 20, stride: 1n },
  'deep books': { channels: 1, stocks: 2, orders: 3000, ticks: 800, stride: 1n },
  'many stocks on three channels, references far apart': {
    channels: 3,
    stocks: 300,
    orders: 3500,
    ticks: 30,
    stride: 2n ** 31n + 7n,
  },
};

describe.each(Object.entries(shapes))('%s', (_, shape) => {
  it.each(['L2', 'L3'] as const)('end, batch by batch, in the same memory, depth %s', (depth: BookDepth) => {
    // Small tables, so that all of them grow; and a limit that is met at times.
    const size = { depth, expectedOrders: 2, expectedBooks: 1, maxOrders: Math.floor(shape.orders * FULL) };
    const withKernel = new BookSet(size);
    const without = new BookSet({ ...size, kernel: false });
    const random = new SeededRandom(shape.orders + depth.length);
    const stream = new Stream(random, shape);
    const ring = new TestRing(SLOTS_LOG2, 0xffffff00);
    const left = vi.spyOn(withKernel as unknown as { applyOne(): number }, 'applyOne');
    let written = 0;
    for (let batch = 0; batch < 150; batch++) {
      const records = Array.from({ length: 1 + random.below(2 * BATCH_SLOTS) }, () => stream.record());
      const first = ring.next;
      for (const record of records) ring.write(record);
      written += records.length;
      withKernel.onRecords(ring.ring, first, ring.next);
      without.onRecords(ring.ring, first, ring.next);
      expect(withKernel.stats()).toEqual(without.stats());
      expect(memoryOf(withKernel).equals(memoryOf(without)), `memory after batch ${batch}`).toBe(true);
      if (batch % 3 === 0) {
        const changed: number[][] = [[], []];
        withKernel.drainChanged(({ number }) => changed[0]!.push(number));
        without.drainChanged(({ number }) => changed[1]!.push(number));
        expect(changed[0]).toEqual(changed[1]);
      }
    }
    const { adds, deletes, executions, replaces, refusedOrders, unknownOrders, duplicateOrders } = withKernel.stats();
    for (const count of [adds, deletes, executions, replaces, unknownOrders, duplicateOrders]) {
      expect(count).toBeGreaterThan(10);
    }
    // A limit that is met more often than not would leave little to compare.
    expect(left.mock.calls.length / written).toBeLessThan(0.4);
    expect(refusedOrders).toBeGreaterThan(0);
  });
});

describe('what is checked in', () => {
  const bytes = (): string => readFileSync(join(import.meta.dirname, 'generated/kernel-bytes.ts'), 'utf8');

  it('was compiled from kernel.c as it stands', () => {
    const source = readFileSync(join(import.meta.dirname, 'kernel.c'));
    expect(createHash('sha256').update(source).digest('hex'), 'run build.sh').toBe(SOURCE_DIGEST);
  });

  const here = compilerHere();
  it.skipIf(here !== COMPILER)(
    `is what ${COMPILER} makes of it${here === COMPILER ? '' : ` (skipped: here is ${here ?? 'no clang'})`}`,
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
      try {
        const out = join(folder, 'kernel-bytes.ts');
        execFileSync(join(import.meta.dirname, 'build.sh'), [out]);
        expect(readFileSync(out, 'utf8')).toBe(bytes());
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

function compilerHere(): string | undefined {
  try {
    const clang = process.env['CLANG'] ?? 'clang';
    return execFileSync(clang, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n')[0];
  } catch {
    return undefined;
  }
}
