/** `crossfeed fix store`: what is in a FIX store, whether it is whole, and its messages. Reads only, also while a gateway writes. */
import { Command, InvalidArgumentError } from 'commander';
import { InputError } from '../../core/errors.js';
import { realDisk } from '../../core/world-disk.js';
import { LogInspection } from '../../journal/inspection.js';
import { exportMessages, type ExportOptions } from './store-export.js';
import { inspectStore } from './store-inspect.js';
import { verifyStore } from './store-verify.js';

export interface StoreIo {
  readonly write: (text: string) => void;
  readonly warn: (text: string) => void;
  /** The command fails with this exit status. */
  readonly fail: (status: number) => void;
}

const processIo: StoreIo = {
  write: (text) => void process.stdout.write(text),
  warn: (text) => void process.stderr.write(`warning: ${text}\n`),
  fail: (status) => void (process.exitCode = status),
};

const DIRECTORY = 'the directory of the journal';

export function storeCommand(io: StoreIo = processIo): Command {
  return new Command('store')
    .description('look into the store of FIX sessions, also while a gateway has it open')
    .addCommand(
      new Command('inspect')
        .exitOverride()
        .description('the sessions, their numbers, how much is kept of them')
        .argument('<dir>', DIRECTORY)
        .option('--json', 'one JSON object')
        .action((dir: string, { json = false }: { json?: boolean }) => {
          io.write(inspectStore(openStore(dir), json));
        }),
    )
    .addCommand(
      new Command('verify')
        .exitOverride()
        .description('look at every checksum, and at the order of all numbers; exit 1 with the place of damage')
        .argument('<dir>', DIRECTORY)
        .action((dir: string) => {
          if (!verifyStore(openStore(dir), io.write)) io.fail(1);
        }),
    )
    .addCommand(
      new Command('export')
        .exitOverride()
        .description('the messages, a line each')
        .argument('<dir>', DIRECTORY)
        .option('--session <name>', 'of this session only')
        .option('--direction <direction>', 'out or in; absent: both', direction)
        .option('--from <number>', 'from this MsgSeqNum on', sequenceNumber)
        .option('--to <number>', 'up to this MsgSeqNum', sequenceNumber)
        .option('--json', 'one JSON object a line')
        .option('--raw', 'only the messages, byte for byte, secrets included')
        .action((dir: string, options: ExportOptions) => exportMessages(openStore(dir), options, io)),
    );
}

function openStore(dir: string): LogInspection {
  const inspection = new LogInspection(realDisk, dir);
  if (inspection.segments.length > 0 || inspection.recovery.damage.length > 0) return inspection;
  throw new InputError('FIX_STORE_ABSENT', 'there is no journal in this directory', { where: dir });
}

function direction(text: string): 'in' | 'out' {
  if (text === 'in' || text === 'out') return text;
  throw new InvalidArgumentError('out or in');
}

function sequenceNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('a positive whole number');
}
