/** Reads the order engine's stream again: the last whole snapshot, and every event since, in order. Nothing is sent and nobody is asked meanwhile. */
import { JournalKind, type Journal, type JournalEntry } from '../../../core/journal.js';
import { blankReport, type VenueRefusal, type VenueReport } from '../../../core/venue.js';
import { OrdersError } from '../../errors.js';
import type { ChildEvents, Outcome } from '../model/child-events.js';
import type { ChildOrder } from '../model/child-order.js';
import type { OrderEvents } from '../model/order-events.js';
import type { ParentOrder } from '../model/parent-order.js';
import type { AuditChain } from './audit-chain.js';
import type { Names } from './names.js';
import { RecordReader } from './record-text.js';
import { chainOf, isLastPart, SnapshotReader } from './snapshot.js';
import {
  ChildStep,
  DAY_BEGINS,
  ENDINGS,
  KEEPS,
  LIQUIDITIES,
  OUTCOMES,
  REASONS,
  REQUESTS,
  RequestStep,
  SOURCES,
  UNCERTAIN,
  WorkStep,
} from './steps.js';
import { readMemory, readTerms } from './terms.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface OpenedFacts {
  readonly clients: readonly string[];
  readonly venues: readonly string[];
  /** Numbers below it may have been used. */
  readonly nextId: number;
  readonly sequences: readonly number[];
}

