/** The port between people or programs that steer trading (HTTP, dashboard, console) and the orders and limits behind it. Everything here is audited. */
import type { Denial, MassCancelOutcome } from './order-entry.js';

export type KillScope = 'firm' | 'client' | 'venue' | 'symbol';

export interface KillSwitchCommand {
  readonly scope: KillScope;
  /** Client id, venue id or symbol; '' for the firm. */
  readonly id: string;
  /** `cancel`: cancels what is open and stops nothing. */
  readonly action: 'engage' | 'release' | 'cancel';
  readonly reason: string;
  /** Who did it, for the audit: the name of a token, of an operator. */
  readonly by: string;
}

/** One limit as it stands. Names and units are those of docs/risk-controls.md. */
export interface LimitRow {
  readonly scope: KillScope | 'account';
  /** '' for the firm. */
  readonly id: string;
  readonly name: string;
  /** A decimal, a word, or null where it is not configured, which means deny. */
  readonly value: string | null;
  readonly unit: string;
  /** What is used of it now, where that can be told. */
  readonly used?: string;
}

export interface LimitChange {
  readonly scope: LimitRow['scope'];
  readonly id: string;
  readonly name: string;
  /** null takes the limit away, which means deny. */
  readonly value: string | null;
  readonly reason: string;
  readonly by: string;
}

export interface KillSwitchState {
  readonly scope: KillScope;
  readonly id: string;
  readonly reason: string;
  readonly by: string;
  readonly sinceEpochMs: number;
}

/** What is held of a symbol and what is open in it, in whole units of the instrument, as decimals. */
export interface PositionRow {
  /** '' for the firm. */
  readonly client: string;
  readonly symbol: string;
  readonly currency: string;
  /** Negative: short. */
  readonly position: string;
  readonly openBuy: string;
  readonly openSell: string;
  /** The most that position and open purchases may come to; null where it is not configured, which means deny. */
  readonly long: string | null;
  /** The most that open sales less the position may come to. */
  readonly short: string | null;
}

export interface OrderControl {
  /** Engaging stops everything new in the scope and cancels what is open; the outcome proves what was confirmed. Cancelling does the second alone. Releasing has nothing to cancel: undefined. */
  killSwitch(command: KillSwitchCommand): MassCancelOutcome | Denial | undefined;
  /** Those that are engaged. */
  killSwitches(): readonly KillSwitchState[];
  limits(): readonly LimitRow[];
  /** Where something is held or open: the firm's, then client by client. */
  positions(): readonly PositionRow[];
  /** Takes effect with the next order; undefined when done. */
  setLimit(change: LimitChange): Denial | undefined;
}
