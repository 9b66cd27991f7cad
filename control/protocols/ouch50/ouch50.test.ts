import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getField, getMessage, putMessage, type Field, type MessageLayout } from '../layout.js';
import { OrderBuffer } from '../ouch/order-memory.js';
import { ouch42Revision } from '../ouch42/check.js';
import { ouch42Client, ouch42Server } from '../ouch42/messages.js';
import { EnterOrder42, putCancelOrder42, putEnterOrder42, putReplaceOrder42 } from '../ouch42/orders.js';
import { SoupFramer } from '../soupbintcp/framer.js';
import { Ouch50Fault, Ouch50Message } from './check.js';
import { ouch50Client, ouch50Server } from './messages.js';
import { addOuch50Option, areOuch50Options, findOuch50Option, ouch50Options } from './options.js';
import {
  ENTER_ORDER_50_APPENDAGE_AT,
  EnterOrder50,
  putCancelOrder50,
  putEnterOrder50,
  putReplaceOrder50,
  sealSoupPacket,
} from './orders.js';

const shared = new URL('../../../../shared/', import.meta.url);
const hasShared = existsSync(new URL('protocols/ouch50.json', shared));
const padded = (text: string, size: number): Uint8Array => Buffer.from(text.padEnd(size), 'latin1');
const code = (letter: string): number => letter.charCodeAt(0);

interface TableField {
  readonly name: string;
  readonly offset: number;
  readonly length: number | null;
  readonly type: string;
}
interface TableMessage {
  readonly type: string;
  readonly name: string;
  readonly length: number | null;
  readonly fixedLength?: number;
  readonly appendageOptional?: boolean;
  readonly fields: readonly TableField[];
}
interface Table {
  readonly inbound: readonly TableMessage[];
  readonly outbound: readonly TableMessage[];
  readonly optionTags?: readonly { readonly tag: number; readonly name: string; readonly length: number }[];
}

function table(name: string): Table {
  return JSON.parse(readFileSync(new URL(`protocols/${name}.json`, shared), 'utf8')) as Table;
}

const NOT_FIELDS = new Set(['messageType', 'appendageLength', 'appendage']);

function sameFields(layout: MessageLayout | undefined, message: TableMessage): void {
  expect(layout, message.name).toBeDefined();
  if (layout === undefined) return;
  expect(String.fromCharCode(layout.type)).toBe(message.type);
  const ours = Object.entries(layout.fields).map(([name, { at, size }]) => [name, at, size]);
  const theirs = message.fields.filter(({ name }) => !NOT_FIELDS.has(name));
  expect(ours).toEqual(theirs.map(({ name, offset, length }) => [name, offset, length]));
}

describe.skipIf(!hasShared)('the layouts (skipped without ../shared)', () => {
  it('of OUCH 5.0 are those of the tables', () => {
    const { inbound, outbound, optionTags = [] } = table('ouch50');
    for (const [messages, layouts] of [
      [inbound, ouch50Client],
      [outbound, ouch50Server],
    ] as const) {
      expect(Object.keys(layouts)).toEqual(messages.map(({ name }) => name));
      for (const message of messages) sameFields((layouts as Record<string, MessageLayout>)[message.name], message);
    }
    const tags = Object.entries(ouch50Options).map(([name, { tag, field }]) => [tag, name, field.size]);
    expect(tags).toEqual(optionTags.map(({ tag, name, length }) => [tag, name, length]));
  });

  it('of OUCH 4.2 are those of the tables', () => {
    const { inbound, outbound } = table('ouch42');
    for (const [messages, layouts] of [
      [inbound, ouch42Client],
      [outbound, ouch42Server],
    ] as const) {
      for (const message of messages) {
        const layout = (layouts as Record<string, MessageLayout>)[message.name];
        sameFields(layout, message);
        expect(layout?.bytes).toBe(message.length);
      }
    }
  });
});

