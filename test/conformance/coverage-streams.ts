/**
 * What the coverage of the RTL is measured with: streams of every kind through the card, each compared with its model.
 * `npx tsx test/conformance/coverage-streams.ts SEEDS`; the last line is JSON: what was played, and the crosses.
 */
import { differences, expectByOracle } from '../support/check.js';
import { checkCutThrough } from '../support/check-cut-through.js';
import { Crosses, nameOf, REACHABLE } from '../support/crosses.js';
import { directedConfig, directedFrames } from '../support/directed-stream.js';
import { NIC, nicEngine } from '../support/engines.js';
import { MutationStream } from '../support/mutation-stream.js';
import { Oracle } from '../support/oracle.js';
import { runWithLoss } from './loss-seed.js';
import { checkNicSeed } from './nic-seed.js';
import { checkPitchSeed } from './pitch-seed.js';

const FIRST = 700_001;
const SLOTS_LOG2 = 12;
const MUTATED = 20_000;
const MUTATED_SLOTS_LOG2 = 14;

const seeds = Number(process.argv[2] ?? 100);
if (!Number.isSafeInteger(seeds) || seeds < 1) {
  console.error('usage: coverage-streams.ts SEEDS');
  process.exit(2);
}
if (NIC.missing !== undefined) throw new Error(NIC.missing);
const played: string[] = [];

async function forSeeds(what: string, run: (seed: number) => void | Promise<void>): Promise<void> {
  for (let i = 0; i < seeds; i++) {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${what}: ${i + 1} of ${seeds}`);
    await run(FIRST + i);
  }
  played.push(`${seeds} ${what}`);
}

function none(found: string | undefined): void {
  if (found !== undefined) throw new Error(found);
}

const frames = [...directedFrames(FIRST, REACHABLE)];
const crosses = new Crosses();
const oracle = new Oracle(directedConfig, () => undefined, 2, crosses.look);
for (const frame of frames) oracle.push(frame);
oracle.endOfInput();
none(
  await differences(NIC.make, directedConfig, frames, SLOTS_LOG2, expectByOracle(directedConfig, frames, SLOTS_LOG2)),
);
played.push(`${frames.length} frames that meet every cross`);

await forSeeds(
  'random ITCH streams, with a host bus that is often not ready, registers that begin with noise',
  async (seed) => none(await checkNicSeed(seed, { hostile: seed }, 6 + (seed % 7))),
);
await forSeeds('of them in cut-through', (seed) =>
  checkCutThrough(seed, (config, slots) => nicEngine(config, slots, { hostile: seed }), SLOTS_LOG2),
);
await forSeeds('random PITCH streams', (seed) => checkPitchSeed(seed, seed % 2 === 0 ? 'verified' : 'cut-through'));
await forSeeds('streams into a ring without credit', (seed) => void runWithLoss(seed));

const mutations = (): MutationStream => new MutationStream(FIRST, MUTATED, 14);
const good = mutations();
none(
  await differences(
    NIC.make,
    good.config,
    mutations().frames(),
    MUTATED_SLOTS_LOG2,
    expectByOracle(good.config, good.frames(), MUTATED_SLOTS_LOG2),
  ),
);
played.push(`${MUTATED} damaged frames between good ones`);

const missing = crosses.missing().map(nameOf);
console.log(
  JSON.stringify({ played, crosses: { met: REACHABLE.length - missing.length, reachable: REACHABLE.length, missing } }),
);
