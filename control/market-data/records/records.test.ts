import { describe, expect, it } from 'vitest';
import { FLAG, HEADER, LAP_OFFSET, RECORD_LAYOUTS, type FieldLayout } from '../../core/generated/records.js';
import { RecordRing } from '../../core/record-ring.js';
import { MESSAGE_LENGTHS } from '../../protocols/itch50/messages.js';
import { decodeItch50, isKnownItch50, MESSAGE_SLOTS } from './itch50.js';
import { putPitch } from '../../protocols/pitch2/codec.js';
import type { MessageLayout } from '../../protocols/layout.js';
import { pitchFeed } from '../../protocols/pitch2/messages.js';
import { deleteMessage, timeMessage } from '../software/pitch-rig.js';
import { NdjsonWriter } from './ndjson.js';
import { PitchDecoder } from './pitch2.js';
import { RecordWriter } from './writer.js';

const MESSAGES = RECORD_LAYOUTS.filter(({ protocol }) => protocol === 'itch50');

describe('the ITCH 5.0 decoder', () => {
  it('knows the types, lengths and sizes of the layout, and no others', () => {
    for (let type = 0; type < 256; type++) {
      const layout = MESSAGES.find((each) => each.type === type);
      expect([type, MESSAGE_LENGTHS[type], MESSAGE_SLOTS[type]]).toEqual([
        type,
        layout?.length ?? 0,
        layout?.slots ?? 0,
      ]);
    }
    expect(MESSAGES).toHaveLength(23);
    expect(isKnownItch50(Uint8Array.of(0x53), 0, 0)).toBe(false);
  });

  it.each(MESSAGES)(
    'puts every byte of $name where the layout says, and nothing elsewhere',
    ({ type, length, fields }) => {
      const message = Uint8Array.from({ length: length + 6 }, (_, i) => (i * 37 + 130) & 255);
      message[3] = type;
      const ring = new RecordRing(new ArrayBuffer(1024), 0, 4);
      const slot = 128;
      ring.u8[slot] = type;
      decodeItch50(ring, slot, message, 3);
      const expected = new Uint8Array(1024);
      for (const field of fields) place(expected, slot, message, 3, field);
      expect(ring.u8).toEqual(expected);
    },
  );
});

/** Big-endian on the wire, little-endian in the record; text as it stands. */
function place(to: Uint8Array, slot: number, message: Uint8Array, at: number, field: FieldLayout): void {
  const bytes = message.slice(at + field.messageOffset, at + field.messageOffset + field.size);
  to.set(field.kind.startsWith('alpha') ? bytes : bytes.reverse(), slot + field.offset);
}

