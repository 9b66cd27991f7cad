/**
 * Sums of products of integers, exact where a double is not: a quantity in 10^-8 times a price in 10^-4 passes 2^53 with the first lot. A sum is
 * `hi * 2^48 + lo`; no BigInt, nothing allocated but the sum itself.
 */

const LIMB = 2 ** 24;
const LOW = 2 ** 48;

export class ExactSum {
  hi = 0;
  /** 0 to 2^48 - 1. */
  lo = 0;

  /** As a BigInt, for people, files and comparisons. */
  value(): bigint {
    return BigInt(this.hi) * BigInt(LOW) + BigInt(this.lo);
  }

  get isZero(): boolean {
    return this.hi === 0 && this.lo === 0;
  }

  clear(): void {
    this.hi = 0;
    this.lo = 0;
  }
}

/** Adds `a * b` to the sum. `a` is below 2^53 either way, `b` is 0 to 2^53. */
export function addProduct(sum: ExactSum, a: number, b: number): void {
  const sign = a < 0 ? -1 : 1;
  const x = Math.abs(a);
  // Limbs of 24 bits (the highest of 5): each product below is under 2^53.
  const x0 = x % LIMB;
  const x1 = Math.floor(x / LIMB) % LIMB;
  const x2 = Math.floor(x / LOW);
  const b0 = b % LIMB;
  const b1 = Math.floor(b / LIMB) % LIMB;
  const b2 = Math.floor(b / LOW);
  const middle = x0 * b1 + x1 * b0;
  const low = x0 * b0 + (middle % LIMB) * LIMB;
  const high = Math.floor(middle / LIMB) + x1 * b1 + x0 * b2 + x2 * b0 + (x1 * b2 + x2 * b1) * LIMB + x2 * b2 * LOW;
  add(sum, sign * Math.floor(low / LOW) + sign * high, sign * (low % LOW));
}

function add(sum: ExactSum, hi: number, lo: number): void {
  let low = sum.lo + lo;
  let carry = 0;
  if (low < 0) {
    low += LOW;
    carry = -1;
  } else if (low >= LOW) {
    low -= LOW;
    carry = 1;
  }
  sum.hi += hi + carry;
  sum.lo = low;
}

/** The sum over `count`, rounded half away from zero to `decimals` more decimals than the price has: AvgPx as a decimal integer. */
export function averageOf(sum: ExactSum, count: number, decimals: number): bigint {
  if (count === 0) return 0n;
  const scaled = sum.value() * 10n ** BigInt(decimals);
  const divisor = BigInt(count);
  const half = divisor / 2n;
  return scaled >= 0n ? (scaled + half) / divisor : (scaled - half) / divisor;
}
