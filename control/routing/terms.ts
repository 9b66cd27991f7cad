/**
 * What a decision needs to know of each instrument, and of each instrument at each venue, as rows of doubles: the rules in force, fees, lots. The rows hold for
 * a day and a range of prices; the router asks for new ones when a decision falls outside.
 */
import type { Instrument, SymbolMap } from '../core/instruments.js';
import type { RouteRequest } from '../core/router.js';
import type { RoutingConfig } from './config.js';
import { RoutingError } from './errors.js';
import type { FeeClasses } from './fee-classes.js';
import { feeOf, feeTier } from './fees.js';
import type { RoutingMemory } from './kernel/memory.js';
import { RULE, type RuleBook, type RulesInForce } from './rules/rule-book.js';

export const TERM_WORDS = 8;
/** Of an instrument at a venue. */
export const TERM = {
  feeFlat: 0,
  feeRate: 1,
  /** Scores of the fees of taking and of resting: 1 the best of the venues, 0 the worst that the fees could be, one half nothing. */
  cost: 2,
  restCost: 3,
  /** 0: not listed. */
  lot: 4,
  minQuantity: 5,
  maxQuantity: 6,
  tick: 7,
} as const;

export const STATE_WORDS = 16;
/** Of an instrument. */
export const STATE = {
  rules: 0,
  roundLot: 1,
  increment: 2,
  protectedVenues: 3,
  /** From the feed: limit up, limit down; 0: no band. Not 0: halted. */
  lowerBand: 4,
  upperBand: 5,
  halt: 6,
  primary: 7,
  // What all of this holds for.
  fromPrice: 8,
  belowPrice: 9,
  fromMs: 10,
  untilMs: 11,
  /** 1: the listing exchange has given it the narrow price increment. */
  narrow: 12,
  /** Bit masks of the venues that list it, and of those that pay for taking. */
  listed: 13,
  rebates: 14,
  /** Every venue that lists it takes any whole quantity up to this; 0: one of them does not. */
  plain: 15,
} as const;

export interface TermsOptions {
  readonly symbols: Pick<SymbolMap, 'instruments' | 'listing'>;
  /** Their ids, in the order of their numbers. */
  readonly venues: readonly string[];
  readonly config: RoutingConfig;
  readonly rules: RuleBook;
  readonly memory: RoutingMemory;
  /** Made anew with the rows of an instrument. */
  readonly classes: FeeClasses;
}

export class Terms {
  readonly states: Float64Array;
  readonly rows: Float64Array;
  readonly #options: TermsOptions;
  readonly #classes: FeeClasses;
  /** Traded this month, by venue. */
  readonly monthlyQuantity: Float64Array;
  readonly #nextTier: Float64Array;
  /** Whole units in one of an instrument's. */
  readonly #perUnit: Float64Array;

  /** Throws RoutingError: `ROUTING_VENUE_UNKNOWN`. */
  constructor(options: TermsOptions) {
    this.#options = options;
    const { symbols, venues, config, memory } = options;
    for (const name of [...Object.values(config.primaries), config.defaultPrimary]) {
      if (name === undefined || venues.includes(name)) continue;
      throw new RoutingError('ROUTING_VENUE_UNKNOWN', 'routing names a venue that is not there', {
        found: name,
        expected: venues.join(', '),
      });
    }
    this.monthlyQuantity = Float64Array.from(venues, (venue) => config.venues[venue]?.monthlyQuantity ?? 0);
    this.#perUnit = Float64Array.from(symbols.instruments, ({ quantityScale }) => 10 ** -quantityScale);
    this.#nextTier = Float64Array.from(venues, (_, venue) => this.#tierAbove(venue));
    this.states = memory.states;
    this.rows = memory.rows;
    this.#classes = options.classes;
    for (const instrument of symbols.instruments) {
      const at = instrument.index * STATE_WORDS;
      // Holds for no price: the first decision asks.
      this.states[at + STATE.fromPrice] = Infinity;
      this.states[at + STATE.primary] = this.#primary(instrument);
      for (let venue = 0; venue < venues.length; venue++) this.#list(instrument.index, venue);
    }
    options.rules.onChange(() => this.forgetAll());
  }

