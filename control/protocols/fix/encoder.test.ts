import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixEncoder } from './encoder.js';
import { FixEncodeError } from './errors.js';
import { FixFramer } from './framer.js';
import { FixMessage } from './message.js';
import { isAdmin, MsgType, packMsgType, packMsgTypeBytes, unpackMsgType } from './msg-type.js';
import { encodeResend } from './resend.js';
import { fixBytes, fixMessage, fixText, naiveFields, Recorder } from './testing.js';

const encoder = new FixEncoder({ beginString: 'FIX.4.4' });

function text(from = encoder): string {
  return fixText(from.bytes, from.start, from.end);
}

/** The body that a few calls write. */
function body(write: (encoder: FixEncoder) => void): string {
  encoder.begin('D');
  write(encoder);
  encoder.finish();
  return /\|35=D\|(.*)10=\d\d\d\|$/.exec(text())![1]!;
}

function code(write: (encoder: FixEncoder) => void): string {
  try {
    write(encoder);
  } catch (error) {
    expect(error).toBeInstanceOf(FixEncodeError);
    return (error as FixEncodeError).code;
  }
  return 'none';
}

describe('values', () => {
  it('are written as the specification says', () => {
    expect(body((e) => e.string(58, 'Grüße'))).toBe('58=Grüße|');
    expect(body((e) => e.int(34, 0))).toBe('34=0|');
    expect(body((e) => e.int(1234, -9007199254740991))).toBe('1234=-9007199254740991|');
    expect(body((e) => e.int(5, 1073741824))).toBe('5=1073741824|');
    expect(body((e) => e.int(999_999_999, 4294967296))).toBe('999999999=4294967296|');
    expect(body((e) => e.decimal(44, 1872500, 4))).toBe('44=187.25|');
    expect(body((e) => e.decimal(44, 1, 15))).toBe('44=0.000000000000001|');
    expect(body((e) => e.decimal(44, -50, 1))).toBe('44=-5|');
    expect(body((e) => e.decimal(44, 0, 8))).toBe('44=0|');
    expect(body((e) => e.decimal(44, 9007199254740991, 3))).toBe('44=9007199254740.991|');
    expect(body((e) => e.char(54, 0x31))).toBe('54=1|');
    expect(body((e) => e.flag(43, true)) + body((e) => e.flag(97, false))).toBe('43=Y|97=N|');
    expect(body((e) => e.data(95, 96, fixBytes('a|=|')))).toBe('95=4|96=a|=||');
    expect(body((e) => e.raw(fixBytes('49=A|56=B|')))).toBe('49=A|56=B|');
    expect(body((e) => e.field(112, fixBytes('xHIx'), 1, 3))).toBe('112=HI|');
    expect(body((e) => e.field(112, fixBytes('x'), 0, 0))).toBe('112=|');
  });

  it('timestamps, with a prefix that is made once a second', () => {
    const time = Date.UTC(2024, 1, 29, 23, 59, 59);
    expect(body((e) => e.utcTimestamp(52, time + 999, 'seconds'))).toBe('52=20240229-23:59:59|');
    expect(body((e) => e.utcTimestamp(52, time + 7, 'milliseconds'))).toBe('52=20240229-23:59:59.007|');
    expect(body((e) => e.utcTimestamp(52, time + 7.25, 'microseconds'))).toBe('52=20240229-23:59:59.007250|');
    expect(body((e) => e.utcTimestamp(52, time + 7.25, 'nanoseconds'))).toBe('52=20240229-23:59:59.007250000|');
    expect(body((e) => e.utcTimestamp(52, time + 1000, 'seconds'))).toBe('52=20240301-00:00:00|');
    expect(body((e) => e.utcTimestamp(52, time - 1, 'milliseconds'))).toBe('52=20240229-23:59:58.999|');
    expect(body((e) => e.utcTimestamp(52, 0, 'milliseconds'))).toBe('52=19700101-00:00:00.000|');
    expect(body((e) => e.utcTimestamp(52, 253_402_300_799_999, 'milliseconds'))).toBe('52=99991231-23:59:59.999|');
    fc.assert(
      fc.property(fc.integer({ min: 1_600_000_000_000_000, max: 2_000_000_000_000_000 }), (us) => {
        const digits = body((e) => e.utcTimestamp(52, us / 1000, 'microseconds')).slice(-7, -1);
        expect(Number(digits)).toBe(us % 1_000_000);
      }),
    );
  });

  it('that cannot be written are errors, and the message goes on without them', () => {
    encoder.begin('D');
    encoder.string(11, 'ID');
    expect(code((e) => e.string(58, ''))).toBe('FIX_VALUE');
    expect(code((e) => e.string(58, 'a\x01b'))).toBe('FIX_VALUE');
    expect(code((e) => e.string(58, '€'))).toBe('FIX_VALUE');
    expect(code((e) => e.string(0, 'x'))).toBe('FIX_VALUE');
    expect(code((e) => e.string(-5, 'x'))).toBe('FIX_VALUE');
    expect(code((e) => e.string(1.5, 'x'))).toBe('FIX_VALUE');
    expect(code((e) => e.string(10.5, 'x'))).toBe('FIX_VALUE');
    expect(code((e) => e.string(1_000_000_000, 'x'))).toBe('FIX_VALUE');
    expect(code((e) => e.int(38, 1.5))).toBe('FIX_VALUE');
    expect(code((e) => e.int(38, NaN))).toBe('FIX_VALUE');
    expect(code((e) => e.int(38, 2 ** 53))).toBe('FIX_VALUE');
    expect(code((e) => e.decimal(44, 0.5, 1))).toBe('FIX_VALUE');
    expect(code((e) => e.decimal(44, 5, 16))).toBe('FIX_VALUE');
    expect(code((e) => e.char(54, 1))).toBe('FIX_VALUE');
    expect(code((e) => e.char(54, 256))).toBe('FIX_VALUE');
    expect(code((e) => e.char(54, NaN))).toBe('FIX_VALUE');
    expect(code((e) => e.utcTimestamp(60, NaN, 'seconds'))).toBe('FIX_VALUE');
    expect(code((e) => e.utcTimestamp(60, -1, 'seconds'))).toBe('FIX_VALUE');
    expect(code((e) => e.utcTimestamp(60, 1e15, 'seconds'))).toBe('FIX_VALUE');
    expect(code((e) => e.data(95, 96, new Uint8Array(0)))).toBe('FIX_VALUE');
    expect(code((e) => e.data(95, 96, new Uint8Array(100_000)))).toBe('FIX_TOO_LONG');
    expect(code((e) => e.string(58, 'x'.repeat(70_000)))).toBe('FIX_TOO_LONG');
    expect(code((e) => e.field(58, fixBytes('a|b'), 0, 3))).toBe('FIX_VALUE');
    expect(code((e) => e.raw(fixBytes('58=x')))).toBe('FIX_VALUE');
    encoder.string(55, 'MSFT');
    encoder.finish();
    expect(text()).toBe(fixText(fixMessage('35=D|11=ID|55=MSFT|', { beginString: 'FIX.4.4' })));
    expect(code((e) => e.string(58, 'x'))).toBe('FIX_STATE');
    expect(code((e) => e.finish())).toBe('FIX_STATE');
    expect(code((e) => e.begin(''))).toBe('FIX_VALUE');
    expect(code((e) => e.string(58, 'x'))).toBe('FIX_STATE');
    expect(() => new FixEncoder({ beginString: 'FIX 4' })).toThrow(FixEncodeError);
  });
});

