import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { LayoutError, constantCase, loadLayout, loadRegisters, ownFields, portCounters, sizeOf } from './model.js';

const hdl = join(dirname(fileURLToPath(import.meta.url)), '..');
const recordsFile = join(hdl, 'records.yaml');
const registersFile = join(hdl, 'registers.yaml');
const tables = join(hdl, '..', '..', 'shared', 'protocols', 'itch50.json');
const pitchTables = join(hdl, '..', '..', 'shared', 'protocols', 'pitch2.json');
const scratch = mkdtempSync(join(tmpdir(), 'crossfeed-layout-'));

afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** The file with one text replaced by another, written to a scratch file. */
function changed(file: string, from: string, to: string): string {
  const source = readFileSync(file, 'utf8');
  expect(source).toContain(from);
  const target = join(scratch, 'changed.yaml');
  writeFileSync(target, source.replace(from, to));
  return target;
}

describe('record layout', () => {
  const layout = loadLayout(recordsFile);

  it('places every field once, aligned, inside the free bytes of its slots', () => {
    for (const record of layout.records) {
      const taken = new Map<number, string>();
      for (const field of record.fields) {
        if (!ownFields(layout, record).includes(field)) continue;
        const alignment = field.size >= 8 ? 8 : field.size >= 4 ? 4 : field.size >= 2 ? 2 : 1;
        expect(field.recordOffset % alignment, `${record.name}.${field.name}`).toBe(0);
        for (let byte = field.recordOffset; byte < field.recordOffset + field.size; byte += 1) {
          expect(taken.get(byte), `${record.name}.${field.name} at ${String(byte)}`).toBeUndefined();
          taken.set(byte, field.name);
          const inSlot = byte % layout.slotBytes;
          expect(inSlot < layout.lapOffset, `${record.name}.${field.name} in the lap word`).toBe(true);
          // PITCH has no tracking number, and uses its place.
          const free = byte === 3 || byte >= 28 || (record.protocol === 'pitch2' && (byte === 6 || byte === 7));
          expect(free, `${record.name}.${field.name} in the header`).toBe(true);
          expect(byte < record.slots * layout.slotBytes).toBe(true);
        }
      }
    }
  });

  it('needs two slots for NOII and Direct Listing Capital Raise only, among the messages of ITCH', () => {
    const itch = layout.records.filter(({ protocol }) => protocol === 'itch50');
    expect(itch.filter(({ slots }) => slots === 2).map(({ name }) => name)).toEqual([
      'Noii',
      'DirectListingCapitalRaise',
    ]);
  });

  it('refuses a field that does not fit two slots', () => {
    const file = changed(
      recordsFile,
      'Gap:     { type: 0x02,',
      'Wide:    { type: 0x0F, doc: "w", fields: { a: alpha16, b: alpha16, c: alpha16, d: alpha16, e: alpha16, f: alpha16 } }\n  Gap:     { type: 0x02,',
    );
    expect(() => loadLayout(file)).toThrow(LayoutError);
    expect(() => loadLayout(file)).toThrow(/control\.Wide\.\w+: found no free place for 16 bytes/);
  });

  it('refuses message fields that overlap or leave a hole, and a wrong length', () => {
    expect(() => loadLayout(changed(recordsFile, 'side: [19, alpha1]', 'side: [18, alpha1]'))).toThrow(
      /AddOrder\.side: found offset 18, expected offset 19/,
    );
    expect(() => loadLayout(changed(recordsFile, 'type: D\n      length: 19', 'type: D\n      length: 20'))).toThrow(
      /OrderDelete: found fields of 19 bytes, expected length 20/,
    );
  });

  it('refuses two records of one type, and unknown field kinds', () => {
    expect(() => loadLayout(changed(recordsFile, 'type: X\n', 'type: D\n'))).toThrow(/found type of OrderCancel/);
    expect(() => loadLayout(changed(recordsFile, '[11, u64]', '[11, u63]'))).toThrow();
    expect(() => sizeOf('u63')).toThrow(LayoutError);
  });

  it.skipIf(!existsSync(tables))('agrees with the published message tables (needs the shared protocol tables)', () => {
    const published = JSON.parse(readFileSync(tables, 'utf8')) as {
      messages: {
        type: string;
        name: string;
        length: number;
        fields: { name: string; offset: number; length: number; type: string }[];
      }[];
    };
    const ours = layout.records.filter(({ protocol }) => protocol === 'itch50');
    expect(ours.map(({ name, type, length }) => ({ name, type: String.fromCharCode(type), length }))).toEqual(
      published.messages.map(({ name, type, length }) => ({ name, type, length })),
    );
    published.messages.forEach((message, index) => {
      expect(
        ours[index]?.fields.map(({ name, messageOffset, size, kind }) => ({ name, messageOffset, size, kind })),
      ).toEqual(
        message.fields.map(({ name, offset, length, type }) => ({
          name,
          messageOffset: offset,
          size: length,
          kind: type === 'alpha' ? `alpha${String(length)}` : type,
        })),
      );
    });
  });
});

