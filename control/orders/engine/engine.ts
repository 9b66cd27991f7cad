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
 */
import type {
  ClientCancel,
  ClientHandler,
  ClientMassCancel,
  ClientOrder,
  ClientReplace,
  MassCancelOutcome,
  OrderEntry,
} from '../../core/order-entry.js';
import type { VenueHandler, VenueRefusal, VenueReport, VenueSessionState } from '../../core/venue.js';
import { OrdersError } from '../errors.js';
import { cancelWires, openByVenue } from './cancel-bound.js';
import { CancelProof } from './cancel-proof.js';
import { ClientCommands } from './client-commands.js';
import { EngineCore, isMeant } from './core.js';
import { DAY_BEGINS } from './log/steps.js';
import { digestOf } from './log/snapshot.js';
import type { Outcome, UncertainRequest } from './model/child-events.js';
import type { ChildOrder } from './model/child-order.js';
import type { OrderIndex } from './model/order-index.js';
import type { ParentOrder } from './model/parent-order.js';
import type { CancelScope, EngineListener, EngineOptions } from './options.js';
import type { Outbox } from './outbox.js';
import { Recovery } from './recovery.js';
import type { VenueTotals } from './venue-totals.js';
import { VenueEvents } from './venue-events.js';
import { VenueWatch } from './venue-watch.js';

export class OrderEngine implements OrderEntry, VenueHandler {
  private readonly core: EngineCore;
  private readonly commands: ClientCommands;
  private readonly recovery: Recovery;
  private readonly watcher: VenueWatch;
  private readonly venues: VenueEvents;
  private readonly disconnects = new Map<number, { cancel(): void }>();

  constructor(readonly options: EngineOptions) {
    const core = new EngineCore(options);
    this.core = core;
    this.commands = new ClientCommands(core);
    this.recovery = new Recovery(core);
    this.watcher = new VenueWatch(core, (order) => this.recovery.goOn(order));
    this.venues = new VenueEvents(core, this.watcher);
    core.events.onTrade = (trade) => {
      for (const listener of core.listeners) listener.onTrade?.(trade);
    };
    const { market, journal } = options;
    market.onChange((instrument) => core.onMarket(instrument));
    journal.onCompact((stream) => {
      if (stream === core.log.stream) this.compact();
    });
    journal.onStateChange((state) => {
      if (state === 'open') core.turn(() => core.children.retry());
      else if (state !== 'closed') core.raise('journalFailed', undefined, undefined, `the journal is ${state}`);
    });
  }

  /** All orders that are kept. To be read only, as everything that comes from here. */
  get index(): OrderIndex {
    return this.core.index;
  }

  get counters(): Readonly<Record<string, number>> {
    return this.core.counters;
  }

  get children(): { readonly counters: Readonly<Record<string, number>> } {
    return this.core.children;
  }

  get log(): { readonly counters: Readonly<Record<string, number>> } {
    return this.core.log;
  }

  get outbox(): Pick<Outbox, 'counters' | 'lastHandlerError'> {
    return this.core.outbox;
  }

  // Clients

  submit(order: Readonly<ClientOrder>): number {
    return this.commands.submit(order);
  }

  tellNow(): void {
    this.core.turn(() => undefined);
  }

  replace(request: Readonly<ClientReplace>): void {
    this.commands.replace(request);
  }

  cancel(request: Readonly<ClientCancel>): void {
    this.commands.cancel(request);
  }

  massCancel({ client, clOrdId, instrument, side }: Readonly<ClientMassCancel>): MassCancelOutcome {
    this.core.counters.requests++;
    const scope = { client, ...(instrument >= 0 ? { instrument } : {}), ...(side !== 0 ? { side } : {}) };
    return this.cancelAll(scope, 'MASS_CANCEL', 'the client cancels many', clOrdId);
  }

  status(client: number, orderId: number, clOrdId: string, handler: ClientHandler): boolean {
    return this.commands.status(client, orderId, clOrdId, handler);
  }

