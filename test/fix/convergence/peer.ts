/** One side of a run: a host whose process is started again whenever it dies, with an engine, one session and an application. */
import { CrossfeedError } from '../../../control/core/errors.js';
import type { DurabilityPolicy, Journal } from '../../../control/core/journal.js';
import type { Clock, TradingWorld } from '../../../control/core/world.js';
import { FixEngine } from '../../../control/fix/engine/engine.js';
import type { EngineSession } from '../../../control/fix/engine/engine-session.js';
import type { EngineEvent } from '../../../control/fix/engine/engine-events.js';
import type { Fate, FixApplication, NotDelivered, Verdict } from '../../../control/fix/session/application.js';
import type { SessionConfig } from '../../../control/fix/session/config.js';
import type { FixSession } from '../../../control/fix/session/session.js';
import type { SessionStore } from '../../../control/fix/store/session-store.js';
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import { MsgType } from '../../../control/protocols/fix/msg-type.js';
import type { VirtualHost } from '../../support/world/host.js';
import { ProcessKilled } from '../../support/world/process-killed.js';
import type { VirtualProcess } from '../../support/world/process.js';
import type { SideLedger, SideName } from './ledger.js';
import type { Plan } from './plan.js';
import { scheduleOf } from './schedule.js';
import { configOf, endpointsOf, PORT } from './session-config.js';

/** How a process gets its store; the journal is absent where the store is not on a disk. Throws what the disk throws. */
export type OpenStores = (process: VirtualProcess, plan: Plan) => OpenedStores;

export type WorldOf = (process: VirtualProcess) => TradingWorld;

export interface OpenedStores {
  readonly journal?: Journal;
  openStore(config: SessionConfig): SessionStore;
}

/** A process that could not start tries again. */
const RESTART_MS = 250;
/** What a power cut may take, besides what a timer may be late: the delay of the policy, and two syncs that take 2 ms each. */
const LOSS_MS: Readonly<Record<DurabilityPolicy, number>> = { group: 10, os: 1010, sync: -Infinity };

export class Peer implements FixApplication {
  readonly host: VirtualHost;
  readonly errors: string[] = [];
  /** Events, newest last, for a report. */
  readonly trace: string[] = [];
  engine: FixEngine | undefined;
  /** Runs of sequence numbers by when they began, and the current one. */
  readonly #runs = new Map<number, number>();
  #runsSeen = 0;
  #run = 0;
  starts = 0;
  /** How long it stays down after a crash that its disk brought about. */
  crashDownMs = 0;
  #process: VirtualProcess | undefined;
  #session: EngineSession | undefined;
  #store: SessionStore | undefined;
  readonly #watched = new WeakSet<SessionStore>();
  #notOpenSinceEvent = Infinity;
  /** What waited while the journal was not open last: since when, and when it was written at last. */
  #waited = { sinceEvent: Infinity, untilEvent: -1, untilNs: -Infinity };
  /** When a process died whose last writes only the system has: until the next one has made them safe. Infinity: there is none. */
  #unsafeSinceNs = Infinity;
  /** Until then a supervisor leaves it down. */
  #downUntilNs = 0;

  constructor(
    readonly side: SideName,
    host: VirtualHost,
    readonly plan: Plan,
    readonly own: SideLedger,
    private readonly other: () => Peer,
    private readonly parts: { readonly openStores: OpenStores; readonly worldOf?: WorldOf },
    private readonly keepsTrace: boolean,
  ) {
    this.host = host;
    host.onDown = () => {
      this.#downFor(this.crashDownMs);
      this.#died(true);
    };
  }

  get isRunning(): boolean {
    return this.#session !== undefined;
  }

  get session(): FixSession | undefined {
    return this.#session?.session;
  }

  get store(): SessionStore | undefined {
    return this.#store;
  }

  /** Which run of sequence numbers it is: 1, 2, 3, …; while the process is down, which it was. */
  get run(): number {
    const { store } = this;
    if (store !== undefined) this.#run = this.#runs.get(store.createdEpochMs) ?? this.#newRun(store.createdEpochMs);
    return this.#run;
  }

  start(): void {
    this.#process = this.host.start();
    this.starts++;
    try {
      this.#process.run(() => this.#begin(this.#process!));
    } catch (error) {
      if (!(error instanceof CrossfeedError)) throw error;
      // A disk that is full, say: the supervisor will try again.
      this.note(`cannot start: ${String(error)}`);
      this.kill(RESTART_MS);
    }
  }

