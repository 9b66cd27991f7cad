/**
 * The risk pass: every check on an order in one go, from dense tables, without allocation when it passes. The checks and their order are those of docs/risk-controls.md.
 * A step returns 0 or the number of its denial (denials.ts); numbers pass between steps in cells (pass.ts).
 */
import type { SymbolMap } from '../../core/instruments.js';
import type { MarketView } from '../../core/market-view.js';
import type { ClientOrder, Denial } from '../../core/order-entry.js';
import { Side } from '../../core/venue.js';
import { admit } from './admission.js';
import { capacity, openOrders, repeated } from './capacity-check.js';
import { checkChild } from './child-check.js';
import { compileLimits } from './compile-limits.js';
import { denialWords } from './denial-words.js';
import { DuplicateWindow, TERMS_COUNT } from './duplicates.js';
import { Exposure } from './exposure.js';
import { KillSwitch, type KillEvent } from './kill-switch.js';
import { ROW, ROW_STRIDE } from './layout.js';
import type { LimitBook } from './limit-book.js';
import type { Limits } from './limits-schema.js';
import { Listings } from './listings.js';
import { MarketFacts } from './market-facts.js';
import { MessageRate } from './message-rate.js';
import { isDirect } from './order-kinds.js';
import { OwnPrices } from './own-prices.js';
import { CELL, Pass, type Desk } from './pass.js';
import { collar, References } from './references.js';
import { quickPass, type QuickPass } from './quick-pass.js';
import type { RiskGate } from './risk-port.js';
import { RiskTables } from './tables.js';
import { authorised, market, selfTrade, shortSale, terms } from './terms-check.js';

export interface PreTradeRiskOptions {
  readonly symbols: SymbolMap;
  readonly market: MarketView;
  /** Its scope names clients and venues in the order of their numbers. */
  readonly limits: LimitBook;
  /** Hears the kill switch, to journal it. */
  readonly onKill?: (event: KillEvent) => void;
}

interface WindowTerms {
  readonly withinMs: number;
  readonly allowed: number;
  readonly orders: number;
}

export class PreTradeRisk implements RiskGate {
  readonly kill: KillSwitch;
  /** What the market side sets: short sale states and last trades. */
  readonly facts: MarketFacts;
  readonly limits: LimitBook;
  readonly tables: RiskTables;
  readonly #exposure: Exposure;
  readonly #desk: Desk;
  readonly #references: References;
  readonly #quick: QuickPass;
  readonly #pass = new Pass();
  readonly #scratch = new Float64Array(TERMS_COUNT);
  readonly #windows: (WindowTerms | undefined)[] = [];
  #denial = 0;
  /** Denials so far, by number. */
  readonly denials = new Float64Array(64);
  /** Resting prices that were taken away and had never been there. */
  unknownRests = 0;

  constructor({ symbols, market: view, limits, onKill }: PreTradeRiskOptions) {
    const { clients, venues } = limits.scope;
    const { instruments } = symbols;
    this.limits = limits;
    this.tables = new RiskTables(clients.length, symbols, limits.limits);
    this.facts = new MarketFacts(instruments.length);
    this.kill = new KillSwitch({ clients, venues, symbols: instruments.map(({ symbol }) => symbol) }, onKill);
    this.#exposure = new Exposure(this.tables);
    this.#references = new References(view, this.facts);
    this.#desk = {
      tables: this.tables,
      listings: new Listings(symbols, venues.length),
      market: view,
      facts: this.facts,
      kill: this.kill,
      rate: new MessageRate(clients.length),
      own: new OwnPrices(this.tables.rows),
      duplicates: clients.map(() => undefined),
    };
    this.#quick = quickPass(this.#desk);
    limits.compileInto((values) => this.#compile(values));
  }

  /** How often exposure did not add up. */
  get exposureFaults(): number {
    return this.#exposure.faults;
  }

