/** What a stream writes: handed to the kernel at once when it is free, otherwise copied once and sent in few large pieces. */
import type { Socket } from 'node:net';

const SLAB_BYTES = 65_536;
/** Slabs kept for the next time the peer is slow; the rest is given back. */
const SPARE_SLABS_MAX = 2;

interface Slab {
  readonly bytes: Buffer;
  used: number;
}

/**
 * The caller of `write` may reuse its bytes, so they are copied, once: into a slab that is free again as soon as the kernel has
 * taken it, which it usually has when `write` returns. While it has not, what follows is gathered in further slabs.
 */
export class WriteQueue {
  /** What the kernel is being given. Free while the socket holds nothing. */
  private direct: Buffer | undefined;
  private held: Slab[] = [];
  private heldBytes = 0;
  private readonly spare: Slab[] = [];
  private blocked = false;
  private ending = false;

  constructor(
    private readonly socket: Socket,
    private readonly onDrain: () => void,
  ) {}

  /** Exact, save that a piece the kernel has begun to take counts until it has the whole of it. */
  get queuedBytes(): number {
    return this.socket.writableLength + this.heldBytes;
  }

  write(bytes: Uint8Array): void {
    if (this.ending || bytes.length === 0) return;
    if (this.heldBytes > 0 || this.socket.writableLength > 0) {
      this.hold(bytes);
      return;
    }
    if (bytes.length > SLAB_BYTES) {
      this.give(Buffer.from(bytes));
      return;
    }
    const slab = (this.direct ??= Buffer.allocUnsafeSlow(SLAB_BYTES));
    slab.set(bytes);
    this.give(slab.subarray(0, bytes.length));
  }

  /** Ends the socket after everything that is queued. */
  end(): void {
    if (this.ending) return;
    this.ending = true;
    if (this.heldBytes === 0) this.socket.end();
  }

  /** The socket is gone: nothing is queued any more. */
  discard(): void {
    this.ending = true;
    this.held = [];
    this.heldBytes = 0;
    this.spare.length = 0;
  }

  private give(chunk: Buffer): void {
    this.socket.write(chunk, this.onWritten);
    if (this.socket.writableLength > 0) this.blocked = true;
  }

  private hold(bytes: Uint8Array): void {
    this.blocked = true;
    let slab = this.held.at(-1);
    if (slab === undefined || slab.bytes.length - slab.used < bytes.length) {
      slab =
        bytes.length > SLAB_BYTES
          ? { bytes: Buffer.allocUnsafeSlow(bytes.length), used: 0 }
          : (this.spare.pop() ?? { bytes: Buffer.allocUnsafeSlow(SLAB_BYTES), used: 0 });
      this.held.push(slab);
    }
    slab.bytes.set(bytes, slab.used);
    slab.used += bytes.length;
    this.heldBytes += bytes.length;
  }

  /** One function for all writes: Node then gathers its calls instead of queueing one for each. */
  private readonly onWritten = (): void => {
    if (!this.blocked || this.socket.writableLength > 0 || this.socket.destroyed) return;
    if (this.heldBytes > 0) {
      this.giveHeld();
      return;
    }
    this.blocked = false;
    this.onDrain();
  };

  private giveHeld(): void {
    const slabs = this.held;
    this.held = [];
    this.heldBytes = 0;
    this.socket.cork();
    for (const { bytes, used } of slabs) this.socket.write(bytes.subarray(0, used), this.onWritten);
    this.socket.uncork();
    if (this.ending) this.socket.end();
    // A slab that the kernel took at once may be filled again; the others are Node's until it has.
    if (this.socket.writableLength > 0) return;
    for (const slab of slabs) {
      if (this.spare.length >= SPARE_SLABS_MAX || slab.bytes.length !== SLAB_BYTES) break;
      slab.used = 0;
      this.spare.push(slab);
    }
  }
}
