/** Every type at every place of a beat and of a packet, in every state of a gap, from either line: both engines against the oracle. */
import { describe, expect, it, vi } from 'vitest';
import { checkSmall } from '../support/check.js';
import { Crosses, nameOf, REACHABLE } from '../support/crosses.js';
import { directedConfig, directedFrames } from '../support/directed-stream.js';
import { ENGINES } from '../support/engines.js';
import { Oracle } from '../support/oracle.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const SLOTS_LOG2 = 12;
const seed = 1 + Math.floor(Math.random() * 2 ** 31);

describe(`${REACHABLE.length} crosses of type, alignment, place, port and state`, () => {
  const frames = [...directedFrames(seed, REACHABLE)];

  it('are all met by the stream, and no others', () => {
    const crosses = new Crosses();
    const oracle = new Oracle(directedConfig, () => undefined, 2, crosses.look);
    for (const frame of frames) oracle.push(frame);
    oracle.endOfInput();
    expect({ missing: crosses.missing().map(nameOf), surprises: crosses.surprises() }).toEqual({
      missing: [],
      surprises: [],
    });
  });

  for (const { name, make, missing } of ENGINES) {
    it(`give the records and counters of the oracle: ${name} (directedFrames(${seed}))`, async ({ skip }) => {
      if (missing) skip(missing);
      expect(await checkSmall(make, directedConfig, frames, SLOTS_LOG2)).toBeUndefined();
    });
  }
});
