/** Where instruments are listed, and with what steps, as the risk pass reads it: venues with the same steps are one group, and mostly there is one. */
import type { SymbolMap } from '../../core/instruments.js';

export const STEPS = { tick: 0, lot: 1, minQuantity: 2, maxQuantity: 3 } as const;
export const STEPS_STRIDE = 4;

export class Listings {
  /** By instrument: venues that list it, as bits. */
  readonly venues: Int32Array;
  /** By instrument: its first group; one more at the end. */
  readonly firstGroup: Int32Array;
  /** By group. */
  readonly groupVenues: Int32Array;
  /** `STEPS`, by group. */
  readonly steps: Float64Array;
  /** By (venue, instrument): its group, -1 where it is not listed. */
  readonly #groupOf: Int32Array;
  readonly #instruments: number;

  constructor(symbols: SymbolMap, venues: number) {
    const { instruments } = symbols;
    this.#instruments = instruments.length;
    this.venues = new Int32Array(instruments.length);
    this.firstGroup = new Int32Array(instruments.length + 1);
    this.#groupOf = new Int32Array(venues * instruments.length).fill(-1);
    const steps: number[] = [];
    const masks: number[] = [];
    for (const { index } of instruments) {
      this.firstGroup[index] = masks.length;
      for (let venue = 0; venue < venues; venue++) {
        const listing = symbols.listing(venue, index);
        if (listing === undefined) continue;
        const { tick, lot, minQuantity, maxQuantity } = listing;
        let group = this.firstGroup[index];
        while (
          group < masks.length &&
          !(
            steps[group * STEPS_STRIDE] === tick &&
            steps[group * STEPS_STRIDE + 1] === lot &&
            steps[group * STEPS_STRIDE + 2] === minQuantity &&
            steps[group * STEPS_STRIDE + 3] === maxQuantity
          )
        ) {
          group++;
        }
        if (group === masks.length) {
          steps.push(tick, lot, minQuantity, maxQuantity);
          masks.push(0);
        }
        masks[group] = masks[group]! | (1 << venue);
        this.venues[index] = this.venues[index]! | (1 << venue);
        this.#groupOf[venue * instruments.length + index] = group;
      }
    }
    this.firstGroup[instruments.length] = masks.length;
    this.groupVenues = Int32Array.from(masks);
    this.steps = Float64Array.from(steps);
  }

  groupOf(venue: number, instrument: number): number {
    return this.#groupOf[venue * this.#instruments + instrument]!;
  }

  step(group: number, which: number): number {
    return this.steps[group * STEPS_STRIDE + which]!;
  }

  /** Whether `cells[at]` is a whole multiple of a step. The quotient of a multiple is exact, and no product passes 2^53. */
  isMultiple(group: number, which: number, cells: Float64Array, at: number): boolean {
    const step = this.steps[group * STEPS_STRIDE + which]!;
    const value = cells[at]!;
    return Math.floor(value / step) * step === value;
  }

  /** Whether a quantity in `cells[at]` may stand at the venues of a group: its lot, and at least its minimum. */
  takesQuantity(group: number, cells: Float64Array, at: number): boolean {
    return (
      this.isMultiple(group, STEPS.lot, cells, at) &&
      cells[at]! >= this.steps[group * STEPS_STRIDE + STEPS.minQuantity]!
    );
  }

  /** The same for one child, which must not be above the venue's maximum either. */
  takesChild(group: number, cells: Float64Array, at: number): boolean {
    return this.takesQuantity(group, cells, at) && cells[at]! <= this.steps[group * STEPS_STRIDE + STEPS.maxQuantity]!;
  }
}