  kill(downMs: number): void {
    this.#downFor(downMs);
    if (this.#process === undefined) return;
    this.#process.kill();
    this.#died(false);
  }

  powerCut(downMs: number): void {
    this.#downFor(downMs);
    if (!this.host.isUp) return;
    this.host.powerCut();
  }

  /** Sends so many messages in one callback. */
  send(count: number): void {
    const process = this.#process;
    const session = this.session;
    if (process === undefined || session === undefined) return;
    process.run(() => {
      for (let i = 0; i < count; i++) if (!this.sendOne(session)) return;
    });
  }

  logout(ms: number): void {
    const process = this.#process;
    const session = this.#session;
    if (process === undefined || session === undefined) return;
    process.run(() => session.disable('for now'));
    this.host.world.at(ms * 1e6, process, () => session.enable());
  }

  disconnect(): void {
    this.#process?.run(() => this.session?.disconnect('an emergency'));
  }

  reset(): void {
    const { session } = this;
    if (session?.isLoggedOn === true && this.plan.beginString !== 'FIX.4.0') this.#process?.run(() => session.reset());
  }

  /** After all trouble: what was switched off is on again. */
  calm(): void {
    this.#downUntilNs = 0;
    if (this.#process !== undefined && this.#session?.isEnabled === false) {
      const session = this.#session;
      this.#process.run(() => session.enable());
    }
  }

  note(text: string): void {
    if (!this.keepsTrace) return;
    this.trace.push(`${(this.host.world.nowNs / 1e6).toFixed(3)} ${this.side} ${text}`);
  }

  // The application

  onLogon(): void {
    // Nothing to do.
  }

  onLogout(): void {
    // Nothing to do.
  }

  onMessage(session: FixSession, message: FixMessage): Verdict {
    const { world } = this.host;
    const id = message.int(message.msgType === MsgType.ExecutionReport ? 17 : 11);
    this.own.noteDelivered({
      id,
      number: message.int(34),
      possDup: message.flag(43),
      nowNs: world.nowNs,
      event: world.events,
    });
    if (this.plan.answers && this.side === 'bank') this.sendOne(session);
    return 'accepted';
  }

  onNotDelivered(
    _session: FixSession,
    direction: 'outgoing' | 'incoming',
    first: number,
    last: number,
    why: NotDelivered,
    fate: Fate,
  ): void {
    if (this.keepsTrace) this.note(`told: ${direction} ${first} to ${last} ${why}, ${fate}`);
    const { events: event } = this.host.world;
    if (direction === 'outgoing') this.own.noteTold(this.run, first, last, { why, fate, event });
  }

  onReject(_session: FixSession, message: FixMessage): void {
    const number = message.int(45);
    this.#noteRejected(this, number);
  }

  /** False when the session takes no more. */
  private sendOne(session: FixSession): boolean {
    const { world } = this.host;
    const id = this.own.takeId();
    const type = this.side === 'desk' ? 'D' : '8';
    const number = session.store.nextOutgoing;
    // Noted before: whoever is killed within `send` may have stored it.
    this.own.noteSent({ id, run: this.run, number, nowNs: world.nowNs, event: world.events });
    const message = session.begin(type);
    message.int(type === 'D' ? 11 : 17, id);
    message.string(58, TEXT.slice(0, id % TEXT.length) + 'x');
    const given = session.send();
    if (given !== number) this.errors.push(`message ${id} was given ${given}, not ${number}`);
    return true;
  }

  #begin(process: VirtualProcess): void {
    const { plan, side } = this;
    const opened = this.parts.openStores(process, plan);
    // A journal that opens on a full disk takes messages that are safe only later.
    const isOpen = opened.journal === undefined || opened.journal.state === 'open';
    this.#notOpenSinceEvent = isOpen ? Infinity : this.host.world.events;
    if (isOpen) this.#unsafeSinceNs = Infinity;
    const engine = new FixEngine(this.parts.worldOf?.(process) ?? process, {
      ...(opened.journal === undefined ? {} : { journal: opened.journal }),
      openStore: (config) => (this.#store = this.#watch(opened.openStore(config), process.clock)),
      observer: { onEvent: (event) => this.#onEvent(event) },
      seed: plan.seed,
    });
    this.engine = engine;
    const schedule = scheduleOf(plan, this.host.world.startEpochMs);
    this.#session = engine.addSession({
      config: configOf(plan, side),
      application: this,
      output: { replayPauseBytes: plan.replayPauseBytes },
      ...(schedule === undefined ? {} : { schedule }),
      ...endpointsOf(side),
    });
    if (side === 'desk') return;
    engine.listen({ host: 'bank', port: PORT, logonTimeoutMs: 3000 }).catch((error: unknown) => {
      if (!(error instanceof ProcessKilled)) this.errors.push(`cannot listen: ${String(error)}`);
    });
  }

