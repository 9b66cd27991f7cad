/** The process that journal-allocation.test.ts measures: prints how many bytes half a million records of the log left on the heap. */
import { openJournal } from '../../../control/journal/journal.js';
import { VirtualWorld } from '../../support/world/world.js';

const RECORDS_A_COMMIT = 200;
const COMMITS = 40;
const ROUNDS = 64;
const KIND = 99;

const { disk, clock, timers } = new VirtualWorld({ seed: 1 }).addHost('host').start();
const journal = openJournal({ directory: '/log', disk, clock, timers, segmentBytes: 1 << 30 });
const stream = journal.openStream('a');
const bytes = new Uint8Array(300);
/** Kept between looks at the heap, so that the looking itself stays small and the same. */
const left = new Float64Array(ROUNDS);

/** What appending left, commits not counted: the disk of a virtual world keeps what is written on the heap. */
function round(): number {
  let grown = 0;
  for (let commit = 0; commit < COMMITS; commit++) {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < RECORDS_A_COMMIT; i++) journal.append(KIND, stream, i, bytes, 10, 10 + i);
    grown += process.memoryUsage().heapUsed - before;
    journal.commit();
  }
  return grown;
}

/** What looking twice leaves when nothing happens in between. */
function looking(): number {
  let grown = 0;
  for (let i = 0; i < COMMITS; i++) {
    const before = process.memoryUsage().heapUsed;
    grown += process.memoryUsage().heapUsed - before;
  }
  return grown;
}

for (let i = 0; i < ROUNDS; i++) left[i] = round() - looking();
// Collections make a round less, never more; code that is compiled on the way makes the first ones more.
const later = left.slice(ROUNDS / 2).sort();
const records = RECORDS_A_COMMIT * COMMITS;
console.log(JSON.stringify({ records: records * ROUNDS, bytesEach: later[later.length / 2]! / records }));
