/** Builds UTF-8 text in one buffer without strings: numbers digit by digit, Latin-1 fields with JSON's escapes. */

const FLUSH_BYTES = 1 << 20;
/** More than any one record takes. */
const SLACK_BYTES = 1 << 14;
const TWO_32 = 4294967296;
const DIGIT_0 = 0x30;

const encoder = new TextEncoder();

export class TextBuffer {
  private readonly bytes = new Uint8Array(FLUSH_BYTES + SLACK_BYTES);
  private length = 0;
  private readonly digits = new Uint8Array(20);

  /** @param write takes what has piled up; the bytes are valid only during the call */
  constructor(private readonly write: (bytes: Uint8Array) => void) {}

  /** Hands on what there is. */
  flush(): void {
    if (this.length > 0) this.write(this.bytes.subarray(0, this.length));
    this.length = 0;
  }

  /** To be called between records. */
  flushIfLong(): void {
    if (this.length >= FLUSH_BYTES) this.flush();
  }

  raw(text: Uint8Array): void {
    const { bytes, length } = this;
    for (let i = 0; i < text.length; i++) bytes[length + i] = text[i]!;
    this.length = length + text.length;
  }

  byte(value: number): void {
    this.bytes[this.length++] = value;
  }

  /** An integer from 0 below 2^53. */
  number(value: number): void {
    const { digits } = this;
    let rest = value;
    let at = digits.length;
    while (rest > 0x7fffffff) {
      const quotient = Math.floor(rest / 10);
      digits[--at] = DIGIT_0 + (rest - quotient * 10);
      rest = quotient;
    }
    let small = rest | 0;
    do {
      const quotient = (small / 10) | 0;
      digits[--at] = DIGIT_0 + (small - quotient * 10);
      small = quotient;
    } while (small > 0);
    for (; at < digits.length; at++) this.bytes[this.length++] = digits[at]!;
  }

  /** A 64-bit integer in decimal. */
  number64(hi: number, lo: number): void {
    if (hi < 0x200000) {
      this.number(hi * TWO_32 + lo);
      return;
    }
    // Beyond 2^53 only identifiers are found, and not often: exactness before speed.
    this.raw(encoder.encode(String((BigInt(hi) << 32n) | BigInt(lo))));
  }

  /** A Latin-1 field without its trailing spaces, as the inside of a JSON string. */
  latin1(field: Uint8Array, at: number, size: number): void {
    let end = at + size;
    while (end > at && field[end - 1] === 0x20) end--;
    for (let i = at; i < end; i++) {
      const value = field[i]!;
      if (value >= 0x20 && value < 0x80 && value !== 0x22 && value !== 0x5c) {
        this.bytes[this.length++] = value;
      } else {
        this.raw(ESCAPES[value]!);
      }
    }
  }
}

/** Each byte as a Latin-1 character in JSON, encoded in UTF-8. */
const ESCAPES = Array.from({ length: 256 }, (_, value) =>
  encoder.encode(JSON.stringify(String.fromCharCode(value)).slice(1, -1)),
);
