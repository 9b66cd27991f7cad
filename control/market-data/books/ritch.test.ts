/** A whole day of three stocks, read by a reader of this test's own: final books against the oracle, and against themselves. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RECORD_LAYOUTS } from '../../core/generated/records.js';
import { BookSet } from './book-set.js';
import { Oracle } from './oracle.js';
import { TestRing, type TestRecord } from './testing.js';

const file = join(import.meta.dirname, '../../../../shared/captures/itch50/ritch_ex20101224.binaryfile.itch');
const there = existsSync(file);

/** Messages of a BinaryFILE capture: a big-endian length before each. */
function* messages(bytes: Buffer): Generator<TestRecord> {
  const text = (at: number, length: number): string => bytes.toString('latin1', at, at + length);
  let sequence = 0n;
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt16BE(at);
    const m = at + 2;
    at = m + length;
    sequence++;
    const type = text(m, 1);
    const common = { stockLocate: bytes.readUInt16BE(m + 1), timestamp: bytes.readUIntBE(m + 5, 6), sequence };
    const name = RECORD_LAYOUTS.find(
      (layout) => layout.protocol === 'itch50' && layout.type === type.charCodeAt(0),
    )!.name;
    const orderRef = 'FAEXDCUP'.includes(type) ? bytes.readBigUInt64BE(m + 11) : 0n;
    const add = (): Record<string, string | number | bigint> => ({
      orderRef,
      side: text(m + 19, 1),
      shares: bytes.readUInt32BE(m + 20),
      stock: text(m + 24, 8),
      price: bytes.readUInt32BE(m + 32),
    });
    const fields = {
      A: add,
      F: add,
      P: add,
      E: () => ({ orderRef, executedShares: bytes.readUInt32BE(m + 19) }),
      X: () => ({ orderRef, canceledShares: bytes.readUInt32BE(m + 19) }),
      D: () => ({ orderRef }),
      U: () => ({
        originalOrderRef: orderRef,
        newOrderRef: bytes.readBigUInt64BE(m + 19),
        shares: bytes.readUInt32BE(m + 27),
        price: bytes.readUInt32BE(m + 31),
      }),
      R: () => ({ stock: text(m + 11, 8) }),
      H: () => ({ stock: text(m + 11, 8), tradingState: text(m + 19, 1) }),
      S: () => ({ eventCode: text(m + 11, 1) }),
    }[type];
    if (fields === undefined) expect.fail(`message type ${type}`);
    yield { name, ...common, fields: fields() };
  }
}

describe.skipIf(!there)(`the RITCH day${there ? '' : ' (skipped: the captures folder is not here)'}`, () => {
  it('ends with the books of the oracle', () => {
    const books = new BookSet({ depth: 'L3' });
    const ring = new TestRing(6);
    const oracle = new Oracle();
    const byType: Record<string, number> = {};
    for (const record of messages(readFileSync(file))) {
      ring.deliver(books, record);
      oracle.apply(record);
      byType[record.name] = (byType[record.name] ?? 0) + 1;
    }
    expect(byType).toMatchObject({
      AddOrder: 4997,
      AddOrderMpid: 3,
      OrderDelete: 1745,
      OrderExecuted: 198,
      OrderReplace: 12,
    });

    const symbols = [...books.symbols()];
    expect(symbols.map((book) => book.symbol)).toEqual(['ALC', 'BOB', 'CHAR']);
    for (const book of symbols) {
      const wanted = oracle.books.get(`0/${book.stockLocate}`)!;
      expect([...book.orders('bid')]).toEqual(wanted.queue('bid'));
      expect([...book.orders('ask')]).toEqual(wanted.queue('ask'));
      expect(book.levels('bid')).toEqual(wanted.levels('bid'));
      expect(book.levels('ask')).toEqual(wanted.levels('ask'));
      expect(book.lastTrade()).toEqual(wanted.lastTrade);
      expect(book.uncertain).toBe(false);
    }
    // The day is artificial: 94 deletes, 18 executions, 3 cancels and 2 replaces stand before the add of their order. A feed is
    // applied as it comes, so they are about unknown orders, and what they should have taken rests until the end.
    expect(books.stats()).toMatchObject({
      adds: 5000,
      deletes: 1745 - 94,
      executions: 198 - 18,
      cancels: 45 - 3,
      replaces: 12 - 2,
      unknownOrders: 117,
      duplicateOrders: 0,
      overExecuted: 0,
      overCancelled: 0,
      zeroShares: 0,
      nameConflicts: 0,
      liveOrders: 3204,
    });
    expect(books.channel(0)).toMatchObject({ gaps: 0, uncertainSince: undefined });
  });
});
