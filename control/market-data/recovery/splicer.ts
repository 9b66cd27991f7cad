/**
 * Stands between the engines and the books, and keeps the streams of some channels whole (splice-channel.ts). Works on records, whatever
 * engine made them, and makes those of recovered messages itself: so a card that cannot take injections is served like the software engine.
 * Records of other channels pass; every gap is told.
 */
import { FIELD, FLAG, HEADER, RECORD, SLOT_BYTES } from '../../core/generated/records.js';
import type { RecordRing, RecordSink } from '../../core/record-ring.js';
import { MOLD_HEADER_BYTES, MoldPacket } from '../../protocols/moldudp64/packet.js';
import { UnitPacket } from '../../protocols/pitch2/packet.js';
import { UNIT_HEADER_BYTES } from '../../protocols/pitch2/unit.js';
import { ItchDecoder } from '../records/itch50.js';
import { PitchDecoder } from '../records/pitch2.js';
import type { GapHandler } from './gap-handler.js';
import type { InjectTarget } from './injection.js';
import { numberAt } from './record-sequence.js';
import { HostRecords } from './snapshot.js';
import { SpliceChannel, type SplicedBooks, type SpliceEvents } from './splice-channel.js';

/** Gaps and sessions are those of every channel, spliced or not. */
export type SplicerEvents = SpliceEvents & GapHandler;

export interface SplicedChannel {
  readonly channel: number;
  readonly protocol: 'itch50' | 'pitch2';
  /** Slots and messages that may wait; default 131,072: 8 MiB. */
  readonly heldMax?: number;
}

const HELD_MAX = 131_072;
const CHANNELS = 256;
/** Not numbered like messages, or a reason to look closer. */
const isSpecial = (type: number): boolean =>
  (type <= RECORD.Loss && type !== RECORD.Unknown) || type === RECORD.PitchUnitClear;

export class Splicer implements RecordSink, InjectTarget {
  /** After the host has given the books something. */
  onSpliced: () => void = () => undefined;
  private readonly channels: (SpliceChannel | undefined)[] = new Array<undefined>(CHANNELS).fill(undefined);
  private readonly protocols: SplicedChannel['protocol'][] = [];
  private readonly mold = new MoldPacket();
  private readonly unit = new UnitPacket();

  constructor(
    channels: readonly SplicedChannel[],
    private readonly sink: RecordSink,
    private readonly books: SplicedBooks,
    private readonly events: SplicerEvents,
  ) {
    for (const { channel, protocol, heldMax = HELD_MAX } of channels) {
      const decoder = protocol === 'pitch2' ? new PitchDecoder() : new ItchDecoder(undefined);
      const host = new HostRecords(channel, decoder, sink);
      this.channels[channel] = new SpliceChannel(channel, host, sink, books, events, heldMax);
      this.protocols[channel] = protocol;
    }
  }

  /** Throws RangeError for a channel that is not spliced. */
  channel(channel: number): SpliceChannel {
    const found = this.channels[channel];
    if (found === undefined) throw new RangeError(`channel ${channel} is not spliced`);
    return found;
  }

  /** Undefined for a channel that is not spliced. */
  find(channel: number): SpliceChannel | undefined {
    return this.channels[channel];
  }

  onRecords(ring: RecordRing, first: number, end: number): void {
    const { u8, u32, mask } = ring;
    const { channels } = this;
    /** What passes in one piece begins here. */
    let run = first;
    for (let index = first; index !== end;) {
      const at = (index & mask) * SLOT_BYTES;
      const flags = u8[at + HEADER.flags]!;
      const behind = (index + ((flags & FLAG.twoSlots) === 0 ? 1 : 2)) >>> 0;
      const channel = channels[u8[at + HEADER.channel]!];
      if (!isSpecial(u8[at + HEADER.type]!)) {
        if (channel === undefined || (flags & (FLAG.unsequenced | FLAG.recovered)) !== 0) {
          index = behind;
          continue;
        }
        const sequence = u32[(at + HEADER.sequence + 4) >> 2]! * 4294967296 + u32[(at + HEADER.sequence) >> 2]!;
        if (channel.isLive && channel.isStarted && sequence >= channel.next) {
          channel.next = sequence + 1;
          index = behind;
          continue;
        }
      }
      if (run !== index) this.sink.onRecords(ring, run, index);
      this.take(ring, index & mask, behind - index, channel);
      index = behind;
      run = behind;
    }
    if (run !== end) this.sink.onRecords(ring, run, end);
  }

