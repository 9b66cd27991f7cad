/** Registers as people read them. */
import { hex } from '../card/card.js';
import type { NamedRegister } from '../card/register-names.js';

/** `device.SCRATCH  0x000028  0x00000000  no effect; for bus checks`, and its fields. */
export function registerLine(
  { name, address, bits, doc, fields }: NamedRegister,
  value: number,
  width: number,
): string {
  const text = bits === 64 ? String(value) : hex(value);
  const parts = fields.map((field) => `${field.name}=${Math.floor((value >>> 0) / 2 ** field.bit) % 2 ** field.width}`);
  const note = parts.length > 0 ? parts.join(' ') : doc;
  return `${name.padEnd(width)}  0x${address.toString(16).padStart(5, '0')}  ${text.padStart(10)}  ${note}`.trimEnd();
}

/** `0x1F`, `31` or `0b11111`: a 32-bit value; undefined for anything else. */
export function parseValue(text: string): number | undefined {
  if (!/^(0x[0-9a-f]{1,8}|0b[01]{1,32}|\d{1,10})$/i.test(text)) return undefined;
  const value = Number(text);
  return value < 2 ** 32 ? value : undefined;
}
