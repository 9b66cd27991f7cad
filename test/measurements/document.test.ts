import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf } from './document.js';
import { linesOf, measurementsIn, type Measurement } from './measurement.js';

const docs = resolve(import.meta.dirname, '../../docs');

const of = (p50: number, goal?: object): string =>
  JSON.stringify({
    suite: 'sums',
    name: 'add',
    unit: 'ns',
    n: 4000,
    p50,
    p99: p50 + 1,
    p999: p50 + 2,
    max: 9999,
    goal,
  });

const measured = (...runs: string[]): Measurement => ({
  suite: 'sums',
  began: '2026-01-02T03:04:05.000Z',
  commit: '0123456789abcdef',
  dirty: false,
  machine: 'one core',
  loads: [0, 0.25, 12],
  runs: runs.map(linesOf),
});

describe('measurements', () => {
  it('are the document: nothing in it was typed', () => {
    const document = join(docs, 'measurements.md');
    const kept = measurementsIn(join(docs, 'evidence', 'bench'));
    expect(existsSync(document)).toBe(true);
    expect(readFileSync(document, 'utf8')).toBe(documentOf(kept));
  });

  it('show the middle run whole, and the range of all', () => {
    const text = documentOf([measured(of(30), of(10), of(20))]);
    expect(text).toContain('| `add` | ns | 4,000 | 20.0 | 21.0 | 22.0 | 9,999 | 10.0 to 30.0 |  |  |');
    expect(text).toContain('sources 0123456789, one core; load before: 0.0, 0.3, 12.0.');
  });

  it('tell a goal that a run missed', () => {
    const goal = { atMost: 25 };
    const text = documentOf([measured(of(30, goal), of(10, goal), of(20, goal))]);
    expect(text).toContain('**Missed** in some run: `add`.');
    expect(text).toContain('≤ 25.0 **met in 2 of 3**');
    expect(documentOf([measured(of(20, goal))])).toContain('All 1 goals are met in each run.');
  });

  it('refuse lines that are no figures', () => {
    expect(() => linesOf('{"suite":"sums"}\n')).toThrow();
    expect(() => linesOf('not JSON\n')).toThrow();
  });
});
