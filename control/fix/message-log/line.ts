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
const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;
const HEX = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** What one byte may become. */
export const LONGEST_ESCAPE = 4;

/** Writes the bytes in readable form to `into[at]`, where there is room for `LONGEST_ESCAPE` each; returns where they end. */
export function escapeBytes(bytes: Uint8Array, start: number, end: number, into: Uint8Array, at: number): number {
  let to = at;
  for (let from = start; from < end; from++) {
    const byte = bytes[from]!;
    if (byte === SOH) into[to++] = BAR;
    else if (byte >= FIRST_PRINTABLE && byte <= LAST_PRINTABLE && byte !== BAR && byte !== BACKSLASH) into[to++] = byte;
    else {
      into[to] = BACKSLASH;
      into[to + 1] = 0x78;
      into[to + 2] = HEX[byte >> 4]!;
      into[to + 3] = HEX[byte & 15]!;
      to += LONGEST_ESCAPE;
    }
  }
  return to;
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

/** The time of a line in text, its date and second made once a second. */
export class LineClock {
  private second = NaN;
  private text = '';

  /** @returns for example `2026-11-23T04:16:07.123Z` */
  format(epochMs: number): string {
    const second = Math.floor(epochMs / 1000);
    if (second !== this.second) {
      this.second = second;
      this.text = new Date(second * 1000).toISOString().slice(0, 19);
    }
    return `${this.text}.${String(Math.floor(epochMs) - second * 1000).padStart(3, '0')}Z`;
  }
}
