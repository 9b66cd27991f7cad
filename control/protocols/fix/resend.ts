/** A stored message once more, as a resend wants it. */
import type { FixEncoder, TimePrecision } from './encoder.js';
import { FixEncodeError } from './errors.js';
import type { FixMessage } from './message.js';

const POSS_DUP_FLAG = 43;
const SENDING_TIME = 52;
const ORIG_SENDING_TIME = 122;
const CHECK_SUM = 10;
/** 8, 9 and 35 stand first in every frame. */
const FIRST_FIELD = 3;

/**
 * Encodes a stored message again with 43=Y, 122 = its 52 (or its own 122), 52 = now. Everything else as it was, in its order: the three
 * stand together where 52 stood. BeginString is the encoder's.
 * @throws FixEncodeError when it does not fit the encoder, or is no whole message
 */
export function encodeResend(encoder: FixEncoder, stored: FixMessage, epochMs: number, precision: TimePrecision): void {
  const { bytes, fieldCount } = stored;
  if (fieldCount < FIRST_FIELD + 1 || stored.tagAt(2) !== 35) {
    throw new FixEncodeError('FIX_STATE', 0, 'a stored message must begin with 8, 9 and 35');
  }
  const sendingTime = stored.find(SENDING_TIME);
  const possDup = stored.find(POSS_DUP_FLAG);
  const ownOriginal = stored.find(ORIG_SENDING_TIME);
  const original = ownOriginal >= 0 ? ownOriginal : sendingTime;
  encoder.begin(stored.stringAt(2));
  if (sendingTime < 0) possDupFields(encoder, stored, original, epochMs, precision);
  const last = stored.tagAt(fieldCount - 1) === CHECK_SUM ? fieldCount - 1 : fieldCount;
  // Runs of fields that stay go over in one piece.
  let from = stored.valueEndAt(2) + 1;
  for (let i = FIRST_FIELD; i < last; i++) {
    if (i !== sendingTime && i !== possDup && i !== ownOriginal) continue;
    encoder.rawRange(bytes, from, stored.valueEndAt(i - 1) + 1);
    if (i === sendingTime) possDupFields(encoder, stored, original, epochMs, precision);
    from = stored.valueEndAt(i) + 1;
  }
  encoder.rawRange(bytes, from, stored.valueEndAt(last - 1) + 1);
  encoder.finish();
}

const SOH = 1;
const EQUALS = 0x3d;
/** `10=` with three digits and a SOH. */
const TRAILER_BYTES = 7;

/**
 * The same for bytes that the encoder itself once made for a first sending, without looking at the body: its header has SendingTime,
 * and neither PossDupFlag nor OrigSendingTime before it. False when the header is not like that, and nothing is encoded.
 */
export function encodeOwnResend(
  encoder: FixEncoder,
  bytes: Uint8Array,
  start: number,
  end: number,
  epochMs: number,
  precision: TimePrecision,
): boolean {
  let first = start;
  // BeginString and BodyLength are written anew: what stays begins with MsgType.
  for (let field = 0; field < 2; field++) first = afterField(bytes, first, end);
  if (!(bytes[first]! === 0x33 && bytes[first + 1]! === 0x35 && bytes[first + 2]! === EQUALS)) return false;
  let from = first;
  for (;;) {
    from = afterField(bytes, from, end);
    if (from + TRAILER_BYTES >= end) return false;
    const letter = bytes[from]!;
    const second = bytes[from + 1]!;
    if (bytes[from + 2]! === EQUALS) {
      // 52, and 43 before it.
      if (letter === 0x35 && second === 0x32) break;
      if (letter === 0x34 && second === 0x33) return false;
    } else if (letter === 0x31 && second === 0x32 && bytes[from + 2]! === 0x32 && bytes[from + 3]! === EQUALS) {
      return false;
    }
  }
  const after = afterField(bytes, from, end);
  encoder.beginRange(bytes, first, from);
  encoder.flag(POSS_DUP_FLAG, true);
  encoder.utcTimestamp(SENDING_TIME, epochMs, precision);
  encoder.field(ORIG_SENDING_TIME, bytes, from + 3, after - 1);
  encoder.rawRange(bytes, after, end - TRAILER_BYTES);
  encoder.finish();
  return true;
}

/** Where the field behind the one at `at` begins, `end` when there is none. */
function afterField(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && bytes[next]! !== SOH) next++;
  return next < end ? next + 1 : end;
}

function possDupFields(
  encoder: FixEncoder,
  stored: FixMessage,
  original: number,
  epochMs: number,
  precision: TimePrecision,
): void {
  encoder.flag(POSS_DUP_FLAG, true);
  encoder.utcTimestamp(SENDING_TIME, epochMs, precision);
  if (original >= 0) {
    encoder.field(ORIG_SENDING_TIME, stored.bytes, stored.valueStartAt(original), stored.valueEndAt(original));
  }
}
