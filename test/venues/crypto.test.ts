import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OrdType, Side, TimeInForce } from '../../control/core/venue.js';
import { VenueSecrets } from '../../control/venues/secrets.js';
import { accountSchema } from '../../sim/exchanges/crypto/accounts.js';
import { CryptoGateway, PROFILES } from '../../sim/exchanges/crypto/crypto-gateway.js';
import { cryptoInstruments, type ProfileName } from '../../sim/exchanges/crypto/listings.js';
import { NO_FEES } from '../../sim/exchanges/core/rules.js';
import { FeedLinkEnd } from '../../sim/exchanges/core/feed-link.js';
import { MatcherLinkEnd } from '../../sim/exchanges/core/matcher-link.js';
import { join, testExchange, type MemoryConnection, type TestExchange } from '../../sim/exchanges/core/testing.js';
import type { VirtualProcess } from '../support/world/process.js';
import { VirtualWorld } from '../support/world/world.js';
import { BookSet } from '../../control/market-data/books/book-set.js';
import type { OrderState } from '../../sim/exchanges/core/orders.js';
import { orderIdOf } from '../../control/venues/orders/client-ids.js';
import { Desk } from './desk.js';

const config = resolve(import.meta.dirname, '../../config');
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const secret = Buffer.from('a secret of forty-eight bytes, all of them secret').toString('base64');
const account = (key: string) =>
  accountSchema.parse({
    key,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    secret,
    passphrase: 'sesame',
    firm: 'F',
    readOnly: key !== 'TRADER',
  });
/** What a session of the testnet's file finds in the credential store, by the last part of the name. */
const store: Readonly<Record<string, string>> = {
  apiKey: 'TRADER',
  clientId: 'TRADER',
  dropCopyApiKey: 'WATCHER',
  marketDataApiKey: 'FEED',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  dropCopyPrivateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  secret,
  clientSecret: secret,
  dropCopySecret: secret,
  marketDataSecret: secret,
  passphrase: 'sesame',
  dropCopyPassphrase: 'sesame',
  marketDataPassphrase: 'sesame',
};

/** More of them: `CROSSFEED_VENUE_SEEDS=100`. */
const SEEDS = Number(process.env['CROSSFEED_VENUE_SEEDS'] ?? 1);

class Scene {
  readonly world: VirtualWorld;
  readonly exchange: TestExchange;
  private readonly matcher: VirtualProcess;
  private readonly joints = new Map<string, MemoryConnection[]>();
  readonly desk: Desk;

  constructor(
    readonly profile: ProfileName,
    seed = 1,
  ) {
    this.world = new VirtualWorld({ seed });
    const rules = { fees: NO_FEES, priceBandBps: 0, replaceKeepsPriority: false, ports: [] };
    const { cancelOnDisconnect } = PROFILES[profile];
    this.matcher = this.world.addHost('matcher').start();
    this.exchange = testExchange({
      world: this.matcher,
      market: {
        seed: 1,
        venue: profile,
        instruments: cryptoInstruments(profile),
        messagesPerSecond: 200,
        haltEveryS: null,
        breakerAfterS: null,
        continuous: true,
      },
      rules: { ...rules, otherPorts: { ratePerSecond: 0, cancelOnDisconnect, crossPortCancel: true } },
    });
    const gateways = (purpose: number): string =>
      `[{ role: primary, host: 127.0.6.1, port: ${9000 + purpose} }, { role: backup, host: 127.0.6.2, port: ${9000 + purpose} }]`;
    const isOne = profile === 'deribit-test';
    const file = `
extends: ${config}/testnet/${profile}.yaml
optIn: false
uncertainAfterMs: 0
orderEntry: { gateways: ${gateways(0)}, dialect: { tradeIdTag: 527 } }
dropCopy: { gateways: ${gateways(isOne ? 0 : 1)}, dialect: { tradeIdTag: 527 } }
marketData: { gateways: ${gateways(isOne ? 0 : 2)} }
`;
    this.desk = new Desk(
      this.world.addHost('desk', { addresses: ['127.0.6.9'] }),
      { '/config/venue.yaml': file },
      {
        readText: (path) => (path === '/config/venue.yaml' ? file : readFileSync(path, 'utf8')),
        secrets: new VenueSecrets({ read: () => '' }, { secret: (name) => store[name.split('.').at(-1) ?? ''] ?? '' }),
      },
    );
  }

