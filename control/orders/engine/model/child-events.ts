/** What can happen to a child, one method each; the order above follows. As order-events.ts: nothing but state and reports, the same again after a restart. */
import { ExecType, OrdStatus, type VenueRefusal, type VenueReport } from '../../../core/venue.js';
import { execIdOf } from '../../../core/order-entry.js';
import type { StateFault } from '../../state/order-state.js';
import type { ToldTrade } from '../options.js';
import { ChildOrder, Doubt, type TradeLink } from './child-order.js';
import type { OrderEvents } from './order-events.js';
import type { ParentOrder } from './parent-order.js';

export type EventFault = StateFault | 'missingFill' | 'badReport';
export type UncertainRequest = 'submit' | 'cancel' | 'replace';

/** What two people say became of a child that is uncertain. */
export type Outcome =
  /** It is dead, with no more traded than is known. */
  | { readonly kind: 'dead' }
  /** It is at the venue, as it was last known. */
  | { readonly kind: 'alive' }
  /** It has traded so much more than is known, by these words of the venue. It stays uncertain: tell the rest as well. */
  | { readonly kind: 'traded'; readonly execId: string; readonly quantity: number; readonly price: number };

export class ChildEvents {
  /** What did not fit, by kind, and the last one: undefined when all did. */
  readonly faults: Partial<Record<EventFault, number>> = {};
  fault: EventFault | undefined;

  /** Hears of each trade that a client is told of, within the turn. */
  onTrade: ((trade: ToldTrade) => void) | undefined;

  constructor(private readonly orders: OrderEvents) {}

  sent(
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
  ): ChildOrder {
    const child = new ChildOrder(parent, orderId, venue, quantity, price, timeInForce, ordType, tag, rests, decision);
    // An array of one: an empty one takes room for seventeen with the first that comes.
    if (parent.children.length === 0) parent.children = [child];
    else parent.children.push(child);
    this.orders.index.addChild(orderId, child);
    this.orders.exposure.rest(child);
    parent.lastEpochMs = at;
    return child;
  }

  /** The venue did not take it, or it is certain that it never left. */
  unsent(at: number, child: ChildOrder, code: string): void {
    child.state.reject();
    child.doubts = 0;
    child.cancelWanted = false;
    if (code === 'unsupported' || code === 'rolledOut' || code === 'symbolNotListed') this.exclude(child);
    this.after(child, at);
  }

  cancelAsked(child: ChildOrder): void {
    child.state.requestCancel();
    child.cancelWanted = false;
  }

  /** A cancel that has not left: it is asked again as soon as it can be. */
  cancelUnsent(at: number, child: ChildOrder, isWanted: boolean): void {
    child.state.refuseCancel();
    child.cancelWanted = isWanted;
    this.after(child, at);
  }

  replaceAsked(child: ChildOrder, newOrderId: number, quantity: number, price: number): void {
    child.state.requestReplace();
    child.replacements = [...child.replacements, { orderId: newOrderId, quantity, price }];
    child.numbers.push(newOrderId);
    this.orders.index.addChild(newOrderId, child);
    this.orders.exposure.rest(child);
  }

  replaceUnsent(at: number, child: ChildOrder, newOrderId: number): void {
    this.dropReplacement(child, newOrderId);
    this.after(child, at);
  }

  uncertain(at: number, child: ChildOrder, request: UncertainRequest): void {
    if (child.isOpen) child.doubts |= Doubt[request];
    this.after(child, at);
  }

  /** True when it was told before: nothing would change. */
  isKnown(child: ChildOrder, report: Readonly<VenueReport>): boolean {
    switch (report.execType) {
      case ExecType.trade:
      case ExecType.tradeCancel:
      case ExecType.tradeCorrect:
        return report.execId !== '' && child.links.has(report.execId);
      default:
        return false;
    }
  }

  report(at: number, child: ChildOrder, report: Readonly<VenueReport>): void {
    this.fault = undefined;
    this.note(this.apply(at, child, report));
    this.settleDoubts(child, report);
    this.after(child, at);
  }

