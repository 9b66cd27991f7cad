/** What a channel remembers of its past: the gaps it reported, and the sessions it left. */
import { GAP_HISTORY, SESSION_HISTORY } from '../../core/generated/records.js';
import { HI, LO } from './sequence.js';

/** The last reported gaps, oldest overwritten. */
export class GapHistory {
  private readonly first = new Uint32Array(2 * GAP_HISTORY);
  private readonly last = new Uint32Array(2 * GAP_HISTORY);
  private count = 0;
  private next = 0;

  clear(): void {
    this.count = 0;
    this.next = 0;
  }

  push(first: Uint32Array, last: Uint32Array): void {
    this.first[2 * this.next + LO] = first[LO]!;
    this.first[2 * this.next + HI] = first[HI]!;
    this.last[2 * this.next + LO] = last[LO]!;
    this.last[2 * this.next + HI] = last[HI]!;
    this.next = (this.next + 1) % GAP_HISTORY;
    if (this.count < GAP_HISTORY) this.count++;
  }

  contains(sequence: Uint32Array): boolean {
    const hi = sequence[HI]!;
    const lo = sequence[LO]!;
    for (let i = 0; i < 2 * this.count; i += 2) {
      const firstHi = this.first[i + HI]!;
      const lastHi = this.last[i + HI]!;
      const fromFirst = hi > firstHi || (hi === firstHi && lo >= this.first[i + LO]!);
      const toLast = hi < lastHi || (hi === lastHi && lo <= this.last[i + LO]!);
      if (fromFirst && toLast) return true;
    }
    return false;
  }
}

/** The last sessions that were left, oldest overwritten. */
export class SessionHistory {
  private readonly parts = new Int32Array(3 * SESSION_HISTORY);
  private count = 0;
  private next = 0;

  push(session0: number, session1: number, session2: number): void {
    this.parts[3 * this.next] = session0;
    this.parts[3 * this.next + 1] = session1;
    this.parts[3 * this.next + 2] = session2;
    this.next = (this.next + 1) % SESSION_HISTORY;
    if (this.count < SESSION_HISTORY) this.count++;
  }

  contains(session0: number, session1: number, session2: number): boolean {
    for (let i = 0; i < 3 * this.count; i += 3) {
      if (this.parts[i] === session0 && this.parts[i + 1] === session1 && this.parts[i + 2] === session2) return true;
    }
    return false;
  }
}
