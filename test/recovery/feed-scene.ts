/**
 * The gateway's market data against the publisher of a simulated exchange, in a virtual world: lines that can be silenced, and the question
 * whether our books are the exchange's.
 */
import { silentLogger } from '../../control/core/logging.js';
import { parseConfig } from '../../control/gateway/config.js';
import { MarketData } from '../../control/gateway/market-data.js';
import type { BookSet } from '../../control/market-data/books/book-set.js';
import type { Book } from '../../control/market-data/books/book.js';
import { parseCboeConfig } from '../../sim/exchanges/cboe/config.js';
import { CboePublisher } from '../../sim/exchanges/cboe/publisher.js';
import { checkNasdaqConfig } from '../../sim/exchanges/nasdaq/config.js';
import { NasdaqPublisher } from '../../sim/exchanges/nasdaq/publisher.js';
import { MarketFeed } from '../../sim/exchanges/publish/market-feed.js';
import type { VirtualHost } from '../support/world/host.js';
import type { VirtualProcess } from '../support/world/process.js';
import { VirtualWorld } from '../support/world/world.js';

export const EXCHANGE = '127.0.10.1';
export const GATEWAY = '127.0.10.2';
const PASSWORD_FILE = '/password';
const user = { username: 'XFEED', password: 'crossfeed' };
const login = `sessionSubId: '0001', username: XFED, password: { file: ${PASSWORD_FILE} }`;

const gatewayText = (feed: string): string => `
engine: software
dataDirectory: /data
http: {}
staleAfterMs: 1500
feeds:
${feed}`;

export const itchFeed = (recovery: string): string =>
  gatewayText(`  - id: itch
    venue: NASDAQ
    protocol: itch50
    windowUs: 5000
    lines:
      - { name: A, port: 0, group: 233.0.0.1, udpPort: 7001, listen: { address: ${GATEWAY}, udpPort: 7001 } }
      - { name: B, port: 1, group: 233.0.0.2, udpPort: 7001, listen: { address: ${GATEWAY}, udpPort: 7002 } }
    recovery: ${recovery}
`);
const soup = (port: number): string =>
  `{ host: ${EXCHANGE}, port: ${port}, username: XFEED, password: { file: ${PASSWORD_FILE} } }`;
export const thirdLine = `thirdLine: { address: ${GATEWAY}, udpPort: 7005 }`;
export const itchServers = {
  requests: `requests: { address: ${EXCHANGE}, port: 7010 }`,
  glimpse: `glimpse: ${soup(7012)}`,
  soupFeed: `soupFeed: ${soup(7011)}`,
};

export const pitchFeed = (recovery: string): string =>
  gatewayText(`  - id: pitch
    venue: CBOE
    protocol: pitch2
    windowUs: 5000
    lines:
      - { name: A, port: 0, unit: 1, group: 233.0.0.1, udpPort: 7001, listen: { address: ${GATEWAY}, udpPort: 7001 } }
      - { name: B, port: 1, unit: 1, group: 233.0.0.2, udpPort: 7001, listen: { address: ${GATEWAY}, udpPort: 7002 } }
    recovery: ${recovery}
`);
export const pitchServers = {
  gapRequests: `gapRequests: { host: ${EXCHANGE}, port: 7021, ${login}, lines: [{ address: ${GATEWAY}, udpPort: 7003 }] }`,
  spin: `spin: { host: ${EXCHANGE}, port: 7020, ${login} }`,
};

const failed = (error: unknown): void => {
  throw error;
};

export interface FeedSceneOptions {
  readonly seed?: number;
  readonly messagesPerSecond?: number;
  /** How finely the market moves, ms. */
  readonly stepMs?: number;
  /** The exchange has a third line. */
  readonly hasThirdLine?: boolean;
}

export class FeedScene {
  readonly world: VirtualWorld;
  readonly feed: MarketFeed;
  readonly exchange: VirtualProcess;
  publisher!: { silence(line: string, silent: boolean): void; close(): Promise<void> };
  gateway!: VirtualProcess;
  private readonly host: VirtualHost;
  private readonly stepMs: number;
  private data: MarketData | undefined;

  constructor(
    private readonly protocol: 'itch50' | 'pitch2',
    private readonly options: FeedSceneOptions = {},
  ) {
    const { seed = 8, messagesPerSecond = 800, stepMs = 10 } = options;
    this.stepMs = stepMs;
    this.world = new VirtualWorld({ seed });
    this.feed = new MarketFeed({ seed: 2 + seed - 8, symbols: 12, messagesPerSecond });
    this.exchange = this.world.addHost('exchange', { addresses: [EXCHANGE, '127.0.0.1'] }).start();
    this.host = this.world.addHost('gateway', { addresses: [GATEWAY] });
  }

  get marketData(): MarketData {
    return this.data!;
  }

