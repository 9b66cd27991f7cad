/**
 * 64-bit sequence numbers as pairs of u32 in a `Uint32Array`: exact over the whole range, and in typed arrays because
 * a number above 2^31 that crosses a call may cost an allocation.
 */
export const LO = 0;
export const HI = 1;
const TWO_32 = 4294967296;

export function newSequence(): Uint32Array {
  return new Uint32Array(2);
}

/** What `distance` returns for everything further ahead. */
export const FAR = 0x3fffffff;

/** How far `a` is ahead of `b`: exact up to `FAR`, and -1 when it is behind. Always a small integer, which costs nothing to return. */
export function distance(a: Uint32Array, b: Uint32Array): number {
  const aHi = a[HI]!;
  const bHi = b[HI]!;
  const aLo = a[LO]!;
  const bLo = b[LO]!;
  if (aHi < bHi || (aHi === bHi && aLo < bLo)) return -1;
  // The difference of the low words counts when nothing is left above it: a borrow takes the one that was.
  const above = (aHi - bHi - (aLo < bLo ? 1 : 0)) | 0;
  const below = (aLo - bLo) | 0;
  return above !== 0 || below < 0 || below > FAR ? FAR : below;
}

export function copySequence(to: Uint32Array, from: Uint32Array): void {
  to[LO] = from[LO]!;
  to[HI] = from[HI]!;
}

/** Adds a non-negative number below 2^31. */
export function advance(sequence: Uint32Array, by: number): void {
  const low = sequence[LO]! + by;
  sequence[LO] = low;
  if (low >= TWO_32) sequence[HI] = sequence[HI]! + 1;
}

export function decrement(sequence: Uint32Array): void {
  if (sequence[LO] === 0) sequence[HI] = sequence[HI]! - 1;
  sequence[LO] = sequence[LO]! - 1;
}

/** Adds `a - b`, modulo 2^64. */
export function addDifference(sum: Uint32Array, a: Uint32Array, b: Uint32Array): void {
  const low = a[LO]! - b[LO]!;
  const borrow = low < 0 ? 1 : 0;
  const total = sum[LO]! + (low >>> 0);
  const carry = total >= TWO_32 ? 1 : 0;
  sum[LO] = total;
  sum[HI] = sum[HI]! + a[HI]! - b[HI]! - borrow + carry;
}

export function setSequence(to: Uint32Array, value: bigint): void {
  to[LO] = Number(value & 0xffffffffn);
  to[HI] = Number((value >> 32n) & 0xffffffffn);
}

export function toBigInt(sequence: Uint32Array): bigint {
  return (BigInt(sequence[HI]!) << 32n) | BigInt(sequence[LO]!);
}

/** As a number: exact below 2^53. */
export function toNumber(sequence: Uint32Array): number {
  return sequence[HI]! * TWO_32 + sequence[LO]!;
}
