/** Effects after commit: what was saved in a callback is committed once, at its end, and only then leaves what was sent. */
import type { Journal, JournalState } from '../../core/journal.js';
import type { Clock, Timers } from '../../core/world.js';

/** Something that holds bytes until the journal has committed what belongs to them. */
export interface Held {
  release(): void;
  /** Looks again at what could not be taken. */
  unpark(): void;
  /** No input is to be looked at, or it may go on. */
  holdInput(held: boolean): void;
}

/** A time in which nothing was read. */
export interface Stall {
  readonly fromEpochMs: number;
  readonly toEpochMs: number;
}

/** After the journal is open again, what waited in the kernel is read before anybody is given up for having been silent. */
const GRACE_MS = 250;
/** Bucket i counts commits that took less than 2^i microseconds. */
const BUCKETS = 24;

export interface CommitCounters {
  commits: number;
  /** Commits that failed: nothing was lost, everything waited. */
  failures: number;
  /** Times the journal stopped being open. */
  stalls: number;
  latencyNsTotal: number;
  latencyNsMax: number;
}

export class CommitLoop {
  readonly counters: CommitCounters = { commits: 0, failures: 0, stalls: 0, latencyNsTotal: 0, latencyNsMax: 0 };
  /** How many commits took less than 1, 2, 4, 8, … microseconds and not less than the bucket before. */
  readonly latencyBuckets = new Uint32Array(BUCKETS);
  /** The first `waitingCount` wait. Arrays keep their room: setting a length to 0 would give it up, and cost garbage in every callback. */
  private waiting: (Held | undefined)[] = [];
  private waitingCount = 0;
  private spare: (Held | undefined)[] = [];
  private readonly parked: Held[] = [];
  private readonly all = new Set<Held>();
  private scheduled = false;
  private stalled = false;
  private stalledFromEpochMs = 0;
  /** The last time in which nothing was read, by the wall clock; undefined: there was none. */
  lastStall: Stall | undefined;
  private graceUntilNs = 0;
  private onState: ((state: JournalState) => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly journal: Journal | undefined,
  ) {
    if (journal === undefined) return;
    journal.onStateChange((state) => this.stateChanged(state));
    this.stalled = journal.state !== 'open';
    this.stalledFromEpochMs = clock.epochMs();
  }

  /** The journal takes nothing now: no input, no timers, no new connections. */
  get isStalled(): boolean {
    return this.stalled;
  }

  /** As above, or it has only just ended: nobody is to be given up for silence yet. */
  get isUnsettled(): boolean {
    return this.stalled || this.clock.monotonicNs() < this.graceUntilNs;
  }

  onStateChange(listener: (state: JournalState) => void): void {
    this.onState = listener;
  }

  join(held: Held): void {
    this.all.add(held);
    if (this.stalled) held.holdInput(true);
  }

  leave(held: Held): void {
    this.all.delete(held);
  }

  /** Something was saved: it is committed when the running callback has returned. */
  readonly touch = (): void => {
    if (this.scheduled) return;
    this.scheduled = true;
    this.timers.soon(this.run);
  };

  /** The same, and `held` is released after it. Once for each release. */
  releaseAfterCommit(held: Held): void {
    this.waiting[this.waitingCount++] = held;
    this.touch();
  }

  /** The journal had no room for what `held` was given: it is given again after the next commit. */
  park(held: Held): void {
    this.parked.push(held);
    this.touch();
  }

  private readonly run = (): void => {
    this.scheduled = false;
    if (this.stalled) return;
    if (!this.commit()) {
      this.stall();
      return;
    }
    const { waiting, waitingCount } = this;
    // What is released may save and send again, and must then wait for a commit of its own: not in the list being gone through.
    this.waiting = this.spare;
    this.waitingCount = 0;
    this.spare = waiting;
    for (let i = 0; i < waitingCount; i++) {
      // One that was released may have had something given to one that has yet to be: that waits for its own record.
      if (i > 0 && this.journal?.commit() === false) {
        for (let left = i; left < waitingCount; left++) this.waiting[this.waitingCount++] = waiting[left];
        waiting.fill(undefined, i, waitingCount);
        this.stall();
        return;
      }
      const held = waiting[i]!;
      waiting[i] = undefined;
      held.release();
    }
    if (this.parked.length > 0) for (const held of this.parked.splice(0)) held.unpark();
  };

  private commit(): boolean {
    const { journal, counters } = this;
    if (journal === undefined) return true;
    const startNs = this.clock.monotonicNs();
    const done = journal.commit();
    const tookNs = this.clock.monotonicNs() - startNs;
    if (!done) {
      counters.failures++;
      return false;
    }
    counters.commits++;
    counters.latencyNsTotal += tookNs;
    if (tookNs > counters.latencyNsMax) counters.latencyNsMax = tookNs;
    const bucket = Math.min(BUCKETS - 1, 32 - Math.clz32(tookNs / 1000));
    this.latencyBuckets[bucket] = this.latencyBuckets[bucket]! + 1;
    return true;
  }

  private stateChanged(state: JournalState): void {
    if (state === 'open') this.goOn();
    else this.stall();
    this.onState?.(state);
  }

  private stall(): void {
    if (this.stalled) return;
    this.stalled = true;
    this.stalledFromEpochMs = this.clock.epochMs();
    this.counters.stalls++;
    for (const held of this.all) held.holdInput(true);
  }

  private goOn(): void {
    if (!this.stalled) return;
    this.stalled = false;
    this.lastStall = { fromEpochMs: this.stalledFromEpochMs, toEpochMs: this.clock.epochMs() };
    this.graceUntilNs = this.clock.monotonicNs() + GRACE_MS * 1e6;
    for (const held of this.all) held.holdInput(false);
    this.touch();
  }
}
