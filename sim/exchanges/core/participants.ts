/**
 * The exchange's order rules: what ports may do with orders, and what they are told. Together with the engine below it this is a function of
 * commands and times: the same ones give the same reports.
 */
import type { Book } from '../market/book.js';
import type { MatchingEngine } from '../market/engine.js';
import type { CrossType } from '../market/events.js';
import {
  checkAmounts,
  checkBand,
  checkPostOnly,
  checkShortSale,
  checkTerms,
  refuse,
  type Refusal,
} from './entry-checks.js';
import type {
  CancelOrder,
  CancelReason,
  EnterOrder,
  MassCancel,
  ModifyOrder,
  OrderCommand,
  PortIdentity,
  PortSession,
  ReplaceOrder,
  SimListing,
} from './orders.js';
import { ParticipantOrder } from './participant-order.js';
import { pegPrice } from './pegs.js';
import { RateLimit } from './rate-limit.js';
import { ReportWriter, type VenueTime } from './report-writer.js';
import { DEFAULT_PORT_RULES, type ExchangeRules, type PortRules } from './rules.js';
import type { ReportStore } from './stores.js';
import { TradeMemory } from './trade-memory.js';
import { Working } from './working.js';

export interface ParticipantsOptions {
  readonly engine: MatchingEngine;
  readonly listings: readonly SimListing[];
  readonly rules: ExchangeRules;
  readonly store: ReportStore;
  readonly time: VenueTime;
}

interface Port {
  readonly rules: PortRules;
  readonly rate: RateLimit;
  /** Every token of the day. */
  readonly tokens: Map<string, ParticipantOrder>;
  readonly live: Set<ParticipantOrder>;
  cancelsOnDisconnect: boolean;
}

export class Participants {
  readonly reports: ReportWriter;
  readonly trades = new TradeMemory();
  readonly restricted = new Set<number>();
  private readonly working: Working;
  private readonly bySymbol: ReadonlyMap<string, SimListing>;
  private readonly ports = new Map<string, Port>();

  constructor(private readonly options: ParticipantsOptions) {
    const { engine, rules, store, time, listings } = options;
    this.reports = new ReportWriter(store, time);
    this.working = new Working({ engine, reports: this.reports, time, fees: rules.fees, trades: this.trades });
    this.bySymbol = new Map(listings.map((listing) => [listing.symbol, listing]));
  }

  /** Orders that are not done. */
  get liveOrders(): number {
    let count = 0;
    for (const { live } of this.ports.values()) count += live.size;
    return count;
  }

  apply(from: PortIdentity, command: OrderCommand): void {
    switch (command.type) {
      case 'enter':
        this.enter(from, command);
        break;
      case 'replace':
        this.replace(from, command);
        break;
      case 'cancel':
        this.cancel(from, command);
        break;
      case 'massCancel':
        this.massCancel(from, command);
        break;
      case 'modify':
        this.modify(from, command);
        break;
      case 'portUp':
      case 'portDown':
        this.session(from, command);
        break;
      case 'note':
        this.reports.write(from.port, from.firm, { type: 'note', key: command.key, value: command.value });
        break;
    }
    this.working.look();
  }

  /** After anything has happened in the market. */
  look(): void {
    this.working.look();
  }

  traded(instrument: number, price: number): void {
    this.working.lastPrices[instrument] = price;
  }

  crossed(book: Book, price: number, quantity: number, match: number, type: CrossType): void {
    this.working.lastPrices[book.instrument.index] = price;
    this.working.crossed(book, price, quantity, match, type);
  }

  /** Shares that wait for the closing cross of a book. */
  closingInterest(book: Book): number {
    let quantity = 0;
    for (const order of this.working.held) {
      if (order.book === book && order.terms.timeInForce === 'closing') quantity += order.leaves;
    }
    return quantity;
  }

  /** The day is over: nothing stays. */
  close(): void {
    this.cancelAll(() => true, 'closed');
    for (const { rules } of this.ports.values()) {
      this.reports.write(rules.port, rules.firm, { type: 'systemEvent', event: 'endOfDay' });
    }
  }

  cancelFirm(firm: string): void {
    this.cancelAll((order) => firm === '*' || order.from.firm === firm, 'supervisory');
  }

  private enter(from: PortIdentity, order: EnterOrder): void {
    const port = this.portOf(from);
    const listing = this.bySymbol.get(order.symbol);
    const refusal = this.refusalOf(port, listing, order);
    if (refusal !== undefined || listing === undefined) {
      const { reason, text } = refusal ?? refuse('unknownSymbol', `no symbol ${order.symbol}`);
      this.reports.write(from.port, from.firm, {
        type: 'rejected',
        token: order.token,
        symbol: order.symbol,
        reason,
        text,
        echo: order.echo ?? {},
      });
      return;
    }
    const { engine } = this.options;
    const book = engine.books[listing.index]!;
    const accepted = new ParticipantOrder(from, order, listing, book, engine.nextOrderId(), this.working, port.live);
    port.tokens.set(order.token, accepted);
    this.reports.of(accepted.state(), { type: 'accepted', order: accepted.state(), live: true });
    this.working.start(accepted);
  }

