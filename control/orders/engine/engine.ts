/**
 * The order engine: takes what clients ask, has it worked by the worker of its type, keeps every order and every child by its state, and tells each client what
 * happened, each report once, through restarts.
 *
 * ```ts
 * const engine = new OrderEngine({ world, journal, venues: set.venues, symbols, market, router, risk, plan, clients: ['CLIENT1'] });
 * engine.listen({ onAlarm: (alarm) => … });
 * engine.attach(0, handler);  // before recover: what the journal holds is told again, as `replayed`
 * engine.recover();           // after the venues have read the journal, before they connect
 * set.connect();              // the venues' handler is the engine
 * engine.submit(order);
 * ```
 *
 * Everything happens in turns: a command, a venue's word, an alarm clock, a market update. Within a turn each event is written, then had (log/recorder.ts); children
 * are sent; at its end the journal is committed and clients are told. What a venue says within a call to it waits until that call is over.
 */
import type {
  ClientCancel,
  ClientCancelReject,
  ClientHandler,
  ClientMassCancel,
  ClientOrder,
  ClientReplace,
  MassCancelOutcome,
  OrderEntry,
} from '../../core/order-entry.js';
import { JournalKind } from '../../core/journal.js';
import {
  ExecType,
  type VenueHandler,
  type VenueRefusal,
  type VenueReport,
  type VenueSessionState,
} from '../../core/venue.js';
import { OrdersError } from '../errors.js';
import { CancelProof } from './cancel-proof.js';
import { Children } from './children.js';
import { Groups } from './groups.js';
import { hex } from './log/audit-chain.js';
import { Names } from './log/names.js';
import { OrderLog } from './log/order-log.js';
import { Recorder } from './log/recorder.js';
import { Replay, type OpenedFacts } from './log/replay.js';
import { DAY_BEGINS } from './log/steps.js';
import { digestOf, writeSnapshot } from './log/snapshot.js';
import { ChildEvents, type Outcome, type UncertainRequest } from './model/child-events.js';
import { Doubt, type ChildOrder } from './model/child-order.js';
import { Exposure } from './model/exposure.js';
import { newTerms, OrderEvents } from './model/order-events.js';
import { OrderIndex } from './model/order-index.js';
import type { ParentOrder } from './model/parent-order.js';
import { Reporter } from './model/reporter.js';
import type { AlarmKind, EngineListener, EngineOptions } from './options.js';
import { blankReport, Outbox } from './outbox.js';
import { PlanVenues } from './plan-venues.js';
import { Tape } from './tape.js';
import { countReport, type VenueTotals } from './venue-totals.js';
import { VenueWatch } from './venue-watch.js';
import type { WorkedOrder, WorkHost } from './worked-order.js';
import { Workers } from './workers.js';
import type { OrderTypePlan } from './work.js';

const MAX_ENDED = 200_000;
const MAX_OPEN = 200_000;
const AUDIT_MS = 5;
/** Numbers that are left out after a restart of the host, because the end of the journal may be missing. */
const SKIPPED = 1 << 20;
/** More than so many steps in one turn are a loop. */
const PASSES_MAX = 100_000;

/** What an emergency, a kill switch or the end of a day means: absent is all. */
export interface CancelScope {
  readonly client?: number;
  readonly instrument?: number;
  readonly side?: number;
  /** Only what is at this venue; orders go on elsewhere. */
  readonly venue?: number;
}

export class OrderEngine implements OrderEntry, VenueHandler, WorkHost {
  readonly index: OrderIndex;
  readonly tape: Tape;
  readonly recorder: Recorder;
  readonly children: Children;
  readonly outbox = new Outbox();
  readonly log: OrderLog;
  readonly counters = {
    submitted: 0,
    refused: 0,
    requests: 0,
    venueReports: 0,
    duplicates: 0,
    foreign: 0,
    deferred: 0,
    alarms: 0,
    chainFaults: 0,
  };
  private readonly names: Names;
  private readonly reporter: Reporter;
  private readonly orders: OrderEvents;
  private readonly events: ChildEvents;
  private readonly groups: Groups;
  private readonly workers: Workers;
  private readonly watcher: VenueWatch;
  private readonly planVenues: PlanVenues;
  private readonly listeners: EngineListener[] = [];
  private readonly answer = blankReport();
  private readonly disconnects = new Map<number, { cancel(): void }>();
  private readonly deferred: (() => void)[] = [];
  private depth = 0;
  private isFlushScheduled = false;
  private isRecovered = false;

