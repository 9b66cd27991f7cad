/** The way out of a session: one connection, seen from the session's side. */
export interface SessionOutput {
  /** Copies the bytes. They leave after the journal has committed what was saved before, in order, or never. */
  write(bytes: Uint8Array, start: number, end: number): void;
  /** False: enough is queued for now. Replays pause; heartbeats and live messages do not. */
  readonly hasRoom: boolean;
  /** Ends the connection: after what is written, or at once. `disconnected` follows in a later turn. */
  close(how: 'flush' | 'now', reason: string): void;
}
