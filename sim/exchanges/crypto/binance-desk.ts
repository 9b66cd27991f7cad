/** Orders at binance-spot-testnet: cancel-and-new (XCN) and amend-keep-priority (XAK) instead of G, limits on request (XLQ), mass cancel by symbol. */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { EnterOrder, OrderCommand, OrderReport } from '../core/orders.js';
import type { Outcome } from '../fix/desk.js';
import { Refused, readNewOrder } from '../fix/new-order.js';
import type { OrderDeskOptions } from '../fix/order-desk.js';
import { fields, type OutMessage } from '../fix/out-message.js';
import { CryptoDesk } from './crypto-desk.js';

/** What the venue calls any refusal of an order, cancel or amendment. */
const ERROR_ORDER = '-2010';
const ERROR_CANCEL = '-2011';
const ERROR_AMEND = '-2038';

const SELF_TRADE: Readonly<Record<string, EnterOrder['preventSelfTrade']>> = {
  '1': '',
  '2': 'cancelNewest',
  '3': 'cancelOldest',
  '5': 'decrement',
};

/** Orders that wait for their cancel: more at once are refused. */
const MAX_PENDING = 1000;

export interface BinanceDeskOptions extends OrderDeskOptions {
  /** For XLR: messages and their window. */
  readonly messageLimit: { readonly count: number; readonly windowMs: number };
}

export class BinanceDesk extends CryptoDesk {
  override readonly accepts: ReadonlySet<string> = new Set(['D', 'F', 'XCN', 'XAK', 'q', 'XLQ']);
  /** ResponseMode (25036) 2: nothing that was not asked for. */
  onlyAcks = false;
  private readonly pendingNew = new Map<string, { readonly order: EnterOrder; readonly evenIfRefused: boolean }>();
  private readonly pendingAmends = new Map<string, string>();
  private submit: ((command: OrderCommand) => void) | undefined;

  constructor(private readonly binance: BinanceDeskOptions) {
    super(binance);
  }

  opened(_emit: (messages: readonly OutMessage[]) => void, submit: (command: OrderCommand) => void): void {
    this.submit = submit;
  }

  closed(): void {
    this.submit = undefined;
    this.pendingNew.clear();
    this.pendingAmends.clear();
  }

  override take(message: FixMessage, type: string): Outcome {
    try {
      if (type === 'XCN') return this.cancelAndNew(message);
      if (type === 'XAK') return this.amend(message);
      if (type === 'XLQ') return this.limits(message);
      if (type === 'q' && message.string(530) !== '1') {
        return { reject: { reason: 5, tag: 530, text: 'mass cancel is by symbol: MassCancelRequestType (530) 1' } };
      }
      return withErrorCodes(super.take(message, type));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { reject: { reason: error.missingTag === undefined ? 5 : 1, text: error.message } };
    }
  }

  protected override enter(message: FixMessage): Outcome {
    return { commands: [this.readOrder(message)] };
  }

  private readOrder(message: FixMessage): EnterOrder {
    const symbol = message.string(55) ?? '';
    const listing = this.options.listings.bySymbol(symbol);
    if (listing === undefined) throw new Refused('unknownSymbol', `unknown symbol ${symbol}`);
    const order = readNewOrder(message, listing, this.options.rules);
    const mode = message.string(25001);
    return mode === undefined ? order : { ...order, preventSelfTrade: SELF_TRADE[mode] ?? '' };
  }

  private cancelAndNew(message: FixMessage): Outcome {
    const order = this.readOrder(message);
    const { name, known } = this.original(message);
    const cancelId = message.string(25034) ?? `${order.token}C`;
    if (this.pendingNew.size >= MAX_PENDING) throw new Refused('rateLimit', 'too many cancel-and-new requests wait');
    this.pendingNew.set(cancelId, { order, evenIfRefused: message.string(25033) === '2' });
    return {
      commands: [
        {
          type: 'cancel',
          token: known?.state.token ?? name,
          quantity: 0,
          requestToken: cancelId,
          echo: { c: cancelId },
          ...(known !== undefined && known.state.port !== this.options.port ? { ownerPort: known.state.port } : {}),
        },
      ],
    };
  }