  /** Something traded at a venue: a higher tier of fees may have been reached. */
  traded(venue: number, instrument: number, quantity: number): void {
    this.monthlyQuantity[venue]! += quantity * this.#perUnit[instrument]!;
    if (this.monthlyQuantity[venue]! < this.#nextTier[venue]!) return;
    this.#nextTier[venue] = this.#tierAbove(venue);
    this.forgetAll();
  }

  /** A new month. */
  resetMonth(): void {
    this.monthlyQuantity.fill(0);
    for (let venue = 0; venue < this.#nextTier.length; venue++) this.#nextTier[venue] = this.#tierAbove(venue);
    this.forgetAll();
  }

  #tierAbove(venue: number): number {
    const { config, venues } = this.#options;
    const borders = (config.venues[venues[venue]!]?.fees ?? []).flatMap(({ tiers }) =>
      tiers.map(({ fromMonthlyQuantity }) => fromMonthlyQuantity),
    );
    return Math.min(...borders.filter((border) => border > this.monthlyQuantity[venue]!));
  }

  /** After a change of listings, such as a new tick size. */
  relist(instrument: number): void {
    for (let venue = 0; venue < this.#options.venues.length; venue++) this.#list(instrument, venue);
    this.forget(instrument);
  }

  /** The next decision on it asks for rules and fees again. */
  forget(instrument: number): void {
    this.states[instrument * STATE_WORDS + STATE.fromPrice] = Infinity;
  }

  forgetAll(): void {
    for (const { index } of this.#options.symbols.instruments) this.forget(index);
  }

  /** True when the rows of the instrument of a request hold for a price at its time: that is too large to be handed over without being boxed. */
  hold({ instrument, epochMs }: Readonly<Pick<RouteRequest, 'instrument' | 'epochMs'>>, price: number): boolean {
    const { states } = this;
    const at = instrument * STATE_WORDS;
    return (
      price >= states[at + STATE.fromPrice]! &&
      price < states[at + STATE.belowPrice]! &&
      epochMs >= states[at + STATE.fromMs]! &&
      epochMs < states[at + STATE.untilMs]!
    );
  }

  row(instrument: number, venue: number, field: number): number {
    return this.rows[(instrument * this.#options.venues.length + venue) * TERM_WORDS + field]!;
  }

  /** The price step of an instrument at a venue: the coarser of the venue's own and the rules'. */
  stepOf(instrument: number, venue: number): number {
    const tick = this.rows[(instrument * this.#options.venues.length + venue) * TERM_WORDS + TERM.tick]!;
    return Math.max(1, tick, this.states[instrument * STATE_WORDS + STATE.increment]!);
  }

  /** Makes the rows of an instrument hold for a price (0: none known) at a time. Not on the usual way of a decision: it may allocate. */
  refresh(instrument: number, price: number, epochMs: number): void {
    const { symbols, rules, venues, config } = this.#options;
    const { states } = this;
    const known = symbols.instruments[instrument]!;
    const inForce = rules.inForce(known.assetClass, epochMs);
    const at = instrument * STATE_WORDS;
    const range = { from: 0, below: Infinity };
    states[at + STATE.rules] = inForce?.bits ?? 0;
    states[at + STATE.roundLot] = roundLotOf(inForce, price, known, range);
    states[at + STATE.increment] = incrementOf(inForce, price, known, range, states[at + STATE.narrow] === 1);
    let mask = 0;
    venues.forEach((venue, index) => {
      if (config.venues[venue]?.isProtected !== false) mask |= 1 << index;
    });
    states[at + STATE.protectedVenues] = mask;
    this.#refreshFees(known, inForce, price, epochMs, range);
    states[at + STATE.fromPrice] = range.from;
    states[at + STATE.belowPrice] = range.below;
    states[at + STATE.fromMs] = inForce?.fromMs ?? -Infinity;
    states[at + STATE.untilMs] = inForce?.untilMs ?? Infinity;
  }

  #refreshFees(
    known: Instrument,
    inForce: RulesInForce | undefined,
    price: number,
    epochMs: number,
    range: Range,
  ): void {
    const { venues, config } = this.#options;
    const { rows } = this;
    const date = inForce?.date ?? new Date(epochMs).toISOString().slice(0, 10);
    const cap = capOf(inForce, price, known, range);
    const first = known.index * venues.length * TERM_WORDS;
    const makes = new Float64Array(venues.length);
    let most = 0;
    venues.forEach((venue, index) => {
      const tier = feeTier(config.venues[venue]?.fees ?? [], date, this.monthlyQuantity[index]!);
      const at = first + index * TERM_WORDS;
      const take = feeOf(tier, 'take', '', price, known.priceScale);
      const make = feeOf(tier, 'make', '', price, known.priceScale);
      if (tier?.below !== undefined) narrow(range, price, Number(tier.below.price) * 10 ** known.priceScale);
      // A venue may not charge more than the cap, whatever its schedule says.
      // Where it is not listed nothing can be bought at any price.
      rows[at + TERM.feeFlat] = rows[at + TERM.lot] === 0 ? Infinity : Math.min(take.flat, cap.flat);
      rows[at + TERM.feeRate] = Math.min(take.rate, cap.rate);
      if (rows[at + TERM.lot] === 0) return;
      makes[index] = make.flat + make.rate * price;
      most = Math.max(
        most,
        Math.abs(rows[at + TERM.feeFlat]! + rows[at + TERM.feeRate]! * price),
        Math.abs(makes[index]),
      );
    });
    let listed = 0;
    let rebates = 0;
    let plain = Infinity;
    for (let index = 0; index < venues.length; index++) {
      const at = first + index * TERM_WORDS;
      if (rows[at + TERM.lot] === 0) continue;
      const take = rows[at + TERM.feeFlat]! + rows[at + TERM.feeRate]! * price;
      listed |= 1 << index;
      const isPlain = rows[at + TERM.lot] === 1 && rows[at + TERM.minQuantity]! <= 1;
      plain = isPlain ? Math.min(plain, rows[at + TERM.maxQuantity]!) : 0;
      if (take < 0) rebates |= 1 << index;
      rows[at + TERM.cost] = most === 0 ? 0.5 : 0.5 - take / (2 * most);
      rows[at + TERM.restCost] = most === 0 ? 0.5 : 0.5 - makes[index]! / (2 * most);
    }
    this.states[known.index * STATE_WORDS + STATE.listed] = listed;
    this.states[known.index * STATE_WORDS + STATE.rebates] = rebates;
    this.states[known.index * STATE_WORDS + STATE.plain] = plain;
    this.#classes.make(known.index, listed);
  }

  #list(instrument: number, venue: number): void {
    const { symbols, venues } = this.#options;
    const listing = symbols.listing(venue, instrument);
    const at = (instrument * venues.length + venue) * TERM_WORDS;
    this.rows[at + TERM.lot] = listing === undefined ? 0 : Math.max(1, listing.lot);
    this.rows[at + TERM.minQuantity] = listing?.minQuantity ?? 0;
    // Without a limit of the venue there is none.
    this.rows[at + TERM.maxQuantity] =
      listing === undefined || listing.maxQuantity === 0 ? Infinity : listing.maxQuantity;
    this.rows[at + TERM.tick] = listing?.tick ?? 0;
  }

  #primary(instrument: Instrument): number {
    const { config, venues, symbols } = this.#options;
    const named = config.primaries[instrument.symbol] ?? config.defaultPrimary;
    if (named !== undefined) return venues.indexOf(named);
    return venues.findIndex((_, venue) => symbols.listing(venue, instrument.index) !== undefined);
  }
}

/** Prices for which a row holds. */
interface Range {
  from: number;
  below: number;
}

/** The price lies on one side of a border: the row holds for that side only. */
function narrow(range: Range, price: number, border: number): void {
  if (price < border) range.below = Math.min(range.below, border);
  else range.from = Math.max(range.from, border);
}

/** The last step that begins at or below the price. */
function stepAt<T extends { readonly fromPrice: string }>(
  steps: readonly T[],
  price: number,
  { priceScale }: Instrument,
  range: Range,
): T | undefined {
  let found: T | undefined;
  for (const step of steps) {
    const border = Number(step.fromPrice) * 10 ** priceScale;
    if (border > 0) narrow(range, price, border);
    if (price >= border && (found === undefined || Number(step.fromPrice) >= Number(found.fromPrice))) found = step;
  }
  return found;
}

function roundLotOf(inForce: RulesInForce | undefined, price: number, known: Instrument, range: Range): number {
  const rule = inForce?.oddLots;
  // Without the rule every quote counts.
  if (rule === undefined) return 1;
  return (stepAt(rule.roundLots, price, known, range)?.lot ?? 1) * 10 ** known.quantityScale;
}

function incrementOf(
  inForce: RulesInForce | undefined,
  price: number,
  known: Instrument,
  range: Range,
  isNarrow: boolean,
): number {
  const rule = inForce?.priceIncrements;
  if (rule === undefined) return 0;
  const ordinary = rule.increments.filter((step) => step.class === undefined);
  const own = isNarrow ? rule.increments.filter((step) => step.class === 'narrow') : [];
  const step = stepAt(own, price, known, range) ?? stepAt(ordinary, price, known, range);
  return step === undefined ? 0 : Math.max(1, Math.round(Number(step.increment) * 10 ** known.priceScale));
}

function capOf(
  inForce: RulesInForce | undefined,
  price: number,
  known: Instrument,
  range: Range,
): { flat: number; rate: number } {
  const rule = inForce?.accessFeeCap;
  const step = rule === undefined ? undefined : stepAt(rule.caps, price, known, range);
  if (step === undefined || ((inForce?.bits ?? 0) & RULE.accessFeeCap) === 0) return { flat: Infinity, rate: Infinity };
  return {
    flat: step.perUnit === undefined ? Infinity : Number(step.perUnit) * 10 ** known.priceScale,
    rate: step.ofPriceBps === undefined ? Infinity : step.ofPriceBps / 10_000,
  };
}
