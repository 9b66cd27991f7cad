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

  it.each([true, false])(
    'of a peer that is given something while others are released leave with a record that is safe, and wait where it is not: %s',
    (isTaken) => {
      const soon: (() => void)[] = [];
      let onState = (_state: string): void => undefined;
      let pending = 0;
      let isOpen = true;
      const journal = {
        get state() {
          return isOpen ? 'open' : 'full';
        },
        onStateChange: (listener: typeof onState) => void (onState = listener),
        commit: () => {
          if (isOpen) pending = 0;
          return isOpen;
        },
      } as unknown as Journal;
      const timers = { soon: (run: () => void) => void soon.push(run) } as never;
      const loop = new CommitLoop({ monotonicNs: () => 0, epochMs: () => 0 }, timers, journal);
      const left: string[] = [];
      const held = (name: string, then?: () => void): Held => ({
        release: () => {
          left.push(`${name} ${pending}`);
          then?.();
        },
        unpark: () => undefined,
        holdInput: () => undefined,
      });
      // An order of the second one's session, written and not committed: its session waits already, and does not ask again.
      loop.releaseAfterCommit(
        held('first', () => {
          pending++;
          isOpen = isTaken;
        }),
      );
      loop.releaseAfterCommit(held('second'));
      soon.shift()?.();
      expect(left).toEqual(isTaken ? ['first 0', 'second 0'] : ['first 0']);
      isOpen = true;
      if (!isTaken) onState('open');
      while (soon.length > 0) soon.shift()?.();
      expect(left).toEqual(['first 0', 'second 0']);
    },
  );
});
