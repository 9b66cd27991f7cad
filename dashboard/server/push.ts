/**
 * Pushes the picture to pages. Each page has a cursor, and is sent what changed since it at most every period, and only while it has painted what came before: a slow page gets fewer
 * updates, each of them new, and never a queue of old ones. Pages are sent the same update, which is written out once for all of them.
 */
import { HISTORY_SECONDS, type LinkState, type PageUpdate, type RateHistory } from '../../control/core/status/page.js';
import type { RowTable } from '../../control/core/status/rows.js';
import type { GatewayStatus } from '../../control/core/status/schema.js';

/** The gateway sets the pace; pages hear at most twice as often, and when nothing comes that nothing came. */
export const PUSH_LEAST_MS = 25;
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

/** What was sent so far. */
interface Known {
  epoch: number;
  version: number;
  names: number;
  statusVersion: number;
}

const NOTHING: Known = { epoch: -1, version: 0, names: 0, statusVersion: -1 };

interface Cursor extends Known {
  /** Updates sent and not painted yet. */
  inFlight: number;
}

export class Pusher {
  private readonly pages = new Map<string, Cursor>();
  /** With the newest update. */
  private readonly last: Known = { ...NOTHING };

  constructor(
    private readonly source: PictureSource,
    private readonly send: SendUpdate,
  ) {}

  get pageCount(): number {
    return this.pages.size;
  }

  /** A page came: it gets everything at once. */
  add(page: string): void {
    const cursor: Cursor = { ...NOTHING, inFlight: 0 };
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

  /**
   * Sends to every page that can take it. However many there are, at most three updates are written: for those that took the one before, for those that missed some, who all get
   * what the one furthest behind needs, and for those that know nothing yet.
   */
  tick(): void {
    const { source, last } = this;
    const [following, behind, anew]: [Group, Group, Group] = [newGroup(), newGroup(), newGroup()];
    for (const [page, cursor] of this.pages) {
      if (cursor.inFlight >= IN_FLIGHT_MAX) continue;
      const group = cursor.epoch !== source.epoch ? anew : isAt(cursor, last) ? following : behind;
      group.pages.push(page);
      group.cursors.push(cursor);
    }
    for (const { pages, cursors } of [following, behind, anew]) if (pages.length > 0) this.serve(pages, cursors);
  }

  private serve(pages: readonly string[], cursors: readonly Cursor[]): void {
    const { source, last } = this;
    const update = this.build(cursors);
    last.epoch = source.epoch;
    last.version = update.rows.version;
    last.names = source.table.size;
    last.statusVersion = source.statusVersion;
    for (const cursor of cursors) Object.assign(cursor, last, { inFlight: cursor.inFlight + 1 });
    this.send(pages, update);
  }

  /** All that any of them lacks. */
  private build(cursors: readonly Cursor[]): PageUpdate {
    const { source } = this;
    const reset = cursors[0]!.epoch !== source.epoch;
    let [version, names, hasStatus] = [Infinity, Infinity, !reset];
    for (const cursor of cursors) {
      version = Math.min(version, cursor.version);
      names = Math.min(names, cursor.names);
      hasStatus &&= cursor.statusVersion === source.statusVersion;
    }
    const rows = reset ? source.table.changesSince(0, 0) : source.table.changesSince(version, names);
    return { ageMs: source.ageMs, link: source.state, reset, rows, status: hasStatus ? null : source.status };
  }
}

interface Group {
  readonly pages: string[];
  readonly cursors: Cursor[];
}

const newGroup = (): Group => ({ pages: [], cursors: [] });

function isAt(cursor: Known, { version, names, statusVersion }: Known): boolean {
  return cursor.version === version && cursor.names === names && cursor.statusVersion === statusVersion;
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
