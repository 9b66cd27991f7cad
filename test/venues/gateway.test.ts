/**
 * The gateway's own parts over one simulated exchange that shows its market twice, ITCH and FIX: trading, the demo's orders, the consolidated book, and
 * the comparison of both feeds.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../control/core/logging.js';
import { BEST, BEST_STRIDE, CONDITION, EXCLUDED, QUOTE, QUOTE_STRIDE } from '../../control/core/market-view.js';
import { parseConfig } from '../../control/gateway/config.js';
import { MarketData } from '../../control/gateway/market-data.js';
import { Trading } from '../../control/gateway/trading.js';
import { SHORT_SALE } from '../../control/orders/risk/market-facts.js';
import { testExchange, type TestExchange } from '../../sim/exchanges/core/testing.js';
import { equityFixSchema, openEquityFix } from '../../sim/exchanges/fix/equity-gateway.js';
import { marketDataFixSchema, openMarketDataFix } from '../../sim/exchanges/fix/market-data-gateway.js';
import { checkNasdaqConfig } from '../../sim/exchanges/nasdaq/config.js';
import { NasdaqPublisher } from '../../sim/exchanges/nasdaq/publisher.js';
import type { VirtualProcess } from '../support/world/process.js';
import { VirtualWorld } from '../support/world/world.js';

const EXCHANGE = '127.0.8.1';
const GATEWAY = '127.0.8.9';
const config = resolve(import.meta.dirname, '../../config');
const folder = mkdtempSync(join(tmpdir(), 'crossfeed-gateway-'));
afterAll(() => rmSync(folder, { recursive: true }));
const session = (port: number): string => `
  gateways: [{ host: ${EXCHANGE}, port: ${port} }]
  venueLogon: { signer: password, password: { file: /password } }`;
writeFileSync(
  join(folder, 'venue.yaml'),
  `
extends: ${config}/venues/demo-fixex.yaml
symbols: { from: listed, listings: [{ symbol: AAPL }, { symbol: MSFT }] }
orderEntry:${session(9000)}
dropCopy:${session(9000)}
marketData: { gateways: [{ host: ${EXCHANGE}, port: 9001 }], channel: 1 }
`,
);
writeFileSync(
  join(folder, 'limits.yaml'),
  `
name: test
firm:
  messages: { perSecond: 1000, burst: 1000 }
  openOrders: 1000
  credit: { USD: { gross: '1000000000', net: '1000000000' } }
  instruments: { equity: { long: '1000000', short: '1000000' } }
clients:
  DEMO:
    assetClasses: [equity]
    sides: [buy, sell]
    orderTypes: [limit]
    venues: [FIXEX]
    messages: { perSecond: 1000, burst: 1000 }
    openOrders: 1000
    duplicates: { withinMs: 0, allowed: 16 }
    selfTrade: allow
    credit: { USD: { order: '1000000', gross: '1000000000', net: '1000000000' } }
    instruments: { equity: { orderQuantity: '1000', long: '1000000', short: '1000000', collarBps: 1000, withoutReference: pass } }
`,
);
const text = `
engine: software
dataDirectory: /data
http: {}
staleAfterMs: 1500
crossCheck: { toleranceMs: 1000, sample: 200 }
feeds:
  - id: itch
    venue: FIXEX
    protocol: itch50
    windowUs: 5000
    lines:
      - { name: A, port: 0, group: 233.0.0.1, udpPort: 7001, listen: { address: ${GATEWAY}, udpPort: 7001 } }
venues: [{ file: ${folder}/venue.yaml }]
trading: { demoOrders: { perSecond: 50 } }
orders: { limits: limits.yaml, equities: always-open }
`;

const failed = (error: unknown): void => {
  throw error;
};

class Scene {
  readonly world = new VirtualWorld({ seed: 1 });
  readonly exchange: TestExchange;
  private readonly host = this.world.addHost('desk', { addresses: [GATEWAY] });
  private readonly exchangeHost = this.world.addHost('exchange', { addresses: [EXCHANGE] });
  publisher!: NasdaqPublisher;
  gateway!: VirtualProcess;
  trading!: Trading;
  marketData!: MarketData;

  constructor() {
    this.exchange = testExchange({ world: this.world.addHost('matcher').start() });
  }

  async open(): Promise<this> {
    const { world, exchange } = this;
    await this.openGateway();
    const process = this.exchangeHost.start();
    const sessions = [
      { senderCompId: 'XFEED1', firm: 'XFED', password: 'crossfeed' },
      { senderCompId: 'XFEEDDC', firm: 'XFED', purpose: 'dropCopy', password: 'crossfeed' },
    ];
    const local = { host: EXCHANGE, port: 9000 };
    const settings = equityFixSchema.parse({ version: '4.4', compId: 'FIXEX', sessions });
    await world.wait(openEquityFix({ world: process, link: exchange.link('fix'), name: 'fix', local, settings }));
    await world.wait(
      openMarketDataFix({
        world: process,
        feed: exchange.feed('md'),
        name: 'md',
        local: { ...local, port: 9001 },
        settings: marketDataFixSchema.parse({ compId: 'FIXEX', clients: ['XFEEDMD'] }),
      }),
    );
    const lines = [{ name: 'A', address: GATEWAY, port: 7001 }];
    const own = checkNasdaqConfig({ session: 'DAY1', lines }, 'test');
    const feed = exchange.feed('publisher');
    await world.runUntil(() => feed.isUp, 1000);
    this.publisher = await world.wait(NasdaqPublisher.open(process, feed, own, silentLogger, failed));
    await world.run(3500);
    return this;
  }

  private async openGateway(): Promise<void> {
    const { world, host } = this;
    const process = host.start();
    this.gateway = process;
    const file = process.disk.open('/password', 'create');
    file.write(new TextEncoder().encode('crossfeed'), 0, 9, 0);
    file.close();
    const settings = parseConfig(join(folder, 'gateway.yaml'), text);
    this.trading = await world.wait(Trading.open({ world: process, log: silentLogger, config: settings }));
    this.marketData = await world.wait(
      MarketData.open({
        world: process,
        tradingWorld: process,
        log: silentLogger,
        config: settings,
        failed,
        trading: this.trading,
      }),
    );
    process.run(() => {
      this.marketData.start();
      process.timers.every(100, () => this.status());
    });
  }

  connect(): void {
    this.gateway.run(() => this.trading.connect(this.marketData.market!));
  }

  status() {
    return this.marketData.status(this.gateway.clock.monotonicNs());
  }

  async close(): Promise<void> {
    await this.world.wait(this.trading.close());
    await this.world.wait(this.marketData.close());
  }
}

describe('a gateway over an exchange with two feeds', () => {
  it('trades by itself, and keeps one book of each instrument', async () => {
    const scene = await new Scene().open();
    scene.connect();
    await scene.world.run(4000);
    const { market } = scene.status();
    expect(market).toMatchObject({ instruments: 150, quoted: 2, lockedOrCrossedShare: 0 });
    expect(market!.venues).toEqual([
      { id: 'FIXEX', quoted: 2, excluded: 0, lagMs: expect.any(Number) as number, fellBehind: 0 },
    ]);
    const { book } = scene.marketData.market!;
    const { instrument } = scene.trading.set.symbols.byVenueSymbol(0, 'AAPL')!;
    const at = instrument * BEST_STRIDE;
    expect(book.best[at + BEST.condition]).toBe(CONDITION.normal);
    const own = scene.marketData.books.find('AAPL', 0)!;
    expect(book.best[at + BEST.bidPrice]).toBe(own.bestBid()!.price);
    expect(book.best[at + BEST.askQuantity]).toBe(own.bestAsk()!.shares);

    const { facts } = scene.trading.orders!.risk;
    expect(facts.shortSale[instrument]).toBe(SHORT_SALE.unrestricted);
    expect(facts.lastPrice[instrument]).toBeGreaterThan(0);

    const { journal, venues, faults } = scene.trading.status();
    expect(journal).toEqual({ state: 'open', policy: 'group' });
    const [venue] = venues;
    expect(venue).toMatchObject({
      id: 'FIXEX',
      state: 'active',
      dropCopy: { sessionOnly: 0, dropCopyOnly: 0, missing: 0 },
    });
    expect(venue!.sessions.map(({ purpose, state }) => `${purpose} ${state}`)).toEqual([
      'orderEntry active',
      'dropCopy active',
      'marketData active',
    ]);
    expect(venue!.open).toBeGreaterThan(5);
    const { totals } = venue!;
    for (const kind of ['trades', 'canceled', 'replaced']) expect(totals[kind], kind).toBeGreaterThan(5);
    expect(totals).toMatchObject({ rejected: 0, refusals: 0, uncertain: 0, foreign: 0 });
    expect(Object.values(faults).reduce((sum, count) => sum + count, 0)).toBe(0);
    await scene.close();
  });

  it('compares both feeds, and tells when one of them says something else', async () => {
    const scene = await new Scene().open();
    scene.connect();
    await scene.world.run(2500);
    expect(scene.status().market!.crossChecks).toEqual([
      expect.objectContaining({ venue: 'FIXEX', alarms: 0, standing: 0 }) as object,
    ]);
    const { compared } = scene.status().market!.crossChecks[0]!;
    expect(compared).toBeGreaterThan(30);
    // The lines are cut for less than the time after which they would be stale: the market goes on over FIX alone.
    scene.publisher.silence('A', true);
    await scene.world.run(1400);
    const [cut] = scene.status().market!.crossChecks;
    expect(cut!.differing).toBeGreaterThan(0);
    await scene.world.run(2000);
    // By now the venue does not count, and there is nothing to compare.
    const { instrument } = scene.trading.set.symbols.byVenueSymbol(0, 'AAPL')!;
    const { quotes } = scene.marketData.market!.book;
    expect(quotes[instrument * QUOTE_STRIDE + QUOTE.state]! & EXCLUDED.stale).toBe(EXCLUDED.stale);
    expect(scene.status().market!.venues[0]).toMatchObject({ quoted: 0, excluded: 2 });
    await scene.close();
  });
});
