/** For tests: a small universe, and orders that do as they are told. */
import type { Instrument, Listing, SymbolMap } from '../core/instruments.js';
import { JournalKind, type Journal } from '../core/journal.js';
import {
  blankClientOrder,
  type ClientCancel,
  type ClientCancelReject,
  type ClientHandler,
  type ClientMassCancel,
  type ClientOrder,
  type ClientReplace,
  type ClientReport,
  type MassCancelOutcome,
  type OrderEntry,
} from '../core/order-entry.js';
import { ExecType, OrdStatus } from '../core/venue.js';
import { clientWorld, type ClientWorld } from './client-world.js';

const instrument = (
  index: number,
  symbol: string,
  priceScale: number,
  quantityScale: number,
  currency: string,
): Instrument => ({
  index,
  symbol,
  assetClass: quantityScale === 0 ? 'equity' : 'cryptoSpot',
  currency,
  unit: quantityScale === 0 ? 'shares' : 'BTC',
  priceScale,
  quantityScale,
});

const instruments = [
  instrument(0, 'AAPL', 4, 0, 'USD'),
  instrument(1, 'MSFT', 4, 0, 'USD'),
  instrument(2, 'BTC-USD', 2, 8, 'USD'),
];

/** AAPL and MSFT in cents of 1/10,000 with a tick of 0.01, BTC-USD in cents and hundred-millionths; one venue. */
export const testSymbols: SymbolMap = {
  instruments,
  bySymbol: (symbol) => instruments.find((each) => each.symbol === symbol),
  listing: (venue, index): Listing | undefined =>
    venue === 0 && index < instruments.length
      ? {
          instrument: index,
          venue,
          venueSymbol: instruments[index]!.symbol,
          locate: undefined,
          tick: index === 2 ? 1 : 100,
          lot: 1,
          minQuantity: 1,
          maxQuantity: 1e9,
        }
      : undefined,
  byVenueSymbol: () => undefined,
  byFeedSymbol: () => undefined,
  instrumentByLocate: () => -1,
};

export const testWorld: ClientWorld = clientWorld(testSymbols, 1, () => 'A');

interface Entered {
  readonly orderId: number;
  order: ClientOrder;
  origClOrdId: string;
  ordStatus: number;
  cumQuantity: number;
}

/** One record: what was asked, and what was said about it, so that no crash can separate them. */
interface Kept {
  readonly entered?: Entered | undefined;
  readonly name?: string | undefined;
  readonly report?: ClientReport;
  readonly reject?: ClientCancelReject;
}

/**
 * An `OrderEntry` that accepts every order (but those whose quantity is 13), answers requests at once, and trades when told. With a journal it keeps its commands
 * and reports there as the real one does, and tells them again with `recover`.
 */
export class ScriptedOrders implements OrderEntry {
  /** What was asked, in words. */
  readonly asked: string[] = [];
  readonly submitted: ClientOrder[] = [];
  readonly orders = new Map<number, Entered>();
  private readonly names = new Set<string>();
  private readonly handlers = new Map<number, ClientHandler>();
  private readonly sequences = new Map<number, number>();
  private readonly kept: Kept[] = [];
  private nextOrderId = 1;
  /** Of the command in hand. */
  private unwritten: Kept = {};
  private readonly stream: number;

  constructor(
    private readonly journal?: Journal,
    private readonly epochMs: () => number = () => 1_700_000_000_000,
  ) {
    this.stream = journal?.openStream('scripted orders') ?? 0;
  }

  /** Reads the journal, and tells every report again. */
  recover(): void {
    this.journal?.scan(0, ({ stream, kind, bytes, start, end }) => {
      if (kind !== JournalKind.orderWork) return true;
      if (stream !== this.stream || stream === 0) return true;
      const said = JSON.parse(new TextDecoder().decode(bytes.subarray(start, end))) as Kept;
      if (said.name !== undefined) this.names.add(said.name);
      if (said.entered !== undefined) {
        this.orders.set(said.entered.orderId, said.entered);
        this.nextOrderId = Math.max(this.nextOrderId, said.entered.orderId + 1);
      }
      if (said.report !== undefined || said.reject !== undefined) this.kept.push(said);
      return true;
    });
    for (const { report, reject } of [...this.kept]) {
      const { client, sequence } = (report ?? reject)!;
      this.sequences.set(client, sequence);
      const entered = report && this.orders.get(report.orderId);
      if (entered !== undefined && report !== undefined) {
        entered.ordStatus = report.ordStatus;
        entered.cumQuantity = report.cumQuantity;
      }
    }
    for (const { report, reject } of [...this.kept]) {
      if (report !== undefined) this.handlers.get(report.client)?.onReport({ ...report, replayed: true });
      if (reject !== undefined) this.handlers.get(reject.client)?.onCancelReject({ ...reject, replayed: true });
    }
  }