  /** An answer to a request, or what else has the form of a packet of the channel. Always taken; damaged ones do nothing. */
  inject(channel: number, bytes: Uint8Array, length: number): boolean {
    const spliced = this.channel(channel);
    const isUnit = this.protocols[channel] === 'pitch2';
    const packet = isUnit ? this.unit : this.mold;
    if (length < (isUnit ? UNIT_HEADER_BYTES : MOLD_HEADER_BYTES)) return true;
    packet.readHeader(bytes, 0);
    packet.scanBlocks(bytes, 0, length);
    if (packet.unsequenced) return true;
    let sequence = (packet.sequenceHi >>> 0) * 4294967296 + (packet.sequenceLo >>> 0);
    let at = packet.firstBlock;
    for (let i = 0; i < packet.blocks; i++) {
      const bytesOfMessage = isUnit ? bytes[at]! : (bytes[at]! << 8) | bytes[at + 1]!;
      at += packet.prefixBytes;
      spliced.message(sequence++, bytes, at, bytesOfMessage);
      at += bytesOfMessage;
    }
    this.advance(channel);
    return true;
  }

  /** A message of the channel's stream that came by another way. To be followed by `advance`. */
  message(channel: number, sequence: number, bytes: Uint8Array, at: number, length: number): void {
    this.channel(channel).message(sequence, bytes, at, length);
  }

  advance(channel: number): void {
    this.channel(channel).advance();
    this.onSpliced();
  }

  /** A record that is no plain message of a stream that is whole. */
  private take(ring: RecordRing, slot: number, slots: number, channel: SpliceChannel | undefined): void {
    const at = slot * SLOT_BYTES;
    const number = ring.u8[at + HEADER.channel]!;
    const sequence = numberAt(ring, at + HEADER.sequence);
    switch (ring.u8[at + HEADER.type]) {
      case RECORD.Gap: {
        const last = numberAt(ring, at + FIELD.Gap.last);
        this.events.onGap(number, sequence, last);
        this.miss(ring, slot, channel, sequence, last);
        break;
      }
      case RECORD.Loss:
        this.miss(ring, slot, channel, sequence, numberAt(ring, at + FIELD.Loss.last));
        break;
      case RECORD.Session:
        this.session(ring, slot, number, channel, sequence);
        break;
      case RECORD.End:
        if (channel === undefined) this.pass(ring, slot, 1);
        else channel.trailer(ring, slot, 1);
        break;
      case RECORD.Pad:
        this.pass(ring, slot, 1);
        break;
      case RECORD.PitchUnitClear:
        // Empties all books of the unit, whatever they lack.
        channel?.restart(sequence + 1);
        this.pass(ring, slot, slots);
        if (channel !== undefined) this.books.certify(number);
        break;
      default:
        channel!.record(ring, slot, slots, sequence);
        break;
    }
  }

  private miss(ring: RecordRing, slot: number, channel: SpliceChannel | undefined, first: number, last: number): void {
    if (channel === undefined) {
      this.pass(ring, slot, 1);
      return;
    }
    // Before its first record a stream that should begin at 1 lacks what is in front of it as well.
    const from = channel.isStarted ? first : 1;
    channel.isStarted = true;
    // The books hear of it before anybody who might recover it at once.
    if (last >= channel.known) this.pass(ring, slot, 1);
    channel.miss(from, last);
  }

  private session(
    ring: RecordRing,
    slot: number,
    number: number,
    channel: SpliceChannel | undefined,
    sequence: number,
  ): void {
    const at = slot * SLOT_BYTES + FIELD.Session.session;
    channel?.restart(1);
    this.pass(ring, slot, 1);
    this.events.onSession(number, ring.u8.subarray(at, at + 10));
    channel?.miss(1, sequence - 1);
  }

  private pass(ring: RecordRing, slot: number, slots: number): void {
    this.sink.onRecords(ring, slot, slot + slots);
  }
}
