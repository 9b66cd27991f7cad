/**
 * Pushes the picture to pages. Each page has a cursor, and is sent what changed since it at most every period, and only while it
 * has acknowledged what came before: a slow page gets fewer updates, each of them new, and never a queue of old ones.
 */
import { HISTORY_SECONDS, type LinkState, type PageUpdate, type RateHistory } from '../../control/core/status/page.js';
import type { RowTable } from '../../control/core/status/rows.js';
import type { GatewayStatus } from '../../control/core/status/schema.js';

export const PUSH_PERIOD_MS = 100;
/** Updates a page may leave unacknowledged. */
const IN_FLIGHT_MAX = 2;

/** Where the newest picture is found; GatewayLink is one. */
export interface PictureSource {
  readonly table: RowTable;
  readonly epoch: number;
  readonly status: GatewayStatus | null;
  readonly statusVersion: number;
  readonly ageMs: number | null;
  readonly state: LinkState;
}

/** One page, as far as pushing is concerned. */
export interface PageClient {
  send(update: PageUpdate, done: () => void): void;
}

interface Cursor {
  epoch: number;
  version: number;
  names: number;
  statusVersion: number;
  inFlight: number;
  link: LinkState | undefined;
}

export class Pusher {
  private readonly pages = new Map<PageClient, Cursor>();

  constructor(private readonly source: PictureSource) {}

  get pageCount(): number {
    return this.pages.size;
  }

  /** A page came: it gets everything at once. */
  add(page: PageClient): void {
    const cursor: Cursor = { epoch: -1, version: 0, names: 0, statusVersion: -1, inFlight: 0, link: undefined };
    this.pages.set(page, cursor);
    this.serve(page, cursor, new Map());
  }

  remove(page: PageClient): void {
    this.pages.delete(page);
  }

  /** Sends to every page that can take it. */
  tick(): void {
    const built = new Map<string, PageUpdate>();
    for (const [page, cursor] of this.pages) this.serve(page, cursor, built);
  }

  private serve(page: PageClient, cursor: Cursor, built: Map<string, PageUpdate>): void {
    if (cursor.inFlight >= IN_FLIGHT_MAX) return;
    const { source } = this;
    // Pages at one cursor share one update.
    const key = `${cursor.epoch}/${cursor.version}/${cursor.names}/${cursor.statusVersion}`;
    let update = built.get(key);
    if (update === undefined) {
      update = this.build(cursor);
      built.set(key, update);
    }
    cursor.epoch = source.epoch;
    cursor.version = update.rows.version;
    cursor.names = source.table.size;
    cursor.statusVersion = source.statusVersion;
    cursor.link = update.link;
    cursor.inFlight += 1;
    page.send(update, () => {
      cursor.inFlight -= 1;
    });
  }

  private build(cursor: Cursor): PageUpdate {
    const { source } = this;
    const reset = cursor.epoch !== source.epoch;
    const rows = reset ? source.table.changesSince(0, 0) : source.table.changesSince(cursor.version, cursor.names);
    const status = reset || cursor.statusVersion !== source.statusVersion ? source.status : null;
    return { ageMs: source.ageMs, link: source.state, reset, rows, status };
  }
}

/** Keeps what a line's chart needs, so that a page opened now has a past. */
export class RateRecorder {
  private readonly rates = new Map<string, number[]>();

  /** Call once a second. What is not known to be of now is a gap in the line, not a repetition. */
  sample(source: PictureSource): void {
    if (source.status === null) return;
    const live = source.state === 'live';
    for (const channel of source.status.channels) {
      for (const line of channel.lines) {
        const key = `${channel.channel}/${line.name}`;
        const series = this.rates.get(key) ?? [];
        series.push(live ? line.messageRate : 0);
        if (series.length > HISTORY_SECONDS) series.shift();
        this.rates.set(key, series);
      }
    }
  }

  history(): RateHistory {
    return Object.fromEntries(this.rates);
  }
}
