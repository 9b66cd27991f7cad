/** What the arbiter says, in order: messages, gaps, sessions and ends. Sequence numbers are valid only during the call. */
export interface ArbiterOutput {
  /**
   * A message is handed up, also an empty one (length 0). `ingress[ingressAt]` is its frame's start in beats.
   */
  onMessage(
    sequence: Uint32Array,
    bytes: Uint8Array,
    at: number,
    length: number,
    port: number,
    ingress: Float64Array,
    ingressAt: number,
  ): void;
  /** A message of a packet with sequence 0; never an empty one. */
  onUnsequenced(
    bytes: Uint8Array,
    at: number,
    length: number,
    port: number,
    ingress: Float64Array,
    ingressAt: number,
  ): void;
  /** An injected message inside a reported gap: emitted at once, out of order. */
  onRecovered(
    sequence: Uint32Array,
    bytes: Uint8Array,
    at: number,
    length: number,
    ingress: Float64Array,
    ingressAt: number,
  ): void;
  /** `first` to `last` are missing. */
  onGap(first: Uint32Array, last: Uint32Array, byDepth: boolean): void;
  /** A new session, as big-endian numbers of 4, 4 and 2 bytes, begins at `sequence`. */
  onSession(sequence: Uint32Array, session0: number, session1: number, session2: number): void;
  /** The numbers start again, without a new session: what was known of the stream before counts no more. */
  onRestart(): void;
  onEnd(expected: Uint32Array): void;
  /** A copy that is not delivered. */
  onDuplicate(port: number): void;
  onLate(port: number): void;
}
