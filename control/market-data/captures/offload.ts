/**
 * Checksums that a capture lacks because the sender's hardware was to fill them in (or an anonymiser took them out).
 *
 * On a wire an IPv4 header checksum of 0 is wrong. In a capture taken in front of the sending card it only means that
 * the card had not seen the frame yet: the replay does what that card would have done.
 */
import { addWords, fold } from '../frames/checksum.js';

const ETHERTYPE_OFFSET = 12;
const ETHERTYPE_VLAN = 0x8100;
const ETHERTYPE_IPV4 = 0x0800;
const CHECKSUM_OFFSET = 10;

/**
 * Writes the IPv4 header checksum of the frame of `length` bytes at `bytes[at]` when the field is 0. Returns true when it wrote one; a
 * frame whose header is not whole, or is right as it stands, is left alone.
 */
export function fillIpv4Checksum(bytes: Uint8Array, at: number, length: number): boolean {
  let type = at + ETHERTYPE_OFFSET;
  const end = at + length;
  if (type + 2 <= end && u16(bytes, type) === ETHERTYPE_VLAN) type += 4;
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

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}