  submit(order: Readonly<ClientOrder>): number {
    const entered: Entered = {
      orderId: this.nextOrderId++,
      order: { ...order },
      origClOrdId: '',
      ordStatus: OrdStatus.new,
      cumQuantity: 0,
    };
    const isDuplicate = this.knows(order.client, order.clOrdId);
    this.asked.push(`submit ${order.clOrdId}`);
    this.submitted.push({ ...order });
    this.unwritten = { entered, name: `${order.client} ${order.clOrdId}` };
    this.names.add(`${order.client} ${order.clOrdId}`);
    this.orders.set(entered.orderId, entered);
    if (isDuplicate || order.quantity === 13) {
      entered.ordStatus = OrdStatus.rejected;
      const code = isDuplicate ? 'DUPLICATE_CLORDID' : 'RISK_ORDER_SIZE';
      this.tell(entered, ExecType.rejected, { reasonCode: code, text: 'limit 12, found 13' });
    } else this.tell(entered, ExecType.new);
    return entered.orderId;
  }

  tellNow(): void {
    // Everything is told at once.
  }

  replace(request: Readonly<ClientReplace>): void {
    this.ask('replace', request);
    const entered = this.find(request);
    if (entered === undefined) {
      this.reject(request, 'replace', 'unknownOrder');
      return;
    }
    if (request.quantity === 13) {
      this.reject(request, 'replace', 'brokerOption', 'RISK_ORDER_SIZE: limit 12, found 13');
      return;
    }
    const { order } = entered;
    entered.origClOrdId = order.clOrdId;
    entered.order = {
      ...order,
      clOrdId: request.clOrdId,
      quantity: request.quantity || order.quantity,
      price: request.price || order.price,
      stopPrice: request.stopPrice || order.stopPrice,
    };
    this.tell(entered, ExecType.replaced);
  }

  cancel(request: Readonly<ClientCancel>): void {
    this.ask('cancel', request);
    const entered = this.find(request);
    if (entered === undefined || !isOpen(entered)) {
      this.reject(request, 'cancel', entered === undefined ? 'unknownOrder' : 'tooLate');
      return;
    }
    entered.ordStatus = OrdStatus.canceled;
    entered.origClOrdId = entered.order.clOrdId;
    this.tell(entered, ExecType.canceled, { clOrdId: request.clOrdId });
  }

  massCancel({ client, clOrdId, instrument: only, side }: Readonly<ClientMassCancel>): MassCancelOutcome {
    this.asked.push(`massCancel ${clOrdId} ${only} ${side}`);
    this.note(`${client} ${clOrdId}`);
    let orders = 0;
    for (const entered of this.orders.values()) {
      const { order } = entered;
      if (order.client !== client || !isOpen(entered) || (only >= 0 && order.instrument !== only)) continue;
      entered.ordStatus = OrdStatus.canceled;
      orders++;
      this.tell(entered, ExecType.canceled);
    }
    if (orders === 0) this.write({});
    return { orders, confirmed: orders, pending: 0, uncertain: 0 };
  }

  status(client: number, orderId: number, clOrdId: string, handler: ClientHandler): boolean {
    const entered = this.find({ client, orderId, clOrdId: '', origClOrdId: clOrdId });
    if (entered === undefined) return false;
    handler.onReport(this.report(entered, ExecType.orderStatus, 0));
    return true;
  }

  massStatus(client: number, only: number, handler: ClientHandler): number {
    let count = 0;
    for (const entered of this.orders.values()) {
      if (entered.order.client !== client || !isOpen(entered) || (only >= 0 && entered.order.instrument !== only))
        continue;
      count++;
      handler.onReport(this.report(entered, ExecType.orderStatus, 0));
    }
    return count;
  }

  knows(client: number, clOrdId: string): boolean {
    return this.names.has(`${client} ${clOrdId}`);
  }

  clientConnected(client: number): void {
    this.asked.push(`connected ${client}`);
  }

  clientDisconnected(client: number): void {
    this.asked.push(`disconnected ${client}`);
  }

  attach(client: number, handler: ClientHandler): void {
    this.handlers.set(client, handler);
  }

