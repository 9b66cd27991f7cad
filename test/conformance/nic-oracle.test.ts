import { describe, expect, it, vi } from 'vitest';
import { NIC } from '../support/engines.js';
import type { NicRun } from '../support/engines.js';
import { checkNicSeed, leaveWaveform } from './nic-seed.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

/** More of them: `CROSSFEED_NIC_SEEDS=2000`. */
const SEEDS = Number(process.env['CROSSFEED_NIC_SEEDS'] ?? 60);
const SLOTS_LOG2 = 12;

async function checkSeed(seed: number, run: NicRun, slotsLog2 = SLOTS_LOG2): Promise<void> {
  const found = await checkNicSeed(seed, run, slotsLog2);
  if (found === undefined) return;
  const wave = leaveWaveform(seed, run, slotsLog2);
  throw new Error(`randomPlan(${seed}) with ${JSON.stringify(run)}:\n${found}\n${wave}`);
}

describe('the simulated card against the oracle', () => {
  it(`${SEEDS} seeded streams give the same records and counters`, async ({ skip }) => {
    if (NIC.missing) skip(NIC.missing);
    for (let seed = 10_001; seed <= 10_000 + SEEDS; seed++) await checkSeed(seed, {});
  });

  it('a host bus that is often not ready, and registers that begin with noise, change nothing', async ({ skip }) => {
    if (NIC.missing) skip(NIC.missing);
    for (let seed = 20_001; seed <= 20_000 + SEEDS; seed++) await checkSeed(seed, { hostile: seed });
  });

  it('a ring of a few slots and a time that is told to go on change nothing', async ({ skip }) => {
    if (NIC.missing) skip(NIC.missing);
    for (let seed = 25_001; seed <= 25_000 + SEEDS; seed++) {
      await checkSeed(seed, { pauseSeed: seed, ...(seed % 2 === 0 && { hostile: seed }) }, 6 + (seed % 3));
    }
  });

  it('clocking it by hand, some cycles at a time, changes nothing', async ({ skip }) => {
    if (NIC.missing) skip(NIC.missing);
    for (let seed = 30_001; seed <= 30_040; seed++) await checkSeed(seed, { stepSeed: seed });
  });

  it('streams nobody has seen before', async ({ skip }) => {
    if (NIC.missing) skip(NIC.missing);
    const from = 1_000_000 + Math.floor(Math.random() * 2 ** 40);
    console.log(`fresh streams: randomPlan(${from}) and following`);
    for (let seed = from; seed < from + 30; seed++) await checkSeed(seed, { hostile: seed % 2 ** 31 });
    expect.assertions(0);
  });
});