export class Replay {
  /** Records that were had again; those of orders that are not kept any more; audit records that are not what their records make. */
  readonly counters = { records: 0, ofForgotten: 0, chainFaults: 0 };
  private readonly reader = new RecordReader();
  private readonly report: Mutable<VenueReport> = blankReport(0);
  private readonly refusal: Mutable<VenueRefusal> = {
    venue: 0,
    orderId: 0,
    request: 'cancel',
    ordStatus: 0,
    reasonCode: '',
    text: '',
  };
  private snapshot: SnapshotReader | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly stream: number,
    private readonly orders: OrderEvents,
    private readonly children: ChildEvents,
    private readonly names: Names,
    private readonly hooks: { readonly restored: () => void; readonly dayBegins: () => void },
  ) {}

  /** Throws JournalError, OrdersError. @param chain is brought to where it ended */
  run(chain: AuditChain, each: () => void): void {
    const from = this.survey(chain);
    this.journal.scan(from, (entry) => {
      if (entry.stream !== this.stream) return true;
      this.take(entry);
      each();
      return true;
    });
  }

  /** Where to begin: at the last snapshot that is whole. */
  private survey(chain: AuditChain): number {
    let from = 0;
    let begun = 0;
    this.journal.scan(0, (entry) => {
      const { stream, kind, number, bytes, start, end, position } = entry;
      if (stream !== this.stream) return true;
      if (kind === JournalKind.orderAudit) {
        if (!chain.meet(entry)) this.counters.chainFaults++;
        return true;
      }
      if (kind === JournalKind.orderSnapshot && number === 0) {
        chain.goOnFrom(...chainOf(bytes.subarray(start, end)));
        begun = position;
      }
      chain.add(kind, number, bytes, start, end);
      if (kind !== JournalKind.orderSnapshot || !isLastPart(bytes.subarray(start, end))) return true;
      from = begun;
      // Before a whole snapshot records may be gone by right.
      this.counters.chainFaults = 0;
      return true;
    });
    return from;
  }

  private take(entry: JournalEntry): void {
    const { kind, number, bytes, start, end } = entry;
    const { reader } = this;
    this.counters.records++;
    reader.open(bytes, start, end);
    switch (kind) {
      case JournalKind.orderOpened:
        this.opened(bytes.subarray(start, end));
        return;
      case JournalKind.orderSnapshot:
        this.snapshotPart(number, bytes.subarray(start, end));
        return;
      case JournalKind.orderNew:
        this.newOrder(number);
        return;
      case JournalKind.orderRequest:
        this.request(number);
        return;
      case JournalKind.orderChild:
        this.child(number);
        return;
      case JournalKind.orderChildRequest:
        this.withChild(number, (child) => this.childRequest(child));
        return;
      case JournalKind.orderReport:
        this.withChild(number, (child) => this.venueReport(child, number));
        return;
      case JournalKind.orderRefusal:
        this.withChild(number, (child) => this.venueRefusal(child, number));
        return;
      case JournalKind.orderUncertain:
        this.withChild(number, (child) => this.children.uncertain(reader.num(), child, UNCERTAIN[reader.num()]!));
        return;
      case JournalKind.orderWork:
        this.withOrder(number, (order) => this.work(order));
        return;
      case JournalKind.orderResolution:
        this.withChild(number, (child) => this.resolution(child));
        return;
      case JournalKind.orderControl:
        this.control(number);
        return;
      case JournalKind.orderAudit:
        return;
      default:
        throw new OrdersError('ORDERS_RECORD', 'a record of orders is of no known kind', { found: kind });
    }
  }

  private opened(bytes: Uint8Array): void {
    const { clients, venues, nextId, sequences } = JSON.parse(Buffer.from(bytes).toString('utf8')) as OpenedFacts;
    const { index } = this.orders;
    this.names.was(clients, venues);
    index.nextId = Math.max(index.nextId, nextId);
    sequences.forEach((sequence, client) => {
      const now = this.names.clients.indexOf(clients[client]!);
      if (now >= 0) index.sequences[now] = Math.max(index.sequences[now]!, sequence);
    });
  }

  /** Only the one that the reading begins with counts: later ones say what is known already. */
  private snapshotPart(part: number, bytes: Uint8Array): void {
    if (part === 0 && this.counters.records === 1) this.snapshot = new SnapshotReader(this.orders.index, this.names);
    if (this.snapshot === undefined) return;
    this.snapshot.take(bytes);
    if (!isLastPart(bytes)) return;
    this.snapshot = undefined;
    this.hooks.restored();
  }

  private newOrder(orderId: number): void {
    const { reader, orders, names } = this;
    const at = reader.num();
    const isAccepted = reader.flag();
    const terms = readTerms(reader, names.instrumentOf);
    terms.client = names.client(terms.client);
    if (isAccepted) {
      orders.accept(at, orderId, terms, reader.text(), reader.flag() ? 'native' : 'emulated', reader.num());
    } else orders.refuse(at, orderId, terms, reader.text(), reader.text());
  }

  private request(orderId: number): void {
    const { reader, orders } = this;
    const at = reader.num();
    const step = reader.num();
    if (step === RequestStep.refused) {
      const clOrdId = reader.text();
      const origClOrdId = reader.text();
      const client = this.names.client(reader.num());
      const order = orders.index.parents.get(orderId);
      const request = REQUESTS[reader.num()]!;
      orders.requestRefused(client, order, clOrdId, origClOrdId, request, REASONS[reader.num()]!, reader.text());
      return;
    }
    this.withOrder(orderId, (order) => {
      const text = reader.text();
      if (step === RequestStep.cancel) orders.cancelAsked(at, order, text);
      else if (step === RequestStep.replace) {
        const wanted = {
          quantity: reader.num(),
          price: reader.num(),
          stopPrice: reader.num(),
          displayQuantity: reader.num(),
        };
        orders.replaceAsked(at, order, text, wanted, reader.num());
      } else {
        const waiting = Array.from({ length: reader.num() }, () => reader.num());
        orders.replaceTaken(at, order, step === RequestStep.replaceTaken, waiting, text);
      }
    });
  }

  private child(orderId: number): void {
    const { reader, children, names } = this;
    const at = reader.num();
    if (reader.num() === ChildStep.unsent) {
      this.withChild(orderId, (child) => children.unsent(at, child, reader.text()));
      return;
    }
    this.withOrder(reader.num(), (parent) => {
      const venue = names.venue(reader.num());
      const quantity = reader.num();
      const price = reader.num();
      const timeInForce = reader.num();
      const ordType = reader.num();
      const tag = reader.num();
      const rests = reader.flag();
      children.sent(at, parent, orderId, venue, quantity, price, timeInForce, ordType, tag, rests, reader.num());
    });
  }

  private childRequest(child: ChildOrder): void {
    const { reader, children } = this;
    const at = reader.num();
    switch (reader.num()) {
      case ChildStep.cancel:
        children.cancelAsked(child);
        return;
      case ChildStep.cancelUnsent:
        children.cancelUnsent(at, child, reader.flag());
        return;
      case ChildStep.replace:
        children.replaceAsked(child, reader.num(), reader.num(), reader.num());
        return;
      default:
        children.replaceUnsent(at, child, reader.num());
    }
  }

  private venueReport(child: ChildOrder, orderId: number): void {
    const { reader, report } = this;
    const at = reader.num();
    report.venue = child.venue;
    report.orderId = orderId;
    report.instrument = child.parent.terms.instrument;
    report.side = child.parent.terms.side;
    report.execType = reader.num();
    report.ordStatus = reader.num();
    report.execId = reader.text();
    report.execRefId = reader.text();
    report.lastQuantity = reader.num();
    report.lastPrice = reader.num();
    report.cumQuantity = reader.num();
    report.leavesQuantity = reader.num();
    report.orderQuantity = reader.num();
    report.price = reader.num();
    report.source = SOURCES[reader.num()] ?? 'session';
    report.liquidity = LIQUIDITIES[reader.num()] ?? '';
    report.transactEpochMs = reader.num();
    report.reasonCode = reader.text();
    report.text = reader.text();
    this.children.report(at, child, report);
  }

  private venueRefusal(child: ChildOrder, orderId: number): void {
    const { reader, refusal } = this;
    const at = reader.num();
    refusal.venue = child.venue;
    refusal.orderId = orderId;
    refusal.request = UNCERTAIN[reader.num()] === 'replace' ? 'replace' : 'cancel';
    refusal.ordStatus = reader.num();
    refusal.reasonCode = reader.text();
    refusal.text = reader.text();
    this.children.refusal(at, child, refusal);
  }

  private work(order: ParentOrder): void {
    const { reader, orders } = this;
    const at = reader.num();
    switch (reader.num()) {
      case WorkStep.started:
        orders.started(at, order);
        return;
      case WorkStep.remember:
        orders.remember(order, readMemory(reader));
        return;
      case WorkStep.tell:
        orders.told(at, order, reader.num(), reader.text());
        return;
      default:
        orders.close(at, order, ENDINGS[reader.num()]!, reader.text(), reader.text());
    }
  }

  private control(orderId: number): void {
    const { reader, orders } = this;
    const at = reader.num();
    const ending = ENDINGS[reader.num()]!;
    const code = reader.text();
    const text = reader.text();
    if (orderId > 0) this.withOrder(orderId, (order) => orders.close(at, order, ending, code, text));
    else if (code === DAY_BEGINS) this.hooks.dayBegins();
    else if (code === KEEPS) {
      reader.num();
      const value = reader.text();
      if (value === '') orders.index.kept.delete(text);
      else orders.index.kept.set(text, value);
    } else {
      const client = reader.num();
      const clOrdId = reader.text();
      if (clOrdId !== '') orders.index.nameLoose(this.names.client(client), clOrdId);
    }
  }

  private resolution(child: ChildOrder): void {
    const { reader } = this;
    const at = reader.num();
    const kind = OUTCOMES[reader.num()]!;
    reader.text();
    reader.text();
    const outcome: Outcome =
      kind === 'traded' ? { kind, execId: reader.text(), quantity: reader.num(), price: reader.num() } : { kind };
    this.children.resolve(at, child, outcome);
  }

  private withOrder(orderId: number, run: (order: ParentOrder) => void): void {
    const order = this.orders.index.parents.get(orderId);
    if (order === undefined) this.counters.ofForgotten++;
    else run(order);
  }

  private withChild(orderId: number, run: (child: ChildOrder) => void): void {
    const child = this.orders.index.children.get(orderId);
    if (child === undefined) this.counters.ofForgotten++;
    else run(child);
  }
}
