/**
 * The FIX engine: sessions on connections. It owns sockets, timers, reconnects and schedules; what is said on a connection is the
 * sessions' affair (`control/fix/session`), and what is remembered is the journal's.
 *
 * ```ts
 * const { clock, timers, disk } = realTradingWorld;
 * const journal = openJournal({ directory, disk, clock, timers });
 * const stores = new JournalSessionStores({ journal, clock, timers });
 * const engine = new FixEngine(realTradingWorld, {
 *   journal, observer, openStore: (config) => stores.open(sessionId(config)), closeStore: (id) => stores.close(id) });
 *
 * // An acceptor: one listener serves all of them, the first Logon picks the session.
 * engine.addSession({ config: { ...sessionDefaults, role: 'acceptor', beginString: 'FIX.4.4', senderCompId: 'CROSSFEED', targetCompId: 'CLIENT1' }, application });
 * const listener = await engine.listen({ host: '127.0.0.1', port: 9880 });   // port 0: see listener.port
 *
 * // An initiator: it connects at once, and again whenever it is cut off.
 * const venue = engine.addSession({ config: { ...sessionDefaults, role: 'initiator', … }, application,
 *   initiator: { endpoints: [{ host: 'gw1.venue', port: 9880 }, { host: 'gw2.venue', port: 9880, localAddress: '10.2.0.1' }] } });
 * venue.session.begin('D')…; venue.session.send();
 *
 * await engine.removeSession(venue.id, 'end of test');   // logs out first
 * await engine.close();                                  // logs everybody out, closes listeners; the journal stays the caller's
 * ```
 *
 * Effects come after the commit: what sessions send within a callback is held until `journal.commit()` has returned true at its end, then
 * written to each connection in one piece. While the journal takes nothing, nothing is read, nothing is sent and nobody is given up
 * for silence; connections stand as long as the counterparties keep them. Without a journal (tests, a MemorySessionStore)
 * everything leaves at the end of the callback.
 */
import type { Journal } from '../../core/journal.js';
import type { TradingWorld } from '../../core/world.js';
import { sessionId, type SessionConfig, type SessionIdentity } from '../session/config.js';
import type { SessionEvent } from '../session/events.js';
import type { SessionStore } from '../store/session-store.js';
import { CommitLoop } from './commit-loop.js';
import { EventList, type EngineObserver, type EngineOwnEvent } from './engine-events.js';
import { EngineSession, type EngineParts } from './engine-session.js';
import { FixEngineError } from './errors.js';
import { EngineListener } from './listener.js';
import { ReconnectPlan } from './reconnect.js';
import { ReplayPacer } from './replay-pacer.js';
import { AcceptorRegistry } from './session-registry.js';
import type { ListenerSettings, SessionSpec, SessionTemplate } from './settings.js';
import { engineSnapshot, type EngineSnapshot } from './snapshot.js';
import { TouchingStore } from './touching-store.js';

export interface FixEngineOptions {
  /** Absent: nothing is committed, and nothing survives a crash. */
  readonly journal?: Journal;
  /** Gives each session its store; a spec's own store comes first. */
  readonly openStore?: (config: SessionConfig) => SessionStore;
  /** A session was removed: its store is not used any more. */
  readonly closeStore?: (sessionId: string) => void;
  readonly observer?: EngineObserver;
  /** For the pauses between reconnects; absent: the time of day. */
  readonly seed?: number;
  /** A longer message counts as garbled. Default 1 MiB. */
  readonly maxMessageBytes?: number;
}

const MESSAGE_BYTES_MAX = 1024 * 1024;

type TradingParts = Pick<TradingWorld, 'clock' | 'timers' | 'random' | 'streams'>;

export class FixEngine {
  readonly events = new EventList();
  private readonly parts: EngineParts;
  private readonly commits: CommitLoop;
  private readonly byId = new Map<string, EngineSession>();
  private readonly acceptors = new AcceptorRegistry();
  private readonly templates: { readonly template: SessionTemplate; made: number }[] = [];
  private readonly open: EngineListener[] = [];
  private readonly random: ReturnType<TradingWorld['random']>;
  private isClosed = false;

  constructor(
    private readonly world: TradingParts,
    private readonly options: FixEngineOptions = {},
  ) {
    const { clock, timers, streams } = world;
    const { journal, observer } = options;
    this.random = world.random(options.seed ?? Math.floor(clock.epochMs()));
    this.commits = new CommitLoop(clock, timers, journal);
    this.commits.onStateChange((state) => this.emit(undefined, { type: 'journal', state }));
    this.parts = {
      clock,
      timers,
      streams,
      commits: this.commits,
      replays: new ReplayPacer(clock, timers),
      observer,
      maxMessageBytes: options.maxMessageBytes ?? MESSAGE_BYTES_MAX,
      emit: (id, event) => this.emit(id, event),
    };
  }

