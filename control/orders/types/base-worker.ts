/**
 * What all workers share: one alarm for several reasons, patience with venues that refuse or have nothing, the end of an order that has one, and the bringing down of
 * children when the client takes quantity away.
 *
 * A worker does everything in `run`: it looks at the order as it is and brings it nearer to what it should be. It is called after whatever happened, so that no event can be
 * missed and none counts twice; a worker that was made anew after a restart goes on the same way.
 */
import type { ClientOrder } from '../../core/order-entry.js';
import { ExecType, TimeInForce, type VenueReport } from '../../core/venue.js';
import type { Child, Ending, Work, Worker } from '../engine/work.js';
import { hasCode } from './child-terms.js';

/** Refusals in a row, with a market that is sound, after which an order is given up. */
export const REJECTS_MAX = 5;
/** A venue without an end of its own gets the cancel this long before it. */
const GTD_LEAD_MS = 250;
const REJECT_PAUSE_MS = 100;
const REJECT_PAUSE_MAX_MS = 5000;
const UNSOUND_PAUSE_MS = 1000;
const FRUITLESS_PAUSE_MS = 10;
const FRUITLESS_PAUSE_MAX_MS = 1000;
/** Refusals that say nothing about the order: it is tried again, and they are not counted. */
const PASSING: ReadonlySet<string> = new Set([
  'rateLimited',
  'notConnected',
  'journalFull',
  // Another leg of its group is at a venue: `onVenue` tells when it is not.
  'LINK_SIBLING_WORKING',
  'ORDER_ENDING',
]);

export type Memory = Readonly<Record<string, number | string>>;

export abstract class BaseWorker implements Worker {
  /** Alarm of the type itself; 0: none. */
  protected alarmAt = 0;
  /** When the order ends, epoch ms; 0: never by itself. */
  protected deadline = 0;
  protected leadMs = GTD_LEAD_MS;
  protected hasEnded = false;
  /** Inside `start`: what is wrong now is a rejection, later it is a cancel. */
  private isStarting = false;
  /** The lead before the end has begun: nothing is sent any more. */
  private isClosing = false;
  private retryAt = 0;
  private wakesAt = 0;
  private rejects = 0;
  private fruitless = 0;
  /** Children that were cancelled by us: that they end unfilled says nothing about the venue. */
  private asked: Set<Child> | undefined;
  /** Children that were brought down by the replacement in hand. */
  private fitted: Set<Child> | undefined;

  /** The terms that the type's own memory is of. */
  private known: Readonly<ClientOrder>;

  constructor(protected readonly work: Work) {
    this.known = work.terms;
  }

  /** Brings the order nearer to what it should be. Not called after the end, nor in the lead before it. */
  protected abstract run(): void;

  /** What only a new order does, before its first `run`. */
  protected begin(): void {
    // Most types have nothing to do.
  }

  /** After a restart, before the first `run`. */
  protected restore(_memory: Memory): void {
    // Most types need nothing but the order and its children.
  }

  /** The type's own part of a child's news, before `run`; the order may have ended by it. */
  protected childChanged(_child: Child, _report: Readonly<VenueReport> | undefined): void {
    // Most types look at the children when they run.
  }

  /** Whether the type can take the new terms; when it cannot, nothing may have changed. */
  protected canReplace(): boolean {
    return true;
  }

  /** The type's own part of new terms, before `run`: of a replacement, or of one that has failed. */
  protected replaced(): void {
    // Most types look at the terms when they run.
  }

  start(): void {
    this.isStarting = true;
    this.setDeadline();
    if (this.deadline !== 0 && this.deadline <= this.work.epochMs()) this.isPast();
    if (!this.hasEnded) this.begin();
    this.step();
    this.isStarting = false;
  }

  resume(memory: Memory): void {
    this.setDeadline();
    this.restore(memory);
    this.step();
  }

  onMarket(): void {
    this.step();
  }

  onWake(): void {
    this.wakesAt = 0;
    if (this.hasEnded) return;
    const now = this.work.epochMs();
    if (this.alarmAt !== 0 && now >= this.alarmAt) this.alarmAt = 0;
    this.step();
  }

