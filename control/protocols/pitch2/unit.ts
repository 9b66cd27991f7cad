/**
 * The sequenced unit header and the messages behind it. On UDP a datagram is one or more blocks; on TCP (gap requests, spin) the
 * same blocks follow each other in the stream.
 */
import { get16, get32, put16, put32 } from '../little-endian.js';

export const UNIT_HEADER_BYTES = 8;
/** The longest block: its length has 16 bits. */
export const MAX_UNIT_BLOCK_BYTES = 65_535;

/** 0 is fine. `length`: the block is longer than what is there, or shorter than its header; `count`: its messages do not fill it. */
export const UnitFault = { none: 0, truncated: 1, length: 2, count: 3 } as const;

export class UnitBlock {
  unit = 0;
  /** Messages in the block; 0 is a heartbeat. */
  count = 0;
  /** Of the first message; 0 for what is not sequenced. */
  sequence = 0;
  /** The messages are `bytes` from here to there. */
  start = 0;
  end = 0;

  /** Reads the block that starts at `start`, no further than `limit`. */
  open(bytes: Uint8Array, start: number, limit: number): number {
    if (limit - start < UNIT_HEADER_BYTES) return UnitFault.truncated;
    const length = get16(bytes, start);
    if (length < UNIT_HEADER_BYTES) return UnitFault.length;
    if (start + length > limit) return UnitFault.truncated;
    this.count = bytes[start + 2] as number;
    this.unit = bytes[start + 3] as number;
    this.sequence = get32(bytes, start + 4);
    this.start = start + UNIT_HEADER_BYTES;
    this.end = start + length;
    return areWhole(bytes, this.start, this.end, this.count) ? UnitFault.none : UnitFault.count;
  }
}

/** True when `count` messages fill the bytes exactly. */
function areWhole(bytes: Uint8Array, start: number, end: number, count: number): boolean {
  let at = start;
  for (let left = count; left > 0; left--) {
    if (at + 2 > end) return false;
    const length = bytes[at] as number;
    // Length and type at least: a message of length 0 would be stepped over for ever.
    if (length < 2) return false;
    at += length;
  }
  return at === end;
}

/** Where the message behind the one at `at` starts. */
export function nextPitchMessage(bytes: Uint8Array, at: number): number {
  return at + (bytes[at] as number);
}

/** Collects messages into blocks, for publishers. */
export class UnitWriter {
  readonly bytes: Uint8Array;
  /** Where the block ends so far. */
  end = UNIT_HEADER_BYTES;
  private count = 0;

  /** @param maxBytes of a block: what fits a datagram */
  constructor(
    readonly unit: number,
    private readonly maxBytes = 1_400,
  ) {
    this.bytes = new Uint8Array(maxBytes);
  }

  get messages(): number {
    return this.count;
  }

  hasRoom(bytes: number): boolean {
    return this.count < 255 && this.end + bytes <= this.maxBytes;
  }

  /** Takes the message that the caller has written at `end`. */
  added(bytes: number): void {
    this.end += bytes;
    this.count++;
  }

  /** Writes the header; the block is `bytes` up to the returned place. The next one starts empty. */
  finish(sequence: number): number {
    const { bytes, end } = this;
    put16(bytes, 0, end);
    bytes[2] = this.count;
    bytes[3] = this.unit;
    put32(bytes, 4, sequence);
    this.end = UNIT_HEADER_BYTES;
    this.count = 0;
    return end;
  }
}
