/** Every kept fault makes the one right step fail, with words that name the cause, within its time: on the model of a card. */
import { afterEach, describe, expect, it } from 'vitest';
import { FAULTS } from '../../driver/bringup/sim/faults.js';
import { modelFaults } from './model-faults.js';
import { ModelRig, SHORT_PLAN } from './model-rig.js';

let rig: ModelRig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

describe('faults of a card, on the model', () => {
  it('are at least 15, each with a name of its own', () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
    expect(FAULTS.length).toBeGreaterThanOrEqual(15);
  });

  it.each(FAULTS)('$name: $says', async (fault) => {
    const at = (rig = await ModelRig.open());
    const target = modelFaults(at);
    if (fault.before === undefined) await fault.inject(target);
    const results = await at.run(SHORT_PLAN, {
      onStart: async ({ kind }) => {
        if (kind.name === fault.before) await fault.inject(target);
      },
    });
    const failed = results.filter(({ verdict }) => verdict === 'failed');
    expect(failed.map(({ id, detail }) => `${id}: ${detail}`)).toHaveLength(1);
    expect(failed[0]?.id).toBe(fault.failing);
    for (const words of fault.words) expect(failed[0]?.detail).toContain(words);
    expect(failed[0]!.tookMs).toBeLessThanOrEqual(failed[0]!.timeoutMs + 1000);
  });
});
