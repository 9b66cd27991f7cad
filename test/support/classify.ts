/**
 * What a single frame is, written from the reject order of docs/market-data.md for clarity. Shares nothing with the
 * product's parsers. `staleSession` is missing: it needs the channel's state (oracle.ts).
 */
import type { FeedConfig } from '../../control/core/feed.js';
import type { RejectReason } from '../../control/core/generated/records.js';
import type { Frame } from './frames.js';
import { onesSum, parseIp } from './frames.js';

export interface Packet {
  readonly channel: number;
  /** Ten characters. */
  readonly session: string;
  readonly sequence: bigint;
  readonly count: number;
  /** Behind the MoldUDP64 header, and where that is in the frame. */
  readonly payload: Uint8Array;
  readonly payloadAt: number;
}

export type Classified = { readonly reject: RejectReason } | { readonly reject: undefined; readonly packet: Packet };

function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! * 256 + bytes[at + 1]!;
}

function u64(bytes: Uint8Array, at: number): bigint {
  let value = 0n;
  for (let i = 0; i < 8; i++) value = value * 256n + BigInt(bytes[at + i]!);
  return value;
}

function matches(bytes: Uint8Array, mac: string | undefined): boolean {
  if (mac === undefined) return true;
  return mac.split(':').every((octet, i) => parseInt(octet, 16) === bytes[i]);
}

const addresses = new Map<string, number>();

function addressOf(ip: string): number {
  let address = addresses.get(ip);
  if (address === undefined) addresses.set(ip, (address = parseIp(ip)));
  return address;
}

/** The channel of the lowest match entry, entries being the lines of the channels in order. */
function channelOf(config: FeedConfig, port: number, bytes: Uint8Array, ip: number, udpPort: number): number {
  return config.channels.findIndex((channel) =>
    channel.lines.some(
      (line) => line.port === port && addressOf(line.ip) === ip && line.udpPort === udpPort && matches(bytes, line.mac),
    ),
  );
}

export function classify(config: FeedConfig, frame: Frame): Classified {
  const { bytes } = frame;
  if (frame.badFcs) return { reject: 'badFcs' };
  if (bytes.length < config.minFrameBytes) return { reject: 'runt' };
  if (bytes.length > config.maxFrameBytes) return { reject: 'oversize' };

  const tagged = bytes.length >= 14 && [0x8100, 0x88a8].includes(u16(bytes, 12));
  const twice = tagged && bytes.length >= 18 && u16(bytes, 16) === 0x8100;
  const ethernet = twice ? 22 : tagged ? 18 : 14;
  if (bytes.length < ethernet || u16(bytes, ethernet - 2) !== 0x0800) return { reject: 'notIpv4' };

  const ip = bytes.subarray(ethernet);
  if (ip.length < 20 || ip[0]! >> 4 !== 4) return { reject: 'badIpv4Header' };
  const header = (ip[0]! & 15) * 4;
  if (header < 20 || header > ip.length) return { reject: 'badIpv4Header' };
  const total = u16(ip, 2);
  if (total < header || total > ip.length) return { reject: 'badIpv4Header' };
  if (onesSum(ip, 0, header) !== 0xffff) return { reject: 'badIpv4Header' };

  const fragment = u16(ip, 6);
  if ((fragment & 0x2000) !== 0 || (fragment & 0x1fff) !== 0) return { reject: 'fragment' };
  if (ip[9] !== 17) return { reject: 'notUdp' };

  const udp = ip.subarray(header, total);
  if (udp.length < 8) return { reject: 'badUdpLength' };
  const udpLength = u16(udp, 4);
  if (udpLength < 8 || udpLength > udp.length) return { reject: 'badUdpLength' };
  if (u16(udp, 6) !== 0) {
    const pseudo = onesSum(ip, 12, 20, 17 + udpLength);
    if (onesSum(udp, 0, udpLength, pseudo) !== 0xffff) return { reject: 'badUdpChecksum' };
  }

  const destination = u16(ip, 16) * 65_536 + u16(ip, 18);
  const channel = channelOf(config, frame.port, bytes, destination, u16(udp, 2));
  if (channel < 0) return { reject: 'noChannel' };

  const mold = udp.subarray(8, udpLength);
  if (mold.length < 20) return { reject: 'shortProtocolHeader' };
  const sequence = u64(mold, 10);
  const count = u16(mold, 18);
  const messages = count === 0xffff ? 0 : count;
  if (sequence + BigInt(messages) >= 2n ** 64n) return { reject: 'sequenceOverflow' };
  const session = String.fromCharCode(...mold.subarray(0, 10));
  return {
    reject: undefined,
    packet: {
      channel,
      session,
      sequence,
      count,
      payload: mold.subarray(20),
      payloadAt: mold.byteOffset - bytes.byteOffset + 20,
    },
  };
}

export interface Blocks {
  readonly messages: readonly Uint8Array[];
  readonly truncated: boolean;
  readonly overlong: boolean;
  readonly trailing: boolean;
}

/** Reads the message blocks that the count promises, as far as they go. */
export function readBlocks(payload: Uint8Array, count: number): Blocks {
  const messages: Uint8Array[] = [];
  let rest = payload;
  const promised = count === 0xffff ? 0 : count;
  while (messages.length < promised) {
    if (rest.length < 2) return { messages, truncated: true, overlong: false, trailing: false };
    const length = u16(rest, 0);
    if (length > rest.length - 2) return { messages, truncated: true, overlong: true, trailing: false };
    messages.push(rest.subarray(2, 2 + length));
    rest = rest.subarray(2 + length);
  }
  return { messages, truncated: false, overlong: false, trailing: rest.length > 0 };
}