describe('the PITCH decoder', () => {
  /** Every digit of a field differs from its neighbours', so that a byte in the wrong place shows. */
  const fieldsOf = (layout: MessageLayout, salt: number): Record<string, number | bigint | string> =>
    Object.fromEntries(
      Object.entries(layout.fields).map(([name, { kind, size, at }]) => {
        if (kind === 'alpha') return [name, 'QRSTUVWXYZABCDEFGHIJKLMN'.slice(0, size - (salt % 2))];
        if (kind === 'char') return [name, 'N'];
        const bytes = Array.from(
          { length: Math.min(size, kind === 'id64' ? 8 : 6) },
          (_, i) => (at * 37 + i * 11 + salt) & 255,
        );
        const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
        return [name, kind === 'id64' ? value : Number(value)];
      }),
    );

  /** As the contract prints them. */
  const shown = (layout: MessageLayout, values: Record<string, number | bigint | string>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        layout.fields[name]!.size > 4 && typeof value !== 'string' ? String(value) : value,
      ]),
    );

  it.each(Object.entries(pitchFeed))(
    'gives %s as the general codec does, field by field',
    (_, layout: MessageLayout) => {
      for (const [length, salt] of [
        [layout.bytes, 0],
        [layout.bytes, 131],
        [layout.bytes + 9, 3],
        ...(layout.type === 0x2f ? [[40, 5] as const, [36, 6] as const, [39, 7] as const] : []),
      ] as const) {
        const values = fieldsOf(layout, salt);
        const message = new Uint8Array(layout.bytes + 16);
        putPitch(message, 5, layout, values as never);
        message[5] = length;
        const decoder = new PitchDecoder();
        const flags = decoder.flagsOf(Uint32Array.of(1, 0), message, 5, length, 0);
        expect(flags).toBe(layout.type === 0x20 ? 0 : FLAG.timeUncertain);
        const lines = ndjson((writer) => {
          const slot = writer.begin(decoder.slotsOf(message, 5, length), layout.type, 0, 0);
          decoder.decode(writer.ring, slot, message, 5, length);
        });
        const kept = Object.entries(values).filter(
          ([name]) => layout.fields[name]!.at + layout.fields[name]!.size <= length,
        );
        const line = JSON.parse(String(lines[0])) as Record<string, unknown>;
        expect(line).toEqual({
          channel: 0,
          sequence: '0',
          type: `0x${layout.type.toString(16).toUpperCase()}`,
          port: 0,
          length,
          ...shown(layout, Object.fromEntries(kept)),
        });
        expect(Object.keys(line).slice(5)).toEqual(kept.map(([name]) => name));
      }
    },
  );

  it('joins seconds and nanoseconds, exactly for any of them', () => {
    const decoder = new PitchDecoder();
    const ring = new RecordRing(new ArrayBuffer(1024), 0, 4);
    const stamp = (message: Uint8Array): bigint => {
      decoder.flagsOf(Uint32Array.of(1, 0), message, 0, message.length, 0);
      decoder.decode(ring, 0, message, 0, message.length);
      return (BigInt(ring.u16[(HEADER.timestamp + 4) >> 1]!) << 32n) | BigInt(ring.u32[HEADER.timestamp >> 2]!);
    };
    expect(stamp(deleteMessage(1, 999_999_999))).toBe(999_999_999n);
    for (const seconds of [0, 1, 34200, 86399, 281474, 281475, 2 ** 31, 2 ** 32 - 1]) {
      expect(stamp(timeMessage(seconds))).toBe((BigInt(seconds) * 1_000_000_000n) % 2n ** 48n);
      for (const offset of [0, 999_999_999, 2 ** 32 - 1]) {
        expect(stamp(deleteMessage(1, offset))).toBe((BigInt(seconds) * 1_000_000_000n + BigInt(offset)) % 2n ** 48n);
      }
    }
  });
});

describe('the ring writer', () => {
  it('numbers laps, and pads where two slots would straddle the wrap', () => {
    const writer = new RecordWriter(4);
    const laps = (): number[] => Array.from({ length: 16 }, (_, i) => writer.ring.u32[(i * 64 + LAP_OFFSET) / 4]!);
    for (let i = 0; i < 15; i++) expect(writer.begin(1, 0x41, 3, 1)).toBe(i * 64);
    expect(laps()).toEqual([...Array.from({ length: 15 }, () => 1), 0]);
    writer.ring.u8.fill(0xff, 15 * 64, 16 * 64);
    writer.release(10);
    expect(writer.begin(2, 0x49, 3, 1)).toBe(0);
    expect(laps()).toEqual([2, 2, ...Array.from({ length: 14 }, () => 1)]);
    expect([...writer.ring.u8.subarray(15 * 64, 15 * 64 + 60)]).toEqual(Array.from({ length: 60 }, () => 0));
    expect(writer.ring.u8[HEADER.flags]).toBe(1 | FLAG.twoSlots);
    expect([writer.pending, writer.free]).toEqual([8, 8]);
    // A batch never ends in the middle of a record.
    expect([writer.first, writer.batchEnd(6), writer.batchEnd(7), writer.batchEnd(8)]).toEqual([10, 16, 18, 18]);
  });
});

function ndjson(fill: (writer: RecordWriter) => void): unknown[] {
  const writer = new RecordWriter(6);
  fill(writer);
  const chunks: Uint8Array[] = [];
  const lines = new NdjsonWriter((bytes) => chunks.push(bytes.slice()));
  lines.onRecords(writer.ring, writer.first, writer.batchEnd(64));
  lines.flush();
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? [] : text.trimEnd().split('\n');
}

