/** Remembers the last gaps that an engine reported, whether they are closed later or not. */
import type { GapStatus } from '../core/status/schema.js';
import type { Clock } from '../core/world.js';

const KEPT = 50;

export class GapLog {
  total = 0;
  messages = 0;
  private readonly kept: GapStatus[] = [];

  constructor(private readonly clock: Pick<Clock, 'epochMs'>) {}

  /** Newest first. */
  recent(count: number): GapStatus[] {
    return this.kept.slice(-count).reverse();
  }

  onGap(channel: number, first: number, last: number): void {
    const messages = last - first + 1;
    this.total += 1;
    this.messages += messages;
    this.kept.push({ channel, first: String(first), last: String(last), messages, atEpochMs: this.clock.epochMs() });
    if (this.kept.length > KEPT) this.kept.shift();
  }
}
