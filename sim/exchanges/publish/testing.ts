/** What tests of publishers and their servers share: a world with an exchange and a client in it, and readers of its own. */
import type { Stream, StreamHandler } from '../../../control/core/streams.js';
import type { Logger } from '../../../control/core/logging.js';

/** A logger that remembers what was refused. */
export class RememberingLogger implements Logger {
  readonly lines: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[] = [];

  debug(): void {
    // Not of interest.
  }

  info(event: string, fields: object = {}): void {
    this.lines.push({ event, fields: { ...fields } });
  }

  warn(event: string, fields: object = {}): void {
    this.info(event, fields);
  }

  error(event: string, fields: object = {}): void {
    this.info(event, fields);
  }

  child(): Logger {
    return this;
  }

  /** Reasons of refusals, in order. */
  get refusals(): unknown[] {
    return this.lines.filter(({ event }) => event === 'refused').map(({ fields }) => fields['reason']);
  }
}

/** One end of a TCP connection that keeps every byte it got. */
export class TcpEnd implements StreamHandler {
  stream: Stream | undefined;
  isClosed = false;
  bytes = Buffer.alloc(0);

  /** @param onBytes called after each piece, with everything that was not taken */
  constructor(private readonly onBytes: (end: TcpEnd) => void = () => undefined) {}

  onOpen(stream: Stream): void {
    this.stream = stream;
  }

  onData(bytes: Uint8Array): void {
    this.bytes = Buffer.concat([this.bytes, bytes]);
    this.onBytes(this);
  }

  onDrain(): void {
    // Tests send little.
  }

  onClose(): void {
    this.isClosed = true;
  }

  /** Takes the first so many bytes out. */
  take(length: number): Buffer {
    const taken = this.bytes.subarray(0, length);
    this.bytes = this.bytes.subarray(length);
    return Buffer.from(taken);
  }
}
