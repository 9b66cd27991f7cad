import { describe, expect, it } from 'vitest';
import type { Random } from '../../core/world.js';
import { addressMatches } from './address-rules.js';
import { EventList } from './engine-events.js';
import { ReconnectPlan } from './reconnect.js';
import type { EndpointOrder } from './settings.js';

/** The longest pause each time. */
const longest: Random = { u32: () => 0xffffffff, next: () => 1, below: (bound) => bound - 1 };
const shortest: Random = { u32: () => 0, next: () => 0, below: () => 0 };

function plan(order: EndpointOrder, random = longest): ReconnectPlan {
  const endpoints = ['a', 'b', 'c'].map((host) => ({ host, port: 1 }));
  return new ReconnectPlan({ endpoints, order, backoffMinMs: 100, backoffMaxMs: 1000, stableMs: 5000 }, random);
}

describe('a plan of reconnects', () => {
  it('tries everybody once, then waits longer from round to round, up to a limit', () => {
    const tries = plan('primaryFirst');
    const seen: [string, number][] = [];
    for (let i = 0; i < 18; i++) seen.push([tries.endpoint.host, tries.failed()]);
    expect(seen.map(([host]) => host).join('')).toBe('abcabcabcabcabcabc');
    expect(seen.map(([, ms]) => ms)).toEqual([0, 0, 100, 0, 0, 200, 0, 0, 400, 0, 0, 800, 0, 0, 1000, 0, 0, 1000]);
    const half = plan('primaryFirst', shortest);
    half.failed();
    half.failed();
    expect(half.failed()).toBe(50);
  });

  it.each([
    ['primaryFirst', 'a'],
    ['stay', 'b'],
    ['rotate', 'c'],
  ] as const)('after a good connection it goes on: %s', (order, host) => {
    const tries = plan(order);
    tries.failed();
    expect(tries.endpoint.host).toBe('b');
    expect(tries.ended(60_000)).toBe(0);
    expect(tries.endpoint.host).toBe(host);
  });

  it('comes back at once the first time, and later and later to who cuts it off again', () => {
    const tries = plan('stay');
    expect(Array.from({ length: 6 }, () => tries.ended(10))).toEqual([0, 100, 200, 400, 800, 1000]);
    expect([tries.ended(5000), tries.ended(10)]).toEqual([0, 0]);
    tries.ended(10);
    tries.restart();
    expect(tries.ended(10)).toBe(0);
  });
});

it('an address is itself, or lies in a network', () => {
  expect(addressMatches('10.0.0.1', '10.0.0.1')).toBe(true);
  expect(addressMatches('10.0.0.1', '::ffff:10.0.0.1')).toBe(true);
  expect(addressMatches('10.0.0.1', '10.0.0.10')).toBe(false);
  expect(addressMatches('10.1.0.0/16', '10.1.255.3')).toBe(true);
  expect(addressMatches('10.1.0.0/16', '10.2.0.0')).toBe(false);
  expect(addressMatches('128.0.0.0/1', '200.1.1.1')).toBe(true);
  expect(addressMatches('0.0.0.0/0', '200.1.1.1')).toBe(true);
  expect(addressMatches('10.1.0.0/33', '10.1.0.0')).toBe(false);
  expect(addressMatches('2001:DB8::1', '2001:db8::1')).toBe(true);
  expect(addressMatches('10.0.0.0/8', '2001:db8::1')).toBe(false);
});

it('a list of events keeps the last ones, in order, and counts the rest', () => {
  const list = new EventList(3);
  for (let i = 0; i < 8; i++) list.add({ epochMs: i, sessionId: undefined, event: { type: 'sessionAdded' } });
  expect(list.toArray().map(({ epochMs }) => epochMs)).toEqual([5, 6, 7]);
  expect(list.forgotten).toBe(5);
});
