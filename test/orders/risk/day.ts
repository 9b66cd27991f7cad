/** A random day of the pass and its oracle side by side. The day plays the engine's part: it keeps orders, and tells the gate what becomes of them. */
import { expect } from 'vitest';
import { blankClientOrder, type ClientOrder } from '../../../control/core/order-entry.js';
import { OrdType, Side } from '../../../control/core/venue.js';
import { DENIALS } from '../../../control/orders/risk/denials.js';
import { PreTradeRisk } from '../../../control/orders/risk/gate.js';
import { MONEY, MONEY_STRIDE, ROW, ROW_STRIDE } from '../../../control/orders/risk/layout.js';
import {
  CLIENTS,
  INSTRUMENTS,
  openLimits,
  SCOPE,
  symbolMap,
  testMarket,
  VENUES,
} from '../../../control/orders/risk/testing.js';
import { LIMITS, SCALES, START, type Action, type Terms } from './actions.js';
import { RiskModel, type ModelOrder } from './model.js';

/** One day of both, with the engine's part played by the book. */
export class RiskDay {
  readonly market = testMarket(INSTRUMENTS.length, VENUES.length);
  readonly gate: PreTradeRisk;
  readonly model: RiskModel;
  readonly seen = new Set<string>();
  private now = 1_700_000_000_000;
  private readonly orders: ModelOrder[] = [];
  private readonly trades: { client: number; instrument: number; buys: boolean; quantity: number; price: number }[] =
    [];

  constructor() {
    const limits = openLimits(SCOPE);
    for (const [path, value] of START) limits.setLimit(path, value, 'test', 0);
    this.gate = new PreTradeRisk({ symbols: symbolMap(), market: this.market, limits });
    this.model = new RiskModel(limits.limits, INSTRUMENTS, CLIENTS, VENUES, this.market);
    limits.onChange(() => this.model.relimit(limits.limits));
    for (const [instrument, [price]] of SCALES.entries()) {
      this.market.set(instrument, price * 0.99, price * 1.01);
      this.gate.facts.setRegSho(instrument, '0');
      this.model.shortSale[instrument] = 1;
    }
  }

  do(action: Action): void {
    switch (action.kind) {
      case 'new':
        this.enter(this.terms(action.terms));
        break;
      case 'again': {
        const order = this.orders.at(action.order % Math.max(1, this.orders.length));
        if (order !== undefined) this.enter({ ...order.terms });
        break;
      }
      case 'fill':
        this.fill(action);
        break;
      case 'bust':
        this.bust(action);
        break;
      case 'replace':
        this.replace(action);
        break;
      case 'answer':
        this.answer(action);
        break;
      case 'end':
        this.end(this.live(action.order));
        break;
      case 'child': {
        const { client, instrument, side, price, quantity } = this.terms(action.terms);
        const { venue, auction } = action;
        const child = [client, instrument, venue, side, price, quantity, auction] as const;
        this.compare(this.gate.checkChild(...child), this.model.checkChild(...child));
        break;
      }
      case 'limit': {
        const [path, values] = LIMITS[action.which]!;
        const value = values[action.value % values.length] ?? null;
        // Without a limit nothing passes: that is seen soon enough.
        this.gate.limits.setLimit(path, value === null && !action.removes ? values[0]! : value, 'test', this.now);
        break;
      }
      case 'kill': {
        const { scope } = action;
        const id = {
          firm: '',
          client: CLIENTS[action.id % 2]!,
          venue: VENUES[action.id]!,
          symbol: INSTRUMENTS[action.id]!.symbol,
        }[scope];
        this.gate.kill.engage(scope, id, 'a test', 'test', this.now);
        this.model.killed.add(`${scope}/${id}`);
        break;
      }
      case 'release':
        for (const { scope, id } of this.gate.kill.engaged())
          this.gate.kill.release(scope, id, 'a test', 'test', 'administer', this.now);
        this.model.killed.clear();
        break;
      case 'quote': {
        const price = SCALES[action.instrument]![0];
        const at = (step: number): number => (step === 0 ? 0 : price + ((step - 4) * price) / 100);
        this.market.set(action.instrument, at(action.bid), at(action.ask));
        break;
      }
      case 'state':
        this.market.state(action.instrument, action.venue, action.bits);
        break;
      case 'facts': {
        this.gate.facts.setRegSho(action.instrument, action.action);
        this.model.shortSale[action.instrument] = action.action === '0' ? 1 : action.action === '1' ? 2 : 0;
        const price = action.last * 1_000_000;
        this.gate.facts.setLast(action.instrument, price, this.now);
        this.model.last[action.instrument] = { price, epochMs: this.now };
        break;
      }
      case 'time':
        this.now += action.ms;
        break;
      case 'day': {
        this.gate.beginDay();
        const first = { client: 0, instrument: 0, quantity: action.position, price: 1_900_000 };
        this.gate.setPosition(first.client, first.instrument, first.quantity, first.price);
        this.model.beginDay([first]);
        break;
      }
    }
  }