describe.skipIf(!hasShared)('captured OUCH 5.0 (skipped without ../shared)', () => {
  const payload = (name: string): Uint8Array => {
    const file = readFileSync(new URL(`captures/ouch50/Nasdaq__Nasdaq.Nsm.Ouch.v5.0__${name}.pcap`, shared));
    // File header 24, packet header 16, Ethernet 14 or with a VLAN tag 18, then IPv4 and TCP with their own lengths.
    const frame = file.subarray(40);
    const ip = frame.subarray(frame.readUInt16BE(12) === 0x8100 ? 18 : 14);
    const tcp = ip.subarray(((ip[0] as number) & 15) * 4, ip.readUInt16BE(2));
    return Uint8Array.from(tcp.subarray(((tcp[12] as number) >> 4) * 4));
  };

  it('decodes, and is written again byte for byte', () => {
    const bytes = payload('EnterOrderMessage');
    const message = new Ouch50Message();
    let packets = 0;
    new SoupFramer().push(bytes, {
      onPacket: (type, packet, start, end) => {
        packets++;
        expect(String.fromCharCode(type)).toBe('U');
        expect(message.open(packet, start, end, 'client')).toBe(Ouch50Fault.none);
        const fields = getMessage(packet, start, ouch50Client.EnterOrder);
        const buffer = new OrderBuffer(100);
        const out = buffer.bytes;
        const order = Object.assign(new EnterOrder50(), {
          ...fields,
          side: code(fields.side),
          timeInForce: code(fields.timeInForce),
          display: code(fields.display),
          capacity: code(fields.capacity),
          iso: code(fields.iso),
          crossType: code(fields.crossType),
          symbol: padded(fields.symbol, 8),
          clOrdId: packet.slice(start + 31, start + 45),
        });
        let to = putEnterOrder50(buffer, 0, order);
        const firm = findOuch50Option(packet, message.optionsStart, message.optionsEnd, ouch50Options.Firm.tag);
        const text = String(getField(packet, firm, ouch50Options.Firm.field));
        to = addOuch50Option(out, ENTER_ORDER_50_APPENDAGE_AT, to, 'Firm', text);
        sealSoupPacket(out, 0, to);
        expect(out.subarray(0, to)).toEqual(bytes);
        return true;
      },
      onCorrupt: () => expect.unreachable(),
    });
    expect(packets).toBe(1);
  });

  it.each(['ClientHeartbeatPacket', 'ServerHeartbeatPacket'])('%s is a heartbeat', (name) => {
    const bytes = payload(name);
    expect(bytes).toEqual(Uint8Array.of(0, 1, name.startsWith('C') ? 0x52 : 0x48));
  });
});

