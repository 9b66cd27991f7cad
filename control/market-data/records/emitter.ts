/** Behind the arbiter: decodes what one channel delivers, filters it, writes the records and counts. */
import { CHANNEL_COUNTERS, FIELD, FLAG, HEADER, LINE_COUNTERS, RECORD } from '../../core/generated/records.js';
import { addDifference, advance, copySequence, HI, LO, newSequence, toNumber } from '../arbiter/sequence.js';
import type { ArbiterOutput } from '../arbiter/output.js';
import type { MessageDecoder } from './decoder.js';
import type { RecordWriter } from './writer.js';

export const CHANNEL = Object.fromEntries(CHANNEL_COUNTERS.map((name, index) => [name, index])) as Record<
  (typeof CHANNEL_COUNTERS)[number],
  number
>;
export const LINE = Object.fromEntries(LINE_COUNTERS.map((name, index) => [name, index])) as Record<
  (typeof LINE_COUNTERS)[number],
  number
>;

/** The port of records that the host injected, and of its counters: the highest that flags can name. */
export const HOST_PORT = FLAG.port;
const TWO_32 = 4294967296;
const NO_SEQUENCE = newSequence();

export class ChannelEmitter implements ArbiterOutput {
  /** By the indices of `CHANNEL`. */
  private readonly counters = new Float64Array(CHANNEL_COUNTERS.length);
  private readonly lines: readonly Float64Array[];
  private readonly gapMessages = newSequence();
  private readonly one = Uint32Array.of(1, 0);
  private readonly zero = newSequence();
  private readonly first = newSequence();
  /** Messages that came by `onRecovered`, empty ones too. */
  recovered = 0;

  constructor(
    private readonly writer: RecordWriter,
    private readonly channel: number,
    ports: number,
    private readonly decoder: MessageDecoder,
  ) {
    this.lines = Array.from({ length: Math.max(ports, HOST_PORT + 1) }, () => new Float64Array(LINE_COUNTERS.length));
  }

  counter(name: (typeof CHANNEL_COUNTERS)[number]): number {
    return name === 'gapMessages' ? toNumber(this.gapMessages) : this.counters[CHANNEL[name]]!;
  }

  /** The counters of the channel's line on `port`, by the indices of `LINE`. */
  line(port: number): Float64Array {
    return this.lines[port]!;
  }

  onMessage(
    sequence: Uint32Array,
    bytes: Uint8Array,
    at: number,
    length: number,
    port: number,
    ingress: Float64Array,
    ingressAt: number,
  ): void {
    if (length === 0) {
      this.counters[CHANNEL.empty]!++;
      return;
    }
    this.write(sequence, bytes, at, length, port, port, ingress, ingressAt);
  }

  /**
   * A whole packet that is next: `count` messages that fill bytes[at .. end). True when they have gone up, all of them as `onMessages` does it; false when
   * there is something about one of them, or they end elsewhere: then nothing has been done.
   */
  onPacket(
    sequence: Uint32Array,
    bytes: Uint8Array,
    at: number,
    end: number,
    count: number,
    port: number,
    ingress: Float64Array,
    ingressAt: number,
  ): boolean {
    const { writer, decoder, first } = this;
    const { kernel } = writer;
    const from = kernel.loadRange(bytes, at, end - at);
    kernel.begin(this.channel, decoder.runFlags(port), ingress, ingressAt);
    copySequence(first, sequence);
    if (!writer.decodeWhole(decoder, from, from + end - at, count, first)) return false;
    this.counters[CHANNEL.delivered] = this.counters[CHANNEL.delivered]! + count;
    const line = this.line(port);
    line[LINE.delivered] = line[LINE.delivered]! + count;
    return true;
  }

  /**
   * A packet's messages that all go up: `count` of them in bytes[at .. end), each behind so many bytes of length. The same as `onMessage` for each one,
   * which is what those get that the kernel leaves alone. `sequence` is that of the first, and of the one behind the last in the end.
   */
  onMessages(
    sequence: Uint32Array,
    bytes: Uint8Array,
    at: number,
    end: number,
    count: number,
    prefixBytes: number,
    port: number,
    ingress: Float64Array,
    ingressAt: number,
  ): void {
    const { counters, writer, decoder } = this;
    const { kernel } = writer;
    const line = this.line(port);
    // From a position of the packet to that of its copy.
    const shift = kernel.loadRange(bytes, at, end - at) - at;
    let from = at;
    let left = count;
    let isBegun = false;
    while (left > 0) {
      if (!isBegun) kernel.begin(this.channel, decoder.runFlags(port), ingress, ingressAt);
      isBegun = true;
      const taken = writer.decode(decoder, from + shift, end + shift, left, sequence);
      if (taken > 0) {
        counters[CHANNEL.delivered] = counters[CHANNEL.delivered]! + taken;
        line[LINE.delivered] = line[LINE.delivered]! + taken;
        advance(sequence, taken);
        from = kernel.next - shift;
        left -= taken;
        continue;
      }
      const length = messageBytes(prefixBytes, bytes, from);
      from += prefixBytes;
      this.onMessage(sequence, bytes, from, length, port, ingress, ingressAt);
      advance(sequence, 1);
      from += length;
      left--;
      // It may have been one that changes what others have in common.
      isBegun = false;
    }
  }

