/**
 * One line of a message log. Five columns, one blank between them, printable ASCII only, so that grep, sort and any editor work:
 *
 *     2026-11-23T04:16:07.123Z > FIX.4.4:CROSSFEED->CLIENT1 - 8=FIX.4.4|9=61|35=0|…|10=123|
 *
 * time (UTC), direction (`<` received, `>` sent, `#` a remark), session, mark, bytes. SOH is written `|`; a byte that is not printable,
 * and `|` and `\` themselves, are written `\xHH`: so the bytes can be had back exactly. The mark is `-`, or words joined by commas:
 * `masked` secrets replaced by `***`, BodyLength and CheckSum made right again; `garbled:REASON` no valid message, REASON as the
 * framer gives it; `cut:N` only the beginning of N bytes. Blanks in the session's name are written `\x20`.
 */

export type LineDirection = '<' | '>' | '#';

const SOH = 1;
const BAR = 0x7c;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const NINE = 0x39;
const EQUALS = 0x3d;
const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;
const HEX = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** What one byte may become. */
export const LONGEST_ESCAPE = 4;

/** What a byte becomes; 0: an escape. */
const READABLE = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === SOH) return BAR;
  return byte >= FIRST_PRINTABLE && byte <= LAST_PRINTABLE && byte !== BAR && byte !== BACKSLASH ? byte : 0;
});

/** Writes the bytes in readable form to `into[at]`, where there is room for `LONGEST_ESCAPE` each; returns where they end. */
export function escapeBytes(bytes: Uint8Array, start: number, end: number, into: Uint8Array, at: number): number {
  let to = at;
  for (let from = start; from < end; from++) {
    const byte = bytes[from]!;
    const readable = READABLE[byte]!;
    if (readable !== 0) into[to++] = readable;
    else to = escape(byte, into, to);
  }
  return to;
}

/** Which tags must not be written. */
export interface TagFilter {
  mayBeSecret(tag: number): boolean;
}

/**
 * The same in one walk that looks at the tag of every field: -1 when one of them may be secret. What a data field holds may be taken
 * for a secret without being one, but never the other way round.
 */
export function escapeUnlessSecret(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Uint8Array,
  at: number,
  tags: TagFilter,
): number {
  let to = at;
  /** Of the field that begins, while its digits are read; -1 in its value. */
  let tag = 0;
  for (let from = start; from < end; from++) {
    const byte = bytes[from]!;
    const readable = READABLE[byte]!;
    if (readable === 0) {
      to = escape(byte, into, to);
      tag = -1;
      continue;
    }
    into[to++] = readable;
    if (byte === SOH) tag = 0;
    else if (tag >= 0) {
      if (byte >= ZERO && byte <= NINE) tag = tag * 10 + byte - ZERO;
      else if (byte === EQUALS && tags.mayBeSecret(tag)) return -1;
      else tag = -1;
    }
  }
  return to;
}

function escape(byte: number, into: Uint8Array, to: number): number {
  into[to] = BACKSLASH;
  into[to + 1] = 0x78;
  into[to + 2] = HEX[byte >> 4]!;
  into[to + 3] = HEX[byte & 15]!;
  return to + LONGEST_ESCAPE;
}

/** The bytes that `escapeBytes` was given. A `\` that begins no escape stands for itself. */
export function unescapeBytes(text: Uint8Array, start: number, end: number, into: Uint8Array, at: number): number {
  let to = at;
  for (let from = start; from < end; from++) {
    const byte = text[from]!;
    if (byte === BAR) into[to++] = SOH;
    else if (byte === BACKSLASH && from + 3 < end && text[from + 1] === 0x78) {
      const value = hexDigit(text[from + 2]!) * 16 + hexDigit(text[from + 3]!);
      if (value >= 0) {
        into[to++] = value;
        from += 3;
      } else into[to++] = byte;
    } else into[to++] = byte;
  }
  return to;
}

function hexDigit(char: number): number {
  if (char >= 0x30 && char <= 0x39) return char - 0x30;
  const lower = char | 0x20;
  // Far enough below 0 to stay there whatever the other digit is.
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1000;
}

/** A session's name, or another text, as one column. */
export function escapeColumn(text: string): string {
  return text.replace(/[^\x21-\x7e]|\\/g, (char) => `\\x${(char.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`);
}

const TIME_BYTES = 24;

/** The time of a line, made anew only when it changes: its date and second once a second. */
export class LineClock {
  private second = NaN;
  private ms = NaN;
  private readonly bytes = new Uint8Array(TIME_BYTES);

  /** Writes for example `2026-11-23T04:16:07.123Z` to `into[at]`; returns where it ends. */
  write(epochMs: number, into: Uint8Array, at: number): number {
    if (epochMs !== this.ms) this.update(epochMs);
    const { bytes } = this;
    for (let i = 0; i < TIME_BYTES; i++) into[at + i] = bytes[i]!;
    return at + TIME_BYTES;
  }

  private update(epochMs: number): void {
    this.ms = epochMs;
    const { bytes } = this;
    const second = Math.floor(epochMs / 1000);
    if (second !== this.second) {
      this.second = second;
      const text = new Date(second * 1000).toISOString();
      for (let i = 0; i < TIME_BYTES; i++) bytes[i] = text.charCodeAt(i);
    }
    const ms = Math.floor(epochMs) - second * 1000;
    bytes[20] = ZERO + Math.floor(ms / 100);
    bytes[21] = ZERO + (Math.floor(ms / 10) % 10);
    bytes[22] = ZERO + (ms % 10);
  }
}
