/**
 * The long fuzz run: `npx tsx test/fuzz/run.ts [--codec NAME] [--messages N] [--seed N] [--from N]`. Ten million messages of each codec from a
 * fresh seed unless told otherwise; exit status 1 and the one command to run it again when something breaks.
 */
import { parseArgs } from 'node:util';
import { fuzz, FuzzFailure } from './fuzz.js';
import { targets } from './targets.js';

const { values } = parseArgs({
  options: {
    codec: { type: 'string' },
    messages: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    from: { type: 'string', default: '0' },
  },
});
const [messages, seed, from] = [Number(values.messages), Number(values.seed), Number(values.from)];
const chosen = targets.filter(({ name }) => values.codec === undefined || name === values.codec);
if (chosen.length === 0 || ![messages, seed, from].every(Number.isSafeInteger)) {
  console.error(
    `usage: run.ts [--codec ${targets.map(({ name }) => name).join('|')}] [--messages N] [--seed N] [--from N]`,
  );
  process.exit(2);
}
for (const target of chosen) {
  const startMs = performance.now();
  const show = process.stderr.isTTY
    ? (done: number): void =>
        void process.stderr.write(`\r\x1b[K${target.name} ${Math.floor((100 * done) / messages)} %`)
    : undefined;
  try {
    const { taken, refused } = fuzz(target, seed, from, messages, show);
    const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
    show?.(messages);
    console.log(`${target.name}: seed ${seed}, ${messages} messages, ${taken} taken, ${refused} refused, ${seconds} s`);
  } catch (error) {
    console.error(error instanceof FuzzFailure ? error.message : error);
    process.exitCode = 1;
  }
}
