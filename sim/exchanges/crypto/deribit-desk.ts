/**
 * Orders and market data of one deribit-test connection. The venue gives each order an id of its own, which stands in ClOrdID (11) of its reports; the
 * client's stands in OrigClOrdID (41). Without ConnectionOnlyExecutionReports (9010) a connection hears every order of the subaccount.
 */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { CancelOrder, EnterOrder, OrderReport } from '../core/orders.js';
import { businessReject, type Desk, type Outcome } from '../fix/desk.js';
import { shownName, type KnownOrder } from '../fix/firm-orders.js';
import type { MarketDataDesk } from '../fix/market-data-desk.js';
import { Refused, readNewOrder } from '../fix/new-order.js';
import { OrderDesk, type OrderDeskOptions } from '../fix/order-desk.js';
import { fields, type OutField, type OutMessage } from '../fix/out-message.js';
import { asReject } from './crypto-desk.js';

/** What a Logon chose. */
export interface DeribitSettings {
  /** Label under a tag below 2^16 (9002). */
  readonly wordsafe: boolean;
  /** Nothing of other connections (9010). */
  readonly ownOnly: boolean;
  /** Nothing that was not asked for (9009). */
  readonly quiet: boolean;
  /** Fills as ExecType F (9015). */
  readonly fillReports: boolean;
}

const LABEL = 100010;
const WORDSAFE_LABEL = 5010;
/** MassStatusReqType (585), and MassStatusReqIDType (9014). */
const ONE_ORDER = 0x31;
const BY_CLIENT_ID = 1;
const MARKET_DATA = new Set(['V', 'x', 'e']);

export class DeribitDesk extends OrderDesk {
  override readonly accepts: ReadonlySet<string> = new Set(['D', 'F', 'G', 'q', 'AF', 'V', 'x', 'c']);
  settings: DeribitSettings = { wordsafe: false, ownOnly: false, quiet: false, fillReports: false };

  constructor(
    options: OrderDeskOptions,
    private readonly marketData: MarketDataDesk,
  ) {
    super(options);
  }

  opened(...[emit]: Parameters<NonNullable<Desk['opened']>>): void {
    this.marketData.opened(emit);
  }

  closed(): void {
    this.marketData.closed();
  }

  override take(message: FixMessage, type: string): Outcome {
    if (MARKET_DATA.has(type)) return asReject(this.marketData.take(message, type));
    if (type === 'c') return this.securityDefinition(message);
    const outcome = asReject(super.take(message, type));
    return outcome.messages === undefined
      ? outcome
      : { ...outcome, messages: outcome.messages.map((answer) => this.inDeribit(answer)) };
  }

  protected override enter(message: FixMessage): Outcome {
    return { commands: [this.readOrder(message)] };
  }

  private readOrder(message: FixMessage): EnterOrder {
    const symbol = message.string(55) ?? '';
    const listing = this.options.listings.bySymbol(symbol);
    if (listing === undefined) throw new Refused('unknownSymbol', `unknown symbol ${symbol}`);
    const order = readNewOrder(message, listing, this.options.rules);
    const label = message.string(this.settings.wordsafe ? WORDSAFE_LABEL : LABEL);
    const echo = { ...order.echo, ...(label === undefined ? {} : { label }) };
    if (!message.has(1138)) return { ...order, echo };
    // An iceberg says both, and they are the same.
    const shown = message.decimal(1138, listing.quantityScale);
    if (!(shown > 0 && shown <= order.quantity) || message.decimal(1088, listing.quantityScale) !== shown) {
      throw new Refused('badQuantity', 'DisplayQty (1138) and RefreshQty (1088) must be the same part of the quantity');
    }
    return { ...order, echo, displayQuantity: shown };
  }

  protected override cancel(message: FixMessage): Outcome {
    const { name, known } = this.original(message);
    const command: CancelOrder = {
      type: 'cancel',
      token: known === undefined ? name : known.state.token,
      quantity: 0,
      requestToken: message.string(11) ?? name,
      echo: { c: message.string(11) ?? name },
      ...(known !== undefined && known.state.port !== this.options.port ? { ownerPort: known.state.port } : {}),
    };
    return { commands: [command] };
  }

  /** Quantity and price change; everything else stays, the id too. */
  protected override replace(message: FixMessage): Outcome {
    const { name, known } = this.original(message);
    if (known === undefined) throw new Refused('unknownOrder', `no order ${name}`);
    const { state } = known;
    const listing = this.options.listings.bySymbol(state.symbol);
    if (listing === undefined || state.port !== this.options.port)
      throw new Refused('notOwner', 'not an order of this session');
    const quantity = message.has(38) ? message.decimal(38, listing.quantityScale) : state.quantity;
    const price = message.has(44) ? message.decimal(44, listing.priceScale) : state.price;
    if (!(quantity > 0) || !(price >= 0))
      throw new Refused('badQuantity', 'quantity or price is no number of this instrument');
    const changes = Number(state.echo['n'] ?? 0) + 1;
    const own = shownName(state);
    const echo = { ...state.echo, clOrdId: own, n: changes };
    return {
      commands: [{ type: 'replace', token: state.token, newToken: `${own}~${changes}`, quantity, price, echo }],
    };
  }

