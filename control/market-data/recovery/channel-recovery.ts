/**
 * What one channel does about missing messages: few are asked for again; when those do not come in time, or are many, a picture of the market replaces
 * them; when that does not come either, the books go on in doubt, and another picture is tried later. When all lines are silent, another way of the
 * exchange is taken until one of them is back. Every wait is bounded, every outcome counted and told.
 */
import type { Clock } from '../../core/world.js';
import type { SnapshotHandler } from './snapshot.js';
import type { SpliceChannel } from './splice-channel.js';

export interface RecoveryPolicy {
  /** Missing messages that are asked for one by one; for more a picture is taken. */
  readonly requestMax: number;
  /** How long requests may take, ms, before a picture is taken. */
  readonly requestPatienceMs: number;
  /** How long a picture may take, ms, before the books go on without. */
  readonly snapshotPatienceMs: number;
  /** From then to the next attempt, ms; doubled each time, up to `retryMsMax`. */
  readonly retryMs: number;
  readonly retryMsMax: number;
  /** While all lines are silent and only pictures can be had: from one to the next, ms. */
  readonly pictureEveryMs: number;
}

export const RECOVERY_POLICY: RecoveryPolicy = {
  requestMax: 5000,
  requestPatienceMs: 2000,
  snapshotPatienceMs: 10_000,
  retryMs: 2000,
  retryMsMax: 60_000,
  pictureEveryMs: 1000,
};

/** The servers of the channel's exchange; what is absent cannot be had. */
export interface RecoverySources {
  readonly requests?: { ask(first: number, last: number): void; clear(): void };
  /** @param reach number of a message that the picture has to hold */
  readonly snapshot?: (reach: number, handler: SnapshotHandler) => { close(): void };
  /** The stream by another way, from a number on. */
  readonly stream?: (from: number, handler: StreamHandler) => { close(): void };
}

/** Who follows the other way's steps. */
export interface StreamObserver {
  /** It is open: what comes now is the stream, from the wanted message on. */
  opened(): void;
  /** So many messages that the books did not have. */
  brought(messages: number): void;
  failed(reason: string): void;
}

const NOBODY: StreamObserver = { opened: () => undefined, brought: () => undefined, failed: () => undefined };

export interface StreamHandler {
  onOpened(): void;
  onMessage(sequence: number, bytes: Uint8Array, at: number, length: number): void;
  onBatch(): void;
  onFailed(reason: string): void;
}

/** `live`: nothing missing. `doubt`: the books go on without what is missing. */
export type RecoveryState = 'live' | 'requesting' | 'snapshot' | 'doubt';

export interface RecoveryCounters {
  /** Times that messages were missing, and how many they were. */
  gaps: number;
  missing: number;
  /** Times that the books were whole again, and of those by a picture. */
  healed: number;
  snapshots: number;
  /** Pictures that did not come, and times that too much waited for one. */
  failed: number;
  /** Times that another way took the place of silent lines. */
  takeovers: number;
  /** From the first missing message to certain books, ms: the last time and the longest. */
  lastMs: number;
  longestMs: number;
}

export class ChannelRecovery {
  state: RecoveryState = 'live';
  /** Another way than the lines brings the stream. */
  isTakenOver = false;
  readonly counters: RecoveryCounters = {
    gaps: 0,
    missing: 0,
    healed: 0,
    snapshots: 0,
    failed: 0,
    takeovers: 0,
    lastMs: 0,
    longestMs: 0,
  };
  observer: StreamObserver = NOBODY;
  private picture: { close(): void } | undefined;
  private stream: { close(): void } | undefined;
  private sinceMs = 0;
  private deadlineMs = Infinity;
  private failures = 0;
  private linesAreSilent = false;
  private nextPictureMs = Infinity;
  private isFromPicture = false;
  /** The books were emptied for the picture that is on its way. */
  private hasPictureBegun = false;

  constructor(
    private readonly spliced: SpliceChannel,
    private readonly sources: RecoverySources,
    private readonly clock: Pick<Clock, 'monotonicNs'>,
    private readonly policy: RecoveryPolicy,
    private readonly tell: (event: string, detail: Readonly<Record<string, unknown>>) => void,
    /** After the books were given something. */
    private readonly advanced: () => void,
  ) {}

  /** There is a way to the whole stream besides the lines, or at least to pictures. */
  get hasOtherWay(): boolean {
    return this.sources.stream !== undefined || this.sources.snapshot !== undefined;
  }

  /** The whole stream comes by another way than the lines. */
  get isStreaming(): boolean {
    return this.stream !== undefined && this.state === 'live';
  }

  onMissing(first: number, last: number): void {
    const { counters, policy, sources } = this;
    const count = last - first + 1;
    counters.gaps++;
    counters.missing += count;
    if (this.state === 'snapshot') return;
    if (this.state === 'doubt') {
      this.spliced.release();
      return;
    }
    if (this.state === 'live') this.sinceMs = this.nowMs();
    this.tell('messages are missing', { first, last, count });
    if (sources.requests !== undefined && this.spliced.missing <= policy.requestMax) {
      if (this.state === 'live') this.deadlineMs = this.nowMs() + policy.requestPatienceMs;
      this.state = 'requesting';
      sources.requests.ask(first, last);
      return;
    }
    this.takePicture(last);
  }

  /** Nobody asks for them any more. */
  onAbandoned(last: number): void {
    if (this.state === 'requesting') this.takePicture(last);
  }

