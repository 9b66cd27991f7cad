/** What is kept of one benchmark suite: every line of some runs one after the other, and where and of what they were. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const figure = z.number();

const lineShape = z.object({
  suite: z.string(),
  name: z.string(),
  unit: z.string(),
  n: figure,
  p50: figure,
  p99: figure,
  p999: figure,
  max: figure,
  input: z.string().exactOptional(),
  goal: z
    .object({
      atMost: figure.exactOptional(),
      atLeast: figure.exactOptional(),
      of: z.enum(['p50', 'p99', 'p999', 'max']).exactOptional(),
    })
    .exactOptional(),
  peer: z.boolean().exactOptional(),
  batch: figure.exactOptional(),
});

const measurementShape = z.object({
  suite: z.string(),
  /** ISO 8601, when the first run began. */
  began: z.string(),
  commit: z.string(),
  /** The tree had changes that were not committed. */
  dirty: z.boolean(),
  machine: z.string(),
  /** Of the system, over one minute, before each run. */
  loads: z.array(figure),
  runs: z.array(z.array(lineShape)).min(1),
});

export type BenchLine = z.infer<typeof lineShape>;
export type Measurement = z.infer<typeof measurementShape>;

/** The lines of `crossfeed bench --json`. Throws on anything else. */
export function linesOf(output: string): BenchLine[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => lineShape.parse(JSON.parse(line)));
}

/** All that a folder keeps, one file a suite, by name. Throws on a file that is something else. */
export function measurementsIn(folder: string): Measurement[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => measurementShape.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}
