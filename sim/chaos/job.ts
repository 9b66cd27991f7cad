/** Runs one seed after the other, here or in a process of its own: code that has run is fast code, so a process is kept for many. */
import { fork } from 'node:child_process';
import { SimulationError } from './errors.js';
import { runChaos, type ChaosResult } from './run.js';

export interface SeedResult extends ChaosResult {
  /** Processor time of the run, ms, compilation and collection included. */
  readonly cpuMs: number;
}

export interface SeedWanted {
  readonly seed: number;
  /** A run that differs from itself is a violation. */
  readonly twice: boolean;
}

export interface Job {
  run(wanted: SeedWanted): Promise<SeedResult>;
  close(): void;
}

/** What a process for seeds is told, beyond what this one was: the young generation holds what one seed leaves behind, and collectors do not wait for one another. */
const FLAGS = ['--single-threaded-gc', '--max-semi-space-size=64'];

export async function runSeed({ seed, twice }: SeedWanted): Promise<SeedResult> {
  const began = process.cpuUsage();
  const result = await runChaos(seed);
  const { user, system } = process.cpuUsage(began);
  const cpuMs = Math.round((user + system) / 1000);
  if (!twice || (await runChaos(seed)).fingerprint === result.fingerprint) return { ...result, cpuMs };
  return { ...result, violations: [...result.violations, 'the same seed gave another run'], cpuMs };
}

/** In this process. */
export const ownJob: Job = { run: runSeed, close: () => undefined };

/** In a process of its own. */
export function forkedJob(): Job {
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
  const child = fork(new URL(`./job.process${extension}`, import.meta.url), {
    execArgv: [...process.execArgv, ...FLAGS],
  });
  return {
    run: (wanted) =>
      new Promise((resolve, reject) => {
        const ended = (code: number | null): void =>
          reject(
            new SimulationError('CHAOS_PROCESS', `seed ${wanted.seed}: its process ended`, {
              found: code ?? 'a signal',
            }),
          );
        child.once('exit', ended);
        child.once('message', (result) => {
          child.off('exit', ended);
          resolve(result as SeedResult);
        });
        child.send(wanted);
      }),
    close: () => child.disconnect(),
  };
}
