/** Damaged messages: a good one, changed in ways that wires, senders and attackers change them. Every message follows from seed and number. */

/** A small generator of its own, quick to seed anew for each message. */
export class Dice {
  private state = 1;

  seed(seed: number, index: number): void {
    let x = (seed ^ Math.imul(index + 1, 0x9e3779b1)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    this.state = (x ^ (x >>> 15)) | 1;
  }

  u32(): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return x >>> 0;
  }

  /** An integer from 0 below `bound`. */
  below(bound: number): number {
    return Math.floor((this.u32() / 4294967296) * bound);
  }
}

/** Values that length and count fields are wrong with. */
const EXTREMES = [0, 1, 2, 3, 7, 8, 9, 0x1f, 0x20, 0x40, 0x7f, 0x80, 0xfe, 0xff] as const;
export const MUTATED_BYTES_MAX = 600;

export class Mutator {
  readonly bytes = new Uint8Array(MUTATED_BYTES_MAX);
  length = 0;

  constructor(
    private readonly dice: Dice,
    private readonly seeds: readonly Uint8Array[],
  ) {}

  /** Makes the next message in `bytes`; one in sixteen stays as it was. */
  next(): void {
    const { dice } = this;
    this.take(this.seeds[dice.below(this.seeds.length)]!);
    const changes = dice.below(16) === 0 ? 0 : 1 + dice.below(4);
    for (let i = 0; i < changes; i++) this.change();
  }

  private take(seed: Uint8Array): void {
    this.length = Math.min(seed.length, MUTATED_BYTES_MAX);
    for (let i = 0; i < this.length; i++) this.bytes[i] = seed[i]!;
  }

  private change(): void {
    const { dice, bytes } = this;
    const at = dice.below(Math.max(1, this.length));
    switch (dice.below(9)) {
      case 0:
        bytes[at] = bytes[at]! ^ (1 << dice.below(8));
        return;
      case 1:
        bytes[at] = dice.u32();
        return;
      case 2:
        bytes[at] = EXTREMES[dice.below(EXTREMES.length)]!;
        return;
      case 3:
        // The front is where lengths, counts and types are.
        bytes[dice.below(Math.min(24, Math.max(1, this.length)))] = EXTREMES[dice.below(EXTREMES.length)]!;
        return;
      case 4:
        this.length = dice.below(this.length + 1);
        return;
      case 5:
        this.grow(1 + dice.below(dice.below(4) === 0 ? 200 : 8));
        return;
      case 6:
        this.remove(at, 1 + dice.below(8));
        return;
      case 7:
        this.splice(at);
        return;
      default:
        for (let i = at; i < Math.min(this.length, at + 8); i++) bytes[i] = dice.u32();
    }
  }

  private grow(by: number): void {
    const end = Math.min(MUTATED_BYTES_MAX, this.length + by);
    for (let i = this.length; i < end; i++) this.bytes[i] = this.dice.u32();
    this.length = end;
  }

  private remove(at: number, count: number): void {
    const taken = Math.min(count, this.length - at);
    this.bytes.copyWithin(at, at + taken, this.length);
    this.length -= Math.max(0, taken);
  }

  /** Another message takes over from here. */
  private splice(at: number): void {
    const other = this.seeds[this.dice.below(this.seeds.length)]!;
    const end = Math.min(MUTATED_BYTES_MAX, at + other.length);
    for (let i = at; i < end; i++) this.bytes[i] = other[i - at]!;
    this.length = end;
  }
}
