/**
 * `npm run coverage [-- --seeds N]`: builds the card with Verilator's coverage counters, plays streams and the bring-up plan through it, and writes
 * docs/rtl-coverage.md. Exit status 1 when a goal is missed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readExclusions } from './exclusions.js';
import { readPoints } from './points.js';
import { LINE_GOAL, reportOf, TOGGLE_GOAL, type CoverageReport } from './report.js';
import { percent, tally } from './tally.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const work = join(root, '.cache', 'coverage');
const library = join(root, 'driver', 'build', 'libcrossfeed-coverage.so');
const SEEDS = 100;
const PLAN = join('config', 'bringup', 'release-candidate.yaml');
const FAULTS_PLAN = join('config', 'bringup', 'bare-card.yaml');
/** Of the kept faults, those that take the card where a good one does not go. */
const FAULTS = [
  'line-noise',
  'dropped-bytes',
  'stuck-register',
  'bad-memory',
  'dead-port',
  'bit-errors',
  'stuck-counter',
  'clock-off',
  'no-pps',
  'brown-out',
];
const OUTPUT_MAX_BYTES = 64 * 1024 * 1024;

const { values } = parseArgs({ options: { seeds: { type: 'string', default: String(SEEDS) } } });

function say(text: string): void {
  console.error(`coverage: ${text}`);
}

const names: string[] = [];

interface Played {
  /** What it said on standard output. */
  readonly stdout: string;
  readonly passed: boolean;
}

/** Runs a script with a card that counts. */
function play(name: string, args: readonly string[], mayFail = false): Played {
  const file = join(work, `${name}.dat`);
  rmSync(file, { force: true });
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    env: { ...process.env, CROSSFEED_LIBRARY: library, CROSSFEED_COVERAGE: file },
    encoding: 'utf8',
    maxBuffer: OUTPUT_MAX_BYTES,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  names.push(name);
  if (status !== 0 && !(mayFail && status === 1))
    throw new Error(`coverage: ${args.join(' ')} ended with ${String(status)}\n${stdout}`);
  return { stdout, passed: status === 0 };
}

mkdirSync(work, { recursive: true });
say('builds the card (some minutes)');
execFileSync('make', ['-C', join(root, 'driver'), 'coverage'], { stdio: ['ignore', 'ignore', 'inherit'] });
say('plays streams');
const { stdout } = play('streams', [join('test', 'conformance', 'coverage-streams.ts'), values.seeds]);
const { played, crosses } = JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as {
  readonly played: readonly string[];
  readonly crosses: CoverageReport['crosses'];
};
say('brings the card up');
// Its steps have limits of time, which a card that counts does not keep on a busy machine; whether the card passes them is asked elsewhere.
const broughtUp = play('bringup', [join('control', 'cli.ts'), 'bringup', '--sim', 'run', PLAN], true);
if (!broughtUp.passed) say(`not every step was done in its time:\n${broughtUp.stdout}`);
for (const fault of FAULTS) {
  say(`brings it up with ${fault}`);
  play(fault, [join('control', 'cli.ts'), 'bringup', '--sim', '--fault', fault, 'run', FAULTS_PLAN], true);
}
say('reads every register');
play('registers', [join('test', 'conformance', 'coverage-registers.ts')]);

const sources = new Map<string, readonly string[]>();
for (const path of readFileSync(join(root, 'hdl', 'rtl', 'files.f'), 'utf8')
  .split('\n')
  .filter(Boolean)) {
  sources.set(path.split('/').at(-1)!, readFileSync(join(root, 'hdl', 'rtl', path), 'utf8').split('\n'));
}
const textOf = (file: string, line: number): string => sources.get(file)?.[line - 1] ?? '';
const points = names.flatMap((name) => readPoints(readFileSync(join(work, `${name}.dat`), 'latin1')));
const counted = tally(points, readExclusions(join(root, 'hdl', 'coverage', 'exclusions.yaml')), textOf);
const report = reportOf({
  date: new Date().toISOString().slice(0, 10),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
  tool: execFileSync('verilator', ['--version'], { encoding: 'utf8' }).split(' ').slice(0, 2).join(' '),
  stimuli: [
    ...played,
    `the bring-up plan ${PLAN}, over the serial console${broughtUp.passed ? '' : ', of which not every step was done in its time'}`,
    `the plan ${FAULTS_PLAN} with each of the faults ${FAULTS.join(', ')}`,
    'every register read, by the host',
  ],
  crosses,
  tally: counted,
  textOf,
});
writeFileSync(join(root, 'docs', 'rtl-coverage.md'), report);
const lineShare = percent(counted.lines);
const bitShare = percent(counted.bits);
console.log(
  `lines ${lineShare.toFixed(1)} %, bits ${bitShare.toFixed(1)} %, crosses ${crosses.met} of ${crosses.reachable}: docs/rtl-coverage.md`,
);
if (lineShare < LINE_GOAL || bitShare < TOGGLE_GOAL || crosses.met < crosses.reachable) process.exitCode = 1;
