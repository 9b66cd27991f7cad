/** What a channel remembers of its past: the gaps it reported, and the sessions it left. */
import { GAP_HISTORY, SESSION_HISTORY } from '../../core/generated/records.js';
import { distance, FAR, HI, LO, newSequence } from './sequence.js';

/** How far apart two messages of one gap may be recovered out of order: a power of two. */
const CLAIM_SPAN = 4096;
const CLAIM_WORDS = CLAIM_SPAN / 32;

/** The last reported gaps, oldest overwritten, and which of their messages have been recovered. */
export class GapHistory {
  private readonly first = new Uint32Array(2 * GAP_HISTORY);
  private readonly last = new Uint32Array(2 * GAP_HISTORY);
  /** Of each gap: messages before this one, counted from its first, can no longer be claimed. */
  private readonly claimBase = new Int32Array(GAP_HISTORY);
  /** Of each gap: one bit for every message within the span behind `claimBase`, by the low bits of its place. */
  private readonly claimed = new Int32Array(GAP_HISTORY * CLAIM_WORDS);
  private readonly scratch = newSequence();
  private count = 0;
  private next = 0;

  clear(): void {
    this.count = 0;
    this.next = 0;
  }

  push(first: Uint32Array, last: Uint32Array): void {
    const { next } = this;
    this.first[2 * next + LO] = first[LO]!;
    this.first[2 * next + HI] = first[HI]!;
    this.last[2 * next + LO] = last[LO]!;
    this.last[2 * next + HI] = last[HI]!;
    this.claimBase[next] = 0;
    this.claimed.fill(0, next * CLAIM_WORDS, (next + 1) * CLAIM_WORDS);
    this.next = (next + 1) % GAP_HISTORY;
    if (this.count < GAP_HISTORY) this.count++;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  contains(sequence: Uint32Array): boolean {
    return this.find(sequence) >= 0;
  }

  /**
   * True once for every message of a reported gap: the caller emits it. Of messages more than `CLAIM_SPAN` apart the later one ends
   * the claim on the earlier.
   */
  claim(sequence: Uint32Array): boolean {
    const gap = this.find(sequence);
    if (gap < 0) return false;
    this.scratch[LO] = this.first[2 * gap + LO]!;
    this.scratch[HI] = this.first[2 * gap + HI]!;
    const place = distance(sequence, this.scratch);
    if (place === FAR || place < this.claimBase[gap]!) return false;
    this.moveSpan(gap, place);
    const bit = place & (CLAIM_SPAN - 1);
    const word = gap * CLAIM_WORDS + (bit >> 5);
    if (((this.claimed[word]! >>> (bit & 31)) & 1) !== 0) return false;
    this.claimed[word] = this.claimed[word]! | (1 << (bit & 31));
    return true;
  }

  /** Moves the span on until it has `place`, and forgets what falls out of it. */
  private moveSpan(gap: number, place: number): void {
    const from = this.claimBase[gap]!;
    const to = place - CLAIM_SPAN + 1;
    if (to <= from) return;
    if (to - from >= CLAIM_SPAN) {
      this.claimed.fill(0, gap * CLAIM_WORDS, (gap + 1) * CLAIM_WORDS);
    } else {
      for (let i = from; i < to; i++) {
        const bit = i & (CLAIM_SPAN - 1);
        const word = gap * CLAIM_WORDS + (bit >> 5);
        this.claimed[word] = this.claimed[word]! & ~(1 << (bit & 31));
      }
    }
    this.claimBase[gap] = to;
  }

  /** The gap that has the number; -1 when none has. */
  private find(sequence: Uint32Array): number {
    const hi = sequence[HI]!;
    const lo = sequence[LO]!;
    for (let i = 0; i < 2 * this.count; i += 2) {
      const firstHi = this.first[i + HI]!;
      const lastHi = this.last[i + HI]!;
      const fromFirst = hi > firstHi || (hi === firstHi && lo >= this.first[i + LO]!);
      const toLast = hi < lastHi || (hi === lastHi && lo <= this.last[i + LO]!);
      if (fromFirst && toLast) return i >> 1;
    }
    return -1;
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
