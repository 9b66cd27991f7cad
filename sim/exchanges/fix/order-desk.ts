/** Order entry over FIX 4.2 and 4.4: D, F, G, H, and in 4.4 q and AF. What is refused here gets the same answers as what the matcher refuses. */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { CancelOrder, OrderReport, SimListing } from '../core/orders.js';
import { businessReject, type Desk, type Outcome } from './desk.js';
import { ExecutionReports, type ReportStyle } from './execution-reports.js';
import type { FirmOrders, KnownOrder } from './firm-orders.js';
import type { Listings } from './listings.js';
import { readNewOrder, Refused, type OrderRules } from './new-order.js';
import { cancelRejectCode, orderRejectCode, sideCode } from './order-codes.js';
import { fields, type OutField, type OutMessage } from './out-message.js';
import { transactTime } from './transact-time.js';

export interface OrderDeskOptions {
  readonly style: ReportStyle;
  readonly rules: OrderRules;
  readonly port: string;
  readonly orders: FirmOrders;
  readonly listings: Listings;
  /** F and H find orders of the firm's other ports, and F may cancel them. */
  readonly crossPort: boolean;
  readonly nowMs: () => number;
}

/** A Reject of an order or request made here, not by the matcher. */
const GATEWAY_EXEC = 'G';

export class OrderDesk implements Desk {
  readonly accepts: ReadonlySet<string>;
  protected readonly reports: ExecutionReports;
  /** Counts what this gateway refuses by itself: those reports need an ExecID too. */
  private refusals = 0;

  constructor(protected readonly options: OrderDeskOptions) {
    const { style, orders, listings } = options;
    this.accepts = new Set(style.version === '4.2' ? ['D', 'F', 'G', 'H'] : ['D', 'F', 'G', 'H', 'q', 'AF']);
    this.reports = new ExecutionReports(style, orders, listings);
  }

  take(message: FixMessage, type: string): Outcome {
    try {
      switch (type) {
        case 'D':
          return this.enter(message);
        case 'F':
          return this.cancel(message);
        case 'G':
          return this.replace(message);
        case 'H':
          return this.status(message);
        case 'AF':
          return this.massStatus(message);
        case 'q':
          return this.massCancel(message);
        default:
          return businessReject(message, type, 3, `MsgType ${type} is not offered here`);
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.missingTag !== undefined) {
        return businessReject(message, type, 5, error.message, message.string(11));
      }
      return type === 'D' ? this.orderRefused(message, error) : this.requestRefused(message, type, error);
    }
  }

  tell(report: OrderReport, port: string, logSequence: number): readonly OutMessage[] {
    return port === this.options.port ? this.reports.messages(report, logSequence) : [];
  }

  protected enter(message: FixMessage): Outcome {
    return { commands: [readNewOrder(message, this.listing(message), this.options.rules)] };
  }

  protected cancel(message: FixMessage): Outcome {
    const { port } = this.options;
    const { name, known } = this.original(message);
    const requestToken = message.string(11) ?? '';
    checkCurrent(name, known);
    this.checkSame(message, known);
    const command: CancelOrder = {
      type: 'cancel',
      token: known === undefined ? name : known.state.token,
      quantity: 0,
      requestToken,
      echo: { c: requestToken },
      ...(known !== undefined && known.state.port !== port ? { ownerPort: known.state.port } : {}),
    };
    return { commands: [command] };
  }

  protected replace(message: FixMessage): Outcome {
    const { name, known } = this.original(message);
    checkCurrent(name, known);
    this.checkSame(message, known);
    if (known !== undefined && known.state.port !== this.options.port) {
      throw new Refused('notOwner', 'only the session that entered an order may replace it');
    }
    const order = readNewOrder(message, this.listing(message), this.options.rules);
    if (known !== undefined && order.echo?.['t'] !== known.state.echo['t']) {
      throw new Refused('unsupported', 'OrdType (40) of an order cannot change');
    }
    return {
      commands: [
        {
          type: 'replace',
          token: name,
          newToken: order.token,
          quantity: order.quantity,
          price: order.price,
          echo: { ...order.echo, c: order.token },
        },
      ],
    };
  }

