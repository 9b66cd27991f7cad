/** Every reject reason, in its order, through the whole engine: the counters are what a user sees. */
import { describe, expect, it } from 'vitest';
import { REJECT_REASONS, type RejectReason } from '../../core/generated/records.js';
import type { FeedConfig } from '../../core/feed.js';
import { SoftwareEngine } from '../software/engine.js';
import { moldPacket, rigConfig, TestRig } from '../software/test-rig.js';
import { addWords, fold } from './checksum.js';
import { FrameWrapper } from './wrap.js';

/** A good frame: 14 bytes of Ethernet, 20 of IPv4, 8 of UDP, a packet of one message, 76 bytes in all. */
function goodFrame(payload = moldPacket(1, 1), ip = '233.0.0.0'): Uint8Array {
  const frame = new Uint8Array(2100);
  return frame.slice(0, new FrameWrapper({ ip, udpPort: 26400 }).wrap(frame, payload, payload.length));
}

/** Changes the frame, then makes its checksums right again unless told otherwise. */
function changed(change: (frame: Uint8Array) => void, fix: 'both' | 'ip' | 'none' = 'both', ip = 14): Uint8Array {
  const frame = goodFrame();
  change(frame);
  if (fix !== 'none') fixIp(frame, ip);
  if (fix === 'both') fixUdp(frame, ip);
  return frame;
}

function fixIp(frame: Uint8Array, ip: number): void {
  const bytes = (frame[ip]! & 15) * 4;
  frame[ip + 10] = frame[ip + 11] = 0;
  const sum = 0xffff - fold(addWords(0, frame, ip, Math.min(bytes, frame.length - ip)));
  frame[ip + 10] = sum >> 8;
  frame[ip + 11] = sum & 255;
}

function fixUdp(frame: Uint8Array, ip: number): void {
  const udp = ip + (frame[ip]! & 15) * 4;
  const length = (frame[udp + 4]! << 8) | frame[udp + 5]!;
  if (udp + length > frame.length) return;
  frame[udp + 6] = frame[udp + 7] = 0;
  const sum = 0xffff - fold(addWords(addWords(17 + length, frame, ip + 12, 8), frame, udp, length));
  frame[udp + 6] = sum >> 8;
  frame[udp + 7] = sum & 255;
}

function insert(frame: Uint8Array, at: number, bytes: readonly number[]): Uint8Array {
  return Uint8Array.of(...frame.subarray(0, at), ...bytes, ...frame.subarray(at));
}

/** What becomes of one frame on port 0: its reject reason, or what was delivered. */
function fate(frame: Uint8Array, badFcs = false, config: FeedConfig = rigConfig()): RejectReason | string[] {
  const rig = new TestRig(config);
  rig.push(0, 0, frame, badFcs);
  const lines = rig.finish();
  const port = rig.engine.counters().ports[0]!;
  const reasons = REJECT_REASONS.filter((reason) => port.rejected[reason] > 0);
  expect(port).toMatchObject({ frames: 1, bytes: frame.length, accepted: reasons.length === 0 ? 1 : 0 });
  expect(reasons.length).toBeLessThan(2);
  return reasons[0] ?? lines;
}

const ACCEPTED = ['1 S p0'];

describe('frames that are accepted', () => {
  it.each<[string, Uint8Array]>([
    ['plain', goodFrame()],
    ['with an 802.1Q tag', insert(goodFrame(), 12, [0x81, 0x00, 0x20, 0x64])],
    ['with a provider tag', insert(goodFrame(), 12, [0x88, 0xa8, 0x20, 0x64])],
    ['with two tags', insert(goodFrame(), 12, [0x81, 0, 0, 1, 0x81, 0, 0, 2])],
    ['with a provider tag in front of another', insert(goodFrame(), 12, [0x88, 0xa8, 0, 1, 0x81, 0, 0, 2])],
    ['without a UDP checksum', changed((f) => f.fill(0, 40, 42), 'ip')],
    ['with do-not-fragment and the reserved bit', changed((f) => (f[20] = 0xc0))],
    ['with padding behind the IPv4 packet', Uint8Array.of(...goodFrame(), 1, 2, 3)],
    ['at the greatest length', Uint8Array.of(...goodFrame(), ...new Uint8Array(1518 - 76))],
  ])('%s', (_, frame) => {
    expect(fate(frame)).toEqual(ACCEPTED);
  });

  it('with IPv4 options', () => {
    const frame = insert(goodFrame(), 34, [1, 1, 1, 1, 1, 1, 1, 1]);
    frame[14] = 0x47;
    frame[17] = frame[17]! + 8;
    fixIp(frame, 14);
    expect(fate(frame)).toEqual(ACCEPTED);
  });

  it('with a UDP length that ends before the IPv4 payload does', () => {
    const frame = Uint8Array.of(...goodFrame(), 9, 9);
    frame[17] = frame[17]! + 2;
    fixIp(frame, 14);
    expect(fate(frame)).toEqual(ACCEPTED);
  });

  it('with an odd number of bytes under the UDP checksum', () => {
    expect(fate(goodFrame(moldPacket(1, [Uint8Array.of(0x53, 1, 2)])))).toEqual(['1 ?0x53/3 p0']);
  });
});

