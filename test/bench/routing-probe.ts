/**
 * The least that a router can do, in plain TypeScript: the lowest price after fees over all venues and levels, until the quantity is there. No rules, no scores, no limits,
 * no record: a peer to measure the machine by.
 */
import type { RandomMarket } from '../routing/random-market.js';

export class PlainProbe {
  readonly #sources: RandomMarket['sources'];
  readonly #fees: Float64Array;
  /** Of each venue: the level that is next. */
  readonly #next: Int32Array;
  readonly #venues = new Int32Array(64);
  readonly #quantities = new Float64Array(64);

  /** @param fees price units a unit of quantity: venue by venue, and from the first one on again */
  constructor(sources: RandomMarket['sources'], fees: readonly number[]) {
    this.#sources = sources;
    this.#fees = Float64Array.from(sources, (_, venue) => fees[venue % fees.length]!);
    this.#next = new Int32Array(sources.length);
  }

  /** How many levels were taken. */
  place(instrument: number, isBuy: boolean, quantity: number): number {
    const sources = this.#sources;
    const next = this.#next;
    const fees = this.#fees;
    const sign = isBuy ? 1 : -1;
    const base = instrument * 2 + (isBuy ? 1 : 0);
    let left = quantity;
    let count = 0;
    next.fill(0);
    while (left > 0 && count < this.#venues.length) {
      let best = -1;
      let least = Infinity;
      for (let venue = 0; venue < sources.length; venue++) {
        const { prices, depth } = sources[venue]!;
        const level = next[venue]!;
        if (level === depth) continue;
        const net = sign * prices[base * depth + level]! + fees[venue]!;
        if (net >= least) continue;
        least = net;
        best = venue;
      }
      if (best < 0) break;
      const { quantities, depth } = sources[best]!;
      const taken = Math.min(left, quantities[base * depth + next[best]!]!);
      next[best]!++;
      this.#venues[count] = best;
      this.#quantities[count] = taken;
      count++;
      left -= taken;
    }
    return count;
  }
}
