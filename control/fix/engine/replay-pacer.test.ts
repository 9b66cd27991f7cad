import { describe, expect, it } from 'vitest';
import type { Clock, Timers } from '../../core/world.js';
import { ReplayPacer, type Replayer } from './replay-pacer.js';

/** A clock that each piece moves on, and turns that the test takes. */
class Bench implements Clock {
  nowNs = 0;
  readonly order: string[] = [];
  private run: (() => void) | undefined;

  readonly timers: Timers = {
    after: () => ({ cancel: () => undefined }),
    every: () => ({ cancel: () => undefined }),
    soon: () => undefined,
    onTurn: (run) => {
      this.run = run;
      return { cancel: () => void (this.run = undefined) };
    },
  };

  monotonicNs(): number {
    return this.nowNs;
  }

  epochMs(): number {
    return 0;
  }

  get isIdle(): boolean {
    return this.run === undefined;
  }

  turn(): string[] {
    this.order.length = 0;
    this.run?.();
    return [...this.order];
  }

  replayer(name: string, pieces: number, pieceNs: number, after: 'done' | 'blocked' = 'done'): Replayer {
    let left = pieces;
    return {
      replayPiece: () => {
        this.order.push(name);
        this.nowNs += pieceNs;
        return --left > 0 ? 'more' : after;
      },
    };
  }
}

describe('resends', () => {
  it('take turns, and leave the rest of each turn to others', () => {
    const bench = new Bench();
    const pacer = new ReplayPacer(bench, bench.timers);
    pacer.add(bench.replayer('a', 3, 300_000));
    pacer.add(bench.replayer('b', 2, 300_000));
    expect([bench.turn(), bench.turn(), bench.turn()]).toEqual([['a', 'b'], ['a', 'b'], ['a']]);
    expect(bench.isIdle).toBe(true);
    expect(bench.turn()).toEqual([]);
  });

  it('send at least a piece a turn, however slow it is', () => {
    const bench = new Bench();
    const pacer = new ReplayPacer(bench, bench.timers);
    pacer.add(bench.replayer('slow', 2, 9e6));
    expect([bench.turn(), bench.turn()]).toEqual([['slow'], ['slow']]);
  });

  it('that have no room wait to be added again, once', () => {
    const bench = new Bench();
    const pacer = new ReplayPacer(bench, bench.timers);
    const blocked = bench.replayer('b', 1, 1, 'blocked');
    pacer.add(blocked);
    pacer.add(blocked);
    expect(bench.turn()).toEqual(['b']);
    expect(bench.isIdle).toBe(true);
    pacer.add(blocked);
    expect(bench.isIdle).toBe(false);
  });
});
