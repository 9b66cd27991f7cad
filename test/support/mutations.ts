/**
 * Frames that are wrong in one way each, between good ones. Where the way decides the reject reason, it is stated
 * beside it; `undefined` is left to the classifier, because the frame may well be accepted.
 */
import type { RejectReason } from '../../control/core/generated/records.js';
import { FrameBuilder, put16, put32, putBlock, putMoldHeader } from './frames.js';
import type { FrameAddress, FrameOptions } from './frames.js';
import { putKnownMessage, putUnknownMessage } from './messages.js';
import type { TestRandom } from './random.js';

/** A frame in the making: a good packet, to be spoilt. */
export class Draft {
  readonly builder = new FrameBuilder();
  length = 0;
  badFcs = false;
  /** Offset of the MoldUDP64 header. */
  mold = 0;
  readonly #message = new Uint8Array(2000);

  constructor(readonly random: TestRandom) {}

  get bytes(): Uint8Array {
    return this.builder.bytes;
  }

  get ip(): number {
    return this.builder.ipOffset;
  }

  get udp(): number {
    return this.builder.udpOffset;
  }

  /** Writes a good packet. */
  packet(to: FrameAddress, session: string, sequence: bigint, count: number, options?: FrameOptions): void {
    const { random, builder } = this;
    this.badFcs = false;
    this.mold = builder.begin(to, options ?? this.options());
    let at = putMoldHeader(builder.bytes, this.mold, session, sequence, count);
    for (let i = 0; i < count; i++) {
      const length = putKnownMessage(random, this.#message, 0);
      at = putBlock(builder.bytes, at, this.#message, 0, length);
    }
    this.length = builder.finish(at - this.mold);
  }

  /** Appends blocks of unknown messages; the header's count does not know of them. */
  appendUnknown(blocks: number): void {
    let at = this.payloadEnd();
    for (let i = 0; i < blocks; i++) {
      const length = this.random.chance(0.2) ? 0 : putUnknownMessage(this.random, this.#message, 0);
      at = putBlock(this.bytes, at, this.#message, 0, length);
    }
    this.length = this.builder.finish(at - this.mold);
  }

  /** Everything behind the UDP header becomes `payload` random bytes. */
  garbage(payload: number): void {
    this.random.fill(this.bytes, this.mold, this.mold + payload);
    this.length = this.builder.finish(payload);
  }

  /** The end of what the UDP length covers. */
  payloadEnd(): number {
    return this.udp + this.bytes[this.udp + 4]! * 256 + this.bytes[this.udp + 5]!;
  }

  ipLength(): number {
    return this.bytes[this.ip + 2]! * 256 + this.bytes[this.ip + 3]!;
  }

  setUdpLength(length: number): void {
    put16(this.bytes, this.udp + 4, length);
    put16(this.bytes, this.udp + 6, 0);
  }

  setIpLength(length: number): void {
    put16(this.bytes, this.ip + 2, length);
    this.builder.sealIp();
  }

  flip(from: number, to: number, flips: number): void {
    for (let i = 0; i < flips; i++) {
      const at = this.random.range(from, to - 1);
      this.bytes[at] = this.bytes[at]! ^ (1 << this.random.below(8));
    }
  }

  options(): FrameOptions {
    const { random } = this;
    return {
      udpChecksum: random.chance(0.5),
      ...(random.chance(0.2) && { vlan: random.below(65_536) }),
      ...(random.chance(0.2) && { ipOptions: 4 * random.range(1, 10) }),
      ...(random.chance(0.2) && { trailer: random.range(1, 20) }),
    };
  }
}

export interface Mutation {
  readonly name: string;
  /** The one reason that counts; undefined: the frame may be accepted. */
  readonly reason?: RejectReason;
  readonly apply: (draft: Draft, random: TestRandom) => void;
}

const otherThan = (random: TestRandom, value: number, bound: number): number => {
  const other = random.below(bound - 1);
  return other >= value ? other + 1 : other;
};

/** Each leaves at least 60 bytes unless it says otherwise; the reasons hold for MIN_FRAME_BYTES 60. */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'bits flipped under a bad FCS',
    reason: 'badFcs',
    apply: (d, r) => {
      d.flip(0, d.length, r.range(1, 20));
      d.badFcs = true;
    },
  },
  {
    name: 'cut short under a bad FCS',
    reason: 'badFcs',
    apply: (d, r) => {
      d.length = r.range(1, d.length);
      d.badFcs = true;
    },
  },
  {
    name: 'endless under a bad FCS',
    reason: 'badFcs',
    apply: (d, r) => {
      d.length = r.range(1519, 3000);
      d.badFcs = true;
    },
  },
  { name: 'runt', reason: 'runt', apply: (d, r) => (d.length = r.range(14, 59)) },
  { name: 'tiny', reason: 'runt', apply: (d, r) => (d.length = r.range(1, 13)) },
  { name: 'a byte short', reason: 'runt', apply: (d) => (d.length = 59) },
  { name: 'a byte long', reason: 'oversize', apply: (d) => (d.length = 1519) },
  { name: 'oversize', reason: 'oversize', apply: (d, r) => (d.length = r.range(1519, r.chance(0.1) ? 15_000 : 4000)) },
  {
    name: 'another EtherType',
    reason: 'notIpv4',
    apply: (d, r) => {
      put16(d.bytes, d.ip - 2, r.pick([0x86dd, 0x0806, 0x0801, 0x9100, 0x88a8, 0x0000, 0x0008, 0x05dc]));
    },
  },
  {
    name: 'tags in front of something else',
    reason: 'notIpv4',
    apply: (d, r) => {
      put16(d.bytes, d.ip - 2, 0x8100);
      if (d.ip !== 14) return;
      // The first tag's control information takes what was the IPv4 header; then another tag.
      put16(d.bytes, 14, r.below(65_536));
      put16(d.bytes, 16, 0x8100);
    },
  },
  {
    name: 'another version',
    reason: 'badIpv4Header',
    apply: (d, r) => {
      d.bytes[d.ip] = (otherThan(r, 4, 16) << 4) | (d.bytes[d.ip]! & 15);
      d.builder.sealIp();
    },
  },
  {
    name: 'header length below 5',
    reason: 'badIpv4Header',
    apply: (d, r) => {
      d.bytes[d.ip] = 0x40 + r.below(5);
      d.builder.sealIp();
    },
  },
  {
    name: 'another header length',
    apply: (d, r) => {
      d.bytes[d.ip] = 0x40 + r.range(5, 15);
      d.builder.sealIp();
    },
  },
  { name: 'total length below the header', reason: 'badIpv4Header', apply: (d, r) => d.setIpLength(r.below(20)) },
  {
    name: 'total length beyond the frame',
    reason: 'badIpv4Header',
    apply: (d, r) => d.setIpLength(r.chance(0.5) ? d.length - d.ip + r.range(1, 8) : r.range(1600, 65_535)),
  },
  {
    name: 'cut behind its lengths',
    reason: 'badIpv4Header',
    apply: (d, r) => (d.length = Math.max(60, r.range(60, d.ip + d.ipLength() - 1))),
  },
  {
    name: 'header checksum wrong',
    reason: 'badIpv4Header',
    apply: (d, r) => {
      const at = d.ip + 10;
      const now = d.bytes[at]! * 256 + d.bytes[at + 1]!;
      // 0x0000 and 0xffff are the same number in one's complement.
      let other = now;
      while (other % 0xffff === now % 0xffff) other = r.chance(0.5) ? now ^ (1 << r.below(16)) : r.below(65_536);
      put16(d.bytes, at, other);
    },
  },
  {
    name: 'the other zero as header checksum',
    apply: (d) => {
      // Choose the identification so that the checksum comes out as 0, then write its other form.
      put16(d.bytes, d.ip + 4, 0);
      d.builder.sealIp();
      put16(d.bytes, d.ip + 4, d.bytes[d.ip + 10]! * 256 + d.bytes[d.ip + 11]!);
      put16(d.bytes, d.ip + 10, 0xffff);
    },
  },
  {
    name: 'more fragments',
    reason: 'fragment',
    apply: (d, r) => {
      put16(d.bytes, d.ip + 6, 0x2000 | r.below(65_536));
      d.builder.sealIp();
    },
  },
  {
    name: 'a fragment offset',
    reason: 'fragment',
    apply: (d, r) => {
      put16(d.bytes, d.ip + 6, (r.below(8) << 13) | (r.chance(0.5) ? 1 << r.below(13) : r.range(1, 8191)));
      d.builder.sealIp();
    },
  },
  {
    name: 'flags that mean nothing here',
    apply: (d, r) => {
      put16(d.bytes, d.ip + 6, r.pick([0, 0x4000, 0x8000, 0xc000]));
      d.builder.sealIp();
    },
  },
  {
    name: 'another protocol',
    reason: 'notUdp',
    apply: (d, r) => {
      d.bytes[d.ip + 9] = otherThan(r, 17, 256);
      d.builder.sealIp();
    },
  },
  {
    name: 'no room for a UDP header',
    reason: 'badUdpLength',
    apply: (d, r) => d.setIpLength(d.udp - d.ip + r.below(8)),
  },
  { name: 'UDP length below 8', reason: 'badUdpLength', apply: (d, r) => d.setUdpLength(r.below(8)) },
  {
    name: 'UDP length beyond the packet',
    reason: 'badUdpLength',
    apply: (d, r) => {
      const room = d.ip + d.ipLength() - d.udp;
      d.setUdpLength(r.chance(0.5) ? room + r.range(1, 9) : r.range(1600, 65_535));
    },
  },
  {
    name: 'UDP checksum wrong',
    reason: 'badUdpChecksum',
    apply: (d, r) => {
      d.builder.sealUdp();
      d.flip(d.udp + 8, d.payloadEnd(), 1);
      if (r.chance(0.5)) return;
      d.builder.sealUdp();
      const right = d.bytes[d.udp + 6]! * 256 + d.bytes[d.udp + 7]!;
      let wrong = right;
      while (wrong === 0 || wrong % 0xffff === right % 0xffff) wrong = right ^ (1 << r.below(16));
      put16(d.bytes, d.udp + 6, wrong);
    },
  },
  {
    name: 'another destination address',
    reason: 'noChannel',
    apply: (d, r) => {
      put32(d.bytes, d.ip + 16, r.chance(0.5) ? 0xe9360c60 : r.u32() | 1);
      d.builder.sealIp();
      put16(d.bytes, d.udp + 6, 0);
    },
  },
  {
    name: 'another UDP port',
    reason: 'noChannel',
    apply: (d, r) => {
      put16(d.bytes, d.udp + 2, r.range(1, 20_000));
      put16(d.bytes, d.udp + 6, 0);
    },
  },
  {
    name: 'no room for a MoldUDP64 header',
    reason: 'shortProtocolHeader',
    apply: (d, r) => d.setUdpLength(8 + r.below(20)),
  },
  {
    name: 'numbers beyond 64 bits',
    reason: 'sequenceOverflow',
    apply: (d, r) => {
      d.bytes.fill(0xff, d.mold + 10, d.mold + 17);
      d.bytes[d.mold + 17] = r.range(0xfe, 0xff);
      put16(d.bytes, d.mold + 18, r.range(2, 0xfffe));
      put16(d.bytes, d.udp + 6, 0);
    },
  },
];

/** Ways that may leave a frame acceptable, or upset the session: for a channel of their own. */
export const WILD_MUTATIONS: readonly Mutation[] = [
  {
    name: 'a bit flipped in a header',
    apply: (d, r) => {
      d.flip(0, Math.min(d.length, d.mold + 24), r.range(1, 2));
      if (r.chance(0.5)) d.builder.sealIp();
    },
  },
  { name: 'bits flipped anywhere', apply: (d, r) => d.flip(0, d.length, r.range(1, 8)) },
  {
    name: 'another message count',
    apply: (d, r) => {
      put16(d.bytes, d.mold + 18, r.pick([0, 1, 2, 5, 200, 0x7fff, 0xfffe, 0xffff]));
      put16(d.bytes, d.udp + 6, 0);
    },
  },
  {
    name: 'another block length',
    apply: (d, r) => {
      put16(d.bytes, d.mold + 20, r.pick([0, 1, 2, 3, 11, 13, 64, 65, 200, 1500, 0xffff]));
      put16(d.bytes, d.udp + 6, 0);
    },
  },
  {
    name: 'a shorter UDP length',
    apply: (d, r) => d.setUdpLength(r.range(28, d.payloadEnd() - d.udp)),
  },
  {
    name: 'unknown messages behind, promised or not',
    apply: (d, r) => {
      const blocks = r.range(1, 4);
      d.appendUnknown(blocks);
      if (!r.chance(0.7)) return;
      const count = d.bytes[d.mold + 18]! * 256 + d.bytes[d.mold + 19]!;
      put16(d.bytes, d.mold + 18, count + blocks);
      if (d.bytes[d.udp + 6]! + d.bytes[d.udp + 7]! !== 0) d.builder.sealUdp();
    },
  },
  {
    name: 'garbage behind a good UDP header',
    apply: (d, r) => d.garbage(r.range(0, 300)),
  },
  {
    name: 'garbage blocks behind a good MoldUDP64 header',
    apply: (d, r) => {
      const head = d.bytes.slice(d.mold, d.mold + 18);
      d.garbage(r.range(20, 400));
      d.bytes.set(head, d.mold);
      put16(d.bytes, d.mold + 18, r.pick([1, 3, 20, 300]));
      put16(d.bytes, d.udp + 6, 0);
    },
  },
  {
    name: 'garbage behind a good Ethernet header',
    apply: (d, r) => {
      const end = d.ip + r.range(46, 400);
      r.fill(d.bytes, d.ip, end);
      d.length = end;
    },
  },
  {
    name: 'garbage',
    apply: (d, r) => {
      d.length = r.range(60, 1518);
      r.fill(d.bytes, 0, d.length);
    },
  },
  {
    name: 'the other line’s address',
    apply: (d) => {
      d.bytes[d.ip + 19] = d.bytes[d.ip + 19]! ^ 1;
      d.builder.sealIp();
    },
  },
];
