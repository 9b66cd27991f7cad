/**
 * A venue as its configuration describes it: checks, names, journals, paces and sends orders over the order entry that is used now, and moves
 * between order entries. Everything the venue says goes through the keeper.
 */
import type { Listing } from '../../core/instruments.js';
import {
  ExecType,
  type SendResult,
  type Venue,
  type VenueCapabilities,
  type VenueHandler,
  type VenueOrder,
  type VenueSessionState,
  type VenueSessionStatus,
} from '../../core/venue.js';
import type { Timer, TradingWorld } from '../../core/world.js';
import { VenueError } from '../errors.js';
import { ImageType } from '../journal/order-image.js';
import type { VenueJournal } from '../journal/venue-journal.js';
import type { EntryListener, OrderEntry } from '../order-entry.js';
import { Pending } from '../orders/order-table.js';
import type { Reconciliation } from '../orders/reconciliation.js';
import { RateGate, Request, type RateLimit } from '../rates/rate-gate.js';
import type { Rollout } from '../rollout.js';
import { FallbackPolicy, type FallbackRules, type FallbackSubject } from './fallback-policy.js';
import { areReplacements, orderFault } from './order-check.js';
import type { OrderKeeper } from './order-keeper.js';

/** A further session of the venue that is not order entry: drop copy, market data. */
export interface SideSession {
  connect(): void;
  disconnect(reason: string): Promise<void>;
  status(): VenueSessionStatus;
  counters(): Readonly<Record<string, number>>;
}

export interface ConfiguredVenueSettings {
  readonly index: number;
  readonly id: string;
  readonly capabilities: VenueCapabilities;
  readonly rate: RateLimit;
  readonly fallback: FallbackRules;
  /** A cancel may go over another session than its order's. */
  readonly crossSessionCancel: boolean;
  /** Answers to what was sent before the connection broke may still come this long after the replay, before it is told as uncertain. */
  readonly uncertainAfterMs: number;
}

export interface ConfiguredVenueParts {
  readonly world: Pick<TradingWorld, 'clock' | 'timers'>;
  readonly keeper: OrderKeeper;
  readonly journal: VenueJournal;
  readonly rollout: Rollout;
  readonly handler: VenueHandler;
  readonly listing: (instrument: number) => Listing | undefined;
}

interface VenueCounters {
  submitted: number;
  cancels: number;
  replaces: number;
  massCancels: number;
  statusRequests: number;
  /** Uncertain orders that were not asked for: too many waited already. */
  unasked: number;
  /** Requests that were refused before anything was written. */
  notSent: number;
  /** Requests that waited for the rate and then could not leave. */
  neverLeft: number;
  faults: number;
  switches: number;
}

export class ConfiguredVenue implements Venue, EntryListener {
  readonly index: number;
  readonly id: string;
  readonly capabilities: VenueCapabilities;
  state: VenueSessionState = 'disconnected';
  massCancelled = 0;
  private readonly own: VenueCounters = {
    submitted: 0,
    cancels: 0,
    replaces: 0,
    massCancels: 0,
    statusRequests: 0,
    unasked: 0,
    notSent: 0,
    neverLeft: 0,
    faults: 0,
    switches: 0,
  };
  private readonly entries: OrderEntry[] = [];
  private readonly gates: RateGate[] = [];
  private readonly sides: SideSession[] = [];
  private current = 0;
  private readonly policy: FallbackPolicy;
  private wanted = false;
  private readonly settleTimers: (Timer | undefined)[] = [];
  private lastDetail = '';

  constructor(
    private readonly settings: ConfiguredVenueSettings,
    private readonly parts: ConfiguredVenueParts,
  ) {
    this.index = settings.index;
    this.id = settings.id;
    this.capabilities = settings.capabilities;
    this.policy = new FallbackPolicy(settings.fallback, parts.world, this.asSubject());
  }

  /** Adds the configured order entry, then its fallback, before `connect`. */
  addEntry(entry: OrderEntry): void {
    const { clock, timers } = this.parts.world;
    const send = (kind: number, slot: number): void => this.sendLater(entry, kind, slot);
    this.entries.push(entry);
    this.gates.push(new RateGate(this.settings.rate, clock, timers, send, () => entry.state === 'active'));
  }

  addSide(side: SideSession): void {
    this.sides.push(side);
  }