  onVenue(_venue: number): void {
    this.retryAt = 0;
    this.step();
  }

  onTurn(): void {
    this.retryAt = 0;
    this.step();
  }

  onChild(child: Child, report: Readonly<VenueReport> | undefined): void {
    if (this.hasEnded) return;
    if (report?.execType === ExecType.trade) this.rejects = this.fruitless = this.retryAt = 0;
    if (this.endedInVain(child, report)) this.childFailed(report);
    this.childChanged(child, report);
    this.step();
  }

  onReplace(): boolean {
    if (!this.canReplace()) return false;
    this.takeTerms();
    this.step();
    return true;
  }

  /** Asked again where something that was called may have ended the order. */
  private get isAlive(): boolean {
    return !this.hasEnded;
  }

  private takeTerms(): void {
    this.known = this.work.terms;
    this.fitted = undefined;
    this.fit();
    this.replaced();
    this.fitted = undefined;
  }

  /** For types that end at another time than the order's own. */
  protected setDeadline(): void {
    const { timeInForce, expireEpochMs } = this.work.terms;
    this.deadline = timeInForce === TimeInForce.goodTillDate ? expireEpochMs : 0;
  }

  /** Its end came before its beginning. */
  protected isPast(): void {
    this.giveUp(
      'TYPE_GTD_PAST',
      `expire time (126): found ${this.deadline}, expected a time after now, ${this.work.epochMs()}`,
    );
  }

  /** The words for an end that came by itself. */
  protected expired(): void {
    this.end('expired', 'TYPE_EXPIRED', `the order ended at ${this.deadline}`);
  }

  /** An attempt may be made now: not after a refusal that has just been. */
  protected get mayTry(): boolean {
    return this.retryAt === 0 || this.work.epochMs() >= this.retryAt;
  }

  /** Not sent: by risk, by a rate, by the venue port. False when that says nothing about the order or the venue. */
  protected refused(code: string): boolean {
    if (PASSING.has(code)) this.pause(REJECT_PAUSE_MS);
    else this.countReject(code, code);
    return !PASSING.has(code);
  }

  /** Nothing could be had; asks again later, less and less often, or soon when children under way may be the reason. */
  protected cameToNothing(): void {
    if (this.hasOpenChild()) {
      this.pause(FRUITLESS_PAUSE_MS);
      return;
    }
    this.fruitless++;
    if (this.fruitless > 1)
      this.pause(Math.min(FRUITLESS_PAUSE_MS * 2 ** (this.fruitless - 2), FRUITLESS_PAUSE_MAX_MS));
  }

