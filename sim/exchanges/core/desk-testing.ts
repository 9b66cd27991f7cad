/** The order rules over one empty book and no order flow: what participants do is all that happens. */
import { MatchingEngine } from '../market/engine.js';
import type { OrderEvents } from '../market/events.js';
import { makeInstruments } from '../market/instruments.js';
import { SeededRandom } from '../../../control/core/random.js';
import type { EnterOrder, OrderCommand, OrderReport, PortIdentity } from './orders.js';
import { Participants } from './participants.js';
import { ReportStore } from './stores.js';
import { OPEN_RULES } from './testing.js';
import type { ExchangeRules } from './rules.js';

export const ALICE: PortIdentity = { port: 'A1', firm: 'ALPH' };
export const ALICE_TOO: PortIdentity = { port: 'A2', firm: 'ALPH' };
export const BOB: PortIdentity = { port: 'B1', firm: 'BETA' };

export function order(token: string, changes: Partial<EnterOrder> = {}): EnterOrder {
  return {
    type: 'enter',
    token,
    symbol: 'AAPL',
    side: 'buy',
    quantity: 100,
    price: 1_000_000,
    stopPrice: 0,
    timeInForce: 'day',
    expireEpochMs: 0,
    display: 'visible',
    displayQuantity: 0,
    minQuantity: 0,
    postOnly: false,
    pegTo: '',
    pegOffset: 0,
    capacity: 'A',
    account: '',
    attribution: '',
    preventSelfTrade: '',
    ...changes,
  };
}

export class Desk {
  readonly store = new ReportStore();
  readonly time = { nowNs: 1e9, epochMs: 1_000_000 };
  readonly engine: MatchingEngine;
  readonly participants: Participants;
  /** What the feed said, shortly. */
  readonly feed: string[] = [];
  private told = 0;

  constructor(rules: Partial<ExchangeRules> = {}) {
    const instruments = makeInstruments(2, new SeededRandom(1));
    const say = (text: string): void => void this.feed.push(text);
    const events: OrderEvents = {
      added: ({ side, price, shares }) => say(`+${side}${shares}@${price}`),
      executed: ({ price, instrument }, shares) => {
        this.participants.traded(instrument.index, price);
        say(`x${shares}@${price}`);
      },
      executedAt: (_, shares, __, price) => say(`c${shares}@${price}`),
      reduced: (_, shares) => say(`-${shares}`),
      deleted: () => say('deleted'),
      replaced: ({ price, shares }) => say(`r${shares}@${price}`),
      hiddenTraded: ({ price, instrument }, shares) => {
        this.participants.traded(instrument.index, price);
        say(`h${shares}@${price}`);
      },
      crossed: (instrument, shares, price, match, type) =>
        this.participants.crossed(this.engine.books[instrument.index]!, price, shares, match, type),
      tradeBroken: () => say('broken'),
    };
    this.engine = new MatchingEngine(instruments, events);
    const listings = instruments.map(({ index, locate, stock, canonical, priceScale, quantityScale, tick, lot }) => ({
      index,
      locate,
      symbol: stock,
      canonical,
      priceScale,
      quantityScale,
      tick,
      lot,
    }));
    this.participants = new Participants({
      engine: this.engine,
      listings,
      rules: { ...OPEN_RULES, ...rules },
      store: this.store,
      time: this.time,
    });
    for (const book of this.engine.books) book.state = 'trading';
  }

  get book() {
    return this.engine.books[0]!;
  }

  /** The reports that follow from a command, of all ports. */
  do(from: PortIdentity, command: OrderCommand): OrderReport[] {
    this.participants.apply(from, command);
    return this.news();
  }

  /** Reports since the last call. */
  news(): OrderReport[] {
    const reports: OrderReport[] = [];
    while (this.told < this.store.length) reports.push(this.store.at(++this.told)!.report);
    return reports;
  }

  /** The same in few words. */
  short(from: PortIdentity, command: OrderCommand): string[] {
    return this.do(from, command).map(short);
  }
}

export function short(report: OrderReport): string {
  switch (report.type) {
    case 'executed':
      return `${report.order.token} ${report.liquidity} ${report.quantity}@${report.price}`;
    case 'canceled':
      return `${report.order.token} canceled ${report.quantity} ${report.reason}`;
    case 'rejected':
      return `${report.token} rejected ${report.reason}`;
    case 'cancelRejected':
    case 'replaceRejected':
      return `${report.token} ${report.type} ${report.reason}`;
    case 'restated':
      return `${report.order.token} ${report.why} ${report.order.restingPrice}`;
    case 'massCanceled':
      return `mass canceled ${report.count}`;
    case 'broken':
    case 'corrected':
      return `${report.order.token} ${report.type} ${report.price}`;
    case 'note':
      return `note ${report.key}`;
    case 'systemEvent':
      return report.event;
    default:
      return `${report.order.token} ${report.type} ${report.order.leaves}`;
  }
}
