/**
 * The whole way of an order, all of it the gateway's own code: the clients' FIX 4.4 acceptor, the order engine with its plans, risk with every check on, the smart router with
 * its rules, OUCH 5.0 venues, and one journal under all of them. What differs is the network: the machine's own, or one of the bench's, which ends where a socket would begin.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientAcceptor } from '../../../control/clients/acceptor.js';
import { parseClientsConfig } from '../../../control/clients/config/config.js';
import type { DurabilityPolicy } from '../../../control/core/journal.js';
import type { RecordRing } from '../../../control/core/record-ring.js';
import { silentLogger } from '../../../control/core/logging.js';
import type { ConnectOptions, Stream, StreamHandler, StreamListener, Streams } from '../../../control/core/streams.js';
import { installationRoot } from '../../../control/core/world-installation.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { parseYamlConfig } from '../../../control/core/yaml-config.js';
import { sessionId } from '../../../control/fix/session/config.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import { openJournal, type FileJournal } from '../../../control/journal/journal.js';
import { Market } from '../../../control/gateway/market.js';
import { BookSet } from '../../../control/market-data/books/book-set.js';
import type { ConsolidatedBook } from '../../../control/market-data/consolidated/consolidated-book.js';
import { OrderEngine } from '../../../control/orders/engine/engine.js';
import { PreTradeRisk } from '../../../control/orders/risk/gate.js';
import { openLimits } from '../../../control/orders/risk/testing.js';
import { createPlanOrder } from '../../../control/orders/types/plan.js';
import { defaultRouting } from '../../../control/routing/config.js';
import { RoutingMemory } from '../../../control/routing/kernel/memory.js';
import { SmartRouter } from '../../../control/routing/router.js';
import { RuleBook } from '../../../control/routing/rules/rule-book.js';
import { marketRulesShape } from '../../../control/routing/rules/schema.js';
import { VenueSecrets } from '../../../control/venues/secrets.js';
import { VenueSet } from '../../../control/venues/venue-set.js';

export const VENUES = ['A', 'B', 'C'] as const;
export const CLIENT = 'CLIENT1';
export const SYMBOLS = 100;
/** Where the market stands, in ten-thousandths. */
export const ASK = 1_010_000;
export const BID = 1_009_900;
const RULES = join(installationRoot(), 'config', 'market-rules.yaml');

const universe = `name: bench\ninstruments: [${Array.from({ length: SYMBOLS }, (_, i) => `S${i}`).join(', ')}]\n`;

const venueText = (id: string, port: number, massCancel: string, more: string): string => `
id: ${id}
universe: universe.yaml
capabilities:
  ordTypes: "12P"
  timesInForce: "0346"
  replace: replace
  postOnly: native
  orderStatus: native
  shortSale: native
  massCancel: ${massCancel}
orderEntry:
  protocol: ouch50
  gateways: [{ role: primary, host: 127.0.0.1, port: ${port} }]
  username: BENCH
  password: { file: secret }
  stableMs: 0
${more}`;

export interface PathOptions {
  readonly policy: DurabilityPolicy;
  readonly streams: Streams;
  /** Where the venues listen, in the order of `VENUES`. */
  readonly ports: readonly number[];
  /** YAML of the venues' files beyond what all benches have. */
  readonly venueYaml?: string;
  /** Of each venue, instead of what all benches have. */
  readonly massCancel?: 'native' | 'none';
}

export class OrderPath {
  readonly journal: FileJournal;
  readonly engine: OrderEngine;
  /** Records of channel n are of venue n. */
  readonly books = new BookSet();
  readonly market: Market;
  readonly book: ConsolidatedBook;
  readonly risk: PreTradeRisk;
  readonly acceptor: ClientAcceptor;
  /** Where clients are let in, once it has started. */
  fixPort = 0;
  private readonly set: VenueSet;
  private readonly directory = mkdtempSync(join(tmpdir(), 'cf-order-path-'));

