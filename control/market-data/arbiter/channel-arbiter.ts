/**
 * A/B arbitration of one channel: each message goes up once, in order; a gap waits a window for the other line, then becomes
 * a record. The rules are those of docs/market-data.md; they know sequence numbers, stamps and sessions, and nothing of
 * what the messages mean.
 *
 * Time comes in `now`: the stamp of the frame or deadline being processed, and the ingress of the frame.
 */
import { FLAG, HELD_DEPTH } from '../../core/generated/records.js';
import { HeldMessages } from './held-messages.js';
import { GapHistory, SessionHistory } from './memory.js';
import type { ArbiterOutput } from './output.js';
import { ArrivalSkew } from './skew.js';
import { advance, copySequence, decrement, distance, newSequence } from './sequence.js';

/** Places in the `now` array. */
export const STAMP = 0;
export const INGRESS = 1;

/** As many as records can name. */
const PORTS = FLAG.port + 1;

/** Places in `times`. */
const ANNOUNCED_AT = 0;
const WINDOW = 1;

export interface ArbiterConfig {
  readonly windowBeats: number;
  /** The expected sequence number to begin with; absent: that of the first sequenced packet. */
  readonly start?: Uint32Array;
  /** The session to begin with; absent: that of the first sequenced packet. */
  readonly session?: readonly [number, number, number];
}

/** What `admit` says of a packet's messages. */
export const ADMIT = { each: 0, all: 1, none: 2 } as const;
export type Admission = (typeof ADMIT)[keyof typeof ADMIT];

/** What became of an injected message. */
export const INJECT = { duplicate: 0, filled: 1, recovered: 2 } as const;
export type InjectOutcome = (typeof INJECT)[keyof typeof INJECT];

export class ChannelArbiter {
  private readonly expected = newSequence();
  private started = false;
  /** Exists beyond `expected`, says a heartbeat or an end of session: everything below this number. */
  private readonly announced = newSequence();
  private readonly held = new HeldMessages();
  private readonly times = new Float64Array(2);
  private readonly gaps = new GapHistory();
  private readonly left = new SessionHistory();
  /** How far apart copies of messages come. */
  readonly skew = new ArrivalSkew(PORTS);

  private hasSession = false;
  private session0 = 0;
  private session1 = 0;
  private session2 = 0;
  private endSeen = false;
  private endReported = false;

  private readonly gapFirst = newSequence();
  private readonly gapLast = newSequence();

  /**
   * @param deadlines at `deadlines[index]` stands when the open gap closes, in beats; Infinity when there is none
   */
  constructor(
    config: ArbiterConfig,
    private readonly output: ArbiterOutput,
    private readonly now: Float64Array,
    private readonly deadlines: Float64Array,
    private readonly index: number,
  ) {
    deadlines[index] = Infinity;
    this.times[WINDOW] = config.windowBeats;
    if (config.start) {
      copySequence(this.expected, config.start);
      this.started = true;
    }
    if (config.session) this.setSession(...config.session);
  }

  get heldCount(): number {
    return this.held.count;
  }

  /** The next expected sequence number; undefined before the start. */
  get next(): Uint32Array | undefined {
    return this.started ? this.expected : undefined;
  }

  /** True for a session that the channel has left: packets of it are rejected. */
  isStale(session0: number, session1: number, session2: number): boolean {
    return (
      this.hasSession &&
      !this.isCurrent(session0, session1, session2) &&
      this.left.contains(session0, session1, session2)
    );
  }

  /** True for the session that the channel is in. */
  isSession(session0: number, session1: number, session2: number): boolean {
    return this.hasSession && this.isCurrent(session0, session1, session2);
  }

  /** Every accepted packet with a sequence number begins here: it may be the first one, or of a new session. */
  beginPacket(sequence: Uint32Array, session0: number, session1: number, session2: number): void {
    if (!this.hasSession) {
      this.setSession(session0, session1, session2);
    } else if (!this.isCurrent(session0, session1, session2)) {
      this.changeSession(sequence, session0, session1, session2);
    }
    if (!this.started) {
      copySequence(this.expected, sequence);
      this.started = true;
    }
  }

  /**
   * True for a packet that begins with the expected number while nothing waits: as many messages as it has, they are the next ones. Who has
   * handed them up says so with `passed`. For packets of the session, once the first one has begun.
   */
  isNext(sequence: Uint32Array, session0: number, session1: number, session2: number): boolean {
    const { expected, held } = this;
    return (
      this.started &&
      sequence[0] === expected[0] &&
      sequence[1] === expected[1] &&
      held.count === 0 &&
      this.isSession(session0, session1, session2) &&
      !this.isAnnounced()
    );
  }

  /** So many messages from the expected one on have gone up; they came on `port`. */
  passed(count: number, port: number): void {
    this.skew.first(this.expected, count, port, this.now, STAMP);
    advance(this.expected, count);
  }

