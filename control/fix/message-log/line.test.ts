import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeBytes, escapeColumn, escapeUnlessSecret, LineClock, unescapeBytes } from './line.js';

describe('lines', () => {
  it('keep every byte, in printable ASCII', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = new Uint8Array(bytes.length * 4);
        const length = escapeBytes(bytes, 0, bytes.length, text, 0);
        expect(text.subarray(0, length).every((byte) => byte >= 0x20 && byte < 0x7f)).toBe(true);
        const back = new Uint8Array(length);
        expect(back.subarray(0, unescapeBytes(text, 0, length, back, 0))).toEqual(bytes);
      }),
    );
  });

  it('are the same in the walk that looks at tags, unless one may be secret', () => {
    const tags = { mayBeSecret: (tag: number) => tag === 554 };
    const walk = (text: string) => {
      const bytes = Buffer.from(text, 'latin1');
      const into = new Uint8Array(bytes.length * 4);
      const end = escapeUnlessSecret(bytes, 0, bytes.length, into, 0, tags);
      const plain = new Uint8Array(bytes.length * 4);
      if (end >= 0) expect(end).toBe(escapeBytes(bytes, 0, bytes.length, plain, 0));
      if (end >= 0) expect(into).toEqual(plain);
      return end >= 0;
    };
    expect(walk('8=FIX.4.4\x0135=A\x01554=x\x01')).toBe(false);
    expect(walk('554=x')).toBe(false);
    expect(walk('8=FIX.4.4\x0158=554=x\x01\xe9554=\x01')).toBe(true);
    expect(walk('8=FIX.4.4\x01\xff554=x\x01\x01a554=\x011554=\x01')).toBe(true);
  });

  it('write SOH as a bar, and a bar as an escape', () => {
    const into = new Uint8Array(40);
    const bytes = Buffer.from('58=a|b\\\xe9\x01', 'latin1');
    expect(Buffer.from(into.subarray(0, escapeBytes(bytes, 0, bytes.length, into, 0))).toString()).toBe(
      '58=a\\x7cb\\x5c\\xe9|',
    );
  });

  it('take what is no escape as it is', () => {
    const into = new Uint8Array(40);
    const text = Buffer.from('\\x4 \\xzz \\');
    expect(Buffer.from(into.subarray(0, unescapeBytes(text, 0, text.length, into, 0))).toString()).toBe(
      '\\x4 \\xzz \\',
    );
  });

  it('have a session of one column', () => {
    expect(escapeColumn('FIX.4.4:A B->C\\')).toBe('FIX.4.4:A\\x20B->C\\x5c');
  });

  it('have times in milliseconds', () => {
    const clock = new LineClock();
    const format = (epochMs: number) => {
      const bytes = new Uint8Array(30);
      return Buffer.from(bytes.subarray(0, clock.write(epochMs, bytes, 0))).toString();
    };
    expect(format(Date.UTC(2026, 10, 23, 4, 16, 7, 5))).toBe('2026-11-23T04:16:07.005Z');
    expect(format(Date.UTC(2026, 10, 23, 4, 16, 7, 999))).toBe('2026-11-23T04:16:07.999Z');
  });
});