  #onEvent({ event }: EngineEvent): void {
    if (this.keepsTrace) this.note(JSON.stringify(event));
    if (event.type === 'journal') {
      this.#noteJournal(event.state === 'open');
    }
    // Two runs may begin in one millisecond.
    if (event.type === 'numbers' && event.nextOutgoing === 1) this.#newRun(this.#store!.createdEpochMs);
    if (event.type === 'applicationError') this.errors.push(`${this.side}: ${event.text}`);
    if (event.type === 'rejected' && event.by === 'us') {
      // The counterparty may never get the reject, for rejects are not sent again; it is a fate of the message all the same.
      this.#noteRejected(this.other(), event.msgSeqNum);
    }
  }

  #noteRejected(sender: Peer, number: number): void {
    const { events: event } = this.host.world;
    sender.own.noteTold(sender.run, number, number, { why: 'rejected', fate: 'uncertain', event });
  }

  /** The numbers of administrative messages are noted when they are given, whenever those leave. */
  #watch(store: SessionStore, clock: Clock): SessionStore {
    if (this.#watched.has(store)) return store;
    this.#watched.add(store);
    const save = store.saveOutgoing.bind(store);
    store.saveOutgoing = (bytes, start, end) => {
      // Which run an application message is of is known from its id.
      if (start === end) this.own.noteMade(this.run, store.nextOutgoing, clock.epochMs());
      save(bytes, start, end);
    };
    return store;
  }

  #newRun(createdEpochMs: number): number {
    this.#runs.set(createdEpochMs, ++this.#runsSeen);
    return this.#runsSeen;
  }

  #noteJournal(isOpen: boolean): void {
    const { events, nowNs } = this.host.world;
    if (isOpen) this.#unsafeSinceNs = Infinity;
    if (isOpen) this.#waited = { sinceEvent: this.#notOpenSinceEvent, untilEvent: events, untilNs: nowNs };
    this.#notOpenSinceEvent = isOpen ? Infinity : Math.min(this.#notOpenSinceEvent, events);
  }

  #downFor(ms: number): void {
    this.#downUntilNs = Math.max(this.#downUntilNs, this.host.world.nowNs + ms * 1e6);
  }

  /** Everything of the process is gone: what it had not made sure of is in doubt, and a supervisor starts it again. */
  #died(withinEvent: boolean): void {
    const { world } = this.host;
    const wasPowerCut = !this.host.isUp;
    const { policy, timerErrorMs } = this.plan;
    const wasRunning = this.#process !== undefined;
    // A kill and then a power cut, before the next process has made the writes of the last one safe, is a power cut at the kill.
    const diedNs = Math.min(this.#unsafeSinceNs, world.nowNs);
    this.#unsafeSinceNs = wasPowerCut ? Infinity : diedNs;
    const lostFromNs = wasPowerCut ? diedNs - (LOSS_MS[policy] + timerErrorMs) * 1e6 : Infinity;
    let fromEvent = wasRunning ? Math.min(withinEvent ? world.events : Infinity, this.#notOpenSinceEvent) : Infinity;
    this.own.doubtTold(fromEvent);
    const { sinceEvent, untilEvent, untilNs } = this.#waited;
    if (untilNs >= lostFromNs || untilEvent >= fromEvent) fromEvent = Math.min(fromEvent, sinceEvent);
    this.own.doubt(fromEvent, lostFromNs);
    if (!wasRunning) return;
    this.note(wasPowerCut ? 'power cut' : 'killed');
    this.#run = this.run;
    this.#process = this.#session = this.#store = this.engine = undefined;
    const again = (): void => {
      if (world.nowNs < this.#downUntilNs) world.at(this.#downUntilNs - world.nowNs, undefined, again);
      else this.start();
    };
    world.at(Math.max(1e6, this.#downUntilNs - world.nowNs), undefined, again);
  }
}

const TEXT = 'The quick brown fox jumps over the lazy dog. '.repeat(8);
