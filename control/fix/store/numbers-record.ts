/** The payload of a `fixNumbers` record: all that is known of a session's numbers at that place, so that older records may go. */
import type { NumbersReason } from './session-store.js';

/** `created`: the session is new; `snapshot`: nothing has changed, older records are about to go; `removed`: the session is gone. */
export type NumbersRecordReason = NumbersReason | 'created' | 'snapshot' | 'removed';

export interface NumbersRecord {
  readonly reason: NumbersRecordReason;
  /** Nothing that was stored before is stored any more. */
  readonly dropsMessages: boolean;
  /** This run of numbers began with a reset that the counterparty was asked for, and may not know of. */
  readonly isResetOpen: boolean;
  readonly nextOutgoing: number;
  readonly nextIncoming: number;
  readonly createdEpochMs: number;
  /** Outgoing numbers up to this one may have been used. */
  readonly mark: number;
  /** Outgoing numbers from this one up were passed over at a start, and nothing was sent since: the application may not know. 0: none. */
  readonly untoldFrom: number;
}

/** A reason's place is what the log holds: never reorder, only add. */
const REASONS: readonly NumbersRecordReason[] = [
  'created',
  'snapshot',
  'logonReset',
  'sequenceReset',
  'schedule',
  'operator',
  'hostRestart',
  'resetRequested',
  'removed',
];
const VERSION = 1;
const RECORD_BYTES = 48;
const DROPS_MESSAGES = 1;
const RESET_OPEN = 2;

export function encodeNumbers(record: NumbersRecord): Uint8Array {
  const view = new DataView(new ArrayBuffer(RECORD_BYTES));
  view.setUint8(0, VERSION);
  view.setUint8(1, REASONS.indexOf(record.reason));
  view.setUint8(2, (record.dropsMessages ? DROPS_MESSAGES : 0) | (record.isResetOpen ? RESET_OPEN : 0));
  view.setFloat64(8, record.nextOutgoing, true);
  view.setFloat64(16, record.nextIncoming, true);
  view.setFloat64(24, record.createdEpochMs, true);
  view.setFloat64(32, record.mark, true);
  view.setFloat64(40, record.untoldFrom, true);
  return new Uint8Array(view.buffer);
}

/** Undefined for what a later version has written. */
export function decodeNumbers(bytes: Uint8Array, start: number, end: number): NumbersRecord | undefined {
  if (end - start < RECORD_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, RECORD_BYTES);
  const reason = REASONS[view.getUint8(1)];
  const flags = view.getUint8(2);
  if (view.getUint8(0) !== VERSION || reason === undefined) return undefined;
  return {
    reason,
    dropsMessages: (flags & DROPS_MESSAGES) !== 0,
    isResetOpen: (flags & RESET_OPEN) !== 0,
    nextOutgoing: view.getFloat64(8, true),
    nextIncoming: view.getFloat64(16, true),
    createdEpochMs: view.getFloat64(24, true),
    mark: view.getFloat64(32, true),
    untoldFrom: view.getFloat64(40, true),
  };
}
