/** What the two OUCH versions have in common for a session: reading what a client wants, and telling what the exchange said. */
import type { OrderCommand, OrderReport } from '../../core/orders.js';

/** Rules and place of the port that a message came to. */
export interface OuchPort {
  readonly firm: string;
  readonly preventSelfTrade: '' | 'cancelNewest' | 'cancelOldest' | 'decrement';
  /** OUCH 5.0: the highest UserRefNum that the port has ever used. */
  readonly highestRefNum: number;
  /** Client messages are refused as long as it holds. */
  readonly isDisabled: boolean;
  readonly nowEpochMs: number;
}

/**
 * `command`: goes to the matcher, notes included, which come back as sequenced messages. `ignored`: the venue says nothing about such
 * a message. `breach`: not a message of the protocol; the connection ends.
 */
export type OuchRequest =
  | { readonly kind: 'command'; readonly command: OrderCommand; readonly refNum: number; readonly why?: string }
  | { readonly kind: 'ignored' | 'breach'; readonly why: string };

export interface OuchDialect {
  readonly version: '5.0' | '4.2';
  read(bytes: Uint8Array, start: number, end: number, port: OuchPort): OuchRequest;
  /** Writes the message that follows from a report to `out`; returns its length, 0 for none. */
  write(report: OrderReport, firm: string, out: Uint8Array): number;
}

/** Keys of the notes by which a gateway puts a message of its own into the port's sequence. */
export const NoteKey = {
  /** A login is waiting: when this comes back, everything that was said before is there. Nobody is told. */
  login: 'ouch:login',
  startOfDay: 'ouch:start',
  reject: 'ouch:reject',
  account: 'ouch:account',
  disable: 'ouch:disable',
  enable: 'ouch:enable',
} as const;
