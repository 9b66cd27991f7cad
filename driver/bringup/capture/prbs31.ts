/** PRBS31 (x^31 + x^28 + 1) as test frames carry it: 64 bits a beat, the first in bit 0 of byte 0. */

/** Index of the first byte that breaks the sequence from its own predecessors; -1: none does. The first four bytes cannot be judged. */
export function prbsBreak(payload: Uint8Array): number {
  const bit = (n: number): number => (payload[n >>> 3]! >>> (n & 7)) & 1;
  for (let n = 31; n < 8 * payload.length; n++) {
    if (bit(n) !== (bit(n - 31) ^ bit(n - 28))) return n >>> 3;
  }
  return -1;
}
