/**
 * What one feed does when its lines fall silent, step by step: its books do not count from the first suspicion on; a backup is opened; when it has shown that it continues where the lines
 * ended and makes sense beside other venues, books count again; when the lines are back for long enough, the feed returns to them. A suspicion that turns out wrong
 * costs those milliseconds. Every step is told with its time. It decides; others do (docs/failover-procedures.md).
 */
import type { Clock } from '../../core/world.js';

/** What the steps are done to. */
export interface FailoverSubject {
  /** There is something to go to. */
  readonly hasBackup: boolean;
  /** Opens the backup, from the next message on; says what it is. */
  takeOver(): string;
  /** Ends the backup. */
  giveBack(): void;
  /** The feed's books do not count, or count. */
  setStale(stale: boolean): void;
  /** Nothing is missing in front of the books. */
  isWhole(): boolean;
  /** The books stand still until a picture has come. */
  isHeld(): boolean;
  /** Why what the backup shows cannot be right; undefined: nothing speaks against it. */
  doubt(): string | undefined;
  /** The lines were only quiet, for so long: to be learnt from. */
  wasQuiet(quietMs: number): void;
  /** A step, for log and timeline. */
  tell(text: string): void;
}

export interface FailoverPolicy {
  /** A backup that is open and has said nothing for so long has nothing to say: the market is quiet. */
  readonly quietMs: number;
  /** A backup that has not shown itself fit within this time is told of. */
  readonly patienceMs: number;
  /** `auto`: back to the lines when they have been there for `returnAfterMs` without a pause of `returnPauseMs`. */
  readonly failback: 'auto' | 'manual';
  readonly returnAfterMs: number;
  readonly returnPauseMs: number;
}

export const FAILOVER_POLICY: FailoverPolicy = {
  quietMs: 20,
  patienceMs: 2000,
  failback: 'auto',
  returnAfterMs: 1000,
  returnPauseMs: 1500,
};

/** Lines that come back so soon after they were suspected were quiet, where no backup can tell. */
const SPURIOUS_MS = 100;
/** The backup and the lines brought the same message: lines are looked at each 10 ms. */
const TOGETHER_MS = 15;

/** `lines`: all is well. `suspect`: silent, and nothing in their place yet. `backup`: it brings the stream, and books count. */
export type FailoverState = 'lines' | 'suspect' | 'backup';

/** One failover, ms since the process began; NaN where it has not come so far. */
export interface FailoverTimes {
  /** The last arrival before the silence. */
  lastArrivalMs: number;
  detectedMs: number;
  openedMs: number;
  /** Its data continues ours, and books count again. */
  validatedMs: number;
  returnedMs: number;
}

export interface FailoverCounters {
  /** Times that lines were suspected, and of those: lines that were only quiet; a backup that took over. */
  suspicions: number;
  spurious: number;
  failovers: number;
  returns: number;
  /** Backups that broke, or were not fit in time. */
  backupFaults: number;
}

export class ChannelFailover {
  state: FailoverState = 'lines';
  readonly counters: FailoverCounters = { suspicions: 0, spurious: 0, failovers: 0, returns: 0, backupFaults: 0 };
  /** Of the running failover, or of the last one. */
  times: FailoverTimes = blankTimes();
  private isOpen = false;
  private openMs = NaN;
  private messages = 0;
  private firstMessageMs = NaN;
  private isLate = false;
  private linesSinceMs = NaN;
  private linesLastMs = NaN;
  /** A person wants the backup, whatever the lines do. */
  private isForced = false;
  private doubted: string | undefined;

  constructor(
    private readonly subject: FailoverSubject,
    private readonly clock: Pick<Clock, 'monotonicNs'>,
    private readonly policy: FailoverPolicy,
  ) {}

  /** Lines are silent for longer than they ever are. */
  suspect(silentMs: number, limitMs: number): void {
    this.fault(`lines are silent for ${silentMs.toFixed(1)} ms, limit ${limitMs.toFixed(1)} ms`, silentMs);
  }

  /** Nothing can come by the lines any more. @param silentMs since the last arrival */
  fault(what: string, silentMs = 0): void {
    if (this.state !== 'lines') return;
    this.begin(silentMs);
    this.subject.tell(`${what}; books are stale`);
    this.open();
  }

  /** By hand: uses the backup until `release`. */
  force(): void {
    this.isForced = true;
    if (this.state !== 'lines') return;
    this.begin(0);
    this.subject.tell('the backup is taken by hand; books are stale until it is validated');
    this.open();
  }

  /** By hand: back to the lines as soon as they are there. */
  release(): void {
    this.isForced = false;
    if (this.state !== 'lines' && !Number.isNaN(this.linesSinceMs)) this.goBack('by hand');
  }