describe('messages', () => {
  it('have the right length and sum, at every length up to the limit and not above', () => {
    const small = new FixEncoder({ beginString: 'FIX.4.4', maxMessageBytes: 1100 });
    const framer = new FixFramer({ maxMessageBytes: 1100 });
    for (let length = 1; length < 1200; length++) {
      const value = 'x'.repeat(length);
      let written = true;
      try {
        small.begin('B');
        small.string(58, value);
        small.finish();
      } catch (error) {
        expect((error as FixEncodeError).code).toBe('FIX_TOO_LONG');
        written = false;
      }
      const expected = fixMessage(`35=B|58=${value}|`, { beginString: 'FIX.4.4' });
      expect([length, written]).toEqual([length, expected.length <= 1100]);
      if (!written) continue;
      expect(small.length).toBe(expected.length);
      const recorder = new Recorder();
      framer.push(small.bytes.subarray(small.start, small.end), recorder);
      expect(recorder.messages).toEqual([fixText(expected)]);
    }
  });

  it('grow their buffer, and tell how long they are', () => {
    const large = new FixEncoder({ beginString: 'FIX.4.4', maxMessageBytes: 2 ** 20 });
    large.begin('W');
    expect(large.length).toBe('8=FIX.4.4|9=5|35=W|10=000|'.length);
    for (let i = 0; i < 50_000; i++) large.int(270, i);
    const { length } = large;
    large.finish();
    expect(large.end - large.start).toBe(length);
    const message = new FixMessage({ maxFields: 60_000 });
    expect(message.parse(large.bytes, large.start, large.end)).toBe(0);
    expect([message.fieldCount, message.intAt(50_002)]).toEqual([50_004, 49_999]);
    large.begin('0');
    expect(large.length).toBe('8=FIX.4.4|9=5|35=0|10=000|'.length);
    large.finish();
    expect(text(large)).toBe(fixText(fixMessage('35=0|', { beginString: 'FIX.4.4' })));
  });

  it('what was encoded is what is decoded', () => {
    const latin1 = fc.string({
      unit: fc.integer({ min: 2, max: 255 }).map((c) => String.fromCharCode(c)),
      minLength: 1,
    });
    const tag = fc
      .integer({ min: 100, max: 89_999 })
      .filter((t) => (!(t < 3000) || t % 7 === 0 ? t > 50_000 : t > 50_000));
    const field = fc.tuple(tag, latin1);
    const message = new FixMessage();
    fc.assert(
      fc.property(fc.array(field), (fields) => {
        encoder.begin('AE');
        for (const [t, value] of fields) encoder.string(t, value);
        encoder.finish();
        expect(message.parse(encoder.bytes, encoder.start, encoder.end)).toBe(0);
        const found = Array.from({ length: message.fieldCount }, (_, i) => [message.tagAt(i), message.stringAt(i)]);
        expect(found.slice(3, -1)).toEqual(fields);
        expect(message.msgType).toBe(MsgType.TradeCaptureReport);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('resends', () => {
  const message = new FixMessage();
  const resent = (stored: string): string => {
    const bytes = fixMessage(stored, { beginString: 'FIX.4.4' });
    expect(message.parse(bytes, 0, bytes.length)).toBe(0);
    encodeResend(encoder, message, Date.UTC(2024, 5, 10), 'milliseconds');
    expect(text()).toBe(
      fixText(
        fixMessage(
          text()
            .replace(/^8=[^|]*\|9=[^|]*\|/, '')
            .replace(/10=\d+\|$/, ''),
          { beginString: 'FIX.4.4' },
        ),
      ),
    );
    return text()
      .replace(/^8=[^|]*\|9=[^|]*\|/, '')
      .replace(/10=\d+\|$/, '');
  };
  it('are marked, and keep everything else in its order', () => {
    expect(resent('35=D|34=7|49=A|52=20240609-01:02:03|56=B|11=x|55=y|')).toBe(
      '35=D|34=7|49=A|43=Y|52=20240610-00:00:00.000|122=20240609-01:02:03|56=B|11=x|55=y|',
    );
    expect(resent('35=D|43=N|34=7|52=20240609-01:02:03|97=Y|11=x|')).toBe(
      '35=D|34=7|43=Y|52=20240610-00:00:00.000|122=20240609-01:02:03|97=Y|11=x|',
    );
  });
  it('of a resend keep the first time', () => {
    const once = '35=D|34=7|43=Y|52=20240610-00:00:00.000|122=20240609-01:02:03|11=x|';
    expect(resent(once)).toBe(once);
    expect(resent('35=D|122=20240608-00:00:00|34=7|43=Y|52=20240610-00:00:01|11=x|')).toBe(
      '35=D|34=7|43=Y|52=20240610-00:00:00.000|122=20240608-00:00:00|11=x|',
    );
  });
  it('keep data as it is, and do without a SendingTime', () => {
    expect(resent('35=B|34=7|52=20240609-01:02:03|95=5|96=a|52=|58=x|')).toContain('95=5|96=a|52=|58=x|');
    expect(resent('35=B|34=7|58=x|')).toBe('35=B|43=Y|52=20240610-00:00:00.000|34=7|58=x|');
    expect(resent('35=B|')).toBe('35=B|43=Y|52=20240610-00:00:00.000|');
  });
  it('need a whole message', () => {
    const bytes = fixBytes('35=D|11=x|');
    message.parse(bytes, 0, bytes.length);
    expect(() => encodeResend(encoder, message, 0, 'seconds')).toThrow(FixEncodeError);
  });
});

it('message types are packed', () => {
  for (const type of ['0', 'A', 'AE', 'U1', 'ABCD']) {
    expect(unpackMsgType(packMsgType(type))).toBe(type);
    const bytes = fixBytes(type);
    expect(packMsgTypeBytes(bytes, 0, bytes.length)).toBe(packMsgType(type));
  }
  expect([packMsgType(''), packMsgType('ABCDE'), packMsgType('é'), unpackMsgType(0)]).toEqual([0, 0, 0, '']);
  expect([packMsgTypeBytes(fixBytes('ABCDE'), 0, 5), packMsgTypeBytes(Uint8Array.of(200), 0, 1)]).toEqual([0, 0]);
  expect(['0', '1', '2', '3', '4', '5', 'A', 'n', 'D', '8', 'j'].filter((type) => isAdmin(packMsgType(type)))).toEqual([
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    'A',
  ]);
  expect(packMsgType('D')).toBe(MsgType.NewOrderSingle);
  expect(packMsgType('BZ')).toBe(MsgType.OrderMassActionReport);
  expect(packMsgType('CA')).toBe(MsgType.OrderMassActionRequest);
  expect(packMsgType('AB')).toBe(MsgType.NewOrderMultileg);
  expect(packMsgType('AC')).toBe(MsgType.MultilegOrderCancelReplace);
  expect(packMsgType('AF')).toBe(MsgType.OrderMassStatusRequest);
  expect(naiveFields('1=2|')).toEqual([[1, '2']]);
});
