import { describe, expect, it } from 'vitest';
import { addWords, fold } from '../frames/checksum.js';
import { fillIpv4Checksum, fillUdpChecksum } from './offload.js';

/** An Ethernet frame with a bare IPv4 header of `words` 32-bit words behind `tag` bytes of VLAN tag. */
function frame(tag: 0 | 4, words = 5): Uint8Array {
  const bytes = new Uint8Array(14 + tag + 4 * words);
  if (tag === 4) bytes.set([0x81, 0, 0, 7], 12);
  bytes.set([0x08, 0], 12 + tag);
  bytes.set([0x40 | words, 0, 0, 4 * words, 1, 2, 0x40, 0, 64, 17, 0, 0, 10, 0, 0, 1, 239, 1, 2, 3], 14 + tag);
  return bytes;
}

describe('checksums left to offload', () => {
  it.each([
    [0, 5],
    [4, 5],
    [0, 7],
  ] as const)('fills in a checksum of 0 (tag %i bytes, header %i words)', (tag, words) => {
    const bytes = frame(tag, words);
    expect(fillIpv4Checksum(bytes, 0, bytes.length)).toBe(true);
    expect(fold(addWords(0, bytes, 14 + tag, 4 * words))).toBe(0xffff);
  });

  it('leaves a checksum alone that is there, right or wrong', () => {
    const bytes = frame(0);
    bytes[25] = 1;
    const before = Uint8Array.from(bytes);
    expect(fillIpv4Checksum(bytes, 0, bytes.length)).toBe(false);
    expect(bytes).toEqual(before);
  });

  it('leaves frames alone that hold no whole IPv4 header', () => {
    for (let length = 0; length < 34; length++) expect(fillIpv4Checksum(frame(0), 0, length)).toBe(false);
    const options = frame(0, 7);
    expect(fillIpv4Checksum(options, 0, 14 + 24)).toBe(false);
    const version6 = frame(0);
    version6[14] = 0x65;
    expect(fillIpv4Checksum(version6, 0, version6.length)).toBe(false);
    const arp = frame(0);
    arp[13] = 6;
    expect(fillIpv4Checksum(arp, 0, arp.length)).toBe(false);
  });
});

describe('UDP checksums left to offload', () => {
  const datagram = (tag: 0 | 4, payload: readonly number[]): Uint8Array => {
    const head = frame(tag);
    const bytes = new Uint8Array(head.length + 8 + payload.length + 3);
    bytes.set(head);
    bytes.set([0, 1, 0, 2, 0, 8 + payload.length, 0, 0, ...payload], head.length);
    return bytes;
  };
  const pseudo = (bytes: Uint8Array, ip: number): number => fold(addWords(17 + bytes[ip + 25]!, bytes, ip + 12, 8));
  const isRight = (bytes: Uint8Array, ip: number): boolean =>
    fold(addWords(pseudo(bytes, ip), bytes, ip + 20, bytes[ip + 25]!)) === 0xffff;

  it.each([0, 4] as const)('goes on from the sum of the pseudo header (tag %i bytes)', (tag) => {
    const bytes = datagram(tag, [1, 2, 3, 4, 5]);
    const ip = 14 + tag;
    bytes.set([pseudo(bytes, ip) >> 8, pseudo(bytes, ip) & 255], ip + 26);
    expect(isRight(bytes, ip)).toBe(false);
    expect(fillUdpChecksum(bytes, 0, bytes.length)).toBe(true);
    expect(isRight(bytes, ip)).toBe(true);
  });

  it('leaves any other checksum alone, and what is no whole datagram', () => {
    const bytes = datagram(0, [1, 2, 3]);
    for (const value of [0, 1, 0xffff]) {
      bytes.set([value >> 8, value & 255], 40);
      expect(fillUdpChecksum(bytes, 0, bytes.length)).toBe(false);
      expect((bytes[40]! << 8) | bytes[41]!).toBe(value);
    }
    bytes.set([pseudo(bytes, 14) >> 8, pseudo(bytes, 14) & 255], 40);
    for (let length = 0; length < 45; length++) expect(fillUdpChecksum(Uint8Array.from(bytes), 0, length)).toBe(false);
    bytes[23] = 6;
    expect(fillUdpChecksum(bytes, 0, bytes.length)).toBe(false);
  });
});
