import { describe, expect, it } from 'vitest';
import { ORDER, PICK, type RoutingStrategy } from '../../control/routing/strategy.js';
import { BUY, Desk, inShort, SELL } from './desk.js';

const THREE = [
  { bid: [999_900, 400], ask: [1_000_100, 100, 1_000_400, 900] },
  { bid: [999_800, 200], ask: [1_000_100, 300] },
  { bid: [999_900, 600], ask: [1_000_200, 800] },
];

describe('strategies', () => {
  const fee = (perUnit: string) => ({ fees: [{ tiers: [{ take: { perUnit }, make: { perUnit: '0' } }] }] });

  it('best-price takes the best prices first, and of one price the cheaper venue', () => {
    const desk = new Desk(THREE, { venues: { V0: fee('0.003'), V1: fee('0.001') } });
    expect(inShort(desk.route({ quantity: 350 }))).toBe('1:300@1000100 0:50@1000100');
    expect(inShort(desk.route({ quantity: 100, side: SELL }))).toBe('2:100@999900');
  });

  it('lowest-cost counts fees where prices are not protected', () => {
    const desk = new Desk(THREE, { venues: { V0: fee('0.02'), V1: fee('0.02'), V2: fee('0') } });
    expect(inShort(desk.route({ quantity: 100, by: 'best-price' }))).toBe('0:100@1000100');
    expect(inShort(desk.route({ quantity: 100, by: 'lowest-cost' }))).toBe('2:100@1000200');
  });

  it('fastest-fill goes where answers were fast, within its tolerance', () => {
    const desk = new Desk(THREE);
    for (let n = 0; n < 50; n++) {
      for (const [venue, latency] of [
        [0, 20e6],
        [1, 20e6],
        [2, 0.1e6],
      ] as const) {
        desk.router.onSent(venue, 1 + n * 3 + venue, 0, 100, 1_000_100, n * 1e8, BUY, true, 1);
        desk.router.onFilled(venue, 1 + n * 3 + venue, 100, 1_000_100, false, n * 1e8 + latency);
      }
    }
    expect(inShort(desk.route({ quantity: 100, by: 'fastest-fill' }))).toBe('2:100@1000200');
    desk.show(2, { ask: [1_001_000, 800] });
    expect(desk.route({ quantity: 100, by: 'fastest-fill' }).slices[0]!.venue).not.toBe(2);
  });

  it('best-liquidity goes where there is most, displayed and learnt', () => {
    const desk = new Desk(THREE);
    expect(inShort(desk.route({ quantity: 500, by: 'best-liquidity' }))).toBe('2:500@1000200');
    for (let n = 0; n < 60; n++) {
      desk.router.onSent(0, 1 + n, 0, 900, 1_000_100, n * 1e6, BUY, true, 1);
      desk.router.onFilled(0, 1 + n, 900, 1_000_100, false, n * 1e6 + 10);
    }
    expect(desk.route({ quantity: 850, by: 'best-liquidity' }).slices[0]!.venue).toBe(0);
  });

  it('primary, pro-rata and best-displayed are what they say', () => {
    const desk = new Desk(THREE, { defaultPrimary: 'V2' });
    expect(inShort(desk.route({ quantity: 900, by: 'primary' }))).toBe('2:800@1000200');
    expect(inShort(desk.route({ quantity: 200, by: 'pro-rata' }))).toBe('0:50@1000100 1:150@1000100');
    expect(inShort(desk.route({ quantity: 350, by: 'best-displayed' }))).toBe('1:300@1000100');
  });

  it('a program plugs in its own', () => {
    const desk = new Desk(THREE);
    const backwards: RoutingStrategy = {
      ...desk.router.strategies.all[desk.router.strategyNumber('primary')]!,
      name: 'backwards',
      order: ORDER.score,
      allocation: 0,
      sweep: 0,
      simple: false,
      toleranceBps: 100,
      midpointChance: 2,
      picks: PICK.all,
      score: ({ scores }) => scores.forEach((_, venue) => (scores[venue] = venue)),
      scoreRest: ({ restScores }) => restScores.fill(1),
    };
    const own = new Desk(THREE, {}, undefined, 1, [backwards]);
    expect(inShort(own.route({ quantity: 900, by: 'backwards' }))).toBe('2:800@1000200 1:100@1000100');
  });

  it('one switch turns everything to the simple strategy', () => {
    const desk = new Desk(THREE, { fallback: 'pro-rata' });
    desk.router.useFallback(true, 'operator', 'scores look wrong', 7);
    expect(inShort(desk.route({ quantity: 200 }))).toBe('0:50@1000100 1:150@1000100');
    desk.router.useFallback(false, 'operator', 'fixed', 8);
    expect(inShort(desk.route({ quantity: 200 }))).toBe('1:200@1000100');
    expect(desk.audit).toMatchObject([{ rule: 'fallback', to: 'on', by: 'operator' }, { to: 'off' }]);
  });
});

