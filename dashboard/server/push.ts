/**
 * Pushes the picture to pages. Each page has a cursor, and is sent what changed since it at most every period, and only while it has painted what came before: a slow page gets fewer
 * updates, each of them new, and never a queue of old ones. Pages at one cursor are sent one update, which is written out once for all of them.
 */
import { HISTORY_SECONDS, type LinkState, type PageUpdate, type RateHistory } from '../../control/core/status/page.js';
import type { RowTable } from '../../control/core/status/rows.js';
import type { GatewayStatus } from '../../control/core/status/schema.js';

/** The gateway sets the pace; pages hear at most twice as often, and when nothing comes that nothing came. */
export const PUSH_LEAST_MS = 50;
export const PUSH_SILENT_MS = 150;
/** Updates a page may leave unpainted. */
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

/** Sends one update to pages by their ids. */
export type SendUpdate = (pages: readonly string[], update: PageUpdate) => void;

interface Cursor {
  epoch: number;
  version: number;
  names: number;
  statusVersion: number;
  /** Updates sent and not painted yet. */
  inFlight: number;
}

export class Pusher {
  private readonly pages = new Map<string, Cursor>();

  constructor(
    private readonly source: PictureSource,
    private readonly send: SendUpdate,
  ) {}

  get pageCount(): number {
    return this.pages.size;
  }

  /** A page came: it gets everything at once. */
  add(page: string): void {
    const cursor: Cursor = { epoch: -1, version: 0, names: 0, statusVersion: -1, inFlight: 0 };
    this.pages.set(page, cursor);
    this.serve([page], [cursor]);
  }

  /** The page has an update on its screen. */
  painted(page: string): void {
    const cursor = this.pages.get(page);
    if (cursor !== undefined && cursor.inFlight > 0) cursor.inFlight -= 1;
  }

  remove(page: string): void {
    this.pages.delete(page);
  }

  /** Sends to every page that can take it. */
  tick(): void {
    const groups = new Map<string, { readonly pages: string[]; readonly cursors: Cursor[] }>();
    for (const [page, cursor] of this.pages) {
      if (cursor.inFlight >= IN_FLIGHT_MAX) continue;
      const key = `${cursor.epoch}/${cursor.version}/${cursor.names}/${cursor.statusVersion}`;
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { pages: [], cursors: [] }));
      group.pages.push(page);
      group.cursors.push(cursor);
    }
    for (const { pages, cursors } of groups.values()) this.serve(pages, cursors);
  }

  /** Cursors that are the same. */
  private serve(pages: readonly string[], cursors: readonly Cursor[]): void {
    const { source } = this;
    const update = this.build(cursors[0]!);
    for (const cursor of cursors) {
      cursor.epoch = source.epoch;
      cursor.version = update.rows.version;
      cursor.names = source.table.size;
      cursor.statusVersion = source.statusVersion;
      cursor.inFlight += 1;
    }
    this.send(pages, update);
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