  constructor(readonly options: EngineOptions) {
    const { journal, world, venues, symbols, clients, limits, market, risk } = options;
    const { instruments } = symbols;
    this.index = new OrderIndex(clients.length, limits?.maxEnded ?? MAX_ENDED);
    this.tape = new Tape(instruments.length);
    this.names = new Names(
      clients,
      venues.map(({ id }) => id),
      symbols,
    );
    this.reporter = new Reporter(this.index, this.outbox, instruments);
    this.orders = new OrderEvents(this.index, this.reporter, new Exposure(risk));
    this.events = new ChildEvents(this.orders);
    this.groups = new Groups(this.orders);
    this.orders.links = this.groups;
    this.index.onForgotten = (order) => this.groups.forgotten(order);
    this.log = new OrderLog(journal, world.timers, limits?.auditMs ?? AUDIT_MS);
    this.recorder = new Recorder(this.log, this.orders, this.events, (instrument) => this.names.symbolOf(instrument));
    const alarm = this.raise.bind(this);
    this.children = new Children(options, this.recorder, this.log, this.groups, alarm);
    this.children.onRetry = () => this.turn(() => this.children.retry());
    this.workers = new Workers(this, (order, error) => this.workerFailed(order, error), instruments.length);
    this.watcher = new VenueWatch(
      options,
      this.recorder,
      this.children,
      alarm,
      (run) => this.turn(run),
      (order) => this.goOn(order),
      () => this.openOrders(),
    );
    this.planVenues = new PlanVenues(venues, symbols);
    market.onChange((instrument) => this.onMarket(instrument));
    journal.onCompact((stream) => {
      if (stream === this.log.stream) this.compact();
    });
    journal.onStateChange((state) => {
      if (state === 'open') this.turn(() => this.children.retry());
      else if (state !== 'closed') this.raise('journalFailed', undefined, undefined, `the journal is ${state}`);
    });
  }

  // Clients

  submit(wanted: Readonly<ClientOrder>): number {
    this.counters.submitted++;
    if (!this.log.isOpen || !this.isRecovered) return this.unavailable(wanted);
    const { index, recorder } = this;
    const orderId = index.nextId;
    const at = this.now;
    this.depth++;
    try {
      const plan = this.admit(wanted, at);
      const terms = { ...wanted };
      if ('text' in plan) {
        this.counters.refused++;
        recorder.refuse(at, orderId, terms, plan.code, plan.text);
      } else {
        const price = this.options.risk.exposurePrice;
        this.begin(recorder.accept(at, orderId, terms, plan.name, plan.form, price), plan);
      }
    } finally {
      this.leave();
    }
    return orderId;
  }

  replace(wanted: Readonly<ClientReplace>): void {
    this.counters.requests++;
    this.turn(() => this.tryReplace(wanted));
  }

  cancel({ client, clOrdId, origClOrdId, orderId }: Readonly<ClientCancel>): void {
    this.counters.requests++;
    this.turn(() => {
      const order = this.index.find(client, orderId, origClOrdId);
      const refusal = this.requestFault(client, clOrdId, order);
      if (refusal !== undefined) this.refuse(client, order, clOrdId, origClOrdId, 'cancel', refusal, '');
      else this.recorder.cancelAsked(this.now, order!, clOrdId);
    });
  }

  massCancel({ client, clOrdId, instrument, side }: Readonly<ClientMassCancel>): MassCancelOutcome {
    this.counters.requests++;
    const scope = { client, ...(instrument >= 0 ? { instrument } : {}), ...(side !== 0 ? { side } : {}) };
    return this.cancelAll(scope, 'MASS_CANCEL', 'the client cancels many', clOrdId);
  }

  status(client: number, orderId: number, clOrdId: string, handler: ClientHandler): boolean {
    const order = this.index.find(client, orderId, clOrdId);
    if (order === undefined) return false;
    this.tellStatus(order, handler);
    return true;
  }

  massStatus(client: number, instrument: number, handler: ClientHandler): number {
    let count = 0;
    for (const order of this.openOrders()) {
      if (order.client !== client || (instrument >= 0 && order.terms.instrument !== instrument)) continue;
      this.tellStatus(order, handler);
      count++;
    }
    return count;
  }

  knows(client: number, clOrdId: string): boolean {
    return this.index.isUsed(client, clOrdId);
  }

  clientConnected(client: number): void {
    this.disconnects.get(client)?.cancel();
    this.disconnects.delete(client);
  }

