/**
 * Fills, with the market at the time and at set times afterwards, as frames in the router's ring: the raw material of execution quality. A fill waits until
 * its last time has come; there is room for so many, and the oldest goes out early (and is counted) when there is none.
 */
import { BEST, BEST_STRIDE, type MarketView } from '../../core/market-view.js';
import { KIND } from '../decisions/frame.js';
import type { ChildListener } from '../learning/learning.js';
import type { SmartRouter } from '../router.js';

/** After a fill, ms. */
export const HORIZONS_MS = [50, 100, 500, 1000, 10_000, 60_000, 300_000] as const;

export const FILL = {
  words: 0,
  kind: 1,
  decision: 2,
  child: 3,
  venue: 4,
  instrument: 5,
  side: 6,
  quantity: 7,
  price: 8,
  /** 1: it added liquidity. */
  added: 9,
  /** Monotonic ns. */
  atNs: 10,
  bid: 11,
  ask: 12,
  /** Middle of the market after each horizon; NaN: there was none, or the time did not come. */
  marks: 13,
} as const;
export const FILL_FRAME_WORDS = FILL.marks + HORIZONS_MS.length;

export interface QualityRecorderOptions {
  readonly router: SmartRouter;
  readonly market: MarketView;
  /** Fills that may wait for their marks. */
  readonly capacity?: number;
}

export class QualityRecorder implements ChildListener {
  readonly counters = { fills: 0, early: 0 };
  readonly #router: SmartRouter;
  readonly #market: MarketView;
  readonly #capacity: number;
  readonly #words: Float64Array;
  /** Fills so far, those that went out, and by horizon those that have their mark. */
  #count = 0;
  #out = 0;
  readonly #marked = new Float64Array(HORIZONS_MS.length);

  constructor({ router, market, capacity = 8192 }: QualityRecorderOptions) {
    this.#router = router;
    this.#market = market;
    this.#capacity = capacity;
    this.#words = new Float64Array(capacity * FILL_FRAME_WORDS);
    router.learning.listener = this;
  }

  onFill(row: number, quantity: number, price: number, added: boolean, atNs: number): void {
    if (this.#count - this.#out === this.#capacity) {
      this.counters.early++;
      this.#emit();
    }
    const { children } = this.#router.learning;
    const words = this.#words;
    const at = (this.#count % this.#capacity) * FILL_FRAME_WORDS;
    const instrument = children.instruments[row]!;
    const b = instrument * BEST_STRIDE;
    words[at + FILL.words] = FILL_FRAME_WORDS;
    words[at + FILL.kind] = KIND.fill;
    words[at + FILL.decision] = children.decisions[row]!;
    words[at + FILL.child] = children.orderIds[row]!;
    words[at + FILL.venue] = children.venues[row]!;
    words[at + FILL.instrument] = instrument;
    words[at + FILL.side] = children.sides[row]!;
    words[at + FILL.quantity] = quantity;
    words[at + FILL.price] = price;
    words[at + FILL.added] = added ? 1 : 0;
    words[at + FILL.atNs] = atNs;
    words[at + FILL.bid] = this.#market.best[b + BEST.bidPrice]!;
    words[at + FILL.ask] = this.#market.best[b + BEST.askPrice]!;
    for (let n = 0; n < HORIZONS_MS.length; n++) words[at + FILL.marks + n] = NaN;
    this.#count++;
    this.counters.fills++;
  }

  onEnd(): void {
    // Fill rates follow from decisions and fills.
  }

  /** Takes the marks that are due. Call it often: a mark is as late as the call. */
  advance(nowNs: number): void {
    const words = this.#words;
    for (let n = 0; n < HORIZONS_MS.length; n++) {
      const dueNs = nowNs - HORIZONS_MS[n]! * 1e6;
      let next = Math.max(this.#marked[n]!, this.#out);
      for (; next < this.#count; next++) {
        const at = (next % this.#capacity) * FILL_FRAME_WORDS;
        if (words[at + FILL.atNs]! > dueNs) break;
        words[at + FILL.marks + n] = this.#middle(words[at + FILL.instrument]!);
      }
      this.#marked[n] = next;
    }
    while (this.#out < this.#marked[HORIZONS_MS.length - 1]!) this.#emit();
  }

  /** Gives out what is left, with the marks that it has. */
  close(): void {
    while (this.#out < this.#count) this.#emit();
  }

  #middle(instrument: number): number {
    const b = instrument * BEST_STRIDE;
    const bid = this.#market.best[b + BEST.bidPrice]!;
    const ask = this.#market.best[b + BEST.askPrice]!;
    return bid === 0 || ask === 0 ? NaN : (bid + ask) / 2;
  }

  #emit(): void {
    const { ring } = this.#router;
    const from = (this.#out % this.#capacity) * FILL_FRAME_WORDS;
    const to = ring.begin();
    for (let n = 0; n < FILL_FRAME_WORDS; n++) ring.words[to + n] = this.#words[from + n]!;
    ring.end(FILL_FRAME_WORDS);
    this.#out++;
  }
}
