/**
 * MoldUDP64 downstream packets from messages: session, sequence numbers, message blocks, heartbeat, end of session.
 *
 * The packetiser owns one buffer and no clock. A message is encoded straight into it: `reserve(n)` gives the place,
 * `commit(length)` closes the block. A packet goes out when the next message does not fit, or on `flush()`.
 */

export const MOLD_HEADER_BYTES = 20;
export const MOLD_END_OF_SESSION = 0xffff;
/** Most messages that one packet may announce. */
export const MOLD_MAX_MESSAGES = 65534;
const SESSION_BYTES = 10;
const LENGTH_BYTES = 2;
const TWO_32 = 4294967296;

export interface MoldPacketiserOptions {
  /** Up to 10 printable ASCII characters; padded with spaces. */
  readonly session: string;
  /** Sequence number of the first message; default 1. */
  readonly firstSequence?: number;
  /** Longest packet, header included; default 1,400 bytes. */
  readonly maxPacketBytes?: number;
  /** Takes a packet: the first `length` bytes, valid only during the call. */
  readonly onPacket: (bytes: Uint8Array, length: number) => void;
}

export class MoldPacketiser {
  /** The packet under construction; write only between `reserve` and `commit`, where `reserve` said. */
  readonly bytes: Uint8Array;
  readonly #onPacket: (bytes: Uint8Array, length: number) => void;
  #next: number;
  #used = MOLD_HEADER_BYTES;
  #count = 0;

  constructor(options: MoldPacketiserOptions) {
    const { session, firstSequence = 1, maxPacketBytes = 1400, onPacket } = options;
    if (!/^[\x20-\x7e]{1,10}$/.test(session)) {
      throw new RangeError(`MoldUDP64 session must be 1 to 10 printable ASCII characters, not '${session}'`);
    }
    if (!Number.isSafeInteger(firstSequence) || firstSequence < 0) {
      throw new RangeError(`MoldUDP64 first sequence must be an integer from 0 below 2^53, not ${firstSequence}`);
    }
    if (!Number.isInteger(maxPacketBytes) || maxPacketBytes < 64 || maxPacketBytes > 65507) {
      throw new RangeError(`MoldUDP64 packet limit must be 64 to 65507 bytes, not ${maxPacketBytes}`);
    }
    this.bytes = new Uint8Array(maxPacketBytes);
    for (let i = 0; i < SESSION_BYTES; i++) this.bytes[i] = i < session.length ? session.charCodeAt(i) : 0x20;
    this.#next = firstSequence;
    this.#onPacket = onPacket;
  }

  /** Sequence number of the next message, pending ones counted. */
  get nextSequence(): number {
    return this.#next + this.#count;
  }

  /** Messages waiting in the open packet. */
  get pending(): number {
    return this.#count;
  }

  /** Offset in `bytes` with room for a message of up to `length` bytes; sends the open packet first when it is full. */
  reserve(length: number): number {
    const needed = LENGTH_BYTES + length;
    if (this.#used + needed > this.bytes.length || this.#count === MOLD_MAX_MESSAGES) {
      if (MOLD_HEADER_BYTES + needed > this.bytes.length) {
        throw new RangeError(`a message of ${length} bytes does not fit a packet of ${this.bytes.length}`);
      }
      this.flush();
    }
    return this.#used + LENGTH_BYTES;
  }

  /** Closes the block that `reserve` opened: the message is `length` bytes long (0 is legal). */
  commit(length: number): void {
    const { bytes } = this;
    bytes[this.#used] = length >>> 8;
    bytes[this.#used + 1] = length;
    this.#used += LENGTH_BYTES + length;
    this.#count++;
  }

  /** Appends a message that exists already. */
  append(message: Uint8Array, at = 0, length = message.length - at): void {
    const to = this.reserve(length);
    for (let i = 0; i < length; i++) this.bytes[to + i] = message[at + i]!;
    this.commit(length);
  }

  /** Sends the open packet, if it holds anything. */
  flush(): void {
    if (this.#count === 0) return;
    const length = this.#used;
    this.#header(this.#count);
    this.#next += this.#count;
    this.#count = 0;
    this.#used = MOLD_HEADER_BYTES;
    this.#onPacket(this.bytes, length);
  }

  /** Sends what is pending, then a heartbeat with the next sequence number. */
  heartbeat(): void {
    this.flush();
    this.#header(0);
    this.#onPacket(this.bytes, MOLD_HEADER_BYTES);
  }

  /** Sends what is pending, then an end-of-session packet; to be repeated for as long as the publisher lives. */
  endOfSession(): void {
    this.flush();
    this.#header(MOLD_END_OF_SESSION);
    this.#onPacket(this.bytes, MOLD_HEADER_BYTES);
  }

  #header(count: number): void {
    const { bytes } = this;
    const hi = Math.floor(this.#next / TWO_32);
    const lo = this.#next >>> 0;
    bytes[10] = hi >>> 24;
    bytes[11] = hi >>> 16;
    bytes[12] = hi >>> 8;
    bytes[13] = hi;
    bytes[14] = lo >>> 24;
    bytes[15] = lo >>> 16;
    bytes[16] = lo >>> 8;
    bytes[17] = lo;
    bytes[18] = count >>> 8;
    bytes[19] = count;
  }
}
