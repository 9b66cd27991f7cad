/**
 * Writes Enter Orders of OUCH: a WebAssembly function each, on a small memory that holds what is written and what of an order is text or single
 * characters. A packet is put together sixteen bytes at a time, from one vector of the order's numbers and two of the rest; one after the
 * other in JavaScript the same fields take four times as long.
 */
import {
  assemble,
  define,
  i32,
  i32x4,
  i8x16,
  v128,
  type Code,
  type Local,
  type Operand,
  type WasmFunction,
} from '../web-assembly/assembler.js';
import { WebAssembly } from '../web-assembly/web-assembly.js';

const PAGES = 16;
const PAGE_BYTES = 65_536;
const VECTOR_BYTES = 16;
/** Text and characters of one order: two vectors. */
export const BLOCK_BYTES = 2 * VECTOR_BYTES;
/** No byte: it comes from another vector. */
const NONE = 0x80;

const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
const heap = new Uint8Array(memory.buffer);
let free = 0;

/** A piece of the kernel's memory, for good; undefined when it is used up. What is written by it can be longer by fifteen bytes. */
export function takeOrderMemory(bytes: number): { readonly at: number; readonly bytes: Uint8Array } | undefined {
  const at = free;
  if (at + bytes > PAGES * PAGE_BYTES) return undefined;
  free = Math.ceil((at + bytes) / VECTOR_BYTES) * VECTOR_BYTES;
  return { at, bytes: heap.subarray(at, at + bytes) };
}

/** Where bytes of a packet come from: a number's bytes highest first, or bytes of a block. */
type Piece =
  { readonly number: 0 | 1 | 2 | 3 } | { readonly block: number; readonly bytes: number } | readonly number[];

/** A packet, piece by piece. Its numbers are u32, its blocks two vectors. */
function sourcesOf(pieces: readonly Piece[]): { sources: { vector: number; byte: number }[]; constants: number[] } {
  const sources: { vector: number; byte: number }[] = [];
  const constants: number[] = [];
  const put = (vector: number, byte: number, constant: number): void => {
    sources.push({ vector, byte });
    constants.push(constant);
  };
  for (const piece of pieces) {
    if ('number' in piece) for (let i = 3; i >= 0; i--) put(0, 4 * piece.number + i, 0);
    else if ('block' in piece) {
      for (let i = piece.block; i < piece.block + piece.bytes; i++) put(1 + (i >> 4), i & 15, 0);
    } else for (const byte of piece) put(-1, 0, byte);
  }
  return { sources, constants };
}

/** NAME(at, block, a, b, c, d): writes the packet of four numbers and a block, and answers where it ends. */
function writer(name: string, pieces: readonly Piece[]): WasmFunction {
  const { sources, constants } = sourcesOf(pieces);
  const length = sources.length;
  return define(name, 6, (args, local) => {
    const [at, block, a, b, c, d] = args as [Local, Local, Local, Local, Local, Local];
    const vectors = [local('v128'), local('v128'), local('v128')] as const;
    const part = (first: number): Code => {
      const places = Array.from({ length: VECTOR_BYTES }, (_, i) => sources[first + i]);
      const codes: Operand[] = vectors.flatMap((vector, number) => {
        const mask = places.map((place) => (place?.vector === number ? place.byte : NONE));
        return mask.every((byte) => byte === NONE) ? [] : [i8x16.swizzle(vector, constant(mask))];
      });
      const fixed = places.map((_, i) => constants[first + i] ?? 0);
      if (fixed.some((byte) => byte !== 0) || codes.length === 0) codes.push(constant(fixed));
      return codes.reduce<Code>((sum, code, i) => (i === 0 ? (code as Code) : v128.or(sum, code)), v128.load(0));
    };
    const whole = Math.floor(length / VECTOR_BYTES);
    const rest = whole * VECTOR_BYTES;
    const tail = i32x4.extract_lane(part(rest), 0);
    return [
      vectors[0].set(i32x4.replace_lane(i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(a), 1, b), 2, c), 3, d)),
      vectors[1].set(v128.load(block)),
      vectors[2].set(v128.load(block, VECTOR_BYTES)),
      ...Array.from({ length: whole }, (_, i) => v128.store(at, part(VECTOR_BYTES * i), VECTOR_BYTES * i)),
      length - rest === 2 ? i32.store16(at, tail, rest) : i32.store(at, tail, rest),
      i32.add(at, length),
    ];
  });
}

/** A vector that stands in the memory. */
function constant(bytes: readonly number[]): Code {
  const piece = takeOrderMemory(VECTOR_BYTES);
  if (piece === undefined) throw new RangeError('order kernel: no room for its constants');
  piece.bytes.set(bytes);
  return v128.load(0, piece.at);
}

/** Enter Order of OUCH 5.0: UserRefNum, quantity, and the price as low and high half; of the block see ouch50/orders.ts. */
const enter50: readonly Piece[] = [
  [0, 48, 0x55, 0x4f],
  { number: 0 },
  { block: 8, bytes: 1 },
  { number: 1 },
  { block: 0, bytes: 8 },
  { number: 3 },
  { number: 2 },
  { block: 9, bytes: 5 },
  { block: 16, bytes: 14 },
  [0, 0],
];

/** Enter Order of OUCH 4.2: shares, price, time in force, minimum quantity; of the block see ouch42/orders.ts. */
const enter42: readonly Piece[] = [
  [0, 50, 0x55, 0x4f],
  { block: 16, bytes: 14 },
  { block: 15, bytes: 1 },
  { number: 0 },
  { block: 0, bytes: 8 },
  { number: 1 },
  { number: 2 },
  { block: 8, bytes: 4 },
  { block: 12, bytes: 3 },
  { number: 3 },
  { block: 30, bytes: 2 },
];

const functions = [writer('enter50', enter50), writer('enter42', enter42)];
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble(functions, PAGES)), { env: { memory } });

type WriteOrder = (at: number, block: number, a: number, b: number, c: number, d: number) => number;
export const writeEnter50 = exports['enter50'] as WriteOrder;
export const writeEnter42 = exports['enter42'] as WriteOrder;
