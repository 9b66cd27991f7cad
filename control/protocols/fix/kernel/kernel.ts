/**
 * The part of the codec that looks at every byte: a WebAssembly module of three functions, written as expressions in frame.ts and check.ts
 * and assembled when it is loaded. V8 compiles it to what a C compiler would make with vectors of sixteen bytes; the same loops in JavaScript
 * take five times as long. docs/fix-codec.md tells how it works together with the rest.
 */
import { assemble } from '../../web-assembly/assembler.js';
import { WebAssembly } from '../../web-assembly/web-assembly.js';
import { fourDigits } from '../digits.js';
import { check as checkFunction } from './check.js';
import { encodeFunctions } from './encode.js';
import { frame as frameFunction } from './frame.js';
import { index as indexFunction } from './index-fields.js';
import { match as matchFunction } from './match.js';
import { MEMORY_PAGES, Place, WINDOWS_END } from './memory.js';

const memory = new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES });

/** The kernel's memory, byte by byte. */
export const heap = new Uint8Array(memory.buffer);
export const heapWords = new Int32Array(memory.buffer);
export const heapView = new DataView(memory.buffer);

heap.fill(0xff, Place.tailMask, Place.tailMask + 64);
heap.set(Buffer.from('00000000-00:00:00.000000000', 'latin1'), Place.timeLow);
heap.set(Buffer.from('99999999-29:59:59.999999999', 'latin1'), Place.timeHigh);

heapWords.set(fourDigits, Place.digits / 4);

const functions = [matchFunction, indexFunction, frameFunction, checkFunction, ...encodeFunctions];
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble(functions, MEMORY_PAGES)), {
  env: { memory },
});

/** See frame.ts. All positions are places in the heap. */
export const frame = exports['frame'] as (
  at: number,
  end: number,
  shift: number,
  block: number,
  longestBytes: number,
  salt: number,
) => number;
/** See frame.ts. */
export const index = exports['index'] as (start: number, end: number, shift: number, block: number) => number;
/** See check.ts. */
export const check = exports['check'] as (block: number, entries: number, count: number, shift: number) => number;

type WriteField = (at: number, tagWord: number, tagBytes: number, value: number) => number;
/** See encode.ts. */
export const writeIntField = exports['writeInt'] as WriteField;
export const writeDecimalField = exports['writeDecimal'] as WriteField;
export const writeTimeField = exports['writeTime'] as WriteField;
export const copyFields = exports['copyFields'] as (at: number, from: number, end: number) => number;
export const writeTrailer = exports['writeTrailer'] as (start: number, at: number) => number;

let windowTop: number = Place.windows;

/** A place of so many bytes in the heap, until `closeWindow`; 0 when there is none. Windows are closed in the opposite order. */
export function openWindow(bytes: number): number {
  const at = windowTop;
  if (at + bytes > WINDOWS_END) return 0;
  windowTop = at + bytes;
  return at;
}

export function closeWindow(at: number): void {
  windowTop = at;
}
