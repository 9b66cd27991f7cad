/**
 * Messages described as data: where each field is, and of what kind. For what is not on the hot path (logs, tests, simulators, rare
 * messages); hot encoders and decoders are written by hand and tested against this.
 */
import * as bigEndian from './big-endian.js';
import { alpha as readAlpha, putAlpha } from './big-endian.js';

/** How numbers lie on the wire: the module big-endian.ts or little-endian.ts. */
export type Endian = Pick<typeof bigEndian, 'get16' | 'get32' | 'get64' | 'put16' | 'put32' | 'put64'>;

/**
 * `u64` is a time, price or quantity, exact below 2^53; `id64` an identifier: a bigint. `char` is one Latin-1 letter, `alpha` text
 * padded with spaces.
 */
export type FieldKind = 'u8' | 'u16' | 'u32' | 'i32' | 'u64' | 'id64' | 'char' | 'alpha';

export interface Field<Kind extends FieldKind = FieldKind> {
  readonly at: number;
  readonly kind: Kind;
  readonly size: number;
}

export interface MessageLayout {
  readonly type: number;
  /** Of the fixed part, the type included. */
  readonly bytes: number;
  readonly fields: Readonly<Record<string, Field>>;
}

interface Values {
  u8: number;
  u16: number;
  u32: number;
  i32: number;
  u64: number;
  id64: bigint;
  char: string;
  alpha: string;
}

/** The values of a message, by the names of its layout. */
export type FieldsOf<Layout extends MessageLayout> = {
  -readonly [Name in keyof Layout['fields']]: Layout['fields'][Name] extends Field<infer Kind> ? Values[Kind] : never;
};

export const u8 = (at: number): Field<'u8'> => ({ at, kind: 'u8', size: 1 });
export const u16 = (at: number): Field<'u16'> => ({ at, kind: 'u16', size: 2 });
export const u32 = (at: number): Field<'u32'> => ({ at, kind: 'u32', size: 4 });
export const i32 = (at: number): Field<'i32'> => ({ at, kind: 'i32', size: 4 });
export const u64 = (at: number): Field<'u64'> => ({ at, kind: 'u64', size: 8 });
export const id64 = (at: number): Field<'id64'> => ({ at, kind: 'id64', size: 8 });
export const char = (at: number): Field<'char'> => ({ at, kind: 'char', size: 1 });
export const alpha = (at: number, size: number): Field<'alpha'> => ({ at, kind: 'alpha', size });

export function putField(
  out: Uint8Array,
  start: number,
  field: Field,
  value: number | bigint | string,
  endian: Endian = bigEndian,
): void {
  const at = start + field.at;
  switch (field.kind) {
    case 'u8':
      out[at] = Number(value);
      break;
    case 'u16':
      endian.put16(out, at, Number(value));
      break;
    case 'u32':
    case 'i32':
      endian.put32(out, at, Number(value));
      break;
    case 'u64':
      endian.put64(out, at, Number(value));
      break;
    case 'id64':
      putIdentifier(out, at, BigInt(value), endian);
      break;
    case 'char':
    case 'alpha':
      putAlpha(out, at, field.size, String(value));
      break;
  }
}

function putIdentifier(out: Uint8Array, at: number, value: bigint, endian: Endian): void {
  const isBig = endian === bigEndian;
  endian.put32(out, isBig ? at : at + 4, Number(value >> 32n));
  endian.put32(out, isBig ? at + 4 : at, Number(value & 0xffff_ffffn));
}

function getIdentifier(bytes: Uint8Array, at: number, endian: Endian): bigint {
  const isBig = endian === bigEndian;
  const hi = endian.get32(bytes, isBig ? at : at + 4);
  const lo = endian.get32(bytes, isBig ? at + 4 : at);
  return (BigInt(hi) << 32n) | BigInt(lo);
}

export function getField(
  bytes: Uint8Array,
  start: number,
  field: Field,
  endian: Endian = bigEndian,
): number | bigint | string {
  const at = start + field.at;
  switch (field.kind) {
    case 'u8':
      return bytes[at] as number;
    case 'u16':
      return endian.get16(bytes, at);
    case 'u32':
      return endian.get32(bytes, at);
    case 'i32':
      return endian.get32(bytes, at) | 0;
    case 'u64':
      return endian.get64(bytes, at);
    case 'id64':
      return getIdentifier(bytes, at, endian);
    case 'char':
      return String.fromCharCode(bytes[at] as number);
    case 'alpha':
      return readAlpha(bytes, at, field.size);
  }
}

/** Writes all fields, and nothing else. */
export function putFields<Layout extends MessageLayout>(
  out: Uint8Array,
  at: number,
  layout: Layout,
  values: FieldsOf<Layout>,
  endian: Endian = bigEndian,
): void {
  for (const [name, field] of Object.entries(layout.fields)) {
    putField(out, at, field, (values as Record<string, number | bigint | string>)[name] as number, endian);
  }
}

/** Writes the type, which NASDAQ's messages begin with, and all fields; returns the bytes of the fixed part. */
export function putMessage<Layout extends MessageLayout>(
  out: Uint8Array,
  at: number,
  layout: Layout,
  values: FieldsOf<Layout>,
): number {
  out[at] = layout.type;
  putFields(out, at, layout, values);
  return layout.bytes;
}

/** Reads all fields of a message whose length has been checked. */
export function getMessage<Layout extends MessageLayout>(
  bytes: Uint8Array,
  at: number,
  layout: Layout,
  endian: Endian = bigEndian,
): FieldsOf<Layout> {
  const values: Record<string, number | bigint | string> = {};
  for (const [name, field] of Object.entries(layout.fields)) values[name] = getField(bytes, at, field, endian);
  return values as FieldsOf<Layout>;
}
