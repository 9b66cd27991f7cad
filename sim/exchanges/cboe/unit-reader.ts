/**
 * A slow, plain reader of one unit's messages, for tests: rebuilds every book and complains about anything a real feed would not say. It
 * shares nothing with the publisher but the message tables.
 */
import { getPitch } from '../../../control/protocols/pitch2/codec.js';

interface ReaderOrder {
  readonly symbol: string;
  readonly side: string;
  price: number;
  quantity: number;
}

type Fields = Readonly<Record<string, number | bigint | string>>;

const SHORT_PRICE_UNITS = 100;

export class UnitReader {
  readonly orders = new Map<bigint, ReaderOrder>();
  readonly status = new Map<string, string>();
  readonly names = new Map<string, string>();
  readonly counts = new Map<string, number>();
  readonly complaints: string[] = [];
  isEnded = false;
  private second = -1;
  private lastNs = -1;
  private readonly executions = new Set<bigint>();

  /** @param isWhole false: from an image on, so that not everything that is named was told */
  constructor(private readonly isWhole = true) {}

  take(message: Uint8Array): void {
    const decoded = getPitch(message, 0);
    if (decoded === undefined) {
      this.complain(`type ${String(message[1])} of ${message.length} bytes`);
      return;
    }
    const { name, fields } = decoded;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    if (name === 'Time') this.second = Number(fields['time']);
    else if (name !== 'SymbolMapping') this.time(name, Number(fields['timeOffset'] ?? fields['timestamp']));
    this.apply(name, fields);
  }

  /** Prices and sizes of one side, best first. */
  levels(symbol: string, side: 'B' | 'S'): [price: number, quantity: number][] {
    const levels = new Map<number, number>();
    for (const order of this.orders.values()) {
      if (order.symbol !== symbol || order.side !== side) continue;
      levels.set(order.price, (levels.get(order.price) ?? 0) + order.quantity);
    }
    return [...levels].sort(([a], [b]) => (side === 'B' ? b - a : a - b));
  }

  private time(name: string, offset: number): void {
    if (this.second < 0) this.complain(`${name} comes before the time`);
    if (!(offset >= 0 && offset < 1e9)) this.complain(`${name} is ${offset} ns into a second`);
    const ns = this.second * 1e9 + offset;
    if (ns < this.lastNs) this.complain(`${name} goes back in time`);
    this.lastNs = ns;
  }

  private apply(name: string, fields: Fields): void {
    const id = fields['orderId'] as bigint;
    const scale = name.endsWith('Short') ? SHORT_PRICE_UNITS : 1;
    const price = Number(fields['price']) * scale;
    const quantity = Number(fields['quantity']);
    switch (name) {
      case 'AddOrderLong':
      case 'AddOrderShort':
      case 'AddOrderExpanded':
        if (this.orders.has(id)) this.complain(`order ${id} comes twice`);
        if (fields['addFlags'] !== 1 || quantity <= 0 || price <= 0) this.complain(`order ${id} makes no sense`);
        this.orders.set(id, { symbol: String(fields['symbol']), side: String(fields['side']), price, quantity });
        return;
      case 'OrderExecuted':
        this.reduce(name, id, Number(fields['executedQuantity']));
        this.execute(fields);
        return;
      case 'OrderExecutedAtPriceSize': {
        const left = this.reduce(name, id, Number(fields['executedQuantity']));
        if (left !== fields['remainingQuantity']) this.complain(`order ${id} has ${left} left`);
        this.execute(fields);
        return;
      }
      case 'ReduceSizeLong':
      case 'ReduceSizeShort':
        if (this.reduce(name, id, Number(fields['canceledQuantity'])) === 0)
          this.complain(`${id} is reduced to nothing`);
        return;
      case 'ModifyOrderLong':
      case 'ModifyOrderShort':
        this.modify(id, price, quantity);
        return;
      case 'DeleteOrder':
        if (!this.orders.delete(id)) this.complain(`order ${id} is deleted and not there`);
        return;
      case 'TradeLong':
      case 'TradeShort':
      case 'TradeExpanded':
        this.execute(fields);
        return;
      case 'TradeBreak':
        if (this.isWhole && !this.executions.has(fields['executionId'] as bigint)) {
          this.complain(`execution ${String(fields['executionId'])} is broken and was not told`);
        }
        return;
      case 'TradingStatus':
        this.status.set(String(fields['symbol']), String(fields['tradingStatus']));
        return;
      case 'SymbolMapping':
        this.names.set(String(fields['feedSymbol']), String(fields['osiSymbol']));
        return;
      case 'UnitClear':
        this.orders.clear();
        return;
      case 'EndOfSession':
        this.isEnded = true;
        return;
      default:
    }
  }

  private modify(id: bigint, price: number, quantity: number): void {
    const order = this.orders.get(id);
    if (order === undefined) {
      this.complain(`order ${id} is modified and not there`);
      return;
    }
    // Behind everybody at its price.
    this.orders.delete(id);
    this.orders.set(id, { ...order, price, quantity });
  }

  private reduce(name: string, id: bigint, quantity: number): number {
    const order = this.orders.get(id);
    if (order === undefined || quantity <= 0 || quantity > order.quantity) {
      this.complain(`${name} takes ${quantity} of order ${id}`);
      return -1;
    }
    order.quantity -= quantity;
    if (order.quantity === 0) this.orders.delete(id);
    return order.quantity;
  }

  private execute(fields: Fields): void {
    const id = fields['executionId'] as bigint;
    if (this.executions.has(id)) this.complain(`execution ${id} comes twice`);
    this.executions.add(id);
  }

  private complain(text: string): void {
    if (this.complaints.length < 20) this.complaints.push(text);
  }
}
