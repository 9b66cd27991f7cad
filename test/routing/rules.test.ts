import { describe, expect, it } from 'vitest';
import { BUY, Desk, inShort, SELL, shippedRules } from './desk.js';

/** Noon in New York. */
const on = (date: string): number => Date.parse(`${date}T17:00:00Z`);
const TWO = [
  { bid: [999_900, 500], ask: [1_000_100, 100, 1_000_300, 900] },
  { bid: [999_800, 500], ask: [1_000_200, 500] },
];

describe('rules by date', () => {
  it('protects quotes until the day on which the file says otherwise', () => {
    const rules = shippedRules();
    const protection = rules.rules.find(({ rule }) => rule === 'order-protection')!;
    protection.versions.push({ from: '2027-03-01', on: false } as never);
    const desk = new Desk(TWO, {}, rules);
    // Venue 1 cannot be used and has the better quote behind the first: nothing beyond it may be taken.
    const request = { quantity: 900, excludedVenues: 2 };
    expect(desk.route({ ...request, epochMs: on('2027-02-26') })).toMatchObject({
      remainder: 800,
      reason: 'PROTECTED_QUOTE',
    });
    expect(desk.route({ ...request, epochMs: on('2027-03-01') })).toMatchObject({ remainder: 0, reason: '' });
    // Midnight is New York's: at 04:59 UTC it is still February there.
    expect(desk.route({ ...request, epochMs: Date.parse('2027-03-01T04:59:00Z') }).remainder).toBe(800);
    expect(desk.route({ ...request, epochMs: Date.parse('2027-03-01T05:00:00Z') }).remainder).toBe(0);
  });

  it('caps what an access to a quote can cost, from its day on', () => {
    const fee = (perUnit: string) => ({ fees: [{ tiers: [{ take: { perUnit }, make: {} }] }] });
    // Venue 0 charges 0.003 of a currency unit, venue 1 0.002: on one price venue 1 is cheaper, until both may charge 0.001 only.
    const book = [{ ask: [1_000_100, 100] }, { ask: [1_000_100, 100] }];
    const desk = new Desk(book, { venues: { V0: fee('0.003'), V1: fee('0.002') } }, shippedRules());
    expect(inShort(desk.route({ quantity: 100, epochMs: on('2026-10-30') }))).toBe('1:100@1000100');
    expect(inShort(desk.route({ quantity: 100, epochMs: on('2026-11-02') }))).toBe('0:100@1000100');
  });

  it('counts a round lot by price since November 2025', () => {
    // 60 shares at 300: an odd lot while a round lot was 100, protected once it is 40.
    const book = [{ ask: [3_000_000, 60] }, { ask: [3_000_100, 500] }];
    const desk = new Desk(book, {}, shippedRules());
    const request = { quantity: 100, excludedVenues: 1 };
    expect(desk.route({ ...request, epochMs: on('2025-10-31') })).toMatchObject({ remainder: 0 });
    expect(desk.route({ ...request, epochMs: on('2025-11-03') })).toMatchObject({ reason: 'PROTECTED_QUOTE' });
  });

  it('rests on the price increment of the day', () => {
    const desk = new Desk([{ bid: [999_900, 100], ask: [1_010_000, 100] }], {}, shippedRules());
    desk.market.symbols.listing(0, 0);
    desk.router.terms.rows[7] = 1;
    const request = { quantity: 100, limitPrice: 1_000_050, takeOnly: false };
    expect(inShort(desk.route({ ...request, epochMs: on('2026-11-02') }))).toBe('0:100@1000000R');
    desk.router.setNarrow(0, true);
    expect(inShort(desk.route({ ...request, epochMs: on('2026-10-30') }))).toBe('0:100@1000000R');
    expect(inShort(desk.route({ ...request, epochMs: on('2026-11-02') }))).toBe('0:100@1000050R');
    expect(inShort(desk.route({ ...request, side: SELL, limitPrice: 1_000_060 }))).toBe('0:100@1000100R');
  });

  it('lets each rule be switched, with a record of who and why', () => {
    const desk = new Desk(TWO, {}, shippedRules());
    const request = { quantity: 900, excludedVenues: 2 };
    expect(desk.route(request).remainder).toBe(800);
    desk.rules.set('us-equities', 'order-protection', false, 'supervisor', 'drill', 5);
    expect(desk.route(request).remainder).toBe(0);
    desk.rules.set('us-equities', 'order-protection', undefined, 'supervisor', 'over', 6);
    expect(desk.route(request).remainder).toBe(800);
    expect(desk.audit).toEqual([
      {
        atEpochMs: 5,
        market: 'us-equities',
        rule: 'order-protection',
        from: 'by date',
        to: 'off',
        by: 'supervisor',
        reason: 'drill',
      },
      {
        atEpochMs: 6,
        market: 'us-equities',
        rule: 'order-protection',
        from: 'off',
        to: 'by date',
        by: 'supervisor',
        reason: 'over',
      },
    ]);
  });
});

