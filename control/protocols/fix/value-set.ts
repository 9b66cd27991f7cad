/** The values that a field may have, looked up by their bytes. */

/** Values up to this length are kept as integers. */
const PACKED_BYTES = 4;
const SPREAD = 0x9e37_79b1 | 0;

export class ValueSet {
  /** By character: whether it is a value. */
  private readonly single = new Uint8Array(256);
  private readonly packed: Int32Array;
  private readonly mask: number;
  private readonly long: readonly Uint8Array[];

  constructor(values: Iterable<string>) {
    const all = Array.from(values, (value) => Uint8Array.from(value, (char) => char.charCodeAt(0)));
    const packed = all.filter(({ length }) => length > 1 && length <= PACKED_BYTES);
    this.packed = new Int32Array(2 ** Math.ceil(Math.log2(packed.length * 2 + 1)));
    this.mask = this.packed.length - 1;
    for (const value of all) if (value.length === 1) this.single[value[0]!] = 1;
    for (const value of packed) {
      const item = pack(value, 0, value.length);
      let at = this.slot(item);
      while (this.packed[at]! !== 0) at = (at + 1) & this.mask;
      this.packed[at] = item;
    }
    this.long = all.filter(({ length }) => length > PACKED_BYTES);
  }

  /** Whether all values have one character. */
  get isOfCharacters(): boolean {
    return this.long.length === 0 && this.packed.every((item) => item === 0);
  }

  has(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (length === 1) return this.single[bytes[start]!]! !== 0;
    return length <= PACKED_BYTES ? this.hasPacked(pack(bytes, start, end)) : this.hasLong(bytes, start, length);
  }

  /** Whether each of the values that spaces separate is there. */
  hasAll(bytes: Uint8Array, start: number, end: number): boolean {
    let from = start;
    for (let at = start; at <= end; at++) {
      if (at < end && bytes[at]! !== 0x20) continue;
      if (!this.has(bytes, from, at)) return false;
      from = at + 1;
    }
    return true;
  }

  private hasPacked(item: number): boolean {
    const { packed, mask } = this;
    if (item === 0) return false;
    for (let at = this.slot(item); packed[at]! !== 0; at = (at + 1) & mask) if (packed[at]! === item) return true;
    return false;
  }

  private hasLong(bytes: Uint8Array, start: number, length: number): boolean {
    for (const value of this.long) {
      if (value.length !== length) continue;
      let i = 0;
      while (i < length && bytes[start + i]! === value[i]!) i++;
      if (i === length) return true;
    }
    return false;
  }

  private slot(item: number): number {
    return (Math.imul(item, SPREAD) >>> 16) & this.mask;
  }
}

function pack(bytes: Uint8Array, start: number, end: number): number {
  let item = 0;
  for (let at = start; at < end; at++) item = (item << 8) | bytes[at]!;
  return item;
}
