/**
 * Reads MoldUDP64 downstream packets in place: session, sequence number, message count, and how the message
 * blocks behind them come out. One instance is reused for every packet; nothing is allocated.
 */

export const MOLD_HEADER_BYTES = 20;
/** Message count of an end-of-session packet; 0 is a heartbeat. */
export const MOLD_END_OF_SESSION = 0xffff;

function be16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

/** Signed: callers that want the value unsigned store it in a Uint32Array or use `>>> 0`. */
function be32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

export class MoldPacket {
  /** Bytes in front of a message: its length. */
  readonly prefixBytes = 2;
  /** The ten session bytes as three big-endian numbers of 4, 4 and 2 bytes (signed 32 bits, for comparing). */
  session0 = 0;
  session1 = 0;
  session2 = 0;
  /** Sequence number of the first message, as signed halves. */
  sequenceHi = 0;
  sequenceLo = 0;
  /** The message count field as it stands. */
  count = 0;
  /** Messages the count promises: 0 for a heartbeat and an end of session. */
  promised = 0;

  /** Whole blocks, those of them that are empty, and where the first one begins. */
  blocks = 0;
  emptyBlocks = 0;
  firstBlock = 0;
  /** Where the last whole block ends. */
  blocksEnd = 0;
  /** There is no such thing in MoldUDP64. */
  readonly hasClear = false;
  /** The packet ended before the count did; `overlong`: because a block's length runs past the payload. */
  truncated = false;
  overlong = false;
  /** Bytes are left after the last promised block. */
  trailingBytes = false;

  get heartbeat(): boolean {
    return this.count === 0;
  }

  get endOfSession(): boolean {
    return this.count === MOLD_END_OF_SESSION;
  }

  /** Sequence number 0: the packet takes no part in arbitration. */
  get unsequenced(): boolean {
    return this.sequenceHi === 0 && this.sequenceLo === 0;
  }

  /** The sequence number of the packet's last message would not fit 64 bits with room for the next one. */
  get sequenceOverflows(): boolean {
    return this.sequenceHi === -1 && (this.sequenceLo >>> 0) + this.promised > 0xffffffff;
  }

  /** Takes the header of a payload of at least `MOLD_HEADER_BYTES`. */
  readHeader(bytes: Uint8Array, at: number): void {
    this.session0 = be32(bytes, at);
    this.session1 = be32(bytes, at + 4);
    this.session2 = be16(bytes, at + 8);
    this.sequenceHi = be32(bytes, at + 10);
    this.sequenceLo = be32(bytes, at + 14);
    this.count = be16(bytes, at + 18);
    this.promised = this.count === MOLD_END_OF_SESSION ? 0 : this.count;
  }

  /** Walks the blocks of the payload at `at` without looking into them. */
  scanBlocks(bytes: Uint8Array, at: number, length: number): void {
    const { promised } = this;
    // A block has two bytes of length at least, and `size` of a message behind them.
    const lastStart = at + length - 2;
    let position = at + MOLD_HEADER_BYTES;
    let blocks = 0;
    let empty = 0;
    this.firstBlock = position;
    this.overlong = false;
    while (blocks < promised && position <= lastStart) {
      const high = bytes[position]!;
      // The upper byte is 0 in nearly all: what the next position waits for is one byte then, not two.
      const next = position + bytes[position + 1]! + (high === 0 ? 2 : (high << 8) + 2);
      if (next > lastStart + 2) {
        this.overlong = true;
        break;
      }
      if (next === position + 2) empty++;
      position = next;
      blocks++;
    }
    this.blocks = blocks;
    this.blocksEnd = position;
    this.emptyBlocks = empty;
    this.truncated = blocks < this.promised;
    this.trailingBytes = !this.truncated && position < at + length;
  }
}
