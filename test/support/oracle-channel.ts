/**
 * One channel's arbitration by the letter of the arbitration rules and docs/market-data.md: brute force, BigInt sequence
 * numbers, plain collections. Shares nothing with control/market-data. The comments name the rules.
 */
import type { ChannelConfig } from '../../control/core/feed.js';
import type { ChannelCounter, LineCounter } from '../../control/core/generated/records.js';
import { CHANNEL_COUNTERS, LINE_COUNTERS, RECORD_LAYOUTS } from '../../control/core/generated/records.js';

export type GapCause = 'deadline' | 'depth' | 'window0' | 'session';

export interface MessageEvent {
  readonly kind: 'message';
  readonly channel: number;
  readonly port: number;
  readonly ingress: number;
  /** 0 when unsequenced. */
  readonly sequence: bigint;
  readonly unsequenced: boolean;
  readonly bytes: Uint8Array;
}

export type OracleEvent =
  | MessageEvent
  | {
      readonly kind: 'gap';
      readonly channel: number;
      readonly first: bigint;
      readonly last: bigint;
      readonly cause: GapCause;
      /** The deadline, or the stamp of the frame that closed it. */
      readonly at: number;
    }
  | { readonly kind: 'session'; readonly channel: number; readonly sequence: bigint; readonly session: string }
  | { readonly kind: 'end'; readonly channel: number; readonly sequence: bigint };

/** A copy of a message that is not (yet) delivered. */
interface Copy {
  readonly bytes: Uint8Array;
  readonly port: number;
  readonly ingress: number;
  readonly stamp: number;
}

/**
 * What a copy of a message is to its channel: the next one while nothing waits, or while something does; beyond a gap; one that was there before; or one
 * that was reported missing.
 */
export const COPY_ROLES = ['next', 'fill', 'ahead', 'duplicate', 'late'] as const;
export type CopyRole = (typeof COPY_ROLES)[number];

export interface LineState {
  readonly counters: Record<LineCounter, number>;
  lastBeats: number | undefined;
}

const HOLD_DEPTH = 256n;
const REPORTED_GAPS = 16;
const LEFT_SESSIONS = 8;

const lengthOf = new Map(
  RECORD_LAYOUTS.filter((layout) => layout.protocol === 'itch50').map((layout) => [layout.type, layout.length]),
);

