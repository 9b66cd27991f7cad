import type { FixEncoder, TimePrecision } from './encoder.js';
import type { FixMessage } from './message.js';

/**
 * Encodes a stored message again with 43=Y, 122 = its 52 (or its own 122), 52 = now. Everything else as it was, in its order.
 */
export function encodeResend(
  _encoder: FixEncoder,
  _stored: FixMessage,
  _epochMs: number,
  _precision: TimePrecision,
): void {
  throw new Error('not yet');
}
