import { describe, expect, it, vi } from 'vitest';
import { expectByEngine, expectByOracle, differences } from '../support/check.js';
import { flattenCounters } from '../support/compare.js';
import { ENGINES } from '../support/engines.js';
import { SCENARIOS } from '../support/scenarios.js';
import { readRecords } from '../support/scene.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const SLOTS_LOG2 = 12;

describe.each(ENGINES)('$name', ({ make, missing }) => {
  it.for(SCENARIOS)('$name', async ({ scene, records, counters }, { skip }) => {
    if (missing) skip(missing);
    const frames = scene.frames();
    const got = await expectByEngine(make, scene.config, frames, SLOTS_LOG2);
    expect(readRecords(got.log, scene.config.channels.length > 1).join(',')).toBe(records);
    const flat = flattenCounters(got.counters);
    for (const [name, value] of Object.entries(counters ?? {}))
      expect([name, Number(flat.get(name))]).toEqual([name, value]);
    // The bytes, and the counters that the scene does not name.
    const expected = expectByOracle(scene.config, frames, SLOTS_LOG2);
    expect(await differences(make, scene.config, frames, SLOTS_LOG2, expected)).toBeUndefined();
  });
});
