/** The gateway of a venue is killed with orders under way: orders flow through the other one soon, none is lost or doubled. Evidence repeats it a thousand times. */
import { expect, it } from 'vitest';
import { runGatewayKills } from './gateway-kill-run.js';

const KILLS = Number(process.env['CROSSFEED_GATEWAY_KILLS'] ?? 4);

it.each(['ouch50', 'ouch42', 'fix'] as const)('%s', { timeout: 120_000 }, async (entry) => {
  const { flowsMs, wrong, fills } = await runGatewayKills(entry, KILLS, 7);
  expect(wrong).toEqual([]);
  expect(flowsMs).toHaveLength(KILLS);
  expect(Math.max(...flowsMs)).toBeLessThanOrEqual(500);
  expect(fills).toBeGreaterThan(0);
});
