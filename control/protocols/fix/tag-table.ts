/** Tag → non-zero integer, in one flat table. */

/** No tag: they have nine digits at most. */
const EMPTY = -0x8000_0000;
/** 2^32 over the golden ratio: neighbouring tags land far apart. */
const SPREAD = 0x9e37_79b1 | 0;

export class TagTable {
  private readonly keys: Int32Array;
  private readonly items: Int32Array;
  private readonly mask: number;
  private readonly shift: number;

  /** @param count how many tags will be set, at most */
  constructor(count: number) {
    const log2 = Math.max(2, Math.ceil(Math.log2(count * 2 + 1)));
    this.keys = new Int32Array(2 ** log2).fill(EMPTY);
    this.items = new Int32Array(2 ** log2);
    this.mask = 2 ** log2 - 1;
    this.shift = 32 - log2;
  }

  /** 0 when the tag is not there. */
  get(tag: number): number {
    const { keys, mask } = this;
    let at = Math.imul(tag, SPREAD) >>> this.shift;
    while (keys[at]! !== tag) {
      if (keys[at]! === EMPTY) return 0;
      at = (at + 1) & mask;
    }
    return this.items[at]!;
  }

  set(tag: number, item: number): void {
    const { keys, mask } = this;
    let at = Math.imul(tag, SPREAD) >>> this.shift;
    while (keys[at]! !== tag && keys[at]! !== EMPTY) at = (at + 1) & mask;
    keys[at] = tag;
    this.items[at] = item;
  }
}
