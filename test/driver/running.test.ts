/** The ways of running a card give the same records; rings wrap, fill up and lose whole records; devices do not mix. */
import { expect, it } from 'vitest';
import { RECORD } from '../../control/core/generated/records.js';
import { describeSimulated, drain, feedBoth, frame, openCard, Records } from './rig.js';

const PACKETS = 300;

function freeRunning(options: Parameters<typeof openCard>[0] = {}): Records {
  const nic = openCard(options);
  const records = new Records();
  nic.start('virtual');
  feedBoth(nic, PACKETS, records);
  drain(nic, records);
  nic.close();
  return records;
}

describeSimulated('running', () => {
  it('gives the same records step by step as free', () => {
    const stepped = openCard({ randomState: 4711 });
    const records = new Records();
    feedBoth(stepped, PACKETS, records);
    let cycles = 1;
    while (stepped.step(cycles) > 0) {
      stepped.poll(records, 100);
      cycles = ((cycles * 7) % 1000) + 1;
    }
    drain(stepped, records);
    stepped.close();
    const free = freeRunning();
    expect(free.bytes).toBe(records.bytes);
    expect(free.sequences.length).toBeGreaterThan(800);
    expect(free.wrongLaps + records.wrongLaps).toBe(0);
  });

  it('gives the same records through small rings, a slow bus and a device that always sleeps', () => {
    const small = freeRunning({
      slotsLog2: 6,
      ingressLog2: 16,
      lossless: true,
      busStall: { ppm: 400_000, seed: 3 },
      spinUs: 0,
    });
    expect(small.bytes).toBe(freeRunning().bytes);
    expect(small.wrongLaps).toBe(0);
  });

  it('loses nothing to register accesses while a lossless card waits for credit', () => {
    const nic = openCard({ slotsLog2: 6, lossless: true });
    const records = new Records();
    nic.start('virtual');
    for (let i = 0; i < 100; i++) {
      const bytes = frame(1 + 3 * i, 3);
      nic.pushFrame(0, 0, bytes, bytes.length, false);
    }
    nic.endOfInput();
    for (let i = 0; i < 20; i++) {
      nic.counters();
      nic.poll(records, 3);
    }
    drain(nic, records);
    expect(records.sequences).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    expect(nic.dropped()).toBe(0);
    nic.close();
  });

  it('keeps devices apart', () => {
    const cards = [openCard(), openCard()];
    const records = cards.map(() => new Records());
    cards.forEach((card) => card.start('virtual'));
    cards.forEach((card, i) => feedBoth(card, PACKETS, records[i]!));
    cards.forEach((card, i) => drain(card, records[i]!));
    expect(records[0]!.bytes).toBe(records[1]!.bytes);
    cards.forEach((card) => card.close());
  });

  it('goes no further than the input is known', () => {
    const nic = openCard();
    const records = new Records();
    const bytes = frame(1, 2);
    nic.pushFrame(0, 1000, bytes, bytes.length, false);
    expect(nic.step(5000)).toBe(0);
    nic.advanceTo(1005);
    expect(nic.step(5000)).toBe(5);
    nic.advanceTo(10_000);
    expect(nic.step(5000)).toBeLessThan(100);
    nic.poll(records, 10);
    expect(records.sequences).toEqual([1, 2]);
    expect(nic.drained()).toBe(false);
    nic.endOfInput();
    nic.step(1);
    expect(nic.drained()).toBe(true);
    nic.close();
  });

  it('drops whole records when the ring is full, says how many, and never stalls the line', () => {
    const nic = openCard({ slotsLog2: 4 });
    const records = new Records();
    for (let i = 0; i < 20; i++) {
      const bytes = frame(1 + 3 * i, 3);
      nic.pushFrame(0, 100 * i, bytes, bytes.length, false);
    }
    const last = frame(61, 1);
    nic.pushFrame(0, 100_000, last, last.length, false);
    nic.step(100_000);
    nic.poll(records, 100);
    expect(records.sequences).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
    nic.endOfInput();
    nic.step(100_000);
    nic.poll(records, 100);
    expect(records.slots[16]![0]).toBe(RECORD.Loss);
    expect(records.slots[16]!.readUInt32LE(28)).toBe(44);
    expect(records.sequences.slice(16)).toEqual([17, 61]);
    const { ports, channels } = nic.counters();
    expect([ports[0]!.accepted, channels[0]!.delivered, channels[0]!.hostLost]).toEqual([21, 61, 44]);
    expect(nic.dropped()).toBe(44);
    expect(records.wrongLaps).toBe(0);
    nic.close();
  });

  it('hands on no more slots at once than asked for', () => {
    const nic = openCard();
    const records = new Records();
    feedBoth(nic, 50, records);
    nic.step(1_000_000);
    expect(nic.fill()).toBeGreaterThan(100);
    expect([nic.poll(records, 7), nic.poll(records, 1), nic.poll(records, 20)]).toEqual([7, 1, 20]);
    expect(records.slots).toHaveLength(28);
    nic.close();
  });

  it('measures cycles from last beat to record', () => {
    const nic = openCard();
    const records = new Records();
    const bytes = frame(1, 1);
    nic.pushFrame(0, 100, bytes, bytes.length, false);
    nic.endOfInput();
    nic.step(10_000);
    nic.poll(records, 10);
    const { first, later, queued, held } = nic.latency();
    expect([first.records, later.records, queued.records, held.records]).toEqual([1, 0, 0, 0]);
    expect(first.max).toBeGreaterThan(2);
    expect(first.max).toBeLessThan(60);
    expect(first.counts[first.max]).toBe(1);
    nic.clearLatency();
    expect(nic.latency().first.records).toBe(0);
    nic.close();
  });
});
