/**
 * GLIMPSE 5.0: a snapshot as ITCH messages in a SoupBinTCP session of its own. Only its last message is not ITCH: `G`, and twenty digits
 * with the number of the first live message that the snapshot does not hold.
 */
import { alpha } from '../big-endian.js';

export const GLIMPSE_END_TYPE = 0x47;
export const GLIMPSE_END_BYTES = 21;
const DIGITS = 20;

/** Returns the bytes written. */
export function putGlimpseEnd(out: Uint8Array, at: number, nextSequence: number): number {
  out[at] = GLIMPSE_END_TYPE;
  const digits = String(nextSequence).padStart(DIGITS);
  for (let i = 0; i < DIGITS; i++) out[at + 1 + i] = digits.charCodeAt(i);
  return GLIMPSE_END_BYTES;
}

/** The number, padded with spaces or zeros on either side; undefined when the message is no end of a snapshot. */
export function readGlimpseEnd(bytes: Uint8Array, at: number, length: number): number | undefined {
  if (length !== GLIMPSE_END_BYTES || bytes[at] !== GLIMPSE_END_TYPE) return undefined;
  const digits = alpha(bytes, at + 1, DIGITS).trim();
  const sequence = /^\d+$/.test(digits) ? Number(digits) : NaN;
  return Number.isSafeInteger(sequence) ? sequence : undefined;
}