  private amend(message: FixMessage): Outcome {
    const { name, known } = this.original(message);
    const listing = this.options.listings.bySymbol(message.string(55) ?? '');
    const quantity = listing === undefined ? NaN : message.decimal(38, listing.quantityScale);
    let wrong = '';
    if (known?.isOpen !== true || known.state.port !== this.options.port) wrong = 'no such order';
    else if (known.state.symbol !== listing?.symbol) wrong = 'the order is of another symbol';
    else if (!(quantity > known.state.executed && quantity < known.state.quantity)) {
      wrong = 'the new quantity must be below the old one and above what has traded';
    } else if (quantity % listing.lot !== 0) wrong = 'the quantity is no multiple of the lot';
    if (known === undefined || wrong !== '') {
      const refusal: OutMessage = {
        type: 'XAR',
        fields: fields([
          [11, message.string(11)],
          [41, name],
          [37, known?.state.orderId],
          [55, message.string(55)],
          [38, message.string(38)],
          [25016, ERROR_AMEND],
          [58, wrong],
        ]),
      };
      return { messages: [refusal], refused: ['order', wrong] };
    }
    this.pendingAmends.set(known.state.token, message.string(11) ?? '');
    return { commands: [{ type: 'modify', token: known.state.token, side: known.state.side, quantity }] };
  }

  private limits(message: FixMessage): Outcome {
    const { count, windowMs } = this.binance.messageLimit;
    const answer: OutMessage = {
      type: 'XLR',
      fields: [
        [6136, message.string(6136) ?? ''],
        [25003, '1'],
        [25004, '2'],
        [25005, '0'],
        [25006, String(count)],
        [25007, String(windowMs / 1000)],
        [25008, 's'],
      ],
    };
    return { messages: [answer] };
  }

  override tell(report: OrderReport, port: string, logSequence: number): readonly OutMessage[] {
    if (port !== this.options.port) return [];
    if (this.onlyAcks && isUnasked(report)) return [];
    const messages = super.tell(report, port, logSequence).map((message) => this.inBinance(message, report));
    return [...messages, ...this.followUp(report)];
  }

  /** A cancel of a cancel-and-new has been decided: the new order goes in, or not. */
  private followUp(report: OrderReport): readonly OutMessage[] {
    let cancelId = '';
    if (report.type === 'canceled') cancelId = report.requestToken;
    else if (report.type === 'cancelRejected') cancelId = String(report.echo['c'] ?? '');
    const pending = cancelId === '' ? undefined : this.pendingNew.get(cancelId);
    if (pending === undefined) return [];
    this.pendingNew.delete(cancelId);
    if (report.type === 'canceled' || pending.evenIfRefused) {
      this.submit?.(pending.order);
      return [];
    }
    const { order } = pending;
    const text = 'the cancel was refused, so the new order was not placed';
    return [
      {
        type: '8',
        fields: fields([
          [37, 'NONE'],
          [11, order.token],
          [17, `N${order.token}`],
          [150, '8'],
          [39, '8'],
          [103, '99'],
          [55, order.symbol],
          [54, order.echo?.['s']],
          [151, '0'],
          [14, '0'],
          [6, '0'],
          [25016, '-2022'],
          [58, text],
        ]),
      },
    ];
  }

  private inBinance({ type, fields: list }: OutMessage, report: OrderReport): OutMessage {
    if (type === '9') return { type, fields: [...list, [25016, ERROR_CANCEL]] };
    if (type !== '8') return { type, fields: list };
    if (report.type === 'rejected') return { type, fields: [...list, [25016, ERROR_ORDER]] };
    if (report.type === 'executed') return { type, fields: [...list, [1003, String(report.match)]] };
    if (report.type !== 'modified') return { type, fields: list };
    // An amendment is told as a replacement under the request's name; the order keeps its own.
    const token = report.order.token;
    const name = this.pendingAmends.get(token) ?? token;
    this.pendingAmends.delete(token);
    const kept = list.filter(([tag]) => tag !== 378 && tag !== 58);
    const amended = kept.map(([tag, value]): [number, string] =>
      tag === 150 ? [150, '5'] : tag === 11 ? [11, name] : [tag, value],
    );
    return { type, fields: [...amended, [41, token]] };
  }
}

function isUnasked(report: OrderReport): boolean {
  return (
    report.type === 'executed' ||
    report.type === 'broken' ||
    report.type === 'corrected' ||
    report.type === 'restated' ||
    (report.type === 'canceled' && report.requestToken === '' && report.reason !== 'massCancel')
  );
}

/** Refusals made by the gateway have the venue's error code too. */
function withErrorCodes(outcome: Outcome): Outcome {
  if (outcome.refused === undefined || outcome.messages === undefined) return outcome;
  const messages = outcome.messages.map(({ type, fields: list }): OutMessage =>
    type === '8' || type === '9'
      ? { type, fields: [...list, [25016, type === '8' ? ERROR_ORDER : ERROR_CANCEL]] }
      : { type, fields: list },
  );
  return { ...outcome, messages };
}
