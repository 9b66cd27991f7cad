/** Records in names: for people who compare two of them. */
import { BEAT_PS, FLAG, HEADER, RECORD_LAYOUTS, type FieldKind } from '../../../control/core/generated/records.js';

const layouts = new Map(RECORD_LAYOUTS.map((layout) => [layout.type, layout]));
const FLAG_NAMES = Object.entries(FLAG).filter(([name]) => name !== 'port');

export interface NamedRecord {
  /** `AddOrder`, or `type 0x9c` for one that there is not. */
  readonly name: string;
  /** Every field by its name, in the order of the message's table. */
  readonly fields: ReadonlyMap<string, string>;
}

/** @param bytes one slot or two */
export function namedRecord(bytes: Uint8Array): NamedRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = view.getUint8(HEADER.type);
  const flags = view.getUint8(HEADER.flags);
  const layout = layouts.get(type);
  const fields = new Map([
    ['channel', String(view.getUint8(HEADER.channel))],
    ['sequence', String(view.getBigUint64(HEADER.sequence, true))],
    ['port', String(flags & FLAG.port)],
    ['flags', FLAG_NAMES.flatMap(([name, mask]) => ((flags & mask) === 0 ? [] : [name])).join(' ') || 'none'],
    ['ingress', `${(valueOf(view, 'beats48', HEADER.ingress) * BEAT_PS) / 1000} ns`],
  ]);
  for (const { name, kind, offset, size } of layout?.fields ?? []) {
    if (name !== 'messageType' && offset + size <= bytes.length) fields.set(name, textOf(view, kind, offset, size));
  }
  return { name: layout?.name ?? `type 0x${type.toString(16).padStart(2, '0')}`, fields };
}

/** `AddOrder { channel 0, sequence 12, port 0, … }`. */
export function recordText(bytes: Uint8Array): string {
  const { name, fields } = namedRecord(bytes);
  return `${name} { ${[...fields].map(([field, value]) => `${field} ${value}`).join(', ')} }`;
}

/** What is different about two records, in names; undefined: nothing. */
export function recordDifference(found: Uint8Array, expected: Uint8Array): string | undefined {
  if (Buffer.compare(found, expected) === 0) return undefined;
  const a = namedRecord(found);
  const b = namedRecord(expected);
  if (a.name !== b.name) return `${recordText(found)} found, ${recordText(expected)} expected`;
  const different = [...b.fields].flatMap(([name, value]) =>
    a.fields.get(name) === value ? [] : [`${name} ${a.fields.get(name) ?? ''}, expected ${value}`],
  );
  const where = `${b.name} of channel ${b.fields.get('channel') ?? ''} with sequence ${b.fields.get('sequence') ?? ''}`;
  return `${where}: ${different.length > 0 ? different.join('; ') : bytesText(found, expected)}`;
}

/** For what no field covers. */
function bytesText(found: Uint8Array, expected: Uint8Array): string {
  if (found.length !== expected.length) return `${found.length} bytes, expected ${expected.length}`;
  const at = found.findIndex((byte, n) => byte !== expected[n]);
  const hex = (byte = 0): string => `0x${byte.toString(16).padStart(2, '0')}`;
  return `byte ${at}, which no field has, is ${hex(found[at])}, expected ${hex(expected[at])}`;
}

function textOf(view: DataView, kind: FieldKind, at: number, size: number): string {
  if (kind.startsWith('alpha')) {
    const characters = Array.from({ length: size }, (_, n) => String.fromCharCode(view.getUint8(at + n)));
    return JSON.stringify(characters.join(''));
  }
  if (size === 8) return String(view.getBigUint64(at, true));
  return String(valueOf(view, kind, at));
}

/** Values of 48 bits are in two parts: NIC times the high one first, exchange times the low one. */
function valueOf(view: DataView, kind: FieldKind, at: number): number {
  switch (kind) {
    case 'u8':
      return view.getUint8(at);
    case 'u16':
      return view.getUint16(at, true);
    case 'u48':
      return view.getUint16(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
    case 'beats48':
      return view.getUint16(at, true) * 2 ** 32 + view.getUint32(at + 2, true);
    default:
      return view.getUint32(at, true);
  }
}
