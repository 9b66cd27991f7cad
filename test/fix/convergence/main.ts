/**
 * Runs many plans: `npx tsx test/fix/convergence/main.ts [seeds] [first seed]`, or `--seed N` for one with its whole story.
 */
import { journalStores, memoryStores } from './stores.js';
import { planOf } from './plan.js';
import { runPlan } from './run.js';

const openStores = process.env['STORES'] === 'memory' ? memoryStores : () => journalStores;

const [, , ...args] = process.argv;
if (args[0] === '--seed') {
  const plan = planOf(Number(args[1]));
  const result = await runPlan(plan, { openStores: openStores(), trace: true });
  console.log(JSON.stringify({ ...plan, steps: undefined }));
  console.log(result.trace.join('\n'));
  console.log(result.faults.join('\n'));
  console.log(JSON.stringify({ ...result, trace: undefined }));
} else {
  const seeds = Number(args[0] ?? 100);
  const first = Number(args[1] ?? 1);
  const start = process.cpuUsage();
  let failed = 0;
  const sum = { virtualMs: 0, events: 0, frames: 0, messages: 0, resendRequests: 0, starts: 0 };
  for (let seed = first; seed < first + seeds; seed++) {
    const result = await runPlan(planOf(seed), { openStores: openStores() });
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += result[key];
    if (result.faults.length === 0) continue;
    failed++;
    console.log(`seed ${seed}: ${result.faults.length} faults: ${result.faults.slice(0, 2).join(' / ')}`);
  }
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  console.log(
    `${failed} of ${seeds} failed, ${((1000 * seconds) / seeds).toFixed(2)} ms of processor time each, ${JSON.stringify(sum)}`,
  );
  if (failed > 0) process.exitCode = 1;
}
