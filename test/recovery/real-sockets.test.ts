/** The same with real sockets and the system's clock: both lines are cut for a while, and the books are the exchange's afterwards. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { silentLogger } from '../../control/core/logging.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { realWorld } from '../../control/core/world-real.js';
import { parseConfig } from '../../control/gateway/config.js';
import { MarketData } from '../../control/gateway/market-data.js';
import { checkNasdaqConfig } from '../../sim/exchanges/nasdaq/config.js';
import { NasdaqPublisher } from '../../sim/exchanges/nasdaq/publisher.js';
import { MarketFeed } from '../../sim/exchanges/publish/market-feed.js';
import { booksOf, booksOfExchange } from './feed-scene.js';

const HOST = '127.0.0.1';
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const failed = (error: unknown): void => {
  throw error;
};

it('heals a cut of both lines over real sockets', { timeout: 30_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossfeed-recovery-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'password'), 'crossfeed');
  const world = { ...realTradingWorld, sockets: realWorld.sockets };
  // Ports of the lines: taken for a moment to know that they are free.
  const probes = [];
  for (let i = 0; i < 2; i++) probes.push(await realWorld.sockets.udp({ address: HOST, port: 0 }));
  const [a, b] = probes.map(({ port }) => port);
  for (const probe of probes) await probe.close();

  const feed = new MarketFeed({ seed: 5, symbols: 12, messagesPerSecond: 1500 });
  const users = [{ username: 'XFEED', password: 'crossfeed' }];
  const exchange = await NasdaqPublisher.open(
    world,
    feed.link(),
    checkNasdaqConfig(
      {
        session: 'DAY1',
        lines: [
          { name: 'A', address: HOST, port: a },
          { name: 'B', address: HOST, port: b },
        ],
        requestServer: { address: HOST, port: 0 },
        glimpse: { address: HOST, port: 0, users },
      },
      'test',
    ),
    silentLogger,
    failed,
  );
  closing.push(() => exchange.close());
  const { requestServer, glimpse } = exchange.addresses;
  const marketData = await MarketData.open({
    world: realWorld,
    tradingWorld: realTradingWorld,
    log: silentLogger,
    failed,
    config: parseConfig(
      join(folder, 'gateway.yaml'),
      `
engine: software
dataDirectory: data
http: {}
feeds:
  - id: itch
    venue: NASDAQ
    protocol: itch50
    windowUs: 20000
    lines:
      - { name: A, port: 0, group: 233.0.0.1, udpPort: 7001, listen: { address: ${HOST}, udpPort: ${a} } }
      - { name: B, port: 1, group: 233.0.0.2, udpPort: 7001, listen: { address: ${HOST}, udpPort: ${b} } }
    recovery:
      requests: { address: ${HOST}, port: ${requestServer!.port}, bindAddress: ${HOST} }
      glimpse: { host: ${HOST}, port: ${glimpse!.port}, username: XFEED, password: { file: password } }
`,
    ),
  });
  closing.push(() => marketData.close());
  marketData.start();

  const recovery = () => marketData.status(realWorld.clock.monotonicNs()).channels[0]!.recovery!;
  let passedMs = 0;
  /** The market goes on, as fast as this machine is. */
  const run = async (ms: number): Promise<void> => {
    for (const until = passedMs + ms; passedMs < until; passedMs += 5) {
      feed.advance(feed.market.nowNs + 5e6);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  const agree = (): void => {
    expect(recovery()).toMatchObject({ state: 'live', missing: 0 });
    expect(booksOf(marketData.books)).toEqual(booksOfExchange(feed));
  };

  await run(2500);
  await vi.waitFor(agree, { timeout: 10_000 });
  for (const line of ['A', 'B']) exchange.silence(line, true);
  await run(500);
  for (const line of ['A', 'B']) exchange.silence(line, false);
  await run(500);
  await vi.waitFor(agree, { timeout: 15_000 });
  const { counters } = recovery();
  expect(counters['gaps']).toBeGreaterThanOrEqual(1);
  expect(counters['healed']).toBeGreaterThanOrEqual(1);
  expect(counters['failed']).toBe(0);
  expect([...marketData.books.symbols()].filter(({ uncertain }) => uncertain)).toEqual([]);
});
