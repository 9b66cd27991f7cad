import { describe, expect, it, vi } from 'vitest';
import { differences, expectByOracle } from '../support/check.js';
import { ENGINES } from '../support/engines.js';
import { impairedPlans } from '../support/impaired-plans.js';
import { StreamGenerator } from '../support/streams.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const MESSAGES = 10_000;
const SLOTS_LOG2 = 13;

describe.each(impairedPlans(MESSAGES))('$name', ({ plan }) => {
  it.for(ENGINES)('$name', async ({ make, missing }, { skip }) => {
    if (missing) skip(missing);
    const frames = (): ReturnType<StreamGenerator['frames']> => new StreamGenerator(plan).frames();
    const expected = expectByOracle(plan.config, frames(), SLOTS_LOG2);
    expect(await differences(make, plan.config, frames(), SLOTS_LOG2, expected)).toBeUndefined();
  });
});
