import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { blankRequest, routeSlices } from '../../control/core/router.js';
import { realDisk } from '../../control/core/world-disk.js';
import { realWorld } from '../../control/core/world-real.js';
import { OrderExplainer } from '../../control/gateway/explain.js';
import { QualityReports } from '../../control/gateway/quality.js';
import { defaultRouting } from '../../control/routing/config.js';
import { DecisionLog } from '../../control/routing/decisions/log.js';
import { Desk } from './desk.js';

const CLI = join(import.meta.dirname, '..', '..', 'control', 'cli.ts');
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'explain-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

it(
  'explains an order from what is recorded, and says what execution was worth, in processes of their own',
  { timeout: 60_000 },
  async () => {
    const desk = new Desk([{ ask: [1_000_100, 100] }, { ask: [1_000_200, 500] }, { state: 8 }]);
    const { router, market } = desk;
    const log = new DecisionLog({
      disk: realDisk,
      directory: join(directory, 'decisions'),
      router,
      reference: {
        venues: market.venueIds,
        clients: ['ALPHA'],
        instruments: market.symbols.instruments,
        config: defaultRouting(),
      },
    });
    log.drain();
    router.route({ ...blankRequest(), orderId: 77, quantity: 300, takeOnly: true, epochMs: 1 }, routeSlices());
    log.close();
    const explainer = new OrderExplainer(directory, ['--import', 'tsx', CLI]);
    const asked = [explainer.explain('77'), explainer.explain('78')];
    await expect(explainer.explain('77')).rejects.toThrow('others are being explained');
    const quality = new QualityReports(directory, realWorld.clock, ['--import', 'tsx', CLI]);
    const report = quality.newest();
    // Who asks meanwhile, or shortly after, starts no other process.
    expect(quality.newest()).toBe(report);
    const [explained, unknown] = await Promise.all(asked);
    const { all, clients, fillsWithoutDecision } = await report;
    expect(quality.newest()).toBe(report);
    expect([all, clients, fillsWithoutDecision]).toMatchObject([
      { orders: 1, requested: 300, fillRate: 0, quotedSpreadBps: null },
      [{ name: 'ALPHA', orders: 1 }],
      0,
    ]);
    expect(unknown).toEqual([]);
    expect(explained).toMatchObject([
      {
        orderId: 77,
        client: 'ALPHA',
        side: 'buy',
        quantity: '300',
        strategy: 'best-price',
        slices: [
          { venue: 'V0', quantity: '100', price: '100.01' },
          { venue: 'V1', quantity: '200', price: '100.02' },
        ],
        venues: [{ leftOut: '' }, { leftOut: '' }, { leftOut: 'quote does not count (8)' }],
        replays: true,
      },
    ]);
  },
);
