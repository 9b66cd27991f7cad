/**
 * The high-water mark of outgoing numbers runs ahead of them in blocks, and is safe on the disk before a number under it is used. After
 * a host crash has taken the last messages, the session goes on above it: no number can be used twice.
 */
import { JournalKind, type Journal, type JournalPosition } from '../../core/journal.js';
import type { Clock } from '../../core/world.js';

const BLOCK_MIN = 64;
const BLOCK_MAX = 65_536;
/** A block that lasts for less time is followed by one twice as large; one that lasts for more, by one half as large. */
const BUSY_NS = 1e9;
const IDLE_NS = 60e9;
const NO_BYTES = new Uint8Array(0);

export class NumberMark {
  /** Times a commit had to wait for the disk because numbers came faster than marks were synced. */
  waits = 0;
  private mark = 0;
  /** The mark up to which numbers may be used now. */
  private safe = 0;
  private position: JournalPosition = Infinity;
  private block = BLOCK_MIN;
  private blockSinceNs: number;

  constructor(
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly stream: number,
  ) {
    this.blockSinceNs = clock.monotonicNs();
  }

  /** The mark for numbers that go on at `next`; the caller writes it into a record of its own, and sees to it that this is synced. */
  restart(next: number): number {
    this.mark = next - 1 + this.block;
    this.safe = this.mark;
    this.position = Infinity;
    return this.mark;
  }

  /** Goes on with a mark that an earlier process has left, once it is known that the record at `position` is safe. */
  resume(mark: number, position: JournalPosition): void {
    this.mark = mark;
    this.safe = 0;
    this.position = position;
  }

  get current(): number {
    return this.mark;
  }

  /** `number` is about to be used: called before its record is appended. */
  use(number: number): void {
    if (number <= this.safe && number <= this.mark - (this.block >> 1)) return;
    if (this.safe < this.mark && this.journal.synced > this.position) this.safe = this.mark;
    if (this.safe === this.mark) this.raise(Math.max(number, this.mark));
    if (number <= this.safe) return;
    // The commit that lets this number out brings the mark to the disk first.
    this.waits++;
    this.journal.requireSync();
    this.safe = this.mark;
  }

  private raise(from: number): void {
    const nowNs = this.clock.monotonicNs();
    const lastedNs = nowNs - this.blockSinceNs;
    this.blockSinceNs = nowNs;
    if (lastedNs < BUSY_NS) this.block = Math.min(BLOCK_MAX, this.block * 2);
    else if (lastedNs > IDLE_NS) this.block = Math.max(BLOCK_MIN, this.block >> 1);
    this.mark = from + this.block;
    this.position = this.journal.append(JournalKind.fixMark, this.stream, this.mark, NO_BYTES, 0, 0);
    this.journal.requestSync();
  }
}
