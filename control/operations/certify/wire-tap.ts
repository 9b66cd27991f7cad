/**
 * Streams that are listened to: every message is noted as it crosses the line (behind TLS, before the session), and a line can be made silent in either
 * direction, or cut, which is how recovery is shown. Knows no protocol: a reader says what the bytes mean.
 */
import type { ConnectOptions, Endpoint, Stream, StreamEnd, StreamHandler, Streams } from '../../core/streams.js';
import type { Conversation, WireDirection, WireReading } from './conversation.js';

/** Reads one connection, both directions. */
export interface WireReader {
  /** The session, as far as it is known: what notes about the connection say. */
  readonly session: string;
  /** The messages that are whole now. The bytes are valid during the call only. */
  read(direction: WireDirection, bytes: Uint8Array): readonly WireReading[];
}

const HELD_BYTES_MAX = 16 * 1024 * 1024;

export class WireTap implements Streams {
  private readonly connections = new Set<TappedConnection>();

  /** @param readerOf undefined: this connection is none of our business, and passes through */
  constructor(
    private readonly inner: Streams,
    private readonly conversation: Conversation,
    private readonly readerOf: (options: ConnectOptions) => WireReader | undefined,
  ) {}

  connect(options: ConnectOptions, handler: StreamHandler): { cancel(): void } {
    const reader = this.readerOf(options);
    if (reader === undefined) return this.inner.connect(options, handler);
    const connection = new TappedConnection(handler, reader, this.conversation, () => {
      this.connections.delete(connection);
    });
    this.connections.add(connection);
    return this.inner.connect(options, connection);
  }

  listen(...args: Parameters<Streams['listen']>): ReturnType<Streams['listen']> {
    return this.inner.listen(...args);
  }

  /** What comes is kept back, and what we send too where asked for. `session` is the beginning of its name. */
  hold(session: string, direction: WireDirection): void {
    for (const each of this.of(session)) each.hold(direction);
  }

  /** What was kept back goes on, in order. */
  release(session: string): void {
    for (const each of this.of(session)) each.release();
  }

  /** Breaks the connections of a session at once: what was kept back is lost. How many there were. */
  cut(session: string): number {
    const found = this.of(session);
    for (const each of found) each.cut();
    return found.length;
  }

  private of(session: string): TappedConnection[] {
    return [...this.connections].filter((each) => each.session.startsWith(session));
  }
}

class TappedConnection implements StreamHandler, Stream {
  private stream: Stream | undefined;
  private isClosed = false;
  private readonly held: Readonly<Record<WireDirection, Uint8Array[]>> = { sent: [], received: [] };
  private readonly isHeld: Record<WireDirection, boolean> = { sent: false, received: false };
  private heldBytes = 0;

  constructor(
    private readonly owner: StreamHandler,
    private readonly reader: WireReader,
    private readonly conversation: Conversation,
    private readonly closed: () => void,
  ) {}

  get session(): string {
    return this.reader.session;
  }

  hold(direction: WireDirection): void {
    this.isHeld[direction] = true;
    this.note('test', direction === 'received' ? 'what arrives is kept from us' : 'what we send is kept back');
  }

  release(): void {
    const { held, isHeld } = this;
    if (!isHeld.sent && !isHeld.received) return;
    isHeld.sent = isHeld.received = false;
    this.heldBytes = 0;
    this.note('test', 'what was kept back goes on');
    for (const bytes of held.sent.splice(0)) this.pass(bytes);
    for (const bytes of held.received.splice(0)) if (!this.isClosed) this.owner.onData(bytes);
  }

  cut(): void {
    this.note('test', 'the connection is cut');
    this.stream?.destroy();
  }

  // The stream's side

  onOpen(stream: Stream): void {
    this.stream = stream;
    const { host, port } = stream.remote;
    this.note('opened', `connected to ${host}:${port}`);
    this.owner.onOpen(this);
  }

  onData(bytes: Uint8Array): void {
    // Noted when it arrives, also while it is kept from us.
    this.tell('received', bytes);
    if (this.isHeld.received) this.keep('received', bytes);
    else this.owner.onData(bytes);
  }

  onDrain(): void {
    this.owner.onDrain();
  }

  onClose(end: StreamEnd, detail: string): void {
    this.isClosed = true;
    this.closed();
    this.note('closed', `${end}${detail === '' ? '' : `: ${detail}`}`);
    this.owner.onClose(end, detail);
  }

  // The owner's side

  get local(): Endpoint {
    return this.stream!.local;
  }

  get remote(): Endpoint {
    return this.stream!.remote;
  }

  get peerSubject(): string | undefined {
    return this.stream?.peerSubject;
  }

  get queuedBytes(): number {
    return (this.stream?.queuedBytes ?? 0) + (this.isHeld.sent ? this.heldBytes : 0);
  }

  write(bytes: Uint8Array): void {
    if (this.isHeld.sent) this.keep('sent', bytes);
    else this.pass(bytes);
  }

  pause(): void {
    this.stream?.pause();
  }

  resume(): void {
    this.stream?.resume();
  }

  end(): void {
    this.release();
    this.stream?.end();
  }

  destroy(): void {
    this.stream?.destroy();
  }

  private pass(bytes: Uint8Array): void {
    this.tell('sent', bytes);
    this.stream?.write(bytes);
  }

  private keep(direction: WireDirection, bytes: Uint8Array): void {
    this.heldBytes += bytes.length;
    if (this.heldBytes > HELD_BYTES_MAX) this.cut();
    else this.held[direction].push(bytes.slice());
  }

  private tell(direction: WireDirection, bytes: Uint8Array): void {
    for (const reading of this.reader.read(direction, bytes)) this.conversation.add(direction, reading);
  }

  private note(kind: string, text: string): void {
    this.conversation.note(this.session, kind, text);
  }
}