  constructor({ policy, streams, ports, venueYaml = '', massCancel = 'none' }: PathOptions) {
    const network: Streams = {
      connect: (...given) => streams.connect(...given),
      listen: async (...given) => {
        const listener = await streams.listen(...given);
        this.fixPort = listener.port;
        return listener;
      },
    };
    const world = { ...realTradingWorld, streams: network };
    const { clock, timers, disk } = world;
    const journal = openJournal({ disk, clock, timers, directory: join(this.directory, 'journal'), policy });
    this.journal = journal;
    const stores = new JournalSessionStores({ journal, clock, timers });
    const shared = {
      world,
      journal,
      openStore: (config: Parameters<typeof sessionId>[0]) => stores.open(sessionId(config)),
      closeStore: (id: string) => stores.close(id),
    };
    const texts = new Map<string, string>(
      VENUES.map((id, i) => [`/bench/${id}.yaml`, venueText(id, ports[i]!, massCancel, venueYaml)]),
    );
    this.set = new VenueSet({
      ...shared,
      files: [...texts.keys()],
      readText: (path) => texts.get(path) ?? universe,
      secrets: new VenueSecrets({ read: () => 'secret' }, { secret: () => 'secret' }),
      handler: {
        onReport: (report) => this.engine.onReport(report),
        onRefusal: (refusal) => this.engine.onRefusal(refusal),
        onState: (venue, state, detail) => this.engine.onState(venue, state, detail),
        onUncertain: (venue, orderId, request) => this.engine.onUncertain(venue, orderId, request),
      },
      seed: 1,
    });
    const { set } = this;
    const { symbols, instruments } = set;
    this.acceptor = new ClientAcceptor({
      ...shared,
      credentials: { read: () => 'secret' },
      config: parseClientsConfig(
        'clients.yaml',
        `fix: { host: 127.0.0.1, port: 0 }\nlist: [{ id: ${CLIENT}, fix: { targetCompId: ${CLIENT} } }]\n`,
      ),
      file: 'clients.yaml',
      symbols,
      markets: [...VENUES],
      log: silentLogger,
    });
    const routing = defaultRouting();
    const memory = new RoutingMemory({ instruments: instruments.length, venues: VENUES.length, config: routing });
    this.market = new Market({
      set,
      clock,
      memory,
      books: this.books,
      channels: VENUES.map((source, venue) => ({ venue, source })),
      tickChannels: new Set(),
      onConflict: (error) => {
        throw error;
      },
      // Records of the bench carry no times of the day.
      lagMaxMs: 1e12,
      log: silentLogger,
      crossCheck: { toleranceMs: 1000, sample: 1 },
    });
    this.book = this.market.book;
    const limits = openLimits({ instruments, clients: [CLIENT], venues: [...VENUES] });
    limits.setLimit(`clients/${CLIENT}/selfTrade`, 'deny', 'bench', 0);
    limits.setLimit(`clients/${CLIENT}/instruments/equity/collarBps`, 500, 'bench', 0);
    limits.setLimit(`clients/${CLIENT}/messages`, { perSecond: 100_000, burst: 5000 }, 'bench', 0);
    limits.setLimit(`clients/${CLIENT}/duplicates`, { withinMs: 50, allowed: 1 }, 'bench', 0);
    this.risk = new PreTradeRisk({ symbols, market: this.book, limits });
    const rules = new RuleBook(parseYamlConfig('market-rules.yaml', readFileSync(RULES, 'utf8'), marketRulesShape));
    const venues = VENUES.map((id) => ({ id, takesSweeps: false }));
    this.engine = new OrderEngine({
      world,
      journal,
      venues: set.venues,
      symbols,
      market: this.book,
      router: new SmartRouter({ market: this.book, symbols, venues, config: routing, rules, memory }),
      risk: this.risk,
      plan: createPlanOrder(),
      clients: [CLIENT],
      peersHoldUntilCommit: true,
      limits: { maxEnded: 20_000 },
    });
    this.acceptor.attach(this.engine);
    this.market.onTrade((instrument, price, quantity, epochMs) => {
      this.risk.facts.setLast(instrument, price, epochMs);
      this.engine.onTrade(instrument, price, quantity, epochMs);
    });
  }