describe('reject reasons', () => {
  it.each<[RejectReason, string, Uint8Array]>([
    ['runt', 'shorter than the shortest frame', goodFrame().slice(0, 59)],
    ['oversize', 'longer than the longest frame', Uint8Array.of(...goodFrame(), ...new Uint8Array(1519 - 76))],
    ['notIpv4', 'ARP', changed((f) => f.set([0x08, 0x06], 12))],
    ['notIpv4', 'three tags', insert(goodFrame(), 12, [0x81, 0, 0, 1, 0x81, 0, 0, 2, 0x81, 0, 0, 3])],
    ['notIpv4', 'a provider tag inside', insert(goodFrame(), 12, [0x81, 0, 0, 1, 0x88, 0xa8, 0, 2])],
    ['badIpv4Header', 'version 6', changed((f) => (f[14] = 0x65))],
    ['badIpv4Header', 'IHL 4', changed((f) => (f[14] = 0x44))],
    ['badIpv4Header', 'total length below the header', changed((f) => f.set([0, 19], 16))],
    ['badIpv4Header', 'total length beyond the frame', changed((f) => (f[17] = 63))],
    ['badIpv4Header', 'wrong checksum', changed((f) => (f[22] = 1), 'none')],
    ['fragment', 'more fragments', changed((f) => (f[20] = 0x20))],
    ['fragment', 'an offset', changed((f) => (f[21] = 1))],
    ['notUdp', 'TCP', changed((f) => (f[23] = 6))],
    ['badUdpLength', 'UDP length 7', changed((f) => f.set([0, 7], 38), 'ip')],
    ['badUdpLength', 'UDP length beyond the IPv4 payload', changed((f) => (f[39] = f[39]! + 1), 'ip')],
    ['badUdpLength', 'IPv4 payload of 7 bytes', changed((f) => f.set([0, 27], 16), 'ip')],
    ['badUdpChecksum', 'a changed byte', changed((f) => (f[75] = 1), 'none')],
    ['badUdpChecksum', 'a changed address', changed((f) => (f[29] = 7), 'ip')],
    ['noChannel', 'another group', goodFrame(moldPacket(1, 1), '233.0.0.9')],
    ['noChannel', "the other port's group", goodFrame(moldPacket(1, 1), '233.0.0.1')],
    ['noChannel', 'another UDP port', changed((f) => f.set([0x67, 0x21], 36))],
    ['shortProtocolHeader', '19 bytes', goodFrame(new Uint8Array(19))],
    ['sequenceOverflow', 'past 2^64', goodFrame(moldPacket(2n ** 64n - 1n, 1))],
  ])('%s: %s', (reason, _, frame) => {
    expect(fate(frame)).toBe(reason);
  });

  it('badFcs comes before everything', () => {
    expect(fate(goodFrame(), true)).toBe('badFcs');
    expect(fate(new Uint8Array(9), true)).toBe('badFcs');
  });

  it('finds headers that the frame cannot hold', () => {
    const config = { ...rigConfig(), minFrameBytes: 1 };
    expect(fate(goodFrame().slice(0, 13), false, config)).toBe('notIpv4');
    expect(fate(insert(goodFrame(), 12, [0x81, 0, 0, 1]).slice(0, 17), false, config)).toBe('notIpv4');
    expect(fate(goodFrame().slice(0, 33), false, config)).toBe('badIpv4Header');
    const options = changed((f) => (f[14] = 0x4f)).slice(0, 14 + 59);
    expect(fate(options, false, config)).toBe('badIpv4Header');
  });

  it('staleSession is judged at the turn of the frame', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1, 'ONE');
    rig.send(0, 100, 1, 1, 'TWO');
    rig.send(1, 105, 2, 1, 'ONE');
    rig.send(1, 300, 0, 1, 'ONE');
    rig.finish();
    const { ports } = rig.engine.counters();
    expect(ports[1]).toMatchObject({ accepted: 1, unsequenced: 1, blocks: 1 });
    expect(ports[1]!.rejected.staleSession).toBe(1);
  });

  it('knows a line by its MAC address where the configuration insists on one', () => {
    const line = { port: 0, ip: '233.0.0.0', udpPort: 26400, mac: '01:00:5e:00:00:00' };
    expect(fate(goodFrame(), false, rigConfig({ lines: [line] }))).toEqual(ACCEPTED);
    expect(fate(goodFrame(), false, rigConfig({ lines: [{ ...line, mac: '01:00:5e:00:00:01' }] }))).toBe('noChannel');
  });

  it('gives a frame that two entries match to the first one', () => {
    const lines = [{ port: 0, ip: '233.0.0.0', udpPort: 26400 }];
    const engine = new SoftwareEngine(rigConfig({ lines }, { lines }));
    engine.pushFrame(0, 0, goodFrame(), 76, false);
    engine.endOfInput();
    expect(engine.counters().channels.map(({ delivered }) => delivered)).toEqual([1, 0]);
  });
});

