/** Differences between the two sides, each followed from the moment it appears: it waits, is raised, and goes when they agree. */
import type { Break, BreakKind, BreakLevel, BreakListener, ReconcilerCounters, ReconcilerOptions } from './breaks.js';

/** What differs, as compared just now. */
export interface Finding {
  readonly kind: BreakKind;
  readonly here: string;
  readonly there: string;
}

export interface Subject {
  readonly level: BreakLevel;
  /** ExecID, or the order's key. */
  readonly key: string;
  readonly execId: string;
  readonly orderId: string;
  readonly clOrdId: string;
  readonly symbol: string;
}

interface Difference {
  readonly id: string;
  readonly subject: Subject;
  finding: Finding;
  readonly sinceNs: number;
  readonly sinceEpochMs: number;
  raised: Break | undefined;
  /** For `late`, which is over by itself when the grace time is. */
  isGone: boolean;
}

interface Due {
  readonly atNs: number;
  readonly difference: Difference;
  readonly step: 'late' | 'grace';
}

const KINDS: readonly BreakKind[] = ['late', 'missingHere', 'missingThere', 'quantity', 'price', 'side', 'status'];

export class Differences {
  private readonly byId = new Map<string, Difference>();
  /** In the order of their times, because each queue has one waiting time. */
  private readonly late: Due[] = [];
  private readonly grace: Due[] = [];
  private lateHead = 0;
  private graceHead = 0;

  constructor(
    private readonly options: ReconcilerOptions,
    private readonly counters: ReconcilerCounters,
    private readonly listener: BreakListener,
  ) {}

  /** Raised and not cleared, oldest first. */
  get breaks(): Break[] {
    const breaks: Break[] = [];
    for (const { raised } of this.byId.values()) if (raised !== undefined) breaks.push(raised);
    return breaks;
  }

  get size(): number {
    return this.byId.size;
  }

  /** Whether anything differs about it, raised or not. */
  has(level: BreakLevel, key: string): boolean {
    return KINDS.some((kind) => kind !== 'late' && this.byId.has(idOf(level, key, kind)));
  }

  /** Everything that differs about a subject now: what is new begins to wait, what is missing here is over. */
  update(subject: Subject, findings: readonly Finding[], sinceNs: number, sinceEpochMs: number, epochMs: number): void {
    for (const kind of KINDS) {
      if (kind === 'late') continue;
      const id = idOf(subject.level, subject.key, kind);
      const finding = findings.find((each) => each.kind === kind);
      const known = this.byId.get(id);
      if (finding === undefined) {
        if (known !== undefined) this.end(known, epochMs);
      } else if (known !== undefined) {
        known.finding = finding;
        if (known.raised !== undefined) known.raised = { ...known.raised, here: finding.here, there: finding.there };
      } else this.begin(id, subject, finding, sinceNs, sinceEpochMs);
    }
  }

  /** Monotonic ns of the next thing to do; Infinity when there is none. */
  get deadlineNs(): number {
    return Math.min(this.late[this.lateHead]?.atNs ?? Infinity, this.grace[this.graceHead]?.atNs ?? Infinity);
  }

  onTime(nowNs: number, epochMs: number): void {
    // Late first: what has waited through both in one sleep was late before it was missing.
    while ((this.late[this.lateHead]?.atNs ?? Infinity) <= nowNs) this.due(this.late[this.lateHead++]!, epochMs);
    while ((this.grace[this.graceHead]?.atNs ?? Infinity) <= nowNs) this.due(this.grace[this.graceHead++]!, epochMs);
    this.lateHead = compact(this.late, this.lateHead);
    this.graceHead = compact(this.grace, this.graceHead);
  }

  clear(): void {
    this.byId.clear();
    this.late.length = 0;
    this.grace.length = 0;
    this.lateHead = 0;
    this.graceHead = 0;
  }

  private begin(id: string, subject: Subject, finding: Finding, sinceNs: number, sinceEpochMs: number): void {
    if (this.byId.size >= this.options.maxDifferences) {
      this.counters.overflows++;
      return;
    }
    const difference = { id, subject, finding, sinceNs, sinceEpochMs, raised: undefined, isGone: false };
    this.byId.set(id, difference);
    const { lateMs, graceMs } = this.options;
    if (finding.kind.startsWith('missing') && subject.level === 'execution' && lateMs < graceMs) {
      enqueue(this.late, this.lateHead, { atNs: sinceNs + lateMs * 1e6, difference, step: 'late' });
    }
    enqueue(this.grace, this.graceHead, { atNs: sinceNs + graceMs * 1e6, difference, step: 'grace' });
  }

  private due({ difference, step }: Due, epochMs: number): void {
    if (difference.isGone) return;
    if (difference.raised !== undefined) this.retract(difference, epochMs);
    const { subject, finding, id, sinceEpochMs } = difference;
    const { level, execId, orderId, clOrdId, symbol } = subject;
    const kind = step === 'late' ? 'late' : finding.kind;
    difference.raised = {
      id: step === 'late' ? idOf(level, subject.key, 'late') : id,
      level,
      kind,
      execId,
      orderId,
      clOrdId,
      symbol,
      here: finding.here,
      there: finding.there,
      sinceEpochMs,
      raisedEpochMs: epochMs,
    };
    this.counters.raised++;
    this.listener.onBreak(difference.raised);
  }

  private end(difference: Difference, epochMs: number): void {
    difference.isGone = true;
    this.byId.delete(difference.id);
    if (difference.raised !== undefined) this.retract(difference, epochMs);
  }

  private retract(difference: Difference, epochMs: number): void {
    const { raised } = difference;
    difference.raised = undefined;
    if (raised === undefined) return;
    this.counters.cleared++;
    this.listener.onCleared(raised, epochMs);
  }
}

function idOf(level: BreakLevel, key: string, kind: BreakKind): string {
  return `${level}/${key}/${kind}`;
}

/** At the end, as a rule; a difference that is older than the last one, as after a restart, finds its place. */
function enqueue(queue: Due[], head: number, due: Due): void {
  let at = queue.length;
  while (at > head && queue[at - 1]!.atNs > due.atNs) at--;
  queue.splice(at, 0, due);
}

/** Gives up the part of a queue that is done, when that is most of it. */
function compact(queue: Due[], head: number): number {
  if (head < 1024 || head * 2 < queue.length) return head;
  queue.splice(0, head);
  return 0;
}