  private terms({ trails, price, odd, lots, ...rest }: Terms): ClientOrder {
    const [typical, size] = SCALES[rest.instrument] ?? [100, 100];
    const priced = rest.ordType === OrdType.limit || rest.ordType === OrdType.stopLimit;
    return {
      ...blankClientOrder(),
      ...rest,
      quantity: size * lots,
      price: priced ? typical + (price * typical) / 100 + odd : 0,
      stopPrice: rest.ordType === OrdType.stop || rest.ordType === OrdType.stopLimit ? typical : 0,
      trailOffset: rest.ordType === OrdType.pegged && trails ? 500 : 0,
    };
  }

  private enter(terms: ClientOrder): void {
    const found = this.model.checkNew(terms, this.now);
    const number = this.gate.checkNew(terms, this.now);
    this.compare(number, found);
    if (number !== 0) return;
    const held = this.gate.exposurePrice;
    expect(held).toBe(this.model.exposurePrice);
    const { client, instrument, side, quantity, price } = terms;
    this.gate.open(client, instrument, side, quantity, held);
    const rests = terms.ordType === OrdType.limit ? price : 0;
    this.gate.rest(client, instrument, side, rests);
    const order: ModelOrder = {
      terms: { ...terms },
      quantity,
      price,
      held,
      cum: 0,
      isOpen: true,
      pending: undefined,
      rests,
    };
    this.orders.push(order);
    this.model.orders.push(order);
  }

  private live(number: number): ModelOrder | undefined {
    const open = this.orders.filter(({ isOpen }) => isOpen);
    return open[number % Math.max(1, open.length)];
  }

  private fill({ order: number, part, price }: { order: number; part: number; price: number }): void {
    const order = this.live(number);
    if (order === undefined) return;
    const { client, instrument, side } = order.terms;
    const open = order.quantity - order.cum;
    const quantity = part === 0 ? open : Math.ceil(open / (part + 1));
    const traded = Math.round(order.held * (1 - price / 1000)) || 1;
    const { pending, held } = order;
    const hold = (gate: 'hold' | 'unhold'): void => {
      if (pending === undefined) return;
      this.gate[gate](
        client,
        instrument,
        side,
        order.quantity - order.cum,
        held,
        Math.max(0, pending.quantity - order.cum),
        pending.held,
      );
    };
    hold('unhold');
    this.trade({ client, instrument, buys: side === Side.buy, quantity, price: traded }, side);
    this.gate.change(client, instrument, side, open, held, open - quantity, held);
    order.cum += quantity;
    hold('hold');
    if (order.cum === order.quantity && pending === undefined) this.end(order);
  }

  private trade(
    trade: { client: number; instrument: number; buys: boolean; quantity: number; price: number },
    side: number = trade.buys ? Side.buy : Side.sell,
  ): void {
    this.gate.trade(trade.client, trade.instrument, side, trade.quantity, trade.price);
    this.model.trade(trade);
    if (trade.quantity > 0) this.trades.push(trade);
  }

  /** A cancelled trade: gone; a correction: less of it at another price. Its order stays as it is, as that of a day before would. */
  private bust({ trade: number, corrected }: { trade: number; corrected: number }): void {
    const trade = this.trades.splice(number % Math.max(1, this.trades.length), 1)[0];
    if (trade === undefined) return;
    this.trade({ ...trade, quantity: -trade.quantity });
    if (corrected > 0) this.trade({ ...trade, quantity: Math.ceil(trade.quantity / 2), price: trade.price + 100 });
  }

