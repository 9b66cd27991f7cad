/**
 * Orders of a gateway: clients in front, risk, router and order types in the middle, venues behind, all of it over one journal.
 *
 * What is read first is what others depend on: the acceptor scans the journal for what each client was told, then the engine reads its orders and tells their
 * reports again, then the venues connect, and clients are let in last.
 */
import { join } from 'node:path';
import type { Logger } from '../core/logging.js';
import { ROLES } from '../core/order-api/roles.js';
import type { OperationsControl } from '../core/operations-control.js';
import type { OrderEntry } from '../core/order-entry.js';
import { realLocalSockets } from '../core/world-local-sockets.js';
import { readUserFile } from '../core/world-data-directory.js';
import { secureRandom } from '../core/world-secrets.js';
import type { TradingWorld } from '../core/world.js';
import { ClientAcceptor, type ClientStatus } from '../clients/acceptor.js';
import { AuditTrail } from '../clients/http/audit-trail.js';
import { OrderCommands } from '../clients/http/commands.js';
import { OrderSocket } from '../clients/http/order-socket.js';
import { OrderHistory } from '../clients/http/order-history.js';
import { People } from '../clients/http/people.js';
import { tokenBook } from '../clients/http/tokens.js';
import type { CredentialSource } from '../fix/config/credentials.js';
import { sessionId } from '../fix/session/config.js';
import type { JournalSessionStores } from '../fix/store/journal-stores.js';
import type { FileJournal } from '../journal/journal.js';
import { DayBook } from '../orders/day/day-book.js';
import { OrderEngine } from '../orders/engine/engine.js';
import { PreTradeRisk } from '../orders/risk/gate.js';
import { LimitBook } from '../orders/risk/limit-book.js';
import { createPlanOrder } from '../orders/types/plan.js';
import type { VenueSet } from '../venues/venue-set.js';
import type { GatewayConfig } from './config-schema.js';
import type { Market } from './market.js';
import { TradingDay } from './trading-day.js';
import { OrderExplainer } from './explain.js';
import { QualityReports } from './quality.js';
import { GatewayControl } from './order-control.js';
import { readPeople } from './people-file.js';
import { SessionMessages } from './session-messages.js';
import { Routes } from './routes.js';
import { GatewayRouting } from './routing-control.js';
import { VolumeCurves } from './volume-curves.js';

/** Ended orders are let go from the journal so often. */
const COMPACT_MS = 600_000;
const NO_LIMITS = 'name: none\n';
const TOKEN_BYTES = 24;
/** The engine keeps up to when the trading day's events were told. */
const DAY_SEEN = 'day/seen';
const DAY_SEEN_MS = 60_000;
/** Folders in the data directory: files of the day, and volume curves from the feed. */
const DAY_FILES = 'day';
const VOLUMES = 'volumes';
const VOLUMES_MS = 300_000;
/** Folder of the audit trail, in the data directory. */
const AUDIT = 'audit';
const MARK_MS = 1000;
/** Socket of the order API, in the data directory. */
export const ORDER_SOCKET = 'orders.sock';

export interface OrdersOptions {
  readonly world: TradingWorld;
  readonly log: Logger;
  readonly config: GatewayConfig;
  readonly journal: FileJournal;
  readonly stores: JournalSessionStores;
  readonly credentials: CredentialSource;
  readonly set: VenueSet;
  readonly market: Market;
  readonly readText: (path: string) => string;
  /** Feeds, sessions and alerts, for operators; absent: there is nothing to operate. */
  readonly operations?: OperationsControl;
}

export class Orders {
  readonly engine: OrderEngine;
  readonly risk: PreTradeRisk;
  readonly routes: Routes;
  readonly clients: ClientAcceptor;
  readonly control: GatewayControl;
  private readonly routing: GatewayRouting;
  readonly day: TradingDay;
  /** Who told which trades today, and positions. */
  readonly dayBook: DayBook;
  readonly curves: VolumeCurves;
  /** Alarms of the engine since the process began, by kind. */
  readonly alarms: Record<string, number> = {};
  /** Made for demonstrations with every start, where the configuration asks for it. */
  readonly demoToken: string | undefined;
  private readonly socket: OrderSocket;
  private readonly audit: AuditTrail;
  private readonly people: People;
  private readonly messages: SessionMessages;
  private readonly timers: { cancel(): void }[] = [];

