/** Remembers the last reported gaps, as they pass by in the stream of records. */
import { FIELD, FLAG, HEADER, RECORD } from '../core/generated/records.js';
import type { RecordRing, RecordSink } from '../core/record-ring.js';
import type { GapStatus } from '../core/status/schema.js';
import type { Clock } from '../core/world.js';

const KEPT = 50;

export class GapLog implements RecordSink {
  total = 0;
  messages = 0;
  private readonly kept: GapStatus[] = [];

  /** @param next takes the same records afterwards */
  constructor(
    private readonly clock: Clock,
    private readonly next: RecordSink,
  ) {}

  /** Newest first. */
  recent(count: number): GapStatus[] {
    return this.kept.slice(-count).reverse();
  }

  onRecords(ring: RecordRing, first: number, end: number): void {
    const { u8, mask } = ring;
    for (let i = first; i !== end; i = (i + 1) >>> 0) {
      const at = (i & mask) << 6;
      if (u8[at] === RECORD.Gap) this.take(ring, at);
      if ((u8[at + HEADER.flags]! & FLAG.twoSlots) !== 0) i = (i + 1) >>> 0;
    }
    this.next.onRecords(ring, first, end);
  }

  private take({ u8, u32 }: RecordRing, at: number): void {
    const first = u64(u32, at + HEADER.sequence);
    const last = u64(u32, at + FIELD.Gap.last);
    const messages = Number(last - first) + 1;
    this.total += 1;
    this.messages += messages;
    const channel = u8[at + HEADER.channel]!;
    this.kept.push({ channel, first: String(first), last: String(last), messages, atEpochMs: this.clock.epochMs() });
    if (this.kept.length > KEPT) this.kept.shift();
  }
}

/** Gaps are rare enough for a BigInt. */
function u64(u32: Uint32Array, byteOffset: number): bigint {
  return (BigInt(u32[(byteOffset >> 2) + 1]!) << 32n) | BigInt(u32[byteOffset >> 2]!);
}
