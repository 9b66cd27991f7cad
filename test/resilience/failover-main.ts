/** `npx tsx test/resilience/failover-main.ts --failovers N [--seed S] [--rate MESSAGES] [--way WAY] [--calm SECONDS]`: failovers of both lines, with their distributions as JSON. Exit status 1: one of the goals was missed. */
import { parseArgs } from 'node:util';
import { FAILOVER_WAYS, quantile, runFailovers } from './failover-run.js';

const { values } = parseArgs({
  options: {
    failovers: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '800' },
    way: { type: 'string' },
    calm: { type: 'string', default: '0' },
  },
});

const spread = (ms: readonly number[]): Record<string, number> =>
  Object.fromEntries(
    [['p50', 0.5] as const, ['p99', 0.99] as const, ['p999', 0.999] as const, ['max', 1] as const].map(
      ([name, part]) => [name, Math.round(quantile(ms, part) * 10) / 10],
    ),
  );

let isGood = true;
for (const way of FAILOVER_WAYS.filter((each) => values.way === undefined || each === values.way)) {
  const began = process.hrtime.bigint();
  const messagesPerSecond = Number(values.rate);
  const run = {
    way,
    failovers: Number(values.failovers),
    seed: Number(values.seed),
    messagesPerSecond,
    calmMs: Number(values.calm) * 1000,
  };
  const { detectMs, validateMs, sumMs, ...rest } = await runFailovers(run);
  const seconds = Number((process.hrtime.bigint() - began) / 1_000_000n) / 1000;
  const good =
    rest.differing === 0 && rest.stuck === 0 && quantile(sumMs, 0.99) <= 100 && quantile(validateMs, 0.99) <= 20;
  isGood &&= good;
  const times = { detectMs: spread(detectMs), validateMs: spread(validateMs), sumMs: spread(sumMs) };
  console.log(JSON.stringify({ ...run, good, ...times, ...rest, seconds }));
}
process.exitCode = isGood ? 0 : 1;
