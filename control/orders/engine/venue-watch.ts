/**
 * How sure the engine is of what venues have: after a restart each venue is asked about every order that is open there, and workers go on when the answers are in or
 * have been waited for; what is still not known then is uncertain. Whether an order is at a venue is never assumed.
 */
import type { Timer } from '../../core/world.js';
import type { EngineCore } from './core.js';
import { Doubt, type ChildOrder, type Replacement } from './model/child-order.js';
import type { ParentOrder } from './model/parent-order.js';

const SETTLE_MS = 3_000;

export class VenueWatch {
  /** Orders whose workers wait for venues after the restart. */
  readonly waiting = new Set<ParentOrder>();
  /** Of each venue: it has told what there is since the restart. */
  private readonly isSettled: boolean[];
  private readonly settleTimers: (Timer | undefined)[];
  private readonly lostTimers: (Timer | undefined)[];
  /** Children whose cancel, or replacement, had no answer at the restart. */
  private readonly unanswered = new Map<ChildOrder, readonly Replacement[]>();

  constructor(
    private readonly core: EngineCore,
    private readonly onResume: (order: ParentOrder) => void,
  ) {
    const { venues } = core.options;
    this.isSettled = venues.map(() => true);
    this.settleTimers = venues.map(() => undefined);
    this.lostTimers = venues.map(() => undefined);
  }

  /** After the journal was read: nothing is known of the venues yet. */
  restarted(): void {
    this.isSettled.fill(false);
    for (const order of this.core.openOrders()) {
      this.waiting.add(order);
      for (const child of order.children) {
        if (child.cancelPending || child.replacePending) this.unanswered.set(child, child.replacements);
      }
    }
    this.resumeReady();
  }

  /** An order's worker may go on: what is open of it is at venues that have told. */
  isReady(order: ParentOrder): boolean {
    return order.children.every(({ venue }) => this.isSettled[venue] ?? true);
  }

  /** The venue is back, and has told everything by itself: now it is asked. */
  active(venue: number): void {
    this.lostTimers[venue]?.cancel();
    this.lostTimers[venue] = undefined;
    const isFirst = this.isSettled[venue] === false && this.settleTimers[venue] === undefined;
    for (const child of this.openAt(venue)) if (isFirst || child.doubts !== 0) this.ask(child, isFirst);
    this.core.children.retry(venue);
    if (!isFirst) return;
    this.settleTimers[venue] = this.core.options.world.timers.after(
      this.core.options.limits?.settleMs ?? SETTLE_MS,
      () => this.core.turn(() => this.settleNow(venue)),
    );
    this.check(venue);
  }

  lost(venue: number): void {
    const afterMs = this.core.options.limits?.venueLostCancelMs ?? 0;
    // Answers that were asked for on the old connection do not come any more; what was not answered is asked again.
    for (const child of this.openAt(venue)) child.isAsked = false;
    this.settleTimers[venue]?.cancel();
    this.settleTimers[venue] = undefined;
    if (afterMs === 0 || this.lostTimers[venue] !== undefined) return;
    this.lostTimers[venue] = this.core.options.world.timers.after(afterMs, () => {
      this.lostTimers[venue] = undefined;
      this.core.turn(() => this.giveUp(venue, afterMs));
    });
  }

  /** A child was answered for. */
  answered(child: ChildOrder): void {
    child.isAsked = false;
    if (this.waiting.size > 0) this.check(child.venue);
  }

  close(): void {
    for (const timer of [...this.settleTimers, ...this.lostTimers]) timer?.cancel();
  }

  private check(venue: number): void {
    if (this.isSettled[venue] !== false || this.settleTimers[venue] === undefined) return;
    for (const child of this.openAt(venue)) if (child.isAsked) return;
    this.settled(venue);
  }

  private settled(venue: number): void {
    this.settleTimers[venue]?.cancel();
    this.settleTimers[venue] = undefined;
    this.isSettled[venue] = true;
    // Behind what the venue's side says of requests whose fate it does not know.
    if (this.unanswered.size > 0) {
      this.core.options.world.timers.after(0, () => this.core.turn(() => this.askAgain(venue)));
    }
    this.resumeReady();
  }

  /**
   * Requests that were written here and never left: the venue's side writes them to the same journal behind this one, and neither it nor the venue has said
   * anything of them. A cancel is asked again, which does no harm where it was not so; a replacement is not.
   */
  private askAgain(venue: number): void {
    const { recorder, children } = this.core;
    for (const [child, replacements] of this.unanswered) {
      if (child.venue !== venue) continue;
      this.unanswered.delete(child);
      if (child.state.isOpen && child.cancelPending && (child.doubts & Doubt.cancel) === 0) {
        recorder.childCancelUnsent(this.now, child, true);
        children.wait(child);
      }
      if ((child.doubts & Doubt.replace) !== 0) continue;
      for (const { orderId } of replacements) {
        if (child.state.isOpen && child.replacements.some((each) => each.orderId === orderId))
          recorder.childReplaceUnsent(this.now, child, orderId);
      }
    }
  }

  /** The time is over: what was not answered for is uncertain, and says so. */
  private settleNow(venue: number): void {
    this.settleTimers[venue] = undefined;
    for (const child of this.openAt(venue)) {
      if (!child.isAsked) continue;
      child.isAsked = false;
      this.doubt(child, 'the venue has not answered what became of it');
    }
    this.settled(venue);
  }

  private resumeReady(): void {
    for (const order of [...this.waiting]) {
      if (!order.isDone && !this.isReady(order)) continue;
      this.waiting.delete(order);
      if (!order.isDone) this.onResume(order);
    }
  }

  private ask(child: ChildOrder, isFirst: boolean): void {
    const result = this.core.children.askStatus(child);
    if (result !== 'unknownOrder') return;
    const { isAccepted, cumQuantity } = child.state;
    const isNew = isFirst && !isAccepted && cumQuantity === 0;
    if (isNew && !this.core.options.journal.hostRestarted) {
      // The venue's side writes an order to the same journal before it sends it, and has no such record: it has not left.
      this.core.recorder.unsent(this.now, child, 'NEVER_LEFT');
      this.core.raise('neverLeft', child.parent, child, 'the gateway was stopped before it was sent');
      return;
    }
    this.doubt(child, 'the venue side does not know it');
  }

  private doubt(child: ChildOrder, text: string): void {
    if ((child.doubts & Doubt.submit) === 0) this.core.recorder.uncertain(this.now, child, 'submit');
    this.core.raise('uncertain', child.parent, child, text);
  }

  private giveUp(venue: number, afterMs: number): void {
    const children = this.openAt(venue);
    for (const child of children) {
      if (child.cancelWanted || child.cancelPending) continue;
      this.core.recorder.childCancelUnsent(this.now, child, true);
      this.core.children.wait(child);
    }
    const text = `lost for ${afterMs} ms: ${children.length} orders there are cancelled when it is back`;
    this.core.raise('venueLost', undefined, children[0], text);
  }

  private openAt(venue: number): ChildOrder[] {
    const found: ChildOrder[] = [];
    for (const order of this.core.openOrders())
      for (const child of order.children) if (child.venue === venue) found.push(child);
    return found;
  }

  private get now(): number {
    return this.core.options.world.clock.epochMs();
  }
}