  massStatus(client: number, instrument: number, handler: ClientHandler): number {
    return this.commands.massStatus(client, instrument, handler);
  }

  knows(client: number, clOrdId: string): boolean {
    return this.core.index.isUsed(client, clOrdId);
  }

  clientConnected(client: number): void {
    this.disconnects.get(client)?.cancel();
    this.disconnects.delete(client);
  }

  /** Its orders are cancelled now, or when the time that `cancelOnDisconnect` gives it is over. */
  clientDisconnected(client: number): void {
    const graceMs = this.core.options.cancelOnDisconnect?.(client)?.graceMs ?? 0;
    const run = (): void => {
      this.disconnects.delete(client);
      this.cancelAll({ client }, 'CLIENT_DISCONNECTED', 'the client is not connected');
    };
    this.clientConnected(client);
    if (graceMs === 0) run();
    else this.disconnects.set(client, this.core.options.world.timers.after(graceMs, run));
  }

  attach(client: number, handler: ClientHandler): void {
    this.core.outbox.attach(client, handler);
  }

  // People and policies

  listen(listener: EngineListener): void {
    this.core.listeners.push(listener);
  }

  /** Cancels what a scope means; kill switches, emergencies and the end of a day. The outcome goes on counting. */
  cancelAll(scope: CancelScope, code: string, text: string, clOrdId = ''): MassCancelOutcome {
    let proof = new CancelProof([]);
    this.core.turn(() => {
      const at = this.core.now;
      this.core.recorder.control(at, code, text, scope.client ?? -1, clOrdId);
      const open = openByVenue(this.core.openChildren(scope), this.core.options.venues);
      const swept = this.sweepVenues(scope);
      const wire = cancelWires(this.core.options.venues, open, swept, this.core.children.retryMs);
      if (scope.venue !== undefined) {
        const meant = this.core.openChildren(scope);
        for (const child of meant) this.core.children.cancel(child);
        proof = new CancelProof(meant, wire);
        return;
      }
      const meant = [...this.core.openOrders()].filter((order) => isMeant(order, scope));
      for (const order of meant) this.core.recorder.close(at, order, 'canceled', code, text, true);
      proof = new CancelProof(meant, wire);
    });
    return proof;
  }

  /**
   * All that is at a venue is to go: where it takes one message for that, it gets it first, so that nothing there waits in a queue of cancels. Each order is
   * cancelled by itself all the same: what the venue says of each is the proof, and a mass cancel promises nothing. Returned are those venues where it took all along.
   */
  private sweepVenues({ client, instrument = -1, side, venue }: CancelScope): ReadonlySet<number> {
    const swept = new Set<number>();
    if (client !== undefined || side !== undefined) return swept;
    const { venues } = this.core.options;
    for (const each of venues) {
      if (venue !== undefined && each.index !== venue) continue;
      if (each.capabilities.massCancel !== 'native' || each.state !== 'active' || !this.core.log.isOpen) continue;
      const open = this.core.openChildren({ venue: each.index, ...(instrument < 0 ? {} : { instrument }) });
      if (open.length <= 1 || each.massCancel(instrument) !== 'sent') continue;
      this.core.counters.massCancels++;
      if ((each.massCancelled ?? open.length) >= open.length) swept.add(each.index);
    }
    return swept;
  }

  emergencyCancelAll(operator: string, reason: string): MassCancelOutcome {
    return this.cancelAll({}, 'EMERGENCY', `${operator}: ${reason}`);
  }

  /** Orders that live for the day expire: at the close of their market, or by hand. */
  endDay(instruments: ReadonlySet<number> | undefined, reason: string): MassCancelOutcome {
    const meant = [...this.core.openOrders()].filter(
      (order) => !order.state.carriesOver && (instruments?.has(order.terms.instrument) ?? true),
    );
    this.core.turn(() => {
      for (const order of meant) this.core.recorder.close(this.core.now, order, 'expired', 'DAY_ENDED', reason, true);
    });
    return new CancelProof(meant);
  }