  protected end(ending: Ending, code: string, text: string): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.work.watchMarket(false);
    this.work.wakeAt(0);
    this.work.finish(ending, code, text);
  }

  /** A rejection as long as nobody has heard of the order, a cancel afterwards. */
  protected giveUp(code: string, text: string): void {
    this.end(this.isStarting && this.work.cumQuantity === 0 ? 'rejected' : 'canceled', code, text);
  }

  protected cancel(child: Child): void {
    if (!child.isOpen || child.cancelPending) return;
    (this.asked ??= new Set()).add(child);
    this.work.cancel(child);
  }

  /** It ended without a trade, and neither because we asked for that nor because its time was over: its venue did not want it, or had nothing for it. */
  protected endedInVain(child: Child, report: Readonly<VenueReport> | undefined): boolean {
    if (child.isOpen || child.cumQuantity > 0 || this.asked?.has(child) === true) return false;
    return report?.execType !== ExecType.expired && report?.execType !== ExecType.doneForDay;
  }

  /** New total quantity and price of a child, or its cancel where the venue cannot: what is missing then is sent by the next `run`. */
  protected amend(child: Child, quantity: number, price: number): void {
    if (!child.isOpen || child.cancelPending) return;
    if (child.quantity === quantity && child.price === price && !child.replacePending) return;
    if (child.replacePending || child.isUncertain || !this.work.replace(child, quantity, price)) this.cancel(child);
  }

  protected hasOpenChild(): boolean {
    for (const child of this.work.children) if (child.isOpen) return true;
    return false;
  }

  /** Looks again at `epochMs`, if nothing happens before; an earlier alarm stays. */
  protected wakeBy(epochMs: number): void {
    if (epochMs > 0 && (this.alarmAt === 0 || epochMs < this.alarmAt)) this.alarmAt = epochMs;
  }

  private step(): void {
    if (this.hasEnded) return;
    if (this.deadline !== 0 && this.isAtDeadline()) {
      this.expired();
      return;
    }
    const { opensAt } = this.work;
    if (opensAt !== 0) this.wakeBy(opensAt);
    else if (!this.isClosing) {
      // A replacement that a venue refused: the order has the terms that it had before.
      if (this.work.terms !== this.known) this.takeTerms();
      if (this.isAlive) this.run();
    }
    this.setAlarm();
  }

  /** Begins the lead before the end when it is time for that. */
  private isAtDeadline(): boolean {
    const now = this.work.epochMs();
    if (now >= this.deadline) return true;
    if (!this.isClosing && now >= this.deadline - this.leadMs) {
      this.isClosing = true;
      for (const child of this.work.children) if (!this.endsItself(child)) this.cancel(child);
    }
    return false;
  }

  /** The venue was told when the child ends. */
  private endsItself(child: Child): boolean {
    return hasCode(this.work.capabilities(child.venue).timesInForce, TimeInForce.goodTillDate);
  }

  private setAlarm(): void {
    if (this.hasEnded) return;
    let at = this.alarmAt;
    if (at === 0 && this.retryAt === 0 && this.deadline === 0 && this.wakesAt === 0) return;
    if (this.retryAt > this.work.epochMs() && (at === 0 || this.retryAt < at)) at = this.retryAt;
    if (this.deadline !== 0) {
      const next = this.isClosing ? this.deadline : Math.max(this.deadline - this.leadMs, 1);
      if (at === 0 || next < at) at = next;
    }
    // What is due is done: it comes again when something has changed, or in a moment.
    if (at !== 0 && at <= this.work.epochMs()) at = this.work.epochMs() + 1;
    if (at === this.wakesAt) return;
    this.wakesAt = at;
    this.work.wakeAt(at);
  }

  private childFailed(report: Readonly<VenueReport> | undefined): void {
    if (report?.execType === ExecType.rejected) this.countReject(report.reasonCode, report.text);
    else this.cameToNothing();
  }

  private countReject(code: string, text: string): void {
    if (!this.work.marketIsSound) {
      // Halted, for instance: it says nothing about the order.
      this.rejects = 0;
      this.pause(UNSOUND_PAUSE_MS);
      return;
    }
    this.rejects++;
    if (this.rejects >= REJECTS_MAX) {
      this.giveUp('TYPE_VENUE_REFUSES', `refused ${this.rejects} times, last: ${code} ${text}`.trim());
    } else {
      this.pause(Math.min(REJECT_PAUSE_MS * 2 ** (this.rejects - 1), REJECT_PAUSE_MAX_MS));
    }
  }

  private pause(ms: number): void {
    this.retryAt = this.work.epochMs() + ms;
  }

  /** A child has its new terms by now: its quantity had to be brought down, and one request says all. */
  protected isFitted(child: Child): boolean {
    return this.fitted?.has(child) === true;
  }

  /** What a child whose quantity is brought down is to cost from now on. */
  protected newPrice(child: Child): number {
    return child.price;
  }

  /** The client wants less than what is at venues: the newest children are brought down first. */
  private fit(): void {
    const { work } = this;
    let excess = work.cumQuantity - work.terms.quantity;
    for (const child of work.children) if (child.isOpen) excess += child.quantity - child.cumQuantity;
    for (let i = work.children.length - 1; i >= 0 && excess > 0; i--) {
      const child = work.children[i]!;
      if (!child.isOpen || child.cancelPending) continue;
      const leaves = child.quantity - child.cumQuantity;
      if (leaves <= excess) this.cancel(child);
      else {
        this.amend(child, child.quantity - excess, this.newPrice(child));
        (this.fitted ??= new Set()).add(child);
      }
      excess -= leaves;
    }
  }
}
