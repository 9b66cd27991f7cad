/** What venues say: matched with our orders, written once, had, and passed on to the worker, the router and whoever listens. */
import {
  ExecType,
  type VenueHandler,
  type VenueRefusal,
  type VenueReport,
  type VenueSessionState,
} from '../../core/venue.js';
import type { EngineCore } from './core.js';
import type { UncertainRequest } from './model/child-events.js';
import { Doubt, type ChildOrder } from './model/child-order.js';
import type { AlarmKind } from './options.js';
import { countReport } from './venue-totals.js';
import type { VenueWatch } from './venue-watch.js';

export class VenueEvents implements VenueHandler {
  constructor(
    private readonly core: EngineCore,
    private readonly watcher: VenueWatch,
  ) {}

  onReport(report: Readonly<VenueReport>): void {
    if (this.core.depth > 0) {
      const kept = { ...report };
      this.core.defer(() => this.takeReport(kept, true));
      return;
    }
    this.core.depth++;
    try {
      this.takeReport(report, false);
    } finally {
      this.core.leaveLater();
    }
  }

  onRefusal(refusal: Readonly<VenueRefusal>): void {
    const kept = { ...refusal };
    this.core.later(() => this.takeRefusal(kept));
  }

  onUncertain(venue: number, orderId: number, request: UncertainRequest): void {
    this.core.later(() => {
      const child = this.core.index.children.get(orderId);
      if (child === undefined) {
        this.core.raise(
          'foreignReport',
          undefined,
          undefined,
          `uncertain at venue ${venue}: ${request} of ${orderId}, which is not known`,
        );
        return;
      }
      if (!child.isOpen) return;
      this.core.children.totals[venue]!.uncertain++;
      this.core.recorder.uncertain(this.core.now, child, request);
      this.core.raise('uncertain', child.parent, child, `not known what became of: ${request}`);
      this.core.changed(child, undefined);
      this.core.children.askStatus(child);
    });
  }

  onFault(venue: number, text: string): void {
    this.core.later(() => {
      this.core.raise(
        'badReport',
        undefined,
        undefined,
        `${this.core.names.venues[venue]}: not taken, by an error here: ${text}`,
      );
    });
  }

  onState(venue: number, state: VenueSessionState, detail: string): void {
    this.core.later(() => {
      const { router, world } = this.core.options;
      router.onVenue(venue, state === 'active', world.clock.monotonicNs());
      if (state === 'active') this.watcher.active(venue);
      else if (state === 'disconnected' || state === 'failed') {
        this.watcher.lost(venue);
        if (state === 'failed')
          this.core.raise('venueLost', undefined, undefined, `${this.core.names.venues[venue]}: ${detail}`);
      }
      this.core.tellVenue(venue);
    });
  }

  private takeReport(report: Readonly<VenueReport>, isKept: boolean): void {
    this.core.counters.venueReports++;
    const child = this.core.index.children.get(report.orderId);
    if (child === undefined) {
      this.core.counters.foreign++;
      this.core.children.totals[report.venue]!.foreign++;
      const text = `venue ${this.core.names.venues[report.venue]} told of an order that is not known: ${report.clientId} ${report.execId}`;
      this.core.raise('foreignReport', undefined, undefined, text);
      return;
    }
    if (this.core.events.isKnown(child, report)) {
      this.core.counters.duplicates++;
      return;
    }
    const wasUncertain = child.doubts !== 0;
    this.core.recorder.report(this.core.now, child, report);
    this.feedRouter(child, report);
    if (child.venue >= 0) countReport(this.core.children.totals[child.venue]!, report.execType);
    const { fault } = this.core.events;
    if (fault !== undefined && fault !== 'alreadyEnded' && fault !== 'notPending') this.fault(fault, child, report);
    for (const listener of this.core.listeners) listener.onVenueReport?.(child, report);
    if (wasUncertain && child.doubts === 0) for (const listener of this.core.listeners) listener.onCertain?.(child);
    if (report.source !== 'dropCopy') this.watcher.answered(child);
    this.tellWorker(child, report, isKept);
  }

  /** The worker is told after what follows from the order's new state. */
  private tellWorker(child: ChildOrder, report: Readonly<VenueReport>, isKept: boolean): void {
    if (isKept) {
      this.core.changed(child, report);
      return;
    }
    this.core.followTouched();
    this.core.workers.tell(child.parent, child, report);
  }

  private takeRefusal(refusal: Readonly<VenueRefusal>): void {
    this.core.children.totals[refusal.venue]!.refusals++;
    // A replacement that was refused is named by its own number.
    const child = this.core.index.children.get(refusal.orderId);
    if (child === undefined) {
      if (refusal.request === 'massCancel')
        this.core.raise('cancelRefused', undefined, undefined, `mass cancel: ${refusal.text}`);
      return;
    }
    if (refusal.request === 'status' || refusal.request === 'massCancel') {
      this.watcher.answered(child);
      return;
    }
    this.core.recorder.refusal(this.core.now, child, refusal);
    if (child.cancelWanted) this.core.children.wait(child);
    if (refusal.request === 'cancel' && child.isOpen && child.parent.closing?.by === 'engine') {
      this.core.raise('cancelRefused', child.parent, child, `${refusal.reasonCode} ${refusal.text}`);
    }
    this.core.changed(child, undefined);
  }

  private feedRouter(child: ChildOrder, report: Readonly<VenueReport>): void {
    const { router, world } = this.core.options;
    const atNs = world.clock.monotonicNs();
    const { venue, orderId } = child;
    if (report.execType === ExecType.new) router.onAcknowledged(venue, orderId, atNs);
    else if (report.execType === ExecType.trade) {
      router.onFilled(venue, orderId, report.lastQuantity, report.lastPrice, report.liquidity === 'added', atNs);
    }
    if (!child.isOpen && report.execType !== ExecType.trade) router.onEnded(venue, orderId, child.cumQuantity, atNs);
  }

  private fault(fault: string, child: ChildOrder, report: Readonly<VenueReport>): void {
    const kind: AlarmKind = fault === 'overfill' ? 'overfill' : fault === 'missingFill' ? 'missingFill' : 'badReport';
    this.core.raise(kind, child.parent, child, `${fault}: ${report.execId} ${report.text}`);
    if ((child.doubts & Doubt.fills) !== 0) this.core.children.askStatus(child);
  }
}
