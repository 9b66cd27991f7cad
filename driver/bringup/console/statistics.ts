/** What happened on a console line. All counts are since the client was made. */
export interface ConsoleStatistics {
  /** Transactions begun, and those that ended with the card's answer (bus errors among them). */
  transactions: number;
  completed: number;
  /** Attempts beyond the first of a transaction. */
  retries: number;
  /** Attempts that nothing answered in time. */
  timeouts: number;
  /** Answers that came with a wrong checksum or with characters that are none of the protocol's: changed on the way. */
  answersChanged: number;
  /** Answers of a wrong length: bytes were lost, or came from nowhere. */
  answersCut: number;
  /** Requests that the card refused for a wrong checksum. */
  requestsChanged: number;
  /** Requests that the card refused for their form, their length or because they did not end. */
  requestsCut: number;
  /** Good answers to nothing that was asked: to an attempt that was given up. */
  staleAnswers: number;
  strayBytes: number;
  bytesSent: number;
  bytesReceived: number;
  /** Times that the device went away, and came back. */
  lost: number;
  found: number;
  /** Times that the card turned out to have been reset. */
  resets: number;
  uncertainWrites: number;
  slowestMs: number;
}

export function noStatistics(): ConsoleStatistics {
  return {
    transactions: 0,
    completed: 0,
    retries: 0,
    timeouts: 0,
    answersChanged: 0,
    answersCut: 0,
    requestsChanged: 0,
    requestsCut: 0,
    staleAnswers: 0,
    strayBytes: 0,
    bytesSent: 0,
    bytesReceived: 0,
    lost: 0,
    found: 0,
    resets: 0,
    uncertainWrites: 0,
    slowestMs: 0,
  };
}
