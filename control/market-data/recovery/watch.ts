/** Watches records for what is missing, and tells whoever can get it. To be put beside the books, as another sink. */
import { FIELD, FLAG, HEADER, RECORD, SLOT_BYTES } from '../../core/generated/records.js';
import type { RecordRing, RecordSink } from '../../core/record-ring.js';

export interface GapHandler {
  /** Sequence numbers, exact below 2^53. */
  onGap(channel: number, first: number, last: number): void;
  /** Another session: what is still missing of the one before cannot come any more. Ten bytes, valid during the call. */
  onSession(channel: number, session: Uint8Array): void;
}

export class GapWatch implements RecordSink {
  constructor(private readonly handler: GapHandler) {}

  onRecords(ring: RecordRing, first: number, end: number): void {
    const { u8, mask } = ring;
    for (let index = first; index !== end; index = (index + 1) >>> 0) {
      const slot = (index & mask) * SLOT_BYTES;
      const type = u8[slot + HEADER.type]!;
      if (type === RECORD.Gap) {
        this.handler.onGap(
          u8[slot + HEADER.channel]!,
          u64(ring, slot + HEADER.sequence),
          u64(ring, slot + FIELD.Gap.last),
        );
      } else if (type === RECORD.Session) {
        const at = slot + FIELD.Session.session;
        this.handler.onSession(u8[slot + HEADER.channel]!, u8.subarray(at, at + 10));
      }
      if ((u8[slot + HEADER.flags]! & FLAG.twoSlots) !== 0) index = (index + 1) >>> 0;
    }
  }
}

function u64({ u32 }: RecordRing, at: number): number {
  return u32[(at + 4) >> 2]! * 4294967296 + u32[at >> 2]!;
}