describe('OUCH orders written by hand', () => {
  const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
  const price = fc.integer({ min: 0, max: 2 ** 40 });
  const letter = fc.integer({ min: 65, max: 90 }).map((n) => String.fromCharCode(n));
  const text = (size: number) => fc.stringMatching(new RegExp(`^[A-Z0-9]{1,${size}}$`));

  it('are those of the 5.0 layout', () => {
    const out = new Uint8Array(64);
    // By the kernel, and in each way without it.
    const entered = [
      [false, false],
      [true, false],
      [false, true],
    ].map(([buffer, order]) => [new OrderBuffer(64, buffer), new EnterOrder50(order)] as const);
    const expected = new Uint8Array(64);
    const enter = fc.record({
      userRefNum: u32,
      side: letter,
      quantity: u32,
      symbol: text(8),
      price,
      timeInForce: letter,
      display: letter,
      capacity: letter,
      iso: letter,
      crossType: letter,
      clOrdId: text(14),
    });
    fc.assert(
      fc.property(enter, u32, (values, next) => {
        const codes = {
          side: code(values.side),
          timeInForce: code(values.timeInForce),
          display: code(values.display),
          capacity: code(values.capacity),
          iso: code(values.iso),
          crossType: code(values.crossType),
          symbol: padded(values.symbol, 8),
          clOrdId: padded(values.clOrdId, 14),
        };
        expected.fill(0);
        putMessage(expected, 5, ouch50Client.EnterOrder, values);
        expected.set([0, 48, 0x55], 2);
        for (const [buffer, order] of entered) {
          const end = putEnterOrder50(buffer, 2, Object.assign(order, { ...values, ...codes }));
          expect(buffer.bytes.subarray(2, end)).toEqual(expected.subarray(2, 52));
        }

        const to = putReplaceOrder50(out, 0, { ...values, ...codes, origUserRefNum: next });
        expected.fill(0);
        putMessage(expected, 3, ouch50Client.ReplaceOrder, { ...values, origUserRefNum: next });
        expected.set([0, 41, 0x55], 0);
        expect(out.subarray(0, to)).toEqual(expected.subarray(0, 43));

        const last = putCancelOrder50(out, 0, values.userRefNum, next);
        putMessage(expected, 3, ouch50Client.CancelOrder, { userRefNum: values.userRefNum, quantity: next });
        expected.set([0, 10, 0x55], 0);
        expect(out.subarray(0, last)).toEqual(expected.subarray(0, 12));
      }),
    );
  });

  it('are those of the 4.2 layout', () => {
    const out = new Uint8Array(64);
    const expected = new Uint8Array(64);
    const values = {
      orderToken: 'TOKEN1',
      side: 'B',
      shares: 4_000_000_000,
      stock: 'AAPL',
      price: 1_899_900,
      timeInForce: 99_999,
      firm: 'FIRM',
      display: 'Y',
      capacity: 'P',
      iso: 'N',
      minQty: 100,
      crossType: 'N',
      customerType: ' ',
    };
    const fields = {
      ...values,
      orderToken: padded(values.orderToken, 14),
      stock: padded(values.stock, 8),
      firm: padded(values.firm, 4),
      side: code('B'),
      display: code('Y'),
      capacity: code('P'),
      iso: code('N'),
      crossType: code('N'),
      customerType: code(' '),
    };
    putMessage(expected, 3, ouch42Client.EnterOrder, values);
    expected.set([0, 50, 0x55], 0);
    for (const isElsewhere of [false, true]) {
      const buffer = new OrderBuffer(64, isElsewhere);
      const end = putEnterOrder42(buffer, 3, Object.assign(new EnterOrder42(isElsewhere), fields));
      expect(buffer.bytes.subarray(3, end)).toEqual(expected.subarray(0, 52));
    }

    const replace = {
      existingOrderToken: 'A',
      replacementOrderToken: 'B',
      shares: 7,
      price: 8,
      timeInForce: 0,
      minQty: 9,
    };
    const to = putReplaceOrder42(out, 0, {
      ...replace,
      existingOrderToken: padded('A', 14),
      replacementOrderToken: padded('B', 14),
      display: code('Y'),
      iso: code('N'),
    });
    putMessage(expected, 3, ouch42Client.ReplaceOrder, { ...replace, display: 'Y', iso: 'N' });
    expected.set([0, 48, 0x55], 0);
    expect(out.subarray(0, to)).toEqual(expected.subarray(0, 50));

    const last = putCancelOrder42(out, 0, padded('A', 14), 3);
    putMessage(expected, 3, ouch42Client.CancelOrder, { orderToken: 'A', shares: 3 });
    expected.set([0, 20, 0x55], 0);
    expect(out.subarray(0, last)).toEqual(expected.subarray(0, 22));
  });
});

