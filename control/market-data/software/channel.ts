/** One channel of the software engine: arbiter and emitter, and what the packets of its lines and of the host do to them. */
import { CHANNEL_COUNTERS, HELD_DEPTH, LINE_COUNTERS } from '../../core/generated/records.js';
import type { ChannelConfig, FeedCounters, InjectedCounters } from '../../core/feed.js';
import { ADMIT, ChannelArbiter, INGRESS, INJECT, STAMP } from '../arbiter/channel-arbiter.js';
import { advance, distance, HI, LO, newSequence, toBigInt } from '../arbiter/sequence.js';
import { ChannelEmitter, HOST_PORT, LINE, messageBytes } from '../records/emitter.js';
import { ItchDecoder } from '../records/itch50.js';
import { PitchDecoder } from '../records/pitch2.js';
import type { RecordWriter } from '../records/writer.js';
import { arbiterConfig } from './channel-config.js';
import type { Packet } from './packet.js';
import { UnitClears } from './unit-clears.js';

/** Below this many messages the kernel's call costs what it saves. */
const WORTH_A_CALL = 3;

export class SoftwareChannel {
  readonly arbiter: ChannelArbiter;
  readonly protocol: ChannelConfig['protocol'];
  private readonly emitter: ChannelEmitter;
  private readonly sequence = newSequence();
  /** Per port, the end of the last accepted frame; NaN without one. */
  readonly lastBeats: Float64Array;
  /** With PITCH: the unit's clears, which may start its numbers again. */
  private readonly clears: UnitClears | undefined;
  /** Injected messages by what became of them, and packets that were none of ours. */
  private readonly injections = [0, 0, 0];
  private rejectedInjections = 0;
  private lowestPort: number;

  constructor(
    config: ChannelConfig,
    index: number,
    private readonly ports: number,
    writer: RecordWriter,
    private readonly now: Float64Array,
    deadlines: Float64Array,
    firstChannel = 0,
  ) {
    this.protocol = config.protocol;
    this.clears = config.protocol === 'pitch2' ? new UnitClears() : undefined;
    const decoder = config.protocol === 'pitch2' ? new PitchDecoder() : new ItchDecoder(config.filter);
    this.emitter = new ChannelEmitter(writer, firstChannel + index, ports, decoder);
    this.arbiter = new ChannelArbiter(arbiterConfig(config, index), this.emitter, now, deadlines, index);
    this.lastBeats = new Float64Array(ports).fill(NaN);
    this.lowestPort = ports;
  }

  /** A packet whose frame was accepted; `now` holds the frame's stamp and ingress. */
  packet(packet: Packet, bytes: Uint8Array, port: number): void {
    this.heard(port);
    this.lastBeats[port] = this.now[STAMP]!;
    if (packet.unsequenced) {
      this.unsequenced(packet, bytes, port);
      return;
    }
    const { arbiter, sequence, clears } = this;
    sequence[LO] = packet.sequenceLo;
    sequence[HI] = packet.sequenceHi;
    arbiter.beginPacket(sequence, packet.session0, packet.session1, packet.session2);
    if (packet.promised === 0) {
      arbiter.announce(sequence, packet.endOfSession);
      return;
    }
    if (clears === undefined) this.moldMessages(packet, bytes, port);
    else this.unitMessages(clears, packet, bytes, port);
  }

  /**
   * The usual case at once: a MoldUDP64 packet, of which only the header has been looked at, that is next, whole, and has nothing but messages about
   * orders. False when it is anything else: then nothing has been done.
   */
  wholePacket(packet: Packet, bytes: Uint8Array, firstBlock: number, end: number, port: number): boolean {
    const { arbiter, sequence, now } = this;
    const { promised } = packet;
    if (promised < WORTH_A_CALL) return false;
    sequence[LO] = packet.sequenceLo;
    sequence[HI] = packet.sequenceHi;
    if (!arbiter.isNext(sequence, packet.session0, packet.session1, packet.session2)) return false;
    if (!this.emitter.onPacket(sequence, bytes, firstBlock, end, promised, port, now, INGRESS)) return false;
    arbiter.passed(promised, port);
    this.heard(port);
    this.lastBeats[port] = this.now[STAMP]!;
    return true;
  }

  /** Cut-through: the packet's header takes effect, in front of its first message; `now` holds that moment. */
  open(packet: Packet, port: number): void {
    this.heard(port);
    if (packet.unsequenced) return;
    const { arbiter, sequence } = this;
    sequence[LO] = packet.sequenceLo;
    sequence[HI] = packet.sequenceHi;
    arbiter.beginPacket(sequence, packet.session0, packet.session1, packet.session2);
    if (packet.promised === 0) arbiter.announce(sequence, packet.endOfSession);
  }

  /** Cut-through: one message of a packet that was opened, the `place`th. Another packet may have changed the session since. */
  messageOf(packet: Packet, place: number, bytes: Uint8Array, at: number, length: number, port: number): void {
    const { arbiter, emitter, sequence, clears } = this;
    if (packet.unsequenced) {
      this.oneUnsequenced(bytes, at, length, port);
      return;
    }
    if (!arbiter.isSession(packet.session0, packet.session1, packet.session2)) {
      emitter.onDuplicate(port);
      return;
    }
    sequence[LO] = packet.sequenceLo;
    sequence[HI] = packet.sequenceHi;
    advance(sequence, place);
    if (clears?.isNew(sequence, bytes, at, length) === true && this.isBehind(sequence)) arbiter.restart(sequence);
    arbiter.message(sequence, bytes, at, length, port);
  }

  /** A packet of that line was taken. */
  private heard(port: number): void {
    this.emitter.line(port)[LINE.packets]!++;
    if (port < this.lowestPort) this.lowestPort = port;
  }

