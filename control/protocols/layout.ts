/**
 * Messages described as data: where each field is, and of what kind. For what is not on the hot path (logs, tests, simulators, rare
 * messages); hot encoders and decoders are written by hand and tested against this.
 */
import { alpha as readAlpha, get16, get32, get64, getI32, put16, put32, put64, putAlpha } from './big-endian.js';

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

export function putField(out: Uint8Array, start: number, field: Field, value: number | bigint | string): void {
  const at = start + field.at;
  switch (field.kind) {
    case 'u8':
      out[at] = Number(value);
      break;
    case 'u16':
      put16(out, at, Number(value));
      break;
    case 'u32':
    case 'i32':
      put32(out, at, Number(value));
      break;
    case 'u64':
      put64(out, at, Number(value));
      break;
    case 'id64':
      put32(out, at, Number(BigInt(value) >> 32n));
      put32(out, at + 4, Number(BigInt(value) & 0xffff_ffffn));
      break;
    case 'char':
    case 'alpha':
      putAlpha(out, at, field.size, String(value));
      break;
  }
}

export function getField(bytes: Uint8Array, start: number, field: Field): number | bigint | string {
  const at = start + field.at;
  switch (field.kind) {
    case 'u8':
      return bytes[at] as number;
    case 'u16':
      return get16(bytes, at);
    case 'u32':
      return get32(bytes, at);
    case 'i32':
      return getI32(bytes, at);
    case 'u64':
      return get64(bytes, at);
    case 'id64':
      return (BigInt(get32(bytes, at)) << 32n) | BigInt(get32(bytes, at + 4));
    case 'char':
      return String.fromCharCode(bytes[at] as number);
    case 'alpha':
      return readAlpha(bytes, at, field.size);
  }
}

/** Writes the type and all fields; returns the bytes of the fixed part. */
export function putMessage<Layout extends MessageLayout>(
  out: Uint8Array,
  at: number,
  layout: Layout,
  values: FieldsOf<Layout>,
): number {
  out[at] = layout.type;
  for (const [name, field] of Object.entries(layout.fields)) {
    putField(out, at, field, (values as Record<string, number | bigint | string>)[name] as number);
  }
  return layout.bytes;
}

/** Reads all fields of a message whose length has been checked. */
export function getMessage<Layout extends MessageLayout>(
  bytes: Uint8Array,
  at: number,
  layout: Layout,
): FieldsOf<Layout> {
  const values: Record<string, number | bigint | string> = {};
  for (const [name, field] of Object.entries(layout.fields)) values[name] = getField(bytes, at, field);
  return values as FieldsOf<Layout>;
}