  get exposurePrice(): number {
    return this.#pass.cells[CELL.passedPrice]!;
  }

  checkNew(order: Readonly<ClientOrder>, epochMs: number): number {
    const { cells } = this.#pass;
    cells[CELL.epochMs] = epochMs;
    cells[CELL.quantity] = order.quantity;
    cells[CELL.price] = order.price;
    if (this.#quick(order, cells, true)) return 0;
    const denied = this.#order(order);
    if (denied !== 0) return this.#deny(denied);
    cells[CELL.addedQuantity] = cells[CELL.quantity]!;
    cells[CELL.addedValue] = cells[CELL.notional]!;
    return this.#done(
      openOrders(this.#pass, this.#desk) ||
        capacity(this.#pass, this.#desk) ||
        repeated(order, this.#scratch, this.#pass, this.#desk),
    );
  }

  checkReplace(
    order: Readonly<ClientOrder>,
    newQuantity: number,
    newPrice: number,
    epochMs: number,
    cumQuantity = 0,
    heldPrice = order.price,
  ): number {
    const { cells } = this.#pass;
    cells[CELL.epochMs] = epochMs;
    cells[CELL.quantity] = newQuantity === 0 ? order.quantity : newQuantity;
    cells[CELL.price] = newPrice === 0 ? order.price : newPrice;
    cells[CELL.oldOpen] = Math.max(0, order.quantity - cumQuantity);
    cells[CELL.newOpen] = Math.max(0, cells[CELL.quantity]! - cumQuantity);
    cells[CELL.oldPrice] = heldPrice;
    if (this.#quick(order, cells, false)) return 0;
    const denied = this.#order(order);
    if (denied !== 0) return this.#deny(denied);
    const { valuation } = this.tables;
    const { instrument } = order;
    valuation.value(instrument, cells, CELL.oldOpen, CELL.oldPrice, CELL.oldValue);
    valuation.value(instrument, cells, CELL.newOpen, CELL.exposurePrice, CELL.newValue);
    cells[CELL.addedQuantity] = Math.max(0, cells[CELL.newOpen]! - cells[CELL.oldOpen]!);
    cells[CELL.addedValue] = Math.max(0, cells[CELL.newValue]! - cells[CELL.oldValue]!);
    return this.#done(capacity(this.#pass, this.#desk));
  }

  checkChild(
    client: number,
    instrument: number,
    venue: number,
    side: number,
    price: number,
    quantity: number,
    forAuction = false,
  ): number {
    const pass = this.#pass;
    pass.client = client;
    pass.instrument = instrument;
    pass.venue = venue;
    pass.side = side;
    pass.cells[CELL.price] = price;
    pass.cells[CELL.quantity] = quantity;
    return this.#deny(checkChild(pass, this.#desk, forAuction));
  }

  /**
   * The worst price that a market order of this client may pay or take now, in units; 0: there is no market to tell it from. What a worker sends instead of an
   * unlimited price.
   */
  worstPrice(client: number, instrument: number, side: number, epochMs: number): number {
    const { cells } = this.#pass;
    const row = this.tables.row(client, instrument) * ROW_STRIDE;
    const isBuy = side === Side.buy;
    cells[CELL.epochMs] = epochMs;
    const policy = this.tables.rows[row + ROW.withoutReference]!;
    this.#references.find(instrument, isBuy, policy, cells, CELL.epochMs, CELL.reference);
    collar(isBuy, cells, CELL.reference, this.tables.rows[row + ROW.collarBps]!, CELL.worst);
    return cells[CELL.worst]!;
  }

  denial(): Denial {
    return denialWords(this.#denial, this.#pass, this.#desk, this.limits);
  }

  open(client: number, instrument: number, side: number, quantity: number, price: number): void {
    this.#exposure.open(client, instrument, side, quantity, price);
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
    this.#exposure.change(client, instrument, side, oldQuantity, oldPrice, quantity, price);
  }

  trade(client: number, instrument: number, side: number, quantity: number, price: number): void {
    this.#exposure.trade(client, instrument, side, quantity, price);
  }

  close(client: number, instrument: number, side: number, quantity: number, price: number): void {
    this.#exposure.close(client, instrument, side, quantity, price);
  }

  hold(
    client: number,
    instrument: number,
    side: number,
    quantity: number,
    price: number,
    newQuantity: number,
    newPrice: number,
  ): void {
    this.#exposure.hold(client, instrument, side, quantity, price, newQuantity, newPrice, 1);
  }

  unhold(
    client: number,
    instrument: number,
    side: number,
    quantity: number,
    price: number,
    newQuantity: number,
    newPrice: number,
  ): void {
    this.#exposure.hold(client, instrument, side, quantity, price, newQuantity, newPrice, -1);
  }

  rest(client: number, instrument: number, side: number, price: number): void {
    if (price > 0) this.#desk.own.rest(this.tables.row(client, instrument), side === Side.buy, price);
  }

  unrest(client: number, instrument: number, side: number, price: number): void {
    if (price > 0 && !this.#desk.own.unrest(this.tables.row(client, instrument), side === Side.buy, price)) {
      this.unknownRests++;
    }
  }

  beginDay(): void {
    this.#exposure.beginDay();
  }

  setPosition(client: number, instrument: number, quantity: number, price: number): void {
    this.#exposure.setPosition(client, instrument, quantity, price);
  }

  /** Everything about the order itself; leaves its exposure price and value in the cells. */
  #order(order: Readonly<ClientOrder>): number {
    const pass = this.#pass;
    const desk = this.#desk;
    pass.client = order.client;
    pass.instrument = order.instrument;
    pass.venue = -1;
    pass.side = order.side;
    pass.cells[CELL.stopPrice] = order.stopPrice;
    const denied =
      admit(pass, desk) ||
      authorised(order, pass, desk) ||
      terms(order, pass, desk) ||
      market(order, pass, desk, this.#references);
    if (denied !== 0) return denied;
    const direct = isDirect(order);
    return (
      shortSale(order.side, order.located, direct, pass, desk) ||
      (direct ? selfTrade(order.side === Side.buy, pass, desk) : 0)
    );
  }

  #done(number: number): number {
    if (number !== 0) return this.#deny(number);
    const { cells } = this.#pass;
    cells[CELL.passedPrice] = cells[CELL.exposurePrice]!;
    return 0;
  }

  #deny(number: number): number {
    if (number === 0) return 0;
    this.#denial = number;
    this.denials[number] = this.denials[number]! + 1;
    return number;
  }

  #compile(limits: Limits): void {
    const { scope } = this.limits;
    compileLimits(limits, this.tables, scope);
    this.#references.lastPriceMaxAgeMs = limits.firm.lastPriceMaxAgeMs ?? 0;
    const { rate, duplicates } = this.#desk;
    rate.configure(scope.clients.length, limits.firm.messages?.perSecond ?? 0, limits.firm.messages?.burst ?? 0);
    for (const [number, id] of scope.clients.entries()) {
      const client = Object.hasOwn(limits.clients, id) ? limits.clients[id] : undefined;
      const { perSecond = 0, burst = 0 } = client?.messages ?? {};
      rate.configure(number, perSecond, burst);
      const { withinMs = 0, allowed = 0 } = client?.duplicates ?? {};
      const orders = withinMs === 0 ? 0 : burst + Math.ceil((perSecond * withinMs) / 1000);
      const was = this.#windows[number];
      if (was?.withinMs === withinMs && was.allowed === allowed && was.orders === orders) continue;
      // What came before the change is forgotten.
      this.#windows[number] = { withinMs, allowed, orders };
      duplicates[number] = withinMs === 0 ? undefined : new DuplicateWindow(withinMs, allowed, orders);
    }
  }
}
