/**
 * The drop copy session as a second source: what an order's own session cannot tell, because it is down or because it has lost it, is told from the
 * copy, once. What both tell is told once too, whichever comes first.
 */
import { ExecType, type VenueReport, type VenueSessionStatus } from '../../core/venue.js';
import type { TradingWorld } from '../../core/world.js';
import type { FixApplication, Verdict } from '../../fix/session/application.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import { MsgType } from '../../protocols/fix/msg-type.js';
import type { SideSession } from '../venue/configured-venue.js';
import type { OrderKeeper } from '../venue/order-keeper.js';
import type { ReportReader } from './report-reader.js';
import type { VenueSession, VenueSessionOwner } from './venue-session.js';

export interface DropCopyParts {
  readonly world: Pick<TradingWorld, 'timers'>;
  readonly keeper: OrderKeeper;
  readonly reader: ReportReader;
  readonly graceMs: number;
  /** Whether the session of that order entry is up: then it comes first. */
  readonly isActive: (entry: number) => boolean;
  /** Sees every copy as well, to reconcile it with our own record. */
  readonly also: FixApplication | undefined;
  /** Sees what each copy says, of orders that are not known too. */
  readonly onCopy: ((report: Readonly<VenueReport>) => void) | undefined;
}

const HELD_MAX = 65_536;

export class DropCopy implements SideSession, VenueSessionOwner {
  private own: VenueSession | undefined;
  private held = 0;
  private readonly counts = { copies: 0, matched: 0, told: 0, foreign: 0, heldOverflows: 0, copiesLost: 0 };

  constructor(private readonly parts: DropCopyParts) {}

  /** Set once, before anything else: the two need each other. */
  attach(session: VenueSession): void {
    this.own = session;
  }

  connect(): void {
    this.own?.connect();
  }

  disconnect(reason: string): Promise<void> {
    return this.own?.disconnect(reason) ?? Promise.resolve();
  }

  status(): VenueSessionStatus {
    return this.own!.status();
  }

  counters(): Readonly<Record<string, number>> {
    return { ...this.own?.counters(), ...this.counts, held: this.held };
  }

  onSessionState(): void {
    // People see it in the list of sessions.
  }

  onSessionFault(): void {
    // Order entry goes on without it.
  }

  onLogon(): void {
    const { session } = this.own!;
    if (session !== undefined) this.parts.also?.onLogon(session);
  }

  onMessage(message: FixMessage): Verdict {
    const { session } = this.own!;
    const verdict = session === undefined ? undefined : this.parts.also?.onMessage(session, message);
    if (message.msgType !== MsgType.ExecutionReport) return verdict ?? 'accepted';
    this.counts.copies++;
    const slot = this.parts.reader.fill(message, 'dropCopy');
    if (slot === undefined) return 'accepted';
    this.parts.onCopy?.(this.parts.keeper.report);
    if (slot < 0) this.counts.foreign++;
    else this.copy(slot);
    return 'accepted';
  }

  onFailed(text: string): void {
    this.parts.keeper.failed(text);
  }

  onReject(): void {
    // Nothing is asked of a drop copy session.
  }

  onNotSent(): void {
    // Nothing is sent.
  }

  onNotReceived(first: number, last: number): void {
    this.counts.copiesLost += last - first + 1;
    const { session } = this.own!;
    if (session !== undefined)
      this.parts.also?.onNotDelivered?.(session, 'incoming', first, last, 'gapFilled', 'uncertain');
  }

  private copy(slot: number): void {
    const { keeper, isActive, graceMs, world } = this.parts;
    const { table, report } = keeper;
    if (report.execType === ExecType.trade) keeper.reconcile();
    if (report.execType === ExecType.trade && keeper.trades.has(report.orderId, report.execId)) {
      this.counts.matched++;
      return;
    }
    if (!isActive(table.entry[slot]!)) {
      this.tell(slot);
      return;
    }
    // The session is up, and tells by itself; only a fill that it never tells is worth waiting for.
    if (report.execType !== ExecType.trade) return;
    if (this.held >= HELD_MAX) {
      this.counts.heldOverflows++;
      return;
    }
    const kept: VenueReport = { ...report };
    this.held++;
    world.timers.after(Math.max(1, graceMs), () => {
      this.held--;
      if (keeper.trades.has(kept.orderId, kept.execId)) {
        this.counts.matched++;
        return;
      }
      const now = table.find(kept.orderId);
      if (now < 0) return;
      // Sums of that moment are old: they follow from the trades.
      Object.assign(keeper.blank(now), kept, { cumQuantity: -1, leavesQuantity: -1, ordStatus: 0 });
      this.tell(now);
    });
  }

  private tell(slot: number): void {
    if (this.parts.keeper.give(slot, true)) this.counts.told++;
  }
}
