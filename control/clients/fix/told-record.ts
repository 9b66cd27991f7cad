/**
 * What a client has been told, in the journal. A record is put down right before the FIX message (`fixOut`) that carries the report: the report was told if, and only if,
 * the message's record follows. The log is only ever cut at its end, so of all these records only the last one can be without its message.
 */
import type { JournalPosition } from '../../core/journal.js';

/** Streams are named so, followed by the session's name. */
export const TOLD_PREFIX = 'told ';

export interface ToldRecord {
  /** The report's sequence; of a record without a message: the last one that counts as told. */
  readonly sequence: number;
  /** MsgSeqNum of the message that carries it; 0: the record stands for itself. */
  readonly msgSeqNum: number;
  /** The highest sequence that may have been told ever: up to it, telling again is a possible repetition. */
  readonly highest: number;
}

const BYTES = 16;
const view = new DataView(new ArrayBuffer(BYTES));
const bytes = new Uint8Array(view.buffer);

/** The payload; the sequence is the record's number. Used again with the next call. */
export function encodeTold(msgSeqNum: number, highest: number): Uint8Array {
  view.setFloat64(0, msgSeqNum, true);
  view.setFloat64(8, highest, true);
  return bytes;
}

/** Undefined when it is no such payload. */
export function decodeTold(sequence: number, from: Uint8Array, start: number, end: number): ToldRecord | undefined {
  if (end - start !== BYTES) return undefined;
  const payload = new DataView(from.buffer, from.byteOffset + start, BYTES);
  return { sequence, msgSeqNum: payload.getFloat64(0, true), highest: payload.getFloat64(8, true) };
}

/** What the journal says of one session's reports when it is opened. */
export interface ToldState {
  /** Reports up to this sequence have been told: they are in the session's store, or have left. */
  readonly told: number;
  readonly highest: number;
}

export const NOTHING_TOLD: ToldState = { told: 0, highest: 0 };

/** @param isCarried whether the message that the last record announces is in the journal behind it */
export function toldState(last: ToldRecord | undefined, isCarried: boolean): ToldState {
  if (last === undefined) return NOTHING_TOLD;
  const told = last.msgSeqNum === 0 || isCarried ? last.sequence : last.sequence - 1;
  return { told, highest: Math.max(last.highest, told) };
}

/** Where the last record of a session is, while the log is read. */
export interface LastTold {
  record: ToldRecord;
  position: JournalPosition;
  isCarried: boolean;
}
