/** The memory of the risk pass: dense tables by client, instrument and currency. Layout in layout.ts; the limits among it are written by `compileLimits`. */
import type { Instrument, SymbolMap } from '../../core/instruments.js';
import { decimalsOf } from './limit-checks.js';
import { assetClasses, type Limits } from './limits-schema.js';
import { alignedFloats, MAY_STRIDE, MONEY_STRIDE, ROW_STRIDE } from './layout.js';
import { Valuation } from './money.js';

export class RiskTables {
  readonly clients: number;
  readonly instruments: readonly Instrument[];
  readonly currencies: readonly string[];
  /** `ROW`, by client (the firm last) and instrument. */
  readonly rows: Float64Array;
  /** `MONEY`, by client (the firm last) and currency. */
  readonly money: Float64Array;
  /** `MAY`, by client. */
  readonly may: Int32Array;
  /** By client, the firm last. */
  readonly openOrders: Int32Array;
  readonly maxOpenOrders: Float64Array;
  /** By instrument. */
  readonly currencyOf: Uint16Array;
  readonly assetClassBit: Uint8Array;
  readonly valuation: Valuation;
  /** 1: its exposure does not add up. By client. */
  readonly faults: Uint8Array;
  readonly #instruments: number;
  readonly #currencies: number;

  constructor(clients: number, symbols: SymbolMap, limits: Limits) {
    const { instruments } = symbols;
    this.clients = clients;
    this.instruments = instruments;
    this.currencies = [...new Set(instruments.map(({ currency }) => currency))];
    this.#instruments = instruments.length;
    this.#currencies = this.currencies.length;
    this.rows = alignedFloats((clients + 1) * instruments.length * ROW_STRIDE);
    this.money = alignedFloats((clients + 1) * this.currencies.length * MONEY_STRIDE);
    this.may = new Int32Array(clients * MAY_STRIDE);
    this.openOrders = new Int32Array(clients + 1);
    this.maxOpenOrders = new Float64Array(clients + 1);
    this.faults = new Uint8Array(clients);
    this.currencyOf = Uint16Array.from(instruments, ({ currency }) => this.currencies.indexOf(currency));
    this.assetClassBit = Uint8Array.from(instruments, ({ assetClass }) => 1 << assetClasses.indexOf(assetClass));
    this.valuation = new Valuation(instruments.length);
    for (const { index, symbol, currency, priceScale, quantityScale } of instruments) {
      const terms = Object.hasOwn(limits.contracts, symbol) ? limits.contracts[symbol] : undefined;
      this.valuation.set(index, priceScale, quantityScale, decimalsOf(limits, currency), terms);
    }
  }

  /** Where the records of an order's client and instrument begin. */
  locate(order: {
    readonly client: number;
    readonly instrument: number;
    row: number;
    firmRow: number;
    money: number;
    firmMoney: number;
  }): void {
    const { client, instrument } = order;
    const currency = this.currencyOf[instrument]!;
    order.row = (client * this.#instruments + instrument) * ROW_STRIDE;
    order.firmRow = (this.clients * this.#instruments + instrument) * ROW_STRIDE;
    order.money = (client * this.#currencies + currency) * MONEY_STRIDE;
    order.firmMoney = (this.clients * this.#currencies + currency) * MONEY_STRIDE;
  }

  /** Row of a client in an instrument; `clients` as client is the firm. */
  row(client: number, instrument: number): number {
    return client * this.#instruments + instrument;
  }

  moneyRow(client: number, instrument: number): number {
    return client * this.#currencies + this.currencyOf[instrument]!;
  }
}
