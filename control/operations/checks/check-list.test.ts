import { describe, expect, it } from 'vitest';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { checkLine, NotApplicable, runChecks, type Check, type CheckResult } from './check-list.js';

const check = (id: string, run: Check['run'], needs?: string[]): Check => ({
  id,
  name: `look at ${id}`,
  timeoutMs: 1000,
  run,
  ...(needs === undefined ? {} : { needs }),
});

async function results(checks: Check[]): Promise<readonly CheckResult[]> {
  const world = new VirtualWorld({ seed: 1 });
  const { clock, timers } = world.addHost('desk').start();
  return world.wait(runChecks(checks, { clock, timers }));
}

describe('runChecks', () => {
  it('does each in turn and gives what was seen', async () => {
    const order: string[] = [];
    const seen = async (id: string): Promise<string> => {
      order.push(id);
      return Promise.resolve(`saw ${id}`);
    };
    const all = await results([check('a', () => seen('a')), check('b', () => seen('b'), ['a'])]);
    expect(order).toEqual(['a', 'b']);
    expect(all.map(({ verdict, detail }) => [verdict, detail])).toEqual([
      ['passed', 'saw a'],
      ['passed', 'saw b'],
    ]);
  });

  it('does not do what needs a check that failed, and says which', async () => {
    const all = await results([
      check('a', () => Promise.reject(new Error('no such host'))),
      check('b', () => Promise.resolve(''), ['a']),
      check('c', () => Promise.reject(new NotApplicable('this venue has no drop copy'))),
      check('d', () => Promise.resolve('fine'), []),
      check('e', () => Promise.resolve(''), ['d', 'b']),
    ]);
    expect(all.map(({ verdict, detail }) => [verdict, detail])).toEqual([
      ['failed', 'no such host'],
      ['skipped', 'needs: look at a'],
      ['skipped', 'this venue has no drop copy'],
      ['passed', 'fine'],
      ['skipped', 'needs: look at b'],
    ]);
  });

  it('ends a check that does not come back, and tells it to stop', async () => {
    let stopped = false;
    const all = await results([
      check('slow', (signal) => {
        signal.addEventListener('abort', () => (stopped = true));
        return new Promise(() => undefined);
      }),
    ]);
    expect([all[0]!.verdict, all[0]!.detail, stopped]).toEqual(['failed', 'nothing within 1000 ms', true]);
    expect(all[0]!.tookMs).toBeGreaterThanOrEqual(1000);
  });
});

describe('checkLine', () => {
  it('is aligned', () => {
    expect([
      checkLine({ name: 'DNS', verdict: 'passed', detail: '127.0.0.1', tookMs: 1.26 }, 6),
      checkLine({ name: 'logon', verdict: 'failed', detail: 'refused', tookMs: 1234 }, 6),
      checkLine({ name: 'order', verdict: 'skipped', detail: 'needs: logon', tookMs: 0 }, 6),
    ]).toEqual([
      '  ok   DNS        1.3 ms  127.0.0.1',
      '  FAIL logon     1234 ms  refused',
      '  -    order              needs: logon',
    ]);
  });
});
