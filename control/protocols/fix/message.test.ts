import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dictionary } from './dictionary.js';
import { FixEncoder } from './encoder.js';
import { GroupReader } from './group.js';
import { FixMessage, ParseFault } from './message.js';
import { MsgType } from './msg-type.js';
import { fixBytes, fixText, naiveFields } from './testing.js';

function parsed(text: string, message = new FixMessage()): FixMessage {
  const bytes = fixBytes(text);
  expect(message.parse(bytes, 0, bytes.length)).toBe(0);
  return message;
}

/** What parse answers, with the message at every offset to a word, at the very end of its memory. */
function fault(text: string, message = new FixMessage()): number {
  const bytes = fixBytes(text);
  const results = [0, 1, 2, 3].map((shift) => {
    const memory = new Uint8Array(shift + bytes.length);
    memory.set(bytes, shift);
    return message.parse(memory, shift, memory.length);
  });
  expect(new Set(results).size).toBe(1);
  return results[0]!;
}

describe('parse', () => {
  it('finds fields in order, the first of a tag, and the next', () => {
    const message = parsed('8=FIX.4.4|9=5|35=AE|1=a|453=2|448=x|448=y|99999=far|-1=HI|0=z|448=|10=000|');
    expect(message.fieldCount).toBe(12);
    expect(message.msgType).toBe(MsgType.TradeCaptureReport);
    expect([message.find(448), message.findNext(448, 5), message.findNext(448, 6)]).toEqual([5, 6, 10]);
    expect([message.find(99999), message.find(-1), message.find(0), message.find(7), message.find(100_000)]).toEqual([
      7, 8, 9, -1, -1,
    ]);
    expect([message.string(99999), message.string(448), message.stringAt(10), message.string(7)]).toEqual([
      'far',
      'x',
      '',
      undefined,
    ]);
    parsed('8=FIX.4.4|9=5|35=0|10=000|', message);
    expect([message.find(448), message.has(1), message.msgType]).toEqual([-1, false, MsgType.Heartbeat]);
  });

  it('tells what cannot be read as fields', () => {
    expect(fault('8=FIX.4.4|9=5|35=0|4garbled9=TW|10=000|')).toBe(ParseFault.badTag);
    expect(fault('8=FIX.4.4|9=5|35=0|49garbled|10=000|')).toBe(ParseFault.noEquals);
    expect(fault('8=FIX.4.4|9=5|35=0|49|10=000|')).toBe(ParseFault.noEquals);
    expect(fault('8=FIX.4.4|9=5|35=0|=TW|10=000|')).toBe(ParseFault.emptyTag);
    expect(fault('8=FIX.4.4|9=5|35=0||10=000|')).toBe(ParseFault.noEquals);
    expect(fault('8=FIX.4.4|9=5|35=0|-=x|10=000|')).toBe(ParseFault.badTag);
    expect(fault('8=FIX.4.4|9=5|35=0|1234567890=x|10=000|')).toBe(ParseFault.badTag);
    expect(fault('8=FIX.4.4|9=5|35=0|123456789=x|10=000|')).toBe(0);
    expect(fault('8=FIX.4.4|9=5|35=0')).toBe(ParseFault.noSoh);
    expect(fault('')).toBe(ParseFault.noSoh);
    expect(fault('|')).toBe(ParseFault.noEquals);
    expect(fault('1=|')).toBe(0);
    expect(fault('1=a|2=|3=|')).toBe(0);
    expect(fault('+1=a|')).toBe(ParseFault.badTag);
    expect(fault('35=0|1=1|2=2|3=3|', new FixMessage({ maxFields: 3 }))).toBe(ParseFault.tooManyFields);
    expect(fault('35=0|1=1|2=2|', new FixMessage({ maxFields: 3 }))).toBe(0);
  });

  it('reads data fields by their length', () => {
    const message = parsed('8=FIX.4.4|9=5|35=0|95=6|96=a|b=1||5000=x|10=000|');
    expect([message.string(96), message.string(5000), message.fieldCount]).toEqual(['a\x01b=1\x01', 'x', 7]);
  });

  it('takes a data field without its length to the next SOH, and refuses one that ends elsewhere', () => {
    expect(parsed('8=FIX.4.4|9=5|35=0|96=ab|10=000|').string(96)).toBe('ab');
    expect(fault('8=FIX.4.4|9=5|35=0|95=3|96=ab|10=000|')).toBe(ParseFault.dataLength);
    expect(fault('8=FIX.4.4|9=5|35=0|95=1|96=ab|10=000|')).toBe(ParseFault.dataLength);
    expect(fault('8=FIX.4.4|9=5|35=0|95=999|96=ab|10=000|')).toBe(ParseFault.dataLength);
    expect(fault('8=FIX.4.4|9=5|35=0|95=-1|96=ab|10=000|')).toBe(ParseFault.dataLength);
    expect(fault('8=FIX.4.4|9=5|35=0|95=x|96=ab|10=000|')).toBe(ParseFault.dataLength);
    expect(fault('8=FIX.4.4|9=5|35=0|95=|96=ab|10=000|')).toBe(ParseFault.dataLength);
    const own = new FixMessage({
      lengthTags: new Map([
        [5004, 5005],
        [40_000, 70_000],
      ]),
    });
    parsed('35=U1|5004=3|5005=a|b|40000=1|70000=||', own);
    expect([own.string(5005), own.string(70_000)]).toEqual(['a\x01b', '\x01']);
  });

  it('has room for as many fields and SOHs as there are', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `${1 + (i % 5)}=${i}|`).join('');
    const message = parsed(`35=W|${many}10=000|`);
    expect(message.fieldCount).toBe(10_002);
    expect(message.intAt(5001)).toBe(5000);
    // More SOHs than are kept, nearly all of them data.
    const data = '|'.repeat(40_000);
    parsed(`35=B|95=${data.length}|96=${data}|58=end|10=000|`, message);
    expect([message.fieldCount, message.string(58), message.string(96)?.length]).toEqual([5, 'end', 40_000]);
    expect(fault(`35=W|${many}${many}10=000|`, message)).toBe(ParseFault.tooManyFields);
  });

  it('agrees with a decoder that splits text, at every offset', () => {
    const value = fc.string({
      unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)),
      maxLength: 30,
    });
    const tag = fc.oneof(fc.integer({ min: 0, max: 999 }), fc.integer({ min: -50, max: 999_999_999 }));
    const message = new FixMessage();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(tag, value), { minLength: 1, maxLength: 40 }),
        fc.nat(7),
        fc.nat(3),
        (fields, shift, after) => {
          const text = fields.map(([t, v]) => `${t}=${v.replaceAll('|', '!')}|`).join('');
          const expected = naiveFields(text);
          const lengths = new Set([90, 91, 93, 89, 95, 96, 212, 213]);
          fc.pre(!expected.some(([t]) => lengths.has(t) || (t > 300 && t < 700)));
          const memory = new Uint8Array(shift + text.length + after).fill(0x41);
          memory.set(fixBytes(text), shift);
          const bytes = memory.subarray(shift % 3);
          const start = shift - (shift % 3);
          expect(message.parse(bytes, start, start + text.length)).toBe(0);
          const found = Array.from({ length: message.fieldCount }, (_, i) => [message.tagAt(i), message.stringAt(i)]);
          expect(found).toEqual(expected);
          for (const [t] of expected) expect(message.find(t)).toBe(expected.findIndex(([other]) => other === t));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('values', () => {
  const value = (text: string) => parsed(`35=D|1=${text}|`);
  it('integers', () => {
    const cases: [string, number][] = [
      ['0', 0],
      ['007', 7],
      ['-5', -5],
      ['123456789', 123456789],
      ['1234567890123', 1234567890123],
      ['9007199254740991', 9007199254740991],
      ['9007199254740992', NaN],
      ['', NaN],
      ['-', NaN],
      ['+1', NaN],
      ['1.0', NaN],
      [' 1', NaN],
      ['12345678901x', NaN],
    ];
    for (const [text, expected] of cases) expect([text, value(text).int(1)]).toEqual([text, expected]);
    expect(value('1').int(2)).toBeNaN();
  });

  it('decimals are exact', () => {
    const cases: [string, number, number][] = [
      ['187.25', 4, 1872500],
      ['-0.5', 1, -5],
      ['.5', 1, 5],
      ['5.', 0, 5],
      ['5.000', 0, 5],
      ['5.001', 2, NaN],
      ['002000.00', 0, 2000],
      ['1e5', 0, NaN],
      ['1.2.3', 3, NaN],
      ['', 0, NaN],
      ['.', 0, NaN],
      ['-', 0, NaN],
      ['9007199254740991', 0, 9007199254740991],
      ['9007199254740991', 1, NaN],
      ['90071992547409.91', 2, 9007199254740991],
      ['-0', 0, 0],
    ];
    for (const [text, scale, expected] of cases)
      expect([text, value(text).decimal(1, scale)]).toEqual([text, expected]);
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(15), (number, scale) => {
        const encoder = new FixEncoder({ beginString: 'FIX.4.4' });
        encoder.begin('D');
        encoder.decimal(44, number, scale);
        encoder.finish();
        const message = new FixMessage();
        message.parse(encoder.bytes, encoder.start, encoder.end);
        expect(message.decimal(44, scale)).toBe(number === 0 ? 0 : number);
        // And by way of big integers, from the text alone.
        const [whole = '', fraction = ''] = message.string(44)!.replace('-', '').split('.');
        const exact = BigInt(whole + fraction.padEnd(scale, '0')) * (number < 0 ? -1n : 1n);
        expect(exact).toBe(BigInt(number));
        expect(fraction.endsWith('0')).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('timestamps', () => {
    const cases: [string, number][] = [
      ['20240610-13:30:00', Date.UTC(2024, 5, 10, 13, 30)],
      ['20240610-13:30:00.123', Date.UTC(2024, 5, 10, 13, 30, 0, 123)],
      ['20240610-13:30:00.5', Date.UTC(2024, 5, 10, 13, 30, 0, 500)],
      ['20240610-13:30:00.000250', Date.UTC(2024, 5, 10, 13, 30) + 0.25],
      ['20240229-23:59:60', Date.UTC(2024, 2, 1)],
      ['20230229-00:00:00', NaN],
      ['20241301-00:00:00', NaN],
      ['20240610-24:00:00', NaN],
      ['20240610-13:60:00', NaN],
      ['20240610-13:30:61', NaN],
      ['20240610-13:30:00.', NaN],
      ['20240610-13:30:00.12a', NaN],
      ['20240610-13:30:0x', NaN],
      ['2024-610-13:30:00', NaN],
      ['20240610 13:30:00', NaN],
      ['', NaN],
      ['20240610-13:30', NaN],
      ['00000610-13:30:00', NaN],
    ];
    // Twice each: the second time after the others, so that nothing is remembered wrongly.
    for (const [text, expected] of [...cases, ...cases]) expect([text, value(text).utcMs(1)]).toEqual([text, expected]);
    const message = new FixMessage();
    const encoder = new FixEncoder({ beginString: 'FIX.4.4' });
    const into = new Float64Array(1);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (ms) => {
        encoder.begin('0');
        encoder.utcTimestamp(52, ms, 'milliseconds');
        encoder.finish();
        message.parse(encoder.bytes, encoder.start, encoder.end);
        const date = new Date(ms).toISOString();
        expect(message.string(52)).toBe(date.replaceAll('-', '').replace('T', '-').replace('Z', ''));
        expect(message.utcMs(52)).toBe(ms);
        message.readUtcMs(52, into, 0);
        expect(into[0]).toBe(ms);
      }),
      { numRuns: 3000 },
    );
  });

  it('characters, flags, comparison, copies', () => {
    const message = parsed('35=D|54=1|43=Y|97=N|55=MSFT|58=|');
    expect([message.char(54), message.char(55), message.char(58), message.char(9)]).toEqual([0x31, -1, -1, -1]);
    expect([message.flag(43), message.flag(97), message.flag(54), message.flag(9)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([
      message.equals(55, fixBytes('MSFT')),
      message.equals(55, fixBytes('MSF')),
      message.equals(9, fixBytes('')),
    ]).toEqual([true, false, false]);
    const target = new Uint8Array(6).fill(0x2e);
    expect(message.copyAt(4, target, 1)).toBe(4);
    expect(fixText(target)).toBe('.MSFT.');
    expect(message.copyAt(4, target, 4)).toBe(4);
    expect(fixText(target)).toBe('.MSFMS');
  });
});

describe('groups', () => {
  const fix44 = dictionary('FIX44');
  const message = parsed(
    '35=8|37=1|453=2|448=A|447=D|452=1|802=2|523=s1|803=1|523=s2|448=B|452=3|39=0|382=1|375=X|10=000|',
  );
  it('walks through entries and the groups in them', () => {
    const parties = new GroupReader(fix44.group(MsgType.ExecutionReport, 453)!);
    const subs = new GroupReader(fix44.group(MsgType.ExecutionReport, 802)!);
    const found: unknown[] = [];
    for (let more = parties.open(message); more; more = parties.next()) {
      const inner: string[] = [];
      for (let sub = subs.openIn(parties); sub; sub = subs.next()) inner.push(message.stringAt(subs.find(523)));
      found.push([
        message.stringAt(parties.find(448)),
        message.intAt(parties.find(452)),
        parties.find(447) >= 0,
        inner,
      ]);
    }
    expect(found).toEqual([
      ['A', 1, true, ['s1', 's2']],
      ['B', 3, false, []],
    ]);
    expect(parties.count).toBe(2);
    expect(parties.next()).toBe(false);
  });
  it('is empty where there is no group, and does not believe the count', () => {
    const legs = new GroupReader(fix44.group(MsgType.ExecutionReport, 555)!);
    expect([legs.open(message), legs.count, legs.find(600)]).toEqual([false, 0, -1]);
    const parties = new GroupReader(fix44.group(MsgType.ExecutionReport, 453)!);
    expect(parties.open(parsed('35=8|453=5|39=0|'))).toBe(false);
    expect(parties.open(parsed('35=8|453=0|448=x|39=0|'))).toBe(true);
    expect(fix44.group(MsgType.ExecutionReport, 999)).toBeUndefined();
    expect(fix44.group(0, 453)).toBeUndefined();
  });
});
