import { describe, expect, it } from 'vitest';
import { benchCommand } from '../../control/commands/bench.js';
import { goalMet, histogramQuantiles, quantiles, runSuite, type BenchSuite } from './harness.js';

const suite: BenchSuite = {
  name: 'sample',
  description: 'a sample',
  run(context) {
    let sum = 0;
    context.time({
      name: 'add',
      batch: 10,
      batches: 4,
      warmUp: 1,
      input: 'numbers',
      goal: { atMost: 1e9 },
      run: (i) => void (sum += i),
    });
    context.report({ name: 'rate', unit: 'cycles/s', n: 1, p50: 5, p99: 5, p999: 5, max: 5, goal: { atLeast: 6 } });
    context.report({ name: 'theirs', unit: 'ns', n: 1, p50: 12345.678, p99: 1, p999: 1, max: sum, peer: true });
    context.note('measured on nothing in particular');
  },
};

describe('the benchmark harness', () => {
  it('takes nearest-rank quantiles', () => {
    const samples = Float64Array.from({ length: 1000 }, (_, i) => 1000 - i);
    expect(quantiles(samples)).toEqual({ p50: 500, p99: 990, p999: 999, max: 1000 });
    expect(histogramQuantiles([0, 5, 4, 0, 1], 6.4)).toEqual({ n: 10, p50: 6.4, p99: 25.6, p999: 25.6, max: 25.6 });
  });

  it('prints one JSON object a line', async () => {
    const text: string[] = [];
    await runSuite(suite, { json: true, write: (line) => text.push(line) });
    const lines = text.map((line) => JSON.parse(line));
    expect(lines.map(({ suite, name, unit, n }) => ({ suite, name, unit, n }))).toEqual([
      { suite: 'sample', name: 'add', unit: 'ns', n: 40 },
      { suite: 'sample', name: 'rate', unit: 'cycles/s', n: 1 },
      { suite: 'sample', name: 'theirs', unit: 'ns', n: 1 },
    ]);
    expect(lines[2].p50).toBe(12345.7);
  });

  it('prints a table with goals, peers, notes and the machine', async () => {
    let text = '';
    const results = await runSuite(suite, { json: false, write: (part) => (text += part) });
    expect(text).toMatch(/≥ 6\.00 MISSED/);
    expect(text).toMatch(/peer: theirs .* 12,346/);
    expect(text).toMatch(/Node v\d+/);
    expect(text).toMatch(/- measured on nothing/);
    expect(results.map(goalMet)).toEqual([true, false, undefined]);
  });

  it('counts bytes allocated', async () => {
    const kept: unknown[] = [];
    let bytes = [-1, -1];
    await runSuite(
      {
        name: 'bytes',
        description: '',
        run: ({ allocated }) =>
          void (bytes = [allocated(() => kept.push(new Array(1000).fill(0)), 31), allocated(() => undefined, 31)]),
      },
      { json: true, write: () => undefined },
    );
    expect(bytes[0]).toBeGreaterThan(4000);
    expect(bytes[1]).toBeLessThan(200);
  });
});

describe('crossfeed bench', () => {
  it('refuses a suite that the contract does not name', async () => {
    const run = (name: string) =>
      benchCommand({ write: () => undefined }).parseAsync(['--suite', name], { from: 'user' });
    await expect(run('nosuch')).rejects.toMatchObject({ code: 'BENCH_SUITE_UNKNOWN', exitStatus: 2 });
  });
});
