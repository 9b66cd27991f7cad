/** The publisher behind a real matcher and its bus, each killed again and again: what a receiver has is what the matcher has. */
import { describe, expect, it } from 'vitest';
import type { VirtualProcess } from '../../../test/support/world/process.js';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { connectFeed, serveBus } from '../core/bus.js';
import { Matcher } from '../core/matcher.js';
import { OPEN_RULES } from '../core/testing.js';
import { RememberingLogger } from '../publish/testing.js';
import { BookOracle } from './book-oracle.js';
import { checkNasdaqConfig } from './config.js';
import { NasdaqPublisher } from './publisher.js';

const EXCHANGE = '127.0.9.1';
const CLIENT = '127.0.9.2';
const BUS = { host: EXCHANGE, port: 9000 };

describe('the Nasdaq publisher behind its matcher', () => {
  it('loses and renumbers nothing, whichever of the two is killed', async () => {
    const world = new VirtualWorld({ seed: 4 });
    const host = world.addHost('exchange', { addresses: [EXCHANGE, '127.0.0.1'] });
    const client = world.addHost('client', { addresses: [CLIENT] }).start();
    const config = checkNasdaqConfig(
      { session: 'DAY1', lines: [{ name: 'A', address: CLIENT, port: 7001 }], checkpointMs: 500 },
      'test',
    );
    const messages = new Map<number, Buffer>();
    await world.wait(
      client.sockets.udp({
        address: CLIENT,
        port: 7001,
        onMessage: (bytes) => {
          const packet = Buffer.from(bytes);
          const first = Number(packet.readBigUInt64BE(10));
          for (let i = 0, at = 20; i < packet.readUInt16BE(18); i++) {
            const length = packet.readUInt16BE(at);
            const message = packet.subarray(at + 2, at + 2 + length);
            if (messages.get(first + i)?.equals(message) === false) expect.fail(`message ${first + i} changed`);
            messages.set(first + i, message);
            at += 2 + length;
          }
        },
      }),
    );

    const startMatcher = async (process: VirtualProcess): Promise<Matcher> => {
      const matcher = new Matcher({
        world: process,
        directory: '/day/matcher',
        market: { seed: 3, symbols: 20, messagesPerSecond: 800, haltEveryS: 2, breakerAfterS: null },
        rules: OPEN_RULES,
      });
      await world.wait(serveBus(process, matcher.hub, BUS));
      matcher.start();
      return matcher;
    };
    const startPublisher = async (process: VirtualProcess): Promise<NasdaqPublisher> => {
      const link = connectFeed({ world: process, matcher: BUS, name: 'publisher' });
      await world.wait(new Promise<void>((resolve) => link.onUp(resolve)));
      const settings = { ...config, dataDirectory: '/day' };
      return world.wait(
        NasdaqPublisher.open(process, link, settings, new RememberingLogger(), (error) => {
          throw error;
        }),
      );
    };

    let matching = host.start();
    let matcher = await startMatcher(matching);
    let publishing = host.start();
    let publisher = await startPublisher(publishing);
    for (const [victim, ms] of [
      ['publisher', 1500],
      ['matcher', 1700],
      ['both', 900],
      ['publisher', 33],
      ['matcher', 7],
      ['matcher', 2200],
    ] as const) {
      await world.run(ms);
      if (victim !== 'publisher') matching.kill();
      if (victim !== 'matcher') publishing.kill();
      await world.run(60);
      if (victim !== 'publisher') matcher = await startMatcher((matching = host.start()));
      if (victim !== 'matcher') publisher = await startPublisher((publishing = host.start()));
    }
    await world.run(1500);

    // The books of a moment, and a little time for what told of them to arrive.
    const { orders, feedSequence } = matcher.snapshot();
    await world.run(200);
    const { store, publisher: counters } = publisher.counters();
    expect(counters.resyncs).toBe(0);
    expect(messages.size).toBe(store.next - 1);
    expect(messages.size).toBeGreaterThan(3000);
    const oracle = new BookOracle();
    for (let sequence = 1; sequence <= feedSequence; sequence++) {
      const message = messages.get(sequence);
      if (message === undefined) expect.fail(`message ${sequence} never came`);
      oracle.take(message, 0, message.length);
    }
    expect(oracle.complaints).toEqual([]);
    expect(oracle.orders.size).toBe(orders.length);
    const theirs = orders.map(
      ({ instrument, side, price, quantity }) => `${instrument + 1} ${side} ${price} ${quantity}`,
    );
    const ours = [...oracle.orders.values()].map(
      ({ locate, side, price, shares }) => `${locate} ${side} ${price} ${shares}`,
    );
    expect(ours.sort()).toEqual(theirs.sort());
  });
});
