/**
 * The market as its feed has told it so far: displayed orders in the order of their priority and the state of each symbol. Made of
 * events alone, so that snapshot and spin servers, and identifiers that outlive a replacement, need nobody else.
 */
import type { FeedEvent, FeedEventBody } from '../core/links.js';

export interface OpenOrder {
  /** The exchange's number of it now, and of the first order in its chain of replacements. */
  readonly id: number;
  readonly root: number;
  readonly instrument: number;
  readonly side: 'B' | 'S';
  readonly price: number;
  quantity: number;
  readonly attribution: string;
}

export interface InstrumentState {
  /** What the directory event said; undefined before it. */
  listed: Readonly<Record<string, unknown>> | undefined;
  /** ITCH trading state, '' before the first. */
  trading: string;
  reason: string;
  isSuspended: boolean;
  /** Reg SHO action, '' before the first. */
  shortSale: string;
}

export interface ImageCounters {
  /** Events that named an order which is not there: a fault of the exchange. */
  unknownOrders: number;
}

/** As plain data, for a checkpoint. */
export interface SavedImage {
  readonly feedSequence: number;
  readonly timeNs: number;
  readonly systemEvents: string;
  readonly instruments: readonly Readonly<InstrumentState>[];
  readonly orders: readonly (readonly [
    id: number,
    root: number,
    instrument: number,
    side: 'B' | 'S',
    price: number,
    quantity: number,
    attribution: string,
  ])[];
}

export class MarketImage {
  /** By id, oldest first. */
  readonly orders = new Map<number, OpenOrder>();
  readonly instruments: InstrumentState[] = [];
  readonly counters: ImageCounters = { unknownOrders: 0 };
  feedSequence = 0;
  timeNs = 0;
  /** Codes of the system events so far. */
  systemEvents = '';

  instrument(index: number): InstrumentState {
    while (this.instruments.length <= index) {
      this.instruments.push({ listed: undefined, trading: '', reason: '', isSuspended: false, shortSale: '' });
    }
    return this.instruments[index] as InstrumentState;
  }

  /** Takes what happened. */
  apply({ feedSequence, timeNs, event }: FeedEvent): void {
    this.feedSequence = feedSequence;
    this.timeNs = timeNs;
    switch (event.type) {
      case 'added':
        this.add(event, event.orderId);
        return;
      case 'executed':
      case 'reduced':
        this.take(event.orderId, event.quantity);
        return;
      case 'deleted':
        this.take(event.orderId, Infinity);
        return;
      case 'replaced':
        this.replace(event);
        return;
      case 'systemEvent':
        this.systemEvents += event.code;
        return;
      case 'tradingAction': {
        const state = this.instrument(event.instrument);
        state.trading = event.state;
        state.reason = event.reason;
        return;
      }
      case 'other':
        this.note(event.name, event.data);
        return;
      default:
    }
  }

  save(): SavedImage {
    const { feedSequence, timeNs, systemEvents, instruments } = this;
    const orders: SavedImage['orders'][number][] = [];
    for (const { id, root, instrument, side, price, quantity, attribution } of this.orders.values()) {
      orders.push([id, root, instrument, side, price, quantity, attribution]);
    }
    return { feedSequence, timeNs, systemEvents, instruments, orders };
  }

  load(saved: SavedImage): void {
    this.feedSequence = saved.feedSequence;
    this.timeNs = saved.timeNs;
    this.systemEvents = saved.systemEvents;
    this.instruments.splice(0, Infinity, ...saved.instruments.map((state) => ({ ...state })));
    this.orders.clear();
    for (const [id, root, instrument, side, price, quantity, attribution] of saved.orders) {
      this.orders.set(id, { id, root, instrument, side, price, quantity, attribution });
    }
  }

  private add(order: Omit<OpenOrder, 'id' | 'root'> & { readonly orderId: number }, root: number): void {
    const { orderId: id, instrument, side, price, quantity, attribution } = order;
    this.orders.set(id, { id, root, instrument, side, price, quantity, attribution });
  }

  private take(id: number, quantity: number): void {
    const order = this.orders.get(id);
    if (order === undefined) {
      this.counters.unknownOrders++;
      return;
    }
    order.quantity -= quantity;
    if (order.quantity <= 0) this.orders.delete(id);
  }

  private replace(event: FeedEventBody & { readonly type: 'replaced' }): void {
    const original = this.orders.get(event.originalId);
    if (original === undefined) this.counters.unknownOrders++;
    this.orders.delete(event.originalId);
    this.add({ ...event, attribution: original?.attribution ?? '' }, original?.root ?? event.originalId);
  }

  private note(name: string, data: Readonly<Record<string, unknown>>): void {
    const index = data['instrument'];
    if (typeof index !== 'number') return;
    const state = this.instrument(index);
    if (name === 'listed') state.listed = data;
    else if (name === 'operationalHalt') state.isSuspended = data['halted'] === true;
    else if (name === 'shortSaleRestriction') state.shortSale = String(data['action']);
  }
}
