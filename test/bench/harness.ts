/**
 * What every benchmark shares: timing in batches, quantiles, the terminal table and the JSON lines. A figure
 * always comes with its input, its count, p50, p99, p99.9 and max, and with the machine and the cost of the timer.
 *
 * A suite is `test/bench/NAME.ts` that exports `suite: BenchSuite`; `crossfeed bench --suite NAME` finds it there.
 */
import { cpus } from 'node:os';

/** One line of results. Fields of the JSON lines carry the same names. */
export interface BenchResult {
  /** Unique within its suite, for example `l2-update`. */
  readonly name: string;
  /** Of p50 to max: `ns`, `cycles`, `bytes`, `cycles/s`. */
  readonly unit: string;
  /** How many operations the figures stand for. */
  readonly n: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  /** What the operations worked on, in a few words. */
  readonly input?: string;
  /** The line must reach this: `at most` for costs, `at least` for rates, compared with the p50 unless `of` says otherwise. */
  readonly goal?: BenchGoal;
  /** True when the line is somebody else's way of doing the same work, measured on the same input in the same process. */
  readonly peer?: boolean;
  /** Operations in one timed sample: quantiles are those of batch means where this is above 1. */
  readonly batch?: number;
}

export interface BenchGoal {
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly of?: 'p50' | 'p99' | 'p999' | 'max';
}

export interface BatchBench extends Pick<BenchResult, 'name' | 'input' | 'goal' | 'peer'> {
  /** Operations in one call of `run`; enough of them that the timer's own cost vanishes. */
  readonly batch: number;
  readonly batches: number;
  /** Untimed calls before the timed ones. */
  readonly warmUp?: number;
  /** What has to be done before a batch, and is not timed. */
  prepare?(index: number): void;
  /** Does the batch with this number, 0 to `warmUp + batches - 1`. */
  run(index: number): void;
}

export interface BenchContext {
  /** Times `run` batch by batch and reports nanoseconds per operation. */
  readonly time: (bench: BatchBench) => BenchResult;
  /** Reports figures that the suite took itself. */
  readonly report: (result: BenchResult) => void;
  /** A line for the reader: what the input is, why two figures are not like for like. Not part of the JSON. */
  readonly note: (text: string) => void;
  /** Heap bytes that one call of `run` allocates (median of `calls` calls), after a warm-up that the caller has done. */
  readonly allocated: (run: (index: number) => void, calls: number) => number;
}

export interface BenchSuite {
  readonly name: string;
  /** One line for the table's head. */
  readonly description: string;
  run(context: BenchContext): Promise<void> | void;
}

export interface RunOptions {
  /** JSON lines instead of a table. */
  readonly json: boolean;
  readonly write: (text: string) => void;
  /** Where progress goes; absent: nowhere. */
  readonly progress?: (text: string) => void;
}

/** Runs one suite and writes its results. Returns them in the order they were reported. */
export async function runSuite(suite: BenchSuite, options: RunOptions): Promise<BenchResult[]> {
  const { json, write } = options;
  const results: BenchResult[] = [];
  const notes: string[] = [];
  const report = (result: BenchResult): void => {
    results.push(result);
    if (json) write(`${JSON.stringify({ suite: suite.name, ...rounded(result) })}\n`);
  };
  await suite.run({
    report,
    time(bench) {
      options.progress?.(`${suite.name}: ${bench.name}`);
      const result = timeBatches(bench);
      report(result);
      return result;
    },
    note: (text) => notes.push(text),
    allocated,
  });
  if (!json) write(formatTable(suite, results, notes));
  return results;
}

/** `performance.now()` has nanosecond steps in Node; two calls around a batch cost about this much. */
export function timerOverheadNs(): number {
  const samples = new Float64Array(20_000);
  for (let i = 0; i < samples.length; i++) {
    const start = performance.now();
    samples[i] = (performance.now() - start) * 1e6;
  }
  return quantiles(samples).p50;
}

