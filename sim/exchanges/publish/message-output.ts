/** Where encoders put messages: a store, a packet under construction, or a flat file in memory. */
export interface MessageOutput {
  readonly bytes: Uint8Array;
  /** Offset in `bytes` where a message of up to `length` bytes may be written. */
  reserve(length: number): number;
  /** The message is there and is `length` bytes long. */
  commit(length: number): void;
}

/** Where a message lies; `bytes` are valid until the next call of whoever filled it in. */
export interface MessagePlace {
  bytes: Uint8Array;
  start: number;
  end: number;
}