  /** Its orders are cancelled now, or when the time that `cancelOnDisconnect` gives it is over. */
  clientDisconnected(client: number): void {
    const graceMs = this.options.cancelOnDisconnect?.(client)?.graceMs ?? 0;
    const run = (): void => {
      this.disconnects.delete(client);
      this.cancelAll({ client }, 'CLIENT_DISCONNECTED', 'the client is not connected');
    };
    this.clientConnected(client);
    if (graceMs === 0) run();
    else this.disconnects.set(client, this.options.world.timers.after(graceMs, run));
  }

  attach(client: number, handler: ClientHandler): void {
    this.outbox.attach(client, handler);
  }

  // People and policies

  listen(listener: EngineListener): void {
    this.listeners.push(listener);
  }

  /** Cancels what a scope means; kill switches, emergencies and the end of a day. The outcome goes on counting. */
  cancelAll(scope: CancelScope, code: string, text: string, clOrdId = ''): MassCancelOutcome {
    let proof = new CancelProof([]);
    this.turn(() => {
      const at = this.now;
      this.recorder.control(at, code, text, scope.client ?? -1, clOrdId);
      if (scope.venue !== undefined) {
        const meant = this.openChildren(scope);
        for (const child of meant) this.children.cancel(child);
        proof = new CancelProof(meant);
        return;
      }
      const meant = [...this.openOrders()].filter((order) => isMeant(order, scope));
      for (const order of meant) this.recorder.close(at, order, 'canceled', code, text, true);
      proof = new CancelProof(meant);
    });
    return proof;
  }

  emergencyCancelAll(operator: string, reason: string): MassCancelOutcome {
    return this.cancelAll({}, 'EMERGENCY', `${operator}: ${reason}`);
  }

  /** Orders that live for the day expire: at the close of their market, or by hand. */
  endDay(instruments: ReadonlySet<number> | undefined, reason: string): MassCancelOutcome {
    const meant = [...this.openOrders()].filter(
      (order) => !order.state.carriesOver && (instruments?.has(order.terms.instrument) ?? true),
    );
    this.turn(() => {
      for (const order of meant) this.recorder.close(this.now, order, 'expired', 'DAY_ENDED', reason, true);
    });
    return new CancelProof(meant);
  }

  /** A new trading day: volumes and the risk side's day begin anew, ClOrdIDs of ended orders may be used again. */
  beginDay(): void {
    this.turn(() => {
      this.recorder.control(this.now, DAY_BEGINS, 'a trading day begins', -1, '');
      this.hadDayBegin();
    });
  }

  /** Writes something that others want to know again after a restart, such as an engaged kill switch or a changed limit; '' takes it away. */
  keep(key: string, value: string): void {
    this.turn(() => this.recorder.keep(this.now, key, value));
  }

  /** What `keep` was given, also before the restart. */
  get kept(): ReadonlyMap<string, string> {
    return this.index.kept;
  }

  /** Takes a venue out, or lets it in again: what is there stays. */
  setVenueEnabled(venue: number, isEnabled: boolean): void {
    this.children.disabled[venue] = !isEnabled;
    this.turn(() => this.tellVenue(venue));
  }

  /** Two people say what became of a child whose fate is not known. Throws OrdersError. */
  resolveUncertain(childId: number, outcome: Outcome, operator: string, approver: string): void {
    const child = this.index.children.get(childId);
    if (child === undefined || !child.isUncertain) {
      throw new OrdersError('ORDERS_NOT_UNCERTAIN', 'only an order whose fate is not known is resolved by hand', {
        found: childId,
      });
    }
    if (operator.trim() === '' || operator.trim() === approver.trim() || approver.trim() === '') {
      throw new OrdersError('ORDERS_SECOND_PERSON', 'a second person has to approve', { found: approver });
    }
    if (outcome.kind === 'traded' && child.links.has(outcome.execId)) {
      throw new OrdersError('ORDERS_TRADE_KNOWN', 'this trade is known', { found: outcome.execId });
    }
    this.turn(() => {
      this.recorder.resolve(this.now, child, outcome, operator, approver);
      this.changed(child, undefined);
    });
  }

  uncertainChildren(): ChildOrder[] {
    return this.openChildren({}).filter((child) => child.isUncertain);
  }

  /** What was sent to each venue since the process began, and what became of it. */
  get totals(): readonly Readonly<VenueTotals>[] {
    return this.children.totals;
  }

  /** Children that are open or uncertain at a venue. */
  openAt(venue: number): readonly ChildOrder[] {
    return this.openChildren({ venue });
  }

