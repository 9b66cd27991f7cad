/**
 * The oracle of the risk pass: the text of docs/risk-controls.md in plain, slow code with BigInt. It keeps lists of orders and trades, and reckons every sum anew
 * whenever it is asked; nothing of the pass itself is used but the names of denials.
 */
import {
  BEST,
  BEST_STRIDE,
  EXCLUDED,
  QUOTE,
  QUOTE_STRIDE,
  type MarketView,
} from '../../../control/core/market-view.js';
import type { ClientOrder } from '../../../control/core/order-entry.js';
import { OrdType, Side, TimeInForce } from '../../../control/core/venue.js';
import type { DenialName } from '../../../control/orders/risk/denials.js';
import type { Limits } from '../../../control/orders/risk/limits-schema.js';
import type { TestInstrument } from '../../../control/orders/risk/testing.js';

export interface ModelOrder {
  readonly terms: ClientOrder;
  quantity: number;
  price: number;
  /** Exposure price. */
  held: number;
  cum: number;
  isOpen: boolean;
  /** Of a replacement that waits. */
  pending: { quantity: number; price: number; held: number } | undefined;
  /** Its child's price, while that may rest. */
  rests: number;
}

interface ModelTrade {
  readonly client: number;
  readonly instrument: number;
  readonly buys: boolean;
  readonly quantity: number;
  readonly price: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

const SIDES: Readonly<Record<number, string>> = {
  [Side.buy]: 'buy',
  [Side.sell]: 'sell',
  [Side.sellShort]: 'sell-short',
  [Side.sellShortExempt]: 'sell-short-exempt',
};

/** A decimal in units of a scale, cut off. */
function units(text: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(scale, '0').slice(0, scale));
}

export class RiskModel {
  orders: ModelOrder[] = [];
  positions = new Map<string, bigint>();
  /** Client and currency: gross and net of the day. */
  gross = new Map<string, bigint>();
  net = new Map<string, bigint>();
  killed = new Set<string>();
  shortSale: number[] = [];
  last: { price: number; epochMs: number }[] = [];
  private passed = 0;
  private clock = 0;
  private readonly buckets = new Map<string, Bucket>();
  private memory: { client: number; key: string; at: number }[] = [];
  exposurePrice = 0;

  constructor(
    public limits: Limits,
    private readonly instruments: readonly TestInstrument[],
    private readonly clients: readonly string[],
    private readonly venues: readonly string[],
    private readonly market: MarketView,
  ) {
    this.relimit(limits);
  }

  /** Limits changed: what a changed window of duplicates remembered is forgotten, and buckets hold no more than they may. */
  relimit(limits: Limits): void {
    for (const [number, id] of this.clients.entries()) {
      const windowOf = ({ clients }: Limits): string =>
        JSON.stringify([clients[id]?.duplicates, clients[id]?.duplicates?.withinMs === 0 ? 0 : clients[id]?.messages]);
      if (windowOf(limits) !== windowOf(this.limits))
        this.memory = this.memory.filter(({ client }) => client !== number);
      this.fill(id, limits.clients[id]?.messages);
    }
    this.fill('', limits.firm.messages);
    this.limits = limits;
  }

  checkNew(order: ClientOrder, epochMs: number): DenialName | undefined {
    const denied = this.common(order, order.quantity, order.price, epochMs);
    if (denied !== undefined) return denied;
    const value = this.value(order.instrument, order.quantity, this.exposurePrice);
    return this.countOrders(order) ?? this.capacity(order, BigInt(order.quantity), value!) ?? this.duplicates(order);
  }

  checkReplace(order: ModelOrder, quantity: number, price: number, epochMs: number): DenialName | undefined {
    const { terms } = order;
    const wanted = quantity === 0 ? order.quantity : quantity;
    const denied = this.common(terms, wanted, price === 0 ? order.price : price, epochMs);
    if (denied !== undefined) return denied;
    const oldOpen = Math.max(0, order.quantity - order.cum);
    const newOpen = Math.max(0, wanted - order.cum);
    const more =
      this.value(terms.instrument, newOpen, this.exposurePrice)! - this.value(terms.instrument, oldOpen, order.held)!;
    return this.capacity(terms, BigInt(Math.max(0, newOpen - oldOpen)), more > 0n ? more : 0n);
  }

