/**
 * What we are missing, and how we ask for it: one ResendRequest at a time, in pieces when so configured, again when nothing
 * comes, and never for ever.
 */
export class Gap {
  /** The last number known to be missing; 0 when nothing is. The first one is the store's next incoming number. */
  private lastMissing = 0;
  /** How far the running ResendRequest reaches. */
  private requestedTo = 0;
  private attempts = 0;
  private expectedThen = 0;
  private progressMs = 0;

  /** @param chunk messages in one request, 0 without a limit */
  constructor(
    private readonly chunk: number,
    private readonly timeoutMs: number,
    private readonly maxAttempts: number,
  ) {}

  get isOpen(): boolean {
    return this.lastMissing !== 0;
  }

  get last(): number {
    return this.lastMissing;
  }

  get attempt(): number {
    return this.attempts;
  }

  /** Monotonic milliseconds of when lack of progress will have lasted too long. */
  get deadlineMs(): number {
    return this.isOpen ? this.progressMs + this.timeoutMs : Infinity;
  }

  get isHopeless(): boolean {
    return this.attempts >= this.maxAttempts;
  }

  /** Numbers up to `last` are missing. True when that is news. */
  extend(last: number): boolean {
    if (last <= this.lastMissing) return false;
    const isNew = this.lastMissing === 0;
    this.lastMissing = last;
    return isNew;
  }

  /** True when a request is due, given the next number expected. */
  needsRequest(expected: number): boolean {
    return this.isOpen && expected > this.requestedTo;
  }

  /** Notes a request from `expected` on and returns its last number, 0 for everything there is. */
  request(expected: number, nowMs: number): number {
    if (expected > this.requestedTo) this.attempts = 1;
    else this.attempts++;
    this.expectedThen = expected;
    this.progressMs = nowMs;
    if (this.chunk === 0 || expected + this.chunk > this.lastMissing) {
      this.requestedTo = this.lastMissing;
      return this.chunk === 0 ? 0 : this.lastMissing;
    }
    this.requestedTo = expected + this.chunk - 1;
    return this.requestedTo;
  }

  /** The counterparty fills the gap without being asked (NextExpectedMsgSeqNum): waits as if it had been. */
  await(nowMs: number): void {
    this.requestedTo = this.lastMissing;
    this.attempts = 1;
    this.progressMs = nowMs;
  }

  /** Looks at how far things are. True when the gap has just closed. */
  progress(expected: number, nowMs: number): boolean {
    if (!this.isOpen) return false;
    if (expected !== this.expectedThen) {
      this.expectedThen = expected;
      this.progressMs = nowMs;
      this.attempts = Math.min(this.attempts, 1);
    }
    if (expected <= this.lastMissing) return false;
    this.close();
    return true;
  }

  close(): void {
    this.lastMissing = 0;
    this.requestedTo = 0;
    this.attempts = 0;
    this.expectedThen = 0;
  }
}
