/** One random stream through the card and the oracle. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checkSmall } from '../support/check.js';
import { nicEngine, type NicRun } from '../support/engines.js';
import { randomPlan } from '../support/random-plan.js';
import { allFrames } from '../support/streams.js';

/** What differs; undefined when nothing does. */
export function checkNicSeed(seed: number, run: NicRun, slotsLog2: number): Promise<string | undefined> {
  const plan = randomPlan(seed);
  return checkSmall((config, slots) => nicEngine(config, slots, run), plan.config, allFrames(plan), slotsLog2);
}

/** Plays it once more on a card that writes a waveform, and says how to look at it; where that cannot be built, how to get there. */
export function leaveWaveform(seed: number, run: NicRun, slotsLog2: number): string {
  const root = join(import.meta.dirname, '../..');
  const folder = join(root, 'artifacts');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `nic-seed-${seed}.fst`);
  const args = [join(import.meta.dirname, 'trace-seed.ts'), String(seed), file, String(slotsLog2), JSON.stringify(run)];
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', ...args], { cwd: root, encoding: 'utf8' });
  if (status === 0) return `its waveform: gtkwave ${relative(root, file)}`;
  return `for its waveform: npx tsx ${args.map((arg) => `'${arg}'`).join(' ')}`;
}
