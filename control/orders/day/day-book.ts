/**
 * The books of a trading day: who told which trades, positions as they follow, and the files that are written when the day ends.
 *
 * Files of a day, in a directory of their own: `DATE-fills.csv` (what clients were told), `DATE-venue.csv` and `DATE-drop-copy.csv` (what venues said),
 * `DATE-breaks.json` (what of it does not agree), `DATE-positions.csv`; and `positions.csv`, which the next day begins with.
 */
import type { Disk } from '../../core/disk.js';
import type { Journal } from '../../core/journal.js';
import { ExecType, type VenueReport } from '../../core/venue.js';
import type { ToldTrade } from '../engine/options.js';
import { breakRows, compareRecords, type BreaksReport, type Party } from './breaks.js';
import { readWhole, writeWhole } from '../../core/whole-files.js';
import { amountsOf, DayLog, fillOf, type DayTrade } from './day-log.js';
import { fillsText, positionsAfter, standing, type Fill, type Names } from './fills.js';
import { parsePositions, positionsText, type Position } from './positions.js';

export interface DayBookOptions {
  readonly journal: Journal;
  readonly disk: Disk;
  /** Where the files go; made when the first is written. */
  readonly directory: string;
  readonly names: Names;
  /** Venues that have a drop copy: elsewhere none is missed. */
  readonly dropCopyVenues: ReadonlySet<number>;
  /** Positions before the first day: name and text of a file. */
  readonly first?: { readonly file: string; readonly text: string };
}

const KINDS: Readonly<Record<number, Fill['kind']>> = {
  [ExecType.trade]: 'trade',
  [ExecType.tradeCorrect]: 'correct',
  [ExecType.tradeCancel]: 'cancel',
};
/** Names of the venues' trades that are remembered, so that what is told again does not count again. */
const TOLD_MAX = 262_144;
const POSITIONS = 'positions.csv';

export class DayBook {
  /** What was noted, and what had been noted before. */
  readonly counters = { ours: 0, venue: 0, dropCopy: 0, repeated: 0 };
  private readonly log: DayLog;
  /** The last report of each client that is noted. */
  private readonly sequences: number[];
  private readonly told = new Set<string>();
  private closedOn = '';

  /** Reads what the journal has of the day. Throws JournalError. */
  constructor(private readonly options: DayBookOptions) {
    this.log = new DayLog(options.journal);
    this.sequences = options.names.clients.map(() => 0);
    this.log.read((record) => {
      if (record.is === 'closed') this.closedOn = record.date;
      else this.remember(record.trade);
    });
    // Killed between the last file and its marker.
    const written = this.writtenFor();
    if (written !== '' && written !== this.closedOn) this.end(written);
  }

  /** A client is told of a trade; those that the journal tells again are known by their number. */
  ours({ report, childId, venue, venueExecId, venueExecRefId, wasQuantity }: ToldTrade): void {
    const { clients, venues, symbols } = this.options.names;
    const instrument = symbols.instruments[report.instrument];
    if (instrument === undefined || report.sequence <= this.sequences[report.client]!) return;
    this.counters.ours++;
    this.note({
      party: 'ours',
      kind: KINDS[report.execType] ?? 'trade',
      venue: venues[venue] ?? '',
      execId: venueExecId,
      refId: venueExecRefId,
      symbol: instrument.symbol,
      side: report.side,
      ...amountsOf(instrument, report.lastQuantity, report.lastPrice),
      epochMs: report.transactEpochMs,
      client: clients[report.client]!,
      sequence: report.sequence,
      orderId: report.orderId,
      childId,
      clOrdId: report.clOrdId,
      wasQuantity: amountsOf(instrument, wasQuantity, 0).quantity,
    });
  }

  /** A venue's session, or its drop copy, tells something: trades are noted. */
  venueSays(party: Exclude<Party, 'ours'>, report: Readonly<VenueReport>): void {
    const kind = KINDS[report.execType];
    const { venues, symbols } = this.options.names;
    const instrument = symbols.instruments[report.instrument];
    if (kind === undefined || instrument === undefined) return;
    const trade: DayTrade = {
      party,
      kind,
      venue: venues[report.venue] ?? '',
      execId: report.execId,
      refId: report.execRefId,
      symbol: instrument.symbol,
      side: report.side,
      ...amountsOf(instrument, report.lastQuantity, report.lastPrice),
      epochMs: report.transactEpochMs,
      client: '',
      sequence: 0,
      orderId: 0,
      childId: report.orderId,
      clOrdId: report.clientId,
      wasQuantity: '0',
    };
    if (this.told.has(nameOf(trade))) {
      this.counters.repeated++;
      return;
    }
    this.counters[party]++;
    this.note(trade);
  }

