import { describe, expect, it, vi } from 'vitest';
import { HEADER, RECORD } from '../../control/core/generated/records.js';
import { NIC } from '../support/engines.js';
import { describeRecord } from '../support/slots.js';
import { records, runWithLoss } from './loss-seed.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const SEEDS = 60;

function u64(record: Uint8Array, at: number): bigint {
  return new DataView(record.buffer, record.byteOffset).getBigUint64(at, true);
}

describe('a ring without credit', () => {
  it('drops whole records, and says so before the next one of the channel', ({ skip }) => {
    if (NIC.missing) skip(NIC.missing);
    let lost = 0;
    for (let seed = 40_001; seed <= 40_000 + SEEDS; seed++) {
      const { log, hostLost, expected } = runWithLoss(seed);
      // Per channel, what the oracle says must come.
      const queues = hostLost.map((_, channel) => expected.filter((record) => record[HEADER.channel] === channel));
      const dropped = hostLost.map(() => 0);
      for (const record of records(log)) {
        const channel = record[HEADER.channel]!;
        const queue = queues[channel]!;
        const about = `randomPlan(${seed}): ${describeRecord(record)}`;
        if (record[HEADER.type] === RECORD.Loss) {
          const count = new DataView(record.buffer).getUint32(28, true);
          const gone = queue.splice(0, count);
          expect(gone.length, about).toBe(count);
          expect(count, about).toBeGreaterThan(0);
          const last = gone.at(-1)!;
          expect(u64(record, HEADER.sequence), about).toBe(u64(gone[0]!, HEADER.sequence));
          expect(u64(record, 32), about).toBe(u64(last, last[HEADER.type] === RECORD.Gap ? 32 : HEADER.sequence));
          dropped[channel]! += count;
        } else expect(Buffer.from(record).equals(queue.shift() ?? new Uint8Array()), about).toBe(true);
      }
      // What was dropped last has no record behind it.
      queues.forEach((queue, channel) => (dropped[channel]! += queue.length));
      expect(dropped, `randomPlan(${seed})`).toEqual(hostLost);
      lost += hostLost.reduce((sum, count) => sum + count, 0);
    }
    expect(lost).toBeGreaterThan(1000);
  });
});
