import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field, FieldsOf, MessageLayout } from '../layout.js';
import { base36, getPitch, putPitch } from './codec.js';
import { ADD_ORDER_EXPANDED_BYTES, pitchFeed, pitchRecovery } from './messages.js';
import { nextPitchMessage, UNIT_HEADER_BYTES, UnitBlock, UnitFault, UnitWriter } from './unit.js';

const shared = new URL('../../../../shared/', import.meta.url);
const hasShared = existsSync(new URL('protocols/pitch2.json', shared));

interface Row {
  readonly type: string;
  readonly name: string;
  readonly length: number;
  readonly fields: readonly { readonly name: string; readonly offset: number; readonly length: number }[];
}

/** A value that fits each kind of field, different from field to field. */
function sample(layout: MessageLayout): Record<string, number | bigint | string> {
  const values: Record<string, number | bigint | string> = {};
  let n = 1;
  for (const [name, { kind, size }] of Object.entries<Field>(layout.fields)) {
    n++;
    if (kind === 'char') values[name] = String.fromCharCode(64 + n);
    else if (kind === 'alpha') values[name] = `S${n}`.slice(0, size);
    else if (kind === 'id64') values[name] = 0x1234_5678_9abc_de00n + BigInt(n);
    else values[name] = size === 1 ? n : 250 * n;
  }
  return values;
}

describe('PITCH messages', () => {
  it.skipIf(!hasShared)('have the layouts of the table (skipped without ../shared)', () => {
    const table = JSON.parse(readFileSync(new URL('protocols/pitch2.json', shared), 'utf8')) as {
      readonly messages: readonly Row[];
      readonly recovery: readonly Row[];
    };
    for (const [rows, layouts] of [
      [table.messages, pitchFeed],
      [table.recovery, pitchRecovery],
    ] as const) {
      const ours = Object.entries(layouts as Record<string, MessageLayout>).map(([name, { type, bytes, fields }]) => ({
        name,
        type,
        bytes,
        fields: Object.entries(fields).map(([field, { at, size }]) => [field, at, size]),
      }));
      const theirs = rows.map(({ name, type, length, fields }) => ({
        name,
        type: Number(type),
        bytes: length,
        fields: fields
          .filter((field) => field.name !== 'length' && field.name !== 'messageType')
          .map((field) => [field.name, field.offset, field.length]),
      }));
      expect(ours).toEqual(theirs);
    }
  });

  it('come back as they were written, and when they have grown', () => {
    const out = new Uint8Array(64).fill(0xee);
    for (const [from, layouts] of [
      ['feed', pitchFeed],
      ['recovery', pitchRecovery],
    ] as const) {
      for (const [name, layout] of Object.entries(layouts as Record<string, MessageLayout>)) {
        const fields = sample(layout);
        expect(putPitch(out, 3, layout, fields as FieldsOf<MessageLayout>)).toBe(layout.bytes);
        expect(getPitch(out, 3, from)).toEqual({ name, fields });
        out[3] = layout.bytes + 5;
        expect(getPitch(out, 3, from)).toEqual({ name, fields });
        out[3] = layout.bytes - 1;
        if (layout.type !== pitchFeed.AddOrderExpanded.type) expect(getPitch(out, 3, from)).toBeUndefined();
      }
    }
  });

  it('Add Order Expanded has the fields of its revision', () => {
    const out = new Uint8Array(64);
    putPitch(out, 0, pitchFeed.AddOrderExpanded, sample(pitchFeed.AddOrderExpanded) as never);
    const counts = ADD_ORDER_EXPANDED_BYTES.map((length) => {
      out[0] = length;
      return Object.keys(getPitch(out, 0)?.fields ?? {}).length;
    });
    expect(counts).toEqual([7, 8, 9]);
    out[0] = 35;
    expect(getPitch(out, 0)).toBeUndefined();
  });

  it('show identifiers in base 36', () => {
    expect(base36(35n, 12)).toBe('00000000000Z');
    expect(base36(36n, 9)).toBe('000000010');
  });
});

