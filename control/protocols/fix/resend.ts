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
