/** What the page knows, and how well it knows it. Components subscribe; the table of books listens to rows by itself. */
import {
  HISTORY_SECONDS,
  type LatencyColumns,
  type LinkState,
  type PageSecond,
  type PageUpdate,
  type RateHistory,
} from '../../../control/core/status/page.js';
import { RowTable } from '../../../control/core/status/rows.js';
import type { GatewayStatus } from '../../../control/core/status/schema.js';

/** How long numbers may go without an update and still count as of now. */
const FRESH_MS = 1500;

export type PageLink = LinkState | 'offline' | 'loading';

export interface RowListener {
  /** Rows changed; `undefined` stands for all of them, new order included. */
  rowsChanged(indexes: readonly number[] | undefined): void;
}

export class Store {
  table = new RowTable();
  status: GatewayStatus | null = null;
  history: RateHistory = {};
  /** By latency: a column for each of the last seconds. */
  latencies: LatencyColumns = {};
  /** The last one that was told. */
  private second = 0;
  private connected = false;
  private serverLink: LinkState | undefined;
  private serverAgeMs: number | null = null;
  private receivedAt = 0;
  private readonly listeners = new Set<() => void>();
  private readonly rowListeners = new Set<RowListener>();

  /** Milliseconds since the gateway said anything, as far as this page can know. */
  get ageMs(): number | null {
    return this.serverAgeMs === null ? null : this.serverAgeMs + (performance.now() - this.receivedAt);
  }

  /** `offline`: no connection to the dashboard's server. */
  get link(): PageLink {
    if (!this.connected) return this.serverLink === undefined ? 'loading' : 'offline';
    if (this.serverLink === undefined) return 'loading';
    if (this.serverLink !== 'live') return this.serverLink;
    return (this.ageMs ?? Infinity) > FRESH_MS ? 'silent' : 'live';
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  subscribeRows(listener: RowListener): () => void {
    this.rowListeners.add(listener);
    return () => this.rowListeners.delete(listener);
  }

  setConnected(connected: boolean): void {
    this.connected = connected;
    this.changed();
  }

  setHistory({ number, rates, latencies }: PageSecond): void {
    this.second = number;
    this.history = rates;
    this.latencies = latencies;
    this.changed();
  }

  addSecond({ number, rates, latencies }: PageSecond): void {
    // Where time runs to the right, a second that was not told is empty and not left out.
    const missed = new Array<readonly number[]>(Math.max(0, Math.min(HISTORY_SECONDS, number - this.second - 1))).fill(
      [],
    );
    this.second = number;
    this.history = rates;
    const all: Record<string, readonly (readonly number[])[]> = {};
    for (const name of new Set([...Object.keys(this.latencies), ...Object.keys(latencies)])) {
      const before = this.latencies[name];
      const newest = latencies[name] ?? [[]];
      all[name] = (before === undefined ? newest : [...before, ...missed, ...newest]).slice(-HISTORY_SECONDS);
    }
    this.latencies = all;
    // Where nothing else moves no update comes that would show them.
    this.changed();
  }

  apply(update: PageUpdate): void {
    const { rows, status } = update;
    this.serverLink = update.link;
    this.serverAgeMs = update.ageMs;
    this.receivedAt = performance.now();
    if (update.reset) this.table = new RowTable();
    this.table.apply(rows);
    const renewed = update.reset || rows.names.length > 0;
    if (renewed || rows.rows.length > 0) {
      const indexes = renewed ? undefined : rows.rows.map((row) => row[0]!);
      for (const listener of this.rowListeners) listener.rowsChanged(indexes);
    }
    if (status !== null) this.status = status;
    if (status !== null || update.link !== 'live') this.changed();
  }

  /** Called now and then so that ages grow while nothing arrives. */
  tick(): void {
    if (this.link !== 'live') this.changed();
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
