/** Which seeds have been run, in a file of one JSON object a line: a long run goes on where it ended. */
import { readUserFile } from '../../control/core/world-data-directory.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import type { SeedResult } from './job.js';

export interface SeedDone {
  readonly seed: number;
  readonly orders: number;
  readonly trades: number;
  /** Simulated. */
  readonly ms: number;
  readonly cpuMs: number;
  readonly violations: readonly string[];
}

/** What the file has; a last line that is not whole is nothing. */
export function readDone(file: string): Map<number, SeedDone> {
  const done = new Map<number, SeedDone>();
  if (!realTradingWorld.disk.exists(file)) return done;
  for (const line of readUserFile(file).split('\n').slice(0, -1)) {
    const one = JSON.parse(line) as SeedDone;
    done.set(one.seed, one);
  }
  return done;
}

/** Adds a seed. A short write is the last line that is not whole. */
export function noteDone(path: string, { seed, orders, trades, ms, cpuMs, violations }: SeedResult): void {
  const { disk } = realTradingWorld;
  const text = JSON.stringify({ seed, orders, trades, ms, cpuMs, violations } satisfies SeedDone);
  const bytes = new TextEncoder().encode(`${text}\n`);
  const file = disk.open(path, disk.exists(path) ? 'write' : 'create');
  try {
    file.write(bytes, 0, bytes.length, file.size());
  } finally {
    file.close();
  }
}
