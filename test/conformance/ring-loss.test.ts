import { describe, expect, it, vi } from 'vitest';
import { FLAG, HEADER, LAP_OFFSET, RECORD } from '../../control/core/generated/records.js';
import { Nic } from '../../driver/nic.js';
import { SlotCollector } from '../support/compare.js';
import { expectByOracle } from '../support/check.js';
import { deviceName } from '../support/device.js';
import { NIC } from '../support/engines.js';
import { randomPlan } from '../support/random-plan.js';
import { TestRandom } from '../support/random.js';
import { SlotLog, describeRecord } from '../support/slots.js';
import { allFrames } from '../support/streams.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const SEEDS = 60;

/** Records without their lap words, pads left out. */
function records(log: SlotLog): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let i = 0; i < log.length; i++) {
    const first = log.slot(i);
    if (first[HEADER.type] === RECORD.Pad) continue;
    first.fill(0, LAP_OFFSET);
    if ((first[HEADER.flags]! & FLAG.twoSlots) === 0) found.push(first);
    else {
      const second = log.slot(++i);
      second.fill(0, LAP_OFFSET);
      found.push(new Uint8Array([...first, ...second]));
    }
  }
  return found;
}

function u64(record: Uint8Array, at: number): bigint {
  return new DataView(record.buffer, record.byteOffset).getBigUint64(at, true);
}

/** A card that does not wait for its host, and a host that looks into the ring now and then. */
function runWithLoss(seed: number): {
  readonly log: SlotLog;
  readonly hostLost: number[];
  readonly expected: Uint8Array[];
} {
  const plan = randomPlan(seed);
  const frames = allFrames(plan);
  const random = new TestRandom(seed, 4);
  const nic = Nic.open(deviceName('ring-loss'), { slotsLog2: random.range(4, 7), ingressLog2: 20 });
  try {
    nic.configure(plan.config);
    const log = new SlotLog();
    const sink = new SlotCollector(log);
    const patience = random.pick([0.005, 0.03, 0.3]);
    const turn = (): void => {
      nic.step(random.range(1, 60));
      if (random.chance(patience)) nic.poll(sink, random.range(1, 40));
    };
    for (const { port, arrival, bytes, badFcs } of frames) {
      while (!nic.pushFrame(port, arrival, bytes, bytes.length, badFcs)) turn();
      turn();
    }
    nic.endOfInput();
    while (!nic.drained()) turn();
    return {
      log,
      hostLost: nic.counters().channels.map((channel) => channel.hostLost),
      expected: records(expectByOracle(plan.config, frames, 20).log),
    };
  } finally {
    nic.close();
  }
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