  *openOrders(): Generator<ParentOrder> {
    for (const order of this.index.parents.values()) if (!order.isDone) yield order;
  }

  /** The market's last trade of an instrument. */
  onTrade(instrument: number, price: number, quantity: number, epochMs: number): void {
    this.tape.trade(instrument, price, quantity, epochMs);
    this.onMarket(instrument);
  }

  // Venues

  onReport(report: Readonly<VenueReport>): void {
    if (this.depth > 0) {
      const kept = { ...report };
      this.defer(() => this.takeReport(kept, true));
      return;
    }
    this.depth++;
    try {
      this.takeReport(report, false);
    } finally {
      this.leaveLater();
    }
  }

  onRefusal(refusal: Readonly<VenueRefusal>): void {
    const kept = { ...refusal };
    this.later(() => this.takeRefusal(kept));
  }

  onUncertain(venue: number, orderId: number, request: UncertainRequest): void {
    this.later(() => {
      const child = this.index.children.get(orderId);
      if (child === undefined) {
        this.raise(
          'foreignReport',
          undefined,
          undefined,
          `uncertain at venue ${venue}: ${request} of ${orderId}, which is not known`,
        );
        return;
      }
      if (!child.isOpen) return;
      this.children.totals[venue]!.uncertain++;
      this.recorder.uncertain(this.now, child, request);
      this.raise('uncertain', child.parent, child, `not known what became of: ${request}`);
      this.changed(child, undefined);
      this.children.askStatus(child);
    });
  }

  onState(venue: number, state: VenueSessionState, detail: string): void {
    this.later(() => {
      const { router, world } = this.options;
      router.onVenue(venue, state === 'active', world.clock.monotonicNs());
      if (state === 'active') this.watcher.active(venue);
      else if (state === 'disconnected' || state === 'failed') {
        this.watcher.lost(venue);
        if (state === 'failed') this.raise('venueLost', undefined, undefined, `${this.names.venues[venue]}: ${detail}`);
      }
      this.tellVenue(venue);
    });
  }

  // The journal

  /** Reads the journal: orders as they were, reports told again. Before venues connect, once. Throws JournalError, OrdersError. */
  recover(): void {
    this.readJournal();
    this.goOnAll();
  }

  /** The first half of `recover`: the state as the journal has it, and nothing else. */
  readJournal(): void {
    const { journal } = this.options;
    const replay = new Replay(journal, this.log.stream, this.orders, this.events, this.names, {
      restored: () => this.restored(),
      dayBegins: () => this.hadDayBegin(),
    });
    this.reporter.replayed = true;
    replay.run(this.log.chain, () => this.outbox.flush());
    this.counters.chainFaults = replay.counters.chainFaults;
    this.outbox.flush();
    this.reporter.replayed = false;
    this.orders.touched.clear();
    this.checkVenues();
  }

  /** The second half: from here on things happen. */
  goOnAll(): void {
    const { journal } = this.options;
    this.isRecovered = true;
    this.opened(journal.hostRestarted);
    this.turn(() => this.resumeAll());
  }

  /** SHA-256 of everything that is kept: the same before and after a restart. */
  digest(): string {
    return digestOf(this.index, this.names);
  }

  /** Writes all that is kept anew, and lets older records go. */
  compact(): void {
    if (!this.log.isOpen || this.depth > 0) return;
    let first = -1;
    let part = 0;
    this.log.audit();
    const { hash, count } = this.log.chain;
    for (const bytes of writeSnapshot(this.index, this.names, [hex(hash), count])) {
      const position = this.log.putBytes(JournalKind.orderSnapshot, part++, bytes);
      if (first < 0) first = position;
    }
    this.log.audit();
    this.log.counters.snapshots++;
    if (this.log.commit()) this.options.journal.forget(this.log.stream, first);
  }

  /** Nothing is told or asked any more. The journal stays the caller's. */
  close(): void {
    if (this.log.isOpen) {
      this.log.audit();
      this.log.commit();
    }
    this.log.close();
    this.children.close();
    this.watcher.close();
    for (const timer of this.disconnects.values()) timer.cancel();
    for (const work of this.workers.all()) work.end();
  }

  // Turns

  watch(work: WorkedOrder, on: boolean): void {
    this.workers.watch(work, on);
  }

  wake(work: WorkedOrder): void {
    this.later(() => this.workers.wake(work));
  }

  /** Runs something now, or, inside of a turn, at its end; clients are told before this returns. */
  private turn(run: () => void): void {
    if (this.depth > 0) {
      this.defer(run);
      return;
    }
    this.depth++;
    try {
      run();
    } finally {
      this.leave();
    }
  }

