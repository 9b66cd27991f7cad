/**
 * The venues of an instrument by the fee of taking there, the lowest first, as masks: where only fees decide who goes first at a price, the answer is one of them.
 * They follow from the rows of terms.ts and are made with them.
 */
import type { RoutingMemory } from './kernel/memory.js';
import { TERM, TERM_WORDS } from './terms.js';

/** Integers of an instrument: the masks, and a double. */
export const CLASS_INTEGERS = 8;
/** More fees than that have no masks. */
export const CLASSES_MAX = 4;
/** Index of the double in those of an instrument: the masks hold for prices below it; 0: there are none. */
export const CLASS_BELOW = 2;
/** A fee that is so many times smaller than the price, or more, would be lost in their sum. */
const PRECISION = 2 ** 50;

export class FeeClasses {
  readonly #masks: Int32Array;
  readonly #below: Float64Array;
  readonly #rows: Float64Array;
  readonly #venues: number;

  constructor({ classes, rows, venues }: Pick<RoutingMemory, 'classes' | 'rows' | 'venues'>) {
    this.#masks = classes;
    this.#below = new Float64Array(classes.buffer, classes.byteOffset, classes.length / 2);
    this.#rows = rows;
    this.#venues = venues;
  }

  /** @param listed the venues that list it */
  make(instrument: number, listed: number): void {
    const rows = this.#rows;
    const fees = new Map<number, number>();
    let isFlat = true;
    for (let venue = 0; venue < this.#venues; venue++) {
      if (((listed >> venue) & 1) === 0) continue;
      const at = (instrument * this.#venues + venue) * TERM_WORDS;
      const fee = rows[at + TERM.feeFlat]!;
      fees.set(fee, (fees.get(fee) ?? 0) | (1 << venue));
      if (rows[at + TERM.feeRate] !== 0) isFlat = false;
    }
    const sorted = [...fees].toSorted(([a], [b]) => a - b);
    const least = Math.min(...sorted.slice(1).map(([fee], n) => fee - sorted[n]![0]));
    for (let n = 0; n < CLASSES_MAX; n++) this.#masks[instrument * CLASS_INTEGERS + n] = sorted[n]?.[1] ?? 0;
    const hasMasks = isFlat && sorted.length <= CLASSES_MAX;
    this.#below[(instrument * CLASS_INTEGERS) / 2 + CLASS_BELOW] = hasMasks ? least * PRECISION : 0;
  }
}
