/** Runs of the seeded simulation: what `crossfeed chaos` does. */
import { realTradingWorld } from '../../control/core/world-trading.js';
import { faultText } from './faults.js';
import { minimise } from './minimise.js';
import { runChaos, type ChaosResult } from './run.js';

export interface ChaosRunOptions {
  readonly seed: number;
  readonly runs: number;
  readonly minimise: boolean;
  /** Each seed twice: a run that differs from itself is a violation. */
  readonly twice: boolean;
  readonly json: boolean;
  readonly write: (text: string) => void;
  /** Absent: nobody watches. */
  readonly progress?: (text: string) => void;
}

const VIOLATIONS_SHOWN = 12;

/** True when no run broke anything. */
export async function chaos(options: ChaosRunOptions): Promise<boolean> {
  const { seed, runs, json, write, progress } = options;
  const { clock } = realTradingWorld;
  const beganNs = clock.monotonicNs();
  const total = { runs: 0, failed: 0, orders: 0, trades: 0, ms: 0 };
  for (let i = 0; i < runs; i++) {
    const result = await checked(seed + i, options);
    total.runs++;
    total.orders += result.orders;
    total.trades += result.trades;
    total.ms += result.ms;
    if (result.violations.length > 0) total.failed++;
    if (json) write(`${JSON.stringify(result)}\n`);
    else if (result.violations.length > 0) tell(result, write);
    progress?.(`${total.runs} of ${runs} runs, ${total.failed} failed, ${total.orders} orders`);
  }
  const seconds = (clock.monotonicNs() - beganNs) / 1e9;
  const speed = total.ms / 1000 / seconds;
  const { failed, orders, trades } = total;
  if (json) write(`${JSON.stringify({ ...total, seconds, timesRealTime: speed })}\n`);
  else {
    write(
      `${runs} ${runs === 1 ? 'run' : 'runs'} from seed ${seed}: ${failed} failed; ${orders} orders, ${trades} trades, ` +
        `${(total.ms / 1000).toFixed(0)} s simulated in ${seconds.toFixed(1)} s, ${speed.toFixed(1)} times real time\n`,
    );
  }
  return failed === 0;
}

async function checked(seed: number, { minimise: shrinks, twice, progress }: ChaosRunOptions): Promise<ChaosResult> {
  const result = await runChaos(seed);
  if (twice) {
    const again = await runChaos(seed);
    if (again.fingerprint !== result.fingerprint) {
      return { ...result, violations: [...result.violations, 'the same seed gave another run'] };
    }
  }
  if (result.violations.length === 0 || !shrinks) return result;
  return minimise(result, (text) => progress?.(`seed ${seed}, ${text}`));
}

function tell({ seed, faults, violations }: ChaosResult, write: (text: string) => void): void {
  write(`seed ${seed} failed\n`);
  for (const fault of faults) write(`  ${faultText(fault)}\n`);
  for (const violation of violations.slice(0, VIOLATIONS_SHOWN)) write(`  ! ${violation}\n`);
  if (violations.length > VIOLATIONS_SHOWN) write(`  and ${violations.length - VIOLATIONS_SHOWN} more\n`);
  write(`  again: npm run -s crossfeed -- chaos --seed ${seed} --minimise\n`);
}
