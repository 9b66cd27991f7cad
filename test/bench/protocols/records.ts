/**
 * Records read as the books' kernel reads them, in WebAssembly: every field that any message about an order has, of every record, from where it
 * stands in all of them.
 */
import * as layout from '../../../control/market-data/books/record-words.js';
import { SLOT_BYTES } from '../../../control/core/generated/records.js';
import { RecordWriter } from '../../../control/market-data/records/writer.js';
import { assemble, define, i32, loop, push, type Local } from '../../../control/protocols/web-assembly/assembler.js';
import { WebAssembly } from '../../../control/protocols/web-assembly/web-assembly.js';

const { HEAD, LOCATE, PRICE, REF_HI, REF_LO, SHARES, STOCK_HI, STOCK_LO, TIME_HI, TIME_LO } = layout;
/** Where records of PITCH have their quantity, and the upper half of a price. */
const QUANTITY = 14;
const PRICE_HI = PRICE + 1;
const common = [HEAD, LOCATE, TIME_LO, TIME_HI, REF_LO, REF_HI, STOCK_LO, STOCK_HI, PRICE];

export const writer = new RecordWriter(10);
const { ring, kernel } = writer;

/** NAME(at, end): the words of the records between, mixed together. */
function reader(name: string, words: readonly number[]) {
  return define(name, 2, (args, local) => {
    const [at, end] = args as [Local, Local];
    const sum = local('i32');
    const mixed = words.map((word) => i32.load(at, 4 * word)).reduce((all, word) => i32.xor(all, word));
    return [
      loop((again) => [sum.set(i32.add(sum, mixed)), at.set(i32.add(at, SLOT_BYTES)), again.if(i32.lt_u(at, end))]),
      push(sum),
    ];
  });
}

const module = assemble([reader('itch', [...common, SHARES]), reader('pitch', [...common, PRICE_HI, QUANTITY])], 1);
const { memory } = kernel;
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } });
type Read = (at: number, end: number) => number;
const itch = exports['itch'] as Read;
const pitch = exports['pitch'] as Read;
const sums = new Int32Array(1);

/** What was read, mixed together. */
export function sumOfRecords(): number {
  return sums[0]!;
}

/** Reads what is in the ring, and frees it. */
export function readItch(): void {
  readRing(itch);
}

export function readPitch(): void {
  readRing(pitch);
}

function readRing(read: Read): void {
  const { first, pending } = writer;
  const slot = first & ring.mask;
  const beforeEnd = Math.min(pending, ring.slots - slot);
  const from = ring.u8.byteOffset;
  const at = from + slot * SLOT_BYTES;
  if (beforeEnd > 0) sums[0] = sums[0]! + read(at, at + beforeEnd * SLOT_BYTES);
  if (pending > beforeEnd) sums[0] = sums[0]! + read(from, from + (pending - beforeEnd) * SLOT_BYTES);
  writer.release(first + pending);
}