  /** Adds a session; an initiator begins to connect. Throws FixEngineError, and FixSessionError for a configuration that makes no sense. */
  addSession(spec: SessionSpec): EngineSession {
    const { config, initiator } = spec;
    const id = sessionId(config);
    if (this.isClosed) throw new FixEngineError('FIX_ENGINE_CLOSED', 'no session can be added', { where: id });
    if (this.byId.has(id)) throw new FixEngineError('FIX_SESSION_EXISTS', 'there is such a session', { where: id });
    if ((config.role === 'initiator') !== (initiator?.endpoints.length ?? 0) > 0) {
      throw new FixEngineError('FIX_SESSION_ROLE', 'an initiator has endpoints, an acceptor has none', {
        where: id,
        found: `${config.role} with ${initiator?.endpoints.length ?? 0}`,
      });
    }
    const store = spec.store ?? this.options.openStore?.(config);
    if (store === undefined) {
      throw new FixEngineError('FIX_SESSION_STORE', 'a session needs a store', { where: id });
    }
    const plan = initiator === undefined ? undefined : new ReconnectPlan(initiator, this.random);
    const session = new EngineSession(spec, this.parts, new TouchingStore(store, this.commits.touch), plan);
    this.byId.set(id, session);
    if (config.role === 'acceptor') this.acceptors.add(session);
    this.emit(id, { type: 'sessionAdded' });
    // Opening a store may have written to the journal.
    this.commits.touch();
    session.start();
    return session;
  }

  /** Logs the session out and forgets it; its store is left alone. Rejects with FixEngineError when there is none. */
  async removeSession(id: string, text = ''): Promise<void> {
    const session = this.get(id);
    await new Promise<void>((resolve) => session.remove(text, resolve));
    this.acceptors.remove(session);
    this.byId.delete(id);
    this.options.closeStore?.(id);
    this.emit(id, { type: 'sessionRemoved' });
  }

  /** Sessions that come into being with their first Logon. */
  addTemplate(template: SessionTemplate): void {
    this.templates.push({ template, made: 0 });
  }

  /** Takes connections. Rejects with WorldError when the address cannot be used. */
  async listen(settings: ListenerSettings): Promise<EngineListener> {
    if (this.isClosed) throw new FixEngineError('FIX_ENGINE_CLOSED', 'cannot listen');
    const name = settings.name ?? `${settings.host}:${settings.port}`;
    const listener = new EngineListener(name, settings, this.parts, (identity, peer) => this.find(identity, peer));
    await listener.start();
    this.open.push(listener);
    return listener;
  }

  get sessions(): readonly EngineSession[] {
    return [...this.byId.values()];
  }

  get listeners(): readonly EngineListener[] {
    return this.open;
  }

  /** Throws FixEngineError when there is none. */
  get(id: string): EngineSession {
    const session = this.byId.get(id);
    if (session === undefined)
      throw new FixEngineError('FIX_SESSION_UNKNOWN', 'there is no such session', { where: id });
    return session;
  }

  /** Reads certificate files again: for listeners; initiators read them with every connection. Throws WorldError. */
  reloadCertificates(): void {
    for (const listener of this.open) listener.reload();
  }

  /** Everything a page or a metric wants to know, as plain data. */
  snapshot(): EngineSnapshot {
    return engineSnapshot(
      this.byId.values(),
      this.open,
      this.commits,
      this.options.journal,
      this.world.clock.epochMs(),
    );
  }

  /** Logs everybody out, closes the listeners. The journal and the stores are the caller's. */
  async close(text = ''): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await Promise.all([
      ...this.open.map((listener) => listener.close()),
      ...[...this.byId.keys()].map((id) => this.removeSession(id, text)),
    ]);
  }

  private find(
    identity: SessionIdentity,
    peer: { readonly address: string; readonly tlsSubject: string | undefined },
  ): EngineSession | undefined {
    const known = this.acceptors.find(identity);
    if (known !== undefined || this.isClosed) return known;
    for (const entry of this.templates) {
      if (entry.made >= entry.template.sessionsMax) continue;
      const spec = entry.template.create(identity, peer);
      if (spec === undefined || this.byId.has(sessionId(spec.config))) continue;
      entry.made++;
      return this.addSession(spec);
    }
    return undefined;
  }

  private emit(sessionIdOrNone: string | undefined, event: SessionEvent | EngineOwnEvent): void {
    const record = { epochMs: this.world.clock.epochMs(), sessionId: sessionIdOrNone, event };
    this.events.add(record);
    this.options.observer?.onEvent?.(record);
  }
}
