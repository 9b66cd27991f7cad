/**
 * The server's side of a connection of the gap request proxy or the spin server: unsequenced unit blocks, login first, heartbeats both ways.
 * Everything that has no place is refused with a reason and ends the connection.
 */
import type { Stream, StreamHandler } from '../../../control/core/streams.js';
import type { Clock } from '../../../control/core/world.js';
import type { FieldsOf, MessageLayout } from '../../../control/protocols/layout.js';
import { getPitch, putPitch } from '../../../control/protocols/pitch2/codec.js';
import { pitchRecovery } from '../../../control/protocols/pitch2/messages.js';
import {
  nextPitchMessage,
  UNIT_HEADER_BYTES,
  UnitBlock,
  UnitFault,
  UnitWriter,
} from '../../../control/protocols/pitch2/unit.js';
import { StreamWriter } from './stream-writer.js';

export interface PitchTimers {
  /** A side that sent nothing for so long sends a heartbeat. */
  readonly heartbeatMs: number;
  /** A side from which nothing came for so long, or no login, is given up. */
  readonly deadMs: number;
}

export const PITCH_TIMERS: PitchTimers = { heartbeatMs: 1000, deadMs: 5000 };

export interface PitchSessionHandler {
  /** Status of the Login Response; anything but `A` ends the connection. */
  login(session: PitchSession, login: FieldsOf<typeof pitchRecovery.Login>): string;
  /** A message after login. False: it has no place here. */
  request(session: PitchSession, name: string, fields: Readonly<Record<string, number | bigint | string>>): boolean;
  /** There is room again for what did not fit. */
  drained(session: PitchSession): void;
  refused(session: PitchSession, reason: string, fields: object): void;
  closed(session: PitchSession, why: string): void;
}

/** Clients send short messages only: a block that claims more is damage. */
const CLIENT_BLOCK_BYTES_MAX = 512;
const QUEUED_BYTES_MAX = 1 << 20;

export class PitchSession implements StreamHandler {
  isLoggedIn = false;
  /** Who logged in, for the log and for one session a user. */
  user = '';
  private stream: Stream | undefined;
  private writer: StreamWriter | undefined;
  private readonly block = new UnitBlock();
  private readonly single = new UnitWriter(0, UNIT_HEADER_BYTES + 255);
  private readonly partial = new Uint8Array(CLIENT_BLOCK_BYTES_MAX);
  private partialBytes = 0;
  private lastSentNs: number;
  private lastReceivedNs: number;
  private isClosing = false;
  private why = 'the client closed';

  constructor(
    private readonly clock: Clock,
    private readonly handler: PitchSessionHandler,
    private readonly timers: PitchTimers,
    readonly remote: string,
  ) {
    this.lastSentNs = clock.monotonicNs();
    this.lastReceivedNs = this.lastSentNs;
  }

  get isOpen(): boolean {
    return this.stream !== undefined && !this.isClosing;
  }

  get hasRoom(): boolean {
    return this.writer?.hasRoom ?? false;
  }

  onOpen(stream: Stream): void {
    this.stream = stream;
    this.writer = new StreamWriter(stream, QUEUED_BYTES_MAX);
  }

  onData(bytes: Uint8Array): void {
    // A login that is dripped in byte by byte is still late.
    if (this.isLoggedIn) this.lastReceivedNs = this.clock.monotonicNs();
    for (let at = 0; at < bytes.length && this.isOpen;) at += this.fill(bytes, at);
    this.writer?.flush();
  }

  onDrain(): void {
    this.handler.drained(this);
  }

  onClose(): void {
    this.stream = undefined;
    this.handler.closed(this, this.why);
  }

  tick(): void {
    if (!this.isOpen) return;
    const nowNs = this.clock.monotonicNs();
    if (nowNs - this.lastReceivedNs >= this.timers.deadMs * 1e6) {
      this.close(this.isLoggedIn ? 'nothing was heard from the client' : 'no login came');
    } else if (nowNs - this.lastSentNs >= this.timers.heartbeatMs * 1e6) this.send(this.single, 0);
  }

  /** One message in a block of its own, unit 0. */
  reply<Layout extends MessageLayout>(layout: Layout, fields: FieldsOf<Layout>): void {
    const { single } = this;
    single.added(putPitch(single.bytes, single.end, layout, fields));
    this.send(single, 0);
  }

  /** Sends a block, which starts anew. Goes out with `flush` at the latest. */
  send(block: UnitWriter, sequence: number): void {
    this.lastSentNs = this.clock.monotonicNs();
    const end = block.finish(sequence);
    this.writer?.write(block.bytes, 0, end);
    if (block === this.single) this.writer?.flush();
  }

  flush(): void {
    this.writer?.flush();
  }

  close(why: string): void {
    if (!this.isOpen) return;
    this.isClosing = true;
    this.why = why;
    this.writer?.flush();
    this.stream?.end();
  }

  /** Takes bytes of one block; returns how many. */
  private fill(bytes: Uint8Array, at: number): number {
    const { partial } = this;
    const wanted = this.partialBytes < 2 ? 2 : (partial[0] as number) | ((partial[1] as number) << 8);
    const taken = Math.min(wanted - this.partialBytes, bytes.length - at);
    partial.set(bytes.subarray(at, at + taken), this.partialBytes);
    this.partialBytes += taken;
    if (this.partialBytes < 2) return taken;
    const length = (partial[0] as number) | ((partial[1] as number) << 8);
    if (length < UNIT_HEADER_BYTES || length > CLIENT_BLOCK_BYTES_MAX) this.breach('block length', { length });
    else if (this.partialBytes === length) {
      this.partialBytes = 0;
      this.take(length);
    }
    return taken;
  }

  private take(length: number): void {
    const { block, partial } = this;
    const fault = block.open(partial, 0, length);
    if (fault !== UnitFault.none) {
      this.breach('block', { fault });
      return;
    }
    if (block.unit !== 0 || block.sequence !== 0) {
      this.breach('sequenced block', { unit: block.unit, sequence: block.sequence });
      return;
    }
    let at = block.start;
    for (let left = block.count; left > 0 && this.isOpen; left--) {
      const next = nextPitchMessage(partial, at);
      this.message(at, next - at);
      at = next;
    }
  }

  private message(at: number, length: number): void {
    const { partial } = this;
    const message = getPitch(partial, at, 'recovery');
    if (message === undefined || length !== pitchRecovery[message.name as keyof typeof pitchRecovery].bytes) {
      this.breach('message', { type: `0x${(partial[at + 1] as number).toString(16)}`, length });
      return;
    }
    const { name, fields } = message;
    if (name === 'Login') {
      this.takeLogin(fields as unknown as FieldsOf<typeof pitchRecovery.Login>);
      return;
    }
    if (!this.isLoggedIn) this.breach('not logged in', { message: name });
    else if (!this.handler.request(this, name, fields)) this.breach('message', { message: name });
  }

  private takeLogin(login: FieldsOf<typeof pitchRecovery.Login>): void {
    if (this.isLoggedIn) {
      this.breach('second login', {});
      return;
    }
    const status = this.handler.login(this, login);
    this.isLoggedIn = status === 'A';
    this.reply(pitchRecovery.LoginResponse, { status });
    if (this.isLoggedIn) this.lastReceivedNs = this.clock.monotonicNs();
    else this.close(`login refused: ${status}`);
  }

  private breach(reason: string, fields: object): void {
    this.handler.refused(this, reason, fields);
    this.close(reason);
  }
}
