/** The order engine's stream of the journal: one record before each effect, chained by hashes, committed when somebody is to see the effect. */
import { JournalKind, type Journal, type JournalPosition } from '../../../core/journal.js';
import type { Timer, Timers } from '../../../core/world.js';
import { AuditChain, HASH_BYTES } from './audit-chain.js';
import type { RecordWriter } from './record-text.js';

export const ORDER_STREAM = 'orders';

export class OrderLog {
  readonly stream: number;
  readonly chain = new AuditChain();
  readonly counters = { records: 0, bytes: 0, commits: 0, failedCommits: 0, audits: 0, snapshots: 0 };
  private isDirty = false;
  private timer: Timer | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly timers: Timers,
    private readonly auditMs: number,
  ) {
    this.stream = journal.openStream(ORDER_STREAM);
  }

  /** True when it takes records. */
  get isOpen(): boolean {
    return this.journal.state === 'open';
  }

  /** An empty record, to be filled and then `put`. */
  begin(): RecordWriter {
    return this.chain.begin();
  }

  /** Appends what was filled in. Throws JournalError. */
  put(kind: number, number: number): JournalPosition {
    const { chain } = this;
    const position = this.append(kind, number);
    if (chain.isFull) this.audit();
    return position;
  }

  /** A part of a snapshot. */
  putBytes(kind: number, number: number, bytes: Uint8Array): JournalPosition {
    this.chain.begin().copy(bytes, 0, bytes.length);
    return this.append(kind, number);
  }

  /** Everything that was appended is safe to act upon: true. Nothing happens when nothing was. */
  commit(): boolean {
    if (!this.isDirty) return this.isOpen;
    // Here, where no order waits for it any more: to set a timer takes a microsecond.
    if (this.chain.records > 0) this.timer ??= this.timers.after(this.auditMs, this.auditLater);
    if (!this.journal.commit()) {
      this.counters.failedCommits++;
      return false;
    }
    this.isDirty = false;
    this.counters.commits++;
    return true;
  }

  /** Closes the chain's group now. */
  audit(): void {
    this.timer?.cancel();
    this.timer = undefined;
    const { chain } = this;
    if (chain.records === 0) return;
    chain.close();
    this.journal.append(JournalKind.orderAudit, this.stream, chain.count, chain.hash, 0, HASH_BYTES);
    this.isDirty = true;
    this.counters.audits++;
  }

  close(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private readonly auditLater = (): void => {
    this.timer = undefined;
    if (!this.isOpen) {
      this.timer = this.timers.after(this.auditMs, this.auditLater);
      return;
    }
    this.audit();
    this.commit();
  };

  /** What was filled in since `begin`. */
  private append(kind: number, number: number): JournalPosition {
    const { chain, counters } = this;
    const { bytes, at } = chain.written;
    const { start } = chain;
    const position = this.journal.append(kind, this.stream, number, bytes, start, at);
    chain.take(kind, number);
    this.isDirty = true;
    counters.records++;
    counters.bytes += at - start;
    return position;
  }
}
