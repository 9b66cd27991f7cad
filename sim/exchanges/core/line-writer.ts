/** Writes lines of JSON: all that one callback says goes in one piece, because each piece costs both ends a call of the system and wakes the reader. */
import type { Stream } from '../../../control/core/streams.js';
import type { Timers } from '../../../control/core/world.js';

/** More than that goes at once, so that whoever asks how much is queued hears of it. */
const HELD_MAX = 16_384;
const encoder = new TextEncoder();

export class LineWriter {
  private held = '';

  constructor(
    private readonly timers: Pick<Timers, 'soon'>,
    private readonly stream: Pick<Stream, 'write' | 'end'>,
  ) {}

  send(message: object): void {
    if (this.held === '') this.timers.soon(this.flush);
    this.held += `${JSON.stringify(message)}\n`;
    if (this.held.length >= HELD_MAX) this.flush();
  }

  /** Ends the stream behind what was said. */
  end(): void {
    this.flush();
    this.stream.end();
  }

  private readonly flush = (): void => {
    if (this.held === '') return;
    const bytes = encoder.encode(this.held);
    this.held = '';
    this.stream.write(bytes);
  };
}