  refusal(at: number, child: ChildOrder, refusal: Readonly<VenueRefusal>): void {
    const { parent } = child;
    this.fault = undefined;
    if (refusal.request === 'cancel') {
      this.note(child.state.refuseCancel());
      child.doubts &= ~Doubt.cancel;
      const isFinal = isEnd(refusal.ordStatus);
      if (refusal.reasonCode === 'notSent') child.cancelWanted = child.isOpen && parent.closing !== undefined;
      else if (parent.closing?.by === 'client')
        this.cancelRefused(child, isFinal ? 'tooLate' : 'brokerOption', refusal.text);
      else if (parent.closing !== undefined && child.isOpen) child.cancelWanted = true;
      this.failReplacing(child);
    } else if (refusal.request === 'replace') {
      this.dropReplacement(child, refusal.orderId);
      this.failReplacing(child);
    }
    this.after(child, at);
  }

  resolve(at: number, child: ChildOrder, outcome: Outcome): void {
    this.fault = undefined;
    switch (outcome.kind) {
      case 'traded':
        this.note(this.trade(at, child, outcome.execId, outcome.quantity, outcome.price));
        break;
      case 'dead':
        child.doubts = 0;
        child.told = undefined;
        child.replacements = [];
        this.endAs(child, OrdStatus.canceled);
        break;
      case 'alive':
        child.doubts = 0;
        child.told = undefined;
        this.standing(child);
    }
    this.after(child, at);
  }

  private apply(at: number, child: ChildOrder, report: Readonly<VenueReport>): EventFault | undefined {
    const { state } = child;
    switch (report.execType) {
      case ExecType.new:
        state.accept();
        if (report.price !== 0 && report.orderId === child.orderId) child.price = report.price;
        return undefined;
      case ExecType.trade:
        return this.trade(at, child, report.execId, report.lastQuantity, report.lastPrice);
      case ExecType.tradeCancel:
      case ExecType.tradeCorrect:
        return this.amend(at, child, report);
      case ExecType.replaced:
        return this.replaced(child, report);
      case ExecType.restated:
        if (report.price !== 0) child.price = report.price;
        return report.orderQuantity > 0 ? state.restate(report.orderQuantity) : undefined;
      case ExecType.suspended:
        state.suspend();
        return undefined;
      case ExecType.rejected:
        this.exclude(child);
        return this.endTold(child, OrdStatus.rejected, report.cumQuantity);
      case ExecType.canceled:
        return this.endTold(child, OrdStatus.canceled, report.cumQuantity);
      case ExecType.expired:
      case ExecType.doneForDay:
        return this.endTold(child, OrdStatus.expired, report.cumQuantity);
      case ExecType.orderStatus:
        return this.status(child, report);
      case ExecType.pendingNew:
      case ExecType.pendingCancel:
      case ExecType.pendingReplace:
        return undefined;
      default:
        return 'badReport';
    }
  }

  private trade(
    at: number,
    child: ChildOrder,
    execId: string,
    quantity: number,
    price: number,
  ): EventFault | undefined {
    const { parent } = child;
    const { reporter, exposure, links, index } = this.orders;
    const fault = child.state.trade(execId, quantity, price);
    if (fault !== undefined && fault !== 'overfill') return fault;
    const key = execIdOf(reporter.next(parent.client));
    const over = parent.state.trade(key, quantity, price);
    child.link(execId, { key, latest: key, quantity, price, cancelled: false, day: index.day });
    exposure.trade(parent, quantity, price);
    const report = reporter.tell(parent, at, ExecType.trade);
    report.lastQuantity = quantity;
    report.lastPrice = price;
    report.lastVenue = child.venue;
    this.onTrade?.({
      report,
      childId: child.orderId,
      venue: child.venue,
      venueExecId: execId,
      venueExecRefId: '',
      wasQuantity: 0,
    });
    links?.traded(parent, quantity, at);
    return fault ?? over;
  }

