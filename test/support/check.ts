/** One stream through one engine, against the oracle or against another engine. */
import type { FeedConfig, FeedCounters } from '../../control/core/feed.js';
import { SlotCollector, SlotComparer, StuckError, diffCounters, runEngine } from './compare.js';
import type { EngineMaker } from './compare.js';
import type { Frame } from './frames.js';
import { Oracle } from './oracle.js';
import { describeFrames, shrinkFrames } from './shrink.js';
import { SlotLog, SlotWriter } from './slots.js';

export interface Expectation {
  readonly by: string;
  readonly log: SlotLog;
  readonly counters: FeedCounters;
}

export function expectByOracle(config: FeedConfig, frames: Iterable<Frame>, slotsLog2: number): Expectation {
  const writer = new SlotWriter(slotsLog2);
  const oracle = new Oracle(config, writer.write);
  for (const frame of frames) oracle.push(frame);
  oracle.endOfInput();
  return { by: 'oracle', log: writer.log, counters: oracle.counters() };
}

export async function expectByEngine(
  make: EngineMaker,
  config: FeedConfig,
  frames: Iterable<Frame>,
  slotsLog2: number,
): Promise<Expectation> {
  const engine = make(config, slotsLog2);
  try {
    const log = new SlotLog();
    await runEngine(engine, frames, new SlotCollector(log));
    return { by: engine.name, log, counters: engine.counters() };
  } finally {
    await engine.close();
  }
}

/** What differs between the engine and what is expected; undefined when nothing does. */
export async function differences(
  make: EngineMaker,
  config: FeedConfig,
  frames: Iterable<Frame>,
  slotsLog2: number,
  expected: Expectation,
): Promise<string | undefined> {
  const engine = make(config, slotsLog2);
  try {
    const comparer = new SlotComparer(expected.log);
    await runEngine(engine, frames, comparer);
    const found = [
      comparer.report(engine.name, expected.by) ?? [],
      diffCounters(engine.counters(), expected.counters, engine.name, expected.by),
    ].flat();
    return found.length === 0 ? undefined : found.join('\n');
  } finally {
    await engine.close();
  }
}

/** A small stream against the oracle; when it fails, the text holds the fewest frames with which it still fails. */
export async function checkSmall(
  make: EngineMaker,
  config: FeedConfig,
  frames: readonly Frame[],
  slotsLog2: number,
): Promise<string | undefined> {
  const attempt = async (some: readonly Frame[]): Promise<string | undefined> => {
    const expected = expectByOracle(config, some, slotsLog2);
    try {
      return await differences(make, config, some, slotsLog2, expected);
    } catch (error) {
      // Whether an engine is stuck takes long to find out: too long to shrink.
      if (error instanceof StuckError) throw error;
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
  };
  let few = frames;
  try {
    if ((await attempt(frames)) === undefined) return undefined;
    few = await shrinkFrames(frames, async (some) => (await attempt(some)) !== undefined);
  } catch (error) {
    if (error instanceof StuckError) return `${describeFrames(config, few)}\n${error.message}`;
    throw error;
  }
  return `${describeFrames(config, few)}\n${(await attempt(few)) ?? 'passes when tried again'}`;
}
