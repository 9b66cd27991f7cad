/**
 * What was sent on this connection, first or again. It may be there or on its way whatever a request for it says, and so is never too
 * old to be sent again. What was sent on earlier connections is not: the Logon of a connection, or the first request on it, says what
 * the counterparty still expects.
 */
import { NumberRanges } from './number-ranges.js';

export class ResendMemory {
  /** Answered on this connection. */
  private readonly answered = new NumberRanges();
  /** What was sent on this connection for the first time begins here. */
  private firstSent = Infinity;

  /** A new connection. */
  connected(nextOutgoing: number): void {
    this.answered.clear();
    this.firstSent = nextOutgoing;
  }

  /** A new run of numbers. */
  clear(): void {
    this.answered.clear();
    this.firstSent = 1;
  }

  mayBeOnItsWay(number: number): boolean {
    return number >= this.firstSent || this.answered.has(number);
  }

  /** It is being sent again, or filled, just now. */
  noteAnswered(number: number): void {
    if (number < this.firstSent) this.answered.add(number);
  }
}
