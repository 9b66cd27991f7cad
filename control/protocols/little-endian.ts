/** Little-endian fields of the Cboe protocols, read and written in place. Nothing is allocated. */

const TWO_32 = 4294967296;

export function put16(out: Uint8Array, at: number, value: number): void {
  out[at] = value;
  out[at + 1] = value >>> 8;
}

export function put32(out: Uint8Array, at: number, value: number): void {
  out[at] = value;
  out[at + 1] = value >>> 8;
  out[at + 2] = value >>> 16;
  out[at + 3] = value >>> 24;
}

/** @param value a time, price or quantity: an integer from 0 to 2^53 - 1 */
export function put64(out: Uint8Array, at: number, value: number): void {
  put32(out, at, value >>> 0);
  put32(out, at + 4, Math.floor(value / TWO_32));
}

export function get16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

export function get32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    0
  );
}

/** A time, price or quantity; exact below 2^53. Identifiers are read as two halves with `get32`, the low one first. */
export function get64(bytes: Uint8Array, at: number): number {
  return get32(bytes, at + 4) * TWO_32 + get32(bytes, at);
}
