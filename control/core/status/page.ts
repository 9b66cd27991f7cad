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

export interface ServerToPage {
  /** All that there is, when a page comes; then the newest second. */
  latencyHistory: (columns: LatencyColumns) => void;
  latency: (columns: LatencyColumns) => void;
  update: (update: PageUpdate) => void;
  history: (history: RateHistory) => void;
}

/** A page only listens: all it may send is that an update is on its screen. */
export interface PageToServer {
  painted: () => void;
}
