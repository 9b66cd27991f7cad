/** `crossfeed chaos`: the seeded fault simulation of sim/chaos. */
import { Command, InvalidArgumentError } from 'commander';
import { InputError } from '../core/errors.js';
import { realTradingWorld } from '../core/world-trading.js';

/** What this command uses of `sim/chaos/main.ts`. */
interface Chaos {
  readonly chaos: (options: {
    seed: number;
    runs: number;
    jobs: number;
    minimise: boolean;
    twice: boolean;
    json: boolean;
    file?: string;
    write: (text: string) => void;
    progress?: (text: string) => void;
  }) => Promise<boolean>;
}

interface Options {
  readonly seed?: number;
  readonly runs: number;
  readonly jobs: number;
  readonly file?: string;
  readonly minimise?: boolean;
  readonly twice?: boolean;
  readonly json?: boolean;
}

const SEEDS = 2 ** 31;

export function chaosCommand(): Command {
  return new Command('chaos')
    .description(
      'trade through random faults in a simulated world, and check that nothing was lost, doubled or told wrong',
    )
    .option('--seed <n>', 'the first seed; absent: a new one, which is printed', whole)
    .option('--runs <n>', 'how many seeds, one after the other', whole, 1)
    .option('--jobs <n>', 'so many processes share them', count, 1)
    .option('--file <path>', 'notes each seed that was run, and leaves out those that are noted already')
    .option('--minimise', 'of a failing run: leave faults away while it goes on failing')
    .option('--twice', 'each seed twice, which must give the same run')
    .option('--json', 'one JSON object a line')
    .action(async ({ seed, runs, jobs, file, minimise = false, twice = false, json = false }: Options) => {
      const { chaos } = await load();
      const first = seed ?? realTradingWorld.clock.epochMs() % SEEDS;
      const isFine = await chaos({
        seed: first,
        runs,
        jobs,
        ...(file === undefined ? {} : { file }),
        minimise,
        twice,
        json,
        write: (text) => void process.stdout.write(text),
        ...(process.stderr.isTTY ? { progress: (text: string) => void process.stderr.write(`\r\u001b[K${text}`) } : {}),
      });
      if (!isFine) process.exitCode = 1;
    });
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('expected a whole number');
  return value;
}

function count(text: string): number {
  const value = whole(text);
  if (value === 0) throw new InvalidArgumentError('expected at least 1');
  return value;
}

async function load(): Promise<Chaos> {
  const url = new URL('../../sim/chaos/main.js', import.meta.url);
  try {
    return (await import(url.href)) as Chaos;
  } catch (cause) {
    throw new InputError('CHAOS_ABSENT', 'the simulation is not part of this build', { where: url.pathname, cause });
  }
}
