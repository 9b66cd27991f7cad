/** Streams with channels in cut-through mode through one engine, against the oracle: channel by channel, once everything provisional is resolved. */
import type { FeedConfig } from '../../control/core/feed.js';
import { channelRecords, diffChannels } from './channel-records.js';
import type { ChannelRecords } from './channel-records.js';
import { expectByEngine, expectByOracle } from './check.js';
import { StuckError, diffCounters } from './compare.js';
import type { EngineMaker } from './compare.js';
import type { Frame } from './frames.js';
import { randomPlan } from './random-plan.js';
import { TestRandom } from './random.js';
import { describeFrames, shrinkFrames } from './shrink.js';
import { allFrames } from './streams.js';

export interface CutThroughTally {
  provisional: number;
  aborted: number;
  aborts: number;
}

/** The stream of `randomPlan`, all channels or some of them in cut-through mode. */
export function cutThroughPlan(seed: number): { readonly config: FeedConfig; readonly frames: readonly Frame[] } {
  const plan = randomPlan(seed);
  const random = new TestRandom(seed, 5);
  const all = random.chance(0.7);
  const channels = plan.config.channels.map((channel) =>
    all || random.chance(0.5) ? { ...channel, mode: 'cut-through' as const } : channel,
  );
  return { config: { ...plan.config, channels }, frames: allFrames(plan) };
}

/** Runs one seed; throws with the fewest frames with which it still fails. */
export async function checkCutThrough(
  seed: number,
  make: EngineMaker,
  slotsLog2: number,
  tally?: CutThroughTally,
): Promise<void> {
  const { config, frames } = cutThroughPlan(seed);
  const attempt = async (some: readonly Frame[]): Promise<string | undefined> => {
    const expected = expectByOracle(config, some, slotsLog2);
    try {
      const got = await expectByEngine(make, config, some, slotsLog2);
      const records: ChannelRecords = channelRecords(got.log);
      if (tally && some === frames) {
        tally.provisional += records.provisional;
        tally.aborted += records.aborted;
        tally.aborts += records.aborts;
      }
      const found = [
        diffChannels(records, channelRecords(expected.log), got.by) ?? [],
        diffCounters(got.counters, expected.counters, got.by, 'oracle'),
      ].flat();
      return found.length === 0 ? undefined : found.join('\n');
    } catch (error) {
      if (error instanceof StuckError) throw error;
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
  };
  let few = frames;
  try {
    if ((await attempt(frames)) === undefined) return;
    few = await shrinkFrames(frames, async (some) => (await attempt(some)) !== undefined);
  } catch (error) {
    if (!(error instanceof StuckError)) throw error;
    throw new Error(`cutThroughPlan(${seed}):\n${describeFrames(config, few)}\n${error.message}`, { cause: error });
  }
  throw new Error(
    `cutThroughPlan(${seed}):\n${describeFrames(config, few)}\n${(await attempt(few)) ?? 'passes when tried again'}`,
  );
}