function timeBatches(bench: BatchBench): BenchResult {
  const { batch, batches, warmUp = 0, name, input, goal, peer } = bench;
  for (let i = 0; i < warmUp; i++) {
    bench.prepare?.(i);
    bench.run(i);
  }
  const samples = new Float64Array(batches);
  for (let i = 0; i < batches; i++) {
    bench.prepare?.(warmUp + i);
    const start = performance.now();
    bench.run(warmUp + i);
    samples[i] = ((performance.now() - start) * 1e6) / batch;
  }
  return {
    name,
    unit: 'ns',
    n: batch * batches,
    ...quantiles(samples),
    batch,
    ...(input === undefined ? {} : { input }),
    ...(goal === undefined ? {} : { goal }),
    ...(peer === undefined ? {} : { peer }),
  };
}

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Nearest-rank quantiles. Sorts the samples in place. */
export function quantiles(samples: Float64Array): Quantiles {
  samples.sort();
  const at = (q: number): number => samples[Math.max(0, Math.ceil(q * samples.length) - 1)] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
}

/** Quantiles of a histogram: `counts[v]` samples of value `v`, times `scale`. */
export function histogramQuantiles(counts: ArrayLike<number>, scale = 1): Quantiles & { readonly n: number } {
  let n = 0;
  for (let v = 0; v < counts.length; v++) n += counts[v]!;
  const at = (q: number): number => {
    const rank = Math.max(1, Math.ceil(q * n));
    let seen = 0;
    for (let v = 0; v < counts.length; v++) {
      seen += counts[v]!;
      if (seen >= rank) return v * scale;
    }
    return NaN;
  };
  return { n, p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
}

/**
 * Heap bytes that one call of `run` allocates: the median over `calls` calls, less what the measurement itself allocates.
 * A call into which a collection falls shows a smaller or negative growth; a median tolerates those, as long as one call
 * allocates well below the young generation's size (1 MiB at least).
 */
function allocated(run: (index: number) => void, calls: number): number {
  const nothing = heapGrowth(() => undefined, calls);
  return Math.max(0, heapGrowth(run, calls) - nothing);
}

function heapGrowth(run: (index: number) => void, calls: number): number {
  const growth = new Float64Array(calls);
  for (let i = 0; i < calls; i++) {
    const before = process.memoryUsage().heapUsed;
    run(i);
    growth[i] = process.memoryUsage().heapUsed - before;
  }
  return quantiles(growth).p50;
}

/** `undefined` when the result has no goal. */
export function goalMet({ goal, ...result }: BenchResult): boolean | undefined {
  if (goal === undefined) return undefined;
  const value = result[goal.of ?? 'p50'];
  return value <= (goal.atMost ?? Infinity) && value >= (goal.atLeast ?? -Infinity);
}

export function machine(): string {
  const models = cpus();
  return `${models[0]?.model.trim() ?? 'unknown processor'}, ${models.length} cores, Node ${process.version}, ${process.platform} ${process.arch}`;
}

function rounded(result: BenchResult): BenchResult {
  const { p50, p99, p999, max } = result;
  return { ...result, p50: round(p50), p99: round(p99), p999: round(p999), max: round(max) };
}

function round(value: number): number {
  return Number(value.toFixed(Math.abs(value) < 10 ? 3 : 1));
}

/** As the tables show a figure. */
export function show(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-GB');
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

function showGoal(result: BenchResult): string {
  const isMet = goalMet(result);
  return isMet === undefined ? '' : `${showGoalBound(result)} ${isMet ? 'met' : 'MISSED'}`;
}

/** What a figure must reach, without a verdict; empty when it has no goal. */
export function showGoalBound({ goal }: BenchResult): string {
  if (goal === undefined) return '';
  const of = goal.of === undefined ? '' : `${goal.of} `;
  return of + (goal.atMost === undefined ? `≥ ${show(goal.atLeast ?? NaN)}` : `≤ ${show(goal.atMost)}`);
}

export function formatTable(suite: BenchSuite, results: readonly BenchResult[], notes: readonly string[]): string {
  const head = ['name', 'unit', 'n', 'p50', 'p99', 'p99.9', 'max', 'goal', 'input'];
  const rows = results.map((result) => [
    result.peer === true ? `  peer: ${result.name}` : result.name,
    result.unit,
    result.n.toLocaleString('en-GB'),
    show(result.p50),
    show(result.p99),
    show(result.p999),
    show(result.max),
    showGoal(result),
    result.input ?? '',
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column >= 2 && column <= 6 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  const batched = results.some(({ batch }) => (batch ?? 1) > 1);
  return [
    `${suite.name}: ${suite.description}`,
    `on ${machine()}; reading the timer costs ${timerOverheadNs().toFixed(0)} ns${batched ? '; ns figures are means of timed batches' : ''}`,
    '',
    line(head),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}
