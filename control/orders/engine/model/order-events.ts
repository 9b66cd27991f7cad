/**
 * What can happen to a client's order, one method each. They change the state and number the reports, and nothing else: called while the gateway lives, right
 * after their record was written, and called again from the records after a restart, they end in the same state.
 */
import type { ClientCancelReject, ClientOrder } from '../../../core/order-entry.js';
import { ExecType } from '../../../core/venue.js';
import type { Ending } from '../work.js';
import type { ChildOrder } from './child-order.js';
import type { Exposure } from './exposure.js';
import type { OrderIndex } from './order-index.js';
import { ParentOrder } from './parent-order.js';
import type { Reporter } from './reporter.js';
import { Touched } from './touched.js';

/** What linked orders do to each other (groups.ts). */
export interface Links {
  /** It was accepted. */
  joined(order: ParentOrder, at: number): void;
  /** More or less of it has traded. */
  traded(order: ParentOrder, change: number, at: number): void;
  /** It has ended. */
  ended(order: ParentOrder, at: number): void;
}

export interface NewTerms {
  readonly quantity: number;
  readonly price: number;
  readonly stopPrice: number;
  readonly displayQuantity: number;
}

export class OrderEvents {
  links: Links | undefined;
  readonly touched = new Touched();

  constructor(
    readonly index: OrderIndex,
    readonly reporter: Reporter,
    readonly exposure: Exposure,
  ) {}

  accept(
    at: number,
    orderId: number,
    terms: ClientOrder,
    planName: string,
    form: 'native' | 'emulated',
    exposurePrice: number,
  ): ParentOrder {
    const order = new ParentOrder(orderId, terms.client, terms, planName, form, exposurePrice, at);
    this.index.add(order);
    this.touched.add(order);
    this.exposure.settle(order);
    this.links?.joined(order, at);
    return order;
  }

  refuse(at: number, orderId: number, terms: ClientOrder, code: string, text: string): void {
    const order = new ParentOrder(orderId, terms.client, terms, '', 'emulated', 0, at);
    order.state.reject();
    order.isDone = true;
    this.index.add(order);
    this.index.retire(order);
    this.reporter.tell(order, at, ExecType.rejected, code, text);
  }

  /** Its worker has begun, and has not refused it. */
  started(at: number, order: ParentOrder): void {
    if (!order.isStarted) this.begin(order, at);
    this.settle(order, at);
  }

  private begin(order: ParentOrder, at: number): void {
    order.isStarted = true;
    order.state.accept();
    this.reporter.tell(order, at, ExecType.new);
  }

  cancelAsked(at: number, order: ParentOrder, clOrdId: string): void {
    this.index.name(order.client, clOrdId, order);
    if (!order.isStarted) this.begin(order, at);
    order.pending = { request: 'cancel', clOrdId, origClOrdId: order.clOrdId };
    order.closing ??= { ending: 'canceled', code: '', text: '', by: 'client', progress: 0 };
    order.state.requestCancel();
    this.tellRequest(order, at, ExecType.pendingCancel);
    this.settle(order, at);
  }

  replaceAsked(at: number, order: ParentOrder, clOrdId: string, wanted: NewTerms, exposurePrice: number): void {
    this.index.name(order.client, clOrdId, order);
    const { terms } = order;
    order.pending = { request: 'replace', clOrdId, origClOrdId: order.clOrdId };
    order.replacing = { old: terms, exposurePrice, waiting: undefined, failed: false };
    order.terms = newTerms(terms, clOrdId, wanted);
    order.state.requestReplace();
    this.tellRequest(order, at, ExecType.pendingReplace);
    this.touched.add(order);
    this.exposure.settle(order);
  }

  /** The worker has taken the new terms, and these children's answers decide; or it cannot take them. */
  replaceTaken(at: number, order: ParentOrder, isTaken: boolean, waiting: readonly number[], text: string): void {
    const { replacing } = order;
    if (replacing === undefined) return;
    if (isTaken) {
      replacing.waiting = [...waiting];
      this.settle(order, at);
    } else this.replaceFailed(order, at, 'brokerOption', text);
  }

