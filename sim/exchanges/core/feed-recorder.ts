/** Turns what the market tells into the exchange's numbered feed, and lets the order rules hear what concerns them. */
import type { Order } from '../market/book.js';
import type { CrossType, DirectListing, Imbalance, MarketEvents } from '../market/events.js';
import type { Instrument } from '../market/instruments.js';
import type { FeedEventBody } from './links.js';
import type { FeedStore } from './stores.js';

/** What the order rules want to know of the market. */
export interface MarketListener {
  traded(instrument: number, price: number): void;
  crossed(instrument: Instrument, price: number, quantity: number, match: number, type: CrossType): void;
  restricted(instrument: number, isRestricted: boolean): void;
}

export class FeedRecorder implements MarketEvents {
  /** While false, events are counted and not kept: a replay of what nobody will ask for. */
  keeps = true;
  private timeNs = 0;

  constructor(
    private readonly store: FeedStore,
    private readonly listener: MarketListener,
  ) {}

  at(timeNs: number): void {
    this.timeNs = timeNs;
  }

  added(order: Order): void {
    if (this.skip()) return;
    const { instrument, id, side, price, shares, attribution, tracking } = order;
    this.record({
      type: 'added',
      instrument: instrument.index,
      orderId: id,
      side,
      price,
      quantity: shares,
      attribution,
      tracking,
    });
  }

  executed(order: Order, shares: number, match: number): void {
    this.execution(order, shares, match, order.price, true, true);
  }

  executedAt(order: Order, shares: number, match: number, price: number, printable: boolean): void {
    this.execution(order, shares, match, price, false, printable);
  }

  reduced(order: Order, shares: number): void {
    if (this.skip()) return;
    const { instrument, id, tracking } = order;
    this.record({ type: 'reduced', instrument: instrument.index, orderId: id, tracking, quantity: shares });
  }

  deleted(order: Order): void {
    if (this.skip()) return;
    const { instrument, id, tracking } = order;
    this.record({ type: 'deleted', instrument: instrument.index, orderId: id, tracking });
  }

  replaced(order: Order, originalId: number): void {
    if (this.skip()) return;
    const { instrument, id, tracking, price, shares, side } = order;
    this.record({
      type: 'replaced',
      instrument: instrument.index,
      orderId: id,
      tracking,
      originalId,
      price,
      quantity: shares,
      side,
    });
  }

  hiddenTraded(order: Order, shares: number, match: number): void {
    const { instrument, id, tracking, side, price } = order;
    this.listener.traded(instrument.index, price);
    if (this.skip()) return;
    this.record({
      type: 'hiddenTraded',
      instrument: instrument.index,
      orderId: id,
      tracking,
      side,
      quantity: shares,
      price,
      match,
    });
  }

  crossed(instrument: Instrument, shares: number, price: number, match: number, type: CrossType): void {
    if (!this.skip()) {
      const { index } = instrument;
      this.record({ type: 'crossed', instrument: index, quantity: shares, price, match, crossType: type });
    }
    this.listener.crossed(instrument, price, shares, match, type);
  }

  tradeBroken(instrument: Instrument, match: number): void {
    if (!this.skip()) this.record({ type: 'tradeBroken', instrument: instrument.index, match });
  }

  systemEvent(code: 'O' | 'S' | 'Q' | 'M' | 'E' | 'C'): void {
    if (!this.skip()) this.record({ type: 'systemEvent', code });
  }

  tradingAction(instrument: Instrument, state: 'H' | 'P' | 'Q' | 'T', reason: string): void {
    if (!this.skip()) this.record({ type: 'tradingAction', instrument: instrument.index, state, reason });
  }

  listed(instrument: Instrument): void {
    const { index, category, kind, listing, roundLot, openingPrice } = instrument;
    this.other('listed', { instrument: index, category, kind, listing, roundLot, openingPrice });
  }

  operationalHalt(instrument: Instrument, halted: boolean): void {
    this.other('operationalHalt', { instrument: instrument.index, halted });
  }

  shortSaleRestriction(instrument: Instrument, action: '0' | '1' | '2'): void {
    this.listener.restricted(instrument.index, action !== '0');
    this.other('shortSaleRestriction', { instrument: instrument.index, action });
  }

  participant(instrument: Instrument, mpid: string, primary: boolean, state: 'A' | 'E' | 'W'): void {
    this.other('participant', { instrument: instrument.index, mpid, primary, state });
  }

  declineLevels(level1: number, level2: number, level3: number): void {
    this.other('declineLevels', { level1, level2, level3 });
  }

  declineBreached(level: '1' | '2' | '3'): void {
    this.other('declineBreached', { level });
  }

  ipoRelease(instrument: Instrument, releaseNs: number, postponed: boolean, price: number): void {
    this.other('ipoRelease', { instrument: instrument.index, releaseNs, postponed, price });
  }

  auctionCollar(instrument: Instrument, reference: number, upper: number, lower: number, extension: number): void {
    this.other('auctionCollar', { instrument: instrument.index, reference, upper, lower, extension });
  }

  imbalance(imbalance: Readonly<Imbalance>): void {
    this.other('imbalance', { ...imbalance, instrument: imbalance.instrument.index });
  }

  retailInterest(instrument: Instrument, interest: 'B' | 'S' | 'A' | 'N'): void {
    this.other('retailInterest', { instrument: instrument.index, interest });
  }

  directListing(terms: DirectListing): void {
    this.other('directListing', { ...terms, instrument: terms.instrument.index });
  }

  private execution(
    order: Order,
    shares: number,
    match: number,
    price: number,
    atOwnPrice: boolean,
    printable: boolean,
  ): void {
    const { instrument, id, tracking } = order;
    if (printable) this.listener.traded(instrument.index, price);
    if (this.skip()) return;
    this.record({
      type: 'executed',
      instrument: instrument.index,
      orderId: id,
      tracking,
      quantity: shares,
      match,
      price,
      atOwnPrice,
      printable,
      leaves: order.shares,
    });
  }

  private other(name: string, data: Readonly<Record<string, unknown>>): void {
    if (!this.skip()) this.record({ type: 'other', name, data });
  }

  /** True when the event is only counted. */
  private skip(): boolean {
    if (this.keeps) return false;
    this.store.skip();
    return true;
  }

  private record(event: FeedEventBody): void {
    this.store.append({ feedSequence: this.store.newest + 1, timeNs: this.timeNs, event });
  }
}