describe('rules of a decision', () => {
  it('sweeps many prices at once, or goes one by one where a venue knows no sweeps', () => {
    const sweep = new Desk(TWO, {}, shippedRules()).route({ quantity: 700 });
    expect(inShort(sweep)).toBe('0:200@1000300S 1:500@1000200S');
    expect(sweep.parallel).toBe(true);
    const plain = new Desk([TWO[0]!, { ...TWO[1]!, takesSweeps: false }], {}, shippedRules()).route({ quantity: 700 });
    expect(inShort(plain)).toBe('0:100@1000100 1:500@1000200 0:100@1000300');
    expect(plain.parallel).toBe(false);
  });

  it('passes over a venue that does not answer, and honours its quote again when it has', () => {
    const desk = new Desk(TWO, {}, shippedRules());
    const now = Date.UTC(2026, 10, 23, 15);
    desk.router.onSent(1, 7, 0, 100, 1_000_200, 1e9, BUY, false, 1);
    expect(desk.router.check(1.9e9, now)).toBe(0);
    expect(desk.router.check(2.1e9, now)).toBe(2);
    expect(inShort(desk.route({ quantity: 900 }))).toBe('0:900@1000300S');
    desk.router.onAcknowledged(1, 7, 2.2e9);
    expect(desk.router.check(2.3e9, now)).toBe(2);
    expect(inShort(desk.route({ quantity: 600 }))).toBe('0:100@1000100S 1:500@1000200S');
    expect(desk.audit.map(({ rule, to, reason }) => `${rule} ${to}: ${reason}`)).toEqual([
      'self-help on: V1 does not answer',
      'self-help off: V1 has answered',
    ]);
  });

  it('neither takes nor rests in a halt, nor outside the bands', () => {
    const desk = new Desk(TWO, {}, shippedRules());
    desk.router.setHalt(0, 1);
    expect(desk.route({ quantity: 100 })).toMatchObject({ remainder: 100, reason: 'HALTED' });
    desk.router.setHalt(0, 0);
    desk.router.setBands(0, 990_000, 1_000_200);
    expect(desk.route({ quantity: 900 })).toMatchObject({ remainder: 300 });
    const rest = desk.route({ quantity: 900, limitPrice: 1_005_000, takeOnly: false });
    expect(rest.slices.at(-1)).toMatchObject({ takes: false, price: 1_000_200 });
  });

  it('does not lock or cross a protected quote that it cannot take', () => {
    const desk = new Desk(TWO, {}, shippedRules());
    const request = { quantity: 100, limitPrice: 1_000_100, takeOnly: false };
    expect(inShort(desk.route({ ...request, excludedVenues: 1 }))).toBe('1:100@1000000R');
    expect(inShort(desk.route({ ...request, postOnly: true }))).toBe('1:100@1000000R');
    const free = new Desk(TWO);
    expect(inShort(free.route({ ...request, excludedVenues: 1 }))).toBe('1:100@1000100R');
  });
});