  /** A new trading day: volumes and the risk side's day begin anew, ClOrdIDs of ended orders may be used again. */
  beginDay(): void {
    this.core.turn(() => {
      this.core.recorder.control(this.core.now, DAY_BEGINS, 'a trading day begins', -1, '');
      this.recovery.hadDayBegin();
    });
  }

  /** Writes something that others want to know again after a restart, such as an engaged kill switch or a changed limit; '' takes it away. */
  keep(key: string, value: string): void {
    this.core.turn(() => this.core.recorder.keep(this.core.now, key, value));
  }

  /** What `keep` was given, also before the restart. */
  get kept(): ReadonlyMap<string, string> {
    return this.core.index.kept;
  }

  /** Takes a venue out, or lets it in again: what is there stays. */
  setVenueEnabled(venue: number, isEnabled: boolean): void {
    this.core.children.disabled[venue] = !isEnabled;
    this.core.turn(() => this.core.tellVenue(venue));
  }

  /** Two people say what became of a child whose fate is not known. Throws OrdersError. */
  resolveUncertain(childId: number, outcome: Outcome, operator: string, approver: string): void {
    const child = this.core.index.children.get(childId);
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
    this.core.turn(() => {
      this.core.recorder.resolve(this.core.now, child, outcome, operator, approver);
      this.core.changed(child, undefined);
    });
  }

  uncertainChildren(): ChildOrder[] {
    return this.core.openChildren({}).filter((child) => child.isUncertain);
  }

  /** What was sent to each venue since the process began, and what became of it. */
  get totals(): readonly Readonly<VenueTotals>[] {
    return this.core.children.totals;
  }

  /** Children that are open or uncertain at a venue. */
  openAt(venue: number): readonly ChildOrder[] {
    return this.core.openChildren({ venue });
  }

  /** Orders that have not ended, oldest first. */
  openOrders(): ReadonlySet<ParentOrder> {
    return this.core.openOrders();
  }

  /** The market's last trade of an instrument. */
  onTrade(instrument: number, price: number, quantity: number, epochMs: number): void {
    this.core.tape.trade(instrument, price, quantity, epochMs);
    this.core.onMarket(instrument);
  }

  // Venues

  onReport(report: Readonly<VenueReport>): void {
    this.venues.onReport(report);
  }

  onRefusal(refusal: Readonly<VenueRefusal>): void {
    this.venues.onRefusal(refusal);
  }

  onUncertain(venue: number, orderId: number, request: UncertainRequest): void {
    this.venues.onUncertain(venue, orderId, request);
  }

  onState(venue: number, state: VenueSessionState, detail: string): void {
    this.venues.onState(venue, state, detail);
  }

  // The journal

  /** Reads the journal: orders as they were, reports told again. Before venues connect, once. Throws JournalError, OrdersError. */
  recover(): void {
    this.readJournal();
    this.goOnAll();
  }

  /** The first half of `recover`: the state as the journal has it, and nothing else. */
  readJournal(): void {
    this.recovery.readJournal();
  }

  /** The second half: from here on things happen. */
  goOnAll(): void {
    this.recovery.goOnAll(this.watcher);
  }

  /** SHA-256 of everything that is kept: the same before and after a restart. */
  digest(): string {
    return digestOf(this.core.index, this.core.names);
  }

  /** Writes all that is kept anew, and lets older records go. */
  compact(): void {
    this.recovery.compact();
  }

  /** Nothing is told or asked any more. The journal stays the caller's. */
  close(): void {
    if (this.core.log.isOpen) {
      this.core.log.audit();
      this.core.log.commit();
    }
    this.core.log.close();
    this.core.children.close();
    this.watcher.close();
    for (const timer of this.disconnects.values()) timer.cancel();
    for (const work of this.core.workers.all()) work.end();
  }
}
