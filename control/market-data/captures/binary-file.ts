/**
 * BinaryFILE: a 16-bit big-endian length before each ITCH message. Framed into MoldUDP64 packets as its exchange would have
 * sent them: messages of one timestamp share a packet as far as they fit.
 */
import type { InputFile } from '../../core/world-files.js';
import { MOLD_HEADER_BYTES } from '../../protocols/moldudp64/packet.js';
import { FrameWrapper, WRAP_HEADER_BYTES } from '../frames/wrap.js';
import type { Capture, Warn } from './capture.js';
import { ChunkReader } from './chunk-reader.js';
import { CaptureError } from './errors.js';

export const REPLAY_SESSION = 'REPLAY0001';
/** Where the packets seem to go; the same on both ports. */
export const REPLAY_ADDRESS = { ip: '233.54.12.111', udpPort: 26400 } as const;

const LENGTH_BYTES = 2;
const PACKET_BYTES = 1400;
export const BINARY_MESSAGE_BYTES_MAX = PACKET_BYTES - MOLD_HEADER_BYTES - LENGTH_BYTES;
/** A message that is shorter has no timestamp; it shares the previous one's. */
const TIMESTAMP_END = 11;
const TWO_32 = 4294967296;

export class BinaryFileCapture implements Capture {
  readonly bytes = new Uint8Array(WRAP_HEADER_BYTES + PACKET_BYTES);
  readonly at = 0;
  readonly badFcs = false;
  length = 0;
  timeNs = 0n;

  private readonly reader: ChunkReader;
  private readonly wrapper = new FrameWrapper(REPLAY_ADDRESS);
  private readonly payload = new Uint8Array(PACKET_BYTES);
  private readonly payloadView = new DataView(this.payload.buffer);
  private sequence = 1;
  private timestamp = 0;
  private ended = false;

  constructor(
    private readonly file: InputFile,
    private readonly warn: Warn,
  ) {
    this.reader = new ChunkReader(file);
    for (let i = 0; i < REPLAY_SESSION.length; i++) this.payload[i] = REPLAY_SESSION.charCodeAt(i);
  }

  get path(): string {
    return this.file.path;
  }
  get size(): number {
    return this.file.size;
  }
  get bytesRead(): number {
    return this.reader.offset;
  }

  next(): boolean {
    const { reader, payload, payloadView } = this;
    let used = MOLD_HEADER_BYTES;
    let count = 0;
    for (;;) {
      const length = this.peekLength();
      if (length === 0) break;
      const timestamp = this.peekTimestamp(length);
      if (count > 0 && (timestamp !== this.timestamp || used + LENGTH_BYTES + length > PACKET_BYTES)) break;
      this.timestamp = timestamp;
      const from = reader.at;
      for (let i = 0; i < LENGTH_BYTES + length; i++) payload[used + i] = reader.bytes[from + i]!;
      used += LENGTH_BYTES + length;
      count++;
      reader.skip(LENGTH_BYTES + length);
    }
    if (count === 0) return false;
    payloadView.setUint32(10, Math.floor(this.sequence / TWO_32));
    payloadView.setUint32(14, this.sequence >>> 0);
    payloadView.setUint16(18, count);
    this.sequence += count;
    this.length = this.wrapper.wrap(this.bytes, payload, used);
    this.timeNs = BigInt(this.timestamp);
    return true;
  }

  close(): void {
    this.file.close();
  }

  /** The length of the next message, all of which is in the buffer then; 0 at the end. */
  private peekLength(): number {
    const { reader } = this;
    if (this.ended || !reader.ensure(1)) return 0;
    reader.require(LENGTH_BYTES, 'a message length');
    const length = reader.view.getUint16(reader.at);
    if (length === 0) {
      this.ended = true;
      const { path, size } = this.file;
      if (reader.offset + LENGTH_BYTES < size) {
        this.warn(`${path}: offset ${reader.offset}: an end marker, with ${size - reader.offset - 2} bytes behind it`);
      }
      return 0;
    }
    if (length > BINARY_MESSAGE_BYTES_MAX) {
      throw new CaptureError('CAPTURE_LENGTH', 'no such message length', this.file.path, reader.offset, {
        found: length,
        expected: `at most ${BINARY_MESSAGE_BYTES_MAX}`,
      });
    }
    reader.require(LENGTH_BYTES + length, 'a message');
    return length;
  }

  private peekTimestamp(length: number): number {
    if (length < TIMESTAMP_END) return this.timestamp;
    const at = this.reader.at + LENGTH_BYTES;
    return this.reader.view.getUint16(at + 5) * TWO_32 + this.reader.view.getUint32(at + 7);
  }
}
