/** One channel of the software engine: arbiter and emitter, and what the packets of its lines do to them. */
import { CHANNEL_COUNTERS, HELD_DEPTH, LINE_COUNTERS } from '../../core/generated/records.js';
import type { ChannelConfig, FeedCounters } from '../../core/feed.js';
import type { MoldPacket } from '../../protocols/moldudp64/packet.js';
import { ChannelArbiter, INGRESS, STAMP, type ArbiterConfig } from '../arbiter/channel-arbiter.js';
import { advance, HI, LO, newSequence, setSequence, toBigInt } from '../arbiter/sequence.js';
import { FeedConfigError } from '../frames/errors.js';
import { nsToBeatsUp } from '../frames/wire-time.js';
import { ChannelEmitter, LINE } from '../records/emitter.js';
import type { RecordWriter } from '../records/writer.js';

export class SoftwareChannel {
  readonly arbiter: ChannelArbiter;
  private readonly emitter: ChannelEmitter;
  private readonly sequence = newSequence();
  private readonly lastBeats: Float64Array;
  private lowestPort: number;

  constructor(
    config: ChannelConfig,
    index: number,
    private readonly ports: number,
    writer: RecordWriter,
    private readonly now: Float64Array,
    deadlines: Float64Array,
  ) {
    this.emitter = new ChannelEmitter(writer, index, ports, config.filter);
    this.arbiter = new ChannelArbiter(arbiterConfig(config, index), this.emitter, now, deadlines, index);
    this.lastBeats = new Float64Array(ports).fill(NaN);
    this.lowestPort = ports;
  }

  /** A packet whose frame was accepted; `now` holds the frame's stamp and ingress. */
  packet(packet: MoldPacket, bytes: Uint8Array, port: number): void {
    this.emitter.line(port)[LINE.packets]!++;
    this.lastBeats[port] = this.now[STAMP]!;
    if (port < this.lowestPort) this.lowestPort = port;
    if (packet.unsequenced) {
      this.unsequenced(packet, bytes, port);
      return;
    }
    const { arbiter, sequence } = this;
    sequence[LO] = packet.sequenceLo;
    sequence[HI] = packet.sequenceHi;
    arbiter.beginPacket(sequence, packet.session0, packet.session1, packet.session2);
    if (packet.promised === 0) {
      arbiter.announce(sequence, packet.endOfSession);
      return;
    }
    let at = packet.firstBlock;
    for (let i = 0; i < packet.blocks; i++) {
      const length = (bytes[at]! << 8) | bytes[at + 1]!;
      arbiter.message(sequence, bytes, at + 2, length, port);
      advance(sequence, 1);
      at += 2 + length;
    }
  }

  /** Sequence 0: no arbitration; the lowest port that has traffic is the one that is heard. */
  private unsequenced(packet: MoldPacket, bytes: Uint8Array, port: number): void {
    let at = packet.firstBlock;
    for (let i = 0; i < packet.blocks; i++) {
      const length = (bytes[at]! << 8) | bytes[at + 1]!;
      if (length > 0) {
        if (port === this.lowestPort) {
          this.emitter.onUnsequenced(bytes, at + 2, length, port, this.now, INGRESS);
        } else {
          this.emitter.onDuplicate(port);
        }
      }
      at += 2 + length;
    }
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
    return { ...channel, expected: next && toBigInt(next), lines };
  }
}

function arbiterConfig(config: ChannelConfig, index: number): ArbiterConfig {
  const where = `channel ${index}`;
  const { windowNs, start, session } = config;
  if (!Number.isSafeInteger(windowNs) || windowNs < 0 || windowNs > 60e9) {
    throw new FeedConfigError('FEED_WINDOW', 'no such window', { where, found: windowNs, expected: '0 to 60e9 ns' });
  }
  if (start !== 'first' && (start < 0n || start >= 2n ** 64n)) {
    throw new FeedConfigError('FEED_START', 'no such sequence number', {
      where,
      found: start,
      expected: '0 to 2^64 - 1',
    });
  }
  const expected = newSequence();
  if (start !== 'first') setSequence(expected, start);
  return {
    windowBeats: nsToBeatsUp(windowNs),
    ...(start === 'first' ? {} : { start: expected }),
    ...(session === undefined ? {} : { session: parseSession(session, where) }),
  };
}

/** A session's ten bytes, space-padded, as big-endian numbers of 4, 4 and 2 bytes. */
function parseSession(text: string, where: string): [number, number, number] {
  if (text.length > 10 || /[^\0-\xff]/.test(text)) {
    throw new FeedConfigError('FEED_SESSION', 'no such session', {
      where,
      found: text,
      expected: 'up to 10 Latin-1 characters',
    });
  }
  const bytes = new DataView(new ArrayBuffer(10));
  for (let i = 0; i < 10; i++) bytes.setUint8(i, i < text.length ? text.charCodeAt(i) : 0x20);
  return [bytes.getInt32(0), bytes.getInt32(4), bytes.getUint16(8)];
}

/**
 * Slots that the records of one frame of so many bytes, or (with none) of one deadline, take at most. A held message may bring two slots
 * and the gap in front of it. In a frame the worst are messages of one byte: two slots, a gap and an Unknown, for three bytes.
 * The rest is for session, end and padding.
 */
export function slotsNeeded(frameBytes: number): number {
  return 3 * HELD_DEPTH + Math.ceil((2 * frameBytes) / 3) + 16;
}
