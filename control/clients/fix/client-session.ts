/** The application of a client's FIX session: what comes in becomes commands of the order port, what the port tells goes out through the feed. */
import { CrossfeedError } from '../../core/errors.js';
import type { Logger } from '../../core/logging.js';
import type { ClientCancel, ClientReplace, OrderEntry } from '../../core/order-entry.js';
import { OrdStatus } from '../../core/venue.js';
import type { Clock } from '../../core/world.js';
import type { FixApplication, Verdict } from '../../fix/session/application.js';
import type { FixSession } from '../../fix/session/session.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import { MsgType } from '../../protocols/fix/msg-type.js';
import type { ClientHub } from '../hub.js';
import type { ClientWorld } from '../client-world.js';
import type { Client, Permission } from '../permissions.js';
import { Answers } from './answers.js';
import { BusinessRejectReason, Fault, OrdRejReason } from './fault.js';
import { ListEntry, type Turn } from './list-entry.js';
import { OrderReader } from './order-reader.js';
import { ListWatch } from './list-watch.js';
import type { ReportFeed } from './report-feed.js';
import type { ReportWriter } from './report-writer.js';
import { StatusProbe } from './status-probe.js';
import { fieldName, TAG } from './tags.js';

export interface ClientSessionParts {
  readonly client: Client;
  readonly world: ClientWorld;
  readonly hub: ClientHub;
  readonly writer: ReportWriter;
  readonly clock: Clock;
  readonly log: Logger;
  /** Runs when the callback in hand has returned. */
  readonly soon: (run: () => void) => void;
  readonly onPresence: (isHere: boolean) => void;
}

const RESUMED = new Set<number>([
  MsgType.NewOrderSingle,
  MsgType.NewOrderList,
  MsgType.OrderCancelRequest,
  MsgType.OrderCancelReplaceRequest,
  MsgType.OrderStatusRequest,
  MsgType.OrderMassStatusRequest,
  MsgType.OrderMassCancelRequest,
]);
const WHOLE_ID = /^[1-9]\d{0,15}$/;

export class ClientSession implements FixApplication {
  private readonly fault = new Fault();
  private readonly orders: OrderReader;
  private readonly lists: ListEntry;
  private readonly probe = new StatusProbe();
  private readonly replacement: ClientReplace;
  private readonly cancellation: ClientCancel;
  private answers!: Answers;
  private feed!: ReportFeed;
  private entry!: OrderEntry;
  private watch!: ListWatch;

  constructor(private readonly parts: ClientSessionParts) {
    const { client, world } = parts;
    this.orders = new OrderReader(world, this.fault);
    this.lists = new ListEntry(client, parts.hub, world, this.orders, this.fault);
    const named = { client: client.number, clOrdId: '', origClOrdId: '', orderId: 0 };
    this.replacement = { ...named, quantity: 0, price: 0, stopPrice: 0, displayQuantity: 0 };
    this.cancellation = { ...named };
  }

  /** The session and the port it serves; before anything is heard. What it returns hears the client's reports behind the feed. */
  bind(session: FixSession, feed: ReportFeed, entry: OrderEntry): ListWatch {
    this.answers = new Answers(session, this.parts.writer, this.parts.clock);
    this.feed = feed;
    this.entry = entry;
    this.watch = new ListWatch(this.answers, feed.toldSequence);
    this.lists.bind(this.answers, entry, this.watch);
    return this.watch;
  }

  /** A list (E) that an earlier process took and answered; before reports are told again. */
  restoreList(message: FixMessage): void {
    this.lists.restore(message);
  }

  /** After the port has read the journal. */
  refreshLists(): void {
    this.watch.refresh(this.parts.client.number, this.entry);
  }

  onLogon(): void {
    this.entry.clientConnected(this.parts.client.number);
    this.parts.onPresence(true);
    this.feed.retry();
  }

  onLogout(): void {
    this.parts.onPresence(false);
  }

  onMessage(_session: FixSession, message: FixMessage): Verdict {
    this.take(message);
    return 'accepted';
  }

  onReject(_session: FixSession, message: FixMessage): void {
    const text = message.string(58) ?? '';
    this.parts.log.warn('client rejects a message of ours', {
      client: this.parts.client.id,
      refSeqNum: message.int(45),
      text,
    });
  }

  onNotDelivered(_session: FixSession, direction: 'outgoing' | 'incoming', first: number, last: number): void {
    if (direction === 'incoming') {
      this.parts.log.warn('messages of a client will not come', { client: this.parts.client.id, first, last });
      return;
    }
    this.feed.takenAway(first, last);
    // Nothing may be sent within the reset.
    this.parts.soon(() => this.feed.retry());
  }

