/** All orders of a firm, as the exchange's reports tell them: the same in every gateway that has heard the same reports. */
import type { OrderReport, OrderState } from '../core/orders.js';

export interface KnownOrder {
  state: OrderState;
  /** The number it was first known by: a replacement has a new one. */
  readonly firstId: number;
  /** OrdStatus (39). */
  status: string;
  /** Sum of price × quantity of its fills that stand. */
  value: bigint;
  /** ClOrdIDs, the oldest first; the last one counts. */
  readonly tokens: string[];
  isOpen: boolean;
  lastEpochMs: number;
}

/** Orders that are over, kept for status requests and late corrections. */
const MAX_CLOSED = 100_000;

export class FirmOrders {
  private readonly byId = new Map<number, KnownOrder>();
  private readonly byName = new Map<string, KnownOrder>();
  /** By ClOrdID alone, for requests of another port of the firm; the newest wins. */
  private readonly byBareName = new Map<string, KnownOrder>();
  private readonly openOrders = new Set<KnownOrder>();
  private readonly closed: KnownOrder[] = [];
  /** ExecIDs of fills, for what refers to them. */
  private readonly fills = new Map<string, string>();

  /** The order as the report leaves it; undefined for reports that are about none. */
  apply(report: OrderReport, execId: string): KnownOrder | undefined {
    if (!('order' in report) || report.order === undefined) return undefined;
    const known = this.remember(report.order, report.type === 'replaced' ? report.previousToken : report.order.token);
    known.lastEpochMs = report.epochMs;
    if (report.type === 'executed') {
      known.value += BigInt(report.price) * BigInt(report.quantity);
      this.fills.set(fillKey(report.order.orderId, report.match), execId);
    } else if (report.type === 'broken') {
      known.value -= BigInt(report.price) * BigInt(report.quantity);
    } else if (report.type === 'corrected') {
      known.value += BigInt(report.price - report.oldPrice) * BigInt(report.quantity);
    }
    const isEnd = (report.type === 'canceled' && report.final) || known.state.leaves === 0;
    if (isEnd && known.isOpen) this.close(known);
    known.status = statusOf(known, report);
    return known;
  }

  /** ExecID of the fill with a match number, '' when it is not known. */
  fillOf(orderId: number, match: number): string {
    return this.fills.get(fillKey(orderId, match)) ?? '';
  }

  byOrderId(orderId: number): KnownOrder | undefined {
    return this.byId.get(orderId);
  }

  /** The port's own order of that name first, then one of another port of the firm. */
  find(port: string, name: string): KnownOrder | undefined {
    return this.own(port, name) ?? this.byBareName.get(name);
  }

  own(port: string, name: string): KnownOrder | undefined {
    return this.byName.get(nameKey(port, name));
  }

  /** Open orders, in the order in which they came. */
  *open(): Iterable<KnownOrder> {
    yield* this.openOrders;
  }

  /** @param token the name by which it has been known until now */
  private remember(state: OrderState, token: string): KnownOrder {
    let known = this.byId.get(state.orderId) ?? this.own(state.port, token);
    if (known === undefined) {
      known = { state, firstId: state.orderId, status: '0', value: 0n, tokens: [], isOpen: true, lastEpochMs: 0 };
      this.openOrders.add(known);
    }
    known.state = state;
    this.byId.set(state.orderId, known);
    if (known.tokens.at(-1) !== state.token) {
      known.tokens.push(state.token);
      this.byName.set(nameKey(state.port, state.token), known);
      this.byBareName.set(shownName(state), known);
    }
    return known;
  }

  private close(known: KnownOrder): void {
    known.isOpen = false;
    this.openOrders.delete(known);
    this.closed.push(known);
    if (this.closed.length <= MAX_CLOSED) return;
    const old = this.closed.shift()!;
    const { orderId, port } = old.state;
    this.byId.delete(orderId);
    this.byId.delete(old.firstId);
    for (const token of old.tokens) this.byName.delete(nameKey(port, token));
    this.byBareName.delete(shownName(old.state));
  }
}

/** What the client calls the order; other protocols keep the client's name beside their token. */
export function shownName({ token, echo }: OrderState): string {
  const name = echo['clOrdId'];
  return typeof name === 'string' && name !== '' ? name : token;
}

function nameKey(port: string, name: string): string {
  return `${port}\x01${name}`;
}

function fillKey(orderId: number, match: number): string {
  return `${orderId}/${match}`;
}

function statusOf(known: KnownOrder, report: OrderReport): string {
  const { executed, quantity } = known.state;
  if (report.type === 'canceled' && report.final) {
    return report.reason === 'timeout' || report.reason === 'closed' ? 'C' : '4';
  }
  // What ended another way stays so: a late bust does not bring it back.
  if (!known.isOpen && (known.status === '4' || known.status === 'C')) return known.status;
  if (executed > 0) return executed >= quantity ? '2' : '1';
  return '0';
}
