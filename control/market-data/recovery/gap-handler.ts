/** Who is told what is missing: clients that ask for it, and logs. */
export interface GapHandler {
  /** Sequence numbers, exact below 2^53. */
  onGap(channel: number, first: number, last: number): void;
  /** Another session: what is still missing of the one before cannot come any more. Ten bytes, valid during the call. */
  onSession(channel: number, session: Uint8Array): void;
}
