/** What was learnt of venues, as a decision reads it. Written by learning.ts. */

import type { RoutingMemory } from '../kernel/memory.js';

/** By venue: 4 sizes (of the order against what is displayed: up to a quarter, up to all, up to four times, more) x 4 distances. */
export const FILL_WORDS = 16;
/** Distances: inside the spread, at the quote, through it, and resting. */
export const INSIDE = 0;
export const AT_QUOTE = 1;
export const THROUGH = 2;
export const RESTING = 3;

export const LOCAL_WORDS = 4;
/** By instrument and venue. */
export const LOCAL = {
  /** Expected quantity behind what is displayed. */
  hidden: 0,
  /** Chance that an order inside the spread trades. */
  improvement: 1,
  /** What our orders on their way will take, by their side. */
  reservedBuy: 2,
  reservedSell: 3,
} as const;

export class Measures {
  /** 1 at once, 0 never. */
  readonly speeds: Float64Array;
  /** Filled part of what was sent. */
  readonly fills: Float64Array;
  readonly local: Float64Array;
  /** By instrument, buys then sells: a bit mask of the venues where orders of ours are on their way to a quote. Follows from `local`. */
  readonly reserved: Int32Array;

  constructor(
    readonly venues: number,
    { speeds, fills, local, reserved }: Pick<RoutingMemory, 'speeds' | 'fills' | 'local' | 'reserved'>,
    priorFillRate: number,
  ) {
    this.speeds = speeds.fill(0.5);
    this.fills = fills.fill(priorFillRate);
    this.local = local;
    this.reserved = reserved;
  }

  /** After a change of `local`: how much of a quote is being taken by orders of ours. */
  markReserved(instrument: number, venue: number): void {
    const own = (instrument * this.venues + venue) * LOCAL_WORDS;
    const bit = 1 << venue;
    if (this.local[own + LOCAL.reservedBuy] === 0) this.reserved[instrument * 2]! &= ~bit;
    else this.reserved[instrument * 2]! |= bit;
    if (this.local[own + LOCAL.reservedSell] === 0) this.reserved[instrument * 2 + 1]! &= ~bit;
    else this.reserved[instrument * 2 + 1]! |= bit;
  }
}

/** 0, 4, 8 or 12: where the four distances of a size begin. */
export function sizeOffset(quantity: number, available: number): number {
  if (quantity <= available) return quantity * 4 <= available ? 0 : 4;
  return quantity <= available * 4 ? 8 : 12;
}
