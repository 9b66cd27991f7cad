/** A FIX message that is going out: its type and its body. Header and trailer come when it gets a number. */
import type { PortNote } from '../core/orders.js';

export type OutField = readonly [tag: number, value: string];

/** Plain data: it travels in notes of the matcher and is kept for resends. */
export interface OutMessage {
  readonly type: string;
  readonly fields: readonly OutField[];
}

/** Types that a resend fills over instead of repeating. */
const ADMIN = new Set(['0', '1', '2', '3', '4', '5', 'A']);

/** Rejects (3) are repeated, as the FIX session protocol wants it; everything else of the session itself is filled over. */
export function isRepeatable({ type }: OutMessage): boolean {
  return type === '3' || !ADMIN.has(type);
}

/** Fields with a value; others are left away. */
export function fields(list: readonly (readonly [number, string | number | undefined])[]): OutField[] {
  const kept: OutField[] = [];
  for (const [tag, value] of list) {
    if (value === undefined || value === '') continue;
    kept.push([tag, typeof value === 'number' ? String(value) : value]);
  }
  return kept;
}

/** Key of the notes that hold what FIX sessions share between gateways. */
export const NOTE_KEY = 'fix';

/** What happened in a session whose numbers are shared: the same for both gateways, in the order of the matcher's log. */
export type SessionNote =
  | {
      /** A client logged on at a gateway. With `reset` numbers begin at 1 again, and `message` is the first. */
      readonly kind: 'logon';
      readonly gateway: string;
      readonly commandId: number;
      readonly reset: boolean;
      readonly data?: string;
      readonly messages: readonly OutMessage[];
    }
  | {
      /** Messages that are no reports take their numbers where the note stands; none: only the inbound number moves. */
      readonly kind: 'send';
      readonly gateway: string;
      readonly commandId: number;
      readonly messages: readonly OutMessage[];
    };

export function toNote(note: SessionNote): PortNote {
  return { type: 'note', key: NOTE_KEY, value: JSON.stringify(note) };
}

/** Undefined for what is no note of ours. */
export function fromNote(key: string, value: string): SessionNote | undefined {
  return key === NOTE_KEY ? (JSON.parse(value) as SessionNote) : undefined;
}
