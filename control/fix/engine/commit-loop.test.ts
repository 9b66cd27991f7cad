import { describe, expect, it } from 'vitest';
import type { Journal } from '../../core/journal.js';
import { CommitLoop, type Held } from './commit-loop.js';

describe('effects', () => {
  it('that begin while others are released wait for a commit of their own', () => {
    const soon: (() => void)[] = [];
    const order: string[] = [];
    const journal = {
      state: 'open',
      onStateChange: () => undefined,
      commit: () => order.push('commit') > 0,
    } as unknown as Journal;
    const timers = { soon: (run: () => void) => void soon.push(run) } as never;
    const loop = new CommitLoop({ monotonicNs: () => 0, epochMs: () => 0 }, timers, journal);
    const held = (name: string, then?: () => void): Held => ({
      release: () => {
        order.push(name);
        then?.();
      },
      unpark: () => undefined,
      holdInput: () => undefined,
    });
    const second = held('second');
    loop.releaseAfterCommit(held('first', () => loop.releaseAfterCommit(second)));
    while (soon.length > 0) soon.shift()?.();
    expect(order).toEqual(['commit', 'first', 'commit', 'second']);
  });
});
