/** `crossfeed breaks`: the trades of a day as three tell them, and what does not agree. Reads only, also while a gateway writes. */
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { InputError } from '../core/errors.js';
import type { Instrument } from '../core/instruments.js';
import type { Disk } from '../core/disk.js';
import { realDisk } from '../core/world-disk.js';
import { LogInspection } from '../journal/inspection.js';
import { breakRows, compareRecords, type BreakRow, type Party } from '../orders/day/breaks.js';
import { readWhole } from '../core/whole-files.js';
import { DAY_STREAM, DayCollector, fillOf } from '../orders/day/day-log.js';
import { parseDate } from '../orders/day/dates.js';
import { standing, type Fill } from '../orders/day/fills.js';
import type { JournalIo } from './journal.js';

const processIo: JournalIo = {
  write: (text) => void process.stdout.write(text),
  warn: (text) => void process.stderr.write(`warning: ${text}\n`),
  fail: (status) => void (process.exitCode = status),
};

/** As a day's file has it. */
export interface DayBreaks {
  /** '' for the day under way. */
  readonly day: string;
  readonly trades: number;
  readonly agreed: number;
  readonly breaks: readonly BreakRow[];
}

export function breaksCommand(io: JournalIo = processIo, disk: Disk = realDisk): Command {
  return new Command('breaks')
    .exitOverride()
    .description(
      'trades of a day as we, the venues and their drop copies tell them: what does not agree; exit 1 when something does not',
    )
    .option('--day <date>', 'a day whose files are written, such as 2026-11-23; without it the day under way', date)
    .option('--data <dir>', 'the data directory of the gateway', 'data/demo')
    .option('--json', 'one JSON object')
    .action(({ day, data, json }: { day?: string; data: string; json?: boolean }) => {
      const found =
        day === undefined ? breaksOfNow(disk, join(data, 'journal')) : breaksOf(disk, join(data, 'day'), day);
      io.write(json === true ? `${JSON.stringify(found)}\n` : tableOf(found));
      if (found.breaks.length > 0) io.fail(1);
    });
}

/** Throws InputError when there is no such file. */
function breaksOf(disk: Disk, directory: string, day: string): DayBreaks {
  const path = join(directory, `${day}-breaks.json`);
  if (!disk.exists(path)) throw new InputError('BREAKS_ABSENT', 'there are no files of this day', { where: path });
  return JSON.parse(readWhole(disk, path)) as DayBreaks;
}

/** Of the trades that the journal has since the files of the last day. */
function breaksOfNow(disk: Disk, directory: string): DayBreaks {
  const inspection = new LogInspection(disk, directory);
  const stream = inspection.streams.indexOf(DAY_STREAM);
  const collector = new DayCollector();
  inspection.scan(
    (entry) => {
      if (entry.stream === stream) collector.take(entry);
      return true;
    },
    () => undefined,
  );
  const names = new TradeNames();
  const fills: Record<Party, Fill[]> = { ours: [], venue: [], dropCopy: [] };
  const trades = collector.records.flatMap((record) => (record.is === 'trade' ? [record.trade] : []));
  for (const trade of trades)
    fills[trade.party].push(fillOf(trade, 0, names.venue(trade.venue), names.instrument(trade.symbol)));
  // Which venues have a drop copy is not in the journal: those of which one told anything.
  const copied = new Set(fills.dropCopy.map(({ venue }) => venue));
  const report = compareRecords(fills.ours, standing(fills.venue).trades, standing(fills.dropCopy).trades, copied);
  return { day: '', trades: report.trades, agreed: report.agreed, breaks: breakRows(report, names) };
}

/** Numbers for names, as they come: amounts are compared to the finest that any instrument has. */
class TradeNames {
  readonly venues: string[] = [];
  private readonly list: Instrument[] = [];

  venue(id: string): number {
    const known = this.venues.indexOf(id);
    return known >= 0 ? known : this.venues.push(id) - 1;
  }

  instrument(symbol: string): Instrument {
    const known = this.list.find((each) => each.symbol === symbol);
    if (known !== undefined) return known;
    const index = this.list.length;
    const made: Instrument = {
      index,
      symbol,
      assetClass: 'equity',
      currency: '',
      unit: '',
      priceScale: 8,
      quantityScale: 8,
    };
    this.list.push(made);
    return made;
  }

  get symbols(): { readonly instruments: readonly Instrument[] } {
    return { instruments: this.list };
  }
}

const COLUMNS = ['venue', 'venueExecId', 'kind', 'ours', 'venueSays', 'dropCopy'] as const;

function tableOf({ day, trades, agreed, breaks }: DayBreaks): string {
  const head = `${day === '' ? 'today' : day}: ${trades} trades, ${agreed} agree, ${breaks.length} do not\n`;
  if (breaks.length === 0) return head;
  const rows = [COLUMNS, ...breaks.map((row) => COLUMNS.map((name) => row[name]))];
  const widths = COLUMNS.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return (
    head +
    rows
      .map(
        (row) =>
          `${row
            .map((cell, i) => cell.padEnd(widths[i]!))
            .join('  ')
            .trimEnd()}\n`,
      )
      .join('')
  );
}

function date(text: string): string {
  if (parseDate(text) === undefined) throw new InvalidArgumentError('a date such as 2026-11-23');
  return text;
}
