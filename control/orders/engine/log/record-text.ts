/** How records of the order engine are put into bytes, and read again: small whole numbers in one byte, others in five or nine; texts with their length. */

const U32 = 0xfc;
const F64 = 0xfd;
const TEXT_MAX = 60_000;
const FIRST_BYTES = 4_096;

export class RecordWriter {
  bytes: Uint8Array<ArrayBuffer>;
  at = 0;
  private view: DataView;

  constructor(firstBytes = FIRST_BYTES) {
    this.bytes = new Uint8Array(firstBytes);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Goes on at a place of `bytes`, which may be other bytes with the next value: what is before it stays. */
  start(at = 0): void {
    this.at = at;
  }

  /** Room for so many bytes behind what there is. */
  reserve(room: number): void {
    if (this.at + room > this.bytes.length) this.grow(room);
  }

  num(value: number): void {
    if (this.at + 9 > this.bytes.length) this.grow(9);
    const { bytes } = this;
    if (value >= 0 && value < U32 && Number.isInteger(value) && !Object.is(value, -0)) {
      bytes[this.at++] = value;
    } else if (value >= 0 && value <= 0xffffffff && Number.isInteger(value) && !Object.is(value, -0)) {
      bytes[this.at] = U32;
      this.view.setUint32(this.at + 1, value, true);
      this.at += 5;
    } else {
      bytes[this.at] = F64;
      this.view.setFloat64(this.at + 1, value, true);
      this.at += 9;
    }
  }

  flag(value: boolean): void {
    this.num(value ? 1 : 0);
  }

  /** What is longer than 60,000 characters is cut off: nothing that decides anything is so long. */
  text(value: string): void {
    const length = Math.min(TEXT_MAX, value.length);
    const start = this.at;
    this.num(length * 2);
    if (length === 0) return;
    if (this.at + length * 2 > this.bytes.length) this.grow(length * 2);
    const { bytes } = this;
    let { at } = this;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0xff) {
        this.at = start;
        this.wideText(value, length);
        return;
      }
      bytes[at++] = code;
    }
    this.at = at;
  }

  copy(from: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    const { bytes, at } = this;
    for (let i = start, to = at; i < end; i++, to++) bytes[to] = from[i]!;
    this.at = at + end - start;
  }

  /** What stands before each record in a group of the chain: kind, length of the payload, number. */
  head(at: number, kind: number, length: number, number: number): void {
    const { view } = this;
    view.setUint32(at, kind, true);
    view.setUint32(at + 4, length, true);
    view.setFloat64(at + 8, number, true);
  }

  private wideText(value: string, length: number): void {
    this.num(length * 2 + 1);
    if (this.at + length * 2 > this.bytes.length) this.grow(length * 2);
    const { bytes } = this;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      bytes[this.at++] = code & 0xff;
      bytes[this.at++] = code >> 8;
    }
  }

  private grow(room: number): void {
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.at + room));
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}

export class RecordReader {
  private bytes: Uint8Array = new Uint8Array(0);
  private view = new DataView(this.bytes.buffer);
  private at = 0;
  private end = 0;

  open(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = start;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  /** NaN behind the end: a field that this record does not have yet. */
  num(): number {
    if (this.at >= this.end) return NaN;
    const first = this.bytes[this.at]!;
    if (first < U32) {
      this.at++;
      return first;
    }
    if (first === U32) {
      this.at += 5;
      return this.view.getUint32(this.at - 4, true);
    }
    this.at += 9;
    return this.view.getFloat64(this.at - 8, true);
  }

  flag(): boolean {
    return this.num() === 1;
  }

  text(): string {
    const head = this.num();
    const length = head >> 1;
    let value = '';
    if ((head & 1) === 0) for (let i = 0; i < length; i++) value += String.fromCharCode(this.bytes[this.at++]!);
    else {
      for (let i = 0; i < length; i++) {
        value += String.fromCharCode(this.bytes[this.at]! | (this.bytes[this.at + 1]! << 8));
        this.at += 2;
      }
    }
    return value;
  }
}