  get keeper(): OrderKeeper {
    return this.parts.keeper;
  }

  get rollout(): Rollout {
    return this.parts.rollout;
  }

  /** The order entry that new orders take. */
  get entryInUse(): OrderEntry {
    return this.entries[this.current]!;
  }

  sessions(): readonly VenueSessionStatus[] {
    return [...this.entries.map((entry) => entry.status()), ...this.sides.map((side) => side.status())];
  }

  connect(): void {
    if (this.wanted) return;
    this.wanted = true;
    for (const side of this.sides) side.connect();
    this.entries[this.current]?.connect();
    this.policy.watchDown();
  }

  async disconnect(reason: string): Promise<void> {
    this.wanted = false;
    this.policy.stop();
    for (const gate of this.gates) gate.clear((kind, slot) => this.neverLeft(kind, slot, reason));
    await Promise.all([
      ...this.entries.map((entry) => entry.disconnect(reason)),
      ...this.sides.map((side) => side.disconnect(reason)),
    ]);
  }

  /**
   * An operator logs one session on or out. Logged out it stays so until logged on; a fallback is not taken in its place. Undefined: there is no such session.
   */
  operateSession(id: string, to: 'logon' | 'logout', reason: string): Promise<void> | undefined {
    const session = [...this.entries, ...this.sides].find((each) => each.status().id === id);
    if (session === undefined) return undefined;
    if (to === 'logon') {
      this.wanted = true;
      session.connect();
      this.policy.watchDown();
      return Promise.resolve();
    }
    this.policy.stop();
    return session.disconnect(reason);
  }

  // Orders

  submit(order: Readonly<VenueOrder>): SendResult {
    const result = this.trySubmit(order);
    if (result === 'sent') this.own.submitted++;
    else this.own.notSent++;
    return result;
  }

  cancel(orderId: number): SendResult {
    const { table } = this.keeper;
    const slot = table.find(orderId);
    if (slot < 0 || table.isDone(slot)) return this.not('unknownOrder');
    const entry = this.entryFor(slot);
    if (entry === undefined) return this.not('notConnected');
    const gate = this.gates[entry.number]!;
    if (gate.withdraw(slot)) {
      this.neverLeft(Request.submit, slot, 'withdrawn while it waited');
      return 'sent';
    }
    if (!this.parts.journal.isOpen) return this.not('journalFull');
    if (!gate.hasRoom()) return this.not('rateLimited');
    table.ask(slot, Pending.cancel, entry.connection);
    table.requests[slot] = table.requests[slot]! + 1;
    this.parts.journal.write(ImageType.cancel, table, slot);
    this.own.cancels++;
    this.hand(entry, gate, Request.cancel, slot);
    return 'sent';
  }

  replace(orderId: number, newOrderId: number, quantity: number, price: number): SendResult {
    const { keeper } = this;
    const { table } = keeper;
    if (this.capabilities.replace !== 'replace') return this.not('unsupported');
    const old = table.find(orderId);
    if (old < 0 || table.isDone(old)) return this.not('unknownOrder');
    const listing = this.parts.listing(table.instrument[old]!);
    if (listing === undefined) return this.not('symbolNotListed');
    if (!areReplacements(quantity, price, listing) || table.find(newOrderId) >= 0) return this.not('badValue');
    const entry = this.entries[table.entry[old]!];
    if (entry === undefined || entry.state !== 'active') return this.not('notConnected');
    if (!this.parts.journal.isOpen) return this.not('journalFull');
    const gate = this.gates[entry.number]!;
    if (!gate.hasRoom()) return this.not('rateLimited');
    const slot = table.addReplacement(
      old,
      newOrderId,
      quantity === 0 ? table.quantity[old]! : quantity,
      price === 0 ? table.price[old]! : price,
    );
    if (slot < 0) return this.not('rateLimited');
    const refusal = entry.refusal(slot);
    if (refusal !== '') {
      this.drop(slot);
      return this.not(refusal);
    }
    entry.prepare(slot);
    table.ask(old, Pending.replace, entry.connection);
    table.pending[slot] = Pending.submit;
    table.sentOn[slot] = entry.connection;
    this.parts.journal.write(ImageType.replace, table, slot);
    this.own.replaces++;
    this.hand(entry, gate, Request.replace, slot);
    return 'sent';
  }