  checkChild(
    client: number,
    instrument: number,
    venue: number,
    side: number,
    price: number,
    quantity: number,
    forAuction: boolean,
  ): DenialName | undefined {
    const stopped = this.stopped(client, instrument);
    if (stopped !== undefined) return stopped;
    const limits = this.limits.clients[this.clients[client]!];
    if (this.isRestricted(client, instrument)) return 'restricted';
    const listing = this.instruments[instrument]!.listings[venue];
    if (listing === undefined || limits?.venues.includes(this.venues[venue]!) !== true) return 'venue';
    if (this.killed.has(`venue/${this.venues[venue]!}`)) return 'killVenue';
    if (price % listing.tick !== 0) return 'tick';
    if (quantity % listing.lot !== 0 || quantity < listing.minQuantity || quantity > listing.maxQuantity) return 'lot';
    const state = this.state(instrument, [venue], forAuction);
    if (state !== undefined) return state;
    const isBuy = side === Side.buy;
    if (this.shortPriceFails(instrument, side, price)) return 'shortPrice';
    return this.selfTrades(client, instrument, isBuy, price === 0 ? (isBuy ? Infinity : 0) : price)
      ? 'selfTrade'
      : undefined;
  }

  trade(trade: ModelTrade): void {
    const { instrument, buys, quantity, price } = trade;
    const { currency } = this.instruments[instrument]!;
    const sign = quantity < 0 ? -1n : 1n;
    const value = sign * this.value(instrument, Math.abs(quantity), price)!;
    for (const owner of [this.clients[trade.client]!, '']) {
      add(this.positions, `${owner}/${instrument}`, BigInt(buys ? quantity : -quantity));
      add(this.gross, `${owner}/${currency}`, value);
      if (this.gross.get(`${owner}/${currency}`)! < 0n) this.gross.set(`${owner}/${currency}`, 0n);
      add(this.net, `${owner}/${currency}`, buys ? value : -value);
    }
  }

  beginDay(first: { client: number; instrument: number; quantity: number; price: number }[]): void {
    this.gross.clear();
    this.net.clear();
    for (const { client, instrument, quantity, price } of first) {
      const was = this.positions.get(`${this.clients[client]!}/${instrument}`) ?? 0n;
      const value = this.value(instrument, Math.abs(quantity), price)!;
      for (const owner of [this.clients[client]!, '']) {
        add(this.positions, `${owner}/${instrument}`, BigInt(quantity) - was);
        add(this.net, `${owner}/${this.instruments[instrument]!.currency}`, quantity < 0 ? -value : value);
      }
    }
  }

  /** Open orders of an owner ('' the firm): how many, quantity of an instrument and side, value of a currency and side. */
  open(owner: string): ModelOrder[] {
    return this.orders.filter((order) => order.isOpen && (owner === '' || this.clients[order.terms.client] === owner));
  }

  openQuantity(owner: string, instrument: number, isBuy: boolean): bigint {
    return this.open(owner)
      .filter(({ terms }) => terms.instrument === instrument && (terms.side === Side.buy) === isBuy)
      .reduce((sum, order) => {
        const old = order.quantity - order.cum;
        const wanted = order.pending === undefined ? 0 : Math.max(0, order.pending.quantity - order.cum);
        return sum + BigInt(Math.max(old, wanted));
      }, 0n);
  }

  openValue(owner: string, currency: string, isBuy: boolean): bigint {
    return this.open(owner)
      .filter(
        ({ terms }) => this.instruments[terms.instrument]!.currency === currency && (terms.side === Side.buy) === isBuy,
      )
      .reduce((sum, { terms, quantity, cum, held, pending }) => {
        const old = this.value(terms.instrument, quantity - cum, held)!;
        const wanted =
          pending === undefined ? 0n : this.value(terms.instrument, Math.max(0, pending.quantity - cum), pending.held)!;
        return sum + (old > wanted ? old : wanted);
      }, 0n);
  }

  /** In money units; undefined where it cannot be counted. */
  value(instrument: number, quantity: number, price: number): bigint | undefined {
    const { symbol, currency, priceScale, quantityScale } = this.instruments[instrument]!;
    const { value = '1', inverse = false } = this.limits.contracts[symbol] ?? {};
    const decimals = BigInt(this.limits.currencies[currency]?.decimals ?? 4);
    const places = value.split('.')[1]?.length ?? 0;
    const product = BigInt(quantity) * units(value, places) * (inverse ? 1n : BigInt(price)) * 10n ** decimals;
    const divisor = 10n ** BigInt((inverse ? 0 : priceScale) + quantityScale + places);
    const money = (product + divisor - 1n) / divisor;
    return money > 2n ** 51n ? undefined : money;
  }

