import { describe, expect, it, vi } from 'vitest';
import { checkCutThrough } from '../support/check-cut-through.js';
import { NIC, nicEngine, softwareEngine } from '../support/engines.js';
import type { CutThroughTally } from '../support/check-cut-through.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const SEEDS = Number(process.env['CROSSFEED_CUT_THROUGH_SEEDS'] ?? 100);
const NIC_SEEDS = Number(process.env['CROSSFEED_CUT_THROUGH_SEEDS'] ?? 40);
const SLOTS_LOG2 = 12;

describe('cut-through mode against the oracle', () => {
  it(`the software engine: ${SEEDS} seeded streams give the same records and counters`, async () => {
    for (let seed = 50_001; seed <= 50_000 + SEEDS; seed++) await checkCutThrough(seed, softwareEngine, SLOTS_LOG2);
  });

  it('the software engine: streams nobody has seen before', async () => {
    const from = 1_000_000 + Math.floor(Math.random() * 2 ** 40);
    console.log(`fresh streams: cutThroughPlan(${from}) and following`);
    for (let seed = from; seed < from + 20; seed++) await checkCutThrough(seed, softwareEngine, SLOTS_LOG2);
    expect.assertions(0);
  });

  it('the card: the same streams, of which many records go up before their frames are known good', async ({ skip }) => {
    if (NIC.missing) skip(NIC.missing);
    const tally: CutThroughTally = { provisional: 0, aborted: 0, aborts: 0 };
    for (let seed = 50_001; seed <= 50_000 + NIC_SEEDS; seed++) {
      const hostile = seed % 3 === 0 ? { hostile: seed } : {};
      await checkCutThrough(seed, (config, slots) => nicEngine(config, slots, hostile), SLOTS_LOG2, tally);
    }
    expect(tally.provisional).toBeGreaterThan(10 * NIC_SEEDS);
    expect(tally.aborts).toBeGreaterThan(NIC_SEEDS / 2);
  });

  it('the card: unsequenced messages behind what went up before its verdict', async ({ skip }) => {
    if (NIC.missing) skip(NIC.missing);
    // In these a message without a number went up before the commit of what was taken before it.
    for (const seed of [700_020, 710_025, 730_420]) await checkCutThrough(seed, nicEngine, SLOTS_LOG2);
    expect.assertions(0);
  });

  it('the card: streams nobody has seen before', async ({ skip }) => {
    if (NIC.missing) skip(NIC.missing);
    const from = 1_000_000 + Math.floor(Math.random() * 2 ** 40);
    console.log(`fresh streams: cutThroughPlan(${from}) and following`);
    for (let seed = from; seed < from + 10; seed++) await checkCutThrough(seed, nicEngine, SLOTS_LOG2);
    expect.assertions(0);
  });
});