  /** The same for what is no client's command: clients are told when the callback that it came in is over, with one commit for all that came in it. */
  private later(run: () => void): void {
    if (this.depth > 0) {
      this.defer(run);
      return;
    }
    this.depth++;
    try {
      run();
    } finally {
      this.leaveLater();
    }
  }

  private defer(run: () => void): void {
    this.counters.deferred++;
    this.deferred.push(run);
  }

  private leave(): void {
    this.settleTurn();
    this.depth--;
    this.flush();
  }

  private leaveLater(): void {
    this.settleTurn();
    this.depth--;
    if (this.isFlushScheduled) return;
    this.isFlushScheduled = true;
    this.options.world.timers.soon(this.flushLater);
  }

  private readonly flushLater = (): void => {
    this.isFlushScheduled = false;
    this.flush();
  };

  /** Effects follow events until nothing is left to do. */
  private settleTurn(): void {
    const { touched } = this.orders;
    for (let pass = 0; pass < PASSES_MAX; pass++) {
      if (touched.size > 0) {
        for (const order of touched) {
          touched.delete(order);
          this.follow(order);
        }
      } else if (!this.workers.drain()) {
        const next = this.deferred.shift();
        if (next === undefined) break;
        next();
      }
    }
    this.workers.endTurn();
  }

  /** What was written is committed; then clients are told. What cannot be committed is told when it can. */
  private flush(): void {
    if (this.depth > 0) return;
    if (this.log.commit()) this.outbox.flush();
  }

  /** What follows from an order's new state. */
  private follow(order: ParentOrder): void {
    const isOver = order.isDone || order.closing !== undefined;
    const isTooMuch = this.isTooMuch(order);
    if (isOver) this.workers.end(order);
    if (order.closing !== undefined || !order.state.isOpen) {
      if (!isOver && order.children.length > 0) {
        this.raise('aliveAfterEnd', order, order.children[0], 'the order is filled, and more of it is open');
      }
      for (const child of [...order.children]) {
        if (child.cancelWanted) this.children.wait(child);
        else this.children.cancel(child);
      }
    } else if (isTooMuch) for (const child of [...order.children]) this.children.cancel(child);
    for (const leg of this.groups.freed(order)) this.workers.notify(leg, undefined, undefined);
    this.release(order);
    for (const listener of this.listeners) listener.onOrder?.(order);
  }

  /** More of it is at venues than it is for: a linked order has traded late. What is open comes back, and its worker sends what is left. */
  private isTooMuch(order: ParentOrder): boolean {
    const isOver = order.children.length > 0 && order.state.cumQuantity + order.exposed > order.limit;
    if (isOver && !order.isOverTold) {
      this.raise('overfill', order, order.children[0], 'more is open than the order is for now: it is cancelled');
    }
    order.isOverTold = isOver;
    return isOver;
  }

  /** A leg that waited for its entry: it begins with the first share, and is told of every further one. */
  private release(order: ParentOrder): void {
    if (order.released === Infinity || order.isDone || order.closing !== undefined) return;
    const work = this.workers.of(order);
    if (work === undefined || order.released === 0) return;
    if (work.hasBegun) this.workers.notify(order, undefined, undefined);
    else this.workers.start(work);
  }

  // Within

  private get now(): number {
    return this.options.world.clock.epochMs();
  }

  private admit(
    wanted: Readonly<ClientOrder>,
    at: number,
  ): OrderTypePlan | { readonly code: string; readonly text: string } {
    const { risk, symbols, router, limits, plan } = this.options;
    const { client, clOrdId } = wanted;
    if (clOrdId === '' || this.index.isUsed(client, clOrdId)) {
      return { code: 'DUPLICATE_CLORDID', text: `ClOrdID (11) was used before: found ${clOrdId}` };
    }
    const instrument = symbols.instruments[wanted.instrument];
    if (instrument === undefined) return { code: 'UNKNOWN_SYMBOL', text: 'there is no such instrument' };
    const maxOpen = limits?.maxOpen ?? MAX_OPEN;
    if (this.index.open >= maxOpen)
      return { code: 'ENGINE_FULL', text: `open orders: found ${this.index.open}, limit ${maxOpen}` };
    if (router.strategyNumber(wanted.strategy) < 0) {
      return { code: 'UNKNOWN_STRATEGY', text: `routing strategy (7101): found ${wanted.strategy}` };
    }
    const found = plan(wanted, instrument, this.planVenues.of(wanted.instrument));
    if ('text' in found) return found;
    return risk.checkNew(wanted, at) === 0 ? found : risk.denial();
  }

