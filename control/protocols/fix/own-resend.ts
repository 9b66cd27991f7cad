/** A message of our own once more, without a look at its body: as encodeResend makes it, in a tenth of the time. */
import type { FixEncoder, TimePrecision } from './encoder.js';
import { TIMESTAMP_BYTES, TimestampWriter } from './timestamps.js';
import { ByteViews } from './words.js';

const SOH = 1;
const EQUALS = 0x3d;
const SENDING_TIME = 52;
/** "52=", and `10=` with three digits and a SOH. */
const SENDING_TIME_BYTES = 3;
const TRAILER_BYTES = 7;
/** SOH, "52=" as a little-endian word. */
const BEFORE_SENDING_TIME = 0x3d323501;
/** What stands before the new SendingTime, and between it and the old one, which becomes OrigSendingTime. */
const BEFORE_NOW = Buffer.from('43=Y\x0152=', 'latin1');
const BEHIND_NOW = Buffer.from('\x01122=', 'latin1');

/**
 * For bytes that the encoder itself once made for a first sending: their headers are alike from MsgType to MsgSeqNum, and need to be read
 * only when they are not.
 */
export class OwnResend {
  private readonly times = new TimestampWriter();
  private readonly inserted: Uint8Array;
  private readonly insertedView: DataView;
  private insertedEpochMs = NaN;
  /** How the last header began that was read, from MsgType to the '=' of MsgSeqNum, and nothing in it that must not be. */
  private known: Uint8Array = new Uint8Array(0);
  private readonly knownViews = new ByteViews();
  private readonly views = new ByteViews();

  constructor(
    private readonly encoder: FixEncoder,
    private readonly precision: TimePrecision,
  ) {
    this.inserted = new Uint8Array(BEFORE_NOW.length + TIMESTAMP_BYTES[precision] + BEHIND_NOW.length);
    this.insertedView = new DataView(this.inserted.buffer);
    this.inserted.set(BEFORE_NOW);
    this.inserted.set(BEHIND_NOW, this.inserted.length - BEHIND_NOW.length);
  }

  /**
   * Encodes bytes[start .. end) with 43=Y, 122 = their 52, 52 = now. False, and nothing is encoded, when their header has no SendingTime, or
   * PossDupFlag or OrigSendingTime before it.
   */
  encode(bytes: Uint8Array, start: number, end: number, epochMs: number): boolean {
    // BeginString and BodyLength are written anew: what stays begins with MsgType.
    const first = afterField(bytes, afterField(bytes, start, end), end);
    const sendingTime = this.sendingTimeOf(bytes, first, end);
    if (sendingTime < 0) return false;
    if (epochMs !== this.insertedEpochMs) {
      this.times.write(this.insertedView, BEFORE_NOW.length, epochMs, this.precision, SENDING_TIME);
      this.insertedEpochMs = epochMs;
    }
    const { encoder, inserted } = this;
    encoder.beginSpliced(bytes, first, sendingTime, inserted, sendingTime + SENDING_TIME_BYTES, end - TRAILER_BYTES);
    encoder.finish();
    return true;
  }

  /** Where "52=" begins, -1 when it must not be told. */
  private sendingTimeOf(bytes: Uint8Array, first: number, end: number): number {
    const { known } = this;
    const length = known.length;
    // Room for the number, and for what is taken as a word.
    if (length > 0 && first + length + TRAILER_BYTES + SENDING_TIME_BYTES < end) {
      const { view, offset } = this.views.of(bytes);
      const { view: knownView } = this.knownViews.of(known);
      const at = offset + first;
      let i = 0;
      while (i < length - 3 && view.getInt32(at + i, true) === knownView.getInt32(i, true)) i += 4;
      while (i < length && bytes[first + i]! === known[i]!) i++;
      if (i === length) {
        let behind = first + length;
        while ((bytes[behind]! - 0x30) >>> 0 <= 9) behind++;
        if (behind + SENDING_TIME_BYTES < end && view.getInt32(offset + behind, true) === BEFORE_SENDING_TIME) {
          return behind + 1;
        }
      }
    }
    return this.readHeader(bytes, first, end);
  }

  private readHeader(bytes: Uint8Array, first: number, end: number): number {
    if (!(bytes[first]! === 0x33 && bytes[first + 1]! === 0x35 && bytes[first + 2]! === EQUALS)) return -1;
    let before = first;
    let at = afterField(bytes, first, end);
    while (at + TRAILER_BYTES < end) {
      const letter = bytes[at]!;
      const second = bytes[at + 1]!;
      if (bytes[at + 2]! === EQUALS) {
        // 43, and 52 behind it.
        if (letter === 0x34 && second === 0x33) return -1;
        if (letter === 0x35 && second === 0x32) {
          this.keep(bytes, first, before);
          return at;
        }
      } else if (letter === 0x31 && second === 0x32 && bytes[at + 2]! === 0x32 && bytes[at + 3]! === EQUALS) {
        return -1;
      }
      before = at;
      at = afterField(bytes, at, end);
    }
    return -1;
  }

  /** @param before the field before SendingTime */
  private keep(bytes: Uint8Array, first: number, before: number): void {
    // MsgSeqNum.
    if (bytes[before]! !== 0x33 || bytes[before + 1]! !== 0x34 || bytes[before + 2]! !== EQUALS) return;
    this.known = bytes.slice(first, before + 3);
  }
}

/** Where the field behind the one at `at` begins, `end` when there is none. */
function afterField(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && bytes[next]! !== SOH) next++;
  return next < end ? next + 1 : end;
}
