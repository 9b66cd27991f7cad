import { describe, expect, it } from 'vitest';
import { lasting, roughly } from '../format.js';
import { feedOf, lineOf, nameOf } from './names.js';
import { toneOfAll } from './states.js';

describe('the verdict', () => {
  it('is as bad as the worst that is in trouble, essential or not, and as an alert that nobody has taken', () => {
    expect(toneOfAll('up', [], [])).toBe('ok');
    expect(toneOfAll('starting', [], [])).toBe('idle');
    expect(toneOfAll('up', [{ state: 'degraded' }], [])).toBe('warn');
    expect(toneOfAll('up', [{ state: 'degraded' }, { state: 'down' }], [])).toBe('bad');
    expect(toneOfAll('up', [], [{ severity: 'info' }])).toBe('ok');
    expect(toneOfAll('up', [], [{ severity: 'warning' }])).toBe('warn');
    expect(toneOfAll('degraded', [], [{ severity: 'critical' }])).toBe('bad');
  });
});

it('names of components say what their place does not', () => {
  expect(nameOf({ kind: 'process', label: 'process exchange fixex' })).toBe('exchange fixex');
  expect(nameOf({ kind: 'client', label: 'client CLIENT1' })).toBe('client CLIENT1');
  const line = { id: 'line/nasdaq-itch/A', label: 'line A of nasdaq-itch' };
  expect([feedOf(line), lineOf(line)]).toEqual(['nasdaq-itch', 'A']);
});

it.each([
  [-5, '0 s', '0 s'],
  [59_999, '59 s', '59 s'],
  [125_000, '2 min 5 s', '2 min'],
  [7_500_000, '2 h 5 min', '2 h'],
  [180_000_000, '2 d 2 h', '2 d'],
])('%i ms last %s', (ms, whole, rough) => {
  expect([lasting(ms), roughly(ms)]).toEqual([whole, rough]);
});
