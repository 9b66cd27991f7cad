/** One random PITCH stream through the card and the software engine. */
import { channelRecords, diffChannels } from '../support/channel-records.js';
import { expectByEngine } from '../support/check.js';
import { diffCounters } from '../support/compare.js';
import { nicEngine, softwareEngine } from '../support/engines.js';
import { pitchStream } from '../support/pitch-stream.js';
import { shrinkFrames } from '../support/shrink.js';
import type { Frame } from '../support/frames.js';

const SLOTS_LOG2 = 12;

/** Throws with the fewest frames for what differs between the card and the software engine, which has tests of its own against the text. */
export async function checkPitchSeed(seed: number, mode: 'verified' | 'cut-through'): Promise<void> {
  const { config, frames } = pitchStream(seed, mode);
  const attempt = async (some: readonly Frame[]): Promise<string | undefined> => {
    const want = await expectByEngine(softwareEngine, config, some, SLOTS_LOG2);
    const got = await expectByEngine((c, s) => nicEngine(c, s, { hostile: seed }), config, some, SLOTS_LOG2);
    const found = [
      diffChannels(channelRecords(got.log), channelRecords(want.log), 'nic') ?? [],
      diffCounters(got.counters, want.counters, 'nic', 'software'),
    ].flat();
    if (mode === 'verified' && got.log.length !== want.log.length) found.push('another number of slots');
    return found.length === 0 ? undefined : found.join('\n');
  };
  if ((await attempt(frames)) === undefined) return;
  const few = await shrinkFrames(frames, async (some) => (await attempt(some)) !== undefined);
  const hex = few.map(
    ({ port, arrival, bytes, badFcs }) =>
      `port ${port} at ${arrival}${badFcs ? ' badFcs' : ''} ${bytes.length} bytes: ${Buffer.from(bytes.subarray(42, 120)).toString('hex')}`,
  );
  throw new Error(
    `pitchStream(${seed}, ${mode}), window ${config.channels[0]!.windowNs} ns\n${hex.join('\n')}\n${await attempt(few)}`,
  );
}
