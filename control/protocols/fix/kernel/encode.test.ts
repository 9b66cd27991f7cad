import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixEncoder, type TimePrecision } from '../encoder.js';
import { ReadyFields } from '../ready-fields.js';
import { fixBytes, fixText } from '../testing.js';
import { giveRoom, takeRoom } from './encoder-room.js';

const byKernel = new FixEncoder({ beginString: 'FIX.4.4' });
const plain = new FixEncoder({ beginString: 'FIX.4.4', withoutKernel: true });
const ids = new ReadyFields(fixBytes('49=CLIENT1|56=CROSSFEED|'));

type Write = (encoder: FixEncoder) => void;

const tag = fc.oneof(fc.integer({ min: 1, max: 1200 }), fc.constantFrom(9, 10, 99, 100, 999, 1000, 12_345));
const amount = fc.oneof(
  fc.integer({ min: 0, max: 200_000_000 }),
  fc.integer({ min: -50, max: 50 }),
  fc.constantFrom(
    0,
    9,
    10,
    999,
    1000,
    9999,
    10_000,
    99_990_000,
    99_999_999,
    100_000_000,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 52,
  ),
);
const epochMs = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 41 }),
  fc.integer({ min: 1_718_026_200_000, max: 1_718_026_202_000 }),
);
const precision = fc.constantFrom<TimePrecision>('seconds', 'milliseconds', 'microseconds', 'nanoseconds');

const field: fc.Arbitrary<Write> = fc.oneof(
  fc.tuple(tag, amount).map(
    ([t, value]): Write =>
      (e) =>
        e.int(t, value),
  ),
  fc.tuple(tag, amount, fc.integer({ min: 0, max: 9 })).map(
    ([t, value, scale]): Write =>
      (e) =>
        e.decimal(t, value, scale),
  ),
  fc.tuple(tag, epochMs, precision).map(
    ([t, ms, p]): Write =>
      (e) =>
        e.utcTimestamp(t, ms, p),
  ),
  fc.tuple(tag, fc.integer({ min: 2, max: 255 })).map(
    ([t, code]): Write =>
      (e) =>
        e.char(t, code),
  ),
  fc.tuple(tag, fc.string({ minLength: 1, maxLength: 40 })).map(
    ([t, text]): Write =>
      (e) =>
        e.string(t, text.replace(/[^ -~]/g, '.')),
  ),
  fc.constant<Write>((e) => e.ready(ids)),
);

function written(encoder: FixEncoder, msgType: string, fields: readonly Write[]): string {
  encoder.begin(msgType);
  for (const write of fields) write(encoder);
  encoder.finish();
  return fixText(encoder.bytes, encoder.start, encoder.end);
}

describe('what the kernel writes', () => {
  it('is what is written without it', () => {
    fc.assert(
      fc.property(fc.constantFrom('D', '8', 'AE', 'W'), fc.array(field, { maxLength: 60 }), (msgType, fields) => {
        expect(written(byKernel, msgType, fields)).toBe(written(plain, msgType, fields));
      }),
      { numRuns: 300 },
    );
  });

  it('is the same of every whole number of four digits and every fraction', () => {
    for (let value = 0; value < 10_000; value += 500) {
      const fields = Array.from({ length: 500 }, (_, i): Write => (e) => {
        e.int(34, value + i);
        e.decimal(44, value + i, 4);
        e.decimal(44, 10_000 * (value + i) + (((value + i) * 7) % 10_000), 4);
        e.utcTimestamp(52, 1_718_026_200_000 + value + i, 'milliseconds');
      });
      expect(written(byKernel, 'D', fields)).toBe(written(plain, 'D', fields));
    }
  });

  it('goes on in other memory when there is no more', () => {
    const taken: { at: number; bytes: number }[] = [];
    for (let room = takeRoom(1); room !== undefined; room = takeRoom(1)) taken.push(room);
    const late = new FixEncoder({ beginString: 'FIX.4.4' });
    const lateIds = new ReadyFields(fixBytes(`49=${'X'.repeat(70_000)}|`));
    expect(lateIds.at).toBe(0);
    const fields: Write[] = [
      (e) => e.int(34, 7),
      (e) => e.ready(ids),
      (e) => e.utcTimestamp(52, 1_718_026_200_123, 'milliseconds'),
    ];
    const many = Array.from({ length: 300 }, () => fields).flat();
    expect(written(late, 'D', fields)).toBe(written(plain, 'D', fields));
    // Outgrows its piece where there is no other.
    expect(written(byKernel, 'D', many)).toBe(written(plain, 'D', many));
    for (const { at, bytes } of taken) giveRoom(at, bytes);
    expect(written(new FixEncoder({ beginString: 'FIX.4.4' }), 'D', many)).toBe(written(plain, 'D', many));
  });
});
