/** The gateway’s own composition over one simulated exchange, with a FIX 4.4 client in front that sends and reads bytes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { silentLogger } from '../../control/core/logging.js';
import { parseConfig } from '../../control/gateway/config.js';
import { MarketData } from '../../control/gateway/market-data.js';
import { Trading } from '../../control/gateway/trading.js';
import { RawClient } from '../clients/rig.js';
import type { VirtualDisk } from '../support/world/disk.js';
import type { VirtualHost } from '../support/world/host.js';
import type { VirtualProcess } from '../support/world/process.js';
import { VirtualWorld } from '../support/world/world.js';
import { ClientOrders, type ClientOrderView } from './client-orders.js';
import { CRYPTO_SECRETS } from './crypto-setups.js';
import { QuietExchange, type QuietExchangeOptions } from './quiet-exchange.js';
import { GATEWAY, type OpenSetup, type VenueSetup } from './venue-setups.js';

/** Tuesday 2026-06-02, ten in the morning in New York. */
export const TUESDAY_TEN = Date.parse('2026-06-02T14:00:00Z');
const CLIENT_PORT = 9880;
const STATUSES: Readonly<Record<string, string>> = {
  '0': 'new',
  '1': 'partial',
  '2': 'filled',
  '4': 'canceled',
  '6': 'pendingCancel',
  '8': 'rejected',
  A: 'pendingNew',
  C: 'expired',
  E: 'pendingReplace',
};

const limits = (venue: string): string => `
name: test
firm:
  messages: { perSecond: 10000, burst: 10000 }
  openOrders: 1000
  credit: { USD: { gross: '1000000000', net: '1000000000' }, USDT: { gross: '1000000000', net: '1000000000' }, USDC: { gross: '1000000000', net: '1000000000' }, BTC: { gross: '1000000', net: '1000000' } }
  instruments:
    equity: { long: '1000000', short: '1000000' }
    cryptoSpot: { long: '1000000', short: '1000000' }
    cryptoPerpetual: { long: '1000000', short: '1000000' }
clients:
  CLIENT1:
    assetClasses: [equity, cryptoSpot, cryptoPerpetual]
    sides: [buy, sell, sell-short, sell-short-exempt]
    orderTypes: [market, limit, stop, stop-limit, pegged, trailing-stop, twap, vwap, pov]
    venues: [${venue}]
    messages: { perSecond: 10000, burst: 10000 }
    openOrders: 1000
    duplicates: { withinMs: 0, allowed: 16 }
    selfTrade: allow
    credit:
      USD: { order: '100000000', gross: '1000000000', net: '1000000000' }
      USDT: { order: '100000000', gross: '1000000000', net: '1000000000' }
      USDC: { order: '100000000', gross: '1000000000', net: '1000000000' }
      BTC: { order: '100000', gross: '1000000', net: '1000000' }
    instruments:
      equity: { orderQuantity: '100000', long: '1000000', short: '1000000', collarBps: 5000, withoutReference: pass }
      cryptoSpot: { orderQuantity: '100000', long: '1000000', short: '1000000', collarBps: 5000, withoutReference: pass }
      cryptoPerpetual: { orderQuantity: '100000', long: '1000000', short: '1000000', collarBps: 5000, withoutReference: pass }
`;

export interface SceneOptions extends QuietExchangeOptions {
  readonly seed?: number;
  readonly epochMs?: number;
  /** More of the client’s own configuration. */
  readonly client?: string;
  /** Whether reports carry tags of our own; they do unless this is false. */
  readonly ownTags?: boolean;
  /** The client is somebody else, who logs on later. */
  readonly hasSpeaker?: boolean;
  /** A file of volume curves. */
  readonly curves?: string;
  /** What an earlier gateway left behind: this one goes on with it, and the client begins its numbers anew. */
  readonly disk?: VirtualDisk;
  /** Of its ClOrdIDs. */
  readonly prefix?: string;
}