  async openExchange(): Promise<void> {
    const { world, exchange, feed } = this;
    const lines = [
      { name: 'A', address: GATEWAY, port: 7001 },
      { name: 'B', address: GATEWAY, port: 7002 },
      ...(this.options.hasThirdLine === true ? [{ name: 'C', address: GATEWAY, port: 7005 }] : []),
    ];
    const users = [user];
    if (this.protocol === 'itch50') {
      const config = checkNasdaqConfig(
        {
          session: 'DAY1',
          lines,
          requestServer: { address: EXCHANGE, port: 7010 },
          soupFeed: { address: EXCHANGE, port: 7011, users },
          glimpse: { address: EXCHANGE, port: 7012, users },
        },
        'test',
      );
      this.publisher = await world.wait(NasdaqPublisher.open(exchange, feed.link(), config, silentLogger, failed));
      return;
    }
    const account = `{ sessionSubId: '0001', username: XFED, password: crossfeed }`;
    const config = parseCboeConfig(
      'test.yaml',
      `units:
  - unit: 1
    symbols: A-Z
    lines: ${JSON.stringify(lines)}
    gapLines: [{ name: G, address: ${GATEWAY}, port: 7003 }]
    spinPort: 7020
gapRequests: { address: ${EXCHANGE}, port: 7021, users: [${account}] }
spin: { address: ${EXCHANGE}, users: [${account}] }
`,
    );
    this.publisher = await world.wait(CboePublisher.open(exchange, feed.link(), config, silentLogger, failed));
  }

  async openGateway(config: string): Promise<void> {
    const { world, host } = this;
    const process = host.start();
    this.gateway = process;
    const file = process.disk.open(PASSWORD_FILE, 'create');
    file.write(new TextEncoder().encode('crossfeed'), 0, 9, 0);
    file.close();
    this.data = await world.wait(
      MarketData.open({
        world: process,
        tradingWorld: process,
        log: silentLogger,
        config: parseConfig('/gateway.yaml', config),
        failed,
      }),
    );
    process.run(() => {
      this.marketData.start();
      // What the gateway does for its page.
      process.timers.every(100, () => this.status());
    });
  }

  /** The market goes on, and so does everybody. */
  async run(ms: number): Promise<void> {
    const { exchange, feed, world, stepMs } = this;
    for (let passed = 0; passed < ms; passed += stepMs) {
      exchange.run(() => feed.advance(feed.market.nowNs + stepMs * 1e6));
      await world.run(stepMs);
    }
  }

  /** Both lines say nothing for a while. */
  async cut(ms: number): Promise<void> {
    this.silence(true);
    await this.run(ms);
    this.silence(false);
  }

  silence(silent: boolean): void {
    for (const line of ['A', 'B']) this.publisher.silence(line, silent);
  }

  status() {
    return this.marketData.status(this.gateway.clock.monotonicNs());
  }

  recovery() {
    return this.status().channels[0]!.recovery!;
  }

  failover() {
    return this.marketData.feedFailover!.status(0);
  }

  failoverTimes() {
    return this.marketData.feedFailover!.of(0).times;
  }

  /** The feed's books do not count. */
  isStale(): boolean {
    return this.marketData.feedFailover!.stale.has(0);
  }

  exchangeBooks(): Record<string, string> {
    return booksOfExchange(this.feed);
  }

  ourBooks(): Record<string, string> {
    return booksOf(this.marketData.books);
  }

  uncertain(): number {
    return [...this.marketData.books.symbols()].filter((book) => book.uncertain).length;
  }

  async close(): Promise<void> {
    await this.world.wait(this.marketData.close());
    await this.world.wait(this.publisher.close());
  }
}

/** By symbol: both sides' levels, best first. */
export function booksOfExchange(feed: MarketFeed): Record<string, string> {
  const levels = new Map<string, Map<number, number>>();
  const names = feed.market.instruments.map(({ canonical }) => canonical);
  for (const { instrument, side, price, quantity } of feed.snapshot().orders) {
    const key = `${names[instrument]!} ${side}`;
    const own = levels.get(key) ?? new Map<number, number>();
    levels.set(key, own.set(price, (own.get(price) ?? 0) + quantity));
  }
  const text = (name: string, side: string, sign: number): string =>
    [...(levels.get(`${name} ${side}`) ?? [])]
      .sort(([a], [b]) => sign * (a - b))
      .map(([price, quantity]) => `${quantity}@${price}`)
      .join(' ');
  return Object.fromEntries(names.map((name) => [name, `${text(name, 'B', -1)} | ${text(name, 'S', 1)}`]).sort());
}

/** The same of our books. */
export function booksOf(books: BookSet): Record<string, string> {
  return Object.fromEntries(
    [...books.symbols()].map((book) => [book.symbol, `${sideOf(book, 'bid')} | ${sideOf(book, 'ask')}`]).sort(),
  );
}

function sideOf(book: Book, side: 'bid' | 'ask'): string {
  return book
    .levels(side)
    .map(({ price, shares }) => `${shares}@${price}`)
    .join(' ');
}