describe('PITCH records', () => {
  const pitch = loadLayout(recordsFile).records.filter(({ protocol }) => protocol === 'pitch2');

  it('have what books need in one slot at one place', () => {
    const places = (names: string): unknown[] =>
      pitch.flatMap(({ fields }) =>
        fields
          .filter(({ name }) => names.split(' ').includes(name))
          .map(({ recordOffset, kind }) => [recordOffset, kind]),
      );
    expect(new Set(places('orderId').map(String))).toEqual(new Set(['32,u64']));
    expect(new Set(places('symbol').map(String))).toEqual(new Set(['40,alpha8']));
    expect(new Set(places('price').map(String))).toEqual(new Set(['48,price4x8']));
    expect(new Set(places('quantity executedQuantity canceledQuantity').map(String))).toEqual(new Set(['56,u32']));
    expect(new Set(places('side').map(String))).toEqual(new Set(['3,alpha1']));
  });

  it('refuse a place that is taken, or not aligned', () => {
    expect(() => loadLayout(changed(recordsFile, 'symbol: 40', 'symbol: 42'))).toThrow(
      /place 42, expected a multiple of 8/,
    );
  });

  it.skipIf(!existsSync(pitchTables))(
    'agree with the published message tables (needs the shared protocol tables)',
    () => {
      const published = JSON.parse(readFileSync(pitchTables, 'utf8')) as {
        lengthVariants: Record<string, Record<string, string>>;
        messages: {
          type: string;
          name: string;
          length: number;
          fields: { name: string; offset: number; length: number; type: string }[];
        }[];
      };
      expect(
        pitch.map(({ name, type, length, atLeast, fields }) => ({
          name,
          type,
          length,
          atLeast,
          fields: fields.map(({ name, messageOffset, kind, wire }) => [name, messageOffset, wire ?? kind]),
        })),
      ).toEqual(
        published.messages.map(({ name, type, length, fields }) => ({
          name: `Pitch${name}`,
          type: Number(type),
          length,
          atLeast: Math.min(...Object.keys(published.lengthVariants[type] ?? { [length]: '' }).map(Number)),
          fields: fields.map((field) => [
            field.name,
            field.offset,
            field.type === 'alpha' ? `alpha${String(field.length)}` : field.type,
          ]),
        })),
      );
    },
  );
});

describe('register map', () => {
  const map = loadRegisters(registersFile);

  it('has blocks that do not overlap, within the address space', () => {
    const instances: Record<string, number> = {
      MATCH_ENTRIES: 32,
      PORTS: 4,
      CHANNELS: 16,
      CAPTURE_FRAMES: 8,
      FURTHER_RINGS: 3,
    };
    const spans = map.blocks.map((block) => ({
      name: block.name,
      first: block.base,
      end: block.base + (block.count === undefined ? 0x80 : (instances[block.count] ?? 0) * (block.stride ?? 0)),
    }));
    for (const window of map.windows) {
      spans.push({
        name: window.name,
        first: window.base,
        end: window.base + (instances[window.count] ?? 0) * window.stride,
      });
    }
    spans.sort((a, b) => a.first - b.first);
    spans.forEach((span, index) => {
      const next = spans[index + 1];
      if (next !== undefined) expect(span.end <= next.first, `${span.name} runs into ${next.name}`).toBe(true);
      expect(span.end <= 2 ** map.addressBits, span.name).toBe(true);
    });
  });

  it('refuses misaligned and doubly used offsets', () => {
    expect(() =>
      loadRegisters(changed(registersFile, 'SCRATCH:       { offset: 0x28', 'SCRATCH:       { offset: 0x2A')),
    ).toThrow(/device\.SCRATCH: found offset 42, expected a multiple of 4/);
    expect(() =>
      loadRegisters(changed(registersFile, 'SCRATCH:       { offset: 0x28', 'SCRATCH:       { offset: 0x24')),
    ).toThrow(/found the offset of CLOCK_PS/);
  });

  it('refuses counters that do not fit their block', () => {
    expect(() =>
      loadRegisters(changed(registersFile, 'group: portAll, offset: 0x40', 'group: portAll, offset: 0x180')),
    ).toThrow(/port counters/);
  });

  it('appends one counter per reject reason, in checking order', () => {
    const names = portCounters(map).map(([name]) => name);
    expect(names.slice(-Object.keys(map.rejectReasons).length)).toEqual(
      Object.keys(map.rejectReasons).map((reason) => `rejected.${reason}`),
    );
    expect(constantCase('rejected.badFcs')).toBe('REJECTED_BAD_FCS');
  });
});