  /** Positions as they are now: those that the day began with, and what was traded since. Throws DayError. */
  positions(): Position[] {
    return positionsAfter(this.firstPositions(), this.fills().ours);
  }

  /** What of today does not agree so far. */
  breaks(): BreaksReport {
    return this.compare(this.fills());
  }

  /** Writes the files of a day, once, and begins the next one. Throws DayError, DiskError. @returns what does not agree */
  close(date: string): BreaksReport | undefined {
    if (date === this.closedOn) return undefined;
    const { disk, directory, names } = this.options;
    const fills = this.fills();
    const report = this.compare(fills);
    const positions = positionsText(positionsAfter(this.firstPositions(), fills.ours), names.clients, names.symbols);
    const write = (name: string, text: string): void => writeWhole(disk, directory, name, text);
    write(`${date}-fills.csv`, fillsText(fills.ours, names));
    write(`${date}-venue.csv`, fillsText(fills.venue, names));
    write(`${date}-drop-copy.csv`, fillsText(fills.dropCopy, names));
    const { trades, agreed } = report;
    write(
      `${date}-breaks.json`,
      `${JSON.stringify({ day: date, trades, agreed, breaks: breakRows(report, names) })}\n`,
    );
    write(`${date}-positions.csv`, positions);
    // The last file is what the next day begins with: with it the day is over, and trades before it count no more.
    write(POSITIONS, `# ${date}\n${positions}`);
    this.end(date);
    return report;
  }

  private end(date: string): void {
    this.log.close(date);
    this.closedOn = date;
  }

  private fills(): Record<Party, Fill[]> {
    const { clients, venues, symbols } = this.options.names;
    const all: Record<Party, Fill[]> = { ours: [], venue: [], dropCopy: [] };
    this.log.read((record) => {
      if (record.is === 'closed') return;
      const { trade } = record;
      const instrument = symbols.bySymbol(trade.symbol);
      if (instrument === undefined) return;
      all[trade.party].push(fillOf(trade, clients.indexOf(trade.client), venues.indexOf(trade.venue), instrument));
    });
    return all;
  }

  private compare({ ours, venue, dropCopy }: Record<Party, Fill[]>): BreaksReport {
    return compareRecords(ours, standing(venue).trades, standing(dropCopy).trades, this.options.dropCopyVenues);
  }

  /** The day whose positions are the ones to begin with; '': the first. */
  private writtenFor(): string {
    const { disk, directory } = this.options;
    const path = `${directory}/${POSITIONS}`;
    if (!disk.exists(path)) return '';
    return /^# (\S+)/.exec(readWhole(disk, path))?.[1] ?? '';
  }

  private firstPositions(): Position[] {
    const { disk, directory, first, names } = this.options;
    const path = `${directory}/${POSITIONS}`;
    if (disk.exists(path))
      return parsePositions(path, withoutDate(readWhole(disk, path)), names.clients, names.symbols);
    return first === undefined ? [] : parsePositions(first.file, first.text, names.clients, names.symbols);
  }

  private note(trade: DayTrade): void {
    this.log.append(trade);
    this.remember(trade);
  }

  private remember(trade: DayTrade): void {
    if (trade.party === 'ours') {
      const client = this.options.names.clients.indexOf(trade.client);
      if (client >= 0) this.sequences[client] = Math.max(this.sequences[client]!, trade.sequence);
      return;
    }
    if (this.told.size >= TOLD_MAX) {
      const oldest = this.told.values().next();
      if (oldest.done !== true) this.told.delete(oldest.value);
    }
    this.told.add(nameOf(trade));
  }
}

/** Trades of one match are told apart by their order. */
function nameOf({ party, venue, execId, kind, childId, clOrdId }: DayTrade): string {
  return `${party} ${venue} ${execId} ${kind} ${childId} ${childId === 0 ? clOrdId : ''}`;
}

function withoutDate(text: string): string {
  return text.startsWith('# ') ? text.slice(text.indexOf('\n') + 1) : text;
}
