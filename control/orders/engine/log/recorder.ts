/** Each event of orders and children: written first, then had. Its reader is replay.ts, its format in docs/journal-and-recovery.md. */
import { JournalKind } from '../../../core/journal.js';
import type { ClientCancelReject, ClientOrder } from '../../../core/order-entry.js';
import type { VenueRefusal, VenueReport } from '../../../core/venue.js';
import type { ChildEvents, Outcome, UncertainRequest } from '../model/child-events.js';
import type { ChildOrder } from '../model/child-order.js';
import type { NewTerms, OrderEvents } from '../model/order-events.js';
import type { ParentOrder } from '../model/parent-order.js';
import type { Ending } from '../work.js';
import type { OrderLog } from './order-log.js';
import {
  ChildStep,
  ENDINGS,
  KEEPS,
  LIQUIDITIES,
  OUTCOMES,
  REASONS,
  REQUESTS,
  RequestStep,
  SOURCES,
  UNCERTAIN,
  WorkStep,
} from './steps.js';
import { writeMemory, writeTerms } from './terms.js';

export class Recorder {
  constructor(
    private readonly log: OrderLog,
    readonly orders: OrderEvents,
    readonly children: ChildEvents,
    private readonly symbolOf: (instrument: number) => string,
  ) {}

  accept(
    at: number,
    orderId: number,
    terms: ClientOrder,
    planName: string,
    form: 'native' | 'emulated',
    exposurePrice: number,
  ): ParentOrder {
    const out = this.log.begin();
    out.num(at);
    out.flag(true);
    writeTerms(out, terms, this.symbolOf(terms.instrument));
    out.text(planName);
    out.flag(form === 'native');
    out.num(exposurePrice);
    this.log.put(JournalKind.orderNew, orderId);
    return this.orders.accept(at, orderId, terms, planName, form, exposurePrice);
  }

  refuse(at: number, orderId: number, terms: ClientOrder, code: string, text: string): void {
    const out = this.log.begin();
    out.num(at);
    out.flag(false);
    writeTerms(out, terms, this.symbolOf(terms.instrument));
    out.text(code);
    out.text(text);
    this.log.put(JournalKind.orderNew, orderId);
    this.orders.refuse(at, orderId, terms, code, text);
  }

  cancelAsked(at: number, order: ParentOrder, clOrdId: string): void {
    const out = this.log.begin();
    out.num(at);
    out.num(RequestStep.cancel);
    out.text(clOrdId);
    this.log.put(JournalKind.orderRequest, order.orderId);
    this.orders.cancelAsked(at, order, clOrdId);
  }

  replaceAsked(at: number, order: ParentOrder, clOrdId: string, wanted: NewTerms, exposurePrice: number): void {
    const out = this.log.begin();
    out.num(at);
    out.num(RequestStep.replace);
    out.text(clOrdId);
    out.num(wanted.quantity);
    out.num(wanted.price);
    out.num(wanted.stopPrice);
    out.num(wanted.displayQuantity);
    out.num(exposurePrice);
    this.log.put(JournalKind.orderRequest, order.orderId);
    this.orders.replaceAsked(at, order, clOrdId, wanted, exposurePrice);
  }

  replaceTaken(at: number, order: ParentOrder, isTaken: boolean, waiting: readonly number[], text: string): void {
    const out = this.log.begin();
    out.num(at);
    out.num(isTaken ? RequestStep.replaceTaken : RequestStep.replaceNotTaken);
    out.text(text);
    out.num(waiting.length);
    for (const orderId of waiting) out.num(orderId);
    this.log.put(JournalKind.orderRequest, order.orderId);
    this.orders.replaceTaken(at, order, isTaken, waiting, text);
  }

  requestRefused(
    at: number,
    client: number,
    order: ParentOrder | undefined,
    clOrdId: string,
    origClOrdId: string,
    request: ClientCancelReject['request'],
    reason: ClientCancelReject['reason'],
    text: string,
  ): void {
    const out = this.log.begin();
    out.num(at);
    out.num(RequestStep.refused);
    out.text(clOrdId);
    out.text(origClOrdId);
    out.num(client);
    out.num(REQUESTS.indexOf(request));
    out.num(REASONS.indexOf(reason));
    out.text(text);
    this.log.put(JournalKind.orderRequest, order?.orderId ?? 0);
    this.orders.requestRefused(client, order, clOrdId, origClOrdId, request, reason, text);
  }

  started(at: number, order: ParentOrder): void {
    this.work(at, order, WorkStep.started);
    this.orders.started(at, order);
  }

  remember(at: number, order: ParentOrder, memory: Readonly<Record<string, number | string>>): void {
    const out = this.log.begin();
    out.num(at);
    out.num(WorkStep.remember);
    writeMemory(out, memory);
    this.log.put(JournalKind.orderWork, order.orderId);
    this.orders.remember(order, memory);
  }

  told(at: number, order: ParentOrder, execType: number, text: string): void {
    const out = this.log.begin();
    out.num(at);
    out.num(WorkStep.tell);
    out.num(execType);
    out.text(text);
    this.log.put(JournalKind.orderWork, order.orderId);
    this.orders.told(at, order, execType, text);
  }

  /** @param control it is not the worker's decision */
  close(at: number, order: ParentOrder, ending: Ending, code: string, text: string, control: boolean): void {
    const out = this.log.begin();
    out.num(at);
    if (!control) out.num(WorkStep.finish);
    out.num(ENDINGS.indexOf(ending));
    out.text(code);
    out.text(text);
    this.log.put(control ? JournalKind.orderControl : JournalKind.orderWork, order.orderId);
    this.orders.close(at, order, ending, code, text);
  }