  private moldMessages(packet: Packet, bytes: Uint8Array, port: number): void {
    const { arbiter, emitter, sequence, now } = this;
    const { blocks } = packet;
    const admission = arbiter.admit(sequence, blocks, port);
    if (admission === ADMIT.none) {
      emitter.line(port)[LINE.duplicates] = emitter.line(port)[LINE.duplicates]! + blocks;
      return;
    }
    if (admission === ADMIT.all) {
      emitter.onMessages(sequence, bytes, packet.firstBlock, packet.blocksEnd, blocks, 2, port, now, INGRESS);
      return;
    }
    let at = packet.firstBlock;
    for (let i = 0; i < blocks; i++) {
      const length = messageBytes(2, bytes, at);
      arbiter.message(sequence, bytes, at + 2, length, port);
      advance(sequence, 1);
      at += 2 + length;
    }
  }

  private unitMessages(clears: UnitClears, packet: Packet, bytes: Uint8Array, port: number): void {
    const { arbiter, emitter, sequence, now } = this;
    const { blocks, firstBlock } = packet;
    // A Unit Clear may start the numbers again.
    const admission = packet.hasClear ? ADMIT.each : arbiter.admit(sequence, blocks, port);
    if (admission === ADMIT.all) {
      emitter.onMessages(sequence, bytes, firstBlock, packet.blocksEnd, blocks, 0, port, now, INGRESS);
      return;
    }
    if (admission === ADMIT.none) {
      emitter.line(port)[LINE.duplicates] = emitter.line(port)[LINE.duplicates]! + blocks;
      return;
    }
    let at = firstBlock;
    for (let i = 0; i < blocks; i++) {
      const length = bytes[at]!;
      if (clears.isNew(sequence, bytes, at, length) && this.isBehind(sequence)) arbiter.restart(sequence);
      arbiter.message(sequence, bytes, at, length, port);
      advance(sequence, 1);
      at += length;
    }
  }

  private isBehind(sequence: Uint32Array): boolean {
    const { next } = this.arbiter;
    return next !== undefined && distance(sequence, next) < 0;
  }

  /** Sequence 0: no arbitration; the lowest port that has traffic is the one that is heard. */
  private unsequenced(packet: Packet, bytes: Uint8Array, port: number): void {
    const { prefixBytes } = packet;
    let at = packet.firstBlock;
    for (let i = 0; i < packet.blocks; i++) {
      const length = messageBytes(prefixBytes, bytes, at);
      at += prefixBytes;
      this.oneUnsequenced(bytes, at, length, port);
      at += length;
    }
  }

  private oneUnsequenced(bytes: Uint8Array, at: number, length: number, port: number): void {
    if (length === 0) return;
    if (port === this.lowestPort) this.emitter.onUnsequenced(bytes, at, length, port, this.now, INGRESS);
    else this.emitter.onDuplicate(port);
  }

  /** A packet of the host; `now` holds the moment. Only a packet of the session that the channel is in is taken. */
  inject(packet: Packet, bytes: Uint8Array): void {
    const { arbiter, sequence, injections } = this;
    if (packet.unsequenced || !arbiter.isSession(packet.session0, packet.session1, packet.session2)) {
      this.rejectInjection();
      return;
    }
    sequence[LO] = packet.sequenceLo;
    sequence[HI] = packet.sequenceHi;
    const { prefixBytes } = packet;
    let at = packet.firstBlock;
    for (let i = 0; i < packet.blocks; i++) {
      const length = messageBytes(prefixBytes, bytes, at);
      at += prefixBytes;
      injections[arbiter.inject(sequence, bytes, at, length, HOST_PORT)]!++;
      advance(sequence, 1);
      at += length;
    }
  }

  /** A packet of the host that is none of this channel's. */
  rejectInjection(): void {
    this.rejectedInjections++;
  }

  injected(): InjectedCounters {
    const { injections } = this;
    return {
      recovered: injections[INJECT.recovered]!,
      filled: injections[INJECT.filled]!,
      duplicates: injections[INJECT.duplicate]!,
      rejected: this.rejectedInjections,
    };
  }

  counters(): FeedCounters['channels'][number] {
    const { emitter } = this;
    const next = this.arbiter.next;
    const channel = Object.fromEntries(CHANNEL_COUNTERS.map((name) => [name, emitter.counter(name)])) as Record<
      (typeof CHANNEL_COUNTERS)[number],
      number
    >;
    const lines = Array.from({ length: this.ports }, (_, port) => {
      const values = emitter.line(port);
      const last = this.lastBeats[port]!;
      return {
        ...(Object.fromEntries(LINE_COUNTERS.map((name) => [name, values[LINE[name]]!])) as Record<
          (typeof LINE_COUNTERS)[number],
          number
        >),
        lastBeats: Number.isNaN(last) ? undefined : last,
      };
    });
    return {
      ...channel,
      expected: next && toBigInt(next),
      lines,
      skew: this.arbiter.skew.histogram().slice(0, this.ports),
    };
  }
}

/** A PITCH block has up to 255 messages. */
const UNIT_SLOTS_MAX = 2 * 255;

/**
 * Slots that the records of one frame of so many bytes, or (with none) of one deadline, take at most. A held message may bring two slots
 * and the gap in front of it. In a frame the worst are messages of one byte: two slots, a gap and an Unknown, for three bytes;
 * or, with PITCH, for two bytes. The rest is for session, end and padding.
 */
export function slotsNeeded(frameBytes: number): number {
  const itch = Math.ceil((2 * frameBytes) / 3);
  const pitch = Math.min(frameBytes, UNIT_SLOTS_MAX);
  return 3 * HELD_DEPTH + (itch > pitch ? itch : pitch) + 16;
}
