/**
 * `npm run measure [-- --suite NAME]… [--runs N]`: the benchmarks, N times each, kept under docs/evidence/bench, and docs/measurements.md made from all that is kept.
 * `--document` makes the document only. Exit status 1 when a suite fails; a goal that is missed is a figure, not a failure.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { SUITES } from '../../control/commands/bench.js';
import { machine } from '../bench/harness.js';
import { documentOf } from './document.js';
import { linesOf, measurementsIn, type BenchLine } from './measurement.js';

const KEPT = join('docs', 'evidence', 'bench');
const DOCUMENT = join('docs', 'measurements.md');
const CLI = join('dist', 'control', 'cli.js');

const program = new Command('measure')
  .option('--suite <name>', `one of ${SUITES.join(', ')}`, suiteOf, [])
  .option('--runs <N>', 'runs of each', countOf, 3)
  .option('--document', 'makes the document from what is kept');
program.parse();
const { suite, runs, document = false } = program.opts<{ suite: string[]; runs: number; document?: boolean }>();
if (!document) for (const name of suite.length === 0 ? SUITES : suite) await measure(name);
writeFileSync(DOCUMENT, documentOf(measurementsIn(KEPT)));
console.log(`measure: ${DOCUMENT}`);

async function measure(name: string): Promise<void> {
  const began = new Date().toISOString();
  const loads: number[] = [];
  const kept: BenchLine[][] = [];
  for (let run = 1; run <= runs; run++) {
    console.error(`measure: ${name}, run ${run} of ${runs}`);
    loads.push(Number(loadavg()[0]!.toFixed(2)));
    kept.push(linesOf(await bench(name)));
  }
  const commit = git('rev-parse', 'HEAD');
  const dirty = git('status', '--porcelain', '--', ':!docs') !== '';
  mkdirSync(KEPT, { recursive: true });
  const measurement = { suite: name, began, commit, dirty, machine: machine(), loads, runs: kept };
  writeFileSync(join(KEPT, `${name}.json`), `${JSON.stringify(measurement, null, 1)}\n`);
}

/** What a suite writes as JSON lines. Rejects when it fails. */
function bench(name: string): Promise<string> {
  const child = spawn(process.execPath, [CLI, 'bench', '--suite', name, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(output);
      else reject(new Error(`measure: bench --suite ${name} ended with status ${status}`));
    });
  });
}

function git(...args: string[]): string {
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : 'unknown';
}

function suiteOf(text: string, all: string[]): string[] {
  if (!SUITES.some((name) => name === text)) throw new InvalidArgumentError(`expected one of ${SUITES.join(', ')}`);
  return [...all, text];
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('expected a number of runs, from 1 on');
  return count;
}
