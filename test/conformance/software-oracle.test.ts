import { describe, expect, it, vi } from 'vitest';
import { checkSmall } from '../support/check.js';
import { softwareEngine } from '../support/engines.js';
import { randomPlan } from '../support/random-plan.js';
import { allFrames } from '../support/streams.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const SEEDS = 600;
const FRESH_SEEDS = 100;
const SLOTS_LOG2 = 12;

async function checkSeed(seed: number, pauseSeed?: number): Promise<void> {
  const plan = randomPlan(seed);
  const found = await checkSmall(
    (config, slots) => softwareEngine(config, slots, pauseSeed),
    plan.config,
    allFrames(plan),
    SLOTS_LOG2,
  );
  if (found !== undefined) throw new Error(`randomPlan(${seed}):\n${found}`);
}

describe('the software engine against the oracle', () => {
  it(`${SEEDS} seeded streams give the same records and counters`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) await checkSeed(seed);
  });

  it('a time that is told to go on changes nothing', async () => {
    for (let seed = 25_001; seed <= 25_200; seed++) await checkSeed(seed, seed);
  });

  it(`${FRESH_SEEDS} streams nobody has seen before`, async () => {
    const from = 1_000_000 + Math.floor(Math.random() * 2 ** 40);
    console.log(`fresh streams: randomPlan(${from}) and following`);
    for (let seed = from; seed < from + FRESH_SEEDS; seed++) await checkSeed(seed);
    expect.assertions(0);
  });
});
