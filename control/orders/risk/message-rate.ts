/**
 * Token buckets for messages, one for each client and one for the firm (the bucket after the last client). A message takes a token of its client, then one of the
 * firm, whatever becomes of it afterwards; tokens come back with time that passes forwards: a clock that is set back stops nothing and gives nothing.
 *
 * Tokens are counted in thousandths, so that a millisecond gives a whole number of them.
 */
export const BUCKET = { tokens: 0, perMs: 1, most: 2, at: 3 } as const;
export const BUCKET_STRIDE = 4;
/** One token, in thousandths. */
export const TOKEN = 1000;

export class MessageRate {
  /** `BUCKET`, by client, the firm last. */
  readonly buckets: Float64Array;
  /** First element: milliseconds that have passed since the start by that clock, never fewer than before. */
  readonly passed = new Float64Array(1);
  /** First element: the clock as last seen, epoch ms. */
  readonly #clock = new Float64Array(1);

  constructor(private readonly clients: number) {
    this.buckets = new Float64Array((clients + 1) * BUCKET_STRIDE);
  }

  /** 0 takes every token away. A bucket that had no rate begins full. */
  configure(bucket: number, perSecond: number, burst: number): void {
    const at = bucket * BUCKET_STRIDE;
    const cells = this.buckets;
    const fresh = cells[at + BUCKET.most] === 0;
    cells[at + BUCKET.perMs] = perSecond;
    cells[at + BUCKET.most] = burst * TOKEN;
    cells[at + BUCKET.tokens] = fresh ? burst * TOKEN : Math.min(cells[at + BUCKET.tokens]!, burst * TOKEN);
  }

  /** Thousandths of tokens that a bucket has. */
  tokens(bucket: number): number {
    return this.buckets[bucket * BUCKET_STRIDE + BUCKET.tokens]!;
  }

  /** The time has come to `cells[at]`, epoch ms. */
  advance(cells: Float64Array, at: number): void {
    const { passed } = this;
    const clock = this.#clock;
    const elapsed = cells[at]! - clock[0]!;
    // The first look only sets the clock.
    if (elapsed > 0 && clock[0] !== 0) passed[0] = passed[0]! + elapsed;
    clock[0] = cells[at]!;
  }

  /** 0: taken; 1: the client has none; 2: the firm has none (the client's is gone all the same). */
  take(client: number): 0 | 1 | 2 {
    if (!this.#takeFrom(client * BUCKET_STRIDE)) return 1;
    return this.#takeFrom(this.clients * BUCKET_STRIDE) ? 0 : 2;
  }

  #takeFrom(at: number): boolean {
    const cells = this.buckets;
    const now = this.passed[0]!;
    const earned = (now - cells[at + BUCKET.at]!) * cells[at + BUCKET.perMs]!;
    const tokens = Math.min(cells[at + BUCKET.most]!, cells[at + BUCKET.tokens]! + earned);
    cells[at + BUCKET.at] = now;
    const enough = tokens >= TOKEN;
    cells[at + BUCKET.tokens] = enough ? tokens - TOKEN : tokens;
    return enough;
  }
}
