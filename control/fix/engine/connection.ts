/** One TCP connection of the engine: frames in; out, bytes that wait for the journal, then for the peer. */
import type { Stream, StreamEnd, StreamHandler } from '../../core/streams.js';
import type { Clock, Timer, Timers } from '../../core/world.js';
import { FixFramer, type FrameHandler, type GarbledReason } from '../../protocols/fix/framer.js';
import { FixMessage, ParseFault } from '../../protocols/fix/message.js';
import { ByteCopier } from '../../protocols/fix/words.js';
import type { SessionOutput } from '../session/output.js';
import type { CommitLoop, Held } from './commit-loop.js';
import { outputDefaults, type OutputLimits } from './settings.js';

/** `notNow`: it and what follows comes again after the next commit; `later`: when the owner calls `unpark`. */
export type Taken = 'taken' | 'notNow' | 'later' | 'done';

/** Who a connection belongs to: a listener until the Logon, then a session. */
export interface ConnectionOwner {
  onOpen(connection: EngineConnection): void;
  /** A frame in order, parsed. */
  onMessage(connection: EngineConnection, message: FixMessage): Taken;
  /** Bytes that were no message. False when the connection is done with. */
  onGarbled(
    connection: EngineConnection,
    reason: GarbledReason,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): boolean;
  /** Everything that came at once has been looked at. */
  onInputEnd(connection: EngineConnection): void;
  /** The peer has read what was queued. */
  onDrain(connection: EngineConnection): void;
  onSlow(connection: EngineConnection, queuedBytes: number, limitBytes: number): void;
  /** A message has left for the kernel. Only when `wantsSent`. */
  onSent(bytes: Uint8Array, start: number, end: number): void;
  readonly wantsSent: boolean;
  onClosed(connection: EngineConnection, end: StreamEnd, detail: string): void;
}

export interface ConnectionParts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly commits: CommitLoop;
  readonly maxMessageBytes: number;
}

const FIRST_BYTES = 4_096;
/** A buffer that grew above this is given back when it is empty. */
const KEPT_BYTES_MAX = 1024 * 1024;

export class EngineConnection implements StreamHandler, FrameHandler, SessionOutput, Held {
  stream: Stream | undefined;
  private readonly framer: FixFramer;
  private message = new FixMessage();
  private limits: Required<OutputLimits> = outputDefaults;
  /** Sent by the session, not yet committed. */
  private pending = new Uint8Array(FIRST_BYTES);
  private pendingBytes = 0;
  /** Where each pending message ends; only for an owner that wants to know. */
  private readonly ends: number[] = [];
  private awaitsCommit = false;
  /** Somebody asked for room in vain. */
  private readonly copier = new ByteCopier();
  private wasFull = false;
  /** Frames that could not be taken yet, oldest first: no more than came in one piece, for the input is held meanwhile. */
  private parked: Uint8Array[] = [];
  /** The session has said its last word: nothing in or out any more, but what is queued may leave. */
  private isDone = false;
  private isClosed = false;
  private flushes = false;
  private hasEnded = false;
  private hasLeftOwner = false;
  private linger: Timer | undefined;
  private closeReason: string | undefined;

  constructor(
    private readonly parts: ConnectionParts,
    private owner: ConnectionOwner,
    /** Told last, whoever owned it. */
    private readonly gone?: () => void,
  ) {
    this.framer = new FixFramer({ maxMessageBytes: parts.maxMessageBytes });
  }

  /** From now on the connection is this one's. */
  giveTo(owner: ConnectionOwner, limits: OutputLimits = {}, lengthTags?: ReadonlyMap<number, number>): void {
    this.owner = owner;
    this.limits = { ...outputDefaults, ...limits };
    if (lengthTags !== undefined && lengthTags.size > 0) this.message = new FixMessage({ lengthTags });
  }

  /** Sent, and not yet read by the peer's kernel: what waits for the journal too. */
  get queuedBytes(): number {
    return this.pendingBytes + (this.stream?.queuedBytes ?? 0);
  }

  /** Of a message that is not whole yet. */
  get bufferedBytes(): number {
    return this.framer.bufferedBytes;
  }

  get remote(): string {
    return this.stream === undefined ? '' : `${this.stream.remote.host}:${this.stream.remote.port}`;
  }

  // The stream's side

  onOpen(stream: Stream): void {
    this.stream = stream;
    if (this.isDone) {
      // Given up while it was on its way.
      stream.end();
      this.linger = this.parts.timers.after(this.limits.lingerMs, () => {
        if (!this.isClosed) stream.destroy();
      });
      return;
    }
    this.parts.commits.join(this);
    this.owner.onOpen(this);
  }

  onData(bytes: Uint8Array): void {
    if (this.isDone) return;
    this.framer.push(bytes, this);
    this.owner.onInputEnd(this);
  }

  onDrain(): void {
    if (this.hasEnded) this.leaveOwner('ended', '');
    else if (!this.isDone) this.owner.onDrain(this);
  }

  onClose(end: StreamEnd, detail: string): void {
    this.isDone = true;
    this.isClosed = true;
    this.linger?.cancel();
    this.parts.commits.leave(this);
    this.pendingBytes = 0;
    this.leaveOwner(end, detail);
    this.gone?.();
  }