  async open(): Promise<this> {
    await this.world.run(5000);
    this.audit();
    for (const name of ['gateway-a', 'gateway-b']) await this.start(name);
    this.desk.start();
    await this.active();
    await this.world.run(1000);
    this.desk.notes.take(true);
    return this;
  }

  /** Orders at the exchange, by our number. */
  readonly orders = new Map<number, OrderState>();

  private audit(): void {
    this.exchange.link('auditor').followFirm('F', 0, (report) => {
      if (!('order' in report) || report.order === undefined) return;
      const { order } = report;
      const name = String(order.echo['clOrdId'] ?? order.token);
      this.orders.set(orderIdOf(this.profile === 'coinbase-exchange-sandbox' ? 'uuid' : 'base36', name), order);
    });
  }

  /** What we say about each order is what the exchange says; `executed` where the venue can be asked for it. */
  compare(where: string, executed: boolean): void {
    const { table } = this.desk.venue.keeper;
    // Orders that are over are forgotten when the journal is compacted.
    const orders = [...this.orders].filter(([orderId, { leaves }]) => {
      const slot = table.find(orderId);
      // Without the venue's word on how it ended, an order that is over stays uncertain here.
      if (!executed && leaves === 0 && slot >= 0 && this.desk.venue.keeper.isUncertain(slot)) return false;
      return leaves > 0 || slot >= 0;
    });
    const ours = orders.map(([orderId, { leaves }]) => {
      const slot = table.find(orderId);
      return [orderId, table.leaves[slot], table.isDone(slot), executed ? table.cum[slot] : leaves];
    });
    const theirs = orders.map(([orderId, order]) => [
      orderId,
      order.leaves,
      order.leaves === 0,
      executed ? order.executed : order.leaves,
    ]);
    expect(ours, where).toEqual(theirs);
  }

  private starts = 0;

  async start(name: string): Promise<void> {
    const host = name === 'gateway-a' ? '127.0.6.1' : '127.0.6.2';
    const process = (this.hosts[name] ??= this.world.addHost(name, { addresses: [host] })).start();
    const link = new MatcherLinkEnd(`${name}-${this.starts++}`);
    const feed = new FeedLinkEnd(`${name}-feed-${this.starts}`);
    const { hub } = this.exchange.matcher;
    this.joints.set(name, [join(this.matcher.timers, hub, link), join(this.matcher.timers, hub, feed)]);
    await this.world.wait(
      CryptoGateway.open({
        world: process,
        profile: this.profile,
        name,
        link,
        feed,
        accounts: ['TRADER', 'WATCHER', 'FEED'].map(account),
        endpoints: (['orders', 'dropCopy', 'marketData'] as const).map((purpose, i) => ({
          purpose,
          local: { host, port: 9000 + i },
          isTls: false,
        })),
        tls: undefined,
        options: { dropCopyDelayMs: 0, resume: true, uuidClOrdId: true, marketDataIntervalMs: 20 },
      }),
    );
  }

  isUp(name: string): boolean {
    return this.hosts[name]!.processes.size > 0;
  }

  kill(name: string): void {
    this.hosts[name]!.kill();
    for (const joint of this.joints.get(name) ?? []) joint.cut('killed');
  }

  readonly hosts: Record<string, ReturnType<VirtualWorld['addHost']>> = {};

  async active(): Promise<void> {
    const isActive = await this.world.runUntil(() => this.desk.venue.state === 'active', 120_000);
    if (!isActive) throw new Error(`not active: ${JSON.stringify(this.desk.venue.sessions())}`);
  }
}