describe('unit blocks', () => {
  it('are read as they were written', () => {
    const writer = new UnitWriter(7, 100);
    const values = { timeOffset: 5, orderId: 9n };
    while (writer.hasRoom(pitchFeed.DeleteOrder.bytes)) {
      writer.added(putPitch(writer.bytes, writer.end, pitchFeed.DeleteOrder, values));
    }
    const count = writer.messages;
    const end = writer.finish(41);
    const block = new UnitBlock();
    expect(block.open(writer.bytes, 0, end)).toBe(UnitFault.none);
    expect([block.unit, block.count, block.sequence, block.end]).toEqual([7, count, 41, end]);
    let at = block.start;
    for (let i = 0; i < count; i++, at = nextPitchMessage(writer.bytes, at)) {
      expect(getPitch(writer.bytes, at)).toEqual({ name: 'DeleteOrder', fields: values });
    }
    expect(at).toBe(end);
    expect(writer.messages).toBe(0);
  });

  it('that are damaged are told apart', () => {
    const block = new UnitBlock();
    const open = (...bytes: number[]) => block.open(Uint8Array.from(bytes), 0, bytes.length);
    expect(open(8, 0, 0, 1, 0, 0, 0, 0)).toBe(UnitFault.none);
    expect(open(8, 0, 0, 1, 0, 0, 0)).toBe(UnitFault.truncated);
    expect(open(9, 0, 0, 1, 0, 0, 0, 0)).toBe(UnitFault.truncated);
    expect(open(7, 0, 0, 1, 0, 0, 0, 0)).toBe(UnitFault.length);
    expect(open(10, 0, 0, 1, 0, 0, 0, 0, 2, 9)).toBe(UnitFault.count);
    expect(open(10, 0, 1, 1, 0, 0, 0, 0, 2, 9)).toBe(UnitFault.none);
    expect(open(10, 0, 2, 1, 0, 0, 0, 0, 2, 9)).toBe(UnitFault.count);
    expect(open(10, 0, 1, 1, 0, 0, 0, 0, 0, 9)).toBe(UnitFault.count);
    expect(open(10, 0, 1, 1, 0, 0, 0, 0, 3, 9)).toBe(UnitFault.count);
  });

  it('never lead beyond their end, whatever they hold', () => {
    const block = new UnitBlock();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(20), (bytes, count) => {
        if (bytes.length >= UNIT_HEADER_BYTES) {
          bytes[0] = bytes.length;
          bytes[1] = 0;
          bytes[2] = count;
        }
        if (block.open(bytes, 0, bytes.length) !== UnitFault.none) return;
        let at = block.start;
        for (let i = 0; i < block.count; i++) {
          getPitch(bytes, at);
          at = nextPitchMessage(bytes, at);
        }
        expect(at).toBe(block.end);
      }),
      { numRuns: 2000 },
    );
  });
});

describe.skipIf(!hasShared)('captured PITCH (skipped without ../shared)', () => {
  /** UDP or TCP payloads of a classic little-endian pcap of Ethernet frames. */
  function payloads(name: string): Uint8Array[] {
    const file = readFileSync(new URL(`captures/pitch2/${name}`, shared));
    const out: Uint8Array[] = [];
    for (let at = 24; at + 16 <= file.length;) {
      const length = file.readUInt32LE(at + 8);
      const ip = file.subarray(at + 16 + 14, at + 16 + length);
      const transport = ip.subarray(((ip[0] as number) & 15) * 4, ip.readUInt16BE(2));
      const header = ip[9] === 17 ? 8 : ((transport[12] as number) >> 4) * 4;
      out.push(Uint8Array.from(transport.subarray(header)));
      at += 16 + length;
    }
    return out;
  }

  it('holds what its manifest says', () => {
    const counts: Record<string, number> = {};
    const block = new UnitBlock();
    const gaps: number[][] = [];
    let heartbeats = 0;
    let expected = 0;
    let frames = 0;
    for (const bytes of payloads('mcastpitch_realtime_useq.pcap')) {
      frames++;
      expect(block.open(bytes, 0, bytes.length)).toBe(UnitFault.none);
      if (expected !== 0 && block.sequence > expected) gaps.push([frames, expected, block.sequence]);
      if (block.sequence !== 0) expected = block.sequence + block.count;
      if (block.count === 0) heartbeats++;
      for (let i = 0, at = block.start; i < block.count; i++, at = nextPitchMessage(bytes, at)) {
        const name = getPitch(bytes, at)?.name ?? 'unknown';
        counts[name] = (counts[name] ?? 0) + 1;
      }
    }
    expect(frames).toBe(739);
    expect(heartbeats).toBe(720);
    expect(gaps).toEqual([[94, 1, 3]]);
    expect(counts).toEqual({
      Time: 19,
      AddOrderLong: 4,
      AddOrderShort: 3,
      OrderExecuted: 3,
      ReduceSizeShort: 2,
      ModifyOrderLong: 1,
      ModifyOrderShort: 1,
      DeleteOrder: 4,
      TradeLong: 2,
      TradeShort: 1,
    });
  });

  it('shows a login, a request and a response of the gap request proxy', () => {
    const names: string[] = [];
    const block = new UnitBlock();
    for (const bytes of payloads('mcastpitch_grp_useq.pcap')) {
      for (let start = 0; start < bytes.length && block.open(bytes, start, bytes.length) === 0; start = block.end) {
        for (let i = 0, at = block.start; i < block.count; i++, at = nextPitchMessage(bytes, at)) {
          names.push(getPitch(bytes, at, 'recovery')?.name ?? `0x${(bytes[at + 1] as number).toString(16)}`);
        }
      }
    }
    expect([...new Set(names)]).toEqual(
      expect.arrayContaining(['Login', 'LoginResponse', 'GapRequest', 'GapResponse']),
    );
  });
});
