import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { qualityOf } from '../../control/commands/quality.js';
import { blankRequest, routeSlices } from '../../control/core/router.js';
import { realDisk } from '../../control/core/world-disk.js';
import { DecisionLog } from '../../control/routing/decisions/log.js';
import { defaultRouting } from '../../control/routing/config.js';
import { QualityRecorder } from '../../control/routing/quality/recorder.js';
import { reportHtml, reportJson, reportTable, rowOf } from '../../control/routing/quality/report.js';
import { difference, sampleOf, studentQuantile } from '../../control/routing/quality/statistics.js';
import { BUY, Desk } from './desk.js';

it('measures an order as the document works it out', () => {
  const directory = mkdtempSync(join(tmpdir(), 'quality-'));
  const config = { comparison: { share: 0.5, control: 'primary' as const } };
  const desk = new Desk(
    [
      { bid: [999_900, 500], ask: [1_000_100, 100] },
      { bid: [999_900, 500], ask: [1_000_200, 500] },
    ],
    config,
  );
  const { router, market } = desk;
  const log = new DecisionLog({
    disk: realDisk,
    directory,
    router,
    reference: {
      venues: market.venueIds,
      clients: ['ALPHA'],
      instruments: market.symbols.instruments,
      config: defaultRouting(config),
    },
  });
  log.drain();
  const quality = new QualityRecorder({ router, market: market.book });
  const into = routeSlices();
  const strategy = router.strategyNumber('best-price');
  let smart = 0;
  for (let orderId = 1; orderId <= 40; orderId++) {
    router.route(
      { ...blankRequest(), side: BUY, orderId, quantity: 200, takeOnly: true, strategy, epochMs: orderId },
      into,
    );
    if (into.count === 2) smart++;
    for (let n = 0; n < into.count; n++) {
      router.onSent(
        into.venues[n]!,
        orderId * 10 + n,
        0,
        into.quantities[n]!,
        into.prices[n]!,
        orderId,
        BUY,
        true,
        into.decision,
      );
      // The first venue gives half a tick better than its price.
      const price = into.prices[n]! - (into.venues[n] === 0 ? 50 : 0);
      router.onFilled(into.venues[n]!, orderId * 10 + n, into.quantities[n]!, price, false, orderId);
    }
  }
  quality.advance(1000);
  desk.show(0, { bid: [1_000_100, 500], ask: [1_000_300, 100] });
  quality.advance(60e6);
  quality.close();
  log.close();
  const summary = qualityOf(directory);
  expect(smart).toBeGreaterThan(5);
  expect(summary.all).toMatchObject({ orders: 40, requested: 8000, filled: 40 * 100 + smart * 100 });
  // Middle 1,000,000; 100 bought at 1,000,050 and 100 at 1,000,200.
  const order = summary.orders.find(({ filled }) => filled === 200)!;
  const row = rowOf(order);
  expect(row.fillRate).toBe(1);
  expect(row.quotedSpreadBps).toBeCloseTo(2, 9);
  expect(row.effectiveSpreadBps).toBeCloseTo((2 * 0.5 + 2 * 2) / 2, 9);
  // Against the best offer 1,000,100: half a basis point gained on one half, one lost on the other.
  expect(row.improvementBps).toBeCloseTo((0.5 - 1) / 2, 9);
  expect(row.improvedShare).toBe(0.5);
  expect(row.slippageBps).toBeCloseTo((0.5 + 2) / 2, 9);
  // After 50 ms the middle is 1,000,150 (bid 1,000,100, offer 1,000,200).
  expect(row.realisedSpreadBps['50 ms']).toBeCloseTo((2 * -1 + 2 * 0.5) / 2, 9);
  expect(row.realisedSpreadBps['100 ms']).toBeNull();
  expect(summary.comparison!.fillRate).toEqual({ mean: 0.5, low: 0.5, high: 0.5 });
  expect(summary.venues.map(({ name }) => name)).toEqual(['V0', 'V1']);
  expect(reportTable(summary)).toContain("intervals by Welch's t");
  expect(JSON.parse(reportJson(summary)).strategies).toHaveLength(2);
  expect(reportHtml(summary)).toMatch(/^<!doctype html>.*<svg/s);
  rmSync(directory, { recursive: true });
});

it('knows the quantiles of Student, and the interval of a difference', () => {
  for (const [freedom, quantile] of [
    [1, 12.706],
    [2, 4.303],
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
    [1000, 1.962],
  ] as const) {
    expect(Math.abs(studentQuantile(freedom) / quantile - 1)).toBeLessThan(0.003);
  }
  // Two samples whose interval follows by hand: variances 2.5, 5 of each, 8 degrees of freedom.
  const a = sampleOf([1, 2, 3, 4, 5]);
  const { mean, low, high } = difference(a, sampleOf([0, 1, 2, 3, 4]));
  expect(mean).toBe(1);
  expect(high - mean).toBeCloseTo(2.306, 2);
  expect(mean - low).toBeCloseTo(2.306, 2);
});