  massCancel(instrument: number): SendResult {
    if (this.capabilities.massCancel === 'none') return this.not('unsupported');
    if (instrument >= 0 && this.parts.listing(instrument) === undefined) return this.not('symbolNotListed');
    this.massCancelled = 0;
    const active = this.entries.filter(({ state }) => state === 'active');
    if (active.length === 0) return this.not('notConnected');
    if (!this.parts.journal.isOpen) return this.not('journalFull');
    // After a switch of sessions the other one may still be there, with orders of its own. The one in use is asked in any case.
    const inUse = this.entryInUse;
    let isSent = false;
    for (const entry of active) {
      this.withdrawWaiting(entry, instrument);
      if (entry !== inUse && this.openOf(entry, instrument).next().done === true) continue;
      if (!entry.sendMassCancel(instrument)) continue;
      isSent = true;
      this.markCancelled(entry, instrument);
    }
    if (!isSent) return this.not('unsupported');
    this.own.massCancels++;
    return 'sent';
  }

  isInReach(orderId: number): boolean {
    const slot = this.keeper.table.find(orderId);
    return slot < 0 || this.entryFor(slot) !== undefined;
  }

  requestStatus(orderId: number): SendResult {
    const slot = this.keeper.table.find(orderId);
    if (slot < 0) return this.not('unknownOrder');
    const own = this.entries[this.keeper.table.entry[slot]!];
    const entry = own?.state === 'active' ? own : this.entryInUse;
    if (entry.state !== 'active') return this.not('notConnected');
    if (!entry.sendStatus(slot)) return this.not('unsupported');
    this.own.statusRequests++;
    return 'sent';
  }

  switchOrderEntry(to: 'primary' | 'backup' | 'fallback', reason: string): void {
    if (to !== 'fallback') {
      this.use(0, reason);
      this.entries[0]?.useGateway(to, reason);
      return;
    }
    if (this.entries.length < 2) {
      throw new VenueError('VENUE_FALLBACK', 'no fallback is configured', { where: this.id });
    }
    this.use(1, reason);
  }

  /** Whether order sessions and drop copy tell the same trades since this process began; undefined without a drop copy. */
  reconciliation(olderThanMs = 5_000): Reconciliation | undefined {
    return this.keeper.reconciler?.state(this.parts.world.clock.epochMs(), olderThanMs);
  }

  counters(): Readonly<Record<string, number>> {
    const { keeper, rollout } = this.parts;
    const all: Record<string, number> = {
      ...this.own,
      ...keeper.counters,
      liveOrders: keeper.table.live,
      evictedOrders: keeper.table.evicted,
      rolledOut: rollout.refused,
    };
    for (const entry of this.entries) {
      for (const [name, count] of Object.entries(entry.counters())) all[`${entry.protocol}.${name}`] = count;
      const gate = this.gates[entry.number]!;
      for (const [name, count] of Object.entries(gate.counters)) all[`${entry.protocol}.rate.${name}`] = Number(count);
    }
    for (const side of this.sides) {
      const { purpose } = side.status();
      for (const [name, count] of Object.entries(side.counters())) all[`${purpose}.${name}`] = count;
    }
    return all;
  }

  // The order entries' side

  onEntryState(entry: OrderEntry, state: VenueSessionState, detail: string): void {
    if (state === 'active') this.settle(entry, detail);
    else if (entry.number === this.current) this.tell(state, detail);
    if (state !== 'active' && state !== 'recovering') {
      this.settleTimers[entry.number]?.cancel();
      // What waited has not left, and what is known must not be told as unknown.
      if (state === 'disconnected' || state === 'failed') {
        this.gates[entry.number]?.clear((kind, slot) => this.neverLeft(kind, slot, `${this.id}: ${detail}`));
      }
      this.policy.watchDown();
    }
    if (entry.number === 0) this.policy.watchReturn();
  }

  onEntryFault(entry: OrderEntry, detail: string): void {
    this.own.faults++;
    if (entry.number === 0) this.policy.fault(detail);
  }

  // Within

