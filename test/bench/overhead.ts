/**
 * `crossfeed bench --suite overhead`: what more venues, a second line, and standing ready to fail over cost. It starts the demo's simulated exchanges, so
 * the demo must not run. `CROSSFEED_OVERHEAD_ORDERS` and `CROSSFEED_OVERHEAD_UPDATES` make it shorter.
 */
import type { BenchSuite } from './harness.js';
import { feeds } from './overhead/feeds.js';
import { roundTrips } from './overhead/round-trips.js';

const ORDERS = Number(process.env['CROSSFEED_OVERHEAD_ORDERS'] ?? 500);
const UPDATES = Number(process.env['CROSSFEED_OVERHEAD_UPDATES'] ?? 1_000_000);

export const suite: BenchSuite = {
  name: 'overhead',
  description: 'one venue against five, one line against two, with and without recovery and failover armed',
  async run(context) {
    feeds(context, UPDATES);
    await roundTrips(context, ORDERS);
  },
};
