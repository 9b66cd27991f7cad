import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixEncoder } from './encoder.js';
import { FixMessage } from './message.js';
import { OwnResend } from './own-resend.js';
import { encodeResend } from './resend.js';

const text = (encoder: FixEncoder): string =>
  Buffer.from(encoder.bytes.subarray(encoder.start, encoder.end)).toString('latin1').replaceAll('\u0001', '|');

describe('a message of our own, sent again without a look at its body', () => {
  const stored = new FixEncoder({ beginString: 'FIX.4.4' });
  const fast = new FixEncoder({ beginString: 'FIX.4.4' });
  const slow = new FixEncoder({ beginString: 'FIX.4.4' });
  const own = new OwnResend(fast, 'milliseconds');
  const message = new FixMessage();
  const now = Date.UTC(2026, 10, 23, 15, 0, 1);

  it('is what the careful way makes of it', () => {
    const body = fc.array(fc.tuple(fc.integer({ min: 200, max: 9000 }), fc.stringMatching(/^[A-Z0-9=]{1,20}$/)));
    fc.assert(
      fc.property(
        fc.constantFrom('D', '8', 'AE', 'U1'),
        fc.integer({ min: 1, max: 1e9 }),
        fc.boolean(),
        fc.constantFrom('THEM', 'THEMX', 'THEM34=5', 'A'),
        fc.nat(100_000),
        body,
        (type, number, more, target, laterMs, fields) => {
          stored.begin(type);
          stored.string(49, 'US');
          stored.string(56, target);
          stored.int(34, number);
          stored.utcTimestamp(52, now - 5000, 'milliseconds');
          if (more) stored.int(369, number);
          for (const [tag, value] of fields) stored.string(tag, value);
          stored.finish();
          const sentMs = now + laterMs;
          expect(own.encode(stored.bytes, stored.start, stored.end, sentMs)).toBe(true);
          if (message.parse(stored.bytes, stored.start, stored.end) !== 0) return;
          encodeResend(slow, message, sentMs, 'milliseconds');
          expect(text(fast)).toBe(text(slow));
        },
      ),
    );
  });

  it('is left to the careful way when its header is of another kind', () => {
    stored.begin('D');
    stored.int(34, 5);
    stored.flag(43, true);
    stored.utcTimestamp(52, now, 'milliseconds');
    stored.finish();
    expect(own.encode(stored.bytes, stored.start, stored.end, now)).toBe(false);
    stored.begin('D');
    stored.int(34, 5);
    stored.finish();
    expect(own.encode(stored.bytes, stored.start, stored.end, now)).toBe(false);
    expect(own.encode(new Uint8Array(10), 0, 10, now)).toBe(false);
  });
});