  /** A request that was not taken up at all. `order` undefined: there is no such order. */
  requestRefused(
    client: number,
    order: ParentOrder | undefined,
    clOrdId: string,
    origClOrdId: string,
    request: ClientCancelReject['request'],
    reason: ClientCancelReject['reason'],
    text: string,
  ): void {
    if (order === undefined) this.index.nameLoose(client, clOrdId);
    else this.index.name(client, clOrdId, order);
    this.reporter.reject(client, order, clOrdId, origClOrdId, request, reason, text);
  }

  remember(order: ParentOrder, memory: Readonly<Record<string, number | string>>): void {
    order.memory = memory;
  }

  told(at: number, order: ParentOrder, execType: number, text: string): void {
    if (!order.isStarted) this.begin(order, at);
    this.reporter.tell(order, at, execType, '', text);
  }

  /** Nothing more is sent; it ends when no child is open or uncertain any more. */
  close(at: number, order: ParentOrder, ending: Ending, code: string, text: string): void {
    if (order.isDone) return;
    const asked = order.closing;
    // What a client has asked for, and the engine wants as well, cannot be refused any more.
    if (asked?.by !== 'engine') {
      order.closing = { ending, code, text, by: 'engine', progress: asked?.progress ?? 0 };
    }
    this.settle(order, at);
  }

  /** The quantity is another because a linked order has traded. */
  restate(at: number, order: ParentOrder, quantity: number, text: string): void {
    if (order.isDone) return;
    order.terms = { ...order.terms, quantity };
    order.state.quantity = Math.max(quantity, order.state.cumQuantity);
    if (order.isStarted) this.reporter.tell(order, at, ExecType.restated, 'LINKED', text);
    this.settle(order, at);
  }

  release(order: ParentOrder, quantity: number): void {
    order.released = quantity;
    this.touched.add(order);
  }

  /** After every change: children that ended, a replacement that has its answers, the end of the order itself. */
  settle(order: ParentOrder, at: number): void {
    this.touched.add(order);
    this.sortOut(order);
    this.conclude(order, at);
    if (!order.isDone) {
      const isUncertain = order.isUncertain;
      if (!order.state.isOpen) this.answerTooLate(order);
      if (order.children.length === 0 && !order.state.isOpen) this.done(order, at);
      else if (order.children.length === 0 && order.closing !== undefined) this.end(order, at);
      else if (order.isStarted && isUncertain !== order.doubtTold) {
        order.doubtTold = isUncertain;
        const text = isUncertain
          ? 'what became of it at a venue is not known'
          : 'what became of it at the venue is known';
        this.reporter.tell(order, at, ExecType.restated, isUncertain ? 'UNCERTAIN' : 'CERTAIN', text);
      }
    }
    this.exposure.settle(order);
  }

  /** A trade taken back has opened an order again that was done. */
  reopen(order: ParentOrder): void {
    order.isDone = false;
    order.closing = undefined;
    this.index.reopen(order);
    this.touched.add(order);
  }

  private sortOut(order: ParentOrder): void {
    const { children } = order;
    let kept = 0;
    for (let i = 0; i < children.length; i++) {
      const child = children[i]!;
      if (child.isOpen) children[kept++] = child;
      else if (order.ended.length === 0) order.ended = [child];
      else order.ended.push(child);
    }
    while (children.length > kept) children.pop();
  }

  /** A replacement that waits for nobody any more. */
  private conclude(order: ParentOrder, at: number): void {
    const { replacing, terms, state } = order;
    if (replacing?.waiting === undefined || order.isDone) return;
    if (!state.isOpen) {
      this.replaceFailed(order, at, 'tooLate', 'the order has ended');
      return;
    }
    // What was sent on the new terms already needs their quantity: then they hold, whatever a venue answers.
    const isNeeded = order.placed > replacing.old.quantity;
    const isOver = state.cumQuantity + order.exposed > terms.quantity;
    if (!isNeeded || isOver) {
      for (const orderId of replacing.waiting) {
        const child = this.index.children.get(orderId);
        if (child !== undefined && isAwaited(child)) return;
      }
    }
    if (isOver || (replacing.failed && !isNeeded)) {
      this.replaceFailed(order, at, 'brokerOption', 'a venue has refused it');
      return;
    }
    const origClOrdId = order.clOrdId;
    order.replacing = undefined;
    order.pending = undefined;
    order.clOrdId = terms.clOrdId;
    order.exposurePrice = replacing.exposurePrice;
    order.refusedVenues = 0;
    state.replace(terms.quantity);
    this.reporter.tell(order, at, ExecType.replaced).origClOrdId = origClOrdId;
  }

