import { describe, expect, it, vi } from 'vitest';
import { NIC } from '../support/engines.js';
import { checkPitchSeed } from './pitch-seed.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const SEEDS = Number(process.env['CROSSFEED_PITCH_SEEDS'] ?? 25);

describe('PITCH 2 on the card gives what the software engine gives', () => {
  it.for(['verified', 'cut-through'] as const)(`${SEEDS} seeded streams, %s`, async (mode, { skip }) => {
    if (NIC.missing) skip(NIC.missing);
    for (let seed = 60_001; seed <= 60_000 + SEEDS; seed++) await checkPitchSeed(seed, mode);
    expect.assertions(0);
  });
});
