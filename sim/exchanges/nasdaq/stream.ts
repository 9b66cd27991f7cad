/** The simulated feed as a library: a given number of ITCH 5.0 messages, or MoldUDP64 packets, in memory. */
import { MoldPacketiser } from '../../../control/protocols/moldudp64/packetiser.js';
import { Market, type MarketOptions } from '../market/market.js';
import type { MessageOutput } from '../publish/message-output.js';
import { ItchPublisher } from './itch-publisher.js';

export interface MessageStream {
  readonly count: number;
  /** BinaryFILE form: a big-endian u16 length before each message. */
  readonly bytes: Uint8Array;
  /** Where each message begins (behind its length), and one entry more: where the next would begin. */
  readonly offsets: Uint32Array;
}

export interface GenerateOptions extends MarketOptions {
  readonly count: number;
}

const LENGTH_BYTES = 2;
/** About what the mix of messages averages, lengths included; buffers grow when it was too little. */
const TYPICAL_BYTES = 34;
const SLICE_NS = 10_000_000;

/** Messages one after another in a growing buffer. */
class FlatOutput implements MessageOutput {
  bytes: Uint8Array;
  offsets: Uint32Array;
  count = 0;
  #used = 0;

  constructor(expected: number) {
    this.bytes = new Uint8Array(expected * TYPICAL_BYTES + 65536);
    this.offsets = new Uint32Array(expected + 8192);
    this.offsets[0] = LENGTH_BYTES;
  }

  reserve(length: number): number {
    if (this.#used + LENGTH_BYTES + length > this.bytes.length) {
      const grown = new Uint8Array(Math.ceil(this.bytes.length * 1.5));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    return this.#used + LENGTH_BYTES;
  }

  commit(length: number): void {
    this.bytes[this.#used] = length >>> 8;
    this.bytes[this.#used + 1] = length;
    this.#used += LENGTH_BYTES + length;
    this.count++;
    if (this.count === this.offsets.length) {
      const grown = new Uint32Array(Math.ceil(this.offsets.length * 1.5));
      grown.set(this.offsets);
      this.offsets = grown;
    }
    this.offsets[this.count] = this.#used + LENGTH_BYTES;
  }
}

/**
 * The first `count` messages of a market's day. The same options give the same bytes, and a smaller count a prefix of them.
 */
export function generateMessages(options: GenerateOptions): MessageStream {
  const { count } = options;
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`cannot generate ${count} messages`);
  const output = new FlatOutput(count);
  const market = new Market(options, new ItchPublisher(output));
  for (let untilNs = market.startNs; output.count < count && !market.closed; untilNs += SLICE_NS)
    market.advance(untilNs);
  if (output.count < count)
    throw new RangeError(`the day ended after ${output.count} messages: raise messagesPerSecond`);
  return {
    count,
    bytes: output.bytes.subarray(0, output.offsets[count]! - LENGTH_BYTES),
    offsets: output.offsets.subarray(0, count + 1),
  };
}

export interface PacketStream {
  readonly count: number;
  readonly bytes: Uint8Array;
  /** Where packet i begins; it ends where packet i + 1 begins. */
  readonly offsets: Uint32Array;
  /** When each packet leaves, ns since midnight: the end of its tick. */
  readonly timesNs: Float64Array;
}

export interface PacketiseOptions {
  /** Default `REPLAY0001`. */
  readonly session?: string;
  readonly firstSequence?: number;
  /** Default 1,400. */
  readonly maxPacketBytes?: number;
  /** A publisher's tick: packets leave at its end at the latest. Default 1 ms, which gives a handful of messages to a packet. */
  readonly tickNs?: number;
  /** End-of-session packets behind the last message; default 0. */
  readonly ends?: number;
}

/** Puts messages into MoldUDP64 packets the way the publishing process does. */
export function packetise(stream: MessageStream, options: PacketiseOptions = {}): PacketStream {
  const { session = 'REPLAY0001', firstSequence = 1, maxPacketBytes = 1400, tickNs = 1_000_000, ends = 0 } = options;
  const offsets: number[] = [];
  const times: number[] = [];
  let bytes = new Uint8Array(stream.bytes.length + stream.count * 8 + 65536);
  let used = 0;
  let leavesNs = 0;
  const packetiser = new MoldPacketiser({
    session,
    firstSequence,
    maxPacketBytes,
    onPacket: (packet, length) => {
      if (used + length > bytes.length) {
        const grown = new Uint8Array(Math.ceil(bytes.length * 1.5) + length);
        grown.set(bytes);
        bytes = grown;
      }
      offsets.push(used);
      times.push(leavesNs);
      bytes.set(packet.subarray(0, length), used);
      used += length;
    },
  });
  for (let i = 0; i < stream.count; i++) {
    const at = stream.offsets[i]!;
    const leaves = Math.ceil(timestampNs(stream.bytes, at) / tickNs) * tickNs;
    if (leaves !== leavesNs) packetiser.flush();
    leavesNs = leaves;
    packetiser.append(stream.bytes, at, stream.offsets[i + 1]! - LENGTH_BYTES - at);
  }
  packetiser.flush();
  for (let i = 0; i < ends; i++) packetiser.endOfSession();
  offsets.push(used);
  return {
    count: times.length,
    bytes: bytes.subarray(0, used),
    offsets: Uint32Array.from(offsets),
    timesNs: Float64Array.from(times),
  };
}

/** The timestamp of the ITCH message at an offset, ns since midnight. */
export function timestampNs(bytes: Uint8Array, at: number): number {
  const high = bytes[at + 5]! * 256 + bytes[at + 6]!;
  const low = ((bytes[at + 7]! << 24) | (bytes[at + 8]! << 16) | (bytes[at + 9]! << 8) | bytes[at + 10]!) >>> 0;
  return high * 4294967296 + low;
}