  private status(message: FixMessage): Outcome {
    const { known } = this.original(message, message.string(11) ?? '');
    const now = this.options.nowMs();
    if (known !== undefined) {
      this.checkSame(message, known);
      return { messages: [this.reports.status(known, this.ownExecId(), now)] };
    }
    const text = 'no such order';
    return { messages: [this.noOrder(message, text, [])], refused: ['order', text] };
  }

  /** All open orders of the session, or of one symbol (585=7 and 1). */
  protected massStatus(message: FixMessage): Outcome {
    const id = message.string(584) ?? '';
    const kind = message.string(585) ?? '';
    const symbol = message.string(55);
    if (kind !== '7' && kind !== '1') {
      return businessReject(message, 'AF', 0, `MassStatusReqType (585) ${kind} is not offered`, id);
    }
    if (kind === '1' && symbol === undefined) return businessReject(message, 'AF', 5, 'Symbol (55) is missing', id);
    const found: KnownOrder[] = [];
    for (const known of this.options.orders.open()) {
      if (known.state.port !== this.options.port && !this.options.crossPort) continue;
      if (kind === '7' || known.state.symbol === symbol) found.push(known);
    }
    return this.listed(message, id, found);
  }

  /** Reports of how orders stand, or the one that says that there are none. */
  protected listed(message: FixMessage, id: string, found: readonly KnownOrder[]): Outcome {
    if (found.length === 0) {
      const extra = fields([
        [584, id],
        [911, 0],
        [912, 'Y'],
      ]);
      return { messages: [this.noOrder(message, 'no orders', extra)] };
    }
    const now = this.options.nowMs();
    const messages = found.map((known, i) =>
      this.reports.status(known, this.ownExecId(), now, [
        [584, id],
        [911, String(found.length)],
        [912, i === found.length - 1 ? 'Y' : 'N'],
      ]),
    );
    return { messages };
  }

  private massCancel(message: FixMessage): Outcome {
    const id = message.string(11) ?? '';
    const kind = message.string(530) ?? '';
    const symbol = message.string(55) ?? '';
    const side = message.string(54);
    let wrong = '';
    if (kind !== '1' && kind !== '7') wrong = `MassCancelRequestType (530) ${kind} is not offered`;
    else if (kind === '1' && this.options.listings.bySymbol(symbol) === undefined) wrong = `unknown symbol ${symbol}`;
    else if (side !== undefined && side !== '1' && side !== '2') wrong = `Side (54) ${side} cannot be cancelled by`;
    if (wrong !== '') {
      const refusal: OutMessage = {
        type: 'r',
        fields: fields([
          [11, id],
          [37, 'NONE'],
          [530, kind],
          [531, '0'],
          [532, kind === '1' ? '1' : '99'],
          [60, transactTime(this.options.nowMs(), this.options.style.precision)],
          [58, wrong],
        ]),
      };
      return { messages: [refusal], refused: ['order', wrong] };
    }
    return {
      commands: [
        {
          type: 'massCancel',
          symbol: kind === '1' ? symbol : '',
          side: side === '1' ? 'buy' : side === '2' ? 'sell' : '',
          scope: this.options.crossPort ? 'firm' : 'port',
          requestId: `${id}/${kind}`,
        },
      ],
    };
  }

  // Refusals

