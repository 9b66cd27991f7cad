/** The receiving side: the application of a FIX session on which a counterparty sends copies of execution reports. */
import type { Journal } from '../../core/journal.js';
import type { Timer, TradingWorld } from '../../core/world.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import { MsgType } from '../../protocols/fix/msg-type.js';
import type { FixApplication, NotDelivered, Verdict } from '../session/application.js';
import type { FixSession } from '../session/session.js';
import type { BreakListener, ReconcilerOptions } from './breaks.js';
import { CopyJournal } from './copy-journal.js';
import { readExecutionCopy, type ExecutionCopy } from './execution-copy.js';
import type { OwnExecutions } from './own-executions.js';
import { type Moment, Reconciler } from './reconciler.js';

export interface DropCopyListener extends BreakListener {
  /** Each copy that could be read, before it is compared. */
  onCopy?(copy: ExecutionCopy): void;
  /** A report that cannot be compared. @param text what it lacks */
  onUnreadable?(msgSeqNum: number, text: string): void;
  /** The counterparty passed over these numbers: copies may be missing for good. */
  onCopiesLost?(firstMsgSeqNum: number, lastMsgSeqNum: number): void;
  onConnected?(isConnected: boolean): void;
}

export interface DropCopyParts {
  readonly world: Pick<TradingWorld, 'clock' | 'timers'>;
  readonly own: OwnExecutions;
  readonly listener: DropCopyListener;
  readonly options?: Partial<ReconcilerOptions>;
  /** Absent: a restart begins with nothing, and the counterparty is asked for everything by `reset`. */
  readonly journal?: {
    readonly journal: Journal;
    /** Of the drop copy session, the same at every start. */
    readonly name: string;
    /** Stream of the session's message store, where it has one. */
    readonly sessionStream?: string;
  };
  /** Fills of ours from this time on must appear as copies. */
  readonly sinceEpochMs: number;
}

const UNSUPPORTED: Verdict = { reason: 3, text: 'this session takes execution reports only' };
/** A timer that is set again: the reconciler's deadlines move with every fill. */
const LONGEST_SLEEP_MS = 60_000;

export class DropCopyReceiver implements FixApplication {
  readonly reconciler: Reconciler;
  /** Numbers that were passed over instead of delivered. */
  numbersLost = 0;
  private readonly journal: CopyJournal | undefined;
  private timer: Timer | undefined;
  private timerNs = Infinity;
  private sinceEpochMs: number;

  constructor(private readonly parts: DropCopyParts) {
    const { own, listener, options, journal } = parts;
    this.sinceEpochMs = parts.sinceEpochMs;
    this.reconciler = new Reconciler(own, listener, options);
    if (journal !== undefined) this.journal = new CopyJournal(journal.journal, journal.name, journal.sessionStream);
    own.onChange((change) => {
      this.reconciler.onOwn(change, this.now());
      this.rearm();
    });
  }

  /**
   * Reads the copies of before the restart again, then compares all of it with our own record. What differed before differs again,
   * since the same moment, and is raised at once where its grace time is over. Call it once, before the session starts.
   */
  restore(): void {
    const now = this.now();
    this.journal?.read((message, epochMs) => {
      const ageMs = Math.max(0, now.epochMs - epochMs);
      const since = { monotonicNs: now.monotonicNs - ageMs * 1e6, epochMs };
      if (epochMs >= this.sinceEpochMs) this.reconciler.onCopy(readExecutionCopy(message), now, since);
    });
    this.reconciler.compareAll(this.sinceEpochMs, now);
    this.reconciler.onTime(now);
    this.rearm();
  }

  /** A new trading day: copies and breaks of before are forgotten. */
  startDay(sinceEpochMs: number): void {
    this.sinceEpochMs = sinceEpochMs;
    this.reconciler.clear();
    this.journal?.forget();
    this.reconciler.compareAll(sinceEpochMs, this.now());
    this.rearm();
  }

  close(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  onLogon(): void {
    this.parts.listener.onConnected?.(true);
  }

  onLogout(): void {
    this.parts.listener.onConnected?.(false);
  }

  onMessage(_session: FixSession, message: FixMessage): Verdict {
    if (message.msgType !== MsgType.ExecutionReport) return UNSUPPORTED;
    const { listener } = this.parts;
    const copy = readExecutionCopy(message);
    this.journal?.append(message);
    if (copy.kind === 'unreadable') listener.onUnreadable?.(message.int(34), copy.text);
    else listener.onCopy?.(copy);
    this.reconciler.onCopy(copy, this.now());
    this.rearm();
    return 'accepted';
  }

  onNotDelivered(
    _session: FixSession,
    direction: 'outgoing' | 'incoming',
    firstMsgSeqNum: number,
    lastMsgSeqNum: number,
    _why: NotDelivered,
  ): void {
    if (direction !== 'incoming') return;
    this.numbersLost += lastMsgSeqNum - firstMsgSeqNum + 1;
    this.parts.listener.onCopiesLost?.(firstMsgSeqNum, lastMsgSeqNum);
  }

  private now(): Moment {
    const { clock } = this.parts.world;
    return { monotonicNs: clock.monotonicNs(), epochMs: clock.epochMs() };
  }

  private rearm(): void {
    const dueNs = this.reconciler.deadlineNs;
    if (dueNs >= this.timerNs) return;
    this.timer?.cancel();
    this.timerNs = dueNs;
    const { clock, timers } = this.parts.world;
    const delayMs = Math.min(LONGEST_SLEEP_MS, Math.max(0, Math.ceil((dueNs - clock.monotonicNs()) / 1e6)));
    this.timer = timers.after(delayMs, () => {
      this.timer = undefined;
      this.timerNs = Infinity;
      this.reconciler.onTime(this.now());
      this.rearm();
    });
  }
}
