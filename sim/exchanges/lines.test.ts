import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../control/core/random.js';
import { ImpairedLine, NO_FAULTS, type LineFaults } from './lines.js';
import { isLoopback, requireLoopback } from './loopback.js';

interface Arrival {
  readonly id: number;
  readonly atNs: number;
}

/** Sends `count` numbered datagrams, one each 100 µs, and looks every `tickNs`. */
function run(
  faults: Partial<LineFaults>,
  seed: number,
  count: number,
  capacity?: number,
): { line: ImpairedLine; arrivals: Arrival[] } {
  const arrivals: Arrival[] = [];
  let nowNs = 0;
  const line = new ImpairedLine({
    faults: { ...NO_FAULTS, ...faults },
    random: new SeededRandom(seed),
    send: (bytes, length) => {
      if (length !== 5) expect.fail(`${length} bytes`);
      arrivals.push({ id: new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), atNs: nowNs });
    },
    ...(capacity === undefined ? {} : { capacity }),
  });
  const datagram = new Uint8Array(5);
  for (let id = 0; id < count; id++) {
    nowNs = id * 100_000;
    new DataView(datagram.buffer).setUint32(0, id);
    line.offer(datagram, 5, nowNs);
    line.release(nowNs);
  }
  while (line.nextDueNs < Infinity) {
    nowNs = Math.max(nowNs, line.nextDueNs);
    line.release(nowNs);
  }
  return { line, arrivals };
}

/** Datagrams that came behind a later one, copies apart. */
function overtaken(arrivals: readonly Arrival[]): number {
  const seen = new Set<number>();
  let highest = -1;
  let count = 0;
  for (const { id } of arrivals) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (id < highest) count++;
    highest = Math.max(highest, id);
  }
  return count;
}