describe.each(['binance-spot-testnet', 'coinbase-exchange-sandbox', 'deribit-test'] as const)('%s', (profile) => {
  it('logs on with its signature, trades, cancels, and shows its books', async () => {
    const t = await new Scene(profile).open();
    const { set, venue } = t.desk;
    const listing = [...set.symbols.ofVenue(0)][0]!;
    const { instrument } = listing;
    const timeInForce = TimeInForce.goodTillCancel;
    const order = { instrument, timeInForce, quantity: listing.lot * 10, price: listing.tick * 100 };
    expect(t.desk.submit(1, order)).toBe('sent');
    const market = { ordType: OrdType.market, timeInForce: TimeInForce.immediateOrCancel, price: 0 } as const;
    expect(t.desk.submit(2, { ...order, ...market, side: Side.sell })).toBe('sent');
    await t.world.run(500);
    expect(t.desk.cancel(1)).toBe('sent');
    await t.world.run(500);
    const lines = t.desk.notes.take();
    expect(lines).toContain(`1 new leaves ${order.quantity}`);
    expect(lines.filter((line) => line.startsWith('1 canceled leaves 0'))).toHaveLength(1);
    const traded = t.desk.notes.reports
      .filter(({ orderId, execType }) => orderId === 2 && execType === 0x46)
      .reduce((sum, { lastQuantity }) => sum + lastQuantity, 0);
    expect(traded, lines.join('\n')).toBe(order.quantity);
    expect(venue.sessions().map(({ purpose, state }) => `${purpose} ${state}`)).toEqual([
      'orderEntry active',
      'dropCopy active',
      'marketData active',
    ]);
    await t.world.run(5000);
    expect(venue.reconciliation()).toMatchObject({ trades: { sessionOnly: 0, dropCopyOnly: 0 }, missing: [] });
    const books = new BookSet();
    const feed = set.feed(0)!;
    while (feed.poll(books, 1000) > 0);
    const book = books.at(feed.channel, feed.locateOf(listing))!;
    const [bid, offer] = [book.bestBid()!, book.bestAsk()!];
    expect(bid.price).toBeGreaterThan(0);
    expect(offer.price).toBeGreaterThan(bid.price);
    expect(books.stats()).toMatchObject({ unknownOrders: 0, duplicateOrders: 0, overCancelled: 0 });
  });

  it('comes back through the other gateway, and says what it cannot know', async () => {
    const t = await new Scene(profile).open();
    const listing = [...t.desk.set.symbols.ofVenue(0)][0]!;
    const timeInForce = TimeInForce.goodTillCancel;
    const order = {
      instrument: listing.instrument,
      timeInForce,
      quantity: listing.lot * 10,
      price: listing.tick * 100,
    };
    t.desk.submit(1, order);
    await t.world.run(500);
    t.desk.notes.take();
    t.kill('gateway-a');
    await t.world.run(30_000);
    await t.active();
    // A session that never resumes says nothing of what it missed.
    const lines = t.desk.notes.take();
    expect(lines.some((line) => line === '1 submit uncertain' || line.startsWith('1 canceled leaves 0'))).toBe(true);
    t.desk.cancel(1);
    expect(t.desk.submit(2, order)).toBe('sent');
    await t.world.run(500);
    expect(t.desk.notes.take()).toContain(`2 new leaves ${order.quantity}`);
  });

  it('knows the exchange’s state again after gateways, connections and ourselves were killed', async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const t = await new Scene(profile, seed).open();
      const random = t.world.random();
      const listings = [...t.desk.set.symbols.ofVenue(0)];
      const timeInForce = TimeInForce.goodTillCancel;
      let id = 1;
      for (let step = 0; step < 40; step++) {
        const draw = random.below(20);
        const { instrument, lot, tick } = listings[random.below(Math.min(4, listings.length))]!;
        const side = random.below(2) === 0 ? Side.buy : Side.sell;
        const order = { instrument, side, timeInForce, quantity: lot * 10, price: tick * 100 };
        const market = { ordType: OrdType.market, timeInForce: TimeInForce.immediateOrCancel, price: 0 } as const;
        if (draw < 4) t.desk.submit(id++, { ...order, ...market });
        else if (draw < 9) t.desk.submit(id++, { ...order, side: Side.buy });
        else if (draw < 12) t.desk.cancel(1 + random.below(id));
        else if (draw < 15)
          t.world.link('127.0.6.9', random.below(2) === 0 ? '127.0.6.1' : '127.0.6.2').cutAfter(random.below(300));
        else if (draw === 15) {
          t.desk.kill();
          t.desk.start();
        } else if (draw < 18) {
          const name = random.below(2) === 0 ? 'gateway-a' : 'gateway-b';
          if (t.isUp(name)) t.kill(name);
          else await t.start(name);
        }
        await t.world.run(random.below(300));
      }
      for (const name of ['gateway-a', 'gateway-b']) if (!t.isUp(name)) await t.start(name);
      await t.world.run(30_000);
      await t.active();
      await t.world.run(3000);
      if (profile === 'binance-spot-testnet') {
        // It can be asked nothing: what is uncertain is cancelled, and the answer tells.
        const { keeper } = t.desk.venue;
        for (let orderId = 1; orderId < id; orderId++) {
          const slot = keeper.table.find(orderId);
          if (slot >= 0 && keeper.isUncertain(slot)) t.desk.cancel(orderId);
        }
        await t.world.run(3000);
      }
      // How much of an order traded while nobody listened, Binance cannot be asked.
      t.compare(`${profile} seed ${seed}`, profile !== 'binance-spot-testnet');
    }
  });
});
