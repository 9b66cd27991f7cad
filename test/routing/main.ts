/** `tsx test/routing/main.ts [BOOKS] [SEED]`: the router against the oracle on many random books (10,000,000). Exit 1 when one came out wrong. */
import { compareWithOracle } from './oracle.js';

const books = Number(process.argv[2] ?? 10_000_000);
const seed = Number(process.argv[3] ?? 1);
const STEP = 100_000;
let wrong: string[] = [];
for (let done = 0; done < books && wrong.length === 0; done += STEP) {
  wrong = compareWithOracle(seed + done / STEP, Math.min(STEP, books - done));
  if (process.stderr.isTTY) process.stderr.write(`\r${done + STEP} books`);
}
for (const line of wrong) process.stdout.write(`${line}\n`);
process.stdout.write(`${JSON.stringify({ check: 'routing-oracle', books, seed, wrong: wrong.length })}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
