/**
 * Order flow as the bytes of a feed: the records of order-flow.ts as ITCH 5.0 (BinaryFILE: a length of two bytes before each
 * message) and as PITCH 2 (unit blocks one behind the other), both with a whole trading day's timestamps.
 */
import { FIELD, HEADER, RECORD } from '../../../control/core/generated/records.js';
import type { RecordRing } from '../../../control/core/record-ring.js';
import * as itch from '../../../control/protocols/itch50/encoder.js';
import { put16 as le16, put32 as le32, put64 as le64 } from '../../../control/protocols/little-endian.js';
import { pitchFeed } from '../../../control/protocols/pitch2/messages.js';
import { UnitWriter } from '../../../control/protocols/pitch2/unit.js';
import type { Flow } from '../order-flow.js';

const OPEN_NS = 34_200e9;
const DAY_NS = 23_400e9;
const DIRECTORY: itch.StockDirectoryFields = {
  stock: '',
  marketCategory: 'Q',
  financialStatus: 'N',
  roundLotSize: 100,
  roundLotsOnly: 'N',
  issueClassification: 'C',
  issueSubType: 'Z',
  authenticity: 'P',
  shortSaleThreshold: 'N',
  ipoFlag: ' ',
  luldReferencePriceTier: '1',
  etpFlag: 'N',
  etpLeverageFactor: 0,
  inverseIndicator: 'N',
};

/** Calls `take` for every record, with its time. */
function eachRecord(flow: Flow, take: (ring: RecordRing, slot: number, timeNs: number) => void): void {
  const total = flow.fillRecords + flow.updateRecords;
  let done = 0;
  for (const [ring, records] of [
    [flow.fill, flow.fillRecords],
    [flow.updates, flow.updateRecords],
  ] as const) {
    for (let i = 0; i < records; i++) take(ring, i * 64, OPEN_NS + Math.floor((done++ * DAY_NS) / total));
  }
}

function text(ring: RecordRing, at: number): string {
  return Buffer.from(ring.u8.buffer, ring.u8.byteOffset + at, 8)
    .toString('latin1')
    .trimEnd();
}

export function itchBytes(flow: Flow): Uint8Array {
  const out = new Uint8Array((flow.fillRecords + flow.updateRecords) * 42);
  let at = 0;
  eachRecord(flow, (ring, slot, timeNs) => {
    const length = itchMessage(out, at + 2, ring, slot, timeNs);
    out[at] = length >> 8;
    out[at + 1] = length;
    at += 2 + length;
  });
  return out.subarray(0, at);
}

function itchMessage(out: Uint8Array, at: number, ring: RecordRing, slot: number, timeNs: number): number {
  const { u8, u16, u32 } = ring;
  const locate = u16[(slot + HEADER.stockLocate) >> 1]!;
  const word = (field: number): number => u32[(slot + field) >> 2]!;
  switch (u8[slot]) {
    case RECORD.StockDirectory: {
      const stock = text(ring, slot + FIELD.StockDirectory.stock);
      return itch.encodeStockDirectory(out, at, locate, 0, timeNs, { ...DIRECTORY, stock });
    }
    case RECORD.AddOrder: {
      const field = FIELD.AddOrder;
      const side = u8[slot + field.side] === 0x42 ? 'B' : 'S';
      const stock = text(ring, slot + field.stock);
      const hi = word(field.orderRef + 4);
      const lo = word(field.orderRef);
      return itch.encodeAddOrder(
        out,
        at,
        locate,
        0,
        timeNs,
        hi,
        lo,
        side,
        word(field.shares),
        stock,
        word(field.price),
      );
    }
    case RECORD.OrderDelete: {
      const { orderRef } = FIELD.OrderDelete;
      return itch.encodeOrderDelete(out, at, locate, 0, timeNs, word(orderRef + 4), word(orderRef));
    }
    case RECORD.OrderReplace: {
      const { originalOrderRef: from, newOrderRef: to, shares, price } = FIELD.OrderReplace;
      const [fromHi, fromLo, toHi, toLo] = [word(from + 4), word(from), word(to + 4), word(to)];
      return itch.encodeOrderReplace(out, at, locate, 0, timeNs, fromHi, fromLo, toHi, toLo, word(shares), word(price));
    }
    case RECORD.OrderExecuted: {
      const { orderRef, executedShares } = FIELD.OrderExecuted;
      const [hi, lo] = [word(orderRef + 4), word(orderRef)];
      return itch.encodeOrderExecuted(out, at, locate, 0, timeNs, hi, lo, word(executedShares), 0, slot >>> 6);
    }
    case RECORD.OrderCancel: {
      const { orderRef, canceledShares } = FIELD.OrderCancel;
      return itch.encodeOrderCancel(
        out,
        at,
        locate,
        0,
        timeNs,
        word(orderRef + 4),
        word(orderRef),
        word(canceledShares),
      );
    }
    default:
      throw new Error(`order flow: record type ${u8[slot]!} has no ITCH message here`);
  }
}

