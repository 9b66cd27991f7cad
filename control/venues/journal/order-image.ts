/**
 * An order as a journal record: everything that is needed to know it again after a crash, as it was when it was asked for, changed, or stood at a
 * snapshot. Little-endian; instruments by symbol, because their numbers are good within one run only. Nothing is allocated to write one.
 */
import type { OrderTable } from '../orders/order-table.js';

/** What the record is about. `state`: something the venue said, or a snapshot. */
export const ImageType = { submit: 1, cancel: 2, replace: 3, state: 4, massCancel: 5 } as const;

const VERSION = 1;
const FIXED_BYTES = 104;
const TEXT_BYTES_MAX = 255;
export const IMAGE_BYTES_MAX = FIXED_BYTES + 4 * (TEXT_BYTES_MAX + 1) + 8;

export interface OrderImage {
  readonly type: number;
  readonly entry: number;
  readonly side: number;
  readonly ordType: number;
  readonly timeInForce: number;
  readonly flags: number;
  readonly pegTo: number;
  readonly capacity: number;
  readonly status: number;
  readonly pending: number;
  readonly requests: number;
  readonly quantity: number;
  readonly price: number;
  readonly stopPrice: number;
  readonly minQuantity: number;
  readonly displayQuantity: number;
  readonly pegOffset: number;
  readonly expireEpochMs: number;
  readonly ref: number;
  readonly cum: number;
  readonly leaves: number;
  readonly originId: number;
  readonly symbol: string;
  readonly account: string;
  readonly venueOrderId: string;
  /** A trade that was told with this state: its name and quantity; '' for none. */
  readonly tradeId: string;
  readonly tradeQuantity: number;
}

export class ImageWriter {
  readonly bytes = new Uint8Array(IMAGE_BYTES_MAX);
  private readonly view = new DataView(this.bytes.buffer);

  /** Returns where the image ends in `bytes`. */
  write(type: number, table: OrderTable, slot: number, symbol: string, tradeId: string, tradeQuantity: number): number {
    const { bytes, view } = this;
    bytes[0] = VERSION;
    bytes[1] = type;
    bytes[2] = table.entry[slot]!;
    bytes[3] = table.side[slot]!;
    bytes[4] = table.ordType[slot]!;
    bytes[5] = table.timeInForce[slot]!;
    bytes[6] = table.flags[slot]!;
    bytes[7] = table.pegTo[slot]!;
    bytes[8] = table.capacity[slot]!;
    bytes[9] = table.status[slot]!;
    bytes[10] = table.pending[slot]!;
    bytes[11] = 0;
    view.setUint16(12, table.requests[slot]!, true);
    view.setUint16(14, 0, true);
    view.setFloat64(16, table.quantity[slot]!, true);
    view.setFloat64(24, table.price[slot]!, true);
    view.setFloat64(32, table.stopPrice[slot]!, true);
    view.setFloat64(40, table.minQuantity[slot]!, true);
    view.setFloat64(48, table.displayQuantity[slot]!, true);
    view.setFloat64(56, table.pegOffset[slot]!, true);
    view.setFloat64(64, table.expireEpochMs[slot]!, true);
    view.setFloat64(72, table.ref[slot]!, true);
    view.setFloat64(80, table.cum[slot]!, true);
    view.setFloat64(88, table.leaves[slot]!, true);
    view.setFloat64(96, table.originId[slot]!, true);
    let at = this.text(FIXED_BYTES, symbol);
    at = this.text(at, table.account[slot]!);
    at = this.text(at, table.venueOrderId[slot]!);
    at = this.text(at, tradeId);
    view.setFloat64(at, tradeQuantity, true);
    return at + 8;
  }

  private text(at: number, text: string): number {
    const { bytes } = this;
    const length = Math.min(TEXT_BYTES_MAX, text.length);
    bytes[at] = length;
    for (let i = 0; i < length; i++) bytes[at + 1 + i] = text.charCodeAt(i);
    return at + 1 + length;
  }
}

/** Undefined for what this version cannot read. */
export function readImage(bytes: Uint8Array, start: number, end: number): OrderImage | undefined {
  if (end - start < FIXED_BYTES + 4 + 8 || bytes[start] !== VERSION) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  let at = FIXED_BYTES;
  const text = (): string => {
    const length = view.getUint8(at);
    const from = start + at + 1;
    at += 1 + length;
    return String.fromCharCode(...bytes.subarray(from, from + length));
  };
  const f64 = (offset: number): number => view.getFloat64(offset, true);
  return {
    type: view.getUint8(1),
    entry: view.getUint8(2),
    side: view.getUint8(3),
    ordType: view.getUint8(4),
    timeInForce: view.getUint8(5),
    flags: view.getUint8(6),
    pegTo: view.getUint8(7),
    capacity: view.getUint8(8),
    status: view.getUint8(9),
    pending: view.getUint8(10),
    requests: view.getUint16(12, true),
    quantity: f64(16),
    price: f64(24),
    stopPrice: f64(32),
    minQuantity: f64(40),
    displayQuantity: f64(48),
    pegOffset: f64(56),
    expireEpochMs: f64(64),
    ref: f64(72),
    cum: f64(80),
    leaves: f64(88),
    originId: f64(96),
    symbol: text(),
    account: text(),
    venueOrderId: text(),
    tradeId: text(),
    tradeQuantity: f64(at),
  };
}
