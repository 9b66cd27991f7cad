/** A short run of every codec from a fresh seed; the long one is `npx tsx test/fuzz/run.ts`. */
import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz.js';
import { Digest, type FuzzTarget } from './target.js';
import { targets } from './targets.js';

const MESSAGES = 4000;
const seed = Date.now() % 2 ** 31;
console.log(`fuzz: seed ${seed}`);

describe.each(targets)('$name', (target) => {
  it('takes or refuses every damaged message by rule, and reads nothing beyond it', () => {
    const { taken, refused } = fuzz(target, seed, 0, MESSAGES);
    expect(taken + refused).toBe(MESSAGES);
    expect(Math.min(taken, refused)).toBeGreaterThan(MESSAGES / 100);
  });

  it('takes its seeds', () => {
    const bytes = target.seeds[0]!;
    expect(bytes.length).toBeGreaterThan(0);
  });
});

describe('the fuzzer', () => {
  const broken = (run: FuzzTarget['run']): FuzzTarget => ({ name: 'broken', seeds: [new Uint8Array(20)], run });

  it('sees a read behind the message, and one in front of it', () => {
    for (const offset of [0, 5]) {
      const behind = broken((bytes, _start, end, digest) => {
        digest.number(bytes[end + offset] ?? 0);
        return 'taken';
      });
      expect(() => fuzz(behind, 1, 0, 100)).toThrow(/depends on bytes that are not the message/);
    }
    const front = broken((bytes, start, _end, digest) => {
      digest.number(bytes[start - 1] ?? 0);
      return 'taken';
    });
    expect(() => fuzz(front, 1, 0, 100)).toThrow(/depends on bytes/);
  });

  it('sees a crash, and tells how to run it again', () => {
    const crashing = broken((bytes, start, end) => {
      new DataView(bytes.buffer, start, end - start).getUint32(17);
      return 'taken';
    });
    expect(() => fuzz(crashing, 7, 0, 1000)).toThrow(
      /RangeError[^]*run\.ts --codec broken --seed 7 --from \d+ --messages 1/,
    );
  });

  it('makes the same messages of the same seed', () => {
    const log: number[][] = [[], []];
    for (const each of log) {
      fuzz(
        broken((bytes, start, end, digest) => {
          const own = new Digest();
          own.bytes(bytes, start, end);
          each.push(own.value);
          digest.number(own.value);
          return 'taken';
        }),
        99,
        0,
        50,
      );
    }
    expect(log[0]).toEqual(log[1]);
  });
});
