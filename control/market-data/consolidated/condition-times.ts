/** How long each instrument's market has been in each condition: the share of time locked or crossed says whether venues are tied together. */
import { CONDITION } from '../../core/market-view.js';

const CONDITIONS = Object.keys(CONDITION).length;

export class ConditionTimes {
  readonly #ns: Float64Array;
  readonly #now: Uint8Array;
  readonly #since: Float64Array;

  constructor(instruments: number, nowNs: number) {
    this.#ns = new Float64Array(instruments * CONDITIONS);
    this.#now = new Uint8Array(instruments).fill(CONDITION.empty);
    this.#since = new Float64Array(instruments).fill(nowNs);
  }

  change(instrument: number, condition: number, nowNs: number): void {
    this.#ns[instrument * CONDITIONS + this.#now[instrument]!]! += nowNs - this.#since[instrument]!;
    this.#now[instrument] = condition;
    this.#since[instrument] = nowNs;
  }

  /** Time in a condition up to now, ns. */
  ns(instrument: number, condition: number, nowNs: number): number {
    const standing = this.#now[instrument] === condition ? nowNs - this.#since[instrument]! : 0;
    return this.#ns[instrument * CONDITIONS + condition]! + standing;
  }

  /** Of the time in which both sides were quoted, over all instruments: the part that was locked or crossed, 0 to 1. */
  lockedOrCrossedShare(nowNs: number): number {
    let bad = 0;
    let good = 0;
    for (let instrument = 0; instrument < this.#now.length; instrument++) {
      bad += this.ns(instrument, CONDITION.locked, nowNs) + this.ns(instrument, CONDITION.crossed, nowNs);
      good += this.ns(instrument, CONDITION.normal, nowNs);
    }
    return bad + good === 0 ? 0 : bad / (bad + good);
  }
}