  /**
   * Looks at the messages of a packet as a whole, before any of them is looked at alone: `count` of them from `sequence` on. `all` has made
   * them delivered: the caller hands them up itself, in order. `none` are duplicates, which the caller counts. With `each` nothing has
   * been done, and every one goes to `message`. What comes of it is the same as with `message` for each, and quicker.
   */
  admit(sequence: Uint32Array, count: number, port: number): Admission {
    const { expected, held, gaps } = this;
    const ahead = distance(sequence, expected);
    // Where nothing waits, nothing can be released, and no deadline is set.
    if (ahead === 0 && held.count === 0 && !this.isAnnounced()) {
      this.skew.first(sequence, count, port, this.now, STAMP);
      advance(expected, count);
      return ADMIT.all;
    }
    if (ahead < 0 && gaps.isEmpty && distance(expected, sequence) >= count) {
      this.skew.again(sequence, count, port, this.now, STAMP);
      return ADMIT.none;
    }
    return ADMIT.each;
  }

  message(sequence: Uint32Array, bytes: Uint8Array, at: number, length: number, port: number): void {
    const ahead = distance(sequence, this.expected);
    if (ahead === 0) {
      this.skew.first(sequence, 1, port, this.now, STAMP);
      this.deliver(bytes, at, length, port, false);
    } else if (ahead > 0) {
      this.messageAhead(sequence, bytes, at, length, port);
    } else if (this.gaps.contains(sequence)) {
      this.output.onLate(port);
    } else {
      this.skew.again(sequence, 1, port, this.now, STAMP);
      this.output.onDuplicate(port);
    }
    if (this.endSeen) this.reportEnd();
  }

  /**
   * Rule 6: a message of a retransmission. Returns what became of it. `now` holds the moment of the injection.
   */
  inject(sequence: Uint32Array, bytes: Uint8Array, at: number, length: number, port: number): InjectOutcome {
    if (!this.started) return INJECT.duplicate;
    const ahead = distance(sequence, this.expected);
    if (ahead < 0) {
      if (!this.gaps.claim(sequence)) return INJECT.duplicate;
      this.output.onRecovered(sequence, bytes, at, length, this.now, INGRESS);
      return INJECT.recovered;
    }
    if (!this.isMissing(sequence, ahead)) return INJECT.duplicate;
    this.message(sequence, bytes, at, length, port);
    return INJECT.filled;
  }

  /** True for a number in an open gap: not here, and something beyond it is held or announced. */
  private isMissing(sequence: Uint32Array, ahead: number): boolean {
    if (distance(this.announced, sequence) > 0) {
      return ahead < HELD_DEPTH && !this.held.has(this.held.indexOf(sequence));
    }
    if (ahead >= HELD_DEPTH || this.held.has(this.held.indexOf(sequence))) return false;
    return this.held.hasBeyond(this.expected, ahead);
  }

  /** The numbers start again at `sequence`, which is expected now: what was pending before goes out first. */
  restart(sequence: Uint32Array): void {
    this.closeAll();
    this.begin(sequence);
    this.output.onRestart();
  }

  /** A heartbeat, or an end of session: every message below `sequence` exists. */
  announce(sequence: Uint32Array, end: boolean): void {
    if (end) this.endSeen = true;
    if (distance(sequence, this.expected) > 0) this.announceAhead(sequence);
    this.reportEnd();
  }

  /** The open gap's deadline has come. */
  closeAtDeadline(): void {
    this.closeOpenGap(false);
    this.settle(true);
    this.reportEnd();
  }

  /** Rule 2: the message is the expected one. `further`: an earlier gap was just closed in front of it. */
  private deliver(bytes: Uint8Array, at: number, length: number, port: number, further: boolean): void {
    this.output.onMessage(this.expected, bytes, at, length, port, this.now, INGRESS);
    advance(this.expected, 1);
    const released = this.releaseHeld();
    this.settle(further || released);
  }

  /** Rule 3: the message is beyond a gap. */
  private messageAhead(sequence: Uint32Array, bytes: Uint8Array, at: number, length: number, port: number): void {
    const { held, expected } = this;
    if (this.times[WINDOW] === 0) {
      this.skew.first(sequence, 1, port, this.now, STAMP);
      this.closeGap(sequence, false);
      this.deliver(bytes, at, length, port, true);
      return;
    }
    const index = held.indexOf(sequence);
    if (distance(sequence, expected) < HELD_DEPTH && held.has(index)) {
      this.skew.again(sequence, 1, port, this.now, STAMP);
      this.output.onDuplicate(port);
      return;
    }
    this.skew.first(sequence, 1, port, this.now, STAMP);
    while (distance(sequence, expected) >= HELD_DEPTH) {
      if (held.count === 0) this.closeGap(sequence, true);
      else this.closeOpenGap(true);
      this.settle(true);
    }
    if (distance(sequence, expected) === 0) {
      this.deliver(bytes, at, length, port, true);
      return;
    }
    held.put(index, bytes, at, length, port, this.now);
    this.startWaiting();
  }

