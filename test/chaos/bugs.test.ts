/** The checkers check: bugs that are put into the simulated gateway are found. All of them: `npx tsx test/chaos/bugs/main.ts`. */
import { describe, expect, it } from 'vitest';
import { misfits } from './bugs/build.js';
import { hunted } from './bugs/main.js';
import { BUGS } from './bugs/table.js';

/** Of those that the first two seeds show. */
const CHEAP = [
  'missing-fsync',
  'fill-counted-twice',
  'number-reused-after-restart',
  'gap-taken-for-whole',
  'drop-copy-mismatch-ignored',
  'child-beyond-parent-on-replace',
  'wrong-side-risk-release',
  'timer-never-fires',
  'report-told-twice',
];

describe('seeded bugs', () => {
  it('fit the source', () => {
    expect(misfits()).toEqual([]);
    expect(BUGS.length).toBeGreaterThanOrEqual(14);
  });

  it('are caught', async () => {
    const found = await hunted({ bugs: CHEAP, seeds: 2, ms: 400 });
    expect(found.map(({ bug }) => bug).sort()).toEqual([...CHEAP].sort());
    for (const { bug, seed } of found) expect(seed, bug).toBeDefined();
  }, 300_000);
});