  /** A bust or a correction: to the client it cites the client's own report of the trade. */
  private amend(at: number, child: ChildOrder, report: Readonly<VenueReport>): EventFault | undefined {
    const { parent, state } = child;
    const { reporter, exposure, links } = this.orders;
    const link = child.links.get(report.execRefId);
    if (link === undefined) return 'unknownTrade';
    const isBust = report.execType === ExecType.tradeCancel;
    const fault = isBust
      ? state.cancelTrade(report.execRefId, report.execId)
      : state.correctTrade(report.execRefId, report.execId, report.lastQuantity, report.lastPrice);
    if (fault !== undefined && fault !== 'overfill') return fault;
    const execId = execIdOf(reporter.next(parent.client));
    const cited = link.latest;
    const wasQuantity = link.quantity;
    const change = (isBust ? 0 : report.lastQuantity) - link.quantity;
    exposure.trade(parent, -link.quantity, link.price);
    if (isBust) parent.state.cancelTrade(link.key, execId);
    else {
      parent.state.correctTrade(link.key, execId, report.lastQuantity, report.lastPrice);
      link.quantity = report.lastQuantity;
      link.price = report.lastPrice;
      exposure.trade(parent, link.quantity, link.price);
    }
    this.noteAmended(child, link, report, execId, isBust, change);
    // What is left of it at the venue is what the venue says: most do not put the quantity back.
    if (state.isOpen && report.leavesQuantity === 0) state.cancel();
    else if (state.isOpen && report.leavesQuantity > 0) state.quantity = state.cumQuantity + report.leavesQuantity;
    if (parent.isDone && parent.state.isOpen) this.reopened(child);
    const told = reporter.tell(parent, at, report.execType, report.reasonCode, report.text);
    told.lastQuantity = link.quantity;
    told.lastPrice = link.price;
    told.lastVenue = child.venue;
    told.execRefId = cited;
    const { execId: venueExecId, execRefId: venueExecRefId } = report;
    this.onTrade?.({
      report: told,
      childId: child.orderId,
      venue: child.venue,
      venueExecId,
      venueExecRefId,
      wasQuantity,
    });
    links?.traded(parent, change, at);
    return fault;
  }

  private noteAmended(
    child: ChildOrder,
    link: TradeLink,
    report: Readonly<VenueReport>,
    execId: string,
    isBust: boolean,
    change: number,
  ): void {
    link.latest = execId;
    link.cancelled = isBust;
    if (report.execId !== '') child.link(report.execId, link);
    if (child.told !== undefined) child.told = { ...child.told, cumQuantity: child.told.cumQuantity + change };
  }

  /** An order that was done is open by a bust. It is worked on only where the venue itself has put the quantity back. */
  private reopened(child: ChildOrder): void {
    const { parent } = child;
    this.orders.reopen(parent);
    if (child.state.isOpen) {
      parent.ended = parent.ended.filter((each) => each !== child);
      parent.children.push(child);
      return;
    }
    const text = 'a trade was taken back after the order had ended: the quantity is not worked again';
    parent.closing = { ending: 'canceled', code: 'BUSTED', text, by: 'engine', progress: 0 };
  }

  private replaced(child: ChildOrder, report: Readonly<VenueReport>): EventFault | undefined {
    const asked = child.replacements.find(({ orderId }) => orderId === report.orderId);
    child.replacements = child.replacements.filter((each) => each !== asked);
    child.doubts &= ~Doubt.replace;
    child.orderId = report.orderId;
    const price = report.price !== 0 ? report.price : (asked?.price ?? 0);
    if (price !== 0) child.price = price;
    return child.state.replace(report.orderQuantity || asked?.quantity || child.state.quantity);
  }

  /** The venue says that it is over. When it has traded more than was told, that is waited for. */
  private endTold(child: ChildOrder, ordStatus: number, cumQuantity: number): EventFault | undefined {
    if (!child.isOpen) return cumQuantity > child.state.cumQuantity ? 'missingFill' : 'alreadyEnded';
    child.replacements = [];
    if (cumQuantity > child.state.cumQuantity) {
      child.told = { ordStatus, cumQuantity };
      child.doubts |= Doubt.fills;
      return 'missingFill';
    }
    return this.endAs(child, ordStatus);
  }

  private endAs(child: ChildOrder, ordStatus: number): StateFault | undefined {
    const { state, parent } = child;
    child.cancelWanted = false;
    const fault =
      ordStatus === OrdStatus.rejected && state.cumQuantity === 0
        ? state.reject()
        : ordStatus === OrdStatus.expired
          ? state.expire()
          : state.cancel();
    if (fault === undefined && parent.closing !== undefined) parent.closing.progress++;
    return fault;
  }

  /** An answer to a question: what is uncertain is known by it, where it says enough. */
  private status(child: ChildOrder, report: Readonly<VenueReport>): EventFault | undefined {
    child.isAsked = false;
    if (isEnd(report.ordStatus)) {
      if (!child.isOpen) return undefined;
      child.doubts &= Doubt.fills;
      return this.endTold(child, report.ordStatus, report.cumQuantity);
    }
    if (report.ordStatus === 0) return undefined;
    child.doubts &= ~Doubt.submit;
    child.state.accept();
    // It lives, and nothing is pending there: a cancel has not come to it. Should one be on its way, asking twice does no harm.
    if (child.cancelPending && report.ordStatus !== OrdStatus.pendingCancel) {
      child.doubts &= ~Doubt.cancel;
      child.state.refuseCancel();
      child.cancelWanted = true;
    }
    if (child.replacePending) this.replaceByStatus(child, report);
    if (report.cumQuantity > child.state.cumQuantity) {
      child.told = { ordStatus: 0, cumQuantity: report.cumQuantity };
      child.doubts |= Doubt.fills;
      return 'missingFill';
    }
    return undefined;
  }

