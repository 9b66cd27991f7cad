/** What happened on a console line, in words. */
import type { ConsoleStatistics } from './statistics.js';

export const STATISTICS_WORDS: Readonly<Record<keyof ConsoleStatistics, string>> = {
  transactions: 'transactions',
  completed: 'completed',
  retries: 'attempts beyond the first',
  timeouts: 'attempts without an answer',
  answersChanged: 'answers changed on the way',
  answersCut: 'answers of a wrong length',
  requestsChanged: 'requests refused for their checksum',
  requestsCut: 'requests refused for their form',
  staleAnswers: 'answers to attempts given up',
  strayBytes: 'bytes outside answers',
  bytesSent: 'bytes sent',
  bytesReceived: 'bytes received',
  lost: 'device went away',
  found: 'device came back',
  resets: 'resets of the card noticed',
  uncertainWrites: 'writes told as uncertain',
  slowestMs: 'slowest transaction, ms',
};
