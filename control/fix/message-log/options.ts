/** What can be said about a message log. Plain data. */

export interface MessageLogOptions {
  /** Made when it is not there. */
  readonly directory: string;
  /** A file that would become larger is followed by a new one. */
  readonly maxFileBytes: number;
  /** Files kept of each session, the one written to included: at most `maxFileBytes × keepFiles` a session. */
  readonly keepFiles: number;
  /** Waiting for the turn's write, per session. When more comes in one turn it is written at once. */
  readonly maxPendingBytes: number;
  /** Of a longer message the beginning is logged. */
  readonly maxMessageBytes: number;
  /** How long a disk that refused is left alone before it is tried again. */
  readonly retryMs: number;
  /** Tags whose values are secret, besides Password, NewPassword, RawData of a Logon, EncryptedPassword and Signature. */
  readonly secretTags: readonly number[];
  /** `[length, data]`: where a secret tag of a venue's own is a data field. */
  readonly lengthTags: readonly (readonly [length: number, data: number])[];
}

export const messageLogDefaults = {
  maxFileBytes: 64 * 1024 * 1024,
  keepFiles: 8,
  maxPendingBytes: 256 * 1024,
  maxMessageBytes: 1024 * 1024,
  retryMs: 1000,
  secretTags: [],
  lengthTags: [],
} as const satisfies Omit<MessageLogOptions, 'directory'>;

/** Since the log was opened. */
export interface MessageLogCounters {
  /** Lines that reached their file. */
  messages: number;
  bytes: number;
  /** Lines that did not, because the disk refused them. */
  dropped: number;
  droppedBytes: number;
  /** Writes that the disk refused. */
  failures: number;
  masked: number;
  /** Messages longer than `maxMessageBytes`. */
  cut: number;
}