  private refusalOf(port: Port, listing: SimListing | undefined, order: EnterOrder): Refusal | undefined {
    const { engine, rules, time } = this.options;
    if (!port.rate.allows(time.nowNs)) return refuse('rateLimit', `more than ${port.rules.ratePerSecond} a second`);
    if (port.tokens.has(order.token)) return refuse('duplicateToken', `token ${order.token} was used before`);
    if (listing === undefined) return undefined;
    const book = engine.books[listing.index]!;
    const isImmediate = order.timeInForce === 'ioc' || order.timeInForce === 'fok';
    if (book.state === 'halted' || (book.state === 'quoting' && isImmediate)) {
      return refuse('halted', `${order.symbol} is ${book.state}`);
    }
    if (order.timeInForce === 'opening' && this.working.opened.has(book))
      return refuse('tooLate', 'the opening cross has been');
    const refusal =
      checkAmounts(listing, order.quantity, order.price) ??
      checkTerms(order) ??
      checkBand(book, this.working.lastPrices[listing.index]!, order, rules.priceBandBps) ??
      checkShortSale(book, order.side, order.price, this.restricted.has(listing.index));
    if (refusal !== undefined || !order.postOnly) return refusal;
    const candidate = new ParticipantOrder({ port: '', firm: '' }, order, listing, book, 0, this.working, new Set());
    return checkPostOnly(engine, candidate, order.pegTo === '' ? order.price : pegPrice(candidate));
  }

  private replace(from: PortIdentity, request: ReplaceOrder): void {
    const port = this.portOf(from);
    const order = port.tokens.get(request.token);
    const refusal = this.replaceRefusal(port, order, request);
    if (refusal !== undefined || order === undefined) {
      const { reason, text } = refusal ?? refuse('unknownOrder', `no order ${request.token}`);
      this.reports.write(from.port, from.firm, {
        type: 'replaceRejected',
        token: request.token,
        newToken: request.newToken,
        order: order?.state(),
        reason,
        text,
        echo: request.echo ?? {},
      });
      return;
    }
    const leaves = request.quantity - order.executed;
    if (leaves <= 0) {
      // All that is wanted has traded: what is left goes.
      this.working.cancel(order, 'user', request.newToken);
      return;
    }
    const keepsPlace =
      this.options.rules.replaceKeepsPriority && request.price === order.price && leaves <= order.leaves;
    const previousToken = order.token;
    order.token = request.newToken;
    port.tokens.set(request.newToken, order);
    order.quantity = request.quantity;
    order.price = request.price;
    order.echo = { ...order.echo, ...request.echo };
    if (keepsPlace) this.working.reduce(order, leaves);
    else {
      order.leaves = leaves;
      order.orderId = this.options.engine.nextOrderId();
      order.restedOnce = false;
    }
    this.reports.of(order.state(), { type: 'replaced', order: order.state(), previousToken, live: true });
    if (!keepsPlace) this.working.replaced(order);
  }

  private replaceRefusal(port: Port, order: ParticipantOrder | undefined, request: ReplaceOrder): Refusal | undefined {
    if (!port.rate.allows(this.options.time.nowNs))
      return refuse('rateLimit', `more than ${port.rules.ratePerSecond} a second`);
    if (order === undefined) return undefined;
    if (!order.isLive || order.token !== request.token) return refuse('tooLate', `order ${request.token} is done`);
    if (port.tokens.has(request.newToken)) return refuse('duplicateToken', `token ${request.newToken} was used before`);
    if (order.book.state === 'halted') return refuse('halted', `${order.listing.symbol} is halted`);
    if (request.price === 0 && order.price !== 0)
      return refuse('badPrice', 'a limit order cannot become a market order');
    return (
      checkAmounts(order.listing, request.quantity, request.price) ??
      checkShortSale(order.book, order.side, request.price, this.restricted.has(order.listing.index)) ??
      (order.terms.pegTo === '' ? checkPostOnly(this.options.engine, order, request.price) : undefined)
    );
  }

