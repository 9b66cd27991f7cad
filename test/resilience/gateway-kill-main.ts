/** `npx tsx test/resilience/gateway-kill-main.ts --kills N [--seed S] [--entry ouch50|ouch42|fix]`: the primary gateway of a venue is killed again and again; the distributions as JSON. Exit status 1: a goal was missed. */
import { parseArgs } from 'node:util';
import { quantile } from './failover-run.js';
import { runGatewayKills, type Entry } from './gateway-kill-run.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    entry: { type: 'string' },
  },
});

/** Orders flow through the backup within this time, logon included. */
const GOAL_MS = 500;
const entries: readonly Entry[] = ['ouch50', 'ouch42', 'fix'];
let isGood = true;
for (const entry of entries.filter((each) => values.entry === undefined || each === values.entry)) {
  const result = await runGatewayKills(entry, Number(values.kills), Number(values.seed));
  const { flowsMs, activeMs, wrong, orders, fills } = result;
  const spread = (ms: readonly number[]): object => ({
    n: ms.length,
    p50: quantile(ms, 0.5),
    p99: quantile(ms, 0.99),
    max: quantile(ms, 1),
  });
  const good = wrong.length === 0 && quantile(flowsMs, 1) <= GOAL_MS;
  isGood &&= good;
  console.log(
    JSON.stringify({
      entry,
      good,
      goalMs: GOAL_MS,
      flowsMs: spread(flowsMs),
      activeMs: spread(activeMs),
      orders,
      fills,
      wrong: wrong.slice(0, 10),
    }),
  );
}
process.exitCode = isGood ? 0 : 1;
