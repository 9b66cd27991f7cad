/** The order that the risk pass has in hand. */
import type { DuplicateWindow } from './duplicates.js';
import type { KillSwitch } from './kill-switch.js';
import type { Listings } from './listings.js';
import type { MarketFacts } from './market-facts.js';
import type { MessageRate } from './message-rate.js';
import type { OwnPrices } from './own-prices.js';
import type { RiskTables } from './tables.js';
import type { MarketView } from '../../core/market-view.js';

/** Cells of the risk pass: numbers that pass between its steps, as a call would box them. One order at a time. */
export const CELL = {
  epochMs: 0,
  quantity: 1,
  price: 2,
  stopPrice: 3,
  /** What the order trades at worst: its limit, or the collar. */
  worst: 4,
  reference: 5,
  /** At what price its exposure is counted. */
  exposurePrice: 6,
  /** Of the whole order. */
  notional: 7,
  /** What it adds to open quantity and open value: all of it, or what a replacement has beyond the old. */
  addedQuantity: 8,
  addedValue: 9,
  /** Of a replacement: open quantities and the exposure price of the old. */
  oldOpen: 10,
  oldPrice: 11,
  oldValue: 12,
  newOpen: 13,
  newValue: 14,
  /** Of the last denial: what was found, and the limit. */
  found: 15,
  limit: 16,
  /** The exposure price of the last order that passed. */
  passedPrice: 17,
} as const;
export const CELLS = 18;

/** The largest price that a collar and a value can be reckoned from. */
export const PRICE_MAX = 2 ** 50;

/** What the steps of the pass share. */
export interface Desk {
  readonly tables: RiskTables;
  readonly listings: Listings;
  readonly market: MarketView;
  readonly facts: MarketFacts;
  readonly kill: KillSwitch;
  readonly rate: MessageRate;
  readonly own: OwnPrices;
  /** By client; undefined where none is configured. */
  readonly duplicates: (DuplicateWindow | undefined)[];
}

/** One order at a time; what the last denial says stays until the next order. */
export class Pass {
  readonly cells = new Float64Array(CELLS);
  client = 0;
  instrument = 0;
  /** Of a child; -1: not one venue alone. */
  venue = -1;
  side = 0;
  /** Venues that the order may go to, as bits. */
  venues = 0;
  /** Where the client's and the firm's records of the instrument and its currency begin. */
  row = 0;
  firmRow = 0;
  money = 0;
  firmMoney = 0;

  /** Remembers what was found and what the limit is; returns `number`. */
  refuse(number: number, found: number, limit: number): number {
    this.cells[CELL.found] = found;
    this.cells[CELL.limit] = limit;
    return number;
  }
}
