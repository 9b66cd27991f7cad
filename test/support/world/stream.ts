/** One end of a simulated TCP connection. */
import { copyOf } from './copies.js';
import type { Endpoint, Stream, StreamEnd, StreamHandler } from '../../../control/core/streams.js';
import type { Entry } from './agenda.js';
import type { Connection } from './connection.js';
import type { VirtualHost } from './host.js';
import type { Link } from './link.js';
import type { Pipe, Segment } from './pipe.js';
import type { VirtualProcess } from './process.js';

/** At most so many bytes come with one `onData`, as from a kernel. */
const READ_BYTES_MAX = 65_536;
/** What delivered bytes become after the call: whoever kept them finds this. */
const POISON = 0xdd;

const scratch = new Uint8Array(READ_BYTES_MAX);

/**
 * `waiting`: no connection yet; `open`; `ending`: we have ended, or the peer has, and what is queued still goes out; `closed`: the
 * owner is being told; a kernel that is asked about the connection then does not know it.
 */
type State = 'waiting' | 'open' | 'ending' | 'closed';

export class VirtualStream implements Stream {
  peerSubject: string | undefined;
  #connection: Connection | undefined;
  #out: Pipe | undefined;
  #in: Pipe | undefined;
  #state: State = 'waiting';
  #process: VirtualProcess | undefined;
  #handler: StreamHandler | undefined;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #hasSentFin = false;
  #received: Uint8Array[] = [];
  #receivedBytes = 0;
  #delivery: Entry | undefined;
  #isPaused = false;
  /** How it ends when everything received has been read. */
  #endReceived: 'fin' | 'reset' | undefined;

  constructor(
    readonly host: VirtualHost,
    readonly local: Endpoint,
    readonly remote: Endpoint,
    private readonly link: Link,
  ) {}

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  get isWaiting(): boolean {
    return this.#state === 'waiting';
  }

  /** The kernel has forgotten it. An end that is not attached yet is not gone: its host may still accept. */
  get isGone(): boolean {
    return this.#state === 'closed';
  }

  /** There is a connection: the ways out of and into this end. */
  join(connection: Connection, out: Pipe, into: Pipe): void {
    this.#connection = connection;
    this.#out = out;
    this.#in = into;
  }

  /** Gives the end its owner. */
  attach(process: VirtualProcess, handler: StreamHandler): void {
    this.#process = process;
    this.#handler = handler;
    process.openStreams.add(this);
  }

  open(): void {
    this.#state = 'open';
    this.#handler?.onOpen(this);
  }

  write(bytes: Uint8Array): void {
    this.#process?.mustLive();
    if (this.#state !== 'open' || this.#hasSentFin || bytes.length === 0) return;
    const taken = this.#queuedBytes === 0 ? this.#out!.take(bytes) : 0;
    if (taken === bytes.length) return;
    this.#queue.push(copyOf(bytes.subarray(taken)));
    this.#queuedBytes += bytes.length - taken;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#deliverIn(0);
  }

  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ending';
    this.#finishWhenSent();
  }

