/**
 * Spans of an order's way, made of what the journal says of it: one for the order, from when it was written down to when nothing of it is left, and one below it for each child at a
 * venue. Bounded: of too many orders at a time, and of too many events in one, some are left out and counted.
 */
import { createHash } from 'node:crypto';
import { JournalKind } from '../../core/journal.js';
import type { Described } from '../../orders/engine/log/describe.js';
import type { Span, SpanEvent, SpanValue } from './span.js';

export interface OrderSpansOptions {
  /** Part of the orders that are followed, 0 to 1; which ones follows from their number. */
  readonly sampleRatio: number;
  /** What makes trace ids of this run differ from those of others. */
  readonly seed: string;
  readonly emit: (span: Span) => void;
  /** Orders that are followed at a time. 10,000 when absent. */
  readonly ordersMax?: number;
}

const ORDERS_MAX = 10_000;
const EVENTS_MAX = 64;
/** Fields that a person or a client wrote, which may be long or private. */
const LEFT_OUT: ReadonlySet<string> = new Set(['text', 'operator', 'approver', 'linkId']);
/** OrdStatus that an order does not leave, and ExecType that leads there, where a venue tells no more: filled, done for day, canceled, rejected, expired. */
const ENDS: ReadonlySet<string> = new Set(['2', '3', '4', '8', 'C']);
/** What an order goes on towards its end with. A cancel may be refused: then something of it stays at a venue, and it has not ended. */
const ENDINGS: ReadonlySet<string> = new Set(['cancel', 'finish', 'control']);
const TAKEN_BACK: ReadonlySet<string> = new Set(['G', 'H']);
const REJECTED = '8';
const REPLACED = '5';

interface OpenSpan {
  readonly id: number;
  readonly order: OpenOrder;
  readonly name: string;
  readonly startMs: number;
  readonly attributes: Readonly<Record<string, SpanValue>>;
  readonly events: SpanEvent[];
  eventsLost: number;
  readonly quantity: number;
  filled: number;
}

interface OpenOrder {
  readonly traceId: string;
  readonly children: Map<number, OpenSpan>;
  root: OpenSpan | undefined;
  isEnding: boolean;
}

export class OrderSpans {
  readonly counters = { ordersSeen: 0, ordersFollowed: 0, ordersLost: 0, eventsLost: 0 };
  private readonly orders = new Map<number, OpenOrder>();
  /** By child. */
  private readonly parents = new Map<number, OpenOrder>();

  constructor(private readonly options: OrderSpansOptions) {}

  /** Whether a record may belong to an order that is followed: most do not, and need not be read. */
  wants(kind: number, orderId: number): boolean {
    if (kind === JournalKind.orderOpened) return true;
    if (kind === JournalKind.orderNew) {
      this.counters.ordersSeen++;
      return sampleOf(orderId) < this.options.sampleRatio;
    }
    if (kind === JournalKind.orderChild) return this.orders.size > 0;
    return this.orders.has(orderId) || this.parents.has(orderId);
  }

  /** Records in their order, those that are wanted. */
  note({ event, orderId, at, fields }: Described): void {
    if (event === 'new' || event === 'refused') {
      this.begin(orderId, at, event, fields);
      return;
    }
    if (event === 'child-sent') {
      this.send(orderId, at, fields);
      return;
    }
    const child = this.parents.get(orderId);
    if (child !== undefined) this.ofChild(child, orderId, at, event, fields);
    else if (orderId > 0) this.ofOrder(orderId, at, event, fields);
  }

  private begin(orderId: number, at: number, event: string, fields: Described['fields']): void {
    this.counters.ordersFollowed++;
    const order: OpenOrder = {
      traceId: this.idOf(`order ${orderId}`, 32),
      children: new Map(),
      root: undefined,
      isEnding: false,
    };
    const attributes = { 'order.id': orderId, ...namesOf('order', fields) };
    order.root = open(order, orderId, 'order', at, attributes, Number(fields['quantity']));
    if (event === 'refused') {
      this.close(order.root, at, true);
      return;
    }
    this.orders.set(orderId, order);
    if (this.orders.size > (this.options.ordersMax ?? ORDERS_MAX)) this.forgetOldest();
  }

  private send(childId: number, at: number, fields: Described['fields']): void {
    const order = this.orders.get(Number(fields['parent']));
    if (order === undefined) return;
    const venue = String(fields['venue']);
    const attributes = { 'child.id': childId, ...namesOf('child', fields) };
    const child = open(order, childId, `child ${venue}`, at, attributes, Number(fields['quantity']));
    order.children.set(childId, child);
    this.parents.set(childId, order);
  }

