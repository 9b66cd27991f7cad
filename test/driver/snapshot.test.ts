/** Counters of one cycle, taken while frames are under way: what always adds up in the card adds up in what is read. */
import { expect, it } from 'vitest';
import type { FeedCounters } from '../../control/core/feed.js';
import { DEVICE, PORT } from '../../driver/generated/registers.js';
import { describeSimulated, feedBoth, openCard, Records } from './rig.js';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function addsUp({ ports, channels }: FeedCounters): number {
  // What the arbiter counts in one cycle for a frame, in three places.
  const packets = sum(channels.flatMap(({ lines }) => lines.map((line) => line.packets)));
  expect(sum(ports.map(({ accepted }) => accepted))).toBe(packets);
  const { lines, delivered } = channels[0]!;
  expect(sum(lines.map((line) => line.delivered))).toBe(delivered);
  for (const { frames, accepted, rejected } of ports)
    expect(frames).toBeGreaterThanOrEqual(accepted + sum(Object.values(rejected)));
  return packets;
}

describeSimulated('counters', () => {
  it('are of one cycle, however long reading takes', () => {
    const nic = openCard({ randomState: 3 });
    feedBoth(nic, 120, new Records());
    const seen: number[] = [];
    // Reading itself clocks the card on: without a copy the sums would not agree.
    while (nic.step(41) > 0) seen.push(addsUp(nic.counters()));
    seen.push(addsUp(nic.counters()));
    expect(new Set(seen).size).toBeGreaterThan(20);
    nic.close();
  });

  it('stand still for whoever made the copy, and go on when it is let go', () => {
    const nic = openCard();
    feedBoth(nic, 40, new Records());
    const at = PORT.BASE + PORT.COUNTERS;
    nic.step(300);
    nic.writeRegister(DEVICE.BASE + DEVICE.SNAPSHOT, 1);
    const copied = nic.readRegister(at);
    nic.step(500);
    expect(nic.readRegister(at)).toBe(copied);
    expect(nic.readRegister(DEVICE.BASE + DEVICE.SNAPSHOT)).toBe(1);
    nic.writeRegister(DEVICE.BASE + DEVICE.SNAPSHOT, 0);
    expect(nic.readRegister(at)).toBeGreaterThan(copied);
    nic.close();
  });
});
