/** A client's connection, as its session sees it. */
export interface ClientConnection {
  /** Address, for logs. */
  readonly label: string;
  readonly queuedBytes: number;
  send(bytes: Uint8Array): void;
  /** Ends it: `end` after what is queued, `destroy` at once. The session is not told again. */
  close(how: 'end' | 'destroy'): void;
}
