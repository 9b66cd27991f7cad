/** From an identifier (an integer from 1 to 2^53 - 1) to a small integer, without garbage: open addressing over two typed arrays. */

const FIRST_SLOTS = 1024;
const TWO_32 = 4294967296;

export class IdIndex {
  private keys: Float64Array;
  private values: Int32Array;
  private mask: number;
  private used = 0;

  /** @param expected how many to make room for; more may come, for one long update each time the room doubles */
  constructor(expected = FIRST_SLOTS) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 2)));
    this.keys = new Float64Array(slots);
    this.values = new Int32Array(slots);
    this.mask = slots - 1;
  }

  get size(): number {
    return this.used;
  }

  /** -1 when it is not there. */
  get(id: number): number {
    const { keys, mask } = this;
    for (let at = hash(id) & mask; ; at = (at + 1) & mask) {
      const key = keys[at]!;
      if (key === id) return this.values[at]!;
      if (key === 0) return -1;
    }
  }

  set(id: number, value: number): void {
    if (this.used * 2 > this.mask) this.grow();
    const { keys, mask } = this;
    let at = hash(id) & mask;
    for (; keys[at]! !== 0 && keys[at]! !== id; at = (at + 1) & mask);
    if (keys[at]! === 0) this.used++;
    keys[at] = id;
    this.values[at] = value;
  }

  delete(id: number): void {
    const { keys, values, mask } = this;
    let at = hash(id) & mask;
    for (; keys[at]! !== id; at = (at + 1) & mask) if (keys[at]! === 0) return;
    this.used--;
    // What follows without a hole and would now not be found moves up.
    for (let next = (at + 1) & mask; keys[next]! !== 0; next = (next + 1) & mask) {
      const home = hash(keys[next]!) & mask;
      if (((next - home) & mask) < ((next - at) & mask)) continue;
      keys[at] = keys[next]!;
      values[at] = values[next]!;
      at = next;
    }
    keys[at] = 0;
  }

  clear(): void {
    this.keys.fill(0);
    this.used = 0;
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Float64Array(keys.length * 2);
    this.values = new Int32Array(keys.length * 2);
    this.mask = this.keys.length - 1;
    this.used = 0;
    for (let at = 0; at < keys.length; at++) if (keys[at]! !== 0) this.set(keys[at]!, values[at]!);
  }
}

/**
 * Eight numbers that follow each other stand side by side, in one line of the processor's cache or two: orders are numbered as they come, and a line that is fetched for
 * each of them costs more than all else that is done here. Signed: above 2^31 it would be put on the heap wherever V8 does not inline the call.
 */
function hash(id: number): number {
  const low = id >>> 0;
  const mixed = Math.imul((low >>> 3) ^ Math.imul((id / TWO_32) | 0, 0x9e3779b1), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 15)) << 3) | (low & 7);
}
