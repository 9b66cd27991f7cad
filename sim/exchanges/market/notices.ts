/** Messages that change no book: short-sale restrictions, market makers' states, retail interest, broken trades. */
import { exponential } from './draws.js';
import { MARKET_MAKERS } from './listings.js';
import { OPEN_NS, SECOND_NS, type Scene } from './scene.js';

const INTERESTS = ['B', 'S', 'A', 'N'] as const;
const STATES = ['A', 'E', 'W', 'A'] as const;

export class Notices {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  schedule(): void {
    const { events, random, flow, engine } = this.#scene;
    this.#every(25, () => events.shortSaleRestriction(this.#any(), '1'));
    this.#every(8, () => {
      const mpid = MARKET_MAKERS[random.below(MARKET_MAKERS.length)]!;
      events.participant(this.#any(), mpid, false, STATES[random.below(4)]!);
    });
    this.#every(0.7, () => events.retailInterest(this.#any(), INTERESTS[random.below(4)]!));
    this.#every(12, () => {
      const print = flow.takePrint();
      if (print !== undefined) engine.breakTrade(print.instrument, print.match);
    });
  }

  #any() {
    const { instruments, random } = this.#scene;
    return instruments[random.below(instruments.length)]!;
  }

  /** Again and again from the open on, at random times with this mean. */
  #every(meanS: number, run: () => void): void {
    const { agenda, random } = this.#scene;
    const next = (timeNs: number): void =>
      agenda.at(timeNs + 1 + exponential(random, meanS * SECOND_NS), (atNs) => {
        run();
        next(atNs);
      });
    next(OPEN_NS);
  }
}
