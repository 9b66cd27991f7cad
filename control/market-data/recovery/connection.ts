/**
 * Keeps a client's session connected: dials, gives it bytes and time, and dials again with growing pauses. Whatever the protocol:
 * `SoupClient` and `PitchSession` are such sessions.
 */
import type { Endpoint, Stream, StreamHandler } from '../../core/streams.js';
import type { Timer, TradingWorld } from '../../core/world.js';

export interface ConnectedSession {
  readonly deadlineMs: number;
  connected(
    output: { write(bytes: Uint8Array, start: number, end: number): void; close(reason: string): void },
    nowMs: number,
  ): void;
  disconnected(): void;
  receive(bytes: Uint8Array, nowMs: number): void;
  onTime(nowMs: number): void;
}

export type ConnectionWorld = Pick<TradingWorld, 'clock' | 'timers' | 'streams'>;

const CONNECT_MS = 5000;
const PAUSE_MS = 500;
const PAUSE_MS_MAX = 30_000;
const TICK_MS = 50;

export class Connection implements StreamHandler {
  /** Connections made, and why the last one ended. */
  connections = 0;
  lastEnd = '';
  private stream: Stream | undefined;
  private attempt: { cancel(): void } | undefined;
  private readonly ticker: Timer;
  private failures = 0;
  private retryAtMs: number;
  private isClosed = false;

  /** @param afterEvent called after whatever may have changed the session's state */
  constructor(
    private readonly world: ConnectionWorld,
    private readonly remote: Endpoint,
    private readonly session: ConnectedSession,
    private readonly afterEvent: () => void,
  ) {
    this.retryAtMs = this.nowMs();
    this.ticker = world.timers.every(TICK_MS, () => this.tick());
    // Whoever opens it may be waiting.
    world.timers.soon(() => this.tick());
  }

  nowMs(): number {
    return this.world.clock.monotonicNs() / 1e6;
  }

  get isOpen(): boolean {
    return this.stream !== undefined;
  }

  /** Something useful came of this connection: the next one, should it break, is tried at once. */
  succeeded(): void {
    this.failures = 0;
  }

  /** Ends for good. */
  close(): void {
    this.isClosed = true;
    this.ticker.cancel();
    this.attempt?.cancel();
    this.stream?.end();
  }

  onOpen(stream: Stream): void {
    this.stream = stream;
    this.connections++;
    this.session.connected(
      {
        write: (bytes, start, end) => stream.write(bytes.subarray(start, end)),
        close: (reason) => {
          this.lastEnd = reason;
          stream.end();
        },
      },
      this.nowMs(),
    );
    this.afterEvent();
  }

  onData(bytes: Uint8Array): void {
    this.session.receive(bytes, this.nowMs());
    this.afterEvent();
  }

  onDrain(): void {
    // Requests are few and short: nothing waits.
  }

  onClose(end: string, detail: string): void {
    this.stream = undefined;
    this.attempt = undefined;
    if (this.lastEnd === '') this.lastEnd = `${end} ${detail}`.trim();
    this.session.disconnected();
    this.retryAtMs = this.nowMs() + Math.min(PAUSE_MS_MAX, PAUSE_MS * 2 ** this.failures);
    this.failures++;
    this.afterEvent();
  }

  private tick(): void {
    const nowMs = this.nowMs();
    if (this.stream !== undefined) {
      this.session.onTime(nowMs);
    } else if (this.attempt === undefined && !this.isClosed && nowMs >= this.retryAtMs) {
      this.lastEnd = '';
      this.attempt = this.world.streams.connect({ remote: this.remote, timeoutMs: CONNECT_MS }, this);
    }
    this.afterEvent();
  }
}
