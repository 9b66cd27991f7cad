import { describe, expect, it } from 'vitest';
import type { FeedSource } from '../core/feed.js';
import type { RecordSink } from '../core/record-ring.js';
import { realWorld } from '../core/world-real.js';
import type { Timer, World } from '../core/world.js';
import { Pump } from './pump.js';

/** Turns and rests as the test says. */
class Loop {
  turns: (() => void)[] = [];
  rests: (() => void)[] = [];
  readonly world: World = {
    ...realWorld,
    clock: realWorld.clock,
    sockets: realWorld.sockets,
    random: (seed) => realWorld.random(seed),
    timers: {
      onTurn: (run) => this.keep(this.turns, run),
      soon: () => undefined,
      after: (_delay, run) => this.keep(this.rests, run),
      every: () => ({ cancel: () => undefined }),
    },
  };
  turn(count = 1): void {
    for (let i = 0; i < count; i++) for (const run of [...this.turns]) run();
  }
  keep(list: (() => void)[], run: () => void): Timer {
    list.push(run);
    return { cancel: () => void list.splice(0, list.length, ...list.filter((each) => each !== run)) };
  }
}

const sink: RecordSink = { onRecords: () => undefined };
const feedOf = (poll: () => number): FeedSource => ({
  engine: 'software',
  poll,
  counters: () => ({ ports: [], channels: [] }),
  timeBeats: () => 0,
  close: () => Promise.resolve(),
});
const never = (error: unknown): void => {
  throw error;
};

describe('Pump', () => {
  it('drains a bounded number of slots each turn', () => {
    const loop = new Loop();
    const asked: number[] = [];
    const pump = new Pump(
      loop.world,
      { ...feedOf(() => 0), poll: (_sink, most) => asked.push(most) && most },
      sink,
      never,
    );
    pump.start();
    loop.turn(3);
    expect(asked).toEqual([4096, 4096, 4096]);
    expect(pump.consumed).toBe(3 * 4096);
  });

  it('rests when there is nothing, and looks again later', () => {
    const loop = new Loop();
    let there = 0;
    const pump = new Pump(
      loop.world,
      feedOf(() => there),
      sink,
      never,
    );
    pump.start();
    loop.turn(100);
    expect(loop.turns).toHaveLength(0);
    expect(loop.rests).toHaveLength(1);
    there = 7;
    loop.rests[0]!();
    loop.turn();
    expect(pump.consumed).toBe(7);
  });

  it('lets a feed that can call do so', () => {
    const loop = new Loop();
    const waiting: (() => void)[] = [];
    const feed = { ...feedOf(() => 0), onReadable: (run: () => void) => loop.keep(waiting, run) };
    const pump = new Pump(loop.world, feed, sink, never);
    pump.start();
    loop.turn(100);
    expect(loop.rests).toHaveLength(0);
    waiting[0]!();
    expect(loop.turns).toHaveLength(1);
    pump.stop();
    expect(loop.turns).toHaveLength(0);
  });

  it('stops and says so when the feed breaks', () => {
    const loop = new Loop();
    const failures: unknown[] = [];
    const broken = new Error('the card was halted');
    const pump = new Pump(
      loop.world,
      feedOf(() => {
        throw broken;
      }),
      sink,
      (error) => failures.push(error),
    );
    pump.start();
    loop.turn(100);
    expect(failures).toEqual([broken]);
    expect([...loop.turns, ...loop.rests]).toEqual([]);
  });
});
