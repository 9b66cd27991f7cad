import { expect, it } from 'vitest';
import { REJECT_REASONS } from '../../core/generated/records.js';
import type { World } from '../../core/world.js';
import { SoftwareUdpFeed, type UdpLine } from './udp-feed.js';
import { moldPacket, rigConfig } from './test-rig.js';

interface Bound {
  readonly address: string;
  readonly port: number;
  readonly receive: (bytes: Uint8Array) => void;
  closed: boolean;
}

/** A World whose clock stands where the test puts it, and whose sockets the test speaks into. */
function testWorld(): { readonly world: World; readonly bound: Bound[]; now: { ns: number } } {
  const bound: Bound[] = [];
  const now = { ns: 5_000_000 };
  const none = (): never => {
    throw new Error('not used');
  };
  const world: World = {
    clock: { monotonicNs: () => now.ns, epochMs: none },
    timers: { after: none, every: none, onTurn: none, soon: none },
    random: () => ({ u32: () => 0, next: () => 0, below: (bound) => bound - 1 }),
    sockets: {
      udp: ({ address, port, onMessage }) => {
        if (address === '127.0.1.9') return Promise.reject(new Error('in use'));
        const socket: Bound = { address, port, receive: (bytes) => onMessage?.(bytes, '127.0.0.1', 9), closed: false };
        bound.push(socket);
        const close = (): Promise<void> => {
          socket.closed = true;
          return Promise.resolve();
        };
        return Promise.resolve({ address, port, send: none, close });
      },
    },
  };
  return { world, bound, now };
}

const config = rigConfig();
const lines: UdpLine[] = config.channels[0]!.lines.map((line) => ({
  bindAddress: `127.0.1.${line.port + 1}`,
  udpPort: 26400,
  line,
}));

it('arbitrates what comes in on the lines, by the clock', async () => {
  const { world, bound, now } = testWorld();
  const feed = await SoftwareUdpFeed.open(world, config, lines);
  let slots = 0;
  const poll = (): number => feed.poll({ onRecords: (_, first, end) => void (slots += end - first) }, 100);
  expect(feed.addresses).toEqual([
    { address: '127.0.1.1', port: 26400 },
    { address: '127.0.1.2', port: 26400 },
  ]);
  bound[0]!.receive(moldPacket(1, 1));
  now.ns += 1000;
  bound[1]!.receive(moldPacket(1, 2));
  now.ns += 1000;
  expect(poll()).toBe(2);
  bound[0]!.receive(moldPacket(4, 1));
  now.ns += 1000;
  expect(poll()).toBe(0);
  // The window of the rig is 6.4 µs; nothing else arrives.
  now.ns += 7000;
  expect(poll()).toBe(2);
  expect(slots).toBe(4);
  const { channels, ports } = feed.counters();
  expect(channels[0]).toMatchObject({ delivered: 3, gaps: 1, expected: 5n });
  expect(channels[0]!.lines[1]).toMatchObject({ delivered: 1, duplicates: 1 });
  expect(ports[0]).toMatchObject({ frames: 2, overruns: 0 });
  expect(feed.timeBeats()).toBe(Math.ceil(10_000 / 6.4));
  await feed.close();
  expect(bound.map(({ closed }) => closed)).toEqual([true, true]);
});

it('corrupts frames where it is told to, and they count as bad', async () => {
  const { world, bound, now } = testWorld();
  // This World's random numbers are the largest possible: below 1,000,000 only for 1,000,000 of a million.
  const faulty = lines.map((line) => ({
    ...line,
    faults: { seed: 1, corruptPpm: line.line.port === 0 ? 1_000_000 : 999_999 },
  }));
  const feed = await SoftwareUdpFeed.open(world, config, faulty);
  bound[0]!.receive(moldPacket(1, 1));
  bound[1]!.receive(moldPacket(1, 1));
  now.ns += 10_000;
  feed.poll({ onRecords: () => undefined }, 100);
  const { ports } = feed.counters();
  const rejected = ports.map((port) => REJECT_REASONS.filter((reason) => port.rejected[reason] > 0));
  expect(rejected).toEqual([['badFcs'], []]);
  await feed.close();
});

it('closes what it bound when a line cannot be bound', async () => {
  const { world, bound } = testWorld();
  const broken = [lines[0]!, { ...lines[1]!, bindAddress: '127.0.1.9' }];
  await expect(SoftwareUdpFeed.open(world, config, broken)).rejects.toThrow('in use');
  expect(bound.map(({ closed }) => closed)).toEqual([true]);
});