  /** A new order's worker begins; where it refuses the order, the client hears nothing else of it. */
  private begin(order: ParentOrder, plan: OrderTypePlan): void {
    if (order.isDone) return;
    const work = this.workers.create(order, plan);
    if (order.closing === undefined && order.released > 0) this.workers.start(work);
    if (order.closing?.ending !== 'rejected' && !order.isDone) this.recorder.started(this.now, order);
  }

  private tryReplace(wanted: Readonly<ClientReplace>): void {
    const { client, clOrdId, origClOrdId, orderId } = wanted;
    const order = this.index.find(client, orderId, origClOrdId);
    const refuse = (reason: ClientCancelReject['reason'], text: string): void =>
      this.refuse(client, order, clOrdId, origClOrdId, 'replace', reason, text);
    const fault = this.requestFault(client, clOrdId, order);
    if (fault !== undefined) return refuse(fault, '');
    const at = this.now;
    const { terms, state, exposurePrice } = order!;
    const { risk } = this.options;
    if (wanted.quantity !== 0 && wanted.quantity <= state.cumQuantity) {
      return refuse('brokerOption', `quantity (38): found ${wanted.quantity}, and ${state.cumQuantity} has traded`);
    }
    const quantity = wanted.quantity || terms.quantity;
    const price = wanted.price || terms.price;
    if (risk.checkReplace(terms, quantity, price, at, state.cumQuantity, exposurePrice) !== 0) {
      const { code, text } = risk.denial();
      return refuse('brokerOption', `${code}: ${text}`);
    }
    const { instrument } = terms;
    const wantedTerms = newTerms(terms, clOrdId, wanted);
    const plan = this.options.plan(
      wantedTerms,
      this.options.symbols.instruments[instrument]!,
      this.planVenues.of(instrument),
    );
    if ('text' in plan) return refuse('brokerOption', `${plan.code}: ${plan.text}`);
    const work = this.workers.of(order!);
    if (work === undefined || !work.hasBegun) return refuse('brokerOption', 'the order is not worked yet');
    this.recorder.replaceAsked(at, order!, clOrdId, wanted, risk.exposurePrice);
    const waiting = this.workers.replace(work);
    const text = waiting === undefined ? 'its type cannot take these terms' : '';
    this.recorder.replaceTaken(this.now, order!, waiting !== undefined, waiting ?? [], text);
  }

  private requestFault(
    client: number,
    clOrdId: string,
    order: ParentOrder | undefined,
  ): ClientCancelReject['reason'] | undefined {
    if (clOrdId === '' || this.index.isUsed(client, clOrdId)) return 'duplicateClOrdId';
    if (order === undefined) return 'unknownOrder';
    if (order.isDone || !order.state.isOpen) return 'tooLate';
    if (order.pending !== undefined) return 'alreadyPending';
    return undefined;
  }

  private refuse(
    client: number,
    order: ParentOrder | undefined,
    clOrdId: string,
    origClOrdId: string,
    request: ClientCancelReject['request'],
    reason: ClientCancelReject['reason'],
    text: string,
  ): void {
    this.counters.refused++;
    const words = text === '' ? REFUSALS[reason] : text;
    this.recorder.requestRefused(this.now, client, order, clOrdId, origClOrdId, request, reason, words);
  }

  /** The journal takes nothing: what cannot be written does not happen, and is told with a number of no report. */
  private unavailable(wanted: Readonly<ClientOrder>): number {
    const { answer } = this;
    Object.assign(answer, blankReport(), {
      client: wanted.client,
      clOrdId: wanted.clOrdId,
      instrument: wanted.instrument,
      account: wanted.account,
      side: wanted.side,
      ordType: wanted.ordType,
      timeInForce: wanted.timeInForce,
      execType: ExecType.rejected,
      ordStatus: 0x38,
      quantity: wanted.quantity,
      price: wanted.price,
      reasonCode: 'JOURNAL_UNAVAILABLE',
      text: 'the journal takes nothing now',
      transactEpochMs: this.now,
    });
    this.outbox.tellNow(answer);
    return 0;
  }

  private tellStatus(order: ParentOrder, handler: ClientHandler): void {
    const { answer } = this;
    Object.assign(answer, blankReport(), {
      client: order.client,
      clOrdId: order.clOrdId,
      execType: ExecType.orderStatus,
    });
    answer.transactEpochMs = this.now;
    this.reporter.describe(order, answer);
    handler.onReport(answer);
  }

