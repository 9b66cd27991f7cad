/** Looks for bugs, one after the other: `node hunt.mjs NAME,NAME FIRST SEEDS MS` says for each at which seed it was caught, one JSON object a line. */
import { faultPlan, type Fault } from '../../../sim/chaos/faults.js';
import { VENUES } from '../../../sim/chaos/scene/venues.js';
import { runChaos } from '../../../sim/chaos/run.js';
import { SeededRandom } from '../../../control/core/random.js';
import { BUGS, type Bug } from './table.js';

export interface Catch {
  readonly bug: string;
  /** Undefined: it was not caught. */
  readonly seed?: number;
  /** Seeds that were run; others have none of the faults that it needs. */
  readonly runs: number;
  readonly violation?: string;
  readonly cpuMs: number;
}

/** How long is waited for everything to end: in a broken system it may never. */
const REST_MS = 12_000;

async function hunt({ name, needs, fits }: Bug, first: number, seeds: number): Promise<Catch> {
  const began = process.cpuUsage();
  let runs = 0;
  for (let seed = first; seed < first + seeds; seed++) {
    const faults = faultPlan(new SeededRandom(seed), { ms, venues: VENUES.length });
    if (fits?.(seed, faults) === false) continue;
    if (needs !== undefined && !faults.some((fault) => shows(needs, fault))) continue;
    runs++;
    const violation = await violationOf(name, seed);
    if (violation === undefined) continue;
    return { bug: name, seed, runs, violation, cpuMs: Math.round(process.cpuUsage(began).user / 1000) };
  }
  return { bug: name, runs, cpuMs: Math.round(process.cpuUsage(began).user / 1000) };
}

function shows(needs: NonNullable<Bug['needs']>, fault: Fault): boolean {
  return typeof needs === 'function' ? needs(fault) : needs.includes(fault.kind);
}

async function violationOf(name: string, seed: number): Promise<string | undefined> {
  const own = globalThis as { crossfeedBug?: string };
  own.crossfeedBug = name;
  try {
    return (await runChaos(seed, { ms, restMs: REST_MS })).violations[0];
  } catch (error) {
    return `broke: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    delete own.crossfeedBug;
  }
}

const [, , names = '', first = '1', seeds = '1000', tradedMs = '1000'] = process.argv;
const ms = Number(tradedMs);
for (const bug of BUGS) {
  if (names !== '' && !names.split(',').includes(bug.name)) continue;
  process.stdout.write(`${JSON.stringify(await hunt(bug, Number(first), Number(seeds)))}\n`);
}
process.exit(0);
