import { describe, expect, it } from 'vitest';
import { flattenCounters } from './compare.js';
import { Oracle } from './oracle.js';
import { SCENARIOS } from './scenarios.js';
import { readRecords } from './scene.js';
import { SlotWriter } from './slots.js';

describe('the oracle, against streams whose records were worked out by hand', () => {
  it.each(SCENARIOS)('$name', ({ scene, records, counters }) => {
    const writer = new SlotWriter(6);
    const oracle = new Oracle(scene.config, writer.write);
    for (const frame of scene.frames()) oracle.push(frame);
    oracle.endOfInput();
    expect(readRecords(writer.log, scene.config.channels.length > 1).join(',')).toBe(records);
    const flat = flattenCounters(oracle.counters());
    for (const [name, value] of Object.entries(counters ?? {}))
      expect([name, Number(flat.get(name))]).toEqual([name, value]);
  });
});
