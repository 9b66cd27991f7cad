/**
 * `npm run mutate [-- --block NAME … --mutants N --seed N]`: puts faults into blocks that have a bench, one at a time, and counts which of them the bench
 * finds. Writes docs/rtl-mutation.md. Exit status 1 when it finds fewer than the goal.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BLOCKS, type MutatedBlock } from './blocks.js';
import { mutate, MUTANTS_MAX, type Mutant } from './mutants.js';
import { GOAL, mutationPage, scoreOf, type BlockScore } from './page.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const bench = join(root, 'hdl', 'bench');
const MUTANTS = 300;
const SEED = 1;
/** A fault may make a bench wait for what never comes: that is found, too, when it takes so many times as long as without a fault. */
const PATIENCE = 20;
const PATIENCE_MIN_MS = 30_000;

const { values } = parseArgs({
  options: {
    block: { type: 'string', multiple: true },
    mutants: { type: 'string', default: String(MUTANTS) },
    seed: { type: 'string', default: String(SEED) },
  },
});
const count = Number(values.mutants);
const seed = Number(values.seed);
const chosen = BLOCKS.filter(({ name }) => values.block?.includes(name) ?? true);
if (chosen.length === 0 || !(count >= 1 && count <= MUTANTS_MAX) || !Number.isSafeInteger(seed)) {
  console.error(
    `usage: mutate [--block ${BLOCKS.map(({ name }) => name).join('|')}] [--mutants 1 to ${MUTANTS_MAX}] [--seed N]`,
  );
  process.exit(2);
}

const scores: BlockScore[] = [];
for (const block of chosen) {
  const score = await tryBlock(block);
  scores.push(score);
  console.log(`${block.name}: ${score.found} of ${score.mutants} faults found, ${scoreOf(score).toFixed(1)} %`);
}
const version = execFileSync('verilator', ['--version'], { encoding: 'utf8' }).split(' ').slice(0, 2).join(' ');
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
const date = new Date().toISOString().slice(0, 10);
if (chosen.length === BLOCKS.length) {
  writeFileSync(join(root, 'docs', 'rtl-mutation.md'), mutationPage({ date, commit, tool: version, seed, scores }));
}
if (scores.some((score) => scoreOf(score) < GOAL)) process.exitCode = 1;

async function tryBlock(block: MutatedBlock): Promise<BlockScore> {
  const work = join(root, '.cache', 'mutate', block.name);
  mkdirSync(work, { recursive: true });
  console.error(`${block.name}: yosys puts ${count} faults in`);
  const benchRtl = Object.fromEntries(block.rtl.map((file) => [file, readFileSync(join(bench, file), 'utf8')]));
  const { mutants, verilog } = await mutate(block, benchRtl, count, seed);
  const file = join(work, `${block.top}.v`);
  writeFileSync(file, verilog);
  console.error(`${block.name}: builds its bench`);
  execFileSync(
    'verilator',
    [
      ...[
        '--cc',
        '--exe',
        '--build',
        '-j',
        '2',
        '--top-module',
        block.top,
        '-O3',
        '-Wno-fatal',
        '-Wno-lint',
        '-Wno-UNOPTFLAT',
      ],
      ...['--x-assign', 'unique', '--x-initial', 'unique', '--Mdir', join(work, 'build')],
      ...['-CFLAGS', `-std=c++17 -O1 -DCROSSFEED_MUTANTS -I${bench}`, file, join(bench, block.bench)],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const program = join(work, 'build', `V${block.top}`);
  const runs: Run[] = [];
  for (const args of block.runs) {
    const startMs = performance.now();
    if (!(await passes(program, 0, { args, patienceMs: 0 }))) {
      throw new Error(`mutate: ${block.bench} ${args.join(' ')} fails without a fault`);
    }
    runs.push({ args, patienceMs: Math.ceil(Math.max(PATIENCE_MIN_MS, PATIENCE * (performance.now() - startMs))) });
  }
  const alive: Mutant[] = [];
  let done = 0;
  const waiting = [...mutants];
  const worker = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      if (await survives(program, mutant, runs)) alive.push(mutant);
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${block.name}: ${++done} of ${mutants.length}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  alive.sort((a, b) => a.number - b.number);
  return { block, mutants: mutants.length, found: mutants.length - alive.length, alive };
}

interface Run {
  readonly args: readonly string[];
  /** 0: without end. */
  readonly patienceMs: number;
}

async function survives(program: string, { number }: Mutant, runs: readonly Run[]): Promise<boolean> {
  for (const run of runs) if (!(await passes(program, number, run))) return false;
  return true;
}

function passes(program: string, mutant: number, { args, patienceMs }: Run): Promise<boolean> {
  const child = spawn(program, args, {
    stdio: 'ignore',
    env: { ...process.env, CROSSFEED_MUTANT: String(mutant) },
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code === 0);
    });
  });
}
