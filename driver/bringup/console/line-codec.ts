/** Lines of the console protocol (docs/console-protocol.md): requests as text, answers checked and taken apart. */
import { crc32 } from 'node:zlib';

/** Words that one dump may ask for. */
export const DUMP_WORDS_MAX = 64;
export const IDENTITY_WORDS = 6;

export const ERROR = {
  BAD_CRC: 0x01,
  BAD_FORM: 0x02,
  UNKNOWN_COMMAND: 0x03,
  BUS_ERROR: 0x04,
  BUS_TIMEOUT: 0x05,
  TOO_LONG: 0x06,
  UNFINISHED: 0x07,
} as const;

const ERROR_TEXT: Readonly<Record<number, string>> = {
  [ERROR.BAD_CRC]: 'checksum wrong',
  [ERROR.BAD_FORM]: 'form or length wrong',
  [ERROR.UNKNOWN_COMMAND]: 'unknown command',
  [ERROR.BUS_ERROR]: 'the register bus answered with an error',
  [ERROR.BUS_TIMEOUT]: 'the register bus did not answer in time',
  [ERROR.TOO_LONG]: 'line too long',
  [ERROR.UNFINISHED]: 'line not finished in time',
};

export function errorText(code: number): string {
  return ERROR_TEXT[code] ?? `error ${hex(code, 2)}`;
}

export type Command = 'R' | 'W' | 'D' | 'I' | 'T' | 'C' | 'L';

/** What a card answers: the words of an answer, or an error code. */
export type Answer =
  | { readonly kind: 'answer'; readonly tag: number; readonly command: Command; readonly words: readonly number[] }
  | { readonly kind: 'error'; readonly tag: number; readonly code: number };

/** Why a line that came is no answer. `length` speaks for lost bytes, `crc` and `form` for changed ones. */
export type Damage = 'crc' | 'form' | 'length';

export function hex(value: number, digits: number): string {
  return (value >>> 0).toString(16).toUpperCase().padStart(digits, '0');
}

/** `body` with its checksum between `:` and the line's end. The body begins with the tag. */
export function requestLine(tag: number, command: Command, args: string): string {
  const body = `${hex(tag, 2)}${command}${args}`;
  return `:${body}${hex(crc32(body), 8)}\n`;
}

const CRC_DIGITS = 8;
const TAG_DIGITS = 2;
const COMMANDS = 'RWDITCL';

/** Takes a line apart, `=` or `!` first and without its end. */
export function parseAnswer(line: string): Answer | Damage {
  const body = line.slice(1, -CRC_DIGITS);
  if (line.length < 1 + TAG_DIGITS + CRC_DIGITS + 1) return 'length';
  const crcText = line.slice(-CRC_DIGITS);
  if (!isHex(crcText) || !isHex(body.slice(0, TAG_DIGITS))) return 'form';
  const tag = parseInt(body.slice(0, TAG_DIGITS), 16);
  const matches = parseInt(crcText, 16) === crc32(body);
  if (line.startsWith('!')) {
    const code = body.slice(TAG_DIGITS);
    if (code.length !== 2) return 'length';
    if (!isHex(code)) return 'form';
    return matches ? { kind: 'error', tag, code: parseInt(code, 16) } : 'crc';
  }
  const command = body.charAt(TAG_DIGITS);
  if (!COMMANDS.includes(command)) return 'form';
  const data = body.slice(TAG_DIGITS + 1);
  const expected = dataDigits(command as Command, data);
  if (expected !== undefined && data.length !== expected) return 'length';
  if (!isHex(data)) return 'form';
  if (!matches) return 'crc';
  if (expected === undefined) return 'length';
  const first = command === 'D' ? 2 : 0;
  const words: number[] = [];
  for (let at = first; at < data.length; at += 8) words.push(parseInt(data.slice(at, at + 8), 16));
  return { kind: 'answer', tag, command: command as Command, words };
}

/** Digits of an answer's data: fixed, or as the line itself says; undefined: as many words as there are. */
function dataDigits(command: Command, data: string): number | undefined {
  switch (command) {
    case 'R':
      return 8;
    case 'W':
    case 'C':
      return 0;
    case 'D':
      return 2 + 8 * parseInt(data.slice(0, 2), 16);
    case 'I':
      return 8 * IDENTITY_WORDS;
    case 'T':
      return 16;
    case 'L':
      return data.length - (data.length % 8) || 8;
  }
}

function isHex(text: string): boolean {
  return /^[0-9A-F]*$/.test(text);
}
