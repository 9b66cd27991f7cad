/** One decision from its beginning to the end of its record. It allocates nothing. */
import type { RouteRequest, RouteSlices } from '../core/router.js';
import type { Candidates } from './candidates.js';
import { FLAG, HEAD, NOTE, REASON, REASON_CODE, SLICE_KIND, SLICE_WORDS } from './decisions/frame.js';
import type { DecisionRing } from './decisions/ring.js';
import { WORK, type Hand } from './hand.js';
import type { Head } from './head.js';
import type { Levels } from './levels.js';
import type { Look } from './look.js';
import type { Probe } from './probe.js';
import { PLAN } from './plan.js';
import type { Rest } from './rest.js';
import type { Slices } from './slices.js';
import type { RoutingStrategy } from './strategy.js';
import { GIVEN_UP } from './given-up.js';
import type { Swift } from './swift.js';
import type { Take } from './take.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const SLICED = SLICE_WORDS;
const { probes: PROBES } = PLAN;
const { strategy: STRATEGY } = HEAD;
const { barrier: BARRIER, oddLot: ODD_LOT, remaining: REMAINING, selfHelp: SELF_HELP, uncounted: UNCOUNTED } = WORK;
const { worst: WORST } = WORK;
const { selfHelp: NOTE_SELF_HELP, oddLotPassed: NOTE_ODD_LOT, uncountedPassed: NOTE_UNCOUNTED } = NOTE;
const { none: NONE, noLiquidity: NO_LIQUIDITY, protectedQuote: PROTECTED_QUOTE, waitsBehind: WAITS_BEHIND } = REASON;
const { parallel: FLAG_PARALLEL } = FLAG;
const { takes: TAKES, sweep: SWEEP } = SLICE_KIND;
const { words: WORDS, flags: FLAGS, barrier, notes, remainder, reason: REASON_AT, leftOut, slices: SLICES } = HEAD;

export interface DecideOptions {
  readonly ring: DecisionRing;
  readonly candidates: Candidates;
  readonly hand: Hand;
  readonly head: Head;
  readonly look: Look;
  /** Absent: everything goes the long way. */
  readonly swift: Swift | undefined;
  readonly plans: Int32Array;
  readonly take: Take;
  readonly probe: Probe;
  readonly rest: Rest;
  readonly levels: Levels;
  readonly slices: Slices;
  readonly next: Float64Array;
}

export class Decide {
  readonly #ring: DecisionRing;
  readonly #candidates: Candidates;
  readonly #hand: Hand;
  readonly #head: Head;
  readonly #look: Look;
  readonly #swift: Swift | undefined;
  readonly #plans: Int32Array;
  readonly #take: Take;
  readonly #probe: Probe;
  readonly #rest: Rest;
  readonly #levels: Levels;
  readonly #slices: Slices;
  readonly #next: Float64Array;
  /** Hears of each decision, as an index into the ring's words: it reads the frame, and allocates nothing. */
  listener: ((words: Float64Array, at: number) => void) | undefined;

  constructor(options: DecideOptions) {
    this.#ring = options.ring;
    this.#candidates = options.candidates;
    this.#hand = options.hand;
    this.#head = options.head;
    this.#look = options.look;
    this.#swift = options.swift;
    this.#plans = options.plans;
    this.#take = options.take;
    this.#probe = options.probe;
    this.#rest = options.rest;
    this.#levels = options.levels;
    this.#slices = options.slices;
    this.#next = options.next;
  }

