/**
 * The kernel against plain readers that share nothing with it: what FixMessage indexes byte by byte, and what the validator checks without a
 * layout. Every alignment, every cut, changed bytes, layouts known and not.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dictionary } from '../dictionary.js';
import { FixFramer } from '../framer.js';
import { FixMessage } from '../message.js';
import { fixMessage, fixText, joined, naiveFields } from '../testing.js';
import { strictValidation, Validator, type ValidationOptions } from '../validator.js';
import { addressOfBlock, spare } from './blocks.js';
import { closeWindow, frame, heap, heapWords, index, openWindow } from './kernel.js';
import { Block, BLOCK_COUNT, KERNEL_TAGS, LAYOUT_COUNT, MEMORY_PAGES } from './memory.js';

const HEADER = '34=215|49=CLIENT1|52=20240610-13:30:00.123|56=CROSSFEED|';
const ORDER = `35=D|${HEADER}11=ORD-1|1=DESK|21=1|55=MSFT|54=1|60=20240610-13:30:00|38=1000|40=2|44=428.25|59=0|`;
const GROUPS = `35=D|${HEADER}11=ORD-2|453=2|448=A|447=D|452=1|802=2|523=s1|803=1|523=s2|803=2|448=B|447=D|452=3|55=MSFT|54=1|60=20240610-13:30:00|38=1000|40=1|18=1 G|`;
const REPORT = `35=8|${HEADER}37=CF-1|17=EX-1|150=F|39=1|55=MSFT|54=1|151=700|14=300|6=-428.15|60=20240610-13:30:00.123456|381=1.5|64=20240612|`;
const fix44 = dictionary('FIX44');

/** Hands one message out as a framer does, and answers what `look` says while it does. */
function handedOut<T>(framer: FixFramer, bytes: Uint8Array, look: (start: number, end: number) => T): T[] {
  const seen: T[] = [];
  framer.push(bytes, {
    onMessage: (_bytes, start, end) => seen.push(look(start, end)) > 0,
    onGarbled: () => true,
  });
  return seen;
}

/** [tag, start, end] of each field. */
function fieldsOf(message: FixMessage): [number, number, number][] {
  return Array.from({ length: message.fieldCount }, (_, i) => [
    message.tagAt(i),
    message.valueStartAt(i),
    message.valueEndAt(i),
  ]);
}

/** One that never uses the kernel: a tag of its own makes it read byte by byte. */
function plainReader(): FixMessage {
  return new FixMessage({ lengthTags: new Map([[8, 1]]) });
}

/** Changes some bytes of a body, and puts length and sum right again. */
const spoilt = fc
  .tuple(
    fc.constantFrom(ORDER, GROUPS, REPORT),
    fc.array(fc.tuple(fc.nat(400), fc.constantFrom(...Array.from('|=0123456789.-:AYN\u00ff'))), { maxLength: 3 }),
    fc.nat(3),
  )
  .map(([body, changes, kind]) => {
    let text: string = body;
    for (const [at, char] of changes) {
      const place = 5 + (at % (text.length - 6));
      const cut = kind === 0 ? 0 : kind === 1 ? 1 : 2;
      text = `${text.slice(0, place)}${kind === 3 ? '' : char}${text.slice(place + (cut === 0 ? 0 : 1))}`;
    }
    return fixMessage(text.endsWith('|') ? text : `${text}|`, { beginString: 'FIX.4.4' });
  });

