/**
 * Sends children to venues, and cancels and replaces them: what is asked is written first. Cancels that cannot leave wait here, one for each child that is open, and
 * leave before anything else as soon as the venue takes them. The venue itself keeps its rate, in a bounded queue in which cancels go first (control/venues/rates).
 */
import { blankOrder, OrdType, TimeInForce, type SendResult, type VenueOrder } from '../../core/venue.js';
import type { Timer } from '../../core/world.js';
import type { Groups } from './groups.js';
import type { OrderLog } from './log/order-log.js';
import type { Recorder } from './log/recorder.js';
import { Doubt, type ChildOrder } from './model/child-order.js';
import type { ParentOrder } from './model/parent-order.js';
import type { AlarmKind, EngineOptions } from './options.js';
import { blankTotals, type VenueTotals } from './venue-totals.js';
import type { ChildTerms } from './work.js';

export type RaiseAlarm = (
  kind: AlarmKind,
  order: ParentOrder | undefined,
  child: ChildOrder | undefined,
  text: string,
) => void;

const CANCEL_RETRY_MS = 500;

export class Children {
  readonly counters = {
    sent: 0,
    refused: 0,
    riskRefused: 0,
    cancels: 0,
    cancelsWaiting: 0,
    replaces: 0,
    statusRequests: 0,
  };
  /** By venue. */
  readonly totals: VenueTotals[];
  /** Venues that somebody has taken out. */
  readonly disabled: boolean[];
  private readonly wanted = new Set<ChildOrder>();
  private readonly order: VenueOrder = blankOrder();
  private timer: Timer | undefined;
  readonly retryMs: number;

  constructor(
    private readonly options: EngineOptions,
    private readonly recorder: Recorder,
    private readonly log: OrderLog,
    private readonly groups: Groups,
    private readonly alarm: RaiseAlarm,
    /** Epoch ms. */
    private readonly now: () => number,
  ) {
    this.disabled = options.venues.map(() => false);
    this.totals = options.venues.map(() => blankTotals());
    this.retryMs = options.limits?.cancelRetryMs ?? CANCEL_RETRY_MS;
  }

  isUsable(venue: number, instrument: number): boolean {
    const { venues, symbols } = this.options;
    return (
      venues[venue]?.state === 'active' &&
      this.disabled[venue] === false &&
      symbols.listing(venue, instrument) !== undefined
    );
  }

  /** The child, or why nothing was sent. @param decision of the router, 0: without it */
  send(
    parent: ParentOrder,
    venue: number,
    wanted: Readonly<Partial<ChildTerms>> & { readonly quantity: number },
    decision: number,
  ): ChildOrder | string {
    const refusal = this.whyNot(parent, venue, wanted.quantity);
    if (refusal !== '') return this.refused(refusal);
    const { options, order } = this;
    const { terms } = parent;
    this.fill(parent, wanted);
    const { timeInForce } = order;
    const forAuction = timeInForce === TimeInForce.atTheOpening || timeInForce === TimeInForce.atTheClose;
    const { risk } = options;
    const { client } = parent;
    if (risk.checkChild(client, terms.instrument, venue, terms.side, order.price, order.quantity, forAuction) !== 0) {
      this.counters.riskRefused++;
      return this.refused(risk.denial().code);
    }
    const ends = timeInForce === TimeInForce.immediateOrCancel || timeInForce === TimeInForce.fillOrKill;
    const rests = order.ordType !== OrdType.market && order.price > 0 && !ends;
    const { index } = this.recorder.orders;
    order.orderId = index.nextId;
    const at = this.now();
    const { quantity, price, ordType } = order;
    const tag = wanted.tag ?? 0;
    const { recorder } = this;
    const { orderId } = order;
    recorder.childSent(at, parent, orderId, venue, quantity, price, timeInForce, ordType, tag, rests, decision);
    const { children } = recorder;
    let result: SendResult = 'journalFull';
    let child: ChildOrder;
    try {
      // Written, it leaves at once; the state follows. The venue may tell within the call: what it tells is kept until the call is over.
      if (this.mayLeave()) result = options.venues[venue]!.submit(order);
    } finally {
      child = children.sent(at, parent, orderId, venue, quantity, price, timeInForce, ordType, tag, rests, decision);
    }
    if (result !== 'sent') {
      recorder.unsent(at, child, result);
      return this.refused(result);
    }
    this.counters.sent++;
    this.totals[venue]!.sent++;
    const { router, world } = options;
    const atNs = world.clock.monotonicNs();
    router.onSent(venue, child.orderId, terms.instrument, quantity, price, atNs, terms.side, ends, decision);
    return child;
  }

  /** Asks once; what cannot leave now is asked as soon as it can. */
  cancel(child: ChildOrder): void {
    if (!child.isOpen || child.cancelPending || (child.doubts & Doubt.cancel) !== 0) return;
    const { options, recorder } = this;
    const venue = options.venues[child.venue];
    const at = this.now();
    if (venue?.state !== 'active') {
      if (!child.cancelWanted) recorder.childCancelUnsent(at, child, true);
      this.wait(child);
      return;
    }
    recorder.childCancel(at, child);
    const result = this.mayLeave() ? venue.cancel(child.orderId) : 'journalFull';
    if (result === 'sent') {
      this.counters.cancels++;
      this.wanted.delete(child);
      return;
    }
    recorder.childCancelUnsent(at, child, true);
    this.wait(child);
    if (isPassing(result)) return;
    // The venue's side says that there is nothing to cancel, or cannot say it: that does not make it so.
    this.alarm('cancelRefused', child.parent, child, `the cancel was not taken: ${result}`);
    if (result === 'unknownOrder') this.askStatus(child);
  }