describe('an impaired line', () => {
  const COUNT = 50_000;

  it('passes everything at once and in order when nothing is wrong', () => {
    const { line, arrivals } = run({}, 1, 1000);
    expect(arrivals).toEqual(Array.from({ length: 1000 }, (_, id) => ({ id, atNs: id * 100_000 })));
    expect(line.counters).toMatchObject({ offered: 1000, sent: 1000, lost: 0, duplicated: 0, reordered: 0 });
  });

  it('loses, doubles and reorders as often as configured, each on its own', () => {
    const { arrivals: afterLoss } = run({ loss: 0.01 }, 2, COUNT);
    expect(1 - afterLoss.length / COUNT).toBeCloseTo(0.01, 2);
    expect(overtaken(afterLoss)).toBe(0);

    const { arrivals: doubled } = run({ duplication: 0.02 }, 3, COUNT);
    expect(doubled.length / COUNT - 1).toBeCloseTo(0.02, 2);
    expect(new Set(doubled.map(({ id }) => id)).size).toBe(COUNT);
    expect(overtaken(doubled)).toBe(0);

    const { arrivals: reordered } = run({ reordering: 0.03 }, 4, COUNT);
    expect(reordered.length).toBe(COUNT);
    expect(overtaken(reordered) / COUNT).toBeCloseTo(0.03, 2);
  });

  it('does all three at their rates together, and counts what it does', () => {
    const { line, arrivals } = run(
      { loss: 0.01, duplication: 0.01, reordering: 0.01, delayUs: 300, jitterUs: 200 },
      5,
      COUNT,
    );
    const { lost, duplicated, reordered, sent, offered, overflowed } = line.counters;
    expect([offered, overflowed, sent]).toEqual([COUNT, 0, arrivals.length]);
    for (const count of [lost, duplicated, reordered]) {
      expect(count / COUNT).toBeGreaterThan(0.008);
      expect(count / COUNT).toBeLessThan(0.012);
    }
    expect(new Set(arrivals.map(({ id }) => id)).size).toBe(COUNT - lost);
    expect(arrivals.length).toBe(COUNT - lost + duplicated);
  });

  it('delays by the delay at least and by the jitter more at most', () => {
    const { arrivals } = run({ delayUs: 500, jitterUs: 250 }, 6, 5000);
    // Looks come each 100 µs, which is what a departure can be late by.
    const delays = arrivals.map(({ id, atNs }) => atNs - id * 100_000);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(500_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(850_000);
    expect(overtaken(arrivals)).toBe(0);
    expect(new Set(delays).size).toBeGreaterThan(1);
  });

  it('treats each line by its own seed, and the same seed the same', () => {
    const faults = { loss: 0.05, duplication: 0.05, reordering: 0.05 };
    expect(run(faults, 7, 2000).arrivals).toEqual(run(faults, 7, 2000).arrivals);
    expect(run(faults, 7, 2000).arrivals).not.toEqual(run(faults, 8, 2000).arrivals);
  });

  it('does not keep an overtaken datagram when nothing comes behind it', () => {
    const { arrivals } = run({ reordering: 1 }, 9, 2);
    expect(arrivals.map(({ id }) => id).sort()).toEqual([0, 1]);
    expect(arrivals.every(({ id, atNs }) => atNs >= id * 100_000 + 5_000_000)).toBe(true);
  });

  it('says nothing while silent, and what it swallowed stays gone', () => {
    const sent: number[] = [];
    const line = new ImpairedLine({
      faults: NO_FAULTS,
      random: new SeededRandom(1),
      send: (bytes) => sent.push(bytes[0]!),
    });
    for (const id of [1, 2, 3, 4, 5]) {
      line.silent = id > 1 && id < 4;
      line.offer(Uint8Array.of(id), 1, id);
      line.release(id);
    }
    expect(sent).toEqual([1, 4, 5]);
    expect(line.counters).toMatchObject({ offered: 5, sent: 3, silenced: 2 });
  });

  it('drops and counts what does not fit under way, and goes on', () => {
    const { line, arrivals } = run({ delayUs: 10_000 }, 1, 1000, 16);
    const { overflowed, sent } = line.counters;
    expect(overflowed).toBeGreaterThan(0);
    expect(sent + overflowed).toBe(1000);
    expect(arrivals.length).toBe(sent);
  });

  it('never invents, and loses only what it counts', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        share,
        share,
        share,
        fc.nat(2000),
        fc.nat(2000),
        fc.nat(),
        (loss, duplication, reordering, delayUs, jitterUs, seed) => {
          const { line, arrivals } = run({ loss, duplication, reordering, delayUs, jitterUs }, seed, 200);
          const { lost, duplicated, overflowed } = line.counters;
          expect(arrivals.length).toBe(200 - lost + duplicated);
          expect(new Set(arrivals.map(({ id }) => id)).size).toBe(200 - lost);
          expect(overflowed).toBe(0);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('refuses a datagram that it has no room for', () => {
    const line = new ImpairedLine({ faults: NO_FAULTS, random: new SeededRandom(1), send: () => undefined });
    expect(() => line.offer(new Uint8Array(2000), 1473, 0)).toThrow('at most 1472');
  });
});

describe('the loopback fence', () => {
  it('lets 127.0.0.0/8 pass and nothing else', () => {
    for (const address of ['127.0.0.1', '127.0.1.2', '127.255.255.254']) expect(isLoopback(address)).toBe(true);
    for (const address of [
      '10.0.0.1',
      '128.0.0.1',
      '1270.0.0.1',
      '127.0.0.256',
      '127.0.0',
      '127.0.0.1.5',
      '0127.0.0.1',
      '127.0.0.01',
      'localhost',
      '::1',
      '233.54.12.111',
      '',
      ' 127.0.0.1',
      '127.0.0.1\n',
      '127.1',
    ]) {
      expect(isLoopback(address)).toBe(false);
    }
    expect(() => requireLoopback('8.8.8.8', 'line A')).toThrow(
      'line A: simulated exchanges send to loopback only: found 8.8.8.8',
    );
  });
});
