/**
 * The FIX 4.4 acceptor: the sessions of all clients and their drop copies.
 *
 * ```ts
 * const clients = new ClientAcceptor({ … });       // reads the journal; before any store is opened
 * clients.attach(orders);                           // before the orders' own recovery, which replays reports
 * …                                                 // orders and venues recover
 * await clients.start();                            // acts on what was left open, and listens
 * ```
 */
import type { Journal, JournalPosition } from '../core/journal.js';
import type { Logger } from '../core/logging.js';
import type { OrderEntry } from '../core/order-entry.js';
import type { SessionStatus } from '../core/status/schema.js';
import type { SymbolMap } from '../core/instruments.js';
import type { Timer, TradingWorld } from '../core/world.js';
import type { CredentialSource } from '../fix/config/credentials.js';
import type { EngineObserver } from '../fix/engine/engine-events.js';
import { wireOf } from '../fix/engine/wire.js';
import { FixEngine, type FixEngineOptions } from '../fix/engine/engine.js';
import type { EngineListener } from '../fix/engine/listener.js';
import type { ListenerSettings, SessionSpec } from '../fix/engine/settings.js';
import type { FixApplication } from '../fix/session/application.js';
import { sessionId } from '../fix/session/config.js';
import { FixMessage, ParseFault } from '../protocols/fix/message.js';
import { clientWorld, type ClientWorld } from './client-world.js';
import { clientSetup, clientsOf } from './config/config.js';
import type { ClientsConfig } from './config/schema.js';
import { ClientError } from './errors.js';
import { ClientSession } from './fix/client-session.js';
import { CopySession } from './fix/copy-session.js';
import { ReportFeed } from './fix/report-feed.js';
import { ReportWriter } from './fix/report-writer.js';
import { recoverSessions, type SessionRecovery } from './fix/recovery.js';
import { ClientHub } from './hub.js';
import type { Client } from './permissions.js';

export interface AcceptorOptions {
  readonly world: TradingWorld;
  readonly journal: Journal;
  /** Over the same journal; none of the clients' sessions may be open. */
  readonly openStore: NonNullable<FixEngineOptions['openStore']>;
  readonly closeStore: NonNullable<FixEngineOptions['closeStore']>;
  readonly credentials: CredentialSource;
  readonly config: ClientsConfig;
  /** Where the configuration stands: paths in it are relative to its folder. */
  readonly file: string;
  readonly symbols: SymbolMap;
  /** LastMkt (30) by venue, '' where there is none. Its length is the number of venues. */
  readonly markets: readonly string[];
  readonly log: Logger;
  readonly observer?: EngineObserver;
}

/** One client with all that serves it. */
interface Served {
  readonly client: Client;
  readonly hub: ClientHub;
  readonly session: ClientSession | undefined;
  readonly spec: SessionSpec | undefined;
  /** Of the client, then of its drop copy. */
  readonly specs: readonly SessionSpec[];
  readonly feeds: ReportFeed[];
  recovery: SessionRecovery | undefined;
  grace: Timer | undefined;
}

/** SendingTime of what is acted on after a restart, as for any message. */
const SENDING_TIME = 52;

export interface ClientStatus {
  readonly id: string;
  readonly loggedOn: boolean;
  /** Reports that it has been told, and that wait; times that numbers were left out. */
  readonly told: number;
  readonly backlog: number;
  readonly gaps: number;
  /** Reports that FIX cannot say. */
  readonly unwritable: number;
  /** Of the client and of its drop copy. */
  readonly sessions: SessionStatus[];
}

export class ClientAcceptor {
  readonly clients: readonly Client[];
  readonly world: ClientWorld;
  readonly engine: FixEngine;
  private readonly served: Served[];
  private readonly listening: EngineListener[] = [];
  private readonly listeners: readonly ListenerSettings[];
  private entry: OrderEntry | undefined;

