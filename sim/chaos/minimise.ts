/** Fewer faults that still break something: each is left away in turn, as long as that goes on failing. */
import type { Fault } from './faults.js';
import { runChaos, type ChaosOptions, type ChaosResult } from './run.js';

/** @param failed the run that failed; @param tell of each try; @param run plays a seed again */
export async function minimise(
  failed: ChaosResult,
  tell: (text: string) => void,
  run: (seed: number, options: ChaosOptions) => Promise<ChaosResult> = runChaos,
): Promise<ChaosResult> {
  let best = failed;
  for (let changed = true; changed;) {
    changed = false;
    for (let i = best.faults.length - 1; i >= 0; i--) {
      const faults: readonly Fault[] = best.faults.filter((_, at) => at !== i);
      const result = await run(failed.seed, { faults });
      tell(
        `without fault ${i + 1} of ${best.faults.length}: ${result.violations.length === 0 ? 'all is well' : 'still wrong'}`,
      );
      if (result.violations.length === 0) continue;
      best = result;
      changed = true;
    }
  }
  return best;
}
