/** For tests: feeds MoldUDP64 packets to a `SoftwareEngine` and writes down what comes out, one short line a record. */
import type { ChannelConfig, FeedConfig } from '../../core/feed.js';
import { FIELD, FLAG, HEADER, RECORD, RECORD_LAYOUTS } from '../../core/generated/records.js';
import type { RecordRing } from '../../core/record-ring.js';
import { FrameWrapper } from '../frames/wrap.js';
import { pitchTypeName } from '../records/pitch2.js';
import { SoftwareEngine } from './engine.js';

const PITCH_TYPES = new Set(RECORD_LAYOUTS.filter(({ protocol }) => protocol === 'pitch2').map(({ type }) => type));

export const RIG_WINDOW_BEATS = 1000;

/** Channel c on port p listens to 233.0.c.p:26400. */
export function rigChannel(channel: number, options: Partial<ChannelConfig> = {}): ChannelConfig {
  return {
    protocol: 'itch50',
    mode: 'verified',
    windowNs: (RIG_WINDOW_BEATS * 32) / 5,
    start: 'first',
    lines: [0, 1].map((port) => ({ port, ip: `233.0.${channel}.${port}`, udpPort: 26400 })),
    ...options,
  };
}

export function rigConfig(...channels: Partial<ChannelConfig>[]): FeedConfig {
  return {
    minFrameBytes: 60,
    maxFrameBytes: 1518,
    channels: (channels.length === 0 ? [{}] : channels).map((options, index) => rigChannel(index, options)),
  };
}

/** A System Event; its tracking number tells messages apart. */
export function systemEvent(tracking = 0): Uint8Array {
  return Uint8Array.of(0x53, 0, 0, tracking >> 8, tracking & 255, 0, 0, 0, 0, 0, 1, 0x4f);
}

/** A packet: `messages` may be their number (System Events), a heartbeat, or an end of session. */
export function moldPacket(
  sequence: bigint | number,
  messages: number | readonly Uint8Array[] | 'heartbeat' | 'end',
  session = 'SESSION001',
): Uint8Array {
  const list =
    typeof messages === 'number'
      ? Array.from({ length: messages }, (_, i) => systemEvent(Number(BigInt(sequence) & 0xffffn) + i))
      : typeof messages === 'string'
        ? []
        : messages;
  const bytes = new Uint8Array(20 + list.reduce((sum, message) => sum + 2 + message.length, 0));
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 10; i++) bytes[i] = session.padEnd(10).charCodeAt(i);
  view.setBigUint64(10, BigInt(sequence));
  view.setUint16(18, messages === 'end' ? 0xffff : list.length);
  let at = 20;
  for (const message of list) {
    view.setUint16(at, message.length);
    bytes.set(message, at + 2);
    at += 2 + message.length;
  }
  return bytes;
}

export class TestRig {
  readonly engine: SoftwareEngine;
  /** What came out since it was last taken. */
  private lines: string[] = [];
  private readonly frame = new Uint8Array(2048);
  private readonly wrappers = new Map<string, FrameWrapper>();

  constructor(config: FeedConfig = rigConfig(), options: { readonly slotsLog2?: number } = {}) {
    this.engine = new SoftwareEngine(config, options);
  }

  /** Pushes a payload in the frame of a channel's line. Returns the frame's bytes on the wire. */
  payload(port: number, arrival: number, payload: Uint8Array, channel = 0, badFcs = false): number {
    const ip = `233.0.${channel}.${port}`;
    const wrapper = this.wrappers.get(ip) ?? new FrameWrapper({ ip, udpPort: 26400 });
    this.wrappers.set(ip, wrapper);
    const length = wrapper.wrap(this.frame, payload, payload.length);
    this.push(port, arrival, this.frame.subarray(0, length), badFcs);
    return length;
  }

  push(port: number, arrival: number, frame: Uint8Array, badFcs = false): void {
    while (!this.engine.pushFrame(port, arrival, frame, frame.length, badFcs)) this.poll();
  }

  send(port: number, arrival: number, ...packet: Parameters<typeof moldPacket>): void {
    this.payload(port, arrival, moldPacket(...packet));
  }

  /** What is decided so far. */
  take(): string[] {
    this.poll();
    return this.lines.splice(0);
  }

  /** Ends the input, and takes everything. */
  finish(): string[] {
    this.engine.endOfInput();
    return this.take();
  }

  private poll(): void {
    while (this.engine.poll(this, 1 << 16) > 0);
  }

  onRecords(ring: RecordRing, first: number, end: number): void {
    for (let i = first; i !== end; i = (i + 1) >>> 0) {
      const slot = (i & ring.mask) * 64;
      this.lines.push(describe(ring, slot));
      if ((ring.u8[slot + HEADER.flags]! & FLAG.twoSlots) !== 0) i = (i + 1) >>> 0;
    }
  }
}

function u64(ring: RecordRing, at: number): bigint {
  return (BigInt(ring.u32[(at + 4) >> 2]!) << 32n) | BigInt(ring.u32[at >> 2]!);
}

/** `5 S p0` message 5 of type S from port 0 (`5 0x20 p0 …` of PITCH, `~` where its time is uncertain, `+` where it is recovered); `- S p0` unsequenced; `5 ?0x7A/9 p0` unknown; `gap 5-7`; `session X 5`; `end 5`. */
function describe(ring: RecordRing, slot: number): string {
  const { u8 } = ring;
  const type = u8[slot]!;
  const channel = u8[slot + HEADER.channel] === 0 ? '' : `ch${u8[slot + HEADER.channel]!} `;
  const sequence = String(u64(ring, slot + HEADER.sequence));
  const flags = u8[slot + HEADER.flags]!;
  const label = (flags & FLAG.unsequenced) === 0 ? sequence : '-';
  const port = flags & FLAG.port;
  switch (type) {
    case RECORD.Pad:
      return 'pad';
    case RECORD.Unknown: {
      const rawType = u8[slot + FIELD.Unknown.rawType]!.toString(16).toUpperCase();
      return `${channel}${label} ?0x${rawType}/${ring.u16[(slot + FIELD.Unknown.length) >> 1]!} p${port}`;
    }
    case RECORD.Gap:
      return `${channel}gap ${sequence}-${u64(ring, slot + FIELD.Gap.last)}`;
    case RECORD.Session: {
      const at = slot + FIELD.Session.session;
      return `${channel}session ${String.fromCharCode(...u8.subarray(at, at + 10)).trimEnd()} ${sequence}`;
    }
    case RECORD.End:
      return `${channel}end ${sequence}`;
    default: {
      const marks = `${(flags & FLAG.timeUncertain) === 0 ? '' : '~'}${(flags & FLAG.recovered) === 0 ? '' : '+'}`;
      return `${channel}${label} ${PITCH_TYPES.has(type) ? pitchTypeName(type) : String.fromCharCode(type)} p${port}${marks}`;
    }
  }
}