  private replace({ order: number, price, lots }: { order: number; price: number; lots: number }): void {
    const order = this.live(number);
    if (order === undefined || order.pending !== undefined) return;
    const { terms } = order;
    const [typical, size] = SCALES[terms.instrument]!;
    const priced = order.price > 0;
    const newQuantity = size * lots;
    const newPrice = priced && price > 0 ? typical + ((price - 3) * typical) / 100 : 0;
    const found = this.model.checkReplace(order, newQuantity, newPrice, this.now);
    const now = { ...terms, quantity: order.quantity, price: order.price };
    const denied = this.gate.checkReplace(now, newQuantity, newPrice, this.now, order.cum, order.held);
    this.compare(denied, found);
    if (denied !== 0) return;
    const held = this.gate.exposurePrice;
    expect(held).toBe(this.model.exposurePrice);
    const quantity = newQuantity === 0 ? order.quantity : newQuantity;
    order.pending = { quantity, price: newPrice === 0 ? order.price : newPrice, held };
    const open = order.quantity - order.cum;
    this.gate.hold(
      terms.client,
      terms.instrument,
      terms.side,
      open,
      order.held,
      Math.max(0, quantity - order.cum),
      held,
    );
  }

  private answer({ order: number, accepted }: { order: number; accepted: boolean }): void {
    const order = this.orders.filter(({ isOpen, pending }) => isOpen && pending !== undefined)[number % 3];
    if (order?.pending === undefined) return;
    const { client, instrument, side } = order.terms;
    const { pending } = order;
    const open = order.quantity - order.cum;
    const newOpen = Math.max(0, pending.quantity - order.cum);
    this.gate.unhold(client, instrument, side, open, order.held, newOpen, pending.held);
    order.pending = undefined;
    if (accepted) {
      this.gate.change(client, instrument, side, open, order.held, newOpen, pending.held);
      if (order.rests > 0) {
        this.gate.rest(client, instrument, side, pending.price);
        this.gate.unrest(client, instrument, side, order.rests);
        order.rests = pending.price;
      }
      order.price = pending.price;
      order.held = pending.held;
      order.quantity = Math.max(pending.quantity, order.cum);
    }
    if (order.cum >= order.quantity) this.end(order);
  }

  private end(order: ModelOrder | undefined): void {
    if (order === undefined) return;
    const { client, instrument, side } = order.terms;
    const open = order.quantity - order.cum;
    if (order.pending !== undefined) {
      const { quantity, held } = order.pending;
      this.gate.unhold(client, instrument, side, open, order.held, Math.max(0, quantity - order.cum), held);
    }
    this.gate.close(client, instrument, side, open, order.held);
    this.gate.unrest(client, instrument, side, order.rests);
    order.isOpen = false;
    order.pending = undefined;
    order.rests = 0;
  }

  private compare(number: number, expected: string | undefined): void {
    const found = DENIALS[number - 1];
    if (found?.name !== expected) expect(`${found?.name}: ${this.gate.denial().text}`).toBe(expected);
    if (found === undefined) return;
    this.seen.add(found.name);
    expect(this.gate.denial().code).toBe(found.code);
  }

  /** All sums of the tables beside those of the model. */
  checkExposure(): void {
    const { tables } = this.gate;
    expect(this.gate.exposureFaults).toBe(0);
    expect(this.gate.unknownRests).toBe(0);
    for (const [number, owner] of [...CLIENTS, ''].entries()) {
      expect(tables.openOrders[number]).toBe(this.model.open(owner).length);
      for (const [instrument] of INSTRUMENTS.entries()) {
        const at = tables.row(number, instrument) * ROW_STRIDE;
        const found = [ROW.position, ROW.openBuy, ROW.openSell].map((column) => BigInt(tables.rows[at + column]!));
        const expected = [
          this.model.positions.get(`${owner}/${instrument}`) ?? 0n,
          this.model.openQuantity(owner, instrument, true),
          this.model.openQuantity(owner, instrument, false),
        ];
        if (found.join() !== expected.join()) expect(found, `${owner} in ${instrument}`).toEqual(expected);
      }
      for (const [i, currency] of tables.currencies.entries()) {
        const at = (number * tables.currencies.length + i) * MONEY_STRIDE;
        const found = [MONEY.gross, MONEY.net, MONEY.openBuy, MONEY.openSell].map((column) =>
          BigInt(tables.money[at + column]!),
        );
        const expected = [
          this.model.gross.get(`${owner}/${currency}`) ?? 0n,
          this.model.net.get(`${owner}/${currency}`) ?? 0n,
          this.model.openValue(owner, currency, true),
          this.model.openValue(owner, currency, false),
        ];
        if (found.join() !== expected.join()) expect(found, `${owner} in ${currency}`).toEqual(expected);
      }
    }
  }
}
