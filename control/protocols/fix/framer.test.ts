import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixFramer } from './framer.js';
import { fixBytes, fixMessage, fixText, joined, Recorder } from './testing.js';

const HEARTBEAT = fixMessage('35=0|34=2|49=TW|52=20240610-13:30:00|56=ISLD|');
const ORDER = fixMessage(
  '35=D|34=3|49=TW|52=20240610-13:30:00|56=ISLD|11=ID|21=3|40=1|54=1|55=INTC|60=20240610-13:30:00|',
);
const good = fixText(HEARTBEAT);

function frame(...pieces: Uint8Array[]): Recorder {
  const framer = new FixFramer({ maxMessageBytes: 1000 });
  const recorder = new Recorder();
  for (const piece of pieces) framer.push(piece, recorder);
  return recorder;
}

describe('garbled messages', () => {
  // [what, input, reasons, messages]
  const cases: [string, Uint8Array[], string[], string[]][] = [
    ['noise', [fixBytes('xyz'), HEARTBEAT], ['noise'], [good]],
    ['noise in pieces is told once', [fixBytes('xyz'), fixBytes('8=F'), fixBytes('OX'), HEARTBEAT], ['noise'], [good]],
    ['a wrong sum', [fixMessage('35=0|34=2|', { sum: '256' }), HEARTBEAT], ['checkSum'], [good]],
    ['a sum of one digit (2d, 3c)', [fixMessage('35=0|34=2|', { sum: '0' }), HEARTBEAT], ['checkSum'], [good]],
    ['a sum of four digits', [fixMessage('35=0|34=2|', { sum: '0000' }), HEARTBEAT], ['checkSum'], [good]],
    [
      'a body length too short (2m)',
      [fixMessage('35=D|34=2|49=TW42|52=20240610-13:30:00|', { length: 30 }), HEARTBEAT],
      ['bodyLength'],
      [good],
    ],
    [
      'a body length that reaches into the next message takes it along (2m)',
      [fixMessage('35=D|34=4|49=TW42|', { length: 17 + 14 }), ORDER, HEARTBEAT],
      ['bodyLength'],
      [good],
    ],
    [
      'a body length that ends where the next message begins',
      [fixMessage('35=D|34=4|', { length: 10 + 7 }), HEARTBEAT],
      ['bodyLength'],
      [good],
    ],
    ['a length that is no number', [fixMessage('35=0|34=2|', { length: 'x' }), HEARTBEAT], ['field'], [good]],
    ['a length with a sign', [fixMessage('35=0|34=2|', { length: '-5' }), HEARTBEAT], ['field'], [good]],
    ['no length', [fixMessage('35=0|34=2|', { length: '' }), HEARTBEAT], ['field'], [good]],
    ['a length of nothing', [fixMessage('35=0|34=2|', { length: 0 }), HEARTBEAT], ['bodyLength'], [good]],
    ['an absurd length', [fixMessage('35=0|34=2|', { length: '99999999999' }), HEARTBEAT], ['tooLong'], [good]],
    ['a length above the limit', [fixMessage('35=0|34=2|', { length: 981 }), HEARTBEAT], ['tooLong'], [good]],
    [
      'MsgType first (2t)',
      [fixBytes('35=0|8=FIX.4.2|9=29|34=2|49=TW42|56=ISLD|10=121|'), HEARTBEAT],
      ['noise', 'field'],
      [good],
    ],
    ['MsgType fourth (2t)', [fixBytes('8=FIX.4.2|9=10|34=2|35=0|10=000|'), HEARTBEAT], ['field'], [good]],
    ['length third', [fixBytes('8=FIX.4.2|35=0|9=5|10=000|'), HEARTBEAT], ['field'], [good]],
    ['a begin inside of a begin', [fixBytes('8=FIX'), HEARTBEAT], ['field'], [good]],
    ['a begin inside of a length', [fixBytes('8=FIX.4.2|9=1'), HEARTBEAT], ['field'], [good]],
    ['a begin inside of a sum', [fixMessage('35=0|34=2|').subarray(0, -3), HEARTBEAT], ['checkSum'], [good]],
    ['a BeginString that does not end', [fixBytes(`8=FIX${'x'.repeat(40)}`), HEARTBEAT], ['field'], [good]],
    [
      'another version is the session’s business',
      [fixMessage('35=0|34=2|', { beginString: 'FIX.3.9' })],
      [],
      [fixText(fixMessage('35=0|34=2|', { beginString: 'FIX.3.9' }))],
    ],
  ];
  it.each(cases)('%s', (_name, pieces, reasons, messages) => {
    const result = frame(...pieces);
    expect(result.garbled.map(([reason]) => reason)).toEqual(reasons);
    expect(result.messages).toEqual(messages);
    // All at once, and byte by byte, it is the same; noise is told as it comes.
    const whole = frame(joined(...pieces));
    expect(whole.messages).toEqual(messages);
    expect(whole.garbled.map(([reason]) => reason)).toEqual(reasons);
    const bytes = frame(...Array.from(joined(...pieces), (byte) => Uint8Array.of(byte)));
    expect(bytes.messages).toEqual(messages);
  });
});