  /**
   * Acts on a message that was taken by a process that ended before it answered. What was done of it is not done again.
   * @param isStale too much time has passed: what would enter or change an order is refused instead
   */
  resume(message: FixMessage, isStale: boolean): void {
    const { number } = this.parts.client;
    const type = message.msgType;
    if (!RESUMED.has(type)) return;
    const entersOrder = type === MsgType.NewOrderSingle || type === MsgType.OrderCancelReplaceRequest;
    // Where the port has a record of it, its report comes from there.
    const isDone = entersOrder || type === MsgType.OrderCancelRequest;
    if (isDone && this.entry.knows(number, message.string(TAG.clOrdId) ?? '')) return;
    if (entersOrder && isStale) {
      this.fault.set(
        TAG.clOrdId,
        'a request from before a restart',
        'a new one: it is too old to be acted on',
        OrdRejReason.staleOrder,
      );
      if (type === MsgType.NewOrderSingle) this.answers.refuseOrder(message, this.fault);
      else this.answers.refuseRequest(message, 'replace', 0, OrdStatus.rejected, this.fault.text);
      return;
    }
    this.take(message, isStale ? 'stale' : 'again');
  }

  private take(message: FixMessage, turn: Turn = 'first'): void {
    try {
      this.dispatch(message, turn);
    } catch (error) {
      if (!(error instanceof CrossfeedError && error.code.startsWith('JOURNAL_'))) throw error;
      // What can be answered at all is answered: nothing has been done.
      this.answers.business(
        message,
        BusinessRejectReason.notAvailable,
        'the journal takes nothing now; nothing was done',
      );
    }
  }

  private dispatch(message: FixMessage, turn: Turn): void {
    switch (message.msgType) {
      case MsgType.NewOrderSingle:
        if (this.may('enter', message)) this.single(message);
        return;
      case MsgType.NewOrderList:
        if (this.may('lists', message)) this.lists.take(message, turn);
        return;
      case MsgType.OrderCancelRequest:
        if (this.may('cancel', message)) this.cancel(message);
        return;
      case MsgType.OrderCancelReplaceRequest:
        if (this.may('replace', message)) this.replace(message);
        return;
      case MsgType.OrderStatusRequest:
        if (this.may('status', message)) this.status(message);
        return;
      case MsgType.OrderMassStatusRequest:
        if (this.may('status', message)) this.massStatus(message);
        return;
      case MsgType.OrderMassCancelRequest:
        if (this.may('massCancel', message)) this.massCancel(message);
        return;
      default:
        this.answers.business(
          message,
          BusinessRejectReason.unsupportedMessage,
          'this session takes D, E, F, G, H, AF and q',
        );
    }
  }

  private may(permission: Permission, message: FixMessage): boolean {
    if (this.parts.client.permissions.has(permission)) return true;
    this.answers.business(
      message,
      BusinessRejectReason.notAuthorized,
      `${this.parts.client.id} has no permission '${permission}'`,
    );
    return false;
  }

  private single(message: FixMessage): void {
    const { client } = this.parts;
    const clOrdId = message.string(TAG.clOrdId) ?? '';
    if (message.flag(TAG.possResend) && this.entry.knows(client.number, clOrdId)) {
      this.tellStatus(message, 0, clOrdId);
      return;
    }
    if (!this.orders.read(client.number, message)) {
      this.answers.refuseOrder(message, this.fault);
      return;
    }
    this.entry.submit(this.orders.order);
  }

  private cancel(message: FixMessage): void {
    const request = this.cancellation;
    this.name(message, request);
    this.entry.cancel(request);
  }

  private replace(message: FixMessage): void {
    const request = this.replacement;
    this.name(message, request);
    const { probe, fault } = this;
    const isKnown = this.entry.status(request.client, request.orderId, request.origClOrdId, probe);
    if (isKnown && !this.terms(message, request)) {
      this.answers.refuseRequest(message, 'replace', probe.orderId, probe.ordStatus, fault.text);
      return;
    }
    // An order that is not known is refused by the port, which keeps a record of it.
    this.entry.replace(request);
  }

