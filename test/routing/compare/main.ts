/**
 * `tsx test/routing/compare/main.ts [SEEDS] [SECONDS] [SEED]`: what smart routing gains over simple strategies on the simulated exchanges (30 seeds, 60 s of market
 * each). Exit 1 when the fill rate is not surely 5 % better than the primary venue's, is surely worse than that of another simple strategy, or when the price
 * improvement is not surely positive: by the ends of the 95 % intervals.
 */
import { compare, STRATEGIES } from './compare.js';
import { sampleOf } from '../../../control/routing/quality/statistics.js';

const seeds = Number(process.argv[2] ?? 30);
const seconds = Number(process.argv[3] ?? 60);
const seed = Number(process.argv[4] ?? 20261101);
const options = { seed, seconds, ordersPerSecond: 10, messagesPerSecond: 2000 };
const { outcomes, against, improvementBps } = compare(options, seeds, (text) => {
  if (process.stderr.isTTY) process.stderr.write(`${text}\n`);
});
for (const strategy of STRATEGIES) {
  const rate = sampleOf(outcomes[strategy].map(({ fillRate }) => fillRate)).mean;
  const bps = sampleOf(outcomes[strategy].map((outcome) => outcome.improvementBps)).mean;
  const completed = sampleOf(outcomes[strategy].map(({ completedBps }) => completedBps)).mean;
  process.stdout.write(
    `${strategy.padEnd(16)} fill rate ${(rate * 100).toFixed(2)} %  improvement ${bps.toFixed(4)} bps  completed ${completed.toFixed(4)} bps\n`,
  );
}
for (const [other, { fillRate, improvementBps: bps, completedBps: all }] of Object.entries(against)) {
  const show = (value: number): string => `${(value * 100).toFixed(2)} %`;
  process.stdout.write(
    `best-price against ${other}: fill rate ${show(fillRate.mean)} (95 %: ${show(fillRate.low)} to ${show(fillRate.high)}), improvement ${bps.mean.toFixed(4)} bps (${bps.low.toFixed(4)} to ${bps.high.toFixed(4)}), completed ${all.mean.toFixed(4)} bps (${all.low.toFixed(4)} to ${all.high.toFixed(4)})\n`,
  );
}
const simple = ['primary', 'pro-rata', 'best-displayed'];
const isWorse = simple.some((name) => against[name]!.fillRate.high < 0);
const holds = against['primary']!.fillRate.low > 0.05 && !isWorse && improvementBps.low > 0;
process.stdout.write(
  `${JSON.stringify({ check: 'routing-compare', ...options, seeds, holds, against, improvementBps })}\n`,
);
process.exitCode = holds ? 0 : 1;