describe('lines of JSON', () => {
  it('prints a message as the contract shows it', () => {
    const lines = ndjson((writer) => {
      const slot = writer.begin(1, 0x41, 0, 0);
      const { u8, u16, u32 } = writer.ring;
      const message = new Uint8Array(36);
      const view = new DataView(message.buffer);
      message[0] = 0x41;
      view.setUint16(1, 7182);
      view.setUint32(7, 34200000000000 % 2 ** 32);
      view.setUint16(5, Math.floor(34200000000000 / 2 ** 32));
      view.setUint32(15, 123);
      message[19] = 0x42;
      view.setUint32(20, 100);
      message.set(new TextEncoder().encode('AAPL    '), 24);
      view.setUint32(32, 1890000);
      decodeItch50(writer.ring, slot, message, 0);
      u32[(slot + HEADER.sequence) >> 2] = 14760001;
      expect([u8[slot], u16[(slot + HEADER.stockLocate) >> 1]]).toEqual([0x41, 7182]);
    });
    expect(lines).toEqual([
      '{"channel":0,"sequence":"14760001","type":"A","port":0,"stockLocate":7182,"trackingNumber":0,"timestamp":"34200000000000",' +
        '"orderRef":"123","side":"B","shares":100,"stock":"AAPL","price":1890000}',
    ]);
  });

  it('prints control records, and leaves pads out', () => {
    const at = (writer: RecordWriter, offset: number, value: number): void => {
      writer.ring.u32[offset >> 2] = value;
    };
    const lines = ndjson((writer) => {
      const gap = writer.begin(1, 2, 0, 0);
      at(writer, gap + HEADER.sequence, 14760005);
      at(writer, gap + 32, 0xffffffff);
      at(writer, gap + 36, 0xffffffff);
      writer.begin(1, 0, 0, 0);
      const session = writer.begin(1, 3, 1, 0);
      writer.ring.u8.set(new TextEncoder().encode('0"\\ \0B    '), session + 32);
      writer.begin(1, 4, 255, 0);
      const unknown = writer.begin(1, 1, 0, 1);
      at(writer, unknown + HEADER.sequence, 9);
      writer.ring.u8[unknown + 3] = 0x9a;
      writer.ring.u16[(unknown + 28) >> 1] = 38;
      const unsequenced = writer.begin(1, 1, 0, FLAG.unsequenced);
      writer.ring.u8[unsequenced + 3] = 5;
      const loss = writer.begin(1, 5, 0, 0);
      at(writer, loss + HEADER.sequence, 7);
      at(writer, loss + 32, 8);
      at(writer, loss + 28, 2);
    });
    expect(lines).toEqual([
      '{"channel":0,"gap":["14760005","18446744073709551615"]}',
      '{"channel":1,"session":"0\\"\\\\ \\u0000B"}',
      '{"channel":255,"end":true}',
      '{"channel":0,"sequence":"9","unknown":"0x9A","length":38}',
      '{"channel":0,"unknown":"0x05","length":0,"unsequenced":true}',
      '{"channel":0,"loss":["7","8"],"count":2}',
    ]);
  });

  it('prints numbers exactly and any byte as valid JSON', () => {
    const identifiers = [0n, 9n, 2n ** 31n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n];
    const bytes = Array.from({ length: 256 }, (_, i) => i);
    const lines = ndjson((writer) => {
      for (let i = 0; i < 32; i++) {
        const slot = writer.begin(1, 0x41, 0, FLAG.recovered | FLAG.timeUncertain | 1);
        const reference = identifiers[i % identifiers.length]!;
        writer.ring.u32[(slot + 32) >> 2] = Number(reference & 0xffffffffn);
        writer.ring.u32[(slot + 36) >> 2] = Number(reference >> 32n);
        writer.ring.u8.set(bytes.slice(8 * i, 8 * i + 8), slot + 40);
        writer.ring.u32[(slot + 28) >> 2] = 0xffffffff;
      }
    });
    const records = lines.map((line) => JSON.parse(String(line)) as Record<string, unknown>);
    records.forEach((record, i) => {
      expect(record).toMatchObject({
        orderRef: String(identifiers[i % identifiers.length]),
        shares: 4294967295,
        port: 1,
      });
      expect(record).toMatchObject({ recovered: true, timeUncertain: true });
      expect(record['stock']).toBe(String.fromCharCode(...bytes.slice(8 * i, 8 * i + 8)).replace(/ +$/, ''));
    });
  });
});