  /** Throws JournalError, FixDictionaryError, FixCredentialError is left to the first logon. */
  constructor(private readonly options: AcceptorOptions) {
    const { world, journal, openStore, closeStore, config, symbols, markets, observer } = options;
    this.clients = clientsOf(config);
    this.world = clientWorld(symbols, markets.length, (client) => this.clients[client]?.capacity ?? 'A');
    this.engine = new FixEngine(world, {
      journal,
      openStore,
      closeStore,
      ...(observer === undefined ? {} : { observer }),
    });
    const sessions = new Map<number, ClientSession>();
    const copies = new Map<number, CopySession>();
    const hubs = this.clients.map(() => new ClientHub());
    const setup = clientSetup(config, {
      file: options.file,
      credentials: options.credentials,
      application: (client, purpose): FixApplication => {
        if (purpose === 'dropCopy') return made(copies, client, () => new CopySession((run) => world.timers.soon(run)));
        return made(sessions, client, () => this.makeSession(this.clients[client]!, hubs[client]!));
      },
    });
    this.listeners = setup.listeners;
    const specs = setup.sessions.flatMap(({ fix, dropCopy }) => [fix, dropCopy]).filter((spec) => spec !== undefined);
    const recovered = new Map(
      zip(
        specs,
        recoverSessions(
          journal,
          specs.map(({ config: each }) => sessionId(each)),
        ),
      ),
    );
    this.served = this.clients.map((client) => {
      const { fix, dropCopy } = setup.sessions[client.number]!;
      const hub = hubs[client.number]!;
      const feeds: ReportFeed[] = [];
      if (fix !== undefined) feeds.push(this.addFeed(client, fix, recovered.get(fix)!, false));
      if (dropCopy !== undefined) {
        const feed = this.addFeed(client, dropCopy, recovered.get(dropCopy)!, true);
        copies.get(client.number)?.bind(feed);
        feeds.push(feed);
      }
      for (const feed of feeds) hub.add(feed);
      const recovery = fix === undefined ? undefined : recovered.get(fix);
      const specs = [fix, dropCopy].filter((spec) => spec !== undefined);
      return { client, hub, session: sessions.get(client.number), spec: fix, specs, feeds, recovery, grace: undefined };
    });
    journal.onStateChange((state) => {
      if (state === 'open') world.timers.soon(() => this.retry());
    });
    journal.onCompact((stream) => this.compact(stream));
  }

  /** Reports of every client come here from now on. Once. */
  attach(entry: OrderEntry): void {
    this.entry = entry;
    for (const { client, hub, session, feeds, recovery } of this.served) {
      const [feed] = feeds;
      if (session !== undefined && feed !== undefined) {
        hub.add(session.bind(feed.session, feed, entry));
        for (const position of recovery?.lists ?? []) {
          const message = this.readBack(position);
          if (message !== undefined) session.restoreList(message);
        }
      }
      hub.bind(entry);
      entry.attach(client.number, hub);
    }
  }

  /** Acts on messages that were taken and not answered before a restart, and listens. Rejects with WorldError. */
  async start(): Promise<void> {
    const { entry } = this;
    if (entry === undefined) throw new ClientError('CLIENT_UNKNOWN', 'attach comes before start');
    for (const served of this.served) {
      served.session?.refreshLists();
      this.resume(served);
      // A gateway that was away is a disconnect like any other.
      if (served.spec !== undefined && !this.isLoggedOn(served)) this.away(served);
    }
    for (const settings of this.listeners) this.listening.push(await this.engine.listen(settings));
  }

  /** Where it listens; undefined when no client has a session. */
  get port(): number | undefined {
    return this.listening[0]?.port;
  }

  hub(client: number): ClientHub {
    const served = this.served[client];
    if (served === undefined) throw new ClientError('CLIENT_UNKNOWN', 'no such client', { found: client });
    return served.hub;
  }

  status(): ClientStatus[] {
    return this.served.map((served) => {
      const [feed] = served.feeds;
      return {
        id: served.client.id,
        loggedOn: this.isLoggedOn(served),
        told: feed?.toldSequence ?? 0,
        backlog: feed?.counters.backlog ?? 0,
        gaps: feed?.counters.gaps ?? 0,
        unwritable: feed?.counters.unwritable ?? 0,
        sessions: this.sessionsOf(served),
      };
    });
  }

  private sessionsOf({ spec, specs }: Served): SessionStatus[] {
    return specs.map(({ config }): SessionStatus => {
      const entry = this.engine.get(sessionId(config));
      return {
        id: entry.session.id,
        purpose: config === spec?.config ? 'client' : 'dropCopy',
        protocol: config.beginString,
        state: entry.session.state,
        detail: entry.lastDetail,
        since: entry.connectedSinceEpochMs ?? 0,
        wire: wireOf(entry),
      };
    });
  }