  private takeReport(report: Readonly<VenueReport>, isKept: boolean): void {
    this.counters.venueReports++;
    const child = this.index.children.get(report.orderId);
    if (child === undefined) {
      this.counters.foreign++;
      this.children.totals[report.venue]!.foreign++;
      const text = `venue ${this.names.venues[report.venue]} told of an order that is not known: ${report.clientId} ${report.execId}`;
      this.raise('foreignReport', undefined, undefined, text);
      return;
    }
    if (this.events.isKnown(child, report)) {
      this.counters.duplicates++;
      return;
    }
    const wasUncertain = child.isUncertain;
    this.recorder.report(this.now, child, report);
    this.feedRouter(child, report);
    if (child.venue >= 0) countReport(this.children.totals[child.venue]!, report.execType);
    const { fault } = this.events;
    if (fault !== undefined && fault !== 'alreadyEnded' && fault !== 'notPending') this.fault(fault, child, report);
    for (const listener of this.listeners) listener.onVenueReport?.(child, report);
    if (wasUncertain && !child.isUncertain) for (const listener of this.listeners) listener.onCertain?.(child);
    if (report.source !== 'dropCopy') this.watcher.answered(child);
    this.tellWorker(child, report, isKept);
  }

  /** The worker is told after what follows from the order's new state. */
  private tellWorker(child: ChildOrder, report: Readonly<VenueReport>, isKept: boolean): void {
    if (isKept) {
      this.changed(child, report);
      return;
    }
    const { touched } = this.orders;
    for (const order of touched) {
      touched.delete(order);
      this.follow(order);
    }
    this.workers.tell(child.parent, child, report);
  }

  private takeRefusal(refusal: Readonly<VenueRefusal>): void {
    this.children.totals[refusal.venue]!.refusals++;
    // A replacement that was refused is named by its own number.
    const child = this.index.children.get(refusal.orderId);
    if (child === undefined) {
      if (refusal.request === 'massCancel')
        this.raise('cancelRefused', undefined, undefined, `mass cancel: ${refusal.text}`);
      return;
    }
    if (refusal.request === 'status' || refusal.request === 'massCancel') {
      this.watcher.answered(child);
      return;
    }
    this.recorder.refusal(this.now, child, refusal);
    if (child.cancelWanted) this.children.wait(child);
    if (refusal.request === 'cancel' && child.isOpen && child.parent.closing?.by === 'engine') {
      this.raise('cancelRefused', child.parent, child, `${refusal.reasonCode} ${refusal.text}`);
    }
    this.changed(child, undefined);
  }

  private changed(child: ChildOrder, report: Readonly<VenueReport> | undefined): void {
    this.workers.notify(child.parent, child, report);
  }

  private feedRouter(child: ChildOrder, report: Readonly<VenueReport>): void {
    const { router, world } = this.options;
    const atNs = world.clock.monotonicNs();
    const { venue, orderId } = child;
    if (report.execType === ExecType.new) router.onAcknowledged(venue, orderId, atNs);
    else if (report.execType === ExecType.trade) {
      router.onFilled(venue, orderId, report.lastQuantity, report.lastPrice, report.liquidity === 'added', atNs);
    }
    if (!child.isOpen && report.execType !== ExecType.trade) router.onEnded(venue, orderId, child.cumQuantity, atNs);
  }

  private fault(fault: string, child: ChildOrder, report: Readonly<VenueReport>): void {
    const kind: AlarmKind = fault === 'overfill' ? 'overfill' : fault === 'missingFill' ? 'missingFill' : 'badReport';
    this.raise(kind, child.parent, child, `${fault}: ${report.execId} ${report.text}`);
    if ((child.doubts & Doubt.fills) !== 0) this.children.askStatus(child);
  }

  private onMarket(instrument: number): void {
    if (!this.workers.isWatched(instrument)) return;
    if (this.depth > 0) {
      this.defer(() => this.workers.market(instrument));
      return;
    }
    this.depth++;
    try {
      this.workers.market(instrument);
    } finally {
      this.leaveLater();
    }
  }

  private tellVenue(venue: number): void {
    for (const work of this.workers.all()) this.workers.notify(work.order, undefined, undefined, venue);
  }

  private openChildren(scope: CancelScope): ChildOrder[] {
    const found: ChildOrder[] = [];
    for (const order of this.openOrders()) {
      if (!isMeant(order, scope)) continue;
      for (const child of order.children)
        if (scope.venue === undefined || child.venue === scope.venue) found.push(child);
    }
    return found;
  }

