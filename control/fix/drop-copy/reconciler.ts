/**
 * Holds copies of execution reports against our own record. Pure: time comes with each call, and what it finds goes to a listener.
 * The state is made of the copies alone, so that giving them again in the order they came makes the same state again.
 */
import { type BreakListener, type ReconcilerCounters, reconcilerDefaults, type ReconcilerOptions } from './breaks.js';
import type { Break } from './breaks.js';
import { CopiedTrades, type CopiedTrade } from './copied-trades.js';
import { Differences, type Finding } from './differences.js';
import { formatExact, ONE } from './exact.js';
import type { ExecutionCopy, UnreadableCopy } from './execution-copy.js';
import type { OwnChange, OwnExecution, OwnExecutions } from './own-executions.js';

/** Now, on both clocks: waiting goes by the monotonic one, which nobody sets. */
export interface Moment {
  readonly monotonicNs: number;
  readonly epochMs: number;
}

interface OrderState {
  readonly key: string;
  readonly orderId: string;
  readonly clOrdIds: Set<string>;
  symbol: string;
  /** The latest report on it. */
  statement: ExecutionCopy | undefined;
  rankMs: number;
  /** Fills of it on which the sides differ: they explain any difference of the sums. */
  readonly differing: Set<string>;
}

export class Reconciler {
  readonly counters: ReconcilerCounters = {
    trades: 0,
    busts: 0,
    corrections: 0,
    statements: 0,
    duplicates: 0,
    conflicts: 0,
    unreadable: 0,
    raised: 0,
    cleared: 0,
    forgotten: 0,
    overflows: 0,
  };
  private readonly options: ReconcilerOptions;
  private readonly trades = new CopiedTrades();
  private readonly orders = new Map<string, OrderState>();
  private readonly orderOfClOrdId = new Map<string, string>();
  private readonly differences: Differences;

  constructor(
    private readonly own: OwnExecutions,
    listener: BreakListener,
    options: Partial<ReconcilerOptions> = {},
  ) {
    this.options = { ...reconcilerDefaults, ...options };
    this.differences = new Differences(this.options, this.counters, listener);
  }

  /** Raised and not cleared, oldest first. */
  get breaks(): Break[] {
    return this.differences.breaks;
  }

  /** Differences followed, those included that are still within their grace time. */
  get differenceCount(): number {
    return this.differences.size;
  }

  /** Monotonic ns when `onTime` is due; Infinity when nothing waits. */
  get deadlineNs(): number {
    return this.differences.deadlineNs;
  }

  onTime(now: Moment): void {
    this.differences.onTime(now.monotonicNs, now.epochMs);
  }

  /** A copy arrived. @param since when it did, if that was earlier: copies of before a restart */
  onCopy(copy: ExecutionCopy | UnreadableCopy, now: Moment, since: Moment = now): void {
    if (copy.kind === 'unreadable') {
      this.counters.unreadable++;
      return;
    }
    const order = this.orderFor(copy, now);
    this.state(order, copy);
    if (copy.kind === 'statement') this.counters.statements++;
    else this.fill(copy, order, now, since);
    this.compareOrder(order, now, since);
  }

  /** Our own record has changed. */
  onOwn(change: OwnChange, now: Moment, since: Moment = now): void {
    if (change.execId !== '') this.compareFill(this.trades.rootOf(change.execId), now, since);
    const key = this.keyOf(change.orderId, change.clOrdId);
    const order = key === undefined ? undefined : this.orders.get(key);
    if (order !== undefined) this.compareOrder(order, now, since);
  }

  /** Compares everything again: after an overflow, and after the copies of before a restart have been given. */
  compareAll(sinceEpochMs: number, now: Moment): void {
    for (const own of this.own.since(sinceEpochMs)) {
      const ageMs = Math.max(0, now.epochMs - own.epochMs);
      const since = { monotonicNs: now.monotonicNs - ageMs * 1e6, epochMs: own.epochMs };
      this.compareFill(this.trades.rootOf(own.execId), now, since);
    }
    for (const trade of this.trades.values()) this.compareFill(trade.execId, now, now);
    for (const order of this.orders.values()) this.compareOrder(order, now, now);
  }

  /** A new trading day: nothing is known, and nothing is open. */
  clear(): void {
    this.trades.clear();
    this.orders.clear();
    this.orderOfClOrdId.clear();
    this.differences.clear();
  }