  private replaceFailed(order: ParentOrder, _at: number, reason: ClientCancelReject['reason'], text: string): void {
    const { pending, replacing } = order;
    if (pending?.request !== 'replace' || replacing === undefined) return;
    order.terms = replacing.old;
    order.replacing = undefined;
    order.pending = undefined;
    order.state.refuseReplace();
    this.reporter.reject(order.client, order, pending.clOrdId, pending.origClOrdId, 'replace', reason, text);
    this.touched.add(order);
    this.exposure.settle(order);
  }

  /** The order cannot be cancelled after all, and stands as it was. */
  cancelFailed(order: ParentOrder, reason: ClientCancelReject['reason'], text: string): void {
    const { pending } = order;
    if (pending?.request !== 'cancel') return;
    order.pending = undefined;
    order.state.refuseCancel();
    if (order.closing?.by === 'client') order.closing = undefined;
    this.reporter.reject(order.client, order, pending.clOrdId, pending.origClOrdId, 'cancel', reason, text);
    this.touched.add(order);
  }

  private answerTooLate(order: ParentOrder): void {
    if (order.pending?.request === 'cancel') this.cancelFailed(order, 'tooLate', 'the order has ended');
  }

  private end(order: ParentOrder, at: number): void {
    const { state, closing, pending } = order;
    const { ending, code, text } = closing!;
    if (pending?.request === 'replace') this.replaceFailed(order, at, 'tooLate', 'the order has ended');
    // It was taken, and the gateway was stopped before that was told.
    if (!order.isStarted && ending !== 'rejected') this.begin(order, at);
    let execType: number = ExecType.canceled;
    if (ending === 'rejected' && state.reject() === undefined) execType = ExecType.rejected;
    else if (ending === 'expired') {
      state.expire();
      execType = ExecType.expired;
    } else if (ending === 'doneForDay') {
      state.doneForDay();
      execType = ExecType.doneForDay;
    } else state.cancel();
    order.isDone = true;
    const report = this.reporter.tell(order, at, execType, code, text);
    if (pending?.request === 'cancel') {
      report.clOrdId = pending.clOrdId;
      report.origClOrdId = order.clOrdId;
      order.pending = undefined;
    }
    this.retire(order, at);
  }

  private done(order: ParentOrder, at: number): void {
    order.isDone = true;
    this.retire(order, at);
  }

  private retire(order: ParentOrder, at: number): void {
    order.closing = undefined;
    order.doubtTold = false;
    order.memory = undefined;
    this.index.retire(order);
    this.links?.ended(order, at);
  }

  private tellRequest(order: ParentOrder, at: number, execType: number): void {
    const report = this.reporter.tell(order, at, execType);
    report.clOrdId = order.pending!.clOrdId;
    report.origClOrdId = order.clOrdId;
  }
}

/** The order as a replacement wants it: amounts of 0 are kept. */
export function newTerms(terms: Readonly<ClientOrder>, clOrdId: string, wanted: NewTerms): ClientOrder {
  return {
    ...terms,
    clOrdId,
    quantity: wanted.quantity || terms.quantity,
    price: wanted.price || terms.price,
    stopPrice: wanted.stopPrice || terms.stopPrice,
    displayQuantity: wanted.displayQuantity || terms.displayQuantity,
  };
}

function isAwaited(child: ChildOrder): boolean {
  return child.isOpen && (child.cancelPending || child.replacePending || child.cancelWanted);
}