  private orderRefused(message: FixMessage, { reason, message: text }: Refused): Outcome {
    const { version, precision } = this.options.style;
    const refusal: OutMessage = {
      type: '8',
      fields: fields([
        [37, 'NONE'],
        [11, message.string(11)],
        [17, this.ownExecId()],
        ...this.transType('0'),
        [150, '8'],
        [39, '8'],
        [103, orderRejectCode(reason, version)],
        [55, message.string(55)],
        [54, message.string(54)],
        [38, message.string(38)],
        [40, message.string(40)],
        [151, '0'],
        [14, '0'],
        [6, '0'],
        [60, transactTime(this.options.nowMs(), precision)],
        [58, text],
      ]),
    };
    return { messages: [refusal], refused: ['order', text] };
  }

  private requestRefused(message: FixMessage, type: string, { reason, message: text }: Refused): Outcome {
    const { version, precision } = this.options.style;
    const { name, known } = this.original(message);
    const refusal: OutMessage = {
      type: '9',
      fields: fields([
        [37, known?.state.orderId ?? 'NONE'],
        [11, message.string(11)],
        [41, name],
        [39, known?.status ?? '8'],
        [60, transactTime(this.options.nowMs(), precision)],
        [434, type === 'G' ? '2' : '1'],
        [102, cancelRejectCode(reason, version)],
        [58, text],
      ]),
    };
    return { messages: [refusal], refused: ['order', text] };
  }

  /** An answer to a question about an order that is not there. */
  private noOrder(message: FixMessage, text: string, extra: readonly OutField[]): OutMessage {
    return {
      type: '8',
      fields: fields([
        [37, message.string(37) ?? 'NONE'],
        [11, message.string(11)],
        [17, this.ownExecId()],
        ...this.transType('3'),
        [150, this.options.style.version === '4.2' ? '8' : 'I'],
        [39, '8'],
        [103, '5'],
        [55, message.string(55) ?? '[N/A]'],
        [54, message.string(54) ?? '7'],
        [151, '0'],
        [14, '0'],
        [6, '0'],
        [60, transactTime(this.options.nowMs(), this.options.style.precision)],
        [58, text],
        ...extra,
      ]),
    };
  }

  private transType(value: string): readonly (readonly [number, string])[] {
    return this.options.style.version === '4.2' ? [[20, value]] : [];
  }

  /** Unique beside those of the exchange's log; not repeated after a restart because it has the time. */
  private ownExecId(): string {
    return `${GATEWAY_EXEC}${this.options.nowMs().toString(36)}-${++this.refusals}`;
  }

  // What requests have in common

  private listing(message: FixMessage): SimListing {
    const symbol = message.string(55) ?? '';
    const listing = this.options.listings.bySymbol(symbol);
    if (listing === undefined) throw new Refused('unknownSymbol', `unknown symbol ${symbol}`);
    return listing;
  }

  /** The order that a request is about, by OrigClOrdID (41) or OrderID (37). */
  protected original(
    message: FixMessage,
    name = message.string(41) ?? '',
  ): { name: string; known: KnownOrder | undefined } {
    const { orders, port, crossPort } = this.options;
    let known = crossPort ? orders.find(port, name) : orders.own(port, name);
    const orderId = message.int(37);
    if (known === undefined && !Number.isNaN(orderId)) {
      const byId = orders.byOrderId(orderId);
      if (byId !== undefined && (crossPort || byId.state.port === port)) known = byId;
    }
    return { name, known };
  }

  private checkSame(message: FixMessage, known: KnownOrder | undefined): void {
    if (known === undefined) return;
    const { state } = known;
    if (message.string(55) !== state.symbol)
      throw new Refused('unsupported', `Symbol (55) of the order is ${state.symbol}`);
    const side = sideCode(state.side);
    if (message.has(54) && message.string(54) !== side)
      throw new Refused('unsupported', `Side (54) of the order is ${side}`);
  }
}

/** An order is changed by its newest name only. */
function checkCurrent(name: string, known: KnownOrder | undefined): void {
  if (known === undefined || !known.tokens.includes(name) || known.tokens.at(-1) === name) return;
  throw new Refused('unknownOrder', `${name} was replaced by ${known.state.token}`);
}