  private ofChild(order: OpenOrder, childId: number, at: number, event: string, fields: Described['fields']): void {
    const span = order.children.get(childId);
    if (span === undefined) return;
    this.add(span, at, event, fields);
    if (event === 'child-replace') {
      const replacement = Number(fields['newOrderId']);
      const attributes = { 'child.id': replacement, 'child.replaces': childId };
      const quantity = Number(fields['quantity']) || span.quantity;
      order.children.set(replacement, open(order, replacement, span.name, at, attributes, quantity));
      this.parents.set(replacement, order);
      return;
    }
    if (event === 'child-replace-unsent') this.drop(order, Number(fields['newOrderId']));
    if (event === 'child-unsent') this.end(span, at, true);
    if (event === 'venue-report') this.reported(order, span, at, fields);
    this.settle(order, at);
  }

  private reported(order: OpenOrder, span: OpenSpan, at: number, fields: Described['fields']): void {
    const status = String(fields['ordStatus']);
    const type = String(fields['execType']);
    const last = Number(fields['lastQuantity']);
    if (last > 0 && !TAKEN_BACK.has(type)) {
      span.filled += last;
      if (order.root !== undefined) order.root.filled += last;
    }
    // A venue tells of a replacement under the new number: the old order is no more.
    const before = type === REPLACED ? order.children.get(Number(span.attributes['child.replaces'])) : undefined;
    if (before !== undefined) this.end(before, at, false);
    if (ENDS.has(status) || ENDS.has(type) || span.filled >= span.quantity) {
      this.end(span, at, status === REJECTED || type === REJECTED);
    }
  }

  private ofOrder(orderId: number, at: number, event: string, fields: Described['fields']): void {
    const order = this.orders.get(orderId);
    if (order?.root === undefined) return;
    this.add(order.root, at, event, fields);
    if (ENDINGS.has(event)) order.isEnding = true;
    this.settle(order, at);
  }

  /** Nothing of it is at a venue, and nothing more will be. */
  private settle(order: OpenOrder, at: number): void {
    const { root } = order;
    if (root === undefined || order.children.size > 0) return;
    if (!order.isEnding && root.filled < root.quantity) return;
    this.orders.delete(root.id);
    this.close(root, at, false);
  }

  private add(span: OpenSpan, at: number, name: string, fields: Described['fields']): void {
    if (span.events.length >= EVENTS_MAX) {
      span.eventsLost++;
      this.counters.eventsLost++;
      return;
    }
    span.events.push({ name, at, attributes: namesOf('', fields) });
  }

  private end(span: OpenSpan, at: number, isError: boolean): void {
    this.drop(span.order, span.id);
    this.close(span, at, isError);
  }

  private drop(order: OpenOrder, childId: number): void {
    order.children.delete(childId);
    this.parents.delete(childId);
  }

  private close(span: OpenSpan, endMs: number, isError: boolean): void {
    const { order, id, name, startMs, attributes, events, eventsLost, filled } = span;
    const isRoot = order.root?.id === id;
    this.options.emit({
      traceId: order.traceId,
      spanId: this.idOf(`${isRoot ? 'order' : 'child'} span ${id}`, 16),
      parentSpanId: isRoot ? undefined : this.idOf(`order span ${order.root?.id ?? 0}`, 16),
      name,
      startMs,
      endMs: Math.max(startMs, endMs),
      attributes: { ...attributes, filled, ...(eventsLost === 0 ? {} : { eventsLost }) },
      events,
      isError,
    });
  }

  private forgetOldest(): void {
    for (const [orderId, order] of this.orders) {
      for (const child of [...order.children.keys()]) this.drop(order, child);
      this.orders.delete(orderId);
      this.counters.ordersLost++;
      return;
    }
  }

  private idOf(what: string, digits: number): string {
    return createHash('sha256').update(`${this.options.seed} ${what}`).digest('hex').slice(0, digits);
  }
}

function open(
  order: OpenOrder,
  id: number,
  name: string,
  startMs: number,
  attributes: Readonly<Record<string, SpanValue>>,
  quantity: number,
): OpenSpan {
  return { id, order, name, startMs, attributes, events: [], eventsLost: 0, quantity, filled: 0 };
}

/** From 0 to below 1, the same for a number each time, and even over all of them. */
export function sampleOf(orderId: number): number {
  return (Math.imul(orderId % 2 ** 32, 0x9e3779b1) >>> 0) / 2 ** 32;
}

function namesOf(prefix: string, fields: Described['fields']): Record<string, SpanValue> {
  const attributes: Record<string, SpanValue> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (LEFT_OUT.has(name) || value === '' || typeof value === 'object') continue;
    attributes[prefix === '' ? name : `${prefix}.${name}`] = value;
  }
  return attributes;
}