  destroy(): void {
    if (this.#state === 'closed' || this.#process?.isAlive !== true) return;
    this.#reset();
    this.#close('destroyed', 'closed');
  }

  /** It will not come about. */
  refuse(detail: string): void {
    if (this.#state === 'waiting') this.#close('refused', detail);
  }

  /** Nobody wants it: the other end sees a reset. */
  reject(): void {
    this.#reset();
    this.#forget();
  }

  /** The owner was killed: the kernel ends what is left, in order or not, and the owner hears nothing of it. */
  abandon(): void {
    if (this.#state === 'closed') return;
    // With unread bytes a kernel resets; otherwise it sends what it had taken, and ends. Either may be lost on the way.
    if (this.#receivedBytes > 0 || this.link.chance(0.5)) this.#reset();
    else if (!this.#hasSentFin) this.#out?.sendFin();
    this.#forget();
  }

  /** The host lost its power: what had left may arrive, and nobody says anything. */
  vanish(): void {
    if (this.#state === 'closed') return;
    this.#out?.lose();
    this.#out?.abandon();
    this.#forget();
  }

  /** There is room in the kernel again. */
  onRoom(): void {
    if (this.#state === 'closed' || this.#queuedBytes === 0) return;
    while (this.#queue.length > 0) {
      const first = this.#queue[0]!;
      const taken = this.#out!.take(first);
      this.#queuedBytes -= taken;
      if (taken < first.length) {
        this.#queue[0] = first.subarray(taken);
        return;
      }
      this.#queue.shift();
    }
    if (this.#state === 'ending') this.#finishWhenSent();
    else this.#handler?.onDrain();
  }

  /** Something came from the network. `deliver` follows. */
  onSegment(segment: Segment): void {
    if (this.#state === 'closed') return;
    switch (segment.kind) {
      case 'data':
        if (this.#endReceived !== undefined) return;
        this.#received.push(segment.bytes);
        this.#receivedBytes += segment.bytes.length;
        return;
      case 'fin':
        this.#endReceived ??= 'fin';
        return;
      case 'reset':
        this.onReset('ECONNRESET');
        return;
      case 'open':
        this.host.onConnection(this);
    }
  }

  /** The connection broke. What was received and not read may still be read, or not. */
  onReset(detail: string): void {
    if (this.#state === 'closed') return;
    if (this.#receivedBytes > 0 && !this.#isPaused && this.link.chance(0.5)) {
      this.#endReceived = 'reset';
      this.#deliverIn(0);
    } else {
      this.#out?.abandon();
      this.#close('reset', detail);
    }
  }

  /** Hands the owner what there is. It is the last thing that happens in an event: the owner may do what it likes. */
  deliver(): void {
    if (this.#delivery !== undefined || this.#isPaused || this.#state === 'waiting' || this.#state === 'closed') return;
    if (this.#receivedBytes === 0) {
      if (this.#endReceived !== undefined) this.#onEnd();
      return;
    }
    const { conditions } = this.link;
    let bytes = Math.min(this.#receivedBytes, READ_BYTES_MAX);
    const isSplit = bytes > 1 && this.link.chance(conditions.splitChance);
    if (isSplit) bytes = 1 + this.link.below(bytes - 1);
    const piece = this.#takeReceived(bytes);
    this.#in!.read(bytes);
    if (this.link.takeCorruption()) {
      const at = this.link.below(bytes);
      piece[at] = (piece[at]! + 1 + this.link.below(255)) & 0xff;
    }
    if (this.#receivedBytes > 0 || this.#endReceived !== undefined) {
      this.#deliverIn(isSplit ? this.link.below(Math.floor(conditions.splitDelayMs * 1e6) + 1) : 0);
    }
    this.#handler!.onData(piece);
    piece.fill(POISON);
  }

  #takeReceived(bytes: number): Uint8Array {
    let at = 0;
    while (at < bytes) {
      const first = this.#received[0]!;
      const part = Math.min(first.length, bytes - at);
      scratch.set(part === first.length ? first : first.subarray(0, part), at);
      if (part === first.length) this.#received.shift();
      else this.#received[0] = first.subarray(part);
      at += part;
    }
    this.#receivedBytes -= bytes;
    return scratch.subarray(0, bytes);
  }

  #deliverIn(delayNs: number): void {
    if (this.#state === 'waiting' || this.#state === 'closed') return;
    this.#delivery ??= this.host.world.at(delayNs, this.#process, () => {
      this.#delivery = undefined;
      this.deliver();
    });
  }

  #onEnd(): void {
    if (this.#endReceived === 'reset') {
      this.#close('reset', 'ECONNRESET');
      return;
    }
    // As with Node's sockets the other direction ends too, when what is queued has gone.
    if (this.#state === 'open') this.#state = 'ending';
    this.#finishWhenSent();
  }

  #finishWhenSent(): void {
    if (this.#queuedBytes > 0) return;
    if (!this.#hasSentFin) {
      this.#hasSentFin = true;
      this.#out!.sendFin();
    }
    if (this.#endReceived === 'fin' && this.#receivedBytes === 0) this.#close('ended', 'closed by the peer');
  }

  #reset(): void {
    this.#out?.lose();
    this.#out?.sendReset();
    this.#out?.abandon();
  }

  #close(end: StreamEnd, detail: string): void {
    const process = this.#process;
    const handler = this.#handler;
    this.#forget();
    this.host.world.at(0, process, () => handler?.onClose(end, detail));
  }

  #forget(): void {
    this.#state = 'closed';
    this.#queue = this.#received = [];
    this.#queuedBytes = this.#receivedBytes = 0;
    if (this.#delivery !== undefined) this.host.world.cancel(this.#delivery);
    this.#delivery = undefined;
    this.#process?.openStreams.delete(this);
    this.#connection?.forgetWhenOver();
  }
}