/** Whoever enters orders. */
export interface Speaker {
  send(type: string, body: string): void;
  /** What came, fields by tag. */
  readonly messages: readonly ReadonlyMap<number, string>[];
  /** Time passes in the scene, and what is said to either side arrives. */
  run(ms: number): Promise<void>;
}

export class TradingScene {
  readonly world: VirtualWorld;
  readonly exchange: QuietExchange;
  readonly host: VirtualHost;
  private readonly clientHost: VirtualHost;
  private readonly folder = mkdtempSync(join(tmpdir(), 'crossfeed-trading-'));
  setup!: VenueSetup;
  process!: VirtualProcess;
  trading!: Trading;
  marketData!: MarketData;
  client!: RawClient;
  copy!: RawClient;
  /** Enters orders in the client's place. */
  speaker: Speaker | undefined;
  /** What the engine raised, in words. */
  readonly alarms: string[] = [];
  private readonly hosts: VirtualHost[] = [];
  private names = 0;
  private starts = 0;
  private outsider: VirtualProcess | undefined;
  private readonly seen = new ClientOrders();

  private constructor(private readonly options: SceneOptions) {
    const { seed = 1, epochMs = TUESDAY_TEN } = options;
    this.world = new VirtualWorld({ seed, epochMs });
    const addHost = this.world.addHost.bind(this.world);
    this.world.addHost = (name, more) => {
      const host = addHost(name, more);
      this.hosts.push(host);
      return host;
    };
    this.clientHost = this.world.addHost('client', { addresses: ['10.0.0.1'] });
    const { disk } = options;
    this.host = this.world.addHost('gateway', { addresses: [GATEWAY], ...(disk === undefined ? {} : { disk }) });
    this.exchange = new QuietExchange(this.world, options);
    onTestFinished(() => rmSync(this.folder, { recursive: true }));
  }

  /** A scene in which everything is connected, and the client is logged on. */
  static async open(setup: OpenSetup, options: SceneOptions = {}): Promise<TradingScene> {
    const scene = new TradingScene(options);
    scene.setup = await setup(scene.world, scene.exchange);
    await scene.startGateway();
    await scene.run(options.hasOpening === true ? 300 : 1500);
    return scene;
  }

  /** Starts a gateway process on what the one before it left behind, and logs the client on. */
  async startGateway(): Promise<void> {
    const { world } = this;
    this.process = this.host.start();
    const { process } = this;
    process.disk.makeDirectory('/secrets');
    for (const [path, text] of Object.entries({ '/password': 'crossfeed', ...CRYPTO_SECRETS })) {
      if (process.disk.exists(path)) continue;
      const file = process.disk.open(path, 'create');
      const bytes = new TextEncoder().encode(text);
      file.write(bytes, 0, bytes.length, 0);
      file.close();
    }
    const config = this.config();
    this.trading = await world.wait(Trading.open({ world: process, log: silentLogger, config }));
    this.marketData = await world.wait(
      MarketData.open({
        world: process,
        tradingWorld: process,
        log: silentLogger,
        config,
        failed: (error) => {
          throw error;
        },
        trading: this.trading,
      }),
    );
    process.run(() => {
      this.marketData.start();
      process.timers.every(100, () => this.marketData.status(process.clock.monotonicNs()));
    });
    const orders = process.run(() => this.trading.connect(this.marketData.market!))!;
    await world.wait(process.run(() => orders.clients.start()) ?? Promise.resolve());
    orders.engine.listen({ onAlarm: ({ kind, text }) => void this.alarms.push(`${kind}: ${text}`) });
    const { disk } = this.options;
    const isNew = this.starts++ === 0 && disk === undefined;
    this.client = new RawClient(this, this.clientHost.start(), 'CLIENT1', GATEWAY);
    this.copy = new RawClient(this, this.clientHost.start(), 'COPY1', GATEWAY);
    const [venue] = this.trading.set.venues;
    const isActive = await world.runUntil(() => venue!.state === 'active', 30_000);
    if (!isActive) throw new Error(`not active: ${JSON.stringify(venue!.sessions())}`);
    const reset = isNew ? '' : '|141=Y';
    if (this.options.hasSpeaker !== true) await this.client.logOn(reset);
    await this.copy.logOn(reset);
  }

