/**
 * Applies records to books by the kernel: a WebAssembly function (kernel.c says what it does and what it leaves alone) on the memory in
 * which the tables are. Records are copied there first, those words of them that messages about orders have, because a
 * ring may be anywhere; a copy costs 7 ns. Everything in batches, so that the call costs nothing.
 */
import type { RecordRing } from '../../../core/record-ring.js';
import { RECORDS_AT, RECORDS_BYTES, STATE_AT, type Arena } from '../arena.js';
import * as layout from '../record-words.js';
import { KERNEL_BASE64 } from './generated/kernel-bytes.js';
import { WebAssembly } from './web-assembly.js';

// V8 folds constants of a module's own into its code; imported ones it reads from memory, which made the copy take twice as long.
const { HEAD, LOCATE, PRICE, REF_HI, REF_LO, SHARES, STOCK_HI, STOCK_LO, TIME_HI, TIME_LO } = layout;

/** Words of a copied slot: `Record` in kernel.c. */
const RECORD_WORDS = 10;
/** Slots in one batch. */
export const BATCH_SLOTS = RECORDS_BYTES / (RECORD_WORDS * Int32Array.BYTES_PER_ELEMENT);

type Apply = (state: number, records: number, from: number, end: number) => number;

let compiled: object | undefined;

export class BookKernel {
  private readonly records: Int32Array;
  private readonly applyRecords: Apply;

  constructor(arena: Arena) {
    compiled ??= new WebAssembly.Module(Uint8Array.from(Buffer.from(KERNEL_BASE64, 'base64')));
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory: arena.memory } });
    this.applyRecords = exports['apply'] as Apply;
    this.records = new Int32Array(arena.memory.buffer, RECORDS_AT, RECORDS_BYTES / Int32Array.BYTES_PER_ELEMENT);
  }

  /** Copies `count` slots, at most BATCH_SLOTS, from slot `first` on. */
  load({ u32, mask }: RecordRing, first: number, count: number): void {
    const { records } = this;
    let slot = first;
    const end = count * RECORD_WORDS;
    for (let to = 0; to < end; to += RECORD_WORDS) {
      const word = slot << 4;
      records[to] = u32[word + HEAD]!;
      records[to + 1] = u32[word + LOCATE]!;
      records[to + 2] = u32[word + TIME_LO]!;
      records[to + 3] = u32[word + TIME_HI]!;
      records[to + 4] = u32[word + SHARES]!;
      records[to + 5] = u32[word + REF_LO]!;
      records[to + 6] = u32[word + REF_HI]!;
      records[to + 7] = u32[word + STOCK_LO]!;
      records[to + 8] = u32[word + STOCK_HI]!;
      records[to + 9] = u32[word + PRICE]!;
      slot = (slot + 1) & mask;
    }
  }

  /**
   * Applies loaded records from number `from` on. Answers with the number of the first one that it has left untouched, or, when there is
   * none, with `count`, or `count + 1` if the last one's second slot is not among them.
   */
  apply(from: number, count: number): number {
    return this.applyRecords(STATE_AT, RECORDS_AT, from, count);
  }
}