  private cancel(from: PortIdentity, request: CancelOrder): void {
    const port = this.portOf(from);
    const { ownerPort = from.port, token } = request;
    const owner = this.ports.get(ownerPort);
    const order = owner?.tokens.get(token);
    const mayCancel = ownerPort === from.port || (port.rules.crossPortCancel && owner?.rules.firm === from.firm);
    let refusal: Refusal | undefined;
    if (!mayCancel) refusal = refuse('notOwner', `port ${from.port} may not cancel orders of ${ownerPort}`);
    else if (order === undefined) refusal = refuse('unknownOrder', `no order ${token}`);
    else if (!order.isLive || order.token !== token) refusal = refuse('tooLate', `order ${token} is done`);
    else if (request.quantity < 0 || request.quantity % order.listing.lot !== 0) {
      refusal = refuse('badQuantity', `quantity ${request.quantity}`);
    } else if (request.quantity - order.executed >= order.leaves) {
      refusal = refuse('badQuantity', `${order.leaves} are left, and so many may stay`);
    }
    if (refusal !== undefined || order === undefined) {
      this.cancelRejected(
        from,
        token,
        mayCancel ? order : undefined,
        refusal ?? refuse('unknownOrder', ''),
        request.echo,
      );
      return;
    }
    const leaves = Math.max(0, request.quantity - order.executed);
    if (request.echo !== undefined) order.echo = { ...order.echo, ...request.echo };
    const requestToken = request.requestToken ?? token;
    if (leaves === 0) this.working.cancel(order, 'user', requestToken);
    else {
      const quantity = order.leaves - leaves;
      order.quantity -= quantity;
      this.working.reduce(order, leaves);
      this.reports.of(order.state(), {
        type: 'canceled',
        order: order.state(),
        quantity,
        reason: 'user',
        requestToken,
        final: false,
      });
    }
  }

  private modify(from: PortIdentity, request: ModifyOrder): void {
    const port = this.portOf(from);
    const order = port.tokens.get(request.token);
    let refusal: Refusal | undefined;
    if (order === undefined) refusal = refuse('unknownOrder', `no order ${request.token}`);
    else if (!order.isLive || order.token !== request.token)
      refusal = refuse('tooLate', `order ${request.token} is done`);
    else if ((order.side === 'buy') !== (request.side === 'buy')) {
      refusal = refuse('unsupported', `a ${order.side} order cannot become ${request.side}`);
    } else if (request.quantity - order.executed > order.leaves || request.quantity <= order.executed) {
      refusal = refuse('badQuantity', `quantity ${request.quantity} of ${order.quantity}, ${order.executed} executed`);
    }
    if (refusal !== undefined || order === undefined) {
      this.cancelRejected(from, request.token, order, refusal ?? refuse('unknownOrder', ''), undefined);
      return;
    }
    order.side = request.side;
    order.quantity = request.quantity;
    this.working.reduce(order, request.quantity - order.executed);
    this.reports.of(order.state(), { type: 'modified', order: order.state() });
  }

  private cancelRejected(
    from: PortIdentity,
    token: string,
    order: ParticipantOrder | undefined,
    { reason, text }: Refusal,
    echo: CancelOrder['echo'],
  ): void {
    this.reports.write(from.port, from.firm, {
      type: 'cancelRejected',
      token,
      newToken: '',
      order: order?.state(),
      reason,
      text,
      echo: echo ?? {},
    });
  }

  private massCancel(from: PortIdentity, { symbol, side, scope, requestId }: MassCancel): void {
    this.portOf(from);
    const count = this.cancelAll(
      (order) =>
        (scope === 'port' ? order.from.port === from.port : order.from.firm === from.firm) &&
        (symbol === '' || order.terms.symbol === symbol) &&
        (side === '' || (side === 'buy') === (order.bookSide === 'B')),
      'massCancel',
    );
    this.reports.write(from.port, from.firm, { type: 'massCanceled', requestId, count });
  }

  private session(from: PortIdentity, { type, cancelOnDisconnect }: PortSession): void {
    const port = this.portOf(from);
    if (type === 'portUp') {
      port.cancelsOnDisconnect =
        port.rules.cancelOnDisconnect === 'always' ||
        (port.rules.cancelOnDisconnect === 'onRequest' && cancelOnDisconnect === true);
      return;
    }
    if (port.cancelsOnDisconnect) this.cancelAll((order) => order.from.port === from.port, 'disconnect');
  }

  private cancelAll(which: (order: ParticipantOrder) => boolean, reason: CancelReason): number {
    let count = 0;
    for (const port of this.ports.values()) {
      for (const order of [...port.live]) {
        if (!order.isLive || !which(order)) continue;
        this.working.cancel(order, reason);
        count++;
      }
    }
    return count;
  }

  private portOf({ port: name, firm }: PortIdentity): Port {
    let port = this.ports.get(name);
    if (port === undefined) {
      const rules = this.options.rules.ports.find((one) => one.port === name) ?? {
        ...(this.options.rules.otherPorts ?? DEFAULT_PORT_RULES),
        port: name,
        firm,
      };
      port = {
        rules,
        rate: new RateLimit(rules.ratePerSecond),
        tokens: new Map(),
        live: new Set(),
        cancelsOnDisconnect: rules.cancelOnDisconnect === 'always',
      };
      this.ports.set(name, port);
    }
    return port;
  }
}
