/** What a market tells its publishers, whatever protocol they speak. Objects are valid during the call only. */
import type { Instrument } from './instruments.js';
import type { Order } from './book.js';

export type CrossType = 'O' | 'C' | 'H';

/** Indicative cross. */
export interface Imbalance {
  instrument: Instrument;
  pairedShares: number;
  imbalanceShares: number;
  direction: 'B' | 'S' | 'N' | 'O';
  farPrice: number;
  nearPrice: number;
  referencePrice: number;
  crossType: CrossType;
}

/** Terms of a direct listing with a capital raise. */
export interface DirectListing {
  readonly instrument: Instrument;
  readonly openEligible: boolean;
  readonly minPrice: number;
  readonly maxPrice: number;
  readonly nearPrice: number;
  readonly nearTimeNs: number;
  readonly lowerCollar: number;
  readonly upperCollar: number;
}

/** What happens to orders: all of it comes from the matching engine. */
export interface OrderEvents {
  /** A displayed order rests. */
  added(order: Order): void;
  /** A displayed order traded at its own price; `order.shares` is what is left, 0 removes it. */
  executed(order: Order, shares: number, match: number): void;
  /** The same at another price. Not printable: part of a cross, which is reported as one trade. */
  executedAt(order: Order, shares: number, match: number, price: number, printable: boolean): void;
  /** A part was cancelled. */
  reduced(order: Order, shares: number): void;
  deleted(order: Order): void;
  /** `order` has its new id, price and size. */
  replaced(order: Order, originalId: number): void;
  /** A hidden order traded. */
  hiddenTraded(order: Order, shares: number, match: number): void;
  crossed(instrument: Instrument, shares: number, price: number, match: number, type: CrossType): void;
  tradeBroken(instrument: Instrument, match: number): void;
}

export interface MarketEvents extends OrderEvents {
  /** Everything that follows happens at this time, ns since midnight. */
  at(timeNs: number): void;
  systemEvent(code: 'O' | 'S' | 'Q' | 'M' | 'E' | 'C'): void;
  listed(instrument: Instrument): void;
  tradingAction(instrument: Instrument, state: 'H' | 'P' | 'Q' | 'T', reason: string): void;
  operationalHalt(instrument: Instrument, halted: boolean): void;
  shortSaleRestriction(instrument: Instrument, action: '0' | '1' | '2'): void;
  participant(instrument: Instrument, mpid: string, primary: boolean, state: 'A' | 'E' | 'W'): void;
  /** Market-wide decline levels in index points, 8 decimals. */
  declineLevels(level1: number, level2: number, level3: number): void;
  declineBreached(level: '1' | '2' | '3'): void;
  ipoRelease(instrument: Instrument, releaseNs: number, postponed: boolean, price: number): void;
  auctionCollar(instrument: Instrument, reference: number, upper: number, lower: number, extension: number): void;
  imbalance(imbalance: Readonly<Imbalance>): void;
  retailInterest(instrument: Instrument, interest: 'B' | 'S' | 'A' | 'N'): void;
  directListing(terms: DirectListing): void;
}