  /** Rule 5: the same with nothing to hold. */
  private announceAhead(sequence: Uint32Array): void {
    const { held, expected } = this;
    if (this.times[WINDOW] === 0) {
      this.closeGap(sequence, false);
      this.settle(true);
      return;
    }
    while (distance(sequence, expected) >= HELD_DEPTH) {
      if (held.count === 0) this.closeGap(sequence, true);
      else this.closeOpenGap(true);
      this.settle(true);
    }
    if (distance(sequence, expected) <= 0) return;
    if (distance(sequence, this.announced) > 0) {
      copySequence(this.announced, sequence);
      this.times[ANNOUNCED_AT] = this.now[STAMP]!;
    }
    this.startWaiting();
  }

  private startWaiting(): void {
    const { deadlines, index } = this;
    if (deadlines[index] === Infinity) deadlines[index] = this.now[STAMP]! + this.times[WINDOW]!;
  }

  /** True while something beyond `expected` is announced. */
  private isAnnounced(): boolean {
    return distance(this.announced, this.expected) > 0;
  }

  /**
   * After `expected` moved: what gap remains, and until when it waits. `further`: it moved through a held message or a
   * closing, so that what remains is another gap with a deadline of its own. One that is past already is acted on before
   * the next frame, like every deadline.
   */
  private settle(further: boolean): void {
    const { held, times, deadlines, index } = this;
    if (held.count === 0 && !this.isAnnounced()) {
      deadlines[index] = Infinity;
    } else if (further) {
      if (held.count > 0) held.earliestStamp(deadlines, index);
      else deadlines[index] = times[ANNOUNCED_AT]!;
      deadlines[index] = deadlines[index]! + times[WINDOW]!;
    }
  }

  /** Closes the gap up to the lowest held message, or else up to what is announced, and delivers from there. */
  private closeOpenGap(byDepth: boolean): void {
    if (this.held.count === 0) {
      this.closeGap(this.announced, byDepth);
      return;
    }
    copySequence(this.gapLast, this.expected);
    advance(this.gapLast, this.held.distanceToLowest(this.expected));
    this.closeGap(this.gapLast, byDepth);
    this.releaseHeld();
  }

  /** Reports `[expected, next - 1]` as missing; `next` is expected from now on. */
  private closeGap(next: Uint32Array, byDepth: boolean): void {
    const { gapFirst, gapLast, expected } = this;
    copySequence(gapFirst, expected);
    copySequence(expected, next);
    copySequence(gapLast, next);
    decrement(gapLast);
    this.gaps.push(gapFirst, gapLast);
    this.output.onGap(gapFirst, gapLast, byDepth);
  }

  /** Delivers held messages as long as they are next. */
  private releaseHeld(): boolean {
    const { held, expected } = this;
    let released = false;
    while (held.count > 0) {
      const index = held.indexOf(expected);
      if (!held.has(index)) break;
      const at = index * (held.bytes.length / HELD_DEPTH);
      this.output.onMessage(expected, held.bytes, at, held.lengths[index]!, held.ports[index]!, held.ingress, index);
      held.remove(index);
      advance(expected, 1);
      released = true;
    }
    return released;
  }

  /** The end of a session goes out once, when nothing is pending and the message in hand is dealt with. */
  private reportEnd(): void {
    if (!this.endSeen || this.endReported || this.held.count > 0 || this.isAnnounced()) return;
    this.endReported = true;
    this.output.onEnd(this.expected);
  }

  private changeSession(sequence: Uint32Array, session0: number, session1: number, session2: number): void {
    this.closeAll();
    this.left.push(this.session0, this.session1, this.session2);
    this.setSession(session0, session1, session2);
    this.begin(sequence);
    this.output.onSession(sequence, session0, session1, session2);
  }

  /** What is pending of the old numbers goes out, one gap after another. */
  private closeAll(): void {
    while (this.held.count > 0 || this.isAnnounced()) this.closeOpenGap(false);
    this.reportEnd();
  }

  /** New numbers, with nothing known of their past. */
  private begin(sequence: Uint32Array): void {
    copySequence(this.expected, sequence);
    this.started = true;
    this.announced.fill(0);
    this.deadlines[this.index] = Infinity;
    this.gaps.clear();
    this.endSeen = false;
    this.endReported = false;
  }

  private setSession(session0: number, session1: number, session2: number): void {
    this.hasSession = true;
    this.session0 = session0;
    this.session1 = session1;
    this.session2 = session2;
  }

  private isCurrent(session0: number, session1: number, session2: number): boolean {
    return session0 === this.session0 && session1 === this.session1 && session2 === this.session2;
  }
}
