/** The gateway's recovery clients against the servers of the simulated exchanges: what they are asked for is what they give. */
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../control/core/logging.js';
import { GapRequestClient } from '../../control/market-data/recovery/gap-request.js';
import { GlimpseClient } from '../../control/market-data/recovery/glimpse.js';
import { MoldRecovery } from '../../control/market-data/recovery/mold-recovery.js';
import type { SnapshotHandler } from '../../control/market-data/recovery/snapshot.js';
import { SpinClient } from '../../control/market-data/recovery/spin.js';
import { parseCboeConfig } from '../../sim/exchanges/cboe/config.js';
import { CboePublisher } from '../../sim/exchanges/cboe/publisher.js';
import { checkNasdaqConfig } from '../../sim/exchanges/nasdaq/config.js';
import { NasdaqPublisher } from '../../sim/exchanges/nasdaq/publisher.js';
import { MarketFeed } from '../../sim/exchanges/publish/market-feed.js';
import type { VirtualProcess } from '../support/world/process.js';
import { VirtualWorld } from '../support/world/world.js';

const EXCHANGE = '127.0.10.1';
const CLIENT = '127.0.10.2';

interface Scene {
  readonly world: VirtualWorld;
  readonly exchange: VirtualProcess;
  readonly client: VirtualProcess;
  readonly feed: MarketFeed;
  readonly advance: (ms: number) => Promise<void>;
}

function scene(): Scene {
  const world = new VirtualWorld({ seed: 8 });
  const exchange = world.addHost('exchange', { addresses: [EXCHANGE, '127.0.0.1'] }).start();
  const client = world.addHost('client', { addresses: [CLIENT] }).start();
  const feed = new MarketFeed({ seed: 2, symbols: 20, messagesPerSecond: 1000 });
  const advance = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 10) {
      exchange.run(() => feed.advance(feed.market.nowNs + 10e6));
      await world.run(10);
    }
  };
  return { world, exchange, client, feed, advance };
}

const failed = (error: Error): void => {
  throw error;
};

/** A picture, as its handler is told of it. */
class Picture implements SnapshotHandler {
  readonly types: number[] = [];
  next: number | undefined;
  readonly failures: string[] = [];

  /** @param typeAt where a message has its type */
  constructor(private readonly typeAt: number) {}

  onBegin(): void {
    this.types.length = 0;
  }

  onMessage(bytes: Uint8Array, at: number): void {
    this.types.push(bytes[at + this.typeAt]!);
  }

  onComplete(next: number): void {
    this.next = next;
  }

  onFailed(reason: string): void {
    this.failures.push(reason);
  }
}

const openOrders = ({ feed }: Scene): number => feed.snapshot().orders.length;

describe('recovery of the simulated Cboe', () => {
  it('by spin and by gap requests', async () => {
    const own = scene();
    const { world, exchange, client, feed, advance } = own;
    const user = '{ sessionSubId: "0001", username: XFED, password: crossfeed }';
    const config = parseCboeConfig(
      'test.yaml',
      `units:
  - unit: 1
    symbols: A-Z
    lines: [{ name: A, address: ${CLIENT}, port: 7001 }]
    gapLines: [{ name: G, address: ${CLIENT}, port: 7002 }]
    spinPort: 7003
gapRequests: { address: ${EXCHANGE}, port: 7004, users: [${user}] }
spin: { address: ${EXCHANGE}, users: [${user}] }
`,
    );
    const publisher = await world.wait(CboePublisher.open(exchange, feed.link(), config, silentLogger, failed));
    await advance(4000);
    const login = { sessionSubId: '0001', username: 'XFED', password: 'crossfeed' };

    const picture = new Picture(1);
    const spin = client.run(() => new SpinClient(client, { server: { host: EXCHANGE, port: 7003 }, login }, picture))!;
    spin.request(100);
    await world.run(2500);
    expect(picture.failures).toEqual([]);
    expect(picture.next).toBe(publisher.counters().units[1]!.nextSequence);
    expect(picture.types.filter((type) => [0x21, 0x22, 0x2f].includes(type)).length).toBe(openOrders(own));
    expect(picture.types.filter((type) => type === 0x31).length).toBe(20);

    const injected: [channel: number, first: number, count: number][] = [];
    const gaps = await world.wait(
      GapRequestClient.open(
        client,
        {
          server: { host: EXCHANGE, port: 7004 },
          login,
          units: [{ unit: 1, channel: 3, targetChannel: 0 }],
          gapLines: [{ address: CLIENT, port: 7002 }],
        },
        {
          inject: (channel, packet) => {
            injected.push([channel, new DataView(packet.buffer, packet.byteOffset).getUint32(4, true), packet[2]!]);
            return true;
          },
        },
      ),
    );
    await world.run(100);
    client.run(() => gaps.onGap(3, 500, 749));
    await world.run(2000);
    expect(gaps.counters).toMatchObject({ isLoggedIn: true, received: 250, abandoned: 0, strangers: 0 });
    expect(injected[0]![1]).toBe(500);
    expect(injected.reduce((sum, [, , count]) => sum + count, 0)).toBe(250);
  });
});

describe('recovery of the simulated Nasdaq', () => {
  it('by snapshot and by requests', async () => {
    const own = scene();
    const { world, exchange, client, feed, advance } = own;
    const config = checkNasdaqConfig(
      {
        session: 'DAY1',
        lines: [{ name: 'A', address: CLIENT, port: 7001 }],
        requestServer: { address: EXCHANGE, port: 7010 },
        glimpse: { address: EXCHANGE, port: 7012, users: [{ username: 'XFEED', password: 'crossfeed' }] },
      },
      'test',
    );
    const publisher = await world.wait(NasdaqPublisher.open(exchange, feed.link(), config, silentLogger, failed));
    await advance(4000);

    const picture = new Picture(0);
    client.run(
      () =>
        new GlimpseClient(
          client,
          { server: { host: EXCHANGE, port: 7012 }, username: 'XFEED', password: 'crossfeed' },
          picture,
        ),
    );
    await world.run(1000);
    expect(picture.failures).toEqual([]);
    expect(picture.next).toBe(publisher.counters().nextSequence);
    const letters = picture.types.map((type) => String.fromCharCode(type));
    expect(letters.filter((type) => 'AF'.includes(type)).length).toBe(openOrders(own));
    expect(letters.filter((type) => type === 'R').length).toBe(20);

    let received = 0;
    const recovery = await world.wait(
      MoldRecovery.open(
        client,
        {
          channel: 0,
          targetChannel: 0,
          server: { address: EXCHANGE, port: 7010 },
          bindAddress: CLIENT,
          session: 'DAY1',
        },
        {
          inject: (_, packet) => {
            received += new DataView(packet.buffer, packet.byteOffset).getUint16(18);
            return true;
          },
        },
      ),
    );
    client.run(() => recovery.onGap(0, 1000, 1499));
    await world.run(3000);
    expect(received).toBe(500);
  });
});