  private trySubmit(order: Readonly<VenueOrder>): SendResult {
    const { keeper, journal, rollout } = this.parts;
    const { table } = keeper;
    if (!rollout.allows(order.instrument, order.orderId)) return 'rolledOut';
    const listing = this.parts.listing(order.instrument);
    if (listing === undefined) return 'symbolNotListed';
    const fault = orderFault(order, listing, this.capabilities);
    if (fault !== undefined) return fault;
    if (table.find(order.orderId) >= 0) return 'badValue';
    const entry = this.entries[this.current]!;
    if (this.state !== 'active' || entry.state !== 'active') return 'notConnected';
    if (!journal.isOpen) return 'journalFull';
    const gate = this.gates[this.current]!;
    if (!gate.hasRoom()) return 'rateLimited';
    const slot = table.add(order);
    if (slot < 0) return 'rateLimited';
    table.entry[slot] = entry.number;
    const refusal = entry.refusal(slot);
    if (refusal !== '') {
      this.drop(slot);
      return refusal;
    }
    entry.prepare(slot);
    table.pending[slot] = Pending.submit;
    table.sentOn[slot] = entry.connection;
    journal.write(ImageType.submit, table, slot);
    this.hand(entry, gate, Request.submit, slot);
    return 'sent';
  }

  private hand(entry: OrderEntry, gate: RateGate, kind: number, slot: number): void {
    if (gate.pass(kind, slot) === 'now') this.sendLater(entry, kind, slot);
  }

  private sendLater(entry: OrderEntry, kind: number, slot: number): void {
    const { table } = this.keeper;
    // It may have come to an end while its request waited.
    if (table.isDone(slot)) return;
    if (!this.sendNow(entry, kind, slot)) this.neverLeft(kind, slot, 'the session takes nothing');
  }

  private sendNow(entry: OrderEntry, kind: number, slot: number): boolean {
    switch (kind) {
      case Request.submit:
        return entry.sendSubmit(slot);
      case Request.cancel:
        return entry.sendCancel(slot);
      case Request.replace: {
        const old = this.keeper.table.originOf(slot);
        return old >= 0 && entry.sendReplace(old, slot);
      }
      default:
        return entry.sendStatus(slot);
    }
  }

  /** A request that was journalled and has certainly not left: that is an answer too. */
  private neverLeft(kind: number, slot: number, why: string): void {
    const { keeper } = this;
    this.own.neverLeft++;
    if (kind === Request.status) return;
    const text = `not sent: ${why}`;
    if (kind === Request.cancel) {
      keeper.refuse(slot, 'cancel', 0, 'notSent', text);
      return;
    }
    if (kind === Request.replace) {
      keeper.refuseReplace(slot, 0, 'notSent', text);
      return;
    }
    const report = keeper.blank(slot);
    report.execType = ExecType.rejected;
    report.execId = `N${report.orderId}`;
    report.reasonCode = 'notSent';
    report.text = text;
    keeper.give(slot, true);
  }

  /** An order that was never more than a slot. */
  private drop(slot: number): void {
    this.keeper.table.forget(slot);
  }

  private not(result: SendResult): SendResult {
    this.own.notSent++;
    return result;
  }

  /** The session that a cancel may take: the order's own, or by rule another one. */
  private entryFor(slot: number): OrderEntry | undefined {
    const own = this.entries[this.keeper.table.entry[slot]!];
    if (own?.state === 'active') return own;
    const entry = this.entryInUse;
    return this.settings.crossSessionCancel && entry.state === 'active' ? entry : undefined;
  }

  private *openOf(entry: OrderEntry, instrument: number): Generator<number> {
    const { table } = this.keeper;
    for (let slot = 0; slot < table.end; slot++) {
      if (table.isDone(slot) || table.entry[slot] !== entry.number) continue;
      if (instrument < 0 || table.instrument[slot] === instrument) yield slot;
    }
  }

  /** New orders that wait are not for the venue any more. */
  private withdrawWaiting(entry: OrderEntry, instrument: number): void {
    const gate = this.gates[entry.number]!;
    for (const slot of this.openOf(entry, instrument))
      if (gate.withdraw(slot)) this.neverLeft(Request.submit, slot, 'withdrawn while it waited');
  }

  /** A cancel of each, as far as the journal is concerned. Nothing leaves before the commit at the end of this turn, which takes these records with it. */
  private markCancelled(entry: OrderEntry, instrument: number): void {
    const { table } = this.keeper;
    for (const slot of this.openOf(entry, instrument)) {
      table.ask(slot, Pending.cancel, entry.connection);
      this.parts.journal.write(ImageType.cancel, table, slot);
      this.massCancelled++;
    }
  }

