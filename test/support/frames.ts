/** Builds Ethernet frames around MoldUDP64 packets for tests. Shares nothing with the product's encoders. */

/** A frame as the wire delivers it: bytes without FCS, arrival in beats. */
export interface Frame {
  readonly port: number;
  readonly arrival: number;
  readonly bytes: Uint8Array;
  readonly badFcs: boolean;
}

export interface FrameAddress {
  readonly mac: readonly number[];
  /** First octet in bits 31:24. */
  readonly ip: number;
  readonly udpPort: number;
}

export interface FrameOptions {
  /** 802.1Q tag control information; absent: no tag. */
  readonly vlan?: number;
  /** Of a tag in front of that one. */
  readonly outerVlan?: number;
  /** Bytes of IPv4 options, a multiple of 4, up to 40. */
  readonly ipOptions?: number;
  readonly udpChecksum?: boolean;
  /** The frame is padded with zeros to this many bytes; default 60. */
  readonly minBytes?: number;
  /** Bytes behind the IPv4 packet in any case. */
  readonly trailer?: number;
}

export function parseIp(text: string): number {
  return text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

/** The Ethernet address of an IPv4 multicast group; for other addresses a local one made of the octets. */
export function macOf(ip: number): number[] {
  const low = [(ip >>> 16) & 0xff, (ip >>> 8) & 0xff, ip & 0xff];
  return ip >>> 28 === 0xe ? [0x01, 0x00, 0x5e, low[0]! & 0x7f, low[1]!, low[2]!] : [0x02, 0x00, 0x00, ...low];
}

export function put16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

export function put32(bytes: Uint8Array, at: number, value: number): void {
  put16(bytes, at, value >>> 16);
  put16(bytes, at + 2, value & 0xffff);
}

export function put64(bytes: Uint8Array, at: number, value: bigint): void {
  put32(bytes, at, Number(value >> 32n));
  put32(bytes, at + 4, Number(value & 0xffffffffn));
}

/** The one's complement sum of the 16-bit words, folded; an odd last byte is padded with zero. */
export function onesSum(bytes: Uint8Array, from: number, to: number, start = 0): number {
  let sum = start;
  for (let i = from; i < to; i += 2) sum += bytes[i]! * 256 + (i + 1 < to ? bytes[i + 1]! : 0);
  while (sum > 0xffff) sum = (sum % 65536) + Math.floor(sum / 65536);
  return sum;
}

/** One buffer, used again for every frame: `begin`, write the UDP payload at the offset it returns, `finish`. */
export class FrameBuilder {
  readonly bytes = new Uint8Array(66_000);
  #ip = 0;
  #udp = 0;
  #options: FrameOptions = {};

  begin(to: FrameAddress, options: FrameOptions = {}): number {
    const { bytes } = this;
    this.#options = options;
    for (let i = 0; i < 6; i++) bytes[i] = to.mac[i]!;
    for (let i = 6; i < 12; i++) bytes[i] = i;
    let at = 12;
    if (options.outerVlan !== undefined) {
      put16(bytes, at, options.outerVlan % 2 === 0 ? 0x88a8 : 0x8100);
      put16(bytes, at + 2, options.outerVlan);
      at += 4;
    }
    if (options.vlan !== undefined) {
      put16(bytes, at, 0x8100);
      put16(bytes, at + 2, options.vlan);
      at += 4;
    }
    put16(bytes, at, 0x0800);
    this.#ip = at + 2;
    const header = 20 + (options.ipOptions ?? 0);
    this.#udp = this.#ip + header;
    bytes[this.#ip] = 0x40 + header / 4;
    bytes[this.#ip + 1] = 0;
    put32(bytes, this.#ip + 4, 0x4000);
    bytes[this.#ip + 8] = 16;
    bytes[this.#ip + 9] = 17;
    put32(bytes, this.#ip + 12, 0x0a000001);
    put32(bytes, this.#ip + 16, to.ip);
    bytes.fill(1, this.#ip + 20, this.#udp);
    put16(bytes, this.#udp, 30_000);
    put16(bytes, this.#udp + 2, to.udpPort);
    return this.#udp + 8;
  }

  /** Offset of the IPv4 header of the frame in hand. */
  get ipOffset(): number {
    return this.#ip;
  }

  /** Offset of the UDP header of the frame in hand. */
  get udpOffset(): number {
    return this.#udp;
  }

  /** Sets lengths and checksums and pads; returns the length of the frame. */
  finish(payloadLength: number): number {
    const { bytes } = this;
    const udpLength = payloadLength + 8;
    const end = this.#udp + udpLength;
    put16(bytes, this.#ip + 2, end - this.#ip);
    put16(bytes, this.#udp + 4, udpLength);
    put16(bytes, this.#udp + 6, 0);
    if (this.#options.udpChecksum) this.sealUdp();
    this.sealIp();
    const length = Math.max(end + (this.#options.trailer ?? 0), this.#options.minBytes ?? 60);
    bytes.fill(0, end, length);
    return length;
  }

  /** Computes the IPv4 header checksum from the header length that stands in the frame. */
  sealIp(): void {
    const { bytes } = this;
    const header = (bytes[this.#ip]! & 15) * 4;
    put16(bytes, this.#ip + 10, 0);
    put16(bytes, this.#ip + 10, 0xffff - onesSum(bytes, this.#ip, this.#ip + header));
  }

  /** Computes the UDP checksum over the UDP length that stands in the frame. */
  sealUdp(): void {
    const { bytes } = this;
    const length = bytes[this.#udp + 4]! * 256 + bytes[this.#udp + 5]!;
    put16(bytes, this.#udp + 6, 0);
    const pseudo = onesSum(bytes, this.#ip + 12, this.#ip + 20, 17 + length);
    const sum = 0xffff - onesSum(bytes, this.#udp, this.#udp + length, pseudo);
    put16(bytes, this.#udp + 6, sum === 0 ? 0xffff : sum);
  }
}

export const MOLD_HEADER_BYTES = 20;
export const HEARTBEAT = 0;
export const END_OF_SESSION = 0xffff;

/** Writes a MoldUDP64 header; returns the offset behind it. */
export function putMoldHeader(bytes: Uint8Array, at: number, session: string, sequence: bigint, count: number): number {
  for (let i = 0; i < 10; i++) bytes[at + i] = i < session.length ? session.charCodeAt(i) : 0x20;
  put64(bytes, at + 10, sequence);
  put16(bytes, at + 18, count);
  return at + MOLD_HEADER_BYTES;
}

/** Writes a message block; returns the offset behind it. */
export function putBlock(bytes: Uint8Array, at: number, message: Uint8Array, from = 0, to = message.length): number {
  put16(bytes, at, to - from);
  for (let i = from; i < to; i++) bytes[at + 2 + i - from] = message[i]!;
  return at + 2 + to - from;
}
