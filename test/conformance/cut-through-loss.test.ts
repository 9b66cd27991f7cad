import { describe, expect, it, vi } from 'vitest';
import { ConfirmedRecords } from '../../control/market-data/records/confirmed.js';
import { FIELD, FLAG, HEADER, LAP_OFFSET, RECORD } from '../../control/core/generated/records.js';
import { Nic } from '../../driver/nic.js';
import { channelRecords } from '../support/channel-records.js';
import { cutThroughPlan } from '../support/check-cut-through.js';
import { expectByOracle } from '../support/check.js';
import { deviceName } from '../support/device.js';
import { NIC } from '../support/engines.js';
import { TestRandom } from '../support/random.js';
import { describeRecord } from '../support/slots.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const SEEDS = Number(process.env['CROSSFEED_CUT_THROUGH_SEEDS'] ?? 20);

function u64(record: Uint8Array, at: number): bigint {
  return new DataView(record.buffer, record.byteOffset).getBigUint64(at, true);
}

/** A card that does not wait for its host, in cut-through mode: what stands, per channel, behind the filter of what is confirmed. */
function runWithLoss(seed: number): Map<number, Uint8Array[]> {
  const { config, frames } = cutThroughPlan(seed);
  const random = new TestRandom(seed, 6);
  const nic = Nic.open(deviceName('cut-loss'), {
    slotsLog2: random.range(4, 7),
    ingressLog2: 20,
  });
  const channels = new Map<number, Uint8Array[]>();
  const confirmed = new ConfirmedRecords(config.channels.length, {
    onRecords: (ring, first, end) => {
      for (let i = first; i !== end;) {
        const at = (i & ring.mask) * 64;
        const type = ring.u8[at]!;
        const two = type !== RECORD.Pad && (ring.u8[at + HEADER.flags]! & FLAG.twoSlots) !== 0;
        const record = new Uint8Array(128);
        record.set(ring.u8.subarray(at, at + LAP_OFFSET));
        if (two) {
          const second = ((i + 1) & ring.mask) * 64;
          record.set(ring.u8.subarray(second, second + LAP_OFFSET), 64);
        }
        if (type !== RECORD.Pad) {
          const channel = record[HEADER.channel]!;
          channels.set(channel, [...(channels.get(channel) ?? []), record]);
        }
        i = (i + (two ? 2 : 1)) >>> 0;
      }
    },
  });
  try {
    nic.configure(config);
    const patience = random.pick([0.002, 0.01, 0.1]);
    const turn = (): void => {
      nic.step(random.range(1, 60));
      if (random.chance(patience)) nic.poll(confirmed, random.range(1, 40));
    };
    for (const { port, arrival, bytes, badFcs } of frames) {
      while (!nic.pushFrame(port, arrival, bytes, bytes.length, badFcs)) turn();
      turn();
    }
    nic.endOfInput();
    while (!nic.drained()) turn();
    while (nic.poll(confirmed, 64) > 0);
    return channels;
  } finally {
    nic.close();
  }
}

describe('cut-through mode and a ring without credit', () => {
  it('hands up nothing that does not stand, in order, and says which numbers are missing', ({ skip }) => {
    if (NIC.missing) skip(NIC.missing);
    let lost = 0;
    for (let seed = 50_001; seed <= 50_000 + SEEDS; seed++) {
      const { config, frames } = cutThroughPlan(seed);
      const expected = channelRecords(expectByOracle(config, frames, 20).log).channels;
      for (const [channel, got] of runWithLoss(seed)) {
        const about = `cutThroughPlan(${seed}), channel ${channel}`;
        const want = [...(expected.get(channel) ?? [])];
        const losses = got.filter((record) => record[HEADER.type] === RECORD.Loss);
        const missing: Uint8Array[] = [];
        for (const record of got) {
          if (record[HEADER.type] === RECORD.Loss) continue;
          expect(record[HEADER.flags]! & FLAG.provisional, about).toBe(0);
          const at = want.findIndex((each) => Buffer.compare(each, record) === 0);
          expect(at, `${about}: ${describeRecord(record.subarray(0, 64))}`).toBeGreaterThanOrEqual(0);
          missing.push(...want.splice(0, at));
          want.shift();
        }
        lost += missing.length;
        // Where a session change or a message without a number is lost, first and last of a loss are no range.
        if (losses.some((loss) => u64(loss, HEADER.sequence) > u64(loss, FIELD.Loss.last))) continue;
        if (missing.some((record) => record[HEADER.type] === RECORD.Session)) continue;
        const isMessage = (each: Uint8Array): boolean =>
          (each[HEADER.flags]! & FLAG.unsequenced) === 0 &&
          each[HEADER.type] !== RECORD.Gap &&
          each[HEADER.type] !== RECORD.End;
        for (const record of missing.filter(isMessage)) {
          const sequence = u64(record, HEADER.sequence);
          const told = losses.some(
            (loss) => u64(loss, HEADER.sequence) <= sequence && sequence <= u64(loss, FIELD.Loss.last),
          );
          expect(told, `${about}: ${describeRecord(record.subarray(0, 64))} is lost and not told`).toBe(true);
        }
      }
    }
    // Enough of it that the test is of losses: the card holds more back since its receive side takes frames as fast as they come.
    expect(lost).toBeGreaterThan(5 * SEEDS);
  });
});