  /** The replay of an entry is over: uncertain requests are told, after a time in which answers may still come. */
  private settle(entry: OrderEntry, detail: string): void {
    const isUsed = entry.number === this.current;
    const finish = (): void => {
      this.settleTimers[entry.number] = undefined;
      if (isUsed && entry.number === this.current) this.tell('active', detail);
      const told = this.parts.keeper.tellUncertain(entry.number, entry.connection);
      this.gates[entry.number]?.drain();
      this.ask(entry, told);
    };
    this.settleTimers[entry.number]?.cancel();
    const { uncertainAfterMs } = this.settings;
    if (uncertainAfterMs === 0 || !this.keeper.hasOlder(entry.number, entry.connection)) {
      finish();
      return;
    }
    if (isUsed) this.tell('recovering', 'waits for answers to what was sent before');
    this.settleTimers[entry.number] = this.parts.world.timers.after(uncertainAfterMs, finish);
  }

  /** What was told as uncertain is asked for, where the venue has words for it and the protocol does not tell by itself. */
  private ask(entry: OrderEntry, slots: readonly number[]): void {
    if (slots.length === 0 || entry.asksAfterReplay !== true) return;
    if (entry.sendMassStatus?.(slots) === true) {
      this.own.statusRequests++;
      return;
    }
    if (this.capabilities.orderStatus === 'native') this.askEach(entry, slots);
  }

  /** They are over: how, the venue can say where it can be asked for an order that is. */
  onNotOpen(entry: OrderEntry, slots: readonly number[]): void {
    if (this.capabilities.orderStatus === 'native') this.askEach(entry, slots);
    else for (const slot of slots) this.keeper.gone(slot, 'notOpen', 'not among the open orders of the venue');
  }

  private askEach(entry: OrderEntry, slots: readonly number[]): void {
    const gate = this.gates[entry.number]!;
    for (const slot of slots) {
      if (!gate.hasRoom()) {
        this.own.unasked++;
        continue;
      }
      this.own.statusRequests++;
      this.hand(entry, gate, Request.status, slot);
    }
  }

  private tell(state: VenueSessionState, detail: string): void {
    if (this.state === state && (state !== 'active' || this.lastDetail === detail)) return;
    this.state = state;
    this.lastDetail = detail;
    this.parts.handler.onState(this.index, state, detail);
  }

  /** New orders take this entry from now on. The other one stays connected, for what it still has to say and for cancels. */
  private use(number: number, reason: string): void {
    if (number === this.current) return;
    this.own.switches++;
    this.current = number;
    this.policy.moved();
    const entry = this.entries[number]!;
    if (this.wanted) entry.connect();
    this.reconcile(number === 0 ? 1 : 0);
    if (entry.state === 'active') this.tell('active', `${entry.protocol}: ${reason}`);
    else this.tell('connecting', `${entry.protocol}: ${reason}`);
    this.policy.watchDown();
  }

  /** Orders that live on an entry which is not in use, and cannot be asked there, are uncertain until somebody tells. */
  private reconcile(entryNumber: number): void {
    const entry = this.entries[entryNumber];
    if (entry === undefined || entry.state === 'active') return;
    const { table } = this.keeper;
    for (let slot = 0; slot < table.end; slot++) {
      if (table.entry[slot] !== entryNumber || table.isDone(slot)) continue;
      this.keeper.uncertain(table.orderId[slot]!, 'submit');
    }
  }

  /** This venue as the fallback policy sees it. */
  private asSubject(): FallbackSubject {
    const isFirstActive = (): boolean => this.entries[0]?.state === 'active';
    const mayMove = (): boolean => this.wanted && this.entries.length > 1;
    const isMoved = (): boolean => this.current !== 0;
    return {
      get mayMove() {
        return mayMove();
      },
      get isMoved() {
        return isMoved();
      },
      get isFirstActive() {
        return isFirstActive();
      },
      move: (to, why) => {
        if (to === 'fallback') this.use(1, why);
        else this.use(0, `${this.entries[0]!.protocol} ${why}`);
      },
    };
  }
}
