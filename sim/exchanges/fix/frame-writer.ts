/** Puts header and trailer around a message. */
import { FixEncoder, type TimePrecision } from '../../../control/protocols/fix/encoder.js';
import type { OutMessage } from './out-message.js';

export interface FrameWriterOptions {
  readonly beginString: string;
  /** Ours (49) and theirs (56). */
  readonly senderCompId: string;
  readonly targetCompId: string;
  readonly precision: TimePrecision;
}

/** A message that is sent again, or a fill: 43=Y, and when it was first sent, epoch ms. */
export interface Repeated {
  readonly originalEpochMs: number;
}

export class FrameWriter {
  private readonly encoder: FixEncoder;

  constructor(private readonly options: FrameWriterOptions) {
    this.encoder = new FixEncoder({ beginString: options.beginString, maxMessageBytes: 1 << 20 });
  }

  /** The bytes are valid until the next call. */
  write(message: OutMessage, number: number, epochMs: number, repeated?: Repeated): Uint8Array {
    const { encoder } = this;
    const { senderCompId, targetCompId, precision } = this.options;
    encoder.begin(message.type);
    encoder.string(49, senderCompId);
    encoder.string(56, targetCompId);
    encoder.int(34, number);
    if (repeated !== undefined) encoder.flag(43, true);
    encoder.utcTimestamp(52, epochMs, precision);
    if (repeated !== undefined) encoder.utcTimestamp(122, Math.min(repeated.originalEpochMs, epochMs), precision);
    for (const [tag, value] of message.fields) encoder.string(tag, value);
    encoder.finish();
    return encoder.bytes.subarray(encoder.start, encoder.end);
  }
}