describe('fields', () => {
  it('are those that are found byte by byte, wherever the message lies', () => {
    const framer = new FixFramer({ maxMessageBytes: 4096 });
    const message = new FixMessage();
    const plain = plainReader();
    fc.assert(
      fc.property(fc.array(spoilt, { minLength: 1, maxLength: 5 }), fc.nat(70), (messages, shift) => {
        const memory = new Uint8Array(shift + messages.reduce((sum, { length }) => sum + length, 0)).fill(0x7c);
        let at = shift;
        for (const bytes of messages) {
          memory.set(bytes, at);
          at += bytes.length;
        }
        const seen = handedOut(framer, memory, (start, end) => {
          const fault = message.parse(memory, start, end);
          const fields = fieldsOf(message);
          expect([plain.parse(memory, start, end), fieldsOf(plain)]).toEqual([fault, fields]);
          expect(message.msgType).toBe(plain.msgType);
          for (const [tag] of fields) expect(message.find(tag)).toBe(plain.find(tag));
          for (const tag of [7, 999, 1023, 1024, 16_383, 16_384, -1]) expect(message.find(tag)).toBe(plain.find(tag));
          return end;
        });
        framer.clear();
        expect(seen.length).toBe(messages.length);
      }),
      { numRuns: 500 },
    );
  });

  it('stay right when messages are kept while others come', () => {
    const framer = new FixFramer({ maxMessageBytes: 4096 });
    const bytes = Array.from({ length: BLOCK_COUNT * 3 }, (_, i) =>
      fixMessage(
        `35=${i % 2 === 0 ? 'D' : '8'}|34=${i}|${i % 3 === 0 ? '58=x|' : ''}${i % 5 === 0 ? '-3=y|' : ''}11=id${i}|`,
      ),
    );
    const kept = bytes.map(() => new FixMessage());
    const stream = joined(...bytes);
    let i = 0;
    handedOut(framer, stream, (start, end) => {
      expect(kept[i]!.parse(stream, start, end)).toBe(0);
      // Within the call for a message, others are looked at.
      new FixMessage().parse(bytes[0]!, 0, bytes[0]!.length);
      expect(kept[i]!.int(34)).toBe(i);
      i++;
    });
    kept.forEach((message, number) => {
      const text = fixText(bytes[number]!);
      expect([message.int(34), message.string(11), message.string(58)]).toEqual([
        number,
        `id${number}`,
        number % 3 === 0 ? 'x' : undefined,
      ]);
      expect(message.fieldCount).toBe(naiveFields(text).length);
      expect(message.find(-3) >= 0).toBe(number % 5 === 0);
    });
  });

  it('stay right when stamps start again', () => {
    const message = new FixMessage();
    const order = fixMessage('35=D|11=x|55=y|');
    const other = fixMessage('35=D|54=1|');
    for (let round = 0; round < 6; round++) {
      heapWords[addressOfBlock(spare.block) / 4 + Block.stamp] = 2 ** 30 - 3;
      message.parse(order, 0, order.length);
      expect([message.find(35), message.find(55), message.find(54)]).toEqual([2, 4, -1]);
      message.parse(other, 0, other.length);
      expect([message.find(54), message.find(55)]).toEqual([3, -1]);
    }
  });

  it('are learnt of more layouts than there is room for', () => {
    const framer = new FixFramer({ maxMessageBytes: 4096 });
    const message = new FixMessage();
    for (let i = 0; i < LAYOUT_COUNT * 12; i++) {
      const tag = 5000 + (i % (LAYOUT_COUNT * 2));
      const bytes = fixMessage(`35=D|34=${i}|${tag}=x|${tag + 1}=y|`);
      const both = joined(bytes, bytes);
      handedOut(framer, both, (start, end) => {
        expect(message.parse(both, start, end)).toBe(0);
        expect([message.int(34), message.find(tag), message.find(tag + 1), message.find(tag + 2)]).toEqual([
          i,
          4,
          5,
          -1,
        ]);
      });
    }
  });
});

