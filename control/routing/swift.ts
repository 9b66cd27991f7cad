/**
 * The usual decision, from the request to the end of its record, by the kernel (kernel/): an order that takes, by a built-in strategy, where nothing is lost, excluded
 * or in doubt. It writes the same frame as the long way would (decide.ts; test/routing/swift.test.ts), or gives up and has changed nothing.
 */
import type { RouteRequest, RouteSlices } from '../core/router.js';
import type { Candidates } from './candidates.js';
import type { StrategyChoice } from './choice.js';
import { FLAG, HEAD, HEAD_WORDS, REASON_CODE, SLICE_KIND, SLICE_WORDS, VENUE_WORDS } from './decisions/frame.js';
import type { DecisionRing } from './decisions/ring.js';
import { GIVEN_UP } from './given-up.js';
import { ANSWER, AT, CALL } from './kernel/layout.js';
import type { Kernel, RoutingMemory } from './kernel/memory.js';
import type { Learning } from './learning/learning.js';
import { PLAN } from './plan.js';
import type { VenueLevels } from './venue-levels.js';
import type { WaitingOrders } from './waiting-orders.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported, and this is the hottest path of the router.
const { takeOnly: FLAG_TAKE_ONLY } = FLAG;
const { takes: TAKES } = SLICE_KIND;
const { swiftIfOpen: SWIFT_IF_OPEN, swiftIfProtected: SWIFT_IF_PROTECTED } = PLAN;
const SWIFT = SWIFT_IF_OPEN | SWIFT_IF_PROTECTED;
const GAVE_UP = GIVEN_UP;
const { deep: DEEP, levels: LEVELS, parallel: PARALLEL, sweep: SWEEP, rest: REST } = ANSWER;
const DECISION = CALL.decision / 8;
const EPOCH_MS = CALL.epochMs / 8;
const ORDER_ID = CALL.orderId / 8;
const CLIENT = CALL.client / 8;
const QUANTITY = CALL.quantity / 8;
const LIMIT_PRICE = CALL.limitPrice / 8;
const WORDS = AT.words / 4;
const { remainder: REMAINDER, reason: REASON_AT } = HEAD;
const HEADER = HEAD_WORDS;
const SEEN = VENUE_WORDS;
const SLICED = SLICE_WORDS;
const COUNT = PARALLEL - 1;
const BUY = 0x31;
const ALL_PLACED = REASON_CODE[0]!;

export interface SwiftOptions {
  readonly memory: RoutingMemory;
  readonly levels: VenueLevels;
  readonly learning: Learning;
  readonly choice: StrategyChoice;
  readonly plans: Int32Array;
  readonly waiting: WaitingOrders;
  readonly candidates: Candidates;
  readonly ring: DecisionRing;
  readonly attemptsMax: number;
  readonly next: Float64Array;
}

export class Swift {
  /** What is asked for, as the kernel reads it. */
  readonly #asked: Float64Array;
  readonly #integers: Int32Array;
  readonly #words: Float64Array;
  /** Byte at which they begin. */
  readonly #wordsAt: number;
  /** Words of a frame before its slices. */
  readonly #before: number;
  readonly #kernel: Kernel;
  readonly #levels: VenueLevels;
  readonly #learning: Learning;
  readonly #choice: StrategyChoice;
  readonly #plans: Int32Array;
  readonly #waiting: WaitingOrders;
  readonly #candidates: Candidates;
  readonly #ring: DecisionRing;
  readonly #attemptsMax: number;
  readonly #next: Float64Array;

  constructor(options: SwiftOptions) {
    const { memory } = options;
    this.#asked = memory.doubles;
    this.#integers = memory.integers;
    this.#words = options.ring.words;
    this.#wordsAt = memory.ringAt;
    this.#before = HEADER + memory.venues * SEEN;
    this.#kernel = memory.kernel;
    this.#levels = options.levels;
    this.#learning = options.learning;
    this.#choice = options.choice;
    this.#plans = options.plans;
    this.#waiting = options.waiting;
    this.#candidates = options.candidates;
    this.#ring = options.ring;
    this.#attemptsMax = options.attemptsMax;
    this.#next = options.next;
  }

  /** Fills `into`; how many slices there are, or `GIVEN_UP`. */
  decide(request: Readonly<RouteRequest>, into: RouteSlices): number {
    const { instrument, side, attempt } = request;
    const learning = this.#learning;
    if (
      (request.excludedVenues | learning.lost | learning.selfHelp) !== 0 ||
      request.postOnly ||
      request.minQuantity !== 0 ||
      attempt >= this.#attemptsMax ||
      (this.#waiting.size > 0 && this.#waiting.ahead(request) !== 0)
    ) {
      return GAVE_UP;
    }
    const choice = this.#choice;
    if (choice.choose(request) === undefined) return GAVE_UP;
    const { number } = choice;
    const plan = this.#plans[number]!;
    if ((plan & SWIFT) === 0) return GAVE_UP;
    const { takeOnly, limitPrice } = request;
    const isBuy = side === BUY;
    const words = this.#words;
    const at = this.#ring.begin();
    const decision = this.#next[0]!;
    const asked = this.#asked;
    asked[DECISION] = decision;
    asked[EPOCH_MS] = request.epochMs;
    asked[ORDER_ID] = request.orderId;
    asked[CLIENT] = request.client;
    asked[QUANTITY] = request.quantity;
    asked[LIMIT_PRICE] = limitPrice;
    const levels = this.#levels;
    if (!levels.isInPlace) levels.show(instrument);
    const kernel = this.#kernel;
    const frame = (this.#wordsAt + 8 * at) | 0;
    const flags = choice.flags | (attempt << 8) | (takeOnly ? FLAG_TAKE_ONLY : 0);
    let answer = kernel.look(frame, instrument, side, number, plan, flags);
    if (answer === DEEP) {
      answer = kernel.sweep(frame, 0);
      while (answer === LEVELS) {
        levels.read(instrument, isBuy);
        answer = kernel.sweep(frame, 1);
      }
    }
    if (answer < 0) return GAVE_UP;
    // What is left would rest.
    const isRest = (answer & REST) !== 0;
    if (isRest && !takeOnly && limitPrice !== 0) return GAVE_UP;
    const count = answer & COUNT;
    const { venues, quantities, prices, takes, sweeps } = into;
    const isSweep = (answer & SWEEP) === 0 ? 0 : 1;
    let slice = (at + this.#before) | 0;
    for (let n = 0; n < count; n++) {
      venues[n] = words[slice]!;
      quantities[n] = words[(slice + 1) | 0]!;
      prices[n] = words[(slice + 2) | 0]!;
      takes[n] = TAKES;
      sweeps[n] = isSweep;
      slice = (slice + SLICED) | 0;
    }
    const candidates = this.#candidates;
    candidates.at = at;
    candidates.instrument = instrument;
    candidates.isBuy = isBuy;
    into.count = count;
    into.parallel = (answer & PARALLEL) !== 0;
    into.remainder = isRest ? words[(at + REMAINDER) | 0]! : 0;
    into.reason = isRest ? REASON_CODE[words[(at + REASON_AT) | 0]!]! : ALL_PLACED;
    into.decision = decision;
    into.behind = 0;
    this.#next[0] = decision + 1;
    this.#ring.end(this.#integers[WORDS]!);
    return count;
  }
}