  /** Fills `into`; how many slices there are. */
  decide(request: Readonly<RouteRequest>, into: RouteSlices): number {
    const swift = this.#swift;
    if (swift !== undefined) {
      const count = swift.decide(request, into);
      if (count !== GIVEN_UP) {
        if (this.listener !== undefined) this.listener(this.#candidates.words, swift.frame);
        return count;
      }
    }
    const head = this.#head;
    const ring = this.#ring;
    head.prepare(request);
    const { words } = ring;
    const at = ring.begin();
    const strategy = head.begin(request, words, at);
    this.#slices.open(at);
    this.#levels.clear();
    this.#look.see();
    let reason = head.refusal(request, strategy);
    if (reason === NONE) reason = this.#fill(request, strategy!);
    this.#close(words, at, reason, into);
    into.behind = reason === WAITS_BEHIND ? head.ahead(request) : 0;
    return into.count;
  }

  /** Takes what there is and rests what is left; the REASON of what could not be placed. */
  #fill(request: Readonly<RouteRequest>, strategy: RoutingStrategy): number {
    const hand = this.#hand;
    const { work } = hand;
    const slices = this.#slices;
    const candidates = this.#candidates;
    const { words } = candidates;
    let reason: number = NO_LIQUIDITY;
    if (candidates.usable !== 0 && !request.postOnly) {
      const plan = this.#plans[words[candidates.at + STRATEGY]!]!;
      reason = this.#take.take(strategy, request.minQuantity);
      if (hand.isPassing) this.#passedOver();
      if ((plan & PROBES) !== 0) this.#probe.try(strategy.midpointChance, request.minQuantity);
    }
    if (work[REMAINING] === 0) return NONE;
    if (!request.takeOnly && request.limitPrice !== 0) {
      const taken = slices.count;
      reason = this.#rest.place(strategy, slices, request.postOnly, request.minQuantity);
      // What rests may go out with a single slice that takes: they are at different prices.
      if (slices.count > taken && taken === 1) slices.parallel = !hand.isProtected;
      return reason;
    }
    if (reason === NO_LIQUIDITY && work[BARRIER] !== Infinity) return PROTECTED_QUOTE;
    return reason;
  }

  /** Better quotes that need not be honoured. */
  #passedOver(): void {
    const hand = this.#hand;
    const { work } = hand;
    const worst = work[WORST]!;
    if (work[SELF_HELP]! < worst) hand.notes |= NOTE_SELF_HELP;
    if (work[ODD_LOT]! < worst) hand.notes |= NOTE_ODD_LOT;
    if (work[UNCOUNTED]! < worst) hand.notes |= NOTE_UNCOUNTED;
  }

  /** Closes the frame and hands out the slices. */
  #close(words: Float64Array, at: number, reason: number, into: RouteSlices): void {
    const hand = this.#hand;
    const { work } = hand;
    const slices = this.#slices;
    const { count, parallel } = slices;
    const candidates = this.#candidates;
    const { isBuy } = candidates;
    const { venues, quantities, prices, takes, sweeps } = into;
    let to = slices.from;
    for (let slice = 0; slice < count; slice++) {
      const signed = words[to + 2]!;
      const price = isBuy ? signed : -signed;
      const kind = words[to + 3]! | 0;
      words[to + 2] = price;
      venues[slice] = words[to]!;
      quantities[slice] = words[to + 1]!;
      prices[slice] = price;
      takes[slice] = kind & TAKES;
      sweeps[slice] = (kind & SWEEP) >> 1;
      to += SLICED;
    }
    if (candidates.leftOut !== 0) {
      const { why } = candidates;
      for (let venue = 0; venue < why.length; venue++) words[to + venue] = why[venue]!;
      to += why.length;
    }
    to += this.#levels.record(words, to);
    const barred = work[BARRIER]!;
    const remaining = work[REMAINING]!;
    const decision = this.#next[0]!;
    words[at + WORDS] = to - at;
    words[at + FLAGS] = parallel ? hand.flags | FLAG_PARALLEL : hand.flags;
    words[at + barrier] = barred === Infinity ? 0 : isBuy ? barred : -barred;
    words[at + notes] = hand.notes;
    words[at + remainder] = remaining;
    words[at + REASON_AT] = reason;
    words[at + leftOut] = candidates.leftOut;
    words[at + SLICES] = count;
    into.count = count;
    into.parallel = parallel;
    into.remainder = remaining;
    into.reason = REASON_CODE[reason]!;
    into.decision = decision;
    this.#next[0] = decision + 1;
    this.#ring.end(to - at);
    if (this.listener !== undefined) this.listener(words, at);
  }
}