  /** For the audit trail only: why many orders end. */
  control(at: number, code: string, text: string, client: number, clOrdId: string): void {
    const out = this.log.begin();
    out.num(at);
    out.num(0);
    out.text(code);
    out.text(text);
    out.num(client);
    out.text(clOrdId);
    this.log.put(JournalKind.orderControl, 0);
    if (clOrdId !== '') this.orders.index.nameLoose(client, clOrdId);
  }

  /** An empty value takes the key away. */
  keep(at: number, key: string, value: string): void {
    const out = this.log.begin();
    out.num(at);
    out.num(0);
    out.text(KEEPS);
    out.text(key);
    out.num(-1);
    out.text(value);
    this.log.put(JournalKind.orderControl, 0);
    if (value === '') this.orders.index.kept.delete(key);
    else this.orders.index.kept.set(key, value);
  }

  /** Of the record alone: whoever sends has the order leave before `ChildEvents.sent` follows, which is to be called whatever comes of it. */
  childSent(
    at: number,
    parent: ParentOrder,
    orderId: number,
    venue: number,
    quantity: number,
    price: number,
    timeInForce: number,
    ordType: number,
    tag: number,
    rests: boolean,
    decision: number,
  ): void {
    const out = this.log.begin();
    out.num(at);
    out.num(ChildStep.sent);
    out.num(parent.orderId);
    out.num(venue);
    out.num(quantity);
    out.num(price);
    out.num(timeInForce);
    out.num(ordType);
    out.num(tag);
    out.flag(rests);
    out.num(decision);
    this.log.put(JournalKind.orderChild, orderId);
  }

  unsent(at: number, child: ChildOrder, code: string): void {
    const out = this.log.begin();
    out.num(at);
    out.num(ChildStep.unsent);
    out.text(code);
    this.log.put(JournalKind.orderChild, child.orderId);
    this.children.unsent(at, child, code);
  }

  childCancel(at: number, child: ChildOrder): void {
    const out = this.log.begin();
    out.num(at);
    out.num(ChildStep.cancel);
    this.log.put(JournalKind.orderChildRequest, child.orderId);
    this.children.cancelAsked(child);
  }

  childCancelUnsent(at: number, child: ChildOrder, isWanted: boolean): void {
    const out = this.log.begin();
    out.num(at);
    out.num(ChildStep.cancelUnsent);
    out.flag(isWanted);
    this.log.put(JournalKind.orderChildRequest, child.orderId);
    this.children.cancelUnsent(at, child, isWanted);
  }

  /** Of the record alone, as `childSent`: `ChildEvents.replaceAsked` follows. */
  childReplace(at: number, child: ChildOrder, newOrderId: number, quantity: number, price: number): void {
    const out = this.log.begin();
    out.num(at);
    out.num(ChildStep.replace);
    out.num(newOrderId);
    out.num(quantity);
    out.num(price);
    this.log.put(JournalKind.orderChildRequest, child.orderId);
  }

  childReplaceUnsent(at: number, child: ChildOrder, newOrderId: number): void {
    const out = this.log.begin();
    out.num(at);
    out.num(ChildStep.replaceUnsent);
    out.num(newOrderId);
    this.log.put(JournalKind.orderChildRequest, child.orderId);
    this.children.replaceUnsent(at, child, newOrderId);
  }

  report(at: number, child: ChildOrder, report: Readonly<VenueReport>): void {
    const out = this.log.begin();
    out.num(at);
    out.num(report.execType);
    out.num(report.ordStatus);
    out.text(report.execId);
    out.text(report.execRefId);
    out.num(report.lastQuantity);
    out.num(report.lastPrice);
    out.num(report.cumQuantity);
    out.num(report.leavesQuantity);
    out.num(report.orderQuantity);
    out.num(report.price);
    out.num(SOURCES.indexOf(report.source));
    out.num(LIQUIDITIES.indexOf(report.liquidity));
    out.num(report.transactEpochMs);
    out.text(report.reasonCode);
    out.text(report.text);
    this.log.put(JournalKind.orderReport, report.orderId);
    this.children.report(at, child, report);
  }

  refusal(at: number, child: ChildOrder, refusal: Readonly<VenueRefusal>): void {
    const out = this.log.begin();
    out.num(at);
    out.num(UNCERTAIN.indexOf(refusal.request as UncertainRequest));
    out.num(refusal.ordStatus);
    out.text(refusal.reasonCode);
    out.text(refusal.text);
    this.log.put(JournalKind.orderRefusal, refusal.orderId);
    this.children.refusal(at, child, refusal);
  }

  uncertain(at: number, child: ChildOrder, request: UncertainRequest): void {
    const out = this.log.begin();
    out.num(at);
    out.num(UNCERTAIN.indexOf(request));
    this.log.put(JournalKind.orderUncertain, child.orderId);
    this.children.uncertain(at, child, request);
  }

  resolve(at: number, child: ChildOrder, outcome: Outcome, operator: string, approver: string): void {
    const out = this.log.begin();
    out.num(at);
    out.num(OUTCOMES.indexOf(outcome.kind));
    out.text(operator);
    out.text(approver);
    if (outcome.kind === 'traded') {
      out.text(outcome.execId);
      out.num(outcome.quantity);
      out.num(outcome.price);
    }
    this.log.put(JournalKind.orderResolution, child.orderId);
    this.children.resolve(at, child, outcome);
  }

  private work(at: number, order: ParentOrder, step: number): void {
    const out = this.log.begin();
    out.num(at);
    out.num(step);
    this.log.put(JournalKind.orderWork, order.orderId);
  }
}