  /** All open orders; or one, which may be over, by the venue's id (585=1) or by the client's with a symbol (585=7, 9014=1). */
  protected override massStatus(message: FixMessage): Outcome {
    const id = message.string(584) ?? '';
    if (message.char(585) === ONE_ORDER) {
      const known = this.options.orders.byOrderId(serverOrderNumber(id));
      return this.listed(message, id, known === undefined ? [] : [known]);
    }
    if (message.int(9014) !== BY_CLIENT_ID) return super.massStatus(message);
    const symbol = message.string(55);
    if (symbol === undefined) return asReject(businessReject(message, 'AF', 5, 'Symbol (55) is missing', id));
    const known = this.options.orders.find(this.options.port, id);
    return this.listed(message, id, known?.state.symbol === symbol ? [known] : []);
  }

  /** By the venue's id, the client's, or the label. */
  protected override original(message: FixMessage): { name: string; known: KnownOrder | undefined } {
    const { orders, port } = this.options;
    const name = message.string(41) ?? message.string(11) ?? '';
    const given = serverOrderNumber(name);
    const byServer = Number.isNaN(given) ? undefined : orders.byOrderId(given);
    if (byServer !== undefined) return { name, known: byServer };
    const byName = orders.find(port, name);
    if (byName !== undefined) return { name, known: byName };
    const label = message.string(LABEL) ?? message.string(WORDSAFE_LABEL);
    if (label !== undefined)
      for (const known of orders.open()) if (known.state.echo['label'] === label) return { name, known };
    return { name, known: undefined };
  }

  /** Its id stays the first one, however often it is changed. */
  override tell(report: OrderReport, port: string, logSequence: number): readonly OutMessage[] {
    const { ownOnly, quiet } = this.settings;
    const isOwn = port === this.options.port;
    if (!isOwn && (ownOnly || quiet || !('order' in report) || report.type.endsWith('Rejected'))) return [];
    return this.reports.messages(report, logSequence).map((message) => this.inDeribit(message, report));
  }

  private inDeribit(message: OutMessage, report?: OrderReport): OutMessage {
    const { type, fields: list } = message;
    if (type !== '8' && type !== '9') return message;
    const value = (tag: number): string | undefined => list.find(([found]) => found === tag)?.[1];
    const state = report !== undefined && 'order' in report ? report.order : undefined;
    const orderId = value(37) ?? 'NONE';
    const isKnown = orderId !== 'NONE' && state !== undefined;
    const number = state === undefined ? 0 : (this.options.orders.byOrderId(state.orderId)?.firstId ?? state.orderId);
    const serverId = isKnown ? serverOrderId(state.symbol, number) : orderId;
    const clientId = state === undefined ? value(11) : shownName(state);
    const label = state?.echo['label'];
    const shown: OutField[] = [];
    for (const [tag, text] of list) {
      if (tag === 37) shown.push([37, serverId]);
      else if (tag === 11) shown.push([11, isKnown ? serverId : text]);
      else if (tag === 41) continue;
      else if (tag === 111) shown.push([1138, text]);
      // Without the setting a fill is an order that stands differently.
      else if (tag === 150 && text === 'F' && !this.settings.fillReports) shown.push([150, 'I']);
      else shown.push([tag, text]);
    }
    return {
      type,
      fields: [
        ...shown,
        ...fields([
          [41, clientId],
          [this.settings.wordsafe ? WORDSAFE_LABEL : LABEL, label],
        ]),
      ],
    };
  }

  private securityDefinition(message: FixMessage): Outcome {
    const listing = this.options.listings.bySymbol(message.string(55) ?? '');
    if (listing === undefined)
      return asReject(businessReject(message, 'c', 2, `unknown symbol ${message.string(55) ?? ''}`));
    const id = message.string(320) ?? '';
    const answer: OutMessage = {
      type: 'd',
      fields: [
        [320, id],
        [322, `D-${id}`],
        [323, '4'],
        [55, listing.symbol],
      ],
    };
    return { messages: [answer] };
  }
}

/** `BTC-123`: the venue's ids begin with the currency. */
function serverOrderId(symbol: string, orderId: number): string {
  return `${/^[A-Z]+/.exec(symbol)?.[0] ?? ''}-${orderId}`;
}

function serverOrderNumber(name: string): number {
  const found = /^[A-Z]+-(\d+)$/.exec(name);
  return found === null ? NaN : Number(found[1]);
}