export function isUnknown(message: Uint8Array): boolean {
  return lengthOf.get(message[0]!) !== message.length;
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

export class ChannelOracle {
  readonly counters: Record<ChannelCounter, number> = zeros(CHANNEL_COUNTERS);
  readonly lines: LineState[] = [];
  expected: bigint | undefined;
  deadline: number | undefined;
  #session: string | undefined;
  #held = new Map<bigint, Copy>();
  #announced: { readonly sequence: bigint; readonly stamp: number } | undefined;
  #reported: { readonly first: bigint; readonly last: bigint }[] = [];
  #left: string[] = [];
  #endAccepted = false;
  #endReported = false;
  #gapMessages = 0n;
  /** Of the last numbers that differ in their low eight bits: where and when the first copy came. */
  readonly #firsts = new Map<number, { readonly sequence: bigint; readonly port: number; readonly stamp: number }>();
  readonly skew: number[][];
  readonly #window: number;

  constructor(
    readonly index: number,
    readonly config: ChannelConfig,
    ports: number,
    readonly emit: (event: OracleEvent) => void,
  ) {
    for (let p = 0; p < ports; p++) this.lines.push({ counters: zeros(LINE_COUNTERS), lastBeats: undefined });
    this.skew = this.lines.map(() => new Array<number>(16).fill(0));
    this.#window = Math.ceil((config.windowNs * 10) / 64);
    this.#session = config.session?.padEnd(10, ' ');
    this.expected = config.start === 'first' ? undefined : config.start;
  }

  get session(): string | undefined {
    return this.#session;
  }

  isStale(session: string): boolean {
    return session !== this.#session && this.#left.includes(session);
  }

  /** An accepted packet was counted for its line. */
  countPacket(port: number, stamp: number): void {
    const line = this.lines[port]!;
    line.counters.packets++;
    line.lastBeats = stamp;
  }

  /** Messages of a packet with sequence 0 never touch the arbitration. */
  unsequenced(messages: readonly Uint8Array[], port: number, ingress: number): void {
    const lowest = this.lines.findIndex((line) => line.counters.packets > 0);
    for (const bytes of messages) {
      if (bytes.length === 0) continue;
      if (port === lowest) this.#handUp(0n, { bytes, port, ingress, stamp: 0 }, true);
      else this.lines[port]!.counters.duplicates++;
    }
  }

  /** What a packet with a sequence number does before its messages are looked at. */
  beginPacket(session: string, sequence: bigint, stamp: number): void {
    if (this.#session === undefined) this.#session = session;
    else if (session !== this.#session) this.#changeSession(session, sequence, stamp);
    this.expected ??= sequence;
  }

  /** What a copy that is about to come will be. */
  roleOf(sequence: bigint): CopyRole {
    const expected = this.expected!;
    if (sequence < expected) {
      return this.#reported.some((gap) => gap.first <= sequence && sequence <= gap.last) ? 'late' : 'duplicate';
    }
    if (sequence > expected) return this.#held.has(sequence) ? 'duplicate' : 'ahead';
    return this.#held.size > 0 || this.#announced ? 'fill' : 'next';
  }

  message(sequence: bigint, copy: Copy): void {
    const counters = this.lines[copy.port]!.counters;
    if (sequence < this.expected!) {
      // Rule 1.
      if (this.#reported.some((gap) => gap.first <= sequence && sequence <= gap.last)) counters.late++;
      else {
        counters.duplicates++;
        this.#cameAgain(sequence, copy);
      }
      return;
    }
    if (sequence > this.expected!) {
      // Rule 3.
      if (this.#window === 0) this.#closeGap(sequence, 'window0', copy.stamp);
      else if (this.#held.has(sequence)) {
        counters.duplicates++;
        this.#cameAgain(sequence, copy);
        return;
      }
      while (sequence - this.expected! >= HOLD_DEPTH)
        this.#closeGap(this.#lowestHeld() ?? sequence, 'depth', copy.stamp);
    }
    this.#firsts.set(Number(sequence % HOLD_DEPTH), { sequence, port: copy.port, stamp: copy.stamp });
    if (sequence === this.expected) {
      // Rule 2.
      this.#take(sequence, copy);
      this.#deliveryStopped(this.#takeHeld());
    } else {
      this.#held.set(sequence, copy);
      this.deadline ??= copy.stamp + this.#window;
    }
    this.#reportEnd();
  }

  #cameAgain(sequence: bigint, { port, stamp }: Copy): void {
    const first = this.#firsts.get(Number(sequence % HOLD_DEPTH));
    if (first?.sequence !== sequence || first.port === port) return;
    const late = stamp - first.stamp;
    const bin = late === 0 ? 0 : Math.min(15, Math.floor(Math.log2(late)) + 1);
    this.skew[first.port]![bin]!++;
  }

  /** A heartbeat or an end of session: rule 5. */
  announce(sequence: bigint, isEnd: boolean, stamp: number): void {
    if (isEnd) this.#endAccepted = true;
    if (sequence > this.expected!) {
      if (this.#window === 0) this.#closeGap(sequence, 'window0', stamp);
      while (sequence - this.expected! >= HOLD_DEPTH) this.#closeGap(this.#lowestHeld() ?? sequence, 'depth', stamp);
      if (sequence > this.expected!) {
        if (!this.#announced || sequence > this.#announced.sequence) this.#announced = { sequence, stamp };
        this.deadline ??= stamp + this.#window;
      }
    }
    this.#reportEnd();
  }

  /** Rule 4: the deadline has come. */
  closeAtDeadline(): void {
    this.#closeGap(this.#lowestHeld() ?? this.#announced!.sequence, 'deadline', this.deadline!);
    this.#reportEnd();
  }

  #changeSession(session: string, sequence: bigint, stamp: number): void {
    while (this.#held.size > 0 || this.#announced) {
      this.#closeGap(this.#lowestHeld() ?? this.#announced!.sequence, 'session', stamp);
    }
    this.#reportEnd();
    this.#left.push(this.#session!);
    if (this.#left.length > LEFT_SESSIONS) this.#left.shift();
    this.#session = session;
    this.expected = sequence;
    this.#reported = [];
    this.#endAccepted = false;
    this.#endReported = false;
    this.counters.sessions++;
    this.emit({ kind: 'session', channel: this.index, sequence, session });
  }

  /** Reports [expected, until − 1] missing, and delivers what is held from `until` on. */
  #closeGap(until: bigint, cause: GapCause, at: number): void {
    const gap = { first: this.expected!, last: until - 1n };
    this.#reported.push(gap);
    if (this.#reported.length > REPORTED_GAPS) this.#reported.shift();
    this.counters.gaps++;
    // A 64-bit counter: it wraps, as the card's does.
    this.#gapMessages = BigInt.asUintN(64, this.#gapMessages + gap.last - gap.first + 1n);
    this.counters.gapMessages = Number(this.#gapMessages);
    if (cause === 'depth') this.counters.closedByDepth++;
    this.emit({ kind: 'gap', channel: this.index, ...gap, cause, at });
    this.expected = until;
    this.#takeHeld();
    this.#deliveryStopped(true);
  }

  /** Delivers held messages that are now next; whether there were any. */
  #takeHeld(): boolean {
    let any = false;
    for (let copy = this.#held.get(this.expected!); copy; copy = this.#held.get(this.expected!)) {
      this.#held.delete(this.expected!);
      this.#take(this.expected!, copy);
      any = true;
    }
    return any;
  }

  /** The deadline after `expected` came to rest; `further`: it moved through a held message or by a closing. */
  #deliveryStopped(further: boolean): void {
    if (this.#announced && this.#announced.sequence <= this.expected!) this.#announced = undefined;
    if (this.#held.size === 0 && !this.#announced) this.deadline = undefined;
    else if (further) {
      const stamps = [...this.#held.values()].map((copy) => copy.stamp);
      this.deadline = (stamps.length > 0 ? Math.min(...stamps) : this.#announced!.stamp) + this.#window;
    }
  }

  #lowestHeld(): bigint | undefined {
    let lowest: bigint | undefined;
    for (const sequence of this.#held.keys()) if (lowest === undefined || sequence < lowest) lowest = sequence;
    return lowest;
  }

  /** Consumes `expected`. */
  #take(sequence: bigint, copy: Copy): void {
    if (copy.bytes.length === 0) this.counters.empty++;
    else this.#handUp(sequence, copy, false);
    this.expected = sequence + 1n;
  }

  #handUp(sequence: bigint, copy: Copy, unsequenced: boolean): void {
    const { bytes, port, ingress } = copy;
    this.counters.delivered++;
    this.lines[port]!.counters.delivered++;
    const unknown = isUnknown(bytes);
    if (unknown) this.counters.unknown++;
    const locate = unknown ? 0 : bytes[1]! * 256 + bytes[2]!;
    const { filter } = this.config;
    if (filter && locate !== 0 && ((filter[locate >> 5]! >>> (locate & 31)) & 1) === 0) {
      this.counters.filtered++;
      return;
    }
    this.emit({ kind: 'message', channel: this.index, port, ingress, sequence, unsequenced, bytes });
  }

  /** Once a session, when its end was accepted and nothing is pending. */
  #reportEnd(): void {
    if (!this.#endAccepted || this.#endReported || this.#held.size > 0 || this.#announced) return;
    this.#endReported = true;
    this.counters.ends++;
    this.emit({ kind: 'end', channel: this.index, sequence: this.expected! });
  }
}
