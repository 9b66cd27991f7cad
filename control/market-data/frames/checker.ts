/**
 * Whole-frame checks: Ethernet, at most two VLAN tags, IPv4, UDP, in the order of the reject reasons. What needs
 * the configuration or the channel's state (`noChannel` and later reasons) is decided by the caller.
 */
import { REJECT_REASONS, type RejectReason } from '../../core/generated/records.js';
import { addWords, fold } from './checksum.js';

/** The index of each reason in `REJECT_REASONS`. */
export const REJECT = Object.fromEntries(REJECT_REASONS.map((reason, index) => [reason, index])) as Record<
  RejectReason,
  number
>;
/** What `check` returns for a frame that nothing is wrong with. */
export const PASSED = -1;

const { badFcs, runt, oversize, notIpv4, badIpv4Header, fragment, notUdp, badUdpLength, badUdpChecksum } = REJECT;

const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_VLAN = 0x8100;
/** 802.1ad: the outer of two tags, as a rule. */
const ETHERTYPE_PROVIDER = 0x88a8;
const PROTOCOL_UDP = 17;
const UDP_HEADER_BYTES = 8;

export class FrameChecker {
  /** Of the last frame that passed: destination MAC (first two and last four octets), address and port. Signed 32 bits. */
  macHi = 0;
  macLo = 0;
  ip = 0;
  udpPort = 0;
  /** The UDP payload, bounded by the UDP length. */
  payloadAt = 0;
  payloadLength = 0;

  constructor(
    readonly minFrameBytes: number,
    readonly maxFrameBytes: number,
  ) {}

  /** Checks the frame of `length` bytes (without FCS) at `at`. Returns the index of the reject reason, or `PASSED`. */
  check(bytes: Uint8Array, at: number, length: number, fcsIsBad: boolean): number {
    if (fcsIsBad) return badFcs;
    if (length < this.minFrameBytes) return runt;
    if (length > this.maxFrameBytes) return oversize;

    let header = 14;
    if (length < header) return notIpv4;
    const outer = word(bytes, at + 12);
    if (outer === ETHERTYPE_VLAN || outer === ETHERTYPE_PROVIDER) {
      header = 18;
      if (length < header) return notIpv4;
      if (word(bytes, at + 16) === ETHERTYPE_VLAN) {
        header = 22;
        if (length < header) return notIpv4;
      }
    }
    if (word(bytes, at + header - 2) !== ETHERTYPE_IPV4) return notIpv4;
    return this.checkIpv4(bytes, at, at + header, at + length);
  }

  private checkIpv4(bytes: Uint8Array, frame: number, ip: number, end: number): number {
    if (end - ip < 20) return badIpv4Header;
    const versionAndLength = bytes[ip]!;
    if (versionAndLength >> 4 !== 4) return badIpv4Header;
    const headerBytes = (versionAndLength & 15) * 4;
    if (headerBytes < 20 || headerBytes > end - ip) return badIpv4Header;
    const totalBytes = word(bytes, ip + 2);
    if (totalBytes < headerBytes || totalBytes > end - ip) return badIpv4Header;
    if (fold(addWords(0, bytes, ip, headerBytes)) !== 0xffff) return badIpv4Header;
    // More-fragments flag and offset; do-not-fragment and the reserved bit say nothing about this frame.
    if ((word(bytes, ip + 6) & 0x3fff) !== 0) return fragment;
    if (bytes[ip + 9] !== PROTOCOL_UDP) return notUdp;

    const udp = ip + headerBytes;
    const room = totalBytes - headerBytes;
    if (room < UDP_HEADER_BYTES) return badUdpLength;
    const udpBytes = word(bytes, udp + 4);
    if (udpBytes < UDP_HEADER_BYTES || udpBytes > room) return badUdpLength;
    if (word(bytes, udp + 6) !== 0) {
      const pseudo = addWords(PROTOCOL_UDP + udpBytes, bytes, ip + 12, 8);
      if (fold(addWords(pseudo, bytes, udp, udpBytes)) !== 0xffff) return badUdpChecksum;
    }

    this.macHi = word(bytes, frame);
    this.macLo = (word(bytes, frame + 2) << 16) | word(bytes, frame + 4);
    this.ip = (word(bytes, ip + 16) << 16) | word(bytes, ip + 18);
    this.udpPort = word(bytes, udp + 2);
    this.payloadAt = udp + UDP_HEADER_BYTES;
    this.payloadLength = udpBytes - UDP_HEADER_BYTES;
    return PASSED;
  }
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}