  /** Whether a replacement was taken, by what the order is now; where both could be, it stays uncertain. */
  private replaceByStatus(child: ChildOrder, report: Readonly<VenueReport>): void {
    const asked = child.replacements[0];
    if (asked === undefined || report.orderQuantity === 0 || report.price === 0) return;
    const isNew = report.orderQuantity === asked.quantity && report.price === (asked.price || child.price);
    const isOld = report.orderQuantity === child.state.quantity && report.price === child.price;
    if (isNew === isOld) return;
    child.doubts &= ~Doubt.replace;
    if (isOld) {
      this.dropReplacement(child, asked.orderId);
      this.failReplacing(child);
      return;
    }
    child.replacements = child.replacements.slice(1);
    child.orderId = asked.orderId;
    child.price = report.price;
    child.state.replace(asked.quantity);
  }

  /** The venue has spoken about it: what it says is what there is. */
  private settleDoubts(child: ChildOrder, report: Readonly<VenueReport>): void {
    if (report.execType !== ExecType.orderStatus && report.orderId === child.orderId) child.doubts &= ~Doubt.submit;
    const { told, state } = child;
    if (told !== undefined && state.cumQuantity >= told.cumQuantity) {
      child.told = undefined;
      child.doubts &= ~Doubt.fills;
      if (told.ordStatus !== 0) this.endAs(child, told.ordStatus);
    }
    if (!state.isOpen) {
      child.doubts &= Doubt.fills;
      child.replacements = [];
      child.cancelWanted = false;
    }
  }

  /** Requests of which nothing is known have had no effect. */
  private standing(child: ChildOrder): void {
    while (child.state.pendingCancels > 0) child.state.refuseCancel();
    while (child.state.pendingReplaces > 0) child.state.refuseReplace();
    child.replacements = [];
    child.state.accept();
    this.failReplacing(child);
  }

  private dropReplacement(child: ChildOrder, newOrderId: number): void {
    const left = child.replacements.filter(({ orderId }) => orderId !== newOrderId);
    if (left.length < child.replacements.length) this.note(child.state.refuseReplace());
    child.replacements = left;
    child.doubts &= ~Doubt.replace;
  }

  private failReplacing(child: ChildOrder): void {
    const { replacing } = child.parent;
    if (replacing !== undefined && child.isOpen) replacing.failed = true;
  }

  /** Every child that was asked has answered, and none was cancelled: the client's cancel is refused. Otherwise it is tried again. */
  private cancelRefused(child: ChildOrder, reason: 'tooLate' | 'brokerOption', text: string): void {
    const { parent } = child;
    if (!child.isOpen) return;
    if (parent.closing!.progress > 0) {
      child.cancelWanted = true;
      return;
    }
    for (const other of parent.children) {
      if (other !== child && other.isOpen && (other.cancelPending || other.cancelWanted)) {
        child.cancelWanted = true;
        return;
      }
    }
    this.orders.cancelFailed(parent, reason, text);
    for (const other of parent.children) other.cancelWanted = false;
  }

  private exclude(child: ChildOrder): void {
    if (child.venue >= 0 && child.state.cumQuantity === 0) child.parent.refusedVenues |= 1 << child.venue;
  }

  private after(child: ChildOrder, at: number): void {
    this.orders.exposure.rest(child);
    this.orders.settle(child.parent, at);
  }

  private note(fault: EventFault | undefined): void {
    if (fault === undefined) return;
    this.fault = fault;
    this.faults[fault] = (this.faults[fault] ?? 0) + 1;
  }
}

function isEnd(ordStatus: number): boolean {
  return (
    ordStatus === OrdStatus.filled ||
    ordStatus === OrdStatus.canceled ||
    ordStatus === OrdStatus.rejected ||
    ordStatus === OrdStatus.expired ||
    ordStatus === OrdStatus.doneForDay
  );
}
