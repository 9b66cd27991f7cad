/**
 * Plays one random stream through a card that writes a waveform:
 * `npx tsx test/conformance/trace-seed.ts SEED FILE.fst [SLOTS_LOG2 [RUN]]`, RUN as the failing test printed it: `{"hostile":7}`.
 */
import { useTracingCard } from '../../control/commands/tracing-card.js';
import type { NicRun } from '../support/engines.js';

const [seed, file, slotsLog2 = '12', run = '{}'] = process.argv.slice(2);
if (seed === undefined || file === undefined) {
  console.error('usage: trace-seed.ts SEED FILE.fst [SLOTS_LOG2 [RUN]]');
  process.exit(2);
}
useTracingCard(file);
// The driver's library is chosen when it is first loaded.
const { checkNicSeed } = await import('./nic-seed.js');
const found = await checkNicSeed(Number(seed), JSON.parse(run) as NicRun, Number(slotsLog2));
console.log(found ?? 'no difference');
console.log(`waveform: gtkwave ${file}`);
