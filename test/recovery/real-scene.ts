/** A feed over real sockets and the system's clock, in one process: the simulated exchange's publisher, and the market-data side of a gateway. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../control/core/logging.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { realWorld } from '../../control/core/world-real.js';
import { parseConfig } from '../../control/gateway/config.js';
import { MarketData } from '../../control/gateway/market-data.js';
import { checkNasdaqConfig } from '../../sim/exchanges/nasdaq/config.js';
import { NasdaqPublisher } from '../../sim/exchanges/nasdaq/publisher.js';
import { MarketFeed } from '../../sim/exchanges/publish/market-feed.js';

const HOST = '127.0.0.1';

const failed = (error: unknown): void => {
  throw error;
};

export class RealScene {
  private passedMs = 0;

  private constructor(
    readonly feed: MarketFeed,
    readonly exchange: NasdaqPublisher,
    readonly marketData: MarketData,
    private readonly folder: string,
  ) {}

  static async open(engine: 'nic' | 'software', messagesPerSecond = 1500): Promise<RealScene> {
    const folder = mkdtempSync(join(tmpdir(), 'crossfeed-recovery-'));
    writeFileSync(join(folder, 'password'), 'crossfeed');
    const world = { ...realTradingWorld, sockets: realWorld.sockets };
    // Ports of the lines: taken for a moment to know that they are free.
    const probes = [];
    for (let i = 0; i < 2; i++) probes.push(await realWorld.sockets.udp({ address: HOST, port: 0 }));
    const [a, b] = probes.map(({ port }) => port);
    for (const probe of probes) await probe.close();
    const feed = new MarketFeed({ seed: 5, symbols: 12, messagesPerSecond });
    const users = [{ username: 'XFEED', password: 'crossfeed' }];
    const settings = {
      session: 'DAY1',
      lines: [
        { name: 'A', address: HOST, port: a },
        { name: 'B', address: HOST, port: b },
      ],
      requestServer: { address: HOST, port: 0 },
      soupFeed: { address: HOST, port: 0, users },
      glimpse: { address: HOST, port: 0, users },
    };
    const config = checkNasdaqConfig(settings, 'test');
    const exchange = await NasdaqPublisher.open(world, feed.link(), config, silentLogger, failed);
    const { requestServer, soupFeed, glimpse } = exchange.addresses;
    const login = 'username: XFEED, password: { file: password }';
    const marketData = await MarketData.open({
      world: realWorld,
      tradingWorld: realTradingWorld,
      log: silentLogger,
      failed,
      config: parseConfig(
        join(folder, 'gateway.yaml'),
        `
engine: ${engine}
device: sim:scene-${process.pid}
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
      soupFeed: { host: ${HOST}, port: ${soupFeed!.port}, ${login} }
      glimpse: { host: ${HOST}, port: ${glimpse!.port}, ${login} }
`,
      ),
    });
    marketData.start();
    return new RealScene(feed, exchange, marketData, folder);
  }

  status() {
    return this.marketData.status(realWorld.clock.monotonicNs());
  }

  silence(silent: boolean): void {
    for (const line of ['A', 'B']) this.exchange.silence(line, silent);
  }

  /** The market goes on, as fast as this machine is. */
  async run(ms: number): Promise<void> {
    for (const until = this.passedMs + ms; this.passedMs < until; this.passedMs += 5) {
      this.feed.advance(this.feed.market.nowNs + 5e6);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async close(): Promise<void> {
    await this.marketData.close();
    await this.exchange.close();
    rmSync(this.folder, { recursive: true });
  }
}
