import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evidenceOf, writeEvidence } from './report.js';
import { makeRun, type RunnerParts } from './runner.js';
import { evidenceRuns, type EvidenceRun } from './runs.js';
import { StateFile } from './state.js';

const run: EvidenceRun = {
  id: 'sums',
  title: 'Sums are right',
  pieces: 5,
  amount: '5 sums',
  command: ({ index, seed }) => ['sum', String(seed + index)],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossfeed-evidence-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

class Runs {
  readonly made: string[] = [];
  readonly failures: string[] = [];
  fails = new Set<string>();
  skips = new Set<string>();
  stopsAt = '';
  seed = 100;

  parts(commit = 'c1'): RunnerParts {
    return {
      file: new StateFile(join(folder, 'state.json'), commit),
      execute: (command) => {
        const text = command.join(' ');
        if (text === this.stopsAt) return Promise.reject(new Error('stopped'));
        this.made.push(text);
        const status = this.fails.has(text) ? 3 : this.skips.has(text) ? 77 : 0;
        return Promise.resolve({ status, lastLine: `did ${text}`, output: 'all of it' });
      },
      nowMs: () => 1_700_000_000_000,
      freshSeed: () => this.seed,
      progress: () => undefined,
      failed: (_run, { index }, output) => void this.failures.push(`${index}: ${output}`),
    };
  }
}

const ALL = { index: 1, count: 1 };

describe('evidence runs', () => {
  it('make every part once, and go on where they were stopped, with the same seed', async () => {
    const runs = new Runs();
    runs.stopsAt = 'sum 102';
    await expect(makeRun(run, ALL, runs.parts())).rejects.toThrow('stopped');
    runs.stopsAt = '';
    runs.seed = 900;
    expect(await makeRun(run, ALL, runs.parts())).toBe(true);
    expect(runs.made).toEqual(['sum 100', 'sum 101', 'sum 102', 'sum 103', 'sum 104']);
  });

  it('begin anew when the sources have changed', async () => {
    const runs = new Runs();
    await makeRun(run, ALL, runs.parts('c1'));
    await makeRun(run, ALL, runs.parts('c2'));
    expect(runs.made).toHaveLength(10);
  });

  it('are cut into shares that make the whole', async () => {
    const runs = new Runs();
    for (const index of [1, 2]) await makeRun(run, { index, count: 2 }, runs.parts(`c${index}`));
    expect(runs.made.sort()).toEqual(['sum 100', 'sum 101', 'sum 102', 'sum 103', 'sum 104']);
  });

  it('keep what failed, with the command to run it again, and make it again the next time', async () => {
    const runs = new Runs();
    runs.fails.add('sum 103');
    const parts = runs.parts();
    expect(await makeRun(run, ALL, parts)).toBe(false);
    expect(runs.failures).toEqual(['3: all of it']);
    const from = { commit: 'c1', dirty: false, machine: 'a machine' };
    const evidence = evidenceOf(run, parts.file.state.runs['sums']!, from, '2026-11-23T12:00:00.000Z');
    expect(evidence).toMatchObject({ done: 5, failed: 1, failures: ['sum 103: exit status 3; did sum 103'] });
    const file = writeEvidence(join(folder, 'docs'), evidence);
    expect(file).toMatch(/2026-11-23-sums\.json$/);
    expect(readFileSync(join(folder, 'docs', 'README.md'), 'utf8')).toContain('**1 of 5 parts failed**');
    runs.fails.clear();
    expect(await makeRun(run, ALL, runs.parts())).toBe(true);
    expect(runs.made.filter((each) => each === 'sum 103')).toHaveLength(2);
  });

  it('say of what cannot be made here that it was skipped, and why', async () => {
    const runs = new Runs();
    for (let index = 0; index < 5; index++) runs.skips.add(`sum ${100 + index}`);
    const parts = runs.parts();
    expect(await makeRun(run, ALL, parts)).toBe(true);
    expect(runs.failures).toEqual([]);
    const from = { commit: 'c1', dirty: false, machine: 'a machine' };
    const evidence = evidenceOf(run, parts.file.state.runs['sums']!, from, '2026-11-23T12:00:00.000Z');
    expect(evidence).toMatchObject({ done: 5, failed: 0, skipped: 5 });
    writeEvidence(join(folder, 'docs'), evidence);
    expect(readFileSync(join(folder, 'docs', 'README.md'), 'utf8')).toContain('| 5 sums | did sum 100 |');
  });

  it('have names of their own', () => {
    const ids = evidenceRuns.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