/** PITCH keeps an order's identifier where ITCH gives a new one: modifications are told by the first. */
export function pitchBytes(flow: Flow): Uint8Array {
  const out = new Uint8Array((flow.fillRecords + flow.updateRecords) * 36);
  const block = new UnitWriter(1, 1400);
  const firstRef = new Map<number, number>();
  let at = 0;
  let sequence = 1;
  let second = -1;
  const flush = (): void => {
    const { messages } = block;
    if (messages === 0) return;
    const length = block.finish(sequence);
    out.set(block.bytes.subarray(0, length), at);
    at += length;
    sequence += messages;
  };
  const add = (bytes: number, write: (to: Uint8Array, start: number) => void): void => {
    if (!block.hasRoom(bytes)) flush();
    block.bytes[block.end] = bytes;
    write(block.bytes, block.end);
    block.added(bytes);
  };
  eachRecord(flow, (ring, slot, timeNs) => {
    const now = Math.floor(timeNs / 1e9);
    if (now !== second) {
      second = now;
      add(pitchFeed.Time.bytes, (to, start) => {
        to[start + 1] = pitchFeed.Time.type;
        le32(to, start + 2, now);
      });
    }
    pitchMessage(ring, slot, timeNs - now * 1e9, firstRef, add);
  });
  flush();
  return out.subarray(0, at);
}

type Add = (bytes: number, write: (to: Uint8Array, start: number) => void) => void;

function pitchMessage(ring: RecordRing, slot: number, offset: number, firstRef: Map<number, number>, add: Add): void {
  const { u8, u32 } = ring;
  const word = (field: number): number => u32[(slot + field) >> 2]!;
  const ref = (field: number): number => word(field + 4) * 2 ** 32 + word(field);
  const put = (bytes: number, type: number, order: number, write: (to: Uint8Array, start: number) => void): void =>
    add(bytes, (to, start) => {
      to[start + 1] = type;
      le32(to, start + 2, offset);
      le64(to, start + 6, order);
      write(to, start);
    });
  const known = (order: number): number => firstRef.get(order) ?? order;
  const isShort = (shares: number, price: number): boolean =>
    shares <= 0xffff && price % 100 === 0 && price <= 6_553_500;
  switch (u8[slot]) {
    case RECORD.AddOrder: {
      const field = FIELD.AddOrder;
      const [shares, price] = [word(field.shares), word(field.price)];
      const short = isShort(shares, price);
      const { type, bytes } = short ? pitchFeed.AddOrderShort : pitchFeed.AddOrderLong;
      put(bytes, type, ref(field.orderRef), (to, start) => {
        to[start + 14] = u8[slot + field.side]!;
        if (short) le16(to, start + 15, shares);
        else le32(to, start + 15, shares);
        const symbol = start + (short ? 17 : 19);
        for (let i = 0; i < 6; i++) to[symbol + i] = u8[slot + field.stock + i]!;
        if (short) le16(to, start + 23, price / 100);
        else le64(to, start + 25, price);
        to[start + (short ? 25 : 33)] = 1;
      });
      return;
    }
    case RECORD.OrderDelete: {
      const order = ref(FIELD.OrderDelete.orderRef);
      put(pitchFeed.DeleteOrder.bytes, pitchFeed.DeleteOrder.type, known(order), () => undefined);
      firstRef.delete(order);
      return;
    }
    case RECORD.OrderReplace: {
      const field = FIELD.OrderReplace;
      const order = ref(field.originalOrderRef);
      const first = known(order);
      firstRef.delete(order);
      firstRef.set(ref(field.newOrderRef), first);
      const [shares, price] = [word(field.shares), word(field.price)];
      const short = isShort(shares, price);
      const { type, bytes } = short ? pitchFeed.ModifyOrderShort : pitchFeed.ModifyOrderLong;
      put(bytes, type, first, (to, start) => {
        if (short) le16(to, start + 14, shares);
        else le32(to, start + 14, shares);
        if (short) le16(to, start + 16, price / 100);
        else le64(to, start + 18, price);
        to[start + (short ? 18 : 26)] = 1;
      });
      return;
    }
    case RECORD.OrderExecuted: {
      const { orderRef, executedShares } = FIELD.OrderExecuted;
      const { type, bytes } = pitchFeed.OrderExecuted;
      put(bytes, type, known(ref(orderRef)), (to, start) => {
        le32(to, start + 14, word(executedShares));
        le64(to, start + 18, slot >>> 6);
      });
      return;
    }
    case RECORD.OrderCancel: {
      const { orderRef, canceledShares } = FIELD.OrderCancel;
      const { type, bytes } = pitchFeed.ReduceSizeShort;
      put(bytes, type, known(ref(orderRef)), (to, start) => le16(to, start + 14, word(canceledShares)));
      return;
    }
    default:
      // The directory: PITCH names symbols where they occur.
      return;
  }
}