describe('packets', () => {
  const count = (payload: Uint8Array): ReturnType<SoftwareEngine['counters']>['ports'][number] => {
    const rig = new TestRig();
    rig.payload(0, 0, payload);
    rig.finish();
    return rig.engine.counters().ports[0]!;
  };

  it('delivers the leading whole blocks of a truncated packet', () => {
    const packet = moldPacket(1, 3);
    expect(count(packet.slice(0, 20 + 14 + 14))).toMatchObject({ blocks: 2, truncated: 1, overlong: 0 });
    expect(count(packet.slice(0, 20 + 14 + 14 + 1))).toMatchObject({ blocks: 2, truncated: 1, overlong: 0 });
    expect(count(packet.slice(0, 20 + 14 + 14 + 2))).toMatchObject({ blocks: 2, truncated: 1, overlong: 1 });
    expect(count(packet.slice(0, 20 + 14 + 14 + 13))).toMatchObject({ blocks: 2, truncated: 1, overlong: 1 });
  });

  it('counts packets with bytes behind their last block', () => {
    expect(count(Uint8Array.of(...moldPacket(1, 1), 0))).toMatchObject({ blocks: 1, trailingBytes: 1, truncated: 0 });
    expect(count(Uint8Array.of(...moldPacket(1, 'heartbeat'), 0))).toMatchObject({ heartbeats: 1, trailingBytes: 1 });
    expect(count(Uint8Array.of(...moldPacket(1, 'end'), 0))).toMatchObject({ endOfSessions: 1, trailingBytes: 1 });
  });

  it('counts empty blocks', () => {
    const empty = new Uint8Array(0);
    expect(count(moldPacket(1, [empty, empty]))).toMatchObject({ blocks: 2, emptyBlocks: 2, trailingBytes: 0 });
  });

  it('delivers unknown messages by type and length', () => {
    const rig = new TestRig();
    const known = (type: string, length: number): Uint8Array => new Uint8Array(length).fill(type.charCodeAt(0), 0, 1);
    rig.send(0, 0, 1, [known('z', 40), known('A', 35), known('A', 37), known('S', 1), known('I', 300), known('A', 36)]);
    expect(rig.finish()).toEqual([
      '1 ?0x7A/40 p0',
      '2 ?0x41/35 p0',
      '3 ?0x41/37 p0',
      '4 ?0x53/1 p0',
      '5 ?0x49/300 p0',
      '6 A p0',
    ]);
    expect(rig.engine.counters().channels[0]).toMatchObject({ delivered: 6, unknown: 5 });
  });

  it('keeps the length of a long message that was held', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 3, [new Uint8Array(300).fill(0x41)]);
    expect(rig.finish()).toEqual(['1 S p0', 'gap 2-2', '3 ?0x41/300 p0']);
  });
});
