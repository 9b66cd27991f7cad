/**
 * The client's side of a TCP session of Cboe's gap request proxy or spin server: unsequenced unit blocks, login first, heartbeats both ways.
 * Pure logic: bytes, time (in monotonic milliseconds) and connections are given to it.
 */
import type { FieldsOf, MessageLayout } from '../../protocols/layout.js';
import { getPitch, putPitch } from '../../protocols/pitch2/codec.js';
import { pitchRecovery } from '../../protocols/pitch2/messages.js';
import { nextPitchMessage, UNIT_HEADER_BYTES, UnitBlock, UnitFault, UnitWriter } from '../../protocols/pitch2/unit.js';

export interface PitchLogin {
  readonly sessionSubId: string;
  readonly username: string;
  readonly password: string;
}

/** The connection, as the session sees it. `close` leads to `disconnected` in a later turn. */
export interface PitchOutput {
  /** Copies the bytes. */
  write(bytes: Uint8Array, start: number, end: number): void;
  close(reason: string): void;
}

export interface PitchSessionHandler {
  onLogin(): void;
  /** The status of the server: not authorized, session in use, invalid session. It closes the connection. */
  onRefused(status: string): void;
  /** A message of the proxy or of the spin server. */
  onReply(name: keyof typeof pitchRecovery, fields: Readonly<Record<string, number | bigint | string>>): void;
  /** A message of the feed, valid during the call. */
  onFeedMessage(bytes: Uint8Array, at: number, length: number): void;
  /** What has no place in the stream; the connection is closed. */
  onBreach(text: string): void;
}

const HEARTBEAT_MS = 1000;
const DEAD_MS = 5000;
const BLOCK_BYTES_MAX = 65_535;

export class PitchSession {
  isLoggedIn = false;
  private readonly block = new UnitBlock();
  private readonly writer = new UnitWriter(0, UNIT_HEADER_BYTES + 255);
  private readonly partial = new Uint8Array(BLOCK_BYTES_MAX);
  private partialBytes = 0;
  private output: PitchOutput | undefined;
  private lastSentMs = 0;
  private lastReceivedMs = 0;

  constructor(
    private readonly login: PitchLogin,
    private readonly handler: PitchSessionHandler,
  ) {}

  /** Monotonic milliseconds of the next time to call `onTime`. */
  get deadlineMs(): number {
    if (this.output === undefined) return Infinity;
    const dead = this.lastReceivedMs + DEAD_MS;
    return this.isLoggedIn ? Math.min(this.lastSentMs + HEARTBEAT_MS, dead) : dead;
  }

  connected(output: PitchOutput, nowMs: number): void {
    this.output = output;
    this.partialBytes = 0;
    this.isLoggedIn = false;
    this.lastReceivedMs = nowMs;
    this.send(pitchRecovery.Login, { ...this.login, filler: '' }, nowMs);
    this.writer.bytes.fill(0);
  }

  disconnected(): void {
    this.output = undefined;
    this.isLoggedIn = false;
  }

  /** One message in a block of its own, unit 0. */
  send<Layout extends MessageLayout>(layout: Layout, fields: FieldsOf<Layout>, nowMs: number): void {
    const { writer } = this;
    writer.added(putPitch(writer.bytes, writer.end, layout, fields));
    this.flush(nowMs);
  }

  onTime(nowMs: number): void {
    if (this.output === undefined || nowMs < this.deadlineMs) return;
    if (nowMs >= this.lastReceivedMs + DEAD_MS) {
      this.lastReceivedMs = nowMs;
      this.output.close('nothing was heard from the server');
    } else {
      this.flush(nowMs);
    }
  }

  /** Sends what the writer has: a message, or, with none, a heartbeat. */
  private flush(nowMs: number): void {
    this.lastSentMs = nowMs;
    const end = this.writer.finish(0);
    this.output?.write(this.writer.bytes, 0, end);
  }

  receive(bytes: Uint8Array, nowMs: number): void {
    this.lastReceivedMs = nowMs;
    for (let at = 0; at < bytes.length && this.output !== undefined;) {
      const taken = this.fill(bytes, at);
      if (taken === 0) return;
      at += taken;
    }
  }

  /** Takes bytes of one block; returns how many, 0 after a breach. */
  private fill(bytes: Uint8Array, at: number): number {
    const { partial } = this;
    const wanted = this.partialBytes < 2 ? 2 : partial[0]! | (partial[1]! << 8);
    const taken = Math.min(wanted - this.partialBytes, bytes.length - at);
    for (let i = 0; i < taken; i++) partial[this.partialBytes + i] = bytes[at + i]!;
    this.partialBytes += taken;
    if (this.partialBytes < 2) return taken;
    const length = partial[0]! | (partial[1]! << 8);
    if (length < UNIT_HEADER_BYTES) {
      this.breach(`a block of ${length} bytes`);
      return 0;
    }
    if (this.partialBytes === length) {
      this.partialBytes = 0;
      this.take(length);
    }
    return taken;
  }

  private take(length: number): void {
    const { block, partial } = this;
    if (block.open(partial, 0, length) !== UnitFault.none) {
      this.breach('a block whose messages do not fill it');
      return;
    }
    let at = block.start;
    for (let left = block.count; left > 0 && this.output !== undefined; left--) {
      const next = nextPitchMessage(partial, at);
      this.message(at, next - at);
      at = next;
    }
  }

  private message(at: number, length: number): void {
    const { partial, handler } = this;
    const reply = getPitch(partial, at, 'recovery');
    if (reply === undefined) {
      handler.onFeedMessage(partial, at, length);
      return;
    }
    if (reply.name !== 'LoginResponse') {
      handler.onReply(reply.name as keyof typeof pitchRecovery, reply.fields);
      return;
    }
    const status = String(reply.fields['status']);
    this.isLoggedIn = status === 'A';
    if (this.isLoggedIn) handler.onLogin();
    else handler.onRefused(status);
  }

  private breach(text: string): void {
    this.handler.onBreach(text);
    this.output?.close(text);
    this.output = undefined;
    this.isLoggedIn = false;
  }
}
