/**
 * Checksums that a capture lacks because the sender's hardware was to fill them in (or an anonymiser took them out).
 *
 * On a wire an IPv4 header checksum of 0 is wrong. In a capture taken in front of the sending card it only means that
 * the card had not seen the frame yet: the replay does what that card would have done.
 */
import { addWords, fold } from '../frames/checksum.js';

const ETHERTYPE_OFFSET = 12;
const ETHERTYPE_VLAN = 0x8100;
const ETHERTYPE_PROVIDER = 0x88a8;
const ETHERTYPE_IPV4 = 0x0800;
const CHECKSUM_OFFSET = 10;

/**
 * Writes the IPv4 header checksum of the frame of `length` bytes at `bytes[at]` when the field is 0. Returns true when it wrote one; a
 * frame whose header is not whole, or is right as it stands, is left alone.
 */
export function fillIpv4Checksum(bytes: Uint8Array, at: number, length: number): boolean {
  const end = at + length;
  const type = etherTypeAt(bytes, at, end);
  const header = type + 2;
  if (header + 20 > end || u16(bytes, type) !== ETHERTYPE_IPV4 || u16(bytes, header + CHECKSUM_OFFSET) !== 0)
    return false;
  const headerBytes = (bytes[header]! & 0x0f) * 4;
  if (bytes[header]! >> 4 !== 4 || headerBytes < 20 || header + headerBytes > end) return false;
  const checksum = ~fold(addWords(0, bytes, header, headerBytes)) & 0xffff;
  if (checksum === 0) return false;
  bytes[header + CHECKSUM_OFFSET] = checksum >> 8;
  bytes[header + CHECKSUM_OFFSET + 1] = checksum & 0xff;
  return true;
}

const PROTOCOL_OFFSET = 9;
const ADDRESSES_OFFSET = 12;
const PROTOCOL_UDP = 17;
const UDP_HEADER_BYTES = 8;

/**
 * Completes the UDP checksum of the frame where it is the sum of the pseudo header alone: that is what a kernel leaves to the
 * hardware to go on from. Returns true when it wrote one.
 */
export function fillUdpChecksum(bytes: Uint8Array, at: number, length: number): boolean {
  const end = at + length;
  const type = etherTypeAt(bytes, at, end);
  const header = type + 2;
  if (header + 20 > end || u16(bytes, type) !== ETHERTYPE_IPV4) return false;
  const udp = header + (bytes[header]! & 0x0f) * 4;
  if (bytes[header + PROTOCOL_OFFSET] !== PROTOCOL_UDP || udp + UDP_HEADER_BYTES > end) return false;
  const udpBytes = u16(bytes, udp + 4);
  if (udpBytes < UDP_HEADER_BYTES || udp + udpBytes > end) return false;
  const pseudo = fold(addWords(PROTOCOL_UDP + udpBytes, bytes, header + ADDRESSES_OFFSET, 8));
  if (u16(bytes, udp + 6) !== pseudo) return false;
  // The field's own sum is part of the datagram's, as the hardware finds it.
  const checksum = ~fold(addWords(0, bytes, udp, udpBytes)) & 0xffff;
  const written = checksum === 0 ? 0xffff : checksum;
  if (written === pseudo) return false;
  bytes[udp + 6] = written >> 8;
  bytes[udp + 7] = written & 0xff;
  return true;
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

/** Where the EtherType behind at most two VLAN tags stands. */
function etherTypeAt(bytes: Uint8Array, at: number, end: number): number {
  const type = at + ETHERTYPE_OFFSET;
  if (type + 2 > end) return type;
  const outer = u16(bytes, type);
  if (outer !== ETHERTYPE_VLAN && outer !== ETHERTYPE_PROVIDER) return type;
  return type + 6 <= end && u16(bytes, type + 4) === ETHERTYPE_VLAN ? type + 8 : type + 4;
}
