import { describe, expect, it } from 'vitest';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { FallbackPolicy, type FallbackRules } from './fallback-policy.js';

function scene(rules: Partial<FallbackRules>) {
  const world = new VirtualWorld({ seed: 1 });
  const { clock, timers } = world.addHost('desk').start();
  const moves: string[] = [];
  const subject = {
    mayMove: true,
    isMoved: false,
    isFirstActive: false,
    move: (to: 'first' | 'fallback', why: string): void => {
      moves.push(`${to}: ${why}`);
      subject.isMoved = to === 'fallback';
      policy.moved();
    },
  };
  const none = { faults: 0, windowMs: 0, downMs: 0, returnAfterMs: 0 };
  const policy = new FallbackPolicy({ ...none, ...rules }, { clock, timers }, subject);
  return { world, policy, subject, moves };
}

describe('FallbackPolicy', () => {
  it('moves when faults pile up within the window, and not otherwise', async () => {
    const { world, policy, moves } = scene({ faults: 3, windowMs: 1000 });
    for (let i = 0; i < 5; i++) {
      policy.fault('refused');
      await world.run(600);
    }
    expect(moves).toEqual([]);
    policy.fault('refused');
    policy.fault('refused');
    expect(moves).toEqual(['fallback: faults pile up, the last one: refused']);
    policy.fault('refused');
    expect(moves).toHaveLength(1);
  });

  it('moves when no session is there for too long, also after a disconnect in between', async () => {
    const { world, policy, subject, moves } = scene({ downMs: 500 });
    policy.watchDown();
    await world.run(400);
    policy.stop();
    await world.run(1000);
    expect(moves).toEqual([]);
    policy.watchDown();
    await world.run(400);
    subject.isFirstActive = true;
    await world.run(200);
    expect(moves).toEqual([]);
    subject.isFirstActive = false;
    policy.watchDown();
    await world.run(600);
    expect(moves).toEqual(['fallback: no session for 500 ms']);
  });

  it('comes back when the first has been active for long enough', async () => {
    const { world, policy, subject, moves } = scene({ returnAfterMs: 1000 });
    subject.isMoved = subject.isFirstActive = true;
    policy.watchReturn();
    await world.run(900);
    subject.isFirstActive = false;
    policy.watchReturn();
    await world.run(2000);
    expect(moves).toEqual([]);
    subject.isFirstActive = true;
    policy.watchReturn();
    await world.run(1001);
    expect(moves).toEqual(['first: is stable again']);
  });
});
