/** The benchmark's way of an order works: bytes of a client become bytes for a venue and come back as a fill, and records of the feed move pegs and trigger stops. */
import { describe, expect, it } from 'vitest';
import { InProcessDesk } from './in-process.js';
import { RecordDesk } from './record-to-order.js';

describe('the way of an order that is measured', () => {
  it('goes from FIX bytes to OUCH bytes, one by one and in pieces', async () => {
    const desk = new InProcessDesk('group');
    await desk.start();
    const times = await desk.oneByOne(10);
    expect(times).toHaveLength(7);
    expect(await desk.inPieces(4)).toBeGreaterThan(0);
    await desk.close();
  });

  it('goes from a record to the order bytes of a peg and of a stop', async () => {
    for (const times of [await new RecordDesk(false, 8, 2).pegs(), await new RecordDesk(true, 8, 2).stops()]) {
      expect(times.record).toHaveLength(6);
      expect(Math.min(...times.record, ...times.write)).toBeGreaterThan(0);
    }
  });
});
