/** Runs of the seeded simulation: what `crossfeed chaos` does. */
import { realTradingWorld } from '../../control/core/world-trading.js';
import { noteDone, readDone, type SeedDone } from './done.js';
import { faultText } from './faults.js';
import { forkedJob, ownJob, type SeedResult } from './job.js';
import { minimise } from './minimise.js';
import type { ChaosResult } from './run.js';

export interface ChaosRunOptions {
  readonly seed: number;
  readonly runs: number;
  /** Processes; 1: this one. */
  readonly jobs: number;
  readonly minimise: boolean;
  /** Each seed twice: a run that differs from itself is a violation. */
  readonly twice: boolean;
  readonly json: boolean;
  /** Seeds that were run are noted here, and not run again. */
  readonly file?: string;
  readonly write: (text: string) => void;
  /** Absent: nobody watches. */
  readonly progress?: (text: string) => void;
}

const VIOLATIONS_SHOWN = 12;

class Total {
  runs = 0;
  failed = 0;
  orders = 0;
  trades = 0;
  /** Simulated. */
  ms = 0;
  /** Processor time. */
  cpuMs = 0;

  add({ orders, trades, ms, cpuMs, violations }: SeedDone): void {
    this.runs++;
    this.orders += orders;
    this.trades += trades;
    this.ms += ms;
    this.cpuMs += cpuMs;
    if (violations.length > 0) this.failed++;
  }
}

/** True when no run broke anything, those of the file included. */
export async function chaos(options: ChaosRunOptions): Promise<boolean> {
  const { seed, runs, jobs, json, twice, file, write, progress } = options;
  const { clock } = realTradingWorld;
  const beganNs = clock.monotonicNs();
  const total = new Total();
  const done = file === undefined ? new Map<number, SeedDone>() : readDone(file);
  const seeds = Array.from({ length: runs }, (_, i) => seed + i);
  const left = seeds.filter((each) => !done.has(each));
  for (const each of seeds) if (done.has(each)) total.add(done.get(each)!);
  const failures: SeedResult[] = [];
  const take = (result: SeedResult): void => {
    total.add(result);
    if (file !== undefined) noteDone(file, result);
    if (result.violations.length > 0) failures.push(result);
    if (json) write(`${JSON.stringify(result)}\n`);
    progress?.(`${total.runs} of ${runs} runs, ${total.failed} failed, ${total.orders} orders`);
  };
  let next = 0;
  const work = async (): Promise<void> => {
    const job = jobs === 1 ? ownJob : forkedJob();
    try {
      while (next < left.length) take(await job.run({ seed: left[next++]!, twice }));
    } finally {
      job.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, left.length) }, work));
  for (const failure of failures) if (!json) tell(await least(failure, options), write);
  const seconds = (clock.monotonicNs() - beganNs) / 1e9;
  const { failed, orders, trades, ms, cpuMs } = total;
  const sums = { runs: total.runs, failed, orders, trades, ms, cpuMs };
  const timesRealTime = cpuMs === 0 ? 0 : ms / cpuMs;
  if (json) write(`${JSON.stringify({ ...sums, seconds, timesRealTime })}\n`);
  else {
    write(
      `${runs} ${runs === 1 ? 'run' : 'runs'} from seed ${seed}: ${failed} failed; ${orders} orders, ${trades} trades, ` +
        `${(ms / 1000).toFixed(0)} s simulated in ${(cpuMs / 1000).toFixed(1)} s of processor time, ${timesRealTime.toFixed(1)} times real time on one core\n`,
    );
  }
  return failed === 0;
}

async function least(result: SeedResult, { minimise: shrinks, progress }: ChaosRunOptions): Promise<ChaosResult> {
  return shrinks ? minimise(result, (text) => progress?.(`seed ${result.seed}, ${text}`)) : result;
}

function tell({ seed, faults, violations }: ChaosResult, write: (text: string) => void): void {
  write(`seed ${seed} failed\n`);
  for (const fault of faults) write(`  ${faultText(fault)}\n`);
  for (const violation of violations.slice(0, VIOLATIONS_SHOWN)) write(`  ! ${violation}\n`);
  if (violations.length > VIOLATIONS_SHOWN) write(`  and ${violations.length - VIOLATIONS_SHOWN} more\n`);
  write(`  again: npm run -s crossfeed -- chaos --seed ${seed} --minimise\n`);
}
