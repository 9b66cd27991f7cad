/**
 * Reads the block of a PITCH datagram in place: sequenced unit header, and how the messages behind it come out. Lenient as
 * arbitration wants it: a datagram that is cut off still gives its leading whole messages. One instance is reused; nothing is
 * allocated.
 */
import { pitchFeed } from './messages.js';
import { UNIT_HEADER_BYTES } from './unit.js';

/** V8 folds a constant of the module's own into its code. */
const UNIT_CLEAR: number = pitchFeed.UnitClear.type;

/** A message has a length and a type at least; a shorter one could not be stepped over. */
const LEAST_MESSAGE_BYTES = 2;

export class UnitPacket {
  /** There are no sessions: always 0, so that arbitration sees one and the same. */
  readonly session0 = 0;
  readonly session1 = 0;
  readonly session2 = 0;
  /** Bytes in front of a message that are not part of it. */
  readonly prefixBytes = 0;
  unit = 0;
  /** Bytes of the block, header included, as the header has it. */
  private blockBytes = 0;
  /** Of the first message; `sequenceLo` as signed 32 bits. */
  readonly sequenceHi = 0;
  sequenceLo = 0;
  /** Messages that the header promises; 0 is a heartbeat. */
  promised = 0;

  /** Whole messages, and where the first one begins. */
  blocks = 0;
  readonly emptyBlocks = 0;
  firstBlock = 0;
  /** Where the last whole message ends. */
  blocksEnd = 0;
  /** One of them is a Unit Clear. */
  hasClear = false;
  /** Fewer messages are there than promised; `overlong`: because one's length runs past the end. */
  truncated = false;
  overlong = false;
  /** Bytes are left after the last promised message, inside the block or behind it. */
  trailingBytes = false;

  get heartbeat(): boolean {
    return this.promised === 0;
  }

  /** The end of a PITCH session is a message like others. */
  readonly endOfSession = false;

  get unsequenced(): boolean {
    return this.sequenceLo === 0;
  }

  /** The number behind the last message would not fit 32 bits. */
  get sequenceOverflows(): boolean {
    return (this.sequenceLo >>> 0) + this.promised > 0xffff_ffff;
  }

  /** True when the block that the header describes is at least the header itself. */
  get wellFormed(): boolean {
    return this.blockBytes >= UNIT_HEADER_BYTES;
  }

  /** Takes the header of a payload of at least `UNIT_HEADER_BYTES`. */
  readHeader(bytes: Uint8Array, at: number): void {
    this.blockBytes = bytes[at]! | (bytes[at + 1]! << 8);
    this.promised = bytes[at + 2]!;
    this.unit = bytes[at + 3]!;
    this.sequenceLo = bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24);
  }

  /** Walks the messages of the payload at `at` by their lengths alone. */
  scanBlocks(bytes: Uint8Array, at: number, length: number): void {
    const { promised } = this;
    const end = at + (this.blockBytes < length ? this.blockBytes : length);
    let position = at + UNIT_HEADER_BYTES;
    let blocks = 0;
    this.firstBlock = position;
    this.overlong = false;
    this.hasClear = false;
    while (blocks < promised && end - position >= LEAST_MESSAGE_BYTES) {
      const size = bytes[position]!;
      if (size < LEAST_MESSAGE_BYTES) break;
      if (position + size > end) {
        this.overlong = true;
        break;
      }
      if (bytes[position + 1]! === UNIT_CLEAR) this.hasClear = true;
      position += size;
      blocks++;
    }
    this.blocks = blocks;
    this.blocksEnd = position;
    this.truncated = blocks < promised;
    this.trailingBytes = !this.truncated && position < at + length;
  }
}
