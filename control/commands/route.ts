/** `crossfeed route`: recorded routing decisions, explained and made again. Reads only, also while a gateway writes. */
import { Command } from 'commander';
import { explainDecisions, replayDecisions } from './route/explain.js';

const DIRECTORY = 'data/decisions';

export interface RouteIo {
  readonly write: (text: string) => void;
  readonly fail: (status: number) => void;
}

const processIo: RouteIo = {
  write: (text) => void process.stdout.write(text),
  fail: (status) => void (process.exitCode = status),
};

export function routeCommand(io: RouteIo = processIo): Command {
  return new Command('route')
    .description('routing decisions that were recorded')
    .addCommand(
      new Command('explain')
        .exitOverride()
        .description('why an order went where it went')
        .argument('<order>', 'OrderID, or ClOrdID')
        .option('--dir <dir>', 'directory of the recorded decisions', DIRECTORY)
        .option('--json', 'one JSON object a decision, a line each')
        .action((order: string, { dir, json = false }: { dir: string; json?: boolean }) => {
          explainDecisions(dir, order, json, io.write);
        }),
    )
    .addCommand(
      new Command('replay')
        .exitOverride()
        .description('make every recorded decision again; exit 1 when one does not come out the same, byte for byte')
        .option('--dir <dir>', 'directory of the recorded decisions', DIRECTORY)
        .option('--json', 'one JSON object')
        .action(({ dir, json = false }: { dir: string; json?: boolean }) => {
          if (!replayDecisions(dir, json, io.write)) io.fail(1);
        }),
    );
}
