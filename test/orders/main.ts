/**
 * Many seeds of the order simulation, for evidence:
 *
 *     npx tsx test/orders/main.ts --runs 10000 --first 1 [--steps 60] [--json]
 *
 * Exit status 1 when a run found a problem; each is told with the seed that shows it again.
 */
import { parseArgs } from 'node:util';
import { runSeed } from './run.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    first: { type: 'string', default: '1' },
    steps: { type: 'string', default: '60' },
    types: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const totals = { runs: 0, failed: 0, orders: 0, trades: 0, kills: 0, resolved: 0 };
const alarms: Record<string, number> = {};
const codes: Record<string, number> = {};
const first = Number(values.first);
for (let seed = first; seed < first + Number(values.runs); seed++) {
  totals.runs++;
  try {
    const { steps, types } = values;
    const result = runSeed({ seed, steps: Number(steps), kills: seed % 4 !== 0, tears: seed % 5 === 0, types });
    totals.orders += result.orders;
    totals.trades += result.trades;
    totals.kills += result.kills;
    totals.resolved += result.resolved;
    for (const [kind, count] of Object.entries(result.alarms)) alarms[kind] = (alarms[kind] ?? 0) + count;
    for (const [code, count] of Object.entries(result.codes)) codes[code] = (codes[code] ?? 0) + count;
    if (result.problems.length > 0) failed(seed, result.problems);
  } catch (error) {
    failed(seed, [error instanceof Error ? (error.stack ?? error.message) : String(error)]);
  }
}
process.stdout.write(`${JSON.stringify({ suite: 'orders', ...totals, alarms, codes })}\n`);
process.exitCode = totals.failed > 0 ? 1 : 0;

function failed(seed: number, problems: readonly string[]): void {
  totals.failed++;
  process.stderr.write(
    `seed ${seed}:\n${problems
      .slice(0, 6)
      .map((text) => `  ${text}`)
      .join('\n')}\n`,
  );
}
