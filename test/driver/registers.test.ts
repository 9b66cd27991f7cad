/** Registers through the binding: what the card says it is, what it refuses, and its counters. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChannelConfig, FeedConfig } from '../../control/core/feed.js';
import { CHANNEL, DEVICE, MATCH } from '../../driver/generated/registers.js';
import type { Nic } from '../../driver/nic.js';
import { ANY_TIME } from '../support/device.js';
import { describeNic, drain, FEED, feedBoth, itSimulated, LINE_A, openCard, Records } from './rig.js';

const channel = FEED.channels[0]!;
const feedOf = (own: Partial<FeedConfig> | Partial<ChannelConfig>): FeedConfig => ({
  ...FEED,
  channels: [{ ...channel, ...own }],
  ...('minFrameBytes' in own || 'maxFrameBytes' in own ? own : {}),
});

describeNic('registers', () => {
  let nic: Nic;
  beforeAll(() => {
    nic = openCard();
  });
  afterAll(() => nic.close());

  it('tell what the card is', () => {
    const identity = nic.identity();
    expect(identity).toMatchObject({ ports: 2, channels: 4, matchEntries: 16, heldDepth: 256, clockPs: 6400 });
    const names = identity.blocks.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['device', 'ring', 'match', 'port', 'channel']));
    expect(new Set(names).size).toBe(names.length);
    expect(identity.buildId).not.toBe(0);
  });

  it('hold what is written, stopped and running', () => {
    for (const value of [0, 0xffffffff, 0xa5a5a5a5]) {
      nic.writeRegister(DEVICE.BASE + DEVICE.SCRATCH, value);
      expect(nic.readRegister(DEVICE.BASE + DEVICE.SCRATCH)).toBe(value);
    }
    nic.start(ANY_TIME);
    nic.writeRegister(DEVICE.BASE + DEVICE.SCRATCH, 0x12345678);
    expect(nic.readRegister(DEVICE.BASE + DEVICE.SCRATCH)).toBe(0x12345678);
    nic.stop();
  });

  it('have addresses that are multiples of 4 below 2^18', () => {
    expect(() => nic.readRegister(2)).toThrow(expect.objectContaining({ code: 'NIC_ARGUMENT' }));
    expect(() => nic.readRegister(0x40000)).toThrow(expect.objectContaining({ code: 'NIC_ARGUMENT' }));
  });

  it('hold the configuration', () => {
    nic.configure(feedOf({ session: 'ABC', start: 0x1234567890n, lines: [{ ...LINE_A, mac: '01:00:5e:36:0c:6f' }] }));
    const match = (offset: number): number => nic.readRegister(MATCH.BASE + offset);
    expect(match(MATCH.CONTROL)).toBe(0x13);
    expect(match(MATCH.IP)).toBe(0xe9360c6f);
    expect(match(MATCH.UDP)).toBe(26400);
    expect([match(MATCH.MAC_HI), match(MATCH.MAC_LO)]).toEqual([0x0100, 0x5e360c6f]);
    const own = (offset: number): number => nic.readRegister(CHANNEL.BASE + offset);
    expect(own(CHANNEL.CONTROL)).toBe(0x7);
    expect(own(CHANNEL.WINDOW_BEATS)).toBe(15625);
    expect([own(CHANNEL.START_HI), own(CHANNEL.START_LO)]).toEqual([0x12, 0x34567890]);
    expect(own(CHANNEL.SESSION_0)).toBe(0x20434241);
    expect(own(CHANNEL.SESSION_2)).toBe(0x2020);
  });

  it.each<[string, FeedConfig, string]>([
    ['channels', { ...FEED, channels: Array.from({ length: 5 }, () => channel) }, 'more channels'],
    ['lines', feedOf({ lines: Array.from({ length: 17 }, () => LINE_A) }), 'more lines'],
    ['ports', feedOf({ lines: [{ ...LINE_A, port: 2 }] }), 'a port that the card does not have'],
    ['bytes a frame', { ...FEED, maxFrameBytes: 4000 }, 'longer frame'],
    ['sense', { ...FEED, minFrameBytes: 2000 }, 'shortest frame'],
    ['beats a window', feedOf({ windowNs: 1e12 }), 'window'],
    ['characters a session', feedOf({ session: 'ELEVENCHARS' }), 'session'],
    ['words a filter', feedOf({ filter: new Uint32Array(3) }), 'filter'],
    ['octets an address', feedOf({ lines: [{ ...LINE_A, ip: '1.2.3' }] }), 'address'],
    ['octets a MAC address', feedOf({ lines: [{ ...LINE_A, mac: '01:00' }] }), 'MAC address'],
    ['a number', feedOf({ start: 1n << 64n }), 'start'],
  ])('refuse a feed that does not have the right %s', (_what, feed, message) => {
    expect(() => nic.configure(feed)).toThrow(
      expect.objectContaining({ code: 'NIC_CONFIGURATION', message: expect.stringContaining(message) }),
    );
  });

  itSimulated('count', () => {
    const card = openCard();
    const records = new Records();
    card.start('virtual');
    feedBoth(card, 100, records);
    drain(card, records);
    const { ports, channels } = card.counters();
    expect(ports.map(({ frames, accepted, rejected }) => [frames, accepted, rejected.badFcs])).toEqual([
      [86, 78, 8],
      [98, 98, 0],
    ]);
    expect(channels).toHaveLength(1);
    const [only] = channels;
    expect(only).toMatchObject({ hostLost: 0, expected: 301n });
    expect(only!.delivered + only!.gapMessages).toBe(300);
    expect(only!.lines[0]!.delivered + only!.lines[1]!.delivered).toBe(only!.delivered);
    expect(only!.lines.every(({ lastBeats }) => lastBeats! > 6000)).toBe(true);
    expect(card.dropped()).toBe(0);
    card.close();
  });

  itSimulated('pass stock locates through the filter', () => {
    const filter = new Uint32Array(2048);
    const deliver = (): number => {
      const card = openCard({}, feedOf({ filter }));
      const records = new Records();
      card.start('virtual');
      feedBoth(card, 10, records);
      drain(card, records);
      card.close();
      return records.types.filter((type) => type === 'D').length;
    };
    expect(deliver()).toBe(0);
    filter[0] = 1 << 7;
    expect(deliver()).toBeGreaterThan(20);
  });
});
