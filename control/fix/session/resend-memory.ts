/**
 * What may be said about old messages that are asked for again. A message is stale, and its application told so, only when the
 * counterparty cannot have it; and what was once given up stays given up, whatever the clock says later.
 */
export class ResendMemory {
  private readonly givenUp = new Set<number>();
  /** Ranges answered on this connection, as pairs of first and last number. */
  private readonly answered: number[] = [];
  /** What was sent on this connection for the first time begins here. */
  private firstSent = Infinity;

  /** A new connection: the Logon, or the first request on it, shows that nothing of what went before arrived. */
  connected(nextOutgoing: number): void {
    this.answered.length = 0;
    this.firstSent = nextOutgoing;
  }

  /** A new run of numbers. */
  clear(): void {
    this.givenUp.clear();
    this.answered.length = 0;
    this.firstSent = 1;
  }

  /** The message was sent on this connection, first or again, and may be there or on its way. */
  mayHaveArrived(number: number): boolean {
    if (number >= this.firstSent) return true;
    const { answered } = this;
    for (let i = 0; i < answered.length; i += 2) {
      if (number >= answered[i]! && number <= answered[i + 1]!) return true;
    }
    return false;
  }

  /** It is being sent again, or was given up just now. Numbers mostly come in order. */
  noteAnswered(number: number): void {
    const { answered } = this;
    const { length } = answered;
    if (length > 0 && answered[length - 1] === number - 1) answered[length - 1] = number;
    else if (!this.mayHaveArrived(number)) answered.push(number, number);
  }

  giveUp(number: number): void {
    this.givenUp.add(number);
  }

  isGivenUp(number: number): boolean {
    return this.givenUp.has(number);
  }
}
