/**
 * What orders and trades have used up, kept for the client and the firm alike. All whole numbers, added and taken away exactly; where a book would go below nothing or
 * past what can be counted, the client's books no longer add up: that is counted, and nothing of the client passes until they are rebuilt.
 */
import { Side } from '../../core/venue.js';
import { MONEY, MONEY_STRIDE, ROW, ROW_STRIDE } from './layout.js';
import type { RiskTables } from './tables.js';

/** Scratch cells: numbers in and out of `Valuation.value`. */
const QUANTITY = 0;
const PRICE = 1;
const VALUE = 2;

export class Exposure {
  /** How often something did not add up. */
  faults = 0;
  readonly #cells = new Float64Array(3);

  constructor(private readonly tables: RiskTables) {}

  open(client: number, instrument: number, side: number, quantity: number, price: number): void {
    this.#countOrder(client, 1);
    this.#addOpen(client, instrument, side, quantity, this.#value(instrument, quantity, price));
  }

  change(
    client: number,
    instrument: number,
    side: number,
    oldQuantity: number,
    oldPrice: number,
    quantity: number,
    price: number,
  ): void {
    const value = this.#value(instrument, quantity, price) - this.#value(instrument, oldQuantity, oldPrice);
    this.#addOpen(client, instrument, side, quantity - oldQuantity, value);
  }

  close(client: number, instrument: number, side: number, quantity: number, price: number): void {
    this.#countOrder(client, -1);
    this.#addOpen(client, instrument, side, -quantity, -this.#value(instrument, quantity, price));
  }

  /** What a replacement needs beyond the order it replaces, in each measure by itself; `sign` -1 takes it away again. */
  hold(
    client: number,
    instrument: number,
    side: number,
    quantity: number,
    price: number,
    newQuantity: number,
    newPrice: number,
    sign: number,
  ): void {
    const value = this.#value(instrument, newQuantity, newPrice) - this.#value(instrument, quantity, price);
    const more = Math.max(0, newQuantity - quantity);
    this.#addOpen(client, instrument, side, sign * more, sign * Math.max(0, value));
  }

  trade(client: number, instrument: number, side: number, quantity: number, price: number): void {
    const sign = quantity < 0 ? -1 : 1;
    const value = sign * this.#value(instrument, Math.abs(quantity), price);
    const isBuy = side === Side.buy;
    this.#addTraded(client, instrument, isBuy ? quantity : -quantity, value, isBuy ? value : -value, client);
    this.#addTraded(
      this.tables.clients,
      instrument,
      isBuy ? quantity : -quantity,
      value,
      isBuy ? value : -value,
      client,
    );
  }

  /** Takes the place of the position that was, in the firm's as well; its value counts as net, not as traded today. */
  setPosition(client: number, instrument: number, quantity: number, price: number): void {
    const { tables } = this;
    const change = quantity - tables.rows[tables.row(client, instrument) * ROW_STRIDE + ROW.position]!;
    const value = this.#value(instrument, Math.abs(quantity), price);
    for (const owner of [client, tables.clients]) {
      this.#addTraded(owner, instrument, change, 0, quantity < 0 ? -value : value, client);
    }
  }

  /** What was traded is no longer of today. Positions and open orders stay. */
  beginDay(): void {
    const { money } = this.tables;
    for (let at = 0; at < money.length; at += MONEY_STRIDE) {
      money[at + MONEY.gross] = 0;
      money[at + MONEY.net] = 0;
    }
  }

  fault(client: number): void {
    this.faults++;
    this.tables.faults[client] = 1;
  }

  #value(instrument: number, quantity: number, price: number): number {
    const cells = this.#cells;
    cells[QUANTITY] = quantity;
    cells[PRICE] = price;
    this.tables.valuation.value(instrument, cells, QUANTITY, PRICE, VALUE);
    return cells[VALUE]!;
  }

  #countOrder(client: number, by: number): void {
    const { openOrders, clients } = this.tables;
    for (let owner = client; ; owner = clients) {
      const count = openOrders[owner]! + by;
      openOrders[owner] = Math.max(0, count);
      if (count < 0) this.fault(client);
      if (owner === clients) return;
    }
  }

  #addOpen(client: number, instrument: number, side: number, quantity: number, value: number): void {
    const { tables } = this;
    const isBuy = side === Side.buy;
    const column = isBuy ? ROW.openBuy : ROW.openSell;
    const amount = isBuy ? MONEY.openBuy : MONEY.openSell;
    for (let owner = client; ; owner = tables.clients) {
      this.#add(tables.rows, tables.row(owner, instrument) * ROW_STRIDE + column, quantity, client);
      this.#add(tables.money, tables.moneyRow(owner, instrument) * MONEY_STRIDE + amount, value, client);
      if (owner === tables.clients) return;
    }
  }

  /** A sum that never goes below nothing. */
  #add(cells: Float64Array, at: number, by: number, client: number): void {
    const sum = cells[at]! + by;
    if (sum >= 0 && sum <= Number.MAX_SAFE_INTEGER) {
      cells[at] = sum;
    } else {
      cells[at] = sum > 0 ? Number.MAX_SAFE_INTEGER : 0;
      this.fault(client);
    }
  }

  #addTraded(owner: number, instrument: number, quantity: number, gross: number, net: number, client: number): void {
    const { tables } = this;
    const row = tables.row(owner, instrument) * ROW_STRIDE + ROW.position;
    const at = tables.moneyRow(owner, instrument) * MONEY_STRIDE;
    const position = tables.rows[row]! + quantity;
    const netSum = tables.money[at + MONEY.net]! + net;
    if (!Number.isSafeInteger(position) || !Number.isSafeInteger(netSum) || !Number.isSafeInteger(gross)) {
      this.fault(client);
      return;
    }
    tables.rows[row] = position;
    tables.money[at + MONEY.net] = netSum;
    // A trade of another day that is cancelled was not counted today.
    tables.money[at + MONEY.gross] = Math.min(
      Number.MAX_SAFE_INTEGER,
      Math.max(0, tables.money[at + MONEY.gross]! + gross),
    );
  }
}