describe('frames', () => {
  it('end where they end, and only good ones', () => {
    const bytes = fixMessage(ORDER, { beginString: 'FIX.4.4' });
    const window = openWindow(4096);
    for (let shift = 0; shift < 70; shift++) {
      const at = window + shift;
      heap.fill(0x31, window, window + 1024);
      heap.set(bytes, at);
      const framed = (end: number): number => frame(at, end, at, addressOfBlock(spare.block), 4096, 0);
      for (let length = 0; length < bytes.length; length++) expect(framed(at + length)).toBe(0);
      expect(framed(at + bytes.length)).toBe(at + bytes.length);
      expect(framed(at + bytes.length + 9)).toBe(at + bytes.length);
      expect(frame(at, at + bytes.length, at, addressOfBlock(spare.block), bytes.length - 1, 0)).toBe(0);
      for (let i = shift; i < bytes.length; i += 7) {
        heap[at + i] = bytes[i]! ^ 2;
        expect(framed(at + bytes.length)).toBe(0);
        heap[at + i] = bytes[i]!;
      }
    }
    closeWindow(window);
  });

  it('are added up whatever bytes they have', () => {
    const window = openWindow(4096);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 700 }), fc.nat(20), (bytes, shift) => {
        heap.fill(0xff, window, window + 1024);
        heap.set(bytes, window + shift);
        const sum = index(window + shift, window + shift + bytes.length, 0, addressOfBlock(spare.block));
        expect(sum).toBe(bytes.reduce((a, b) => a + b, 0));
      }),
    );
    closeWindow(window);
  });

  it('lie in a memory that never grows', () => {
    expect(heap.length).toBe(MEMORY_PAGES * 65_536);
    expect(KERNEL_TAGS * 4 + Block.slotsOffset).toBe(Block.bytes);
    const opened: number[] = [];
    for (let at = openWindow(65_536); at !== 0; at = openWindow(65_536)) opened.push(at);
    // With no window left, everything is looked at closely.
    const order = fixMessage(ORDER, { beginString: 'FIX.4.4' });
    const message = new FixMessage();
    const framer = new FixFramer({ maxMessageBytes: 4096 });
    expect(handedOut(framer, order, (start, end) => message.parse(order, start, end))).toEqual([0]);
    expect([message.string(11), message.find(9999), message.layout]).toEqual(['ORD-1', -1, undefined]);
    for (const at of opened.reverse()) closeWindow(at);
  });
});

describe('values', () => {
  const optionSets: Partial<ValidationOptions>[] = [
    {},
    { enums: false },
    { types: false },
    { emptyValues: false },
    { groupOrder: false, unknownTags: false },
  ];
  it('are right when they are right without a layout', () => {
    const message = new FixMessage();
    const plain = plainReader();
    // Each has a connection of its own: one connection expects one layout of a MsgType.
    const connections = new Map(
      [ORDER, GROUPS, REPORT].map((body) => [body, new FixFramer({ maxMessageBytes: 4096 })]),
    );
    const validators = optionSets.map((options) => new Validator(fix44, fix44, { ...strictValidation, ...options }));
    // Layouts and checks are learnt from good messages, some of which must come before they are.
    for (const [body, framer] of connections) {
      const bytes = fixMessage(body, { beginString: 'FIX.4.4' });
      for (let i = 0; i < 20; i++) {
        handedOut(framer, bytes, (start, end) => {
          message.parse(bytes, start, end);
          return validators.map((validator) => validator.validate(message));
        });
      }
    }
    const value = fc.oneof(
      fc.stringMatching(/^[0-9]{0,18}$/),
      fc.stringMatching(/^-?[0-9]{0,9}\.?[0-9]{0,9}$/),
      fc.stringMatching(/^2024(06|02|13)(10|30)-[0-3][0-9]:[0-7][0-9]:[0-6][0-9](\.[0-9]{1,12})?$/),
      fc.stringMatching(/^[0-9A-Za-z.:+ -]{0,3}$/),
      fc.constantFrom('1 G', '1 ?', '2', 'Y', 'N', '20240610', '20240631', '\u00e9', '428.25 '),
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.constantFrom(ORDER, GROUPS, REPORT), fc.nat(60), value, (body, at, text) => {
        const fields = body.split('|').slice(0, -1);
        const field = 1 + (at % (fields.length - 1));
        fields[field] = `${fields[field]!.split('=')[0]}=${text}`;
        const bytes = fixMessage(`${fields.join('|')}|`, { beginString: 'FIX.4.4' });
        handedOut(connections.get(body)!, bytes, (start, end) => {
          expect(message.parse(bytes, start, end)).toBe(0);
          expect(message.layout).toBeDefined();
          plain.parse(bytes, start, end);
          for (const validator of validators) {
            const quick = [validator.validate(message), validator.refTagId, validator.hasRefTagId, validator.text];
            const slow = [validator.validate(plain), validator.refTagId, validator.hasRefTagId, validator.text];
            expect(quick).toEqual(slow);
            if (quick[0] === 0) accepted++;
          }
        });
      }),
      { numRuns: 1500 },
    );
    expect(accepted).toBeGreaterThan(500);
  });
});
