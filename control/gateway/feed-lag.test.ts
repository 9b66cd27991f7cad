import { expect, it } from 'vitest';
import { FLAG, HEADER, RECORD } from '../core/generated/records.js';
import { RecordWriter } from '../market-data/records/writer.js';
import { FeedLag } from './feed-lag.js';

const MS = 1e6;

function rig() {
  const clock = { nowNs: 1e12, monotonicNs: () => clock.nowNs };
  const changes: string[] = [];
  const lag = new FeedLag(2, clock, 100, (channel, behind) => changes.push(`${channel} ${behind ? 'behind' : 'back'}`));
  const writer = new RecordWriter(4);
  /** A batch whose first message left the exchange so long ago. */
  const batch = (afterMs: number, delayMs: number, channel = 0, flags = 0): string[] => {
    clock.nowNs += afterMs * MS;
    const { first } = writer;
    const at = writer.begin(1, RECORD.SystemEvent, channel, flags);
    const stampNs = clock.nowNs - 9e11 - delayMs * MS;
    writer.ring.u32[(at + HEADER.timestamp) >> 2] = stampNs % 4294967296;
    writer.ring.u16[(at + HEADER.timestamp + 4) >> 1] = stampNs / 4294967296;
    lag.take(writer.ring, first);
    writer.release(writer.batchEnd(16));
    return changes.splice(0);
  };
  return { lag, batch };
}

it('tells when a feed falls behind its usual delay, and when it has caught up', () => {
  const { lag, batch } = rig();
  expect(batch(0, 30)).toEqual([]);
  expect(batch(10, 120)).toEqual([]);
  expect(batch(10, 131)).toEqual(['0 behind']);
  expect(lag.lagMs(0)).toBe(101);
  expect(batch(10, 100)).toEqual([]);
  expect(batch(10, 79)).toEqual(['0 back']);
  expect(batch(10, 500, 1)).toEqual([]);
  expect(batch(10, 601, 1)).toEqual(['1 behind']);
});

it('takes a delay that stays for the usual one, and another day for another day', () => {
  const { batch } = rig();
  batch(0, 30);
  expect(batch(10, 400)).toEqual(['0 behind']);
  expect(batch(5000, 400)).toEqual([]);
  expect(batch(5001, 400)).toEqual(['0 back']);
  expect(batch(10, 86_400_000)).toEqual([]);
  expect(batch(10, 86_400_050)).toEqual([]);
});

it('does not look at what the host brought, nor at times that are not certain', () => {
  const { batch } = rig();
  batch(0, 30);
  expect(batch(10, 900, 0, FLAG.port)).toEqual([]);
  expect(batch(10, 900, 0, FLAG.timeUncertain)).toEqual([]);
});
