/**
 * Each bug of the table is looked for among the seeds: `npx tsx test/chaos/bugs/main.ts [--bugs NAME,NAME] [--first 1] [--seeds 1000]`. Says at which seed each was
 * caught; fails when one was not.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { installationRoot } from '../../../control/core/world-installation.js';
import { buildHunt } from './build.js';
import type { Catch } from './hunt.js';

export interface HuntOptions {
  /** All where none is named. */
  readonly bugs?: readonly string[];
  readonly first?: number;
  readonly seeds?: number;
  /** How long is traded. */
  readonly ms?: number;
  readonly tell?: (caught: Catch) => void;
}

/** In a process of its own, since a broken gateway may do anything. */
export async function hunted({ bugs = [], first = 1, seeds = 1000, ms = 1000, tell }: HuntOptions): Promise<Catch[]> {
  const folder = mkdtempSync(join(tmpdir(), 'crossfeed-bugs-'));
  try {
    const bundle = join(folder, 'hunt.mjs');
    await buildHunt(bundle);
    const words = [bundle, bugs.join(','), String(first), String(seeds), String(ms)];
    // The simulation reads configuration of the installation, which it looks for where it is started.
    const child = spawn(process.execPath, words, { cwd: installationRoot(), stdio: ['ignore', 'pipe', 'inherit'] });
    const found: Catch[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      const caught = JSON.parse(line) as Catch;
      found.push(caught);
      tell?.(caught);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1]?.endsWith('main.ts') === true || process.argv[1]?.endsWith('bugs/main.js') === true) {
  const { values } = parseArgs({
    options: { bugs: { type: 'string' }, first: { type: 'string' }, seeds: { type: 'string' } },
  });
  const found = await hunted({
    ...(values.bugs === undefined ? {} : { bugs: values.bugs.split(',') }),
    first: Number(values.first ?? 1),
    seeds: Number(values.seeds ?? 1000),
    tell: ({ bug, seed, runs, violation = '', cpuMs }) => {
      const words = seed === undefined ? 'NOT CAUGHT' : `caught at seed ${seed}`;
      process.stdout.write(`${bug.padEnd(32)} ${words}, ${runs} runs, ${cpuMs} ms CPU  ${violation.slice(0, 120)}\n`);
    },
  });
  const caught = found.filter(({ seed }) => seed !== undefined);
  const names = caught.map(({ bug, seed, runs }) => `${bug} ${seed} (${runs})`);
  process.stdout.write(`${caught.length} of ${found.length} caught, at seed (runs): ${names.join(', ')}\n`);
  process.exitCode = found.length > 0 && found.every(({ seed }) => seed !== undefined) ? 0 : 1;
}
