/** Reading records calls nothing and allocates nothing per record. */
import { expect, it } from 'vitest';
import { HEADER } from '../../control/core/generated/records.js';
import type { RecordRing, RecordSink } from '../../control/core/record-ring.js';
import { libraryCalls } from '../../driver/library.js';
import type { Nic } from '../../driver/nic.js';
import { describeSimulated, frame, openCard } from './rig.js';

const PER_PACKET = 40;
const PACKETS = 1500;
const RECORDS = PER_PACKET * PACKETS;
const BATCH = 4096;

/** Touches what a book would. */
class Sum implements RecordSink {
  sum = 0;
  records = 0;

  onRecords({ u8, u32, mask }: RecordRing, first: number, end: number): void {
    let sum = this.sum;
    let records = 0;
    for (let index = first; index !== end; index = (index + 1) >>> 0) {
      const word = (index & mask) << 4;
      sum = (sum + u8[word << 2]! + u32[word + HEADER.sequence / 4]! + u32[word + 8]! + u32[word + 9]!) | 0;
      records += 1;
    }
    this.sum = sum;
    this.records += records;
  }
}

/** A ring full of records. */
function filled(): Nic {
  const nic = openCard({ ingressLog2: 24 });
  for (let i = 0; i < PACKETS; i++) {
    const bytes = frame(1 + PER_PACKET * i, PER_PACKET);
    if (!nic.pushFrame(0, 200 * i, bytes, bytes.length, false)) throw new Error('the ingress ring is too small');
  }
  nic.endOfInput();
  while (nic.step(1_000_000) > 0);
  return nic;
}

describeSimulated('the record reader', () => {
  it('makes no call into the library and allocates nothing per record', () => {
    const sink = new Sum();
    const warm = filled();
    while (warm.poll(sink, 64) > 0);
    warm.close();

    const nic = filled();
    const { gc } = globalThis as { gc?: () => void };
    gc?.();
    const calls = libraryCalls;
    const before = process.memoryUsage().heapUsed;
    sink.records = 0;
    while (nic.poll(sink, BATCH) > 0);
    const grown = process.memoryUsage().heapUsed - before;
    expect(libraryCalls).toBe(calls);
    expect(sink.records).toBe(RECORDS);
    // The smallest object takes 16 bytes; what the measurement itself takes is about 2 kB in all.
    expect(grown / RECORDS).toBeLessThan(1);
    nic.close();
  });
});
