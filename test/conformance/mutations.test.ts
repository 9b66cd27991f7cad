import { describe, expect, it, vi } from 'vitest';
import { differences, expectByOracle } from '../support/check.js';
import { ENGINES } from '../support/engines.js';
import { MutationStream } from '../support/mutation-stream.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const SLOTS_LOG2 = 14;

/** 100,000 in all; the short ones also where they are not cut off as runts. */
const STREAMS = [
  { seed: 31, count: 60_000, minFrameBytes: 60 },
  { seed: 32, count: 40_000, minFrameBytes: 14 },
];

describe.each(STREAMS)('$count mutated frames between good ones, none shorter than $minFrameBytes bytes', (stream) => {
  const create = (): MutationStream => new MutationStream(stream.seed, stream.count, stream.minFrameBytes);

  it.for(ENGINES)(
    '$name counts each reject under its one reason and decodes the next good frame',
    async (engine, { skip }) => {
      if (engine.missing) skip(engine.missing);
      const good = create();
      const expected = expectByOracle(good.config, good.frames(), SLOTS_LOG2);
      expect(good.mutated).toBe(stream.count);
      expect(expected.counters.channels[0]).toMatchObject({ delivered: good.messages, gaps: 0 });
      const found = await differences(engine.make, good.config, create().frames(), SLOTS_LOG2, expected);
      expect(found, `MutationStream(${stream.seed}, ${stream.count}, ${stream.minFrameBytes})`).toBeUndefined();
    },
  );
});
