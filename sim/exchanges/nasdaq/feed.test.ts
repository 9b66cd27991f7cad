import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { VirtualWorld } from '../virtual-world.js';
import { BookOracle } from './book-oracle.js';
import { obey } from './commands.js';
import { checkNasdaqConfig, type NasdaqConfig } from './config.js';
import { NasdaqFeed } from './feed.js';
import { generateMessages } from './stream.js';

interface Packet {
  readonly atNs: number;
  /** Place among the arrivals of all lines. */
  readonly order: number;
  readonly session: string;
  readonly sequence: number;
  readonly count: number;
  readonly bytes: Uint8Array;
}

const MS = 1e6;
const SECOND = 1e9;

async function open(settings: object = {}): Promise<{
  world: VirtualWorld;
  feed: NasdaqFeed;
  config: NasdaqConfig;
  lines: Packet[][];
}> {
  const world = new VirtualWorld();
  const config = checkNasdaqConfig({ session: 'TEST', ...settings }, 'test');
  const lines: Packet[][] = [];
  let arrivals = 0;
  for (const { address, port } of config.lines) {
    const packets: Packet[] = [];
    lines.push(packets);
    await world.sockets.udp({
      address,
      port,
      onMessage: (bytes) => {
        const copy = bytes.slice();
        const view = new DataView(copy.buffer);
        packets.push({
          atNs: world.clock.monotonicNs(),
          order: arrivals++,
          session: Buffer.from(copy.subarray(0, 10)).toString('latin1'),
          sequence: Number(view.getBigUint64(10)),
          count: view.getUint16(18),
          bytes: copy,
        });
      },
    });
  }
  return { world, feed: await NasdaqFeed.open(world, config), config, lines };
}

/** Stops while virtual time runs on. */
async function stop(world: VirtualWorld, feed: NasdaqFeed): Promise<void> {
  const stopping = feed.stop();
  // Five packets, 20 ms apart.
  for (let turn = 0; turn < 40; turn++) {
    await Promise.resolve();
    world.advance(5 * MS);
  }
  await stopping;
}

/** The messages of a complete line, as the flat bytes that the library makes of them. */
function flatten(packets: readonly Packet[]): Uint8Array {
  const parts = packets.filter(({ count }) => count !== 0 && count !== 0xffff).map(({ bytes }) => bytes.subarray(20));
  return Uint8Array.from(Buffer.concat(parts));
}

/** What came, and when. */
function digest(packets: readonly Packet[]): string {
  const hash = createHash('sha256');
  for (const { atNs, bytes } of packets) hash.update(`${atNs}`).update(bytes);
  return hash.digest('hex');
}