describe('what is placed', () => {
  it('is in whole lots; what is left is explained', () => {
    const desk = new Desk(THREE, {}, undefined, 100);
    expect(desk.route({ quantity: 250 })).toMatchObject({ remainder: 50, reason: 'LOT' });
    expect(desk.route({ quantity: 9900 })).toMatchObject({ remainder: 7800, reason: 'NO_LIQUIDITY' });
  });

  it('keeps to the smallest slice that is wanted', () => {
    const desk = new Desk(THREE);
    expect(inShort(desk.route({ quantity: 350, minQuantity: 200 }))).toBe('1:300@1000100');
    expect(inShort(desk.route({ quantity: 1100, minQuantity: 200 }))).toBe('1:300@1000100 2:800@1000200');
  });

  it('does not count what other orders of ours are on their way to', () => {
    const desk = new Desk(THREE);
    desk.router.onSent(1, 5, 0, 300, 1_000_100, 1, BUY, true, 1);
    expect(inShort(desk.route({ quantity: 300 }))).toBe('0:100@1000100 2:200@1000200');
    desk.router.onEnded(1, 5, 0, 2);
    expect(inShort(desk.route({ quantity: 300 }))).toBe('1:300@1000100');
  });

  it('forgets what was on its way to a venue that is lost, and avoids it', () => {
    const desk = new Desk(THREE);
    desk.router.onSent(1, 5, 0, 300, 1_000_100, 1, BUY, true, 1);
    desk.router.onVenue(1, false, 2);
    expect(inShort(desk.route({ quantity: 300 }))).toBe('0:100@1000100 2:200@1000200');
    desk.router.onVenue(1, true, 3);
    expect(inShort(desk.route({ quantity: 300 }))).toBe('1:300@1000100');
  });

  it('ends when the attempts are used up', () => {
    const desk = new Desk(THREE, { attemptsMax: 2 });
    expect(desk.route({ quantity: 100, attempt: 1 }).reason).toBe('');
    expect(desk.route({ quantity: 100, attempt: 2 })).toMatchObject({ remainder: 100, reason: 'ATTEMPTS_EXHAUSTED' });
  });

  it('lets orders of one client go by price and time', () => {
    const desk = new Desk(THREE);
    const strategy = desk.router.strategyNumber('best-price');
    desk.router.waiting.add(1, 0, 0, BUY, strategy, 1_000_100);
    expect(desk.route({ quantity: 10, orderId: 2, limitPrice: 1_000_100 }).reason).toBe('WAITS_BEHIND');
    expect(desk.route({ quantity: 10, orderId: 2, limitPrice: 1_000_200 }).reason).toBe('');
    // Nothing to take: it may rest.
    expect(desk.route({ quantity: 10, orderId: 2, limitPrice: 999_000, takeOnly: false }).reason).toBe('');
    // Another strategy may find what this one did not.
    expect(desk.route({ quantity: 10, orderId: 2, limitPrice: 1_000_100, by: 'pro-rata' }).reason).toBe('');
    expect(desk.route({ quantity: 10, orderId: 2, limitPrice: 1_000_100, client: 1 }).reason).toBe('');
    expect(desk.route({ quantity: 10, orderId: 1, limitPrice: 1_000_100 }).reason).toBe('');
    desk.router.waiting.remove(1);
    expect(desk.route({ quantity: 10, orderId: 2, limitPrice: 1_000_100 }).reason).toBe('');
  });

  it('tries the middle first where that has traded', () => {
    const inside = { name: 'inside', order: 'price', weights: {}, midpointChance: 0.5 } as const;
    const desk = new Desk(THREE, { strategies: [inside] });
    expect(inShort(desk.route({ quantity: 200, by: 'inside' }))).toBe('0:100@1000100 1:100@1000100');
    for (let n = 0; n < 60; n++) {
      desk.router.onSent(2, 1 + n, 0, 100, 1_000_000, n * 1e6, BUY, true, 1);
      desk.router.onFilled(2, 1 + n, 100, 1_000_000, false, n * 1e6 + 10);
    }
    expect(inShort(desk.route({ quantity: 200, by: 'inside' }))).toBe('2:50@1000000 0:50@1000100 1:100@1000100');
  });
});
