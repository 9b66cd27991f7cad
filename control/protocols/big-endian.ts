/** Big-endian fields of the NASDAQ protocols, read and written in place. Nothing is allocated but by `alpha`. */

const TWO_32 = 4294967296;
const SPACE = 0x20;

export function put16(out: Uint8Array, at: number, value: number): void {
  out[at] = value >>> 8;
  out[at + 1] = value;
}

export function put32(out: Uint8Array, at: number, value: number): void {
  out[at] = value >>> 24;
  out[at + 1] = value >>> 16;
  out[at + 2] = value >>> 8;
  out[at + 3] = value;
}

/** @param value a time, price or quantity: an integer from 0 to 2^53 - 1 */
export function put64(out: Uint8Array, at: number, value: number): void {
  put32(out, at, Math.floor(value / TWO_32));
  put32(out, at + 4, value >>> 0);
}

/** Latin-1, padded with spaces on the right; what does not fit is cut off. */
export function putAlpha(out: Uint8Array, at: number, size: number, text: string): void {
  const length = text.length;
  for (let i = 0; i < size; i++) out[at + i] = i < length ? text.charCodeAt(i) : SPACE;
}

export function get16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

export function get32(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  );
}

/** Signed. */
export function getI32(bytes: Uint8Array, at: number): number {
  return get32(bytes, at) | 0;
}

/** A time, price or quantity; exact below 2^53. Identifiers are read as two halves with `get32`. */
export function get64(bytes: Uint8Array, at: number): number {
  return get32(bytes, at) * TWO_32 + get32(bytes, at + 4);
}

/** Latin-1 without its trailing spaces. */
export function alpha(bytes: Uint8Array, at: number, size: number): string {
  let end = at + size;
  while (end > at && bytes[end - 1] === SPACE) end--;
  let text = '';
  for (let i = at; i < end; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}