  onWhole(): void {
    this.sources.requests?.clear();
    const { counters } = this;
    const by = this.isFromPicture ? 'picture' : 'requests';
    this.isFromPicture = false;
    this.endPicture();
    this.state = 'live';
    this.deadlineMs = Infinity;
    this.failures = 0;
    // Of one picture after the other nobody wants to hear.
    if (this.linesAreSilent && by === 'picture') return;
    counters.healed++;
    counters.lastMs = this.nowMs() - this.sinceMs;
    counters.longestMs = Math.max(counters.longestMs, counters.lastMs);
    this.tell('books are whole again', { by, ms: Math.round(counters.lastMs) });
  }

  onRestart(): void {
    this.sources.requests?.clear();
    this.endPicture();
    this.endStream();
    this.state = 'live';
    this.deadlineMs = Infinity;
    this.failures = 0;
  }

  onOverflow(): void {
    this.doubt('too much waited');
  }

  /** From time to time. */
  onTime(): void {
    const nowMs = this.nowMs();
    if (nowMs >= this.nextPictureMs && this.state === 'live') {
      this.nextPictureMs = nowMs + this.policy.pictureEveryMs;
      this.takePicture(this.spliced.known - 1);
    }
    if (nowMs < this.deadlineMs) return;
    if (this.state === 'snapshot') this.doubt('no picture came in time');
    else if (this.spliced.isLive && this.state !== 'doubt') this.deadlineMs = Infinity;
    else this.takePicture(this.spliced.known - 1);
  }

  /** All lines of the channel have been silent for a while, or one of them is back. */
  setLinesSilent(silent: boolean): void {
    if (silent === this.linesAreSilent) return;
    this.linesAreSilent = silent;
    if (!silent) {
      this.endStream();
      this.dropPicture();
      return;
    }
    const { sources } = this;
    if (sources.stream === undefined && sources.snapshot === undefined) return;
    this.counters.takeovers++;
    this.isTakenOver = true;
    this.tell('lines are silent', { way: sources.stream === undefined ? 'pictures' : 'stream' });
    if (sources.stream === undefined) {
      this.nextPictureMs = this.nowMs();
      return;
    }
    const { spliced } = this;
    let brought = 0;
    this.stream = sources.stream(spliced.next, {
      onOpened: () => this.observer.opened(),
      onMessage: (sequence, bytes, at, length) => {
        if (sequence >= spliced.next) brought++;
        // It lost something itself.
        spliced.skip(sequence);
        spliced.message(sequence, bytes, at, length);
      },
      onBatch: () => {
        spliced.advance();
        this.advanced();
        if (brought > 0) this.observer.brought(brought);
        brought = 0;
      },
      onFailed: (reason) => {
        this.tell('stream failed', { reason });
        this.observer.failed(reason);
      },
    });
  }

  close(): void {
    this.endPicture();
    this.endStream();
  }

  private takePicture(reach: number): void {
    const { sources, policy, counters, spliced } = this;
    this.sources.requests?.clear();
    if (sources.snapshot === undefined) {
      this.doubt('there is nobody to ask for a picture');
      return;
    }
    this.endPicture();
    if (this.state === 'live') this.sinceMs = this.nowMs();
    this.state = 'snapshot';
    this.deadlineMs = this.nowMs() + policy.snapshotPatienceMs;
    this.hasPictureBegun = false;
    spliced.beginSnapshot();
    this.picture = sources.snapshot(reach, {
      onBegin: () => {
        this.hasPictureBegun = true;
        spliced.emptyBooks();
      },
      onMessage: (bytes, at, length) => spliced.snapshotMessage(bytes, at, length),
      onComplete: (next) => {
        counters.snapshots++;
        this.isFromPicture = true;
        this.endPicture();
        // What is missing behind the picture is asked for like any gap.
        this.state = 'requesting';
        this.deadlineMs = this.nowMs() + policy.requestPatienceMs;
        spliced.endSnapshot(next);
        this.advanced();
      },
      onFailed: (reason) => this.tell('picture failed', { reason }),
    });
  }

  /** A picture that was asked for only because lines were silent: with the lines back, and nothing missing, the books need not stand still for it. */
  private dropPicture(): void {
    const { spliced } = this;
    if (this.state !== 'snapshot' || this.hasPictureBegun || spliced.missing > 0) return;
    this.endPicture();
    this.state = 'live';
    this.deadlineMs = Infinity;
    spliced.cancelSnapshot();
    this.advanced();
  }

  private doubt(reason: string): void {
    const { policy, counters, spliced } = this;
    this.endPicture();
    this.sources.requests?.clear();
    counters.failed++;
    this.state = 'doubt';
    const canRetry = this.sources.snapshot !== undefined;
    this.deadlineMs = canRetry
      ? this.nowMs() + Math.min(policy.retryMsMax, policy.retryMs * 2 ** this.failures)
      : Infinity;
    this.failures++;
    this.tell('books go on in doubt', { reason, missing: spliced.missing });
    spliced.release();
    this.advanced();
  }

  private endPicture(): void {
    this.picture?.close();
    this.picture = undefined;
  }

  private endStream(): void {
    this.stream?.close();
    this.stream = undefined;
    this.isTakenOver = false;
    this.nextPictureMs = Infinity;
  }

  private nowMs(): number {
    return this.clock.monotonicNs() / 1e6;
  }
}
