/**
 * The one memory in which all tables of a book set stand, so that the kernel, which knows no other memory, can work on them: memory of
 * WebAssembly, seen from here as typed arrays. Its pages are taken from the system when they are first written to.
 *
 * The memory is a shared one although no thread shares it, because that kind may grow without taking the views of it away. It ends
 * at 4 GiB; a table that does not fit throws RangeError (`maxOrders` is bounded so that orders and their queues always do).
 */
import { WebAssembly } from './kernel/web-assembly.js';

const PAGE = 65536;
const MAX_PAGES = 65536;
/** Regions begin where a line of the cache does. */
const LINE = 64;
/** Below is the kernel's stack. */
export const STATE_AT = 1024;
const STATE_BYTES = 128;
/** Where records are put for the kernel. */
export const RECORDS_AT = STATE_AT + STATE_BYTES;
export const RECORDS_BYTES = 128 * 40;
/** Tables begin here. */
const TABLES_AT = RECORDS_AT + RECORDS_BYTES;

/**
 * The words at STATE_AT: where each table is (bytes from the memory's begin) and what changes with every record. Whoever owns a
 * table keeps its words right; the kernel reads and writes them as `State` in kernel/kernel.c, which has the same order.
 */
export const STATE = {
  orders: 0,
  orderMask: 1,
  orderShift: 2,
  liveOrders: 3,
  orderLimit: 4,
  levels: 5,
  liveLevels: 6,
  ends: 7,
  nodes: 8,
  freeNode: 9,
  freshNode: 10,
  nodeCapacity: 11,
  books: 12,
  details: 13,
  byLocate: 14,
  locates: 15,
  changed: 16,
  changedCount: 17,
  totals: 18,
  started: 19,
} as const;

interface Region {
  readonly at: number;
  readonly bytes: number;
}

export class Arena {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared: true });
  readonly state: Int32Array;
  private end = TABLES_AT;
  private readonly free: Region[] = [];

  constructor() {
    this.state = new Int32Array(this.memory.buffer, STATE_AT, STATE_BYTES / 4);
  }

  /** Zeroed memory for a table, whose place is kept in this word of the state. */
  int32(length: number, word?: number): Int32Array {
    const at = this.take(length * Int32Array.BYTES_PER_ELEMENT);
    if (word !== undefined) this.state[word] = at;
    return new Int32Array(this.memory.buffer, at, length);
  }

  /** A longer table with the contents of an old one, which must not be used any more. */
  grown(old: Int32Array, length: number, word: number): Int32Array {
    const larger = this.int32(length, word);
    larger.set(old);
    this.release(old);
    return larger;
  }

  /** The same memory, two words an element. */
  float64({ byteOffset, length }: Int32Array): Float64Array {
    return new Float64Array(this.memory.buffer, byteOffset, length >> 1);
  }

  /** Gives a table's memory back. */
  release(table: Int32Array): void {
    this.free.push({ at: table.byteOffset, bytes: roundUp(table.byteLength, LINE) });
  }

  private take(wanted: number): number {
    const bytes = roundUp(wanted, LINE);
    const again = this.free.findIndex((region) => region.bytes >= bytes);
    if (again >= 0) {
      const { at, bytes: had } = this.free[again]!;
      if (had === bytes) this.free.splice(again, 1);
      else this.free[again] = { at: at + bytes, bytes: had - bytes };
      new Uint8Array(this.memory.buffer, at, bytes).fill(0);
      return at;
    }
    const at = this.end;
    const short = at + bytes - this.memory.buffer.byteLength;
    if (short > 0) this.memory.grow(Math.ceil(short / PAGE));
    this.end = at + bytes;
    return at;
  }
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
