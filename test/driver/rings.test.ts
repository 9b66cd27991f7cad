/** Several record rings by channel map, each with its own credit; and what each loses is told in its own ring. */
import { expect, it } from 'vitest';
import type { FeedConfig } from '../../control/core/feed.js';
import { RECORD } from '../../control/core/generated/records.js';
import { FEED, describeSimulated, drain, frame, itSimulated, LINE_A, LINE_B, openCard, Records } from './rig.js';

const LINES = [LINE_A, LINE_B, { ...LINE_A, udpPort: 26401 }, { ...LINE_B, udpPort: 26401 }];
const feed = (rings: readonly number[]): FeedConfig => ({
  ...FEED,
  channels: rings.map((ring, n) => ({ ...FEED.channels[0]!, lines: [LINES[n]!], ring })),
});

/** Packets of three messages, in turn to four channels. */
function play(rings: readonly number[], options: Parameters<typeof openCard>[0]): Records[] {
  const count = Math.max(...rings) + 1;
  const nic = openCard({ rings: count, ...options }, feed(rings));
  const records = Array.from({ length: count }, () => new Records());
  const poll = (): void => {
    nic.poll(records[0]!, 4096);
    nic.furtherRings.forEach((ring, n) => ring.poll(records[n + 1]!, 4096));
  };
  nic.start('virtual');
  for (let i = 0; i < 400; i++) {
    const line = LINES[i % LINES.length]!;
    const bytes = frame(1 + 3 * Math.floor(i / LINES.length), 3, line);
    while (!nic.pushFrame(line.port, 100 + 20 * i, bytes, bytes.length, false)) poll();
  }
  nic.endOfInput();
  while (!nic.drained()) poll();
  nic.close();
  return records;
}

const channelOf = (slot: Buffer): number => slot[1]!;
const of = (records: Records, channel: number): string[] =>
  records.slots.filter((slot) => channelOf(slot) === channel).map((slot) => slot.toString('hex'));

describeSimulated('rings', () => {
  it('give every channel the records that it has in one ring', () => {
    const [one] = play([0, 0, 0, 0], { randomState: 5 });
    for (const map of [
      [0, 1, 2, 3],
      [1, 1, 0, 2],
    ]) {
      const rings = play(map, { randomState: 6, slotsLog2: 6, lossless: true, busStall: { ppm: 200_000, seed: 3 } });
      map.forEach((ring, channel) => {
        expect(of(rings[ring]!, channel)).toEqual(of(one!, channel));
        expect(of(rings[ring]!, channel)).toHaveLength(300);
      });
      rings.forEach((records, ring) => {
        expect(records.slots.every((slot) => map[channelOf(slot)] === ring)).toBe(true);
        expect(records.wrongLaps).toBe(0);
      });
    }
  });

  it('lose records alone: a ring that nobody reads costs the others nothing', () => {
    const nic = openCard({ rings: 2, slotsLog2: 6 }, feed([0, 1, 0, 0]));
    const [kept, late] = [new Records(), new Records()];
    const send = (first: number, count: number): void => {
      for (let i = first; i < first + count; i++) {
        for (const line of [LINE_A, LINE_B]) {
          const bytes = frame(1 + 3 * i, 3, line);
          expect(nic.pushFrame(line.port, 1000 + 100 * i, bytes, bytes.length, false)).toBe(true);
        }
        nic.advanceTo(1000 + 100 * i + 90);
        while (nic.step(1000) > 0) continue;
        nic.poll(kept, 4096);
      }
    };
    send(0, 40);
    nic.furtherRings[0]!.poll(late, 4096);
    send(40, 10);
    nic.endOfInput();
    while (nic.step(1000) > 0) continue;
    drainBoth();
    nic.close();

    function drainBoth(): void {
      nic.poll(kept, 4096);
      nic.furtherRings[0]!.poll(late, 4096);
    }
    expect(kept.sequences).toEqual(Array.from({ length: 150 }, (_, n) => n + 1));
    const loss = late.slots.filter((slot) => slot[0] === RECORD.Loss);
    expect(loss).toHaveLength(1);
    expect(late.sequences.length).toBeLessThan(150);
    expect(late.sequences.at(-1)).toBe(150);
  });

  itSimulated('interrupt by count and by time, and not for every record', async () => {
    const nic = openCard({ moderation: { slots: 30, ns: 64_000 } });
    const records = new Records();
    const woken = new Promise<number>((resolve) => {
      nic.onReadable(() => resolve(nic.fill()));
    });
    nic.start('virtual');
    for (let i = 0; i < 20; i++) {
      const bytes = frame(1 + 3 * i, 3);
      nic.pushFrame(0, 100 + 100 * i, bytes, bytes.length, false);
    }
    nic.endOfInput();
    expect(await woken).toBeGreaterThanOrEqual(30);
    drain(nic, records);
    expect(records.sequences).toHaveLength(60);
    // 30, and 30 more: two messages, or one more for a rest that grew old.
    const { interrupts } = interruptCount(nic);
    expect(interrupts).toBeGreaterThanOrEqual(2);
    expect(interrupts).toBeLessThanOrEqual(3);
    nic.close();
  });
});

function interruptCount(nic: ReturnType<typeof openCard>): { interrupts: number } {
  return { interrupts: nic.readRegister(RING_INTERRUPTS) };
}
const RING_INTERRUPTS = 0x14c;