it('cuts what comes in any pieces into the same messages', () => {
  const parts = [
    HEARTBEAT,
    ORDER,
    fixMessage('35=0|34=2|', { beginString: 'FIXT.1.1' }),
    fixMessage('35=0|34=2|', { sum: '999' }),
    fixMessage('35=D|34=2|', { length: 30 }),
    fixMessage('35=D|34=2|', { length: 3 }),
    fixMessage(`35=B|58=${'x'.repeat(700)}|`),
    fixBytes('8=FIX.4.2|9='),
    fixBytes('8=FIX'),
    fixBytes('8=FIX.4.2|9=900|35=D|'),
    fixBytes('noise'),
    fixBytes('|'),
  ];
  const input = fc.array(fc.constantFrom(...parts), { maxLength: 12 });
  fc.assert(
    fc.property(input, fc.array(fc.nat(3000), { maxLength: 12 }), (pieces, cuts) => {
      const stream = joined(...pieces);
      const framer = new FixFramer({ maxMessageBytes: 1000 });
      const split = new Recorder();
      const places = [...new Set([0, ...cuts.map((cut) => cut % (stream.length + 1)), stream.length])].sort(
        (a, b) => a - b,
      );
      for (let i = 1; i < places.length; i++) {
        framer.push(stream.slice(places[i - 1], places[i]), split);
        expect(framer.bufferedBytes).toBeLessThanOrEqual(1064);
      }
      const whole = new Recorder();
      const other = new FixFramer({ maxMessageBytes: 1000 });
      other.push(stream, whole);
      expect(split.messages).toEqual(whole.messages);
      expect([framer.bufferedBytes, framer.messages, framer.garbledBytes]).toEqual([
        other.bufferedBytes,
        other.messages,
        other.garbledBytes,
      ]);
      // Nothing is lost track of: each byte was part of a message, garbled, or is still there.
      const length = whole.messages.reduce((sum, message) => sum + message.length, 0);
      expect(length + other.garbledBytes + other.bufferedBytes).toBe(stream.length);
    }),
    { numRuns: 2000 },
  );
});

it('never keeps a good message for ever behind a bad one', () => {
  // However wrong the length is, good messages come through once as many bytes have gone by as one message may have.
  for (let length = 0; length < 1100; length += 7) {
    const framer = new FixFramer({ maxMessageBytes: 1000 });
    const recorder = new Recorder();
    framer.push(fixMessage('35=D|34=2|', { length }), recorder);
    for (let sent = 0; sent < 1000 + 2 * HEARTBEAT.length; sent += HEARTBEAT.length) framer.push(HEARTBEAT, recorder);
    expect(recorder.messages.at(-1)).toBe(good);
    expect(framer.bufferedBytes).toBe(0);
  }
});

it('hands a whole message out where it is, and copies one in pieces', () => {
  const framer = new FixFramer({ maxMessageBytes: 1000 });
  const seen: Uint8Array[] = [];
  const handler = {
    onMessage: (bytes: Uint8Array) => seen.push(bytes) > 0,
    onGarbled: () => true,
  };
  const piece = joined(HEARTBEAT, HEARTBEAT.subarray(0, 20));
  framer.push(piece, handler);
  const rest = joined(HEARTBEAT.subarray(20), HEARTBEAT);
  framer.push(rest, handler);
  expect(seen[0]).toBe(piece);
  expect(seen[1]).not.toBe(rest);
  expect(seen[2]).toBe(rest);
});

it('stops when told to, and is clear then', () => {
  const framer = new FixFramer({ maxMessageBytes: 1000 });
  const first = new Recorder(1);
  framer.push(joined(HEARTBEAT, HEARTBEAT, HEARTBEAT.subarray(0, 9)), first);
  expect(first.messages).toEqual([good]);
  expect(framer.bufferedBytes).toBe(0);
  const garbled = new Recorder(1);
  framer.push(joined(fixBytes('x'), HEARTBEAT), garbled);
  expect(garbled.garbled).toEqual([['noise', 'x']]);
  framer.push(HEARTBEAT.subarray(0, 9), garbled);
  expect(framer.bufferedBytes).toBe(9);
  framer.clear();
  const after = new Recorder();
  framer.push(HEARTBEAT, after);
  expect(after.messages).toEqual([good]);
});

it('takes a message of exactly the limit, and none above', () => {
  const message = fixMessage(`35=B|58=${'x'.repeat(50)}|`);
  for (const [limit, expected] of [
    [message.length, 1],
    [message.length - 1, 0],
  ] as const) {
    const framer = new FixFramer({ maxMessageBytes: limit });
    const recorder = new Recorder();
    for (const byte of message) framer.push(Uint8Array.of(byte), recorder);
    expect(recorder.messages.length).toBe(expected);
    framer.push(message, recorder);
    expect(recorder.messages.length).toBe(expected * 2);
  }
});
