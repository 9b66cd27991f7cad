/**
 * The usual decision, from the request to the end of its record, by the kernel (kernel/): an order that takes, by a built-in strategy, where nothing is lost, excluded
 * or in doubt. It writes the same frame as the long way would (decide.ts; test/routing/swift.test.ts), or gives up and has changed nothing.
 */
import type { RouteRequest, RouteSlices } from '../core/router.js';
import type { StrategyChoice } from './choice.js';
import { FLAG, HEAD, HEAD_WORDS, REASON_CODE, SLICE_KIND, SLICE_WORDS, VENUE_WORDS } from './decisions/frame.js';
import { GIVEN_UP } from './given-up.js';
import { ANSWER, AT, CALL, WORK } from './kernel/layout.js';
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
const { deep: DEEP, levels: LEVELS, parallel: PARALLEL, sweep: SWEEP, rest: REST, venue: VENUE } = ANSWER;
const DECISION = CALL.decision / 8;
const EPOCH_MS = CALL.epochMs / 8;
const ORDER_ID = CALL.orderId / 8;
const CLIENT = CALL.client / 8;
const QUANTITY = CALL.quantity / 8;
const LIMIT_PRICE = CALL.limitPrice / 8;
const PRICE = WORK.price / 8;
const FRAME = AT.frame / 4;
const { remainder: REMAINDER, reason: REASON_AT } = HEAD;
const HEADER = HEAD_WORDS;
const SEEN = VENUE_WORDS;
const SLICED = SLICE_WORDS;
const COUNT = PARALLEL - 1;
const BITS = VENUE - 1;
const VENUE_BITS = Math.log2(VENUE);
const BUY = 0x31;
const ALL_PLACED = REASON_CODE[0]!;

export interface SwiftOptions {
  readonly memory: RoutingMemory;
  readonly levels: VenueLevels;
  readonly learning: Learning;
  readonly choice: StrategyChoice;
  readonly plans: Int32Array;
  readonly waiting: WaitingOrders;
  readonly attemptsMax: number;
}

export class Swift {
  /** All that the kernel works in: what is asked for, and frames. */
  readonly #words: Float64Array;
  readonly #integers: Int32Array;
  /** Index in them at which the ring begins. */
  readonly #ringAt: number;
  /** Words of a frame before its slices. */
  readonly #before: number;
  readonly #kernel: Kernel;
  readonly #levels: VenueLevels;
  /** The same, where quotes have to be copied. */
  readonly #copies: VenueLevels | undefined;
  readonly #learning: Learning;
  readonly #choice: StrategyChoice;
  readonly #plans: Int32Array;
  readonly #waiting: WaitingOrders;
  readonly #attemptsMax: number;

  constructor({ memory, levels, learning, choice, plans, waiting, attemptsMax }: SwiftOptions) {
    this.#words = memory.words;
    this.#integers = memory.integers;
    this.#ringAt = memory.ringAt;
    this.#before = HEADER + memory.venues * SEEN;
    this.#kernel = memory.kernel;
    this.#levels = levels;
    this.#copies = levels.isInPlace ? undefined : levels;
    this.#learning = learning;
    this.#choice = choice;
    this.#plans = plans;
    this.#waiting = waiting;
    this.#attemptsMax = attemptsMax;
  }

  /** Index of the last decision's frame in the words of the ring. */
  get frame(): number {
    return this.#integers[FRAME]! - this.#ringAt;
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
    let number = request.strategy;
    let flags = attempt << 8;
    // A number below 0 is none.
    if (number >>> 0 >= choice.directBelow) {
      if (choice.choose(request) === undefined) return GAVE_UP;
      ({ number } = choice);
      flags |= choice.flags;
    }
    const plan = this.#plans[number]!;
    if ((plan & SWIFT) === 0) return GAVE_UP;
    const { takeOnly, limitPrice, quantity } = request;
    if (takeOnly) flags |= FLAG_TAKE_ONLY;
    const words = this.#words;
    const decision = words[DECISION]!;
    words[EPOCH_MS] = request.epochMs;
    words[ORDER_ID] = request.orderId;
    words[CLIENT] = request.client;
    words[QUANTITY] = quantity;
    words[LIMIT_PRICE] = limitPrice;
    if (this.#copies !== undefined) this.#copies.show(instrument);
    const kernel = this.#kernel;
    let answer = kernel.look(instrument, side, number, plan, flags);
    if (answer === DEEP) {
      answer = kernel.sweep(0);
      while (answer === LEVELS) {
        this.#levels.read(instrument, side === BUY);
        answer = kernel.sweep(1);
      }
    }
    if (answer < 0) return GAVE_UP;
    into.decision = decision;
    into.behind = 0;
    if ((answer & BITS) === 1) {
      into.venues[0] = answer >> VENUE_BITS;
      into.quantities[0] = quantity;
      into.prices[0] = words[PRICE]!;
      into.takes[0] = TAKES;
      into.sweeps[0] = 0;
      into.parallel = false;
      into.remainder = 0;
      into.reason = ALL_PLACED;
      into.count = 1;
      return 1;
    }
    return this.#handOut(answer, into);
  }

  /** What stands in the frame. */
  #handOut(answer: number, into: RouteSlices): number {
    const words = this.#words;
    const at = this.#integers[FRAME]!;
    const count = answer & COUNT;
    const isSweep = (answer & SWEEP) === 0 ? 0 : 1;
    const isRest = (answer & REST) !== 0;
    const { venues, quantities, prices, takes, sweeps } = into;
    let slice = (at + this.#before) | 0;
    for (let n = 0; n < count; n++) {
      venues[n] = words[slice]!;
      quantities[n] = words[(slice + 1) | 0]!;
      prices[n] = words[(slice + 2) | 0]!;
      takes[n] = TAKES;
      sweeps[n] = isSweep;
      slice = (slice + SLICED) | 0;
    }
    into.count = count;
    into.parallel = (answer & PARALLEL) !== 0;
    into.remainder = isRest ? words[(at + REMAINDER) | 0]! : 0;
    into.reason = isRest ? REASON_CODE[words[(at + REASON_AT) | 0]!]! : ALL_PLACED;
    return count;
  }
}