  onUnsequenced(
    bytes: Uint8Array,
    at: number,
    length: number,
    port: number,
    ingress: Float64Array,
    ingressAt: number,
  ): void {
    this.write(NO_SEQUENCE, bytes, at, length, port, port | FLAG.unsequenced, ingress, ingressAt);
  }

  onRecovered(
    sequence: Uint32Array,
    bytes: Uint8Array,
    at: number,
    length: number,
    ingress: Float64Array,
    ingressAt: number,
  ): void {
    this.recovered++;
    if (length === 0) return;
    this.write(sequence, bytes, at, length, HOST_PORT, HOST_PORT | FLAG.recovered, ingress, ingressAt);
  }

  onGap(first: Uint32Array, last: Uint32Array, byDepth: boolean): void {
    this.decoder.onGap();
    this.counters[CHANNEL.gaps]!++;
    if (byDepth) this.counters[CHANNEL.closedByDepth]!++;
    addDifference(this.gapMessages, last, first);
    addDifference(this.gapMessages, this.one, this.zero);
    const slot = this.control(RECORD.Gap, first);
    const { u32 } = this.writer.ring;
    u32[(slot + FIELD.Gap.last) >> 2] = last[LO]!;
    u32[(slot + FIELD.Gap.last + 4) >> 2] = last[HI]!;
  }

  onSession(sequence: Uint32Array, session0: number, session1: number, session2: number): void {
    this.counters[CHANNEL.sessions]!++;
    const slot = this.control(RECORD.Session, sequence);
    const { u8 } = this.writer.ring;
    const to = slot + FIELD.Session.session;
    for (let i = 0; i < 4; i++) {
      u8[to + i] = session0 >>> (24 - 8 * i);
      u8[to + 4 + i] = session1 >>> (24 - 8 * i);
    }
    u8[to + 8] = session2 >>> 8;
    u8[to + 9] = session2;
  }

  onRestart(): void {
    this.decoder.onGap();
  }

  onEnd(expected: Uint32Array): void {
    this.counters[CHANNEL.ends]!++;
    this.control(RECORD.End, expected);
  }

  onDuplicate(port: number): void {
    this.line(port)[LINE.duplicates]!++;
  }

  onLate(port: number): void {
    this.line(port)[LINE.late]!++;
  }

  private write(
    sequence: Uint32Array,
    bytes: Uint8Array,
    at: number,
    length: number,
    port: number,
    flags: number,
    ingress: Float64Array,
    ingressAt: number,
  ): void {
    const { counters, writer, decoder } = this;
    counters[CHANNEL.delivered]!++;
    this.line(port)[LINE.delivered]!++;
    const allFlags = decoder.flagsOf(sequence, bytes, at, length, flags);
    const slots = decoder.slotsOf(bytes, at, length);
    let slot: number;
    if (slots > 0) {
      if (decoder.isFiltered(bytes, at)) {
        counters[CHANNEL.filtered]!++;
        return;
      }
      slot = writer.begin(slots, decoder.recordTypeOf(bytes, at), this.channel, allFlags);
      decoder.decode(writer.ring, slot, bytes, at, length);
    } else {
      counters[CHANNEL.unknown]!++;
      slot = writer.begin(1, RECORD.Unknown, this.channel, allFlags);
      writer.ring.u8[slot + FIELD.Unknown.rawType] = decoder.typeOf(bytes, at);
      writer.ring.u16[(slot + FIELD.Unknown.length) >> 1] = length;
    }
    const { u16, u32 } = writer.ring;
    u32[(slot + HEADER.sequence) >> 2] = sequence[LO]!;
    u32[(slot + HEADER.sequence + 4) >> 2] = sequence[HI]!;
    u16[(slot + HEADER.ingress) >> 1] = ingress[ingressAt]! / TWO_32;
    u32[(slot + HEADER.ingress + 2) >> 2] = ingress[ingressAt]!;
  }

  private control(type: number, sequence: Uint32Array): number {
    const slot = this.writer.begin(1, type, this.channel, 0);
    const { u32 } = this.writer.ring;
    u32[(slot + HEADER.sequence) >> 2] = sequence[LO]!;
    u32[(slot + HEADER.sequence + 4) >> 2] = sequence[HI]!;
    return slot;
  }
}

/** The length of the message whose block starts at `at`: two bytes in front of it (MoldUDP64), or its own first byte (PITCH). */
export function messageBytes(prefixBytes: number, bytes: Uint8Array, at: number): number {
  return prefixBytes === 0 ? bytes[at]! : (bytes[at]! << 8) | bytes[at + 1]!;
}