  async close(text: string): Promise<void> {
    for (const served of this.served) {
      served.grace?.cancel();
      served.grace = undefined;
    }
    this.isClosing = true;
    await this.engine.close(text);
  }

  private isClosing = false;

  private makeSession(client: Client, hub: ClientHub): ClientSession {
    const { world, log, markets, symbols, config } = this.options;
    return new ClientSession({
      client,
      hub,
      world: this.world,
      writer: new ReportWriter({
        instruments: symbols.instruments,
        markets,
        ownTags: config.list[client.number]?.ownTags ?? false,
        isCopy: false,
      }),
      clock: world.clock,
      log,
      soon: (run) => world.timers.soon(run),
      onPresence: (isHere) => this.presence(client.number, isHere),
    });
  }

  private addFeed(client: Client, spec: SessionSpec, recovery: SessionRecovery, isCopy: boolean): ReportFeed {
    const { journal, markets, symbols, config } = this.options;
    const { session } = this.engine.addSession(spec);
    const ownTags = config.list[client.number]?.ownTags ?? false;
    return new ReportFeed({
      session,
      journal,
      stream: recovery.toldStream,
      writer: new ReportWriter({ instruments: symbols.instruments, markets, ownTags, isCopy }),
      tellsRejects: !isCopy,
      told: recovery.told,
    });
  }

  private resume({ client, session, spec, recovery }: Served): void {
    const open = recovery?.open;
    if (session === undefined || open === undefined || spec === undefined) return;
    const { config, world, log } = this.options;
    const message = this.readBack(open.position);
    if (message === undefined) return;
    // One that was rejected when it came stands in the journal too.
    if (spec.validator !== undefined && spec.validator.validate(message) !== 0) return;
    if (message.string(49) !== spec.config.targetCompId || message.string(56) !== spec.config.senderCompId) return;
    const { sendingTimeToleranceS } = spec.config;
    const offMs = Math.abs(open.epochMs - message.utcMs(SENDING_TIME));
    if (sendingTimeToleranceS > 0 && !(offMs <= sendingTimeToleranceS * 1000)) return;
    const ageMs = world.clock.epochMs() - open.epochMs;
    log.info('client’s last message is looked at again', { client: client.id, msgType: message.string(35), ageMs });
    try {
      session.resume(message, ageMs > config.resumeWithinMs);
    } catch (error) {
      // A message that cannot be acted on must not keep the gateway from starting, now and every time after.
      const text = error instanceof Error ? error.message : String(error);
      log.error('client’s last message could not be acted on', { client: client.id, error: text });
    }
  }

  /** A message of a client as the journal has it; undefined when it is none. */
  private readBack(position: JournalPosition): FixMessage | undefined {
    let bytes: Uint8Array | undefined;
    this.options.journal.read(position, (entry) => {
      bytes = entry.bytes.slice(entry.start, entry.end);
    });
    const message = new FixMessage();
    return bytes !== undefined && message.parse(bytes, 0, bytes.length) === ParseFault.none ? message : undefined;
  }

  private isLoggedOn({ spec }: Served): boolean {
    return spec !== undefined && this.engine.get(sessionId(spec.config)).session.isLoggedOn;
  }

  private presence(client: number, isHere: boolean): void {
    const served = this.served[client];
    if (served === undefined) return;
    served.grace?.cancel();
    served.grace = undefined;
    if (!isHere && !this.isClosing) this.away(served);
  }

  private away(served: Served): void {
    const { client } = served;
    if (client.graceMs === undefined) return;
    served.grace = this.options.world.timers.after(client.graceMs, () => {
      served.grace = undefined;
      this.options.log.warn('client stays away: its orders are cancelled', {
        client: client.id,
        graceMs: client.graceMs,
      });
      this.entry?.clientDisconnected(client.number);
    });
  }

  private retry(): void {
    for (const { feeds } of this.served) for (const feed of feeds) feed.retry();
  }

  private compact(stream: number): void {
    for (const { feeds } of this.served) for (const feed of feeds) if (feed.stream === stream) feed.compact();
  }
}

function made<T>(all: Map<number, T>, client: number, make: () => T): T {
  let one = all.get(client);
  if (one === undefined) all.set(client, (one = make()));
  return one;
}

function zip<A, B>(first: readonly A[], second: readonly B[]): [A, B][] {
  return first.map((each, i) => [each, second[i]!]);
}