  private common(order: ClientOrder, quantity: number, price: number, epochMs: number): DenialName | undefined {
    const { client, instrument, side } = order;
    const stopped = this.stopped(client, instrument);
    if (stopped !== undefined) return stopped;
    const id = this.clients[client]!;
    const { firm } = this.limits;
    const { symbol, assetClass, currency, listings, quantityScale } = this.instruments[instrument]!;
    const mine = this.limits.clients[id];
    const limits = { ...mine?.instruments[assetClass], ...mine?.symbols[symbol] };
    const firmLimits = { ...firm.instruments[assetClass], ...firm.symbols[symbol] };
    const order1 = mine?.symbols[symbol]?.orderNotional ?? mine?.credit[currency]?.order;
    const needed = [
      mine?.messages,
      mine?.openOrders,
      mine?.duplicates,
      limits.orderQuantity,
      limits.collarBps,
      limits.long,
      limits.short,
    ]
      .concat([order1, mine?.credit[currency]?.gross, mine?.credit[currency]?.net] as never[])
      .concat([firm.messages, firm.openOrders, firmLimits.long, firmLimits.short] as never[])
      .concat([firm.credit[currency]?.gross, firm.credit[currency]?.net] as never[]);
    if (needed.some((limit) => limit === undefined)) return 'noLimit';
    // Rate.
    if (this.clock !== 0 && epochMs > this.clock) this.passed += epochMs - this.clock;
    this.clock = epochMs;
    if (!this.token(id, mine!.messages!)) return 'rateClient';
    if (!this.token('', firm.messages!)) return 'rateFirm';
    // Permission.
    if (!mine!.assetClasses.includes(assetClass)) return 'assetClass';
    const sideName = SIDES[side];
    if (sideName === undefined || !(mine!.sides as string[]).includes(sideName)) return 'side';
    const type =
      order.ordType === OrdType.pegged && order.trailOffset > 0
        ? 'trailing-stop'
        : (
            {
              [OrdType.market]: 'market',
              [OrdType.limit]: 'limit',
              [OrdType.stop]: 'stop',
              [OrdType.stopLimit]: 'stop-limit',
              [OrdType.pegged]: 'pegged',
            } as Record<number, string>
          )[order.ordType];
    const allowed = mine!.orderTypes as string[];
    if (type === undefined || !allowed.includes(type) || (order.algo !== '' && !allowed.includes(order.algo)))
      return 'orderType';
    if (listings.every((listing) => listing === undefined)) return 'notListed';
    if (this.isRestricted(client, instrument)) return 'restricted';
    const permitted = this.venues.flatMap((venue, i) =>
      listings[i] !== undefined && mine!.venues.includes(venue) ? [i] : [],
    );
    if (permitted.length === 0) return 'venue';
    const usable = permitted.filter((i) => !this.killed.has(`venue/${this.venues[i]!}`));
    if (usable.length === 0) return 'killVenue';
    // Numbers.
    const isPrice = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 2 ** 50;
    if (!(Number.isSafeInteger(quantity) && quantity > 0)) return 'quantityInvalid';
    if (!isPrice(price) || (price === 0 && (type === 'limit' || type === 'stop-limit'))) return 'priceInvalid';
    const isStop = type === 'stop' || type === 'stop-limit';
    if (!isPrice(order.stopPrice) || (isStop && order.stopPrice === 0)) return 'priceInvalid';
    const onTick = usable.filter((i) => price % listings[i]!.tick === 0 && order.stopPrice % listings[i]!.tick === 0);
    if (onTick.length === 0) return 'tick';
    if (!onTick.some((i) => quantity % listings[i]!.lot === 0 && quantity >= listings[i]!.minQuantity)) return 'lot';
    if (BigInt(quantity) > units(limits.orderQuantity!, quantityScale)) return 'quantity';
    const forAuction = order.timeInForce === TimeInForce.atTheOpening || order.timeInForce === TimeInForce.atTheClose;
    const state = this.state(instrument, usable, forAuction);
    if (state !== undefined) return state;
    // Collar.
    const isBuy = side === Side.buy;
    const [bid, ask] = this.best(instrument);
    let reference = isStop ? order.stopPrice : isBuy ? ask || bid : bid || ask;
    const last = this.last[instrument];
    if (reference === 0 && limits.withoutReference === 'last' && last !== undefined && last.price > 0) {
      if (firm.lastPriceMaxAgeMs !== undefined && epochMs - last.epochMs <= firm.lastPriceMaxAgeMs)
        reference = last.price;
    }
    let worst = price;
    let held = price;
    if (reference === 0) {
      if (price === 0 || limits.withoutReference !== 'pass') return 'noReference';
    } else {
      const bps = BigInt(limits.collarBps!);
      const bound = Number(
        isBuy
          ? (BigInt(reference) * (10_000n + bps)) / 10_000n
          : (BigInt(reference) * (10_000n - bps) + 9999n) / 10_000n,
      );
      if (price > 0 && (isBuy ? price > bound : price < bound)) return 'priceCollar';
      worst = price > 0 ? price : bound;
      held = isBuy ? worst : Math.max(price, reference);
    }
    const value = this.value(instrument, quantity, held);
    if (value === undefined) return 'amountOverflow';
    if (value > units(order1!, this.limits.currencies[currency]?.decimals ?? 4)) return 'notional';
    // Short sales and own orders.
    const isDirect = order.algo === '' && (type === 'limit' || type === 'market');
    const isShort = side === Side.sellShort || side === Side.sellShortExempt;
    if (isShort && assetClass === 'equity' && !order.located) return 'locate';
    if (isDirect && this.shortPriceFails(instrument, side, price)) return 'shortPrice';
    if (isDirect && this.selfTrades(client, instrument, isBuy, worst)) return 'selfTrade';
    this.exposurePrice = held;
    return undefined;
  }