  /** Nothing waits for the journal's commit. */
  get isIdle(): boolean {
    return this.journal.pendingBytes === 0;
  }

  /** What the gateway's pump does with a batch of records. */
  take(ring: RecordRing, first: number, end: number): void {
    this.books.onRecords(ring, first, end);
    this.market.onRecords(ring, first, end);
    this.market.refresh();
  }

  /** Quotes in place unless they come as records, venues logged on, clients let in. */
  async start(hasQuotes = true): Promise<void> {
    for (let instrument = 0; instrument < SYMBOLS; instrument++) {
      for (let venue = 0; hasQuotes && venue < VENUES.length; venue++) {
        this.book.setQuote(instrument, venue, BID - 100 * venue, 500, ASK + 100 * venue, 500, 0);
      }
      this.risk.facts.setRegSho(instrument, '0');
    }
    this.book.publish();
    this.set.recover();
    this.engine.recover();
    this.set.connect();
    await this.acceptor.start();
    const until = performance.now() + 10_000;
    while (this.set.venues.some(({ state }) => state !== 'active')) {
      if (performance.now() > until) throw new Error(`venues: ${this.set.venues.map(({ state }) => state).join(', ')}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async close(): Promise<void> {
    await this.acceptor.close('done');
    await this.set.close('done');
    this.engine.close();
    this.journal.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** One end of a connection that has no kernel behind it. */
class NearStream implements Stream {
  readonly local = { host: '127.0.0.1', port: 1 };
  readonly remote = { host: '127.0.0.1', port: 2 };
  readonly peerSubject = undefined;
  readonly queuedBytes = 0;
  private isOver = false;

  constructor(
    private readonly onWrite: (bytes: Uint8Array) => void,
    private readonly onEnd: () => void,
  ) {}

  write(bytes: Uint8Array): void {
    if (!this.isOver) this.onWrite(bytes);
  }
  pause(): void {
    // What the bench sends comes at once.
  }
  resume(): void {
    // As above.
  }
  end(): void {
    this.destroy();
  }
  destroy(): void {
    if (this.isOver) return;
    this.isOver = true;
    setImmediate(this.onEnd);
  }
}

/** What the gateway writes is given to the bench where `socket.write` would be, and the bench gives it bytes where the data callback would. */
export class NearNetwork implements Streams {
  private accept: ((remote: { host: string; port: number }) => StreamHandler | undefined) | undefined;

  /** @param atVenue bytes for the venue that listens at a port */
  constructor(
    private readonly atVenue: (port: number, bytes: Uint8Array) => void,
    private readonly opened: (port: number, toGateway: (bytes: Uint8Array) => void) => void,
  ) {}

  connect({ remote }: ConnectOptions, handler: StreamHandler): { cancel(): void } {
    const { port } = remote;
    const stream = new NearStream(
      (bytes) => this.atVenue(port, bytes),
      () => handler.onClose('destroyed', 'done'),
    );
    setImmediate(() => {
      this.opened(port, (bytes) => handler.onData(bytes));
      handler.onOpen(stream);
    });
    return { cancel: () => stream.destroy() };
  }

  async listen(_options: unknown, accept: NonNullable<NearNetwork['accept']>): Promise<StreamListener> {
    this.accept = accept;
    return { address: '127.0.0.1', port: 1, reload: () => undefined, close: () => Promise.resolve() };
  }

  /** A client comes in; returns the gateway's data callback. */
  come(fromGateway: (bytes: Uint8Array) => void): (bytes: Uint8Array) => void {
    const handler = this.accept?.({ host: '127.0.0.1', port: 2 });
    if (handler === undefined) throw new Error('the gateway does not listen');
    handler.onOpen(new NearStream(fromGateway, () => handler.onClose('destroyed', 'done')));
    return (bytes) => handler.onData(bytes);
  }
}
