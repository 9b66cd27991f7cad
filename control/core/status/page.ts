/** What the dashboard's server sends to a page, as socket.io events. Types only: the page bundles no schema library. */
import type { RowChanges } from './rows.js';
import type { GatewayStatus } from './schema.js';

/** How the dashboard's server stands with the gateway. Anything but `live` means that the numbers shown are history. */
export type LinkState = 'live' | 'silent' | 'disconnected';

export interface PageUpdate {
  /** Milliseconds since the gateway was last heard of; null: never. */
  readonly ageMs: number | null;
  readonly link: LinkState;
  /** A new gateway process (or a new table) began: forget every row and start again with these. */
  readonly reset: boolean;
  readonly rows: RowChanges;
  readonly status: GatewayStatus | null;
}

/** Messages a second by line (`channel/line`), one number for each of the last seconds, oldest first. */
export type RateHistory = Readonly<Record<string, readonly number[]>>;

export const HISTORY_SECONDS = 120;

/** By latency: for each of the last seconds, oldest first, bucket and count in turn (latency-histogram.ts). */
export type LatencyColumns = Readonly<Record<string, readonly (readonly number[])[]>>;

/** What is told once a second, in one event: of two in a row the second would find the socket busy, and what is volatile is dropped then. */
export interface PageSecond {
  /** Counts seconds: a page sees which ones it was not told. */
  readonly number: number;
  readonly rates: RateHistory;
  readonly latencies: LatencyColumns;
}

export interface ServerToPage {
  update: (update: PageUpdate) => void;
  /** When a page comes: all seconds that are kept. */
  history: (history: PageSecond) => void;
  /** The newest second: its latencies, and all rates. */
  second: (second: PageSecond) => void;
}

/** A page only listens: all it may send is that an update is on its screen. */
export interface PageToServer {
  painted: () => void;
}
