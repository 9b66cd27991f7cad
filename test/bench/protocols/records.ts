/**
 * Records read as a book reads them: every field that any message about an order has, from where it stands in all of them. One ring for all rows,
 * known when the loop is compiled: what is measured is the decoding, and reading is the bench's own affair.
 */
import * as layout from '../../../control/market-data/books/record-words.js';
import { RecordWriter } from '../../../control/market-data/records/writer.js';

const { HEAD, LOCATE, PRICE, REF_HI, REF_LO, SHARES, STOCK_HI, STOCK_LO, TIME_HI, TIME_LO } = layout;
/** Where records of PITCH have their quantity, and the upper half of a price. */
const QUANTITY = 14;
const PRICE_HI = PRICE + 1;

export const writer = new RecordWriter(10);
const { i32, mask } = writer.ring;
const sums = new Int32Array(1);

/** What was read, mixed together. */
export function sumOfRecords(): number {
  return sums[0]!;
}

/** Reads what is in the ring, and frees it. */
export function readItch(): void {
  const { first, pending } = writer;
  let sum = sums[0]!;
  let slot = first & mask;
  for (let left = pending | 0; left > 0; left--) {
    const word = slot << 4;
    slot = (slot + 1) & mask;
    sum =
      (sum +
        (i32[word + HEAD]! ^
          i32[word + LOCATE]! ^
          i32[word + TIME_LO]! ^
          i32[word + TIME_HI]! ^
          i32[word + SHARES]! ^
          i32[word + REF_LO]! ^
          i32[word + REF_HI]! ^
          i32[word + STOCK_LO]! ^
          i32[word + STOCK_HI]! ^
          i32[word + PRICE]!)) |
      0;
  }
  sums[0] = sum;
  writer.release(first + pending);
}

export function readPitch(): void {
  const { first, pending } = writer;
  let sum = sums[0]!;
  let slot = first & mask;
  for (let left = pending | 0; left > 0; left--) {
    const word = slot << 4;
    slot = (slot + 1) & mask;
    sum =
      (sum +
        (i32[word + HEAD]! ^
          i32[word + LOCATE]! ^
          i32[word + TIME_LO]! ^
          i32[word + TIME_HI]! ^
          i32[word + REF_LO]! ^
          i32[word + REF_HI]! ^
          i32[word + STOCK_LO]! ^
          i32[word + STOCK_HI]! ^
          i32[word + PRICE]! ^
          i32[word + PRICE_HI]! ^
          i32[word + QUANTITY]!)) |
      0;
  }
  sums[0] = sum;
  writer.release(first + pending);
}