  private stopped(client: number, instrument: number): DenialName | undefined {
    if (this.clients[client] === undefined) return 'unknownClient';
    if (this.instruments[instrument] === undefined) return 'unknownInstrument';
    if (this.killed.has('firm/')) return 'killFirm';
    if (this.killed.has(`client/${this.clients[client]}`)) return 'killClient';
    return this.killed.has(`symbol/${this.instruments[instrument].symbol}`) ? 'killSymbol' : undefined;
  }

  private isRestricted(client: number, instrument: number): boolean {
    const { symbol } = this.instruments[instrument]!;
    return (
      this.limits.firm.restricted.includes(symbol) ||
      this.limits.clients[this.clients[client]!]?.restricted.includes(symbol) === true
    );
  }

  private state(instrument: number, venues: readonly number[], forAuction: boolean): DenialName | undefined {
    const states = venues.map(
      (venue) => this.market.quotes[(instrument * this.venues.length + venue) * QUOTE_STRIDE + QUOTE.state]!,
    );
    const has = (state: number, bit: number): boolean => Math.floor(state / bit) % 2 === 1;
    const stops = (state: number): boolean =>
      has(state, EXCLUDED.halted) || has(state, EXCLUDED.disabled) || (!forAuction && has(state, EXCLUDED.notTrading));
    if (!states.every(stops)) return undefined;
    if (states.some((state) => has(state, EXCLUDED.halted))) return 'halted';
    return !forAuction && states.some((state) => has(state, EXCLUDED.notTrading)) ? 'notTrading' : 'venueDisabled';
  }

  private best(instrument: number): [bid: number, ask: number] {
    const at = instrument * BEST_STRIDE;
    return [this.market.best[at + BEST.bidPrice]!, this.market.best[at + BEST.askPrice]!];
  }

  private shortPriceFails(instrument: number, side: number, price: number): boolean {
    if (side !== Side.sellShort || this.instruments[instrument]!.assetClass !== 'equity') return false;
    if (this.shortSale[instrument] === 1) return false;
    const [bid] = this.best(instrument);
    return bid === 0 || price <= bid;
  }

  private selfTrades(client: number, instrument: number, isBuy: boolean, worst: number): boolean {
    if (this.limits.clients[this.clients[client]!]?.selfTrade === 'allow') return false;
    return this.orders.some(
      ({ terms, rests }) =>
        rests > 0 &&
        terms.client === client &&
        terms.instrument === instrument &&
        (terms.side === Side.buy) !== isBuy &&
        (isBuy ? rests <= worst : rests >= worst),
    );
  }

