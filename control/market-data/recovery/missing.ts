/**
 * What a channel misses, and what to ask for next: reported gaps become requests of bounded size and rate, asked again with growing
 * pauses, and given up after a while. Pure: time is given, in milliseconds of any one clock.
 */
import { GAP_HISTORY } from '../../core/generated/records.js';

export interface RequestPolicy {
  /** Messages of one request. */
  readonly messagesMax: number;
  readonly requestsPerSecond: number;
  /** How long the first request of a range waits for its answer; doubled each time nothing came, up to `retryMsMax`. */
  readonly retryMs: number;
  readonly retryMsMax: number;
  /** Requests without any answer before a range is given up. */
  readonly attemptsMax: number;
  /** True where one request brings all its messages, perhaps in several packets; false where it brings one packet. */
  readonly answersWhole: boolean;
}

export interface MissingCounters {
  readonly requests: number;
  /** Requests for what had been asked for before. */
  readonly repeated: number;
  /** Missing messages that came. */
  readonly received: number;
  /** Missing messages that were given up: no answer, out of the server's range, or too many newer gaps. */
  readonly abandoned: number;
}

export interface Request {
  readonly first: number;
  readonly count: number;
}

interface Range {
  first: number;
  last: number;
  /** The last message that was asked for; below `first` when the next request is for something new. */
  asked: number;
  attempts: number;
  dueMs: number;
}

export class Missing {
  private ranges: Range[] = [];
  private messagesMax: number;
  private notBeforeMs = -Infinity;
  private requests = 0;
  private repeated = 0;
  private got = 0;
  private abandoned = 0;

  /** @param onAbandoned told of each range that is given up, but not of those that a `clear` ends */
  constructor(
    private readonly policy: RequestPolicy,
    private readonly onAbandoned: (first: number, last: number) => void = () => undefined,
  ) {
    this.messagesMax = policy.messagesMax;
  }

  /** When `next` may have something; Infinity when nothing is missing. */
  get deadlineMs(): number {
    const due = this.ranges.reduce((earliest, { dueMs }) => Math.min(earliest, dueMs), Infinity);
    return Math.max(due, this.notBeforeMs);
  }

  get isEmpty(): boolean {
    return this.ranges.length === 0;
  }

  get counters(): MissingCounters {
    const { requests, repeated, got: received, abandoned } = this;
    return { requests, repeated, received, abandoned };
  }

  /** A gap was reported. Older than the arbiter remembers, a gap cannot be filled any more: it goes. */
  add(first: number, last: number, nowMs: number): void {
    this.ranges.push({ first, last, asked: first - 1, attempts: 0, dueMs: nowMs });
    while (this.ranges.length > GAP_HISTORY) this.abandon(this.ranges[0]!);
  }

  /** The request to send now; it counts as sent. */
  next(nowMs: number): Request | undefined {
    if (nowMs < this.notBeforeMs) return undefined;
    for (const range of [...this.ranges].sort((a, b) => a.dueMs - b.dueMs)) {
      if (range.dueMs > nowMs) return undefined;
      if (range.attempts < this.policy.attemptsMax) return this.ask(range, nowMs);
      this.abandon(range);
    }
    return undefined;
  }

  private ask(range: Range, nowMs: number): Request {
    const { retryMs, retryMsMax, requestsPerSecond } = this.policy;
    const { first } = range;
    const count = Math.min(this.messagesMax, range.last - first + 1);
    this.requests++;
    if (range.asked >= first) this.repeated++;
    range.asked = first + count - 1;
    range.dueMs = nowMs + Math.min(retryMsMax, retryMs * 2 ** range.attempts);
    range.attempts++;
    this.notBeforeMs = nowMs + 1000 / requestsPerSecond;
    return { first, count };
  }

  /** Messages came, wanted or not. */
  received(sequence: number, count: number, nowMs: number): void {
    const end = sequence + count;
    const left: Range[] = [];
    for (const range of this.ranges) {
      const from = Math.max(range.first, sequence);
      const to = Math.min(range.last + 1, end);
      if (from >= to) {
        left.push(range);
        continue;
      }
      this.got += to - from;
      // What is left of it was answered: it starts anew, and waits only for what is still on its way.
      const rest = { ...range, attempts: 0 };
      if (range.first < from) left.push({ ...rest, last: from - 1, dueMs: nowMs + this.policy.retryMs });
      if (to <= range.last) {
        const isComing = this.policy.answersWhole && range.asked >= to;
        left.push({ ...rest, first: to, dueMs: isComing ? nowMs + this.policy.retryMs : nowMs });
      }
    }
    this.ranges = left;
  }

  /** The server will not answer before so many milliseconds have passed. */
  postpone(ms: number, nowMs: number): void {
    this.notBeforeMs = Math.max(this.notBeforeMs, nowMs + ms);
    for (const range of this.ranges) {
      range.attempts = Math.max(0, range.attempts - 1);
      range.dueMs = Math.min(range.dueMs, nowMs + ms);
    }
  }

  /** The server takes shorter requests only. */
  shorten(nowMs: number): void {
    this.messagesMax = Math.max(1, Math.floor(this.messagesMax / 2));
    for (const range of this.ranges) range.dueMs = Math.min(range.dueMs, nowMs);
  }

  /** The server does not have the message: the range that it is in is given up. */
  refuse(sequence: number): void {
    const range = this.ranges.find(({ first, last }) => first <= sequence && sequence <= last);
    if (range !== undefined) this.abandon(range);
  }

  /** Everything is given up: another session has begun. */
  clear(): void {
    while (this.ranges.length > 0) this.drop(this.ranges[0]!);
  }

  private abandon(range: Range): void {
    this.drop(range);
    this.onAbandoned(range.first, range.last);
  }

  private drop(range: Range): void {
    this.abandoned += range.last - range.first + 1;
    this.ranges.splice(this.ranges.indexOf(range), 1);
  }
}
