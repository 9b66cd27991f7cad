/** Frames of what decisions depend on besides their own: written whenever it changed, and on demand of all of it. */
import { FILL_WORDS, LOCAL_WORDS, type Measures } from '../learning/measures.js';
import { STATE_WORDS, TERM_WORDS, type Terms } from '../terms.js';
import { KIND } from './frame.js';
import type { DecisionRing } from './ring.js';

/** Index of the first value in a frame of measures (venue and instrument go before) and of terms (the instrument goes before). */
export const MEASURES_AT = 4;
export const TERMS_AT = 3;
export const MEASURES_WORDS = MEASURES_AT + 1 + FILL_WORDS + LOCAL_WORDS;

export class StateFrames {
  readonly #ring: DecisionRing;
  readonly #terms: Terms;
  readonly #measures: Measures;
  readonly #venues: number;

  constructor(ring: DecisionRing, terms: Terms, measures: Measures, venues: number) {
    this.#ring = ring;
    this.#terms = terms;
    this.#measures = measures;
    this.#venues = venues;
  }

  measures(venue: number, instrument: number): void {
    const { words } = this.#ring;
    const { speeds, fills, local } = this.#measures;
    const at = this.#ring.begin();
    words[at] = MEASURES_WORDS;
    words[at + 1] = KIND.measures;
    words[at + 2] = venue;
    words[at + 3] = instrument;
    let to = at + MEASURES_AT;
    words[to++] = speeds[venue]!;
    for (let n = 0; n < FILL_WORDS; n++) words[to++] = fills[venue * FILL_WORDS + n]!;
    const own = (instrument * this.#venues + venue) * LOCAL_WORDS;
    for (let n = 0; n < LOCAL_WORDS; n++) words[to++] = local[own + n]!;
    this.#ring.end(MEASURES_WORDS);
  }

  terms(instrument: number): void {
    const { words } = this.#ring;
    const { states, rows } = this.#terms;
    const length = TERMS_AT + STATE_WORDS + this.#venues * TERM_WORDS;
    const at = this.#ring.begin();
    words[at] = length;
    words[at + 1] = KIND.terms;
    words[at + 2] = instrument;
    let to = at + TERMS_AT;
    for (let n = 0; n < STATE_WORDS; n++) words[to++] = states[instrument * STATE_WORDS + n]!;
    const first = instrument * this.#venues * TERM_WORDS;
    for (let n = 0; n < this.#venues * TERM_WORDS; n++) words[to++] = rows[first + n]!;
    this.#ring.end(length);
  }
}