  private workerFailed(order: ParentOrder, error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    this.raise('workerFailed', order, undefined, text);
    if (!order.isDone) this.recorder.close(this.now, order, 'canceled', 'WORKER_FAILED', text, true);
  }

  private raise(kind: AlarmKind, order: ParentOrder | undefined, child: ChildOrder | undefined, text: string): void {
    this.counters.alarms++;
    const alarm = {
      kind,
      orderId: order?.orderId ?? 0,
      childId: child?.orderId ?? 0,
      venue: child?.venue ?? -1,
      text,
    };
    for (const listener of this.listeners) listener.onAlarm?.(alarm);
  }

  // After a restart

  private hadDayBegin(): void {
    this.index.beginDay();
    this.tape.beginDay();
    this.options.risk.beginDay();
  }

  /** A snapshot was read: whoever keeps sums is told what they are made of. */
  private restored(): void {
    const { exposure } = this.orders;
    this.groups.restore(this.index.parents.values());
    for (const order of this.index.parents.values()) {
      for (const child of [...order.ended, ...order.children]) {
        for (const link of new Set(child.links.values())) {
          if (!link.cancelled && link.day === this.index.day) exposure.trade(order, link.quantity, link.price);
        }
        exposure.rest(child);
      }
      exposure.settle(order);
    }
  }

  /** What is open must be somewhere that is still configured. */
  private checkVenues(): void {
    for (const order of this.openOrders()) {
      for (const child of order.children) {
        if (child.venue >= 0 && order.terms.instrument >= 0) continue;
        throw new OrdersError(
          'ORDERS_VENUE_GONE',
          'an order is open at a venue, or of an instrument, that is not configured',
          {
            found: child.orderId,
          },
        );
      }
    }
  }

  private opened(mayBeMissing: boolean): void {
    const { index, names } = this;
    const skip = mayBeMissing ? SKIPPED : 0;
    index.nextId += skip;
    index.sequences.forEach((sequence, client) => (index.sequences[client] = sequence + (sequence > 0 ? skip : 0)));
    const { clients, venues } = names;
    const facts: OpenedFacts = { clients, venues, nextId: index.nextId, sequences: index.sequences };
    this.log.putBytes(JournalKind.orderOpened, 0, Buffer.from(JSON.stringify(facts), 'utf8'));
    names.was(clients, venues);
    this.options.journal.requireSync();
    this.log.commit();
  }

  private resumeAll(): void {
    for (const order of this.openOrders()) {
      const instrument = this.options.symbols.instruments[order.terms.instrument]!;
      const plan = this.options.plan(order.terms, instrument, this.planVenues.of(order.terms.instrument));
      if ('text' in plan) {
        this.raise('workerFailed', order, undefined, `after the restart: ${plan.code} ${plan.text}`);
        this.recorder.close(this.now, order, 'canceled', plan.code, plan.text, true);
      } else this.workers.create(order, plan);
      for (const child of order.children) if (child.cancelWanted) this.children.wait(child);
      this.orders.touched.add(order);
    }
    this.watcher.restarted();
  }

  /** What is open of it is known: its worker goes on. */
  private goOn(order: ParentOrder): void {
    const work = this.workers.of(order);
    if (work === undefined || work.isOver || work.hasBegun || order.closing !== undefined) return;
    if (order.replacing !== undefined && order.replacing.waiting === undefined) {
      this.recorder.replaceTaken(this.now, order, false, [], 'the gateway was stopped before it was worked');
    }
    if (order.isStarted && order.released === Infinity) this.workers.resume(work);
    else if (order.released > 0) {
      if (order.children.length > 0 || order.ended.length > 0) this.workers.resume(work);
      else this.workers.start(work);
    }
    if (!order.isStarted && !order.isDone && order.closing === undefined) this.recorder.started(this.now, order);
  }
}

const REFUSALS: Readonly<Record<ClientCancelReject['reason'], string>> = {
  tooLate: 'the order has ended',
  unknownOrder: 'there is no such order',
  brokerOption: 'refused',
  alreadyPending: 'another request on the order has no answer yet',
  duplicateClOrdId: 'ClOrdID (11) was used before',
  other: 'refused',
};

function isMeant(order: ParentOrder, { client, instrument, side }: CancelScope): boolean {
  return (
    (client === undefined || order.client === client) &&
    (instrument === undefined || order.terms.instrument === instrument) &&
    (side === undefined || order.terms.side === side)
  );
}