  /** Reads the journal: afterwards orders are as they were. Nothing is sent and nobody is let in. Throws CrossfeedError. */
  constructor(private readonly options: OrdersOptions) {
    const { world, log, config, journal, stores, credentials, set, market } = options;
    const { symbols, venues } = set;
    this.clients = new ClientAcceptor({
      world,
      journal,
      openStore: (session) => stores.open(sessionId(session)),
      closeStore: (id) => stores.close(id),
      credentials,
      config: config.clients,
      file: config.file,
      symbols,
      markets: venues.map(({ id }) => id),
      log,
    });
    const clients = this.clients.clients.map(({ id }) => id);
    const names = { clients, venues: venues.map(({ id }) => id) };
    this.risk = new PreTradeRisk({
      symbols,
      market: market.book,
      limits: limitsOf(config, options.readText, { instruments: set.instruments, ...names }),
      onKill: (event) => this.control.onKill(event),
    });
    this.routes = new Routes({
      world,
      log,
      config,
      set,
      symbols,
      market: market.book,
      memory: market.memory,
      clients,
      hostRestarted: journal.hostRestarted,
    });
    const { equities, keepEnded, startPositions, volumeCurves } = config.orders;
    const textOf = (path: string): { file: string; name: string; text: string } => ({
      file: path,
      name: path,
      text: readUserFile(path),
    });
    this.day = new TradingDay({
      world,
      log,
      instruments: set.instruments,
      equities,
      onEnd: (date) => this.endOfDay(date),
    });
    this.dayBook = new DayBook({
      journal,
      disk: world.disk,
      directory: join(config.dataDirectory, DAY_FILES),
      names: { ...names, symbols },
      dropCopyVenues: new Set(
        venues
          .filter((venue) => venue.sessions().some(({ purpose }) => purpose === 'dropCopy'))
          .map(({ index }) => index),
      ),
      ...(startPositions === undefined ? {} : { first: textOf(startPositions) }),
    });
    this.curves = new VolumeCurves({
      disk: world.disk,
      directory: join(config.dataDirectory, VOLUMES),
      log,
      symbols,
      file: volumeCurves === undefined ? undefined : textOf(volumeCurves),
      midnightOf: this.day.midnightOf,
      today: () => this.day.today(),
    });
    this.engine = new OrderEngine({
      world,
      journal,
      venues,
      symbols,
      market: market.book,
      router: this.routes.router,
      risk: this.risk,
      plan: createPlanOrder({ sessionEnd: this.day.sessionEnd, curves: this.curves.source }),
      clients,
      opensAt: this.day.opensAt,
      peersHoldUntilCommit: true,
      limits: { maxEnded: keepEnded },
    });
    const { clock } = world;
    this.control = new GatewayControl({
      engine: this.engine,
      risk: this.risk,
      clock,
      log,
      ...names,
      symbolOf: (symbol) => symbols.bySymbol(symbol)?.index,
    });
    this.routing = new GatewayRouting({
      router: this.routes.router,
      rules: this.routes.rules,
      keeper: this.engine,
      clock,
      log,
    });
    let named = 0;
    this.engine.listen({
      onOrder: ({ orderId, client, terms: { clOrdId } }) => {
        // Each once, as they come.
        if (orderId <= named) return;
        named = orderId;
        this.routes.note(orderId, client, clOrdId);
      },
      onTrade: (trade) => this.dayBook.ours(trade),
      onAlarm: ({ kind, orderId, childId, venue, text }) => {
        this.alarms[kind] = (this.alarms[kind] ?? 0) + 1;
        log.error('order alarm', { kind, orderId, childId, venue: names.venues[venue] ?? '', text });
      },
    });
    this.clients.attach(this.engine);
    market.onRegSho((instrument, action) => this.risk.facts.setRegSho(instrument, action));
    market.onTrade((instrument, price, quantity, epochMs) => {
      this.risk.facts.setLast(instrument, price, epochMs);
      this.curves.traded(instrument, quantity, epochMs);
      this.engine.onTrade(instrument, price, quantity, epochMs);
    });

    this.audit = new AuditTrail({ disk: world.disk, directory: join(config.dataDirectory, AUDIT), clock, log });
    this.people = new People({
      clock,
      people: config.clients.people === undefined ? [] : readPeople(config.clients.people),
      clients: this.clients.clients,
      secureRandom,
    });
    this.messages = new SessionMessages(journal, (session) => this.knowsSession(session));
    const tokens = tokenBook(config.clients, this.clients.clients, credentials, config.file);
    const { demoToken } = config.clients;
    if (demoToken !== undefined) {
      this.demoToken = secureRandom(TOKEN_BYTES).toString('base64url');
      const client = this.clients.clients.find(({ id }) => id === demoToken);
      tokens.add(this.demoToken, { name: 'demo', roles: new Set(ROLES), client });
    }
    const history = new OrderHistory(() => clock.epochMs(), names.venues);
    for (const { number } of this.clients.clients) this.clients.hub(number).add(history);
    this.engine.listen({ onVenueReport: (child, report) => history.onVenueReport(child.parent.orderId, report) });
    const explainer = new OrderExplainer(config.dataDirectory);
    const quality = new QualityReports(config.dataDirectory, clock);
    const commands = new OrderCommands({
      history,
      explain: (orderId) => explainer.explain(String(orderId)),
      quality: () => quality.newest(),
      clients: this.clients.clients,
      hub: (client) => this.clients.hub(client),
      entry: this.engine,
      control: this.control,
      routing: this.routing,
      world: this.clients.world,
      symbols,
      clock,
      operator: {
        audit: this.audit,
        messages: (session, count) => this.messages.newest(session, count),
        ...(options.operations === undefined ? {} : { operations: options.operations }),
      },
    });
    this.socket = new OrderSocket({ commands, tokens, journal, clock, log, people: this.people, audit: this.audit });
  }