describe('checking', () => {
  const message = new Ouch50Message();
  const fixed = (layout: MessageLayout, more: readonly number[] = []): Uint8Array => {
    const bytes = new Uint8Array(layout.bytes + more.length);
    bytes[0] = layout.type;
    bytes.set(more, layout.bytes);
    return bytes;
  };

  it('takes an appendage that is there, empty, or absent where it may be', () => {
    const open = (bytes: Uint8Array, from: 'client' | 'server') => message.open(bytes, 0, bytes.length, from);
    expect(open(fixed(ouch50Client.CancelOrder), 'client')).toBe(Ouch50Fault.none);
    expect(open(fixed(ouch50Client.CancelOrder, [0, 0]), 'client')).toBe(Ouch50Fault.none);
    expect(open(fixed(ouch50Client.CancelOrder, [0, 3, 2, 28, 7]), 'client')).toBe(Ouch50Fault.none);
    expect(findOuch50Option(fixed(ouch50Client.CancelOrder, [0, 3, 2, 28, 7]), 11, 14, 28)).toBe(13);
    expect(open(fixed(ouch50Client.EnterOrder), 'client')).toBe(Ouch50Fault.length);
    expect(open(fixed(ouch50Server.SystemEvent, [0, 0]), 'server')).toBe(Ouch50Fault.length);
    expect(open(fixed(ouch50Client.CancelOrder, [0, 4, 2, 28, 7]), 'client')).toBe(Ouch50Fault.length);
    expect(open(fixed(ouch50Client.CancelOrder, [0, 3, 5, 28, 7]), 'client')).toBe(Ouch50Fault.option);
    expect(open(fixed(ouch50Client.CancelOrder, [0, 4, 3, 28, 7, 7]), 'client')).toBe(Ouch50Fault.option);
    expect(open(Uint8Array.of(0x7a), 'client')).toBe(Ouch50Fault.unknownType);
    expect(open(new Uint8Array(0), 'client')).toBe(Ouch50Fault.empty);
  });

  it('takes AIQ Canceled with and without aiqStrategy', () => {
    for (const size of [31, 32]) {
      for (const more of [[], [0, 0], [0, 3, 2, 28, 7]]) {
        const bytes = new Uint8Array(size + more.length);
        bytes[0] = 0x44;
        bytes.set(more, size);
        expect(message.open(bytes, 0, bytes.length, 'server')).toBe(Ouch50Fault.none);
        if (more.length !== 2) expect(message.fixedBytes).toBe(size);
      }
    }
  });

  it('tells OUCH 4.2 from 4.0 by length', () => {
    const of = (type: string, length: number, from: 'client' | 'server') => {
      const bytes = new Uint8Array(length);
      bytes[0] = code(type);
      return ouch42Revision(bytes, 0, length, from);
    };
    expect(of('O', 49, 'client')).toBe('4.2');
    expect(of('O', 48, 'client')).toBe('4.0');
    expect(of('A', 66, 'server')).toBe('4.2');
    expect(of('A', 65, 'server')).toBe('4.0');
    expect(of('U', 80, 'server')).toBe('4.2');
    expect(of('U', 79, 'server')).toBe('4.0');
    expect(of('U', 47, 'client')).toBe('4.2');
    expect(of('U', 46, 'client')).toBeUndefined();
    expect(of('z', 46, 'client')).toBeUndefined();
  });

  it('never reads beyond a message, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom('client', 'server'), (bytes, from) => {
        if (message.open(bytes, 0, bytes.length, from) !== 0) return;
        expect(message.optionsEnd).toBeLessThanOrEqual(bytes.length);
        expect(areOuch50Options(bytes, message.optionsStart, message.optionsEnd)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds every option that was added', () => {
    const out = new Uint8Array(256);
    let end = 47;
    const values: Record<string, number | bigint | string> = {};
    out[0] = 0x4f;
    for (const [name, { field }] of Object.entries(ouch50Options)) {
      const { kind, size } = field as Field;
      const value = kind === 'char' ? 'Y' : kind === 'alpha' ? 'ABCD'.slice(0, size) : kind === 'i32' ? -5 : 100;
      values[name] = value;
      end = addOuch50Option(out, 45, end, name as keyof typeof ouch50Options, value);
    }
    expect(message.open(out, 0, end, 'client')).toBe(Ouch50Fault.none);
    for (const [name, { tag, field }] of Object.entries(ouch50Options)) {
      expect(getField(out, findOuch50Option(out, message.optionsStart, message.optionsEnd, tag), field)).toBe(
        values[name],
      );
    }
    expect(findOuch50Option(out, message.optionsStart, message.optionsEnd, 99)).toBe(-1);
  });
});