  /** What is asked for, and that nothing else is: side, symbol, type and time in force of an order stay as they are. */
  private terms(message: FixMessage, request: ClientReplace): boolean {
    const { probe, fault } = this;
    const instrument = this.parts.world.symbols.instruments[probe.instrument];
    if (instrument === undefined) return fault.set(TAG.symbol, 'none', 'an instrument that is traded here');
    const symbol = message.string(TAG.symbol) ?? instrument.symbol;
    if (symbol !== instrument.symbol) return fault.set(TAG.symbol, symbol, `${instrument.symbol}, as in the order`);
    if (!this.unchanged(message, TAG.side, probe.side) || !this.unchanged(message, TAG.ordType, probe.ordType))
      return false;
    if (!this.unchanged(message, TAG.timeInForce, probe.timeInForce)) return false;
    const { priceScale, quantityScale } = instrument;
    request.quantity = this.amount(message, TAG.orderQty, quantityScale);
    request.displayQuantity = this.amount(message, TAG.maxFloor, quantityScale);
    request.price = this.amount(message, TAG.price, priceScale);
    request.stopPrice = this.amount(message, TAG.stopPx, priceScale);
    return !Number.isNaN(request.quantity + request.displayQuantity + request.price + request.stopPrice);
  }

  private unchanged(message: FixMessage, tag: number, code: number): boolean {
    const said = message.char(tag);
    if (said < 0 || said === code) return true;
    return this.fault.set(tag, String.fromCharCode(said), `${String.fromCharCode(code)}, as in the order`);
  }

  private amount(message: FixMessage, tag: number, scale: number): number {
    const at = message.find(tag);
    if (at < 0) return 0;
    const value = message.decimalAt(at, scale);
    if (value > 0) return value;
    this.fault.set(tag, message.stringAt(at), `a decimal above 0 with at most ${scale} places`);
    return NaN;
  }

  private name(message: FixMessage, request: ClientCancel): void {
    request.clOrdId = message.string(TAG.clOrdId) ?? '';
    request.origClOrdId = message.string(TAG.origClOrdId) ?? '';
    request.orderId = orderIdOf(message);
  }

  private status(message: FixMessage): void {
    this.tellStatus(message, orderIdOf(message), message.string(TAG.clOrdId) ?? '');
  }

  private tellStatus(message: FixMessage, orderId: number, clOrdId: string): void {
    const { answers } = this;
    answers.beginStatus(message.string(TAG.ordStatusReqId) ?? '');
    if (this.entry.status(this.parts.client.number, orderId, clOrdId, answers)) return;
    answers.noStatus(
      message,
      orderId > 0 ? `no order ${orderId} of this client` : `no order ${clOrdId} of this client`,
    );
  }

  private massStatus(message: FixMessage): void {
    const { answers, probe } = this;
    const { client, world } = this.parts;
    const type = message.int(TAG.massStatusReqType);
    let instrument = -1;
    answers.beginStatus('', message.string(TAG.massStatusReqId) ?? '', 0);
    if (type === 1) {
      const symbol = message.string(TAG.symbol) ?? '';
      instrument = world.symbols.bySymbol(symbol)?.index ?? -1;
      if (instrument < 0) {
        answers.noStatus(
          message,
          `${fieldName(TAG.symbol)}: found ${symbol || 'nothing'}, expected a symbol that is traded here`,
        );
        return;
      }
    } else if (type !== 7) {
      answers.noStatus(
        message,
        `${fieldName(TAG.massStatusReqType)}: found ${type}, expected 1 for a symbol or 7 for all`,
      );
      return;
    }
    const total = this.entry.massStatus(client.number, instrument, probe);
    answers.beginStatus('', message.string(TAG.massStatusReqId) ?? '', total);
    if (total === 0) answers.noStatus(message, 'no open orders');
    else this.entry.massStatus(client.number, instrument, answers);
  }

  private massCancel(message: FixMessage): void {
    const { answers } = this;
    const { client, world } = this.parts;
    const type = message.char(TAG.massCancelRequestType);
    const clOrdId = message.string(TAG.clOrdId) ?? '';
    let instrument = -1;
    if (type === 0x31) {
      const symbol = message.string(TAG.symbol) ?? '';
      instrument = world.symbols.bySymbol(symbol)?.index ?? -1;
      if (instrument < 0) {
        answers.massCancelRefused(message, '1', `no symbol '${symbol}' is traded here`);
        return;
      }
    } else if (type !== 0x37) {
      answers.massCancelRefused(
        message,
        '0',
        `${fieldName(TAG.massCancelRequestType)}: expected 1 for a symbol or 7 for all`,
      );
      return;
    }
    const side = Math.max(0, message.char(TAG.side));
    answers.massCanceled(message, this.entry.massCancel({ client: client.number, clOrdId, instrument, side }));
  }
}

/** OrderID (37) where it is one of ours; 0: the order is named by its ClOrdID. */
function orderIdOf(message: FixMessage): number {
  const text = message.string(TAG.orderId) ?? '';
  return WHOLE_ID.test(text) ? Number(text) : 0;
}
