/** `crossfeed journal`: the audit trail of orders. Reads only, also while a gateway writes. */
import { Command, InvalidArgumentError } from 'commander';
import { InputError } from '../core/errors.js';
import { realDisk } from '../core/world-disk.js';
import { LogInspection } from '../journal/inspection.js';
import { exportJournal } from './journal/export.js';
import { showJournal, type ShowOptions } from './journal/show.js';
import { verifyJournal } from './journal/verify.js';

export interface JournalIo {
  readonly write: (text: string) => void;
  readonly warn: (text: string) => void;
  /** The command fails with this exit status. */
  readonly fail: (status: number) => void;
}

const processIo: JournalIo = {
  write: (text) => void process.stdout.write(text),
  warn: (text) => void process.stderr.write(`warning: ${text}\n`),
  fail: (status) => void (process.exitCode = status),
};

const DIRECTORY = 'the directory of the journal, such as data/journal';

export function journalCommand(io: JournalIo = processIo): Command {
  return new Command('journal')
    .description('the audit trail of orders: what was asked, decided, sent and told, chained by hashes')
    .addCommand(
      new Command('show')
        .exitOverride()
        .description('what happened, a line each, in order')
        .argument('<dir>', DIRECTORY)
        .option('--order <number>', 'of this order and its children only', wholeNumber)
        .option('--last <count>', 'the last so many lines only', wholeNumber)
        .option('--json', 'one JSON object a line')
        .action((dir: string, options: ShowOptions) => showJournal(openLog(dir), options, io)),
    )
    .addCommand(
      new Command('verify')
        .exitOverride()
        .description('look at every checksum and every hash of the chain; exit 1 with the place of damage')
        .argument('<dir>', DIRECTORY)
        .option('--hash <sha256>', 'a hash that was told before must be in the chain')
        .action((dir: string, { hash }: { hash?: string }) => {
          if (!verifyJournal(openLog(dir), hash, io)) io.fail(1);
        }),
    )
    .addCommand(
      new Command('export')
        .exitOverride()
        .description(
          'every record with its bytes and the hashes, one JSON object a line: can be checked without Crossfeed',
        )
        .argument('<dir>', DIRECTORY)
        .action((dir: string) => exportJournal(openLog(dir), io)),
    );
}

function openLog(dir: string): LogInspection {
  const inspection = new LogInspection(realDisk, dir);
  if (inspection.segments.length > 0 || inspection.recovery.damage.length > 0) return inspection;
  throw new InputError('JOURNAL_ABSENT', 'there is no journal in this directory', { where: dir });
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('a positive whole number');
}