  private fill(copy: ExecutionCopy, order: OrderState, now: Moment, since: Moment): void {
    if (copy.kind === 'trade') this.counters.trades++;
    else if (copy.kind === 'bust') this.counters.busts++;
    else this.counters.corrections++;
    const { trade, merged } = this.trades.apply(copy);
    if (this.trades.outcome === 'duplicate') this.counters.duplicates++;
    if (this.trades.outcome === 'conflict') this.counters.conflicts++;
    if (merged !== undefined) {
      // What was taken for a fill was a correction of this one.
      order.differing.delete(merged.execId);
      this.compareFill(merged.execId, now, since);
    }
    this.compareFill(trade.execId, now, since);
    if (this.trades.size > this.options.maxExecutions) this.forgetOldest();
  }

  private compareFill(execId: string, now: Moment, since: Moment): void {
    const trade = this.trades.get(execId);
    const own = this.own.execution(execId);
    if (trade === undefined && own === undefined && !this.differences.has('execution', execId)) return;
    const findings = compareFill(trade, own);
    const orderId = trade?.copy.orderId ?? own?.orderId ?? '';
    const clOrdId = own?.clOrdId ?? trade?.copy.clOrdId ?? '';
    const symbol = trade?.copy.symbol ?? '';
    const subject = { level: 'execution', key: execId, execId, orderId, clOrdId, symbol } as const;
    this.differences.update(subject, findings, since.monotonicNs, since.epochMs, now.epochMs);
    const orders = new Set([
      trade && this.keyOf(trade.copy.orderId, trade.copy.clOrdId),
      own && this.keyOf(own.orderId, own.clOrdId),
    ]);
    for (const key of orders) {
      const order = key === undefined ? undefined : this.orders.get(key);
      if (order === undefined) continue;
      const differed = order.differing.size > 0;
      if (findings.length > 0) order.differing.add(execId);
      else order.differing.delete(execId);
      if (differed !== order.differing.size > 0) this.compareOrder(order, now, since);
    }
  }

  private compareOrder(order: OrderState, now: Moment, since: Moment): void {
    const clOrdId = [...order.clOrdIds].at(-1) ?? '';
    const { statement } = order;
    const findings = statement === undefined || order.differing.size > 0 ? [] : this.orderFindings(order, statement);
    const { key, orderId, symbol } = order;
    const subject = { level: 'order', key, execId: '', orderId, clOrdId, symbol } as const;
    this.differences.update(subject, findings, since.monotonicNs, since.epochMs, now.epochMs);
  }

  private orderFindings(order: OrderState, there: ExecutionCopy): Finding[] {
    const here = this.own.order(order.orderId, there.clOrdId);
    if (here === undefined) return [{ kind: 'missingHere', here: '', there: `OrdStatus ${there.ordStatus}` }];
    const findings: Finding[] = [];
    const { cumQuantity, avgPrice } = there;
    if (cumQuantity !== undefined && cumQuantity !== here.cumQuantity) {
      findings.push({ kind: 'quantity', here: formatExact(here.cumQuantity), there: formatExact(cumQuantity) });
    } else if (avgPrice !== undefined && here.cumQuantity > 0n) {
      // The exact average lies within one unit of the last decimal that is surely given, rounded or cut.
      const unit = ONE / 10n ** BigInt(this.options.avgPriceDecimals);
      const difference = avgPrice * here.cumQuantity - here.notional;
      if ((difference < 0n ? -difference : difference) >= unit * here.cumQuantity) {
        const average = here.notional / here.cumQuantity;
        findings.push({ kind: 'price', here: formatExact(average), there: formatExact(avgPrice) });
      }
    }
    const status = settledStatus(there.ordStatus, cumQuantity ?? 0n);
    if (here.ordStatus !== '' && status !== '' && settledStatus(here.ordStatus, here.cumQuantity) !== status) {
      findings.push({ kind: 'status', here: here.ordStatus, there: there.ordStatus });
    }
    return findings;
  }

  private state(order: OrderState, copy: ExecutionCopy): void {
    // Of two reports of one moment the one that came later counts.
    if (order.statement !== undefined && copy.transactMs < order.rankMs) return;
    order.statement = copy;
    order.rankMs = copy.transactMs;
    if (copy.symbol !== '') order.symbol = copy.symbol;
  }