  /** Part of an order trades. */
  trade(orderId: number, quantity: number, price: number): void {
    const entered = this.orders.get(orderId)!;
    entered.cumQuantity += quantity;
    entered.ordStatus = entered.cumQuantity >= entered.order.quantity ? OrdStatus.filled : OrdStatus.partiallyFilled;
    this.tell(entered, ExecType.trade, {
      lastQuantity: quantity,
      lastPrice: price,
      lastVenue: 0,
      averagePrice: '187.25',
    });
  }

  /** What the journal has of a client's reports, in order. */
  sequencesOf(client: number): { readonly sequence: number; readonly isReject: boolean }[] {
    return this.kept.flatMap(({ report, reject }) => {
      const told = report ?? reject;
      return told?.client === client ? [{ sequence: told.sequence, isReject: reject !== undefined }] : [];
    });
  }

  /** A report of any kind about an order. */
  tell(entered: Entered, execType: number, more: Partial<ClientReport> = {}): void {
    const { client } = entered.order;
    const sequence = (this.sequences.get(client) ?? 0) + 1;
    this.sequences.set(client, sequence);
    const report = { ...this.report(entered, execType, sequence), ...more };
    this.write({ report });
    this.handlers.get(client)?.onReport(report);
  }

  private reject(
    request: Readonly<ClientCancel>,
    kind: 'cancel' | 'replace',
    reason: ClientCancelReject['reason'],
    text: string = reason,
  ): void {
    const { client, orderId, clOrdId, origClOrdId } = request;
    const sequence = (this.sequences.get(client) ?? 0) + 1;
    this.sequences.set(client, sequence);
    const reject: ClientCancelReject = {
      client,
      sequence,
      replayed: false,
      orderId,
      clOrdId,
      origClOrdId,
      request: kind,
      ordStatus: OrdStatus.rejected,
      reason,
      text,
    };
    this.write({ reject });
    this.handlers.get(client)?.onCancelReject(reject);
  }

  private ask(what: string, { client, clOrdId, origClOrdId, orderId }: Readonly<ClientCancel>): void {
    this.asked.push(`${what} ${clOrdId} ${origClOrdId} ${orderId}`);
    this.note(`${client} ${clOrdId}`);
  }

  private note(name: string): void {
    this.unwritten = { name };
    this.names.add(name);
  }

  private find({ client, orderId, origClOrdId }: Readonly<ClientCancel>): Entered | undefined {
    return [...this.orders.values()].findLast(({ orderId: id, order, origClOrdId: before }) => {
      if (order.client !== client) return false;
      return orderId > 0 ? id === orderId : order.clOrdId === origClOrdId || before === origClOrdId;
    });
  }

  private report(entered: Entered, execType: number, sequence: number): ClientReport {
    const { orderId, order, origClOrdId, ordStatus, cumQuantity } = entered;
    return {
      client: order.client,
      sequence,
      replayed: false,
      orderId,
      clOrdId: order.clOrdId,
      origClOrdId,
      instrument: order.instrument,
      account: order.account,
      side: order.side,
      ordType: order.ordType,
      timeInForce: order.timeInForce,
      execType,
      ordStatus,
      quantity: order.quantity,
      price: order.price,
      stopPrice: order.stopPrice,
      lastQuantity: 0,
      lastPrice: 0,
      lastVenue: -1,
      execRefId: '',
      cumQuantity,
      leavesQuantity: isOpen(entered) ? order.quantity - cumQuantity : 0,
      averagePrice: '0',
      reasonCode: '',
      text: '',
      uncertain: false,
      transactEpochMs: this.epochMs(),
    };
  }

  private write(said: Kept): void {
    const whole = { ...this.unwritten, ...said };
    this.unwritten = {};
    this.kept.push(whole);
    if (this.journal === undefined) return;
    const bytes = new TextEncoder().encode(JSON.stringify(whole));
    this.journal.append(JournalKind.orderWork, this.stream, 0, bytes, 0, bytes.length);
  }
}

function isOpen({ ordStatus }: Entered): boolean {
  return ordStatus === OrdStatus.new || ordStatus === OrdStatus.partiallyFilled;
}

/** A day limit order to buy 100 AAPL at 187.25, with what is to be otherwise. */
export function testOrder(more: Partial<ClientOrder> = {}): ClientOrder {
  return { ...blankClientOrder(), clOrdId: 'A1', ordType: 0x32, quantity: 100, price: 1_872_500, ...more };
}
