/**
 * The names by which venues know our orders: our number in base 36 (capitals, at most 11 characters: it fits an OUCH token), or inside a
 * UUID for venues that insist on one. Requests that need a name of their own (a FIX cancel) add a count.
 */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SPACE = 0x20;
const BASE = 36;
const MAX_DIGITS = 11;
const digitCodes = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0));
const digitValues = new Int8Array(256).fill(-1);
for (let value = 0; value < BASE; value++) digitValues[digitCodes[value]!] = value;

export type ClientIdForm = 'base36' | 'uuid';

/** Writes the number, padded with spaces to `size` (11 or more). Nothing is allocated. */
export function putClientId(out: Uint8Array, at: number, size: number, orderId: number): void {
  let digits = 1;
  for (let limit = BASE; orderId >= limit && digits < MAX_DIGITS; limit *= BASE) digits++;
  let rest = orderId;
  for (let i = digits - 1; i >= 0; i--) {
    const tenth = Math.floor(rest / BASE);
    out[at + i] = digitCodes[rest - tenth * BASE]!;
    rest = tenth;
  }
  for (let i = digits; i < size; i++) out[at + i] = SPACE;
}

/** The number in a padded field of the wire; 0 when it is none of ours. Nothing is allocated. */
export function readClientId(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  let i = 0;
  for (; i < size; i++) {
    const digit = digitValues[bytes[at + i]!]!;
    if (digit < 0) break;
    value = value * BASE + digit;
  }
  if (i === 0 || i > MAX_DIGITS || value > Number.MAX_SAFE_INTEGER) return 0;
  for (; i < size; i++) if (bytes[at + i]! !== SPACE) return 0;
  return value;
}

/** @param request 0 for the order itself; 1 and up for requests about it that have names of their own */
export function clientIdText(form: ClientIdForm, orderId: number, request = 0): string {
  if (form === 'base36') {
    const text = orderId.toString(BASE).toUpperCase();
    return request === 0 ? text : `${text}-${request}`;
  }
  const hex = orderId.toString(16).padStart(14, '0');
  const count = (request & 0xfff).toString(16).padStart(3, '0');
  return `cf0000${hex.slice(0, 2)}-0000-4${count}-8000-${hex.slice(2)}`;
}

/** The order that a name of ours speaks of; 0 when it is none of ours. */
export function orderIdOf(form: ClientIdForm, text: string): number {
  const match = (form === 'base36' ? BASE36_TEXT : UUID_TEXT).exec(text);
  if (match === null) return 0;
  const value = form === 'base36' ? parseInt(match[1] ?? '', BASE) : parseInt(`${match[1]}${match[3]}`, 16);
  return Number.isSafeInteger(value) ? value : 0;
}

/** Which request about an order a name stands for: 0 for the order itself. */
export function requestOf(form: ClientIdForm, text: string): number {
  const match = (form === 'base36' ? BASE36_TEXT : UUID_TEXT).exec(text);
  if (match === null || match[2] === undefined) return 0;
  return form === 'base36' ? Number(match[2]) : parseInt(match[2], 16);
}

const BASE36_TEXT = /^([0-9A-Z]{1,11})(?:-(\d{1,6}))?$/;
const UUID_TEXT = /^cf0000([0-9a-f]{2})-0000-4([0-9a-f]{3})-8000-([0-9a-f]{12})$/;