  // The framer's side

  onMessage(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.isDone) return false;
    if (this.parked.length > 0) {
      this.parked.push(bytes.slice(start, end));
      return true;
    }
    const fault = this.message.parse(bytes, start, end);
    if (fault !== ParseFault.none) return this.onGarbled('field', bytes, start, end);
    const taken = this.owner.onMessage(this, this.message);
    if (taken === 'notNow' || taken === 'later') {
      this.parked.push(bytes.slice(start, end));
      if (taken === 'notNow') this.parts.commits.park(this);
    }
    return taken !== 'done' && !this.isDone;
  }

  onGarbled(reason: GarbledReason, bytes: Uint8Array, start: number, end: number): boolean {
    return !this.isDone && this.owner.onGarbled(this, reason, bytes, start, end) && !this.isDone;
  }

  // The session's side

  get hasRoom(): boolean {
    if (!this.isDone && this.queuedBytes < this.limits.replayPauseBytes) return true;
    this.wasFull = true;
    return false;
  }

  write(bytes: Uint8Array, start: number, end: number): void {
    if (this.isDone) return;
    const length = end - start;
    const queuedBytes = this.queuedBytes + length;
    if (queuedBytes > this.limits.queuedBytesMax) {
      this.tooSlow(queuedBytes);
      return;
    }
    const filled = this.pendingBytes + length;
    if (filled > this.pending.length) this.grow(filled);
    this.copier.copy(bytes, start, end, this.pending, this.pendingBytes);
    this.pendingBytes = filled;
    if (this.owner.wantsSent) this.ends.push(filled);
    this.wantRelease();
  }

  /**
   * In order, whatever the hurry: a reset would throw away what the peer has not read yet, and many take it for an error of theirs.
   * `now` gives up only what the journal has not committed. What still comes in is read and thrown away, for a kernel answers bytes
   * that nobody reads with a reset.
   */
  close(how: 'flush' | 'now', reason: string): void {
    if (this.isDone) return;
    this.isDone = true;
    this.closeReason = reason;
    const { stream } = this;
    if (stream === undefined) return;
    this.linger = this.parts.timers.after(this.limits.lingerMs, () => {
      if (!this.isClosed) stream.destroy();
    });
    stream.resume();
    if (how === 'flush') {
      this.flushes = true;
      this.wantRelease();
      return;
    }
    this.pendingBytes = 0;
    this.ends.length = 0;
    this.hasEnded = true;
    stream.end();
    this.parts.timers.soon(() => this.leaveOwner('ended', ''));
  }

  // The journal's side

  release(): void {
    this.awaitsCommit = false;
    const { stream } = this;
    if (stream === undefined || this.isClosed) return;
    if (this.pendingBytes > 0) {
      stream.write(this.pending.subarray(0, this.pendingBytes));
      if (this.ends.length > 0) this.tellSent();
      this.pendingBytes = 0;
      if (this.pending.length > KEPT_BYTES_MAX) this.pending = new Uint8Array(FIRST_BYTES);
    }
    if (this.wasFull && this.hasRoom) {
      // It was the journal that everybody waited for, not the peer.
      this.wasFull = false;
      this.owner.onDrain(this);
    }
    if (!this.flushes || this.hasEnded) return;
    this.hasEnded = true;
    stream.end();
    if (stream.queuedBytes === 0) this.leaveOwner('ended', '');
  }

  unpark(): void {
    const frames = this.parked;
    this.parked = [];
    for (const frame of frames) if (!this.onMessage(frame, 0, frame.length)) break;
    if (!this.isDone) this.owner.onInputEnd(this);
  }

  holdInput(held: boolean): void {
    if (held) this.stream?.pause();
    else this.stream?.resume();
  }

  /**
   * Everything that was to be said has left: the owner is free for another connection. A peer may keep its end open long after it
   * has seen ours; that is then nobody's affair but this object's, until the linger time is over.
   */
  private leaveOwner(end: StreamEnd, detail: string): void {
    if (this.hasLeftOwner) return;
    this.hasLeftOwner = true;
    this.owner.onClosed(this, end, this.closeReason ?? detail);
  }

  private wantRelease(): void {
    if (this.awaitsCommit) return;
    this.awaitsCommit = true;
    this.parts.commits.releaseAfterCommit(this);
  }

  private tellSent(): void {
    let start = 0;
    for (const end of this.ends) {
      this.owner.onSent(this.pending, start, end);
      start = end;
    }
    this.ends.length = 0;
  }

  private grow(least: number): void {
    const larger = new Uint8Array(Math.max(least, 2 * this.pending.length));
    larger.set(this.pending.subarray(0, this.pendingBytes));
    this.pending = larger;
  }

  private tooSlow(queuedBytes: number): void {
    const limitBytes = this.limits.queuedBytesMax;
    this.owner.onSlow(this, queuedBytes, limitBytes);
    this.isDone = true;
    this.closeReason = `slow consumer: ${queuedBytes} bytes are not read, the limit is ${limitBytes}`;
    // What it does not read cannot be waited for.
    this.stream?.destroy();
  }
}
