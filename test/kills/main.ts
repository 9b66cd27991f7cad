/**
 * SIGKILL of the gateway at random instants with orders working on three venues, for evidence:
 *
 *     npx tsx test/kills/main.ts --kills 20 [--seed N] [--whole-every N] [--keep]
 *
 * Exit status 1 when client, journal and venues do not tell the same story. The last line says what was done.
 */
import { parseArgs } from 'node:util';
import { runKills } from './run.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    'whole-every': { type: 'string', default: '0' },
    keep: { type: 'boolean', default: false },
  },
});

const result = await runKills({
  kills: Number(values.kills),
  seed: Number(values.seed),
  wholeEvery: Number(values['whole-every']),
  keep: values.keep,
  progress: (text) => void process.stderr.write(`${text}\n`),
});
const { faults, folder, ...done } = result;
for (const fault of faults.slice(0, 40)) process.stderr.write(`  ${fault}\n`);
if (values.keep) process.stderr.write(`${folder}\n`);
process.stdout.write(`${JSON.stringify({ suite: 'kills', ...done, faults: faults.length })}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
