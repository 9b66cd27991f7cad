/** Addresses as configuration writes them, and as the hardware compares them. */
import { FeedConfigError } from './errors.js';

/** `233.54.12.111` → 32 bits, first octet highest (signed, as bitwise operators give it). */
export function parseIpv4(text: string): number {
  const octets = text.split('.');
  let value = 0;
  for (const octet of octets) {
    if (octets.length !== 4 || !/^\d{1,3}$/.test(octet) || Number(octet) > 255) {
      throw new FeedConfigError('FEED_ADDRESS', `'${text}' is not an IPv4 address like 233.54.12.111`);
    }
    value = (value << 8) | Number(octet);
  }
  return value;
}

/** The reverse of `parseIpv4`. */
export function formatIpv4(ip: number): string {
  return `${ip >>> 24}.${(ip >>> 16) & 255}.${(ip >>> 8) & 255}.${ip & 255}`;
}

/** Six octets of `01:00:5e:36:0c:6f`. */
export function parseMac(text: string): Uint8Array {
  if (!/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text)) {
    throw new FeedConfigError('FEED_ADDRESS', `'${text}' is not a MAC address like 01:00:5e:36:0c:6f`);
  }
  return Uint8Array.from(text.split(/[:-]/), (octet) => parseInt(octet, 16));
}

/** The MAC address that frames to an IPv4 group have (RFC 1112); undefined when the address is not a group. */
export function multicastMac(ip: number): Uint8Array | undefined {
  if (ip >>> 28 !== 14) return undefined;
  return Uint8Array.of(0x01, 0x00, 0x5e, (ip >>> 16) & 0x7f, (ip >>> 8) & 255, ip & 255);
}