  /** Something came by the lines. */
  linesArrived(): void {
    if (this.state === 'lines') return;
    const nowMs = this.nowMs();
    if (Number.isNaN(this.linesLastMs) && !this.isForced && this.wereQuiet(nowMs)) {
      this.counters.spurious++;
      this.subject.wasQuiet(nowMs - this.times.lastArrivalMs);
    }
    if (!(nowMs - this.linesLastMs <= this.policy.returnPauseMs)) this.linesSinceMs = nowMs;
    this.linesLastMs = nowMs;
    // Nothing has taken their place: they are as good as before. What they lack is asked for like any gap.
    if (this.state === 'suspect' && !this.isForced && !this.subject.hasBackup) this.goBack('they are there again');
    else if (this.state === 'suspect' && !this.isForced && !this.isOpen) {
      this.subject.giveBack();
      // Books that wait for a picture that has begun do not count before it is whole.
      if (!this.subject.isHeld()) this.goBack('they are there again before the backup was');
    }
  }

  /** Lines that are there again had nothing to say, if the backup had nothing earlier either. */
  private wereQuiet(nowMs: number): boolean {
    if (!Number.isNaN(this.firstMessageMs)) return nowMs - this.firstMessageMs <= TOGETHER_MS;
    return this.isOpen || nowMs - this.times.detectedMs <= SPURIOUS_MS;
  }

  /** The backup is open: logged in, and from the wanted message on. */
  backupOpened(): void {
    this.isOpen = true;
    this.openMs = this.nowMs();
    if (Number.isNaN(this.times.openedMs)) this.times.openedMs = this.openMs;
  }

  /** The backup brought messages that continue the stream. */
  backupBrought(messages: number): void {
    if (messages <= 0) return;
    if (this.messages === 0) this.firstMessageMs = this.nowMs();
    this.messages += messages;
    if (this.state === 'suspect') this.validate();
  }

  /** Nothing has come by the backup either, for longer than the feed is ever silent; it counts again with its next message. */
  backupSilent(silentMs: number): void {
    if (this.state !== 'backup') return;
    this.subject.tell(`the backup is silent for ${silentMs.toFixed(0)} ms as well; books are stale`);
    this.state = 'suspect';
    this.isOpen = false;
    this.messages = 0;
    this.subject.setStale(true);
  }

  backupFailed(reason: string): void {
    this.isOpen = false;
    this.counters.backupFaults++;
    this.subject.tell(`the backup failed: ${reason}`);
    if (this.state !== 'backup') return;
    this.state = 'suspect';
    this.subject.setStale(true);
  }

  /** From time to time. */
  tick(): void {
    if (this.state === 'lines') return;
    const { policy } = this;
    const nowMs = this.nowMs();
    if (this.state === 'suspect') {
      if (this.isOpen && (this.messages > 0 || nowMs - this.openMs >= policy.quietMs)) this.validate();
      else if (!this.isLate && nowMs - this.times.detectedMs >= policy.patienceMs && this.subject.hasBackup) {
        this.isLate = true;
        this.counters.backupFaults++;
        this.subject.tell(`the backup is not fit after ${policy.patienceMs} ms; books stay stale`);
      }
    }
    if (this.isForced || policy.failback === 'manual' || !this.subject.isWhole()) return;
    const isSteady = nowMs - this.linesLastMs <= policy.returnPauseMs;
    if (isSteady && nowMs - this.linesSinceMs >= policy.returnAfterMs) this.goBack('they have been steady');
  }

  private begin(silentMs: number): void {
    const nowMs = this.nowMs();
    this.counters.suspicions++;
    this.state = 'suspect';
    this.isOpen = false;
    this.isLate = false;
    this.messages = 0;
    this.firstMessageMs = NaN;
    this.doubted = undefined;
    this.linesSinceMs = NaN;
    this.linesLastMs = NaN;
    this.times = { ...blankTimes(), lastArrivalMs: nowMs - silentMs, detectedMs: nowMs };
    this.subject.setStale(true);
  }

  private open(): void {
    if (!this.subject.hasBackup) {
      this.subject.tell('there is no backup: books stay stale until the lines are back');
      return;
    }
    this.subject.tell(`backup opens: ${this.subject.takeOver()}`);
  }

  private validate(): void {
    if (!this.subject.isWhole()) return;
    const doubt = this.subject.doubt();
    if (doubt !== undefined) {
      if (doubt !== this.doubted) this.subject.tell(`the backup is not believed: ${doubt}`);
      this.doubted = doubt;
      return;
    }
    const nowMs = this.nowMs();
    this.state = 'backup';
    this.counters.failovers++;
    if (Number.isNaN(this.times.validatedMs)) this.times.validatedMs = nowMs;
    this.subject.setStale(false);
    const tookMs = (nowMs - this.times.detectedMs).toFixed(1);
    const what =
      this.messages > 0 ? 'it continues the stream without a hole' : 'it has nothing newer: the market is quiet';
    this.subject.tell(`backup validated ${tookMs} ms after detection: ${what}; books count`);
  }

  private goBack(why: string): void {
    this.state = 'lines';
    this.times.returnedMs = this.nowMs();
    this.counters.returns++;
    this.subject.giveBack();
    this.subject.setStale(false);
    this.subject.tell(`back to the lines: ${why}`);
  }

  private nowMs(): number {
    return this.clock.monotonicNs() / 1e6;
  }
}

function blankTimes(): FailoverTimes {
  return { lastArrivalMs: NaN, detectedMs: NaN, openedMs: NaN, validatedMs: NaN, returnedMs: NaN };
}
