/** MoldUDP64's request packet: session, first sequence number, and how many messages. The answer is a downstream packet. */
import { get16, get64, put16, put64 } from '../big-endian.js';

export const MOLD_REQUEST_BYTES = 20;
const SESSION_BYTES = 10;

/**
 * @param session ten bytes, as the downstream packets have them
 * @param sequence of the first message wanted, below 2^53
 * @param count 1 to 65,535
 * @returns the bytes written
 */
export function putMoldRequest(
  out: Uint8Array,
  at: number,
  session: Uint8Array,
  sequence: number,
  count: number,
): number {
  for (let i = 0; i < SESSION_BYTES; i++) out[at + i] = session[i]!;
  put64(out, at + 10, sequence);
  put16(out, at + 18, count);
  return MOLD_REQUEST_BYTES;
}

export interface MoldRequest {
  /** Ten characters, Latin-1. */
  readonly session: string;
  readonly sequence: number;
  readonly count: number;
}

/** Undefined for what is no request: another length, or no message asked for. */
export function readMoldRequest(bytes: Uint8Array): MoldRequest | undefined {
  if (bytes.length !== MOLD_REQUEST_BYTES) return undefined;
  const sequence = get64(bytes, 10);
  const count = get16(bytes, 18);
  if (count === 0 || !Number.isSafeInteger(sequence)) return undefined;
  return { session: String.fromCharCode(...bytes.subarray(0, SESSION_BYTES)), sequence, count };
}
