/** What the emitter needs of a protocol: which messages it knows, and how they become records. */
import type { RecordRing } from '../../core/record-ring.js';
import type { RecordKernel } from './kernel/kernel.js';

export interface MessageDecoder {
  /** The type byte of a message of at least the protocol's shortest. */
  typeOf(bytes: Uint8Array, at: number): number;
  /** Slots of the record of a known message; 0 for an unknown one. */
  slotsOf(bytes: Uint8Array, at: number, length: number): number;
  /** The record type of a known message. */
  recordTypeOf(bytes: Uint8Array, at: number): number;
  /** True for a known message that the channel's filter drops. */
  isFiltered(bytes: Uint8Array, at: number): boolean;
  /**
   * Called once for every message, known or not, before its record is begun: what the message says of the stream itself.
   * Returns the flags of its record.
   */
  flagsOf(sequence: Uint32Array, bytes: Uint8Array, at: number, length: number, flags: number): number;
  /** Fills the slot, which is cleared and has its common header. */
  decode(ring: RecordRing, slot: number, bytes: Uint8Array, at: number, length: number): void;
  /** The flags of records that `decodeRun` writes, where `flags` are those of the line. */
  runFlags(flags: number): number;
  /** Has the kernel decode what it takes, as RecordKernel says. 0 where every message has to be looked at alone. */
  decodeRun(
    kernel: RecordKernel,
    at: number,
    end: number,
    most: number,
    slot: number,
    lap: number,
    sequence: Uint32Array,
  ): number;
  /** Messages are missing from here on. */
  onGap(): void;
}