  /** The entry point of programs within the gateway. */
  get entry(): OrderEntry {
    return this.engine;
  }

  /** Orders as the journal has them; reports are told again to whoever is attached. After the venues have read theirs, before they connect. Throws CrossfeedError. */
  recover(): void {
    this.engine.readJournal();
    this.control.restore();
    this.routing.restore();
    // The journal keeps orders longer than a day, and lets them go: positions are those of the day's files and of what was traded since.
    for (const { client, instrument, quantity, price } of this.dayBook.positions()) {
      // Trades of a client that is not configured any more are nobody's.
      if (client >= 0) this.risk.setPosition(client, instrument, quantity, price);
    }
    this.engine.goOnAll();
    const { clock } = this.options.world;
    this.day.start(this.engine, Number(this.engine.kept.get(DAY_SEEN) ?? clock.epochMs()));
    const { timers } = this.options.world;
    this.timers.push(
      timers.every(COMPACT_MS, () => this.engine.compact()),
      timers.every(VOLUMES_MS, () => this.curves.save()),
      timers.every(MARK_MS, () => this.messages.mark()),
      timers.every(DAY_SEEN_MS, () => this.engine.keep(DAY_SEEN, String(clock.epochMs()))),
    );
  }

  private endOfDay(date: string): void {
    const { log } = this.options;
    this.curves.endDay();
    try {
      const report = this.dayBook.close(date);
      if (report === undefined) return;
      const { trades, agreed, breaks } = report;
      if (breaks.length === 0) log.info('the day is over', { date, trades });
      else
        log.error('trades of the day do not agree: crossfeed breaks', { date, trades, agreed, breaks: breaks.length });
    } catch (error) {
      log.error('files of the day cannot be written', { date, error });
    }
  }

  private knowsSession(session: string): boolean {
    const { set } = this.options;
    return [
      ...set.venues.flatMap((venue) => venue.sessions()),
      ...this.clientStatus().flatMap(({ sessions }) => sessions),
    ].some(({ id }) => id === session);
  }

  /** Lets clients in: FIX, and HTTP through the dashboard. Rejects with WorldError. */
  async listen(): Promise<void> {
    await this.clients.start();
    await this.socket.listen(realLocalSockets, join(this.options.config.dataDirectory, ORDER_SOCKET));
  }

  clientStatus(): ClientStatus[] {
    return this.clients.status();
  }

  async close(): Promise<void> {
    for (const timer of this.timers) timer.cancel();
    this.curves.save();
    this.day.stop();
    await this.socket.close();
    await this.clients.close('the gateway stops');
  }

  /** After the venues are closed. */
  end(): void {
    this.engine.close();
    this.routes.close();
    this.audit.close();
  }
}

function limitsOf(
  { orders }: GatewayConfig,
  readText: OrdersOptions['readText'],
  scope: ConstructorParameters<typeof LimitBook>[1],
): LimitBook {
  // Without limits everything is denied.
  if (orders.limits === undefined) return LimitBook.parse('limits', NO_LIMITS, scope);
  return LimitBook.parse(orders.limits, readText(orders.limits), scope);
}
