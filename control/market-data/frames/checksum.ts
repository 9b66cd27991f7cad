/** The Internet checksum (RFC 1071): one's complement sum of big-endian 16-bit words. */

/**
 * Adds `length` bytes to a running sum, an odd last byte padded with zero. The sum is not folded; it stays exact for
 * anything that fits a frame.
 */
export function addWords(sum: number, bytes: Uint8Array, at: number, length: number): number {
  const even = at + (length & ~1);
  let total = sum;
  for (let i = at; i < even; i += 2) total += (bytes[i]! << 8) | bytes[i + 1]!;
  if ((length & 1) !== 0) total += bytes[even]! << 8;
  return total;
}

/** Folds a sum to 16 bits. Over data that includes its checksum field the result of good data is 0xFFFF. */
export function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
  return folded;
}
