/**
 * Two feeds of one venue, compared: the same market by another protocol must show the same best bid and offer. They never arrive at the same moment, so
 * a difference counts only when it stands for longer than the feeds may lie apart. Sampled: some instruments each time, in turn.
 */
import type { Clock } from '../../core/world.js';
import type { TopOfBook } from '../books/book.js';

/** Fills in the best bid and offer in the instrument's units; false when this feed has nothing to say about it now (absent, stale, in doubt). */
export type TopReader = (instrument: number, top: TopOfBook) => boolean;

export interface CrossCheckDifference {
  readonly instrument: number;
  readonly first: Readonly<TopOfBook>;
  readonly second: Readonly<TopOfBook>;
  /** How long both have differed, ms. */
  readonly forMs: number;
}

export interface CrossCheckOptions {
  readonly instruments: number;
  readonly first: TopReader;
  readonly second: TopReader;
  readonly clock: Pick<Clock, 'monotonicNs'>;
  /** A difference that stands for so long is none of timing. */
  readonly toleranceMs: number;
  /** Called once for each difference that has stood too long, until it is gone. */
  readonly onDifference: (difference: CrossCheckDifference) => void;
  readonly onAgreement?: (instrument: number) => void;
}

const NEVER = -1;

export class CrossCheck {
  readonly counters = { compared: 0, skipped: 0, differing: 0, alarms: 0 };
  /** Since when each instrument differs, ms; NEVER: it does not. */
  readonly #since: Float64Array;
  readonly #alarmed: Uint8Array;
  #next = 0;
  readonly #first = emptyTop();
  readonly #second = emptyTop();

  constructor(private readonly options: CrossCheckOptions) {
    this.#since = new Float64Array(options.instruments).fill(NEVER);
    this.#alarmed = new Uint8Array(options.instruments);
  }

  /** Instruments that differ now, for longer than the tolerance. */
  get alarmed(): number {
    return this.#alarmed.reduce((sum, one) => sum + one, 0);
  }

  /** Compares the next `count` instruments, and those that differed when they were looked at last. */
  sample(count: number): void {
    const { instruments, clock } = this.options;
    const nowMs = clock.monotonicNs() / 1e6;
    for (let instrument = 0; instrument < instruments; instrument++) {
      const due = (instrument - this.#next + instruments) % instruments < count;
      if (due || this.#since[instrument] !== NEVER) this.#compare(instrument, nowMs);
    }
    this.#next = (this.#next + count) % Math.max(instruments, 1);
  }

  #compare(instrument: number, nowMs: number): void {
    const { first, second, toleranceMs, onDifference, onAgreement } = this.options;
    const a = this.#first;
    const b = this.#second;
    if (!first(instrument, a) || !second(instrument, b)) {
      this.counters.skipped++;
      this.#since[instrument] = NEVER;
      return;
    }
    this.counters.compared++;
    if (sameTop(a, b)) {
      this.#since[instrument] = NEVER;
      if (this.#alarmed[instrument] === 1) {
        this.#alarmed[instrument] = 0;
        onAgreement?.(instrument);
      }
      return;
    }
    this.counters.differing++;
    if (this.#since[instrument] === NEVER) this.#since[instrument] = nowMs;
    const forMs = nowMs - this.#since[instrument]!;
    if (forMs < toleranceMs || this.#alarmed[instrument] === 1) return;
    this.#alarmed[instrument] = 1;
    this.counters.alarms++;
    onDifference({ instrument, first: { ...a }, second: { ...b }, forMs });
  }
}

/** Numbers of orders are not compared: not every protocol tells them. */
function sameTop(a: TopOfBook, b: TopOfBook): boolean {
  return (
    a.bidPrice === b.bidPrice && a.bidShares === b.bidShares && a.askPrice === b.askPrice && a.askShares === b.askShares
  );
}

function emptyTop(): TopOfBook {
  return { bidPrice: 0, bidShares: 0, bidOrders: 0, askPrice: 0, askShares: 0, askOrders: 0 };
}