  private keyOf(orderId: string, clOrdId: string): string | undefined {
    if (isOrderId(orderId)) return `O:${orderId}`;
    return clOrdId === '' ? undefined : (this.orderOfClOrdId.get(clOrdId) ?? `C:${clOrdId}`);
  }

  private orderFor({ orderId, clOrdId, symbol }: ExecutionCopy, now: Moment): OrderState {
    const key = this.keyOf(orderId, clOrdId) ?? 'C:';
    let order = this.orders.get(key);
    if (order === undefined) {
      if (this.orders.size >= this.options.maxOrders) this.forgetOrder();
      const id = isOrderId(orderId) ? orderId : '';
      order = {
        key,
        orderId: id,
        clOrdIds: new Set(),
        symbol,
        statement: undefined,
        rankMs: -Infinity,
        differing: new Set(),
      };
      this.orders.set(key, order);
    }
    if (clOrdId !== '' && !order.clOrdIds.has(clOrdId)) {
      order.clOrdIds.add(clOrdId);
      this.adopt(this.orders.get(`C:${clOrdId}`), order, now);
      this.orderOfClOrdId.set(clOrdId, key);
    }
    return order;
  }

  /** An order that was known by its ClOrdID alone has got its OrderID. */
  private adopt(nameless: OrderState | undefined, order: OrderState, now: Moment): void {
    if (nameless === undefined || nameless === order) return;
    this.orders.delete(nameless.key);
    for (const execId of nameless.differing) order.differing.add(execId);
    nameless.differing.clear();
    nameless.statement = undefined;
    this.compareOrder(nameless, now, now);
  }

  /** Makes room for another fill: the oldest on which both sides agree, or else the oldest. */
  private forgetOldest(): void {
    let victim: string | undefined;
    let looked = 0;
    for (const { execId } of this.trades.values()) {
      victim ??= execId;
      if (!this.differences.has('execution', execId)) {
        victim = execId;
        break;
      }
      if (++looked === 64) break;
    }
    if (victim === undefined) return;
    this.trades.forget(victim);
    this.counters.forgotten++;
  }

  private forgetOrder(): void {
    const first = this.orders.values().next().value;
    if (first === undefined) return;
    for (const clOrdId of first.clOrdIds) this.orderOfClOrdId.delete(clOrdId);
    this.orders.delete(first.key);
    this.counters.forgotten++;
  }
}

function compareFill(trade: CopiedTrade | undefined, own: OwnExecution | undefined): Finding[] {
  if (trade === undefined) {
    return own === undefined
      ? []
      : [{ kind: 'missingThere', here: inWords(own.quantity, own.price, own.busted), there: '' }];
  }
  const { copy, busted } = trade;
  if (own === undefined) return [{ kind: 'missingHere', here: '', there: inWords(copy.quantity, copy.price, busted) }];
  if (busted !== own.busted) {
    return [{ kind: 'status', here: own.busted ? 'busted' : 'stands', there: busted ? 'busted' : 'stands' }];
  }
  // What was taken back on both sides may have been of any size.
  if (busted) return [];
  const findings: Finding[] = [];
  if (copy.quantity !== own.quantity) {
    findings.push({ kind: 'quantity', here: formatExact(own.quantity), there: formatExact(copy.quantity) });
  }
  if (copy.price !== own.price) {
    findings.push({ kind: 'price', here: formatExact(own.price), there: formatExact(copy.price) });
  }
  if (copy.side !== '' && copy.side !== own.side) findings.push({ kind: 'side', here: own.side, there: copy.side });
  return findings;
}

function inWords(quantity: bigint, price: bigint, busted: boolean): string {
  return `${formatExact(quantity)} @ ${formatExact(price)}${busted ? ', busted' : ''}`;
}

/** "NONE" is what some venues send before they know the order. */
function isOrderId(orderId: string): boolean {
  return orderId !== '' && orderId !== 'NONE';
}

/** Replaced (5) is an event rather than a state: the order stands, filled in part or not. */
function settledStatus(ordStatus: string, cumQuantity: bigint): string {
  if (ordStatus !== '5') return ordStatus;
  return cumQuantity > 0n ? '1' : '0';
}