  private countOrders({ client }: ClientOrder): DenialName | undefined {
    const id = this.clients[client]!;
    if (this.open(id).length + 1 > this.limits.clients[id]!.openOrders!) return 'openOrdersClient';
    return this.open('').length + 1 > this.limits.firm.openOrders! ? 'openOrdersFirm' : undefined;
  }

  private capacity({ client, instrument, side }: ClientOrder, quantity: bigint, value: bigint): DenialName | undefined {
    const id = this.clients[client]!;
    const isBuy = side === Side.buy;
    const { symbol, assetClass, currency, quantityScale } = this.instruments[instrument]!;
    const decimals = this.limits.currencies[currency]?.decimals ?? 4;
    const { firm, clients } = this.limits;
    const owners = [
      { owner: id, limits: clients[id]!, suffix: 'Client' },
      { owner: '', limits: firm, suffix: 'Firm' },
    ] as const;
    const denials: (DenialName | false)[] = [];
    for (const { owner, limits, suffix } of owners) {
      const held = this.positions.get(`${owner}/${instrument}`) ?? 0n;
      const would = this.openQuantity(owner, instrument, isBuy) + (isBuy ? held : -held) + quantity;
      const ofOwner: { long?: string | undefined; short?: string | undefined } = {
        ...limits.instruments[assetClass],
        ...limits.symbols[symbol],
      };
      const most = ofOwner[isBuy ? 'long' : 'short']!;
      denials.push(quantity > 0n && would > units(most, quantityScale) && `position${suffix}`);
    }
    for (const { owner, limits, suffix } of owners) {
      const would =
        (this.gross.get(`${owner}/${currency}`) ?? 0n) +
        this.openValue(owner, currency, true) +
        this.openValue(owner, currency, false) +
        value;
      denials.push(value > 0n && would > units(limits.credit[currency]!.gross!, decimals) && `gross${suffix}`);
    }
    for (const { owner, limits, suffix } of owners) {
      const net = this.net.get(`${owner}/${currency}`) ?? 0n;
      const would = (isBuy ? net : -net) + this.openValue(owner, currency, isBuy) + value;
      denials.push(value > 0n && would > units(limits.credit[currency]!.net!, decimals) && `net${suffix}`);
    }
    return denials.find((denial): denial is DenialName => denial !== false);
  }

  private duplicates(order: ClientOrder): DenialName | undefined {
    const { withinMs, allowed } = this.limits.clients[this.clients[order.client]!]!.duplicates!;
    if (withinMs === 0) return undefined;
    const { instrument, side, ordType, algo, timeInForce, quantity, price, stopPrice, pegOffset, trailOffset } = order;
    const key = JSON.stringify([
      instrument,
      side,
      ordType,
      algo,
      timeInForce,
      quantity,
      price,
      stopPrice,
      pegOffset,
      trailOffset,
    ]);
    const same = this.memory.filter(
      (entry) => entry.client === order.client && entry.key === key && this.passed - entry.at < withinMs,
    );
    if (same.length >= allowed) return 'duplicate';
    this.memory.push({ client: order.client, key, at: this.passed });
    return undefined;
  }

  private token(owner: string, { perSecond, burst }: { perSecond: number; burst: number }): boolean {
    const bucket = this.buckets.get(owner)!;
    bucket.tokens = Math.min(burst * 1000, bucket.tokens + (this.passed - bucket.at) * perSecond);
    bucket.at = this.passed;
    if (bucket.tokens < 1000) return false;
    bucket.tokens -= 1000;
    return true;
  }

  /** Limits of a bucket: one that had none begins full. */
  private fill(owner: string, messages: { burst: number } | undefined): void {
    const bucket = this.buckets.get(owner);
    if (messages === undefined) this.buckets.delete(owner);
    else if (bucket === undefined) this.buckets.set(owner, { tokens: messages.burst * 1000, at: 0 });
    else bucket.tokens = Math.min(bucket.tokens, messages.burst * 1000);
  }
}

function add(map: Map<string, bigint>, key: string, by: bigint): void {
  map.set(key, (map.get(key) ?? 0n) + by);
}
