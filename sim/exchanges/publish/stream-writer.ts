/** Writes to a connection in large pieces: many short messages become one write. Copies what it takes. */
import type { Stream } from '../../../control/core/streams.js';

const PIECE_BYTES = 32_768;

export class StreamWriter {
  private readonly piece = new Uint8Array(PIECE_BYTES);
  private used = 0;

  constructor(
    private readonly stream: Stream,
    private readonly queuedBytesMax: number,
  ) {}

  /** False: enough is queued; the stream's `onDrain` says when it has gone. */
  get hasRoom(): boolean {
    return this.stream.queuedBytes + this.used < this.queuedBytesMax;
  }

  write(bytes: Uint8Array, start: number, end: number): void {
    const { piece } = this;
    for (let at = start; at < end;) {
      if (this.used === PIECE_BYTES) this.flush();
      const length = Math.min(end - at, PIECE_BYTES - this.used);
      for (let i = 0; i < length; i++) piece[this.used + i] = bytes[at + i] as number;
      this.used += length;
      at += length;
    }
  }

  flush(): void {
    if (this.used === 0) return;
    this.stream.write(this.piece.subarray(0, this.used));
    this.used = 0;
  }
}
