/**
 * `npm run verify [-- --shard I/N] [--only ID] [--list]`: the long evidence runs, resumable; results go to docs/evidence. Exit status 1 when anything failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { evidenceOf, writeEvidence } from './report.js';
import { makeRun, type Execute, type Shard } from './runner.js';
import { evidenceRuns } from './runs.js';
import { StateFile } from './state.js';

const STATE = join('.cache', 'verify');
const KEPT_OUTPUT = 200_000;
/** Seeds count on by less than a million within a run. */
const SEED_MAX = 2 ** 31 - 1_000_000;

const program = new Command('verify')
  .option('--shard <I/N>', 'this share of every run, from 1/N to N/N', shardOf, { index: 1, count: 1 })
  .option('--only <id>', 'one run', (id: string, all: string[]) => [...all, id], [])
  .option('--list', 'names the runs');
program.parse();
const { shard, only, list = false } = program.opts<{ shard: Shard; only: string[]; list?: boolean }>();
const unknown = only.find((id) => evidenceRuns.every((run) => run.id !== id));
if (unknown !== undefined)
  program.error(`verify: no run ${unknown}; one of ${evidenceRuns.map(({ id }) => id).join(', ')}`, { exitCode: 2 });
const chosen = evidenceRuns.filter(({ id }) => only.length === 0 || only.includes(id));
if (list) {
  const width = Math.max(...chosen.map(({ id }) => id.length));
  for (const { id, title, amount } of chosen) console.log(`${id.padEnd(width)}  ${title} (${amount})`);
} else await verify();

async function verify(): Promise<void> {
  const provenance = {
    commit: git('rev-parse', 'HEAD'),
    dirty: git('status', '--porcelain') !== '',
    machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}, ${process.platform} ${process.arch}`,
  };
  const suffix = shard.count === 1 ? '' : `-${shard.index}-of-${shard.count}`;
  const file = new StateFile(join(STATE, `state${suffix}.json`), provenance.commit);
  let allPassed = true;
  for (const run of chosen) {
    const passed = await makeRun(run, shard, {
      file,
      execute,
      nowMs: () => Date.now(),
      freshSeed: () => randomInt(1, SEED_MAX),
      progress: (text) => console.error(text),
      failed: (each, { index }, output) => {
        const kept = join(STATE, `${each.id}-${index}.log`);
        mkdirSync(STATE, { recursive: true });
        writeFileSync(kept, output);
        console.error(`${each.id}: part ${index} failed, see ${kept}`);
      },
    });
    allPassed &&= passed;
    const evidence = evidenceOf(run, file.state.runs[run.id]!, provenance, new Date().toISOString());
    console.log(`${passed ? 'ok  ' : 'FAIL'} ${run.id}: ${writeEvidence(join('docs', 'evidence'), evidence)}`);
  }
  if (!allPassed) process.exitCode = 1;
}

function execute(...[[program, ...args], env]: Parameters<Execute>): ReturnType<Execute> {
  const child = spawn(program === 'node' ? process.execPath : program!, args, {
    env: { ...process.env, ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const lastLine = output.trimEnd().split('\n').at(-1)?.trim() ?? '';
      resolve({ status: code ?? 1, lastLine, output });
    });
  });
}

function git(...args: string[]): string {
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : 'unknown';
}

function shardOf(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || count === undefined || index < 1 || index > count) {
    throw new InvalidArgumentError('expected I/N, from 1/N to N/N');
  }
  return { index, count };
}