describe('the feed', () => {
  it('publishes the library’s stream in order on both lines, and the same again from the same seed', async () => {
    const { world, feed, lines } = await open({ seed: 12 });
    feed.start();
    world.advance(6 * SECOND);
    const [a, b] = lines as [Packet[], Packet[]];
    expect(digest(b)).toBe(digest(a));
    let next = 1;
    for (const { sequence, count } of a) {
      if (sequence !== next) expect.fail(`sequence ${sequence}, expected ${next}`);
      next += count;
    }
    expect(new Set(a.map(({ session }) => session))).toEqual(new Set(['TEST      ']));
    expect(Math.max(...a.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(1400);
    expect(next).toBe(feed.counters().nextSequence);
    const flat = flatten(a);
    const library = generateMessages({ seed: 12, count: next - 1 });
    expect(Buffer.compare(Buffer.from(flat), Buffer.from(library.bytes))).toBe(0);
    await stop(world, feed);

    const again = await open({ seed: 12 });
    again.feed.start();
    again.world.advance(6 * SECOND);
    expect(digest(again.lines[0]!)).toBe(digest(a.slice(0, again.lines[0]!.length)));
    await stop(again.world, again.feed);
  });

  it('lives on heartbeats, one a second, until it is started', async () => {
    const { world, feed, lines } = await open();
    world.advance(3.5 * SECOND);
    expect(lines[0]!.map(({ sequence, count }) => [sequence, count])).toEqual(Array.from({ length: 4 }, () => [1, 0]));
    for (const [i, { atNs }] of lines[0]!.entries()) expect(Math.abs(atNs - i * SECOND)).toBeLessThan(5 * MS);
    expect(feed.counters()).toMatchObject({ started: false, messages: 0, heartbeats: 4, nextSequence: 1 });
    feed.start();
    world.advance(SECOND);
    expect(feed.counters().messages).toBeGreaterThan(100);
    await stop(world, feed);
  });

  it('ends the day and the session at the stop, and closes its sockets', async () => {
    const { world, feed, lines } = await open({ symbols: 20 });
    feed.start();
    world.advance(4 * SECOND);
    await stop(world, feed);
    const oracle = new BookOracle();
    const flat = flatten(lines[0]!);
    let last = '';
    for (let at = 0; at < flat.length;) {
      const length = flat[at]! * 256 + flat[at + 1]!;
      oracle.take(flat, at + 2, length);
      last = String.fromCharCode(flat[at + 2]!) + String.fromCharCode(flat[at + 2 + 11]!);
      at += 2 + length;
    }
    expect(oracle.complaints).toEqual([]);
    expect(last).toBe('SC');
    const ends = lines[0]!.filter(({ count }) => count === 0xffff);
    expect(ends.length).toBeGreaterThanOrEqual(3);
    expect(lines[0]!.slice(-ends.length)).toEqual(ends);
    expect(new Set(ends.map(({ sequence }) => sequence))).toEqual(new Set([feed.counters().nextSequence]));
    // Only the two receivers of this test are left.
    expect(world.openSockets).toBe(2);
    const before = lines[0]!.length;
    feed.start();
    world.advance(5 * SECOND);
    expect(lines[0]!.length).toBe(before);
  });

  it('ends the session without a day when it was never started', async () => {
    const { world, feed, lines } = await open();
    await stop(world, feed);
    expect(lines[0]!.map(({ sequence, count }) => [sequence, count])).toEqual([
      [1, 0],
      ...Array.from({ length: 5 }, () => [1, 0xffff]),
    ]);
  });

  it('catches up after a stall without drift, a bounded burst at a time', async () => {
    const { world, feed, lines } = await open({ seed: 3 });
    feed.start();
    world.advance(4 * SECOND);
    const before = feed.counters().messages;
    world.stall(SECOND);
    world.advance(MS);
    // One tick is 50 ms of market: 200 messages and what one decision may add, not a second's 4,000.
    expect(feed.counters().messages - before).toBeLessThan(1000);
    expect(feed.counters().behindNs).toBeGreaterThan(0.8 * SECOND);
    world.advance(100 * MS);
    expect(feed.counters().behindNs).toBeLessThan(2 * MS);
    world.advance(SECOND - 101 * MS);
    // The market is where a punctual one is.
    const punctual = await open({ seed: 3 });
    punctual.feed.start();
    punctual.world.advance(6 * SECOND);
    expect(feed.counters().nextSequence).toBe(punctual.feed.counters().nextSequence);
    expect(Buffer.compare(Buffer.from(flatten(lines[0]!)), Buffer.from(flatten(punctual.lines[0]!)))).toBe(0);
    await stop(world, feed);
    await stop(punctual.world, punctual.feed);
  });

  it('impairs each line by its own faults, the sequence numbers being the same', async () => {
    const faults = { loss: 0.05, duplication: 0.05, reordering: 0.05, delayUs: 100, jitterUs: 50 };
    const { world, feed, lines } = await open({
      lines: [
        { name: 'A', address: '127.0.3.1', port: 1000, faults },
        { name: 'B', address: '127.0.3.2', port: 1000, faults },
      ],
    });
    feed.start();
    world.advance(10 * SECOND);
    const seen = lines.map((packets) => new Set(packets.map(({ sequence }) => sequence)));
    const missingFromA = [...seen[1]!].filter((sequence) => !seen[0]!.has(sequence));
    const missingFromB = [...seen[0]!].filter((sequence) => !seen[1]!.has(sequence));
    expect(missingFromA.length).toBeGreaterThan(50);
    expect(missingFromB.length).toBeGreaterThan(50);
    const { lines: counters } = feed.counters();
    expect(counters['A']!.lost).not.toBe(counters['B']!.lost);
    // Equal lines are first about equally often, although they share a tick.
    const orders = lines.map((packets) => new Map(packets.map(({ sequence, order }) => [sequence, order])));
    const onBoth = [...orders[0]!].filter(([sequence]) => orders[1]!.has(sequence));
    const aFirst = onBoth.filter(([sequence, order]) => order < orders[1]!.get(sequence)!).length;
    expect(aFirst / onBoth.length).toBeGreaterThan(0.4);
    expect(aFirst / onBoth.length).toBeLessThan(0.6);
    expect(counters['A']!.lost / counters['A']!.offered).toBeCloseTo(0.05, 1);
    await stop(world, feed);
  });

  it('silences a line and brings it back by command, and answers nonsense without stopping', async () => {
    const { world, feed, lines } = await open();
    const target = { feed, start: () => feed.start(), stop: () => undefined };
    expect(obey('{"start":true}', target)).toEqual({ done: { start: true } });
    world.advance(SECOND);
    expect(obey('{"line":"A","silent":true}', target)).toEqual({ done: { line: 'A', silent: true } });
    const before = lines.map((packets) => packets.length);
    world.advance(SECOND);
    expect(lines[0]!.length).toBe(before[0]);
    expect(lines[1]!.length).toBeGreaterThan(before[1]!);
    expect(feed.counters().lines['A']).toMatchObject({ silent: true });
    obey('{"line":"A","silent":false}', target);
    world.advance(SECOND);
    expect(lines[0]!.length).toBeGreaterThan(before[0]!);
    expect(obey('{"line":"C","silent":true}', target)).toMatchObject({ error: { code: 'SIM_LINE' } });
    for (const nonsense of ['{', '[]', '{"start":false}', '{"line":"A"}', 'null']) {
      expect(obey(nonsense, target)).toMatchObject({ error: { code: 'SIM_COMMAND' } });
    }
    expect(obey('{"counters":true}', target)).toMatchObject({ counters: { started: true } });
    await stop(world, feed);
  });

  it('takes a new session at each start, unless one is configured', async () => {
    const sessions = await Promise.all(
      [1e12, 1e12 + 1].map(async (epochMs) => {
        const world = new VirtualWorld(epochMs);
        const feed = await NasdaqFeed.open(world, checkNasdaqConfig({}, 'test'));
        await stop(world, feed);
        return feed.session;
      }),
    );
    expect(sessions[0]).not.toBe(sessions[1]);
    expect(sessions.every((session) => /^CF[0-9A-Z]{8}$/.test(session))).toBe(true);
  });

  it('refuses to send anywhere but to loopback, whatever the configuration says, and leaves no socket', async () => {
    const world = new VirtualWorld();
    const config = checkNasdaqConfig({}, 'test');
    const bad = { ...config, lines: [config.lines[0]!, { ...config.lines[1]!, address: '192.0.2.1' }] };
    await expect(NasdaqFeed.open(world, bad)).rejects.toThrow('line B: simulated exchanges send to loopback only');
    expect(world.openSockets).toBe(0);
  });
});