  private config() {
    const file = (name: string, text: string): string => {
      const path = join(this.folder, name);
      writeFileSync(path, text);
      return path;
    };
    const { client = '', curves } = this.options;
    const orders = curves === undefined ? '' : `, volumeCurves: ${file('curves.csv', curves)}`;
    const text = `
engine: software
dataDirectory: /data
http: {}
staleAfterMs: 1500
feeds:${this.setup.feed}
venues: [{ file: ${file('venue.yaml', this.setup.file)} }]
orders: { limits: ${file('limits.yaml', limits(this.setup.id))}, equities: us-equities${orders} }
clients:
  fix: { host: ${GATEWAY}, port: ${CLIENT_PORT} }
  list:
    - id: CLIENT1
      fix: { targetCompId: CLIENT1 }
      dropCopy: { targetCompId: COPY1 }
      ownTags: ${this.options.ownTags ?? true}
      ${client}
`;
    return parseConfig(join(this.folder, 'gateway.yaml'), text);
  }

  /** The client's own view of an order, by any of its ClOrdIDs. */
  order(clOrdId: string): ClientOrderView {
    const view = this.known.byName.get(clOrdId);
    if (view === undefined) throw new Error(`no report about ${clOrdId}: ${this.client.received.slice(-600)}`);
    return view;
  }

  /** All that the client was told, added up. */
  get known(): ClientOrders {
    this.seen.take(this.said.messages);
    return this.seen;
  }

  /** How an order stands: status, what was traded at which price, code of its end. */
  outcome(clOrdId: string): string {
    const { status, trades, code } = this.order(clOrdId);
    const sums = new Map<number, number>();
    for (const { price, quantity } of trades.values()) sums.set(price, (sums.get(price) ?? 0) + quantity);
    const words = [...sums].map(([price, quantity]) => `${Number(quantity.toFixed(8))}@${price / 10_000}`);
    return [STATUSES[status] ?? status, ...words, ...(code === '' ? [] : [code])].join(' ');
  }

  private get said(): Omit<Speaker, 'run'> {
    return this.speaker ?? this.client;
  }

  get orders() {
    return this.trading.orders!;
  }

  /** A process of the client's host, for whoever is a client by other means. */
  get outside(): VirtualProcess {
    this.outsider ??= this.clientHost.start();
    return this.outsider;
  }

  /** Everybody's clock goes forward to a time of this day, and a minute passes in which it is noticed. */
  async passTo(time: string): Promise<void> {
    const now = this.process.clock.epochMs();
    const day = new Date(now).toISOString().slice(0, 10);
    for (const host of this.hosts) host.clock.step(Date.parse(`${day}T${time}Z`) - now);
    await this.run(61_000);
  }

  run(ms: number): Promise<void> {
    return this.speaker?.run(ms) ?? this.world.run(ms);
  }

  /** Enters an order: fields of a NewOrderSingle but for the names. Returns its ClOrdID. */
  async enter(body: string, ms = 50): Promise<string> {
    const clOrdId = `${this.options.prefix ?? ''}C${++this.names}`;
    this.said.send('D', this.named(`11=${clOrdId}|60=20260602-14:00:00|${body}`));
    await this.run(ms);
    return clOrdId;
  }

  async cancel(clOrdId: string, ms = 50): Promise<string> {
    const name = `C${++this.names}`;
    this.said.send('F', this.named(`11=${name}|41=${clOrdId}|55=AAPL|54=1|60=20260602-14:00:00`));
    await this.run(ms);
    return name;
  }

  async replace(clOrdId: string, body: string, ms = 50): Promise<string> {
    const name = `C${++this.names}`;
    this.said.send('G', this.named(`11=${name}|41=${clOrdId}|60=20260602-14:00:00|${body}`));
    await this.run(ms);
    return name;
  }

  /** Cases say AAPL for whatever is traded. */
  private named(body: string): string {
    return body.replace('55=AAPL', `55=${this.setup.symbol}`);
  }
}
