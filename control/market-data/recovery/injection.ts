/** Answers on their way into the engine: those that find no room in its ring wait for the next turn, a bounded number of them. */
import type { FeedSource } from '../../core/feed.js';

export type InjectTarget = Required<Pick<FeedSource, 'inject'>>;

/** Answers that wait; what comes beyond is dropped, and asked for again by its time-out. */
const WAITING_MAX = 64;

export class Injection {
  /** Answers that found no room at all. */
  dropped = 0;
  private readonly waiting: { readonly channel: number; readonly packet: Uint8Array }[] = [];

  constructor(private readonly target: InjectTarget) {}

  /** Takes a packet, which is copied when it must wait. False: it was dropped. */
  take(channel: number, packet: Uint8Array): boolean {
    if (this.waiting.length === 0 && this.target.inject(channel, packet, packet.length)) return true;
    if (this.waiting.length >= WAITING_MAX) {
      this.dropped++;
      return false;
    }
    this.waiting.push({ channel, packet: packet.slice() });
    return true;
  }

  /** To be called from time to time: the ring may have room again. */
  retry(): void {
    for (;;) {
      const next = this.waiting[0];
      if (next === undefined || !this.target.inject(next.channel, next.packet, next.packet.length)) return;
      this.waiting.shift();
    }
  }

  get isWaiting(): boolean {
    return this.waiting.length > 0;
  }
}
