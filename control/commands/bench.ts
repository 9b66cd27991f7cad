/** `crossfeed bench`: runs benchmark suites and prints their figures. */
import { Command } from 'commander';
import { InputError } from '../core/errors.js';

/** The suites that the command's contract names, in the order a run without `--suite` takes them. */
export const SUITES = [
  'nic',
  'protocols',
  'fix',
  'books',
  'routing',
  'gateway',
  'kill-switch',
  'overhead',
  'dashboard',
] as const;

/** What this command uses of `test/bench/harness.ts`. */
interface Harness {
  readonly runSuite: (
    suite: unknown,
    options: { json: boolean; write: (text: string) => void; progress?: (text: string) => void },
  ) => Promise<unknown>;
}

export interface BenchIo {
  readonly write: (text: string) => void;
  /** Absent when stderr is no terminal. */
  readonly progress?: (text: string) => void;
}

const processIo: BenchIo = {
  write: (text) => void process.stdout.write(text),
  ...(process.stderr.isTTY ? { progress: (text: string) => void process.stderr.write(`${text}\n`) } : {}),
};

export function benchCommand(io: BenchIo = processIo): Command {
  return new Command('bench')
    .description('run benchmarks and print their figures')
    .option('--suite <name>', `one of ${SUITES.join(', ')}; absent: every suite there is`)
    .option('--json', 'one JSON object a line')
    .action(async ({ suite, json = false }: { suite?: string; json?: boolean }) => {
      await bench(suite, json, io);
    });
}

async function bench(wanted: string | undefined, json: boolean, io: BenchIo): Promise<void> {
  if (wanted !== undefined && !SUITES.some((name) => name === wanted)) {
    throw new InputError('BENCH_SUITE_UNKNOWN', 'no such benchmark suite', {
      where: 'bench --suite',
      found: wanted,
      expected: `one of ${SUITES.join(', ')}`,
    });
  }
  const { runSuite } = (await load('harness')) as Harness;
  let ran = 0;
  for (const name of wanted === undefined ? SUITES : [wanted]) {
    const module = await loadIfThere(name);
    if (module === undefined) continue;
    if (ran++ > 0 && !json) io.write('\n');
    await runSuite(module.suite, { json, ...io });
  }
  if (ran === 0) {
    throw new InputError('BENCH_SUITE_ABSENT', 'this benchmark suite is not part of this build', {
      where: 'bench --suite',
      found: wanted ?? 'no suites',
      expected: 'a suite under test/bench',
    });
  }
}

/**
 * Benchmarks live in test/, beside the tests whose inputs they share, and nothing in control/ may import from there: they are
 * loaded by name, at run time, only when this command asks.
 */
function load(name: string): Promise<unknown> {
  return import(moduleUrl(name));
}

function moduleUrl(name: string): string {
  return new URL(`../../test/bench/${name}.js`, import.meta.url).href;
}

async function loadIfThere(name: string): Promise<{ suite: unknown } | undefined> {
  try {
    return (await load(name)) as { suite: unknown };
  } catch (error) {
    // Only the suite's own file may be missing; what a suite fails to import is a fault to be seen.
    const { code, url } = error as { code?: unknown; url?: unknown };
    if (code === 'ERR_MODULE_NOT_FOUND' && url === moduleUrl(name)) return undefined;
    throw error;
  }
}
