/** Reads sequence numbers out of records, as numbers: exact below 2^53, which no exchange's day comes near. */
import { HEADER, SLOT_BYTES } from '../../core/generated/records.js';
import type { RecordRing } from '../../core/record-ring.js';

/** The 64-bit number at a byte offset. */
export function numberAt({ u32 }: RecordRing, byteOffset: number): number {
  return u32[(byteOffset + 4) >> 2]! * 4294967296 + u32[byteOffset >> 2]!;
}

/** The sequence number of the record in a slot. */
export function sequenceAt(ring: RecordRing, slot: number): number {
  return numberAt(ring, slot * SLOT_BYTES + HEADER.sequence);
}