  /** False: the venue cannot, or it is not allowed now. Amounts of 0 are kept. */
  replace(child: ChildOrder, quantity: number, price: number): boolean {
    const { options, recorder } = this;
    const { parent } = child;
    const venue = options.venues[child.venue];
    if (venue?.state !== 'active' || venue.capabilities.replace !== 'replace' || !this.log.isOpen) return false;
    if (!child.state.isOpen || child.doubts !== 0 || child.cancelPending || child.replacePending) return false;
    if (parent.isDone || parent.closing !== undefined || this.isBehindCancels(child.venue)) return false;
    const newQuantity = quantity || child.quantity;
    const newPrice = price || child.price;
    if (newQuantity <= child.cumQuantity || newQuantity - child.quantity > parent.unsent) return false;
    const { client, terms } = parent;
    const open = newQuantity - child.cumQuantity;
    if (options.risk.checkChild(client, terms.instrument, child.venue, terms.side, newPrice, open) !== 0) return false;
    const newOrderId = recorder.orders.index.nextId;
    const at = this.now();
    recorder.childReplace(at, child, newOrderId, newQuantity, newPrice);
    let result: SendResult = 'journalFull';
    try {
      if (this.mayLeave()) result = venue.replace(child.orderId, newOrderId, quantity, price);
    } finally {
      recorder.children.replaceAsked(child, newOrderId, newQuantity, newPrice);
    }
    if (result === 'sent') {
      this.counters.replaces++;
      return true;
    }
    recorder.childReplaceUnsent(at, child, newOrderId);
    this.refused(result);
    return false;
  }

  askStatus(child: ChildOrder): SendResult {
    const result = this.options.venues[child.venue]?.requestStatus(child.orderId) ?? 'notConnected';
    if (result === 'sent') {
      this.counters.statusRequests++;
      child.isAsked = true;
    }
    return result;
  }

  /** Tries again what waits: for a venue that is back, or all. */
  retry(venue = -1): void {
    for (const child of this.wanted) {
      if (!child.isOpen || !child.cancelWanted) this.wanted.delete(child);
      else if (venue < 0 || child.venue === venue) this.cancel(child);
    }
    this.counters.cancelsWaiting = this.wanted.size;
  }

  /** A child whose cancel is still wanted, by its state: after a restart, or when a cancel was refused. */
  wait(child: ChildOrder): void {
    this.wanted.add(child);
    this.counters.cancelsWaiting = this.wanted.size;
    if (this.timer !== undefined) return;
    this.timer = this.options.world.timers.after(this.retryMs, () => {
      this.timer = undefined;
      this.onRetry();
      const [waiting] = this.wanted;
      if (waiting !== undefined) this.wait(waiting);
    });
  }

  /** Set by the engine: a retry within its own turn. */
  onRetry: () => void = () => this.retry();

  close(): void {
    this.timer?.cancel();
  }

  private whyNot(parent: ParentOrder, venue: number, quantity: number): string {
    if (parent.closing !== undefined || parent.isDone) return 'ORDER_ENDING';
    if (!(quantity > 0)) return 'badValue';
    if (quantity > parent.unsent) return 'ABOVE_UNSENT';
    if (!this.log.isOpen) return 'journalFull';
    if (this.options.venues[venue]?.state !== 'active' || this.disabled[venue] === true) return 'notConnected';
    if (!this.isUsable(venue, parent.terms.instrument)) return 'symbolNotListed';
    if (this.isBehindCancels(venue)) return 'rateLimited';
    if (parent.terms.linkKind !== '' && this.groups.mustWait(parent)) {
      for (const leg of this.groups.displaced(parent)) for (const child of [...leg.children]) this.cancel(child);
      return 'LINK_SIBLING_WORKING';
    }
    return '';
  }

  /** Cancels wait for this venue although it is there: nothing else goes before them. */
  private isBehindCancels(venue: number): boolean {
    if (this.wanted.size === 0) return false;
    for (const child of this.wanted) if (child.venue === venue && child.cancelWanted && child.isOpen) return true;
    return false;
  }

  /** What is written is safe, or the venue keeps what it is given until it is. */
  private mayLeave(): boolean {
    return this.options.peersHoldUntilCommit === true ? this.log.isOpen : this.log.commit();
  }

  private fill(parent: ParentOrder, wanted: Readonly<Partial<ChildTerms>> & { readonly quantity: number }): void {
    const { order } = this;
    const { terms } = parent;
    const price = wanted.price ?? terms.price;
    order.instrument = terms.instrument;
    order.side = terms.side;
    order.ordType = wanted.ordType ?? (price > 0 ? OrdType.limit : OrdType.market);
    order.timeInForce = wanted.timeInForce ?? terms.timeInForce;
    order.quantity = wanted.quantity;
    order.price = price;
    order.stopPrice = wanted.stopPrice ?? 0;
    order.minQuantity = wanted.minQuantity ?? 0;
    order.displayQuantity = wanted.displayQuantity ?? 0;
    order.hidden = wanted.hidden ?? false;
    order.postOnly = wanted.postOnly ?? false;
    order.pegTo = wanted.pegTo ?? '';
    order.pegOffset = wanted.pegOffset ?? 0;
    order.expireEpochMs =
      wanted.expireEpochMs ?? (order.timeInForce === TimeInForce.goodTillDate ? terms.expireEpochMs : 0);
    order.capacity = terms.capacity;
    order.account = terms.account;
    order.sweep = wanted.sweep ?? false;
  }

  private refused(code: string): string {
    this.counters.refused++;
    return code;
  }
}

function isPassing(result: SendResult): boolean {
  return result === 'notConnected' || result === 'rateLimited' || result === 'journalFull';
}
