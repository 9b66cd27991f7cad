/**
 * Execution quality from recorded decisions and fills: by client, venue, strategy and order, and of comparisons. Spreads, improvement and slippage are in
 * basis points of the middle of the market, weighted by quantity; positive slippage is a cost, positive improvement a gain.
 */
import {
  FLAG,
  HEAD,
  HEAD_WORDS,
  SLICE,
  SLICE_KIND,
  SLICE_WORDS,
  slicesAt,
  VENUE,
  VENUE_WORDS,
} from '../decisions/frame.js';
import type { Reference } from '../decisions/log.js';
import { FILL, HORIZONS_MS } from './recorder.js';
import { difference, sampleOf, type Difference } from './statistics.js';

/** Sums of one client, venue, strategy, order, or of everything. */
export interface Quality {
  readonly name: string;
  /** Whole orders; for a venue the slices that took there. */
  orders: number;
  requested: number;
  filled: number;
  /** Of what was filled, at a better price than the best of the other side at the time of the decision. */
  improved: number;
  /** Of what was filled, more than the venue displayed. */
  beyondDisplayed: number;
  fills: number;
  // Sums of basis points times quantity.
  quoted: number;
  effective: number;
  improvement: number;
  slippage: number;
  readonly realised: number[];
  readonly realisedQuantity: number[];
}

export interface Comparison {
  readonly smartOrders: number;
  readonly controlOrders: number;
  /** Smart less control, of the means over orders, with 95 % intervals by Welch. */
  readonly fillRate: Difference;
  readonly slippageBps: Difference;
  readonly improvementBps: Difference;
}

export interface QualitySummary {
  readonly all: Quality;
  readonly clients: readonly Quality[];
  /** Best first: the least effective spread less improvement, for what was taken there. */
  readonly venues: readonly Quality[];
  readonly strategies: readonly Quality[];
  readonly orders: readonly Quality[];
  readonly comparison: Comparison | undefined;
  /** Fills whose decision is not in the files. */
  readonly unknown: number;
}

interface Decision {
  readonly order: Order;
  readonly strategy: string;
  readonly bid: number;
  readonly ask: number;
  /** Displayed by venue, less what is filled by now. */
  readonly displayed: Float64Array;
}

interface Order {
  readonly quality: Quality;
  readonly client: string;
  readonly strategy: string;
  readonly isControl: boolean;
  readonly isCompared: boolean;
  readonly arrival: number;
}

/** Decisions that are remembered until their fills come; older ones are let go. */
const DECISIONS_MAX = 1_000_000;

export class QualityBuilder {
  #reference: Reference | undefined;
  #names: readonly string[] = [];
  readonly #decisions = new Map<number, Decision>();
  readonly #orders = new Map<number, Order>();
  readonly #all = blank('all');
  readonly #clients = new Map<string, Quality>();
  readonly #venues = new Map<string, Quality>();
  readonly #strategies = new Map<string, Quality>();
  #unknown = 0;

  onReference(reference: Reference, strategies: readonly string[]): void {
    this.#reference = reference;
    this.#names = strategies;
  }

  onDecision(words: Float64Array, at: number): void {
    const reference = this.#reference!;
    const { length: venues } = reference.venues;
    const scale = 10 ** reference.instruments[words[at + HEAD.instrument]!]!.quantityScale;
    const bid = words[at + HEAD.bestBid]!;
    const ask = words[at + HEAD.bestAsk]!;
    const strategy = this.#names[words[at + HEAD.strategy]!] ?? 'unknown';
    const id = words[at + HEAD.orderId]!;
    const flags = words[at + HEAD.flags]!;
    let order = this.#orders.get(id);
    if (order === undefined) {
      const client = reference.clients[words[at + HEAD.client]!] ?? String(words[at + HEAD.client]);
      const isControl = (flags & FLAG.control) !== 0;
      const isCompared = reference.config.comparison.share > 0 && (flags & FLAG.fallback) === 0;
      const arrival = bid === 0 || ask === 0 ? NaN : (bid + ask) / 2;
      order = { quality: blank(String(id)), client, strategy, isControl, isCompared, arrival };
      this.#orders.set(id, order);
      for (const quality of [order.quality, this.#all, of(this.#clients, client), of(this.#strategies, strategy)]) {
        quality.orders++;
        quality.requested += words[at + HEAD.quantity]! / scale;
      }
    }
    const displayed = new Float64Array(venues);
    for (let venue = 0; venue < venues; venue++) {
      displayed[venue] = words[at + HEAD_WORDS + venue * VENUE_WORDS + VENUE.displayed]!;
    }
    let slice = slicesAt(at, venues);
    for (let n = 0; n < words[at + HEAD.slices]!; n++, slice += SLICE_WORDS) {
      if ((words[slice + SLICE.kind]! & SLICE_KIND.takes) === 0) continue;
      const venue = of(this.#venues, reference.venues[words[slice + SLICE.venue]!]!.id);
      venue.orders++;
      venue.requested += words[slice + SLICE.quantity]! / scale;
    }
    this.#decisions.set(words[at + HEAD.decision]!, { order, strategy, bid, ask, displayed });
    if (this.#decisions.size > DECISIONS_MAX) this.#decisions.delete(this.#decisions.keys().next().value!);
  }

  onFill(words: Float64Array, at: number): void {
    const reference = this.#reference!;
    const decision = this.#decisions.get(words[at + FILL.decision]!);
    if (decision === undefined) {
      this.#unknown++;
      return;
    }
    const { order, bid, ask, displayed } = decision;
    const sign = words[at + FILL.side] === 0x31 ? 1 : -1;
    const price = words[at + FILL.price]!;
    const venue = words[at + FILL.venue]!;
    const scale = 10 ** reference.instruments[words[at + FILL.instrument]!]!.quantityScale;
    const raw = words[at + FILL.quantity]!;
    const quantity = raw / scale;
    const beyond = Math.max(0, raw - Math.max(0, displayed[venue]!)) / scale;
    displayed[venue]! -= raw;
    const middle = bid === 0 || ask === 0 ? NaN : (bid + ask) / 2;
    const bps = (difference: number): number =>
      Number.isFinite(middle) ? (difference / middle) * 10_000 * quantity : 0;
    const better = sign * ((sign === 1 ? ask : bid) - price);
    const groups = [order.quality, this.#all, of(this.#clients, order.client), of(this.#strategies, order.strategy)];
    // What rested there says nothing about taking there.
    if (words[at + FILL.added] !== 1) groups.push(of(this.#venues, reference.venues[venue]!.id));
    for (const quality of groups) {
      quality.fills++;
      quality.filled += quantity;
      if (better > 0 && (sign === 1 ? ask : bid) !== 0) quality.improved += quantity;
      quality.beyondDisplayed += beyond;
      quality.quoted += bps(ask - bid);
      quality.effective += bps(2 * sign * (price - middle));
      quality.improvement += bps(better);
      quality.slippage += Number.isFinite(order.arrival) ? bps(sign * (price - order.arrival)) : 0;
      for (let n = 0; n < HORIZONS_MS.length; n++) {
        const mark = words[at + FILL.marks + n]!;
        if (!Number.isFinite(mark) || !Number.isFinite(middle)) continue;
        quality.realised[n]! += bps(2 * sign * (price - mark));
        quality.realisedQuantity[n]! += quantity;
      }
    }
  }

  summary(): QualitySummary {
    const byName = (map: Map<string, Quality>): Quality[] =>
      [...map.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return {
      all: this.#all,
      clients: byName(this.#clients),
      venues: [...this.#venues.values()].sort((a, b) => cost(a) - cost(b)),
      strategies: byName(this.#strategies),
      orders: [...this.#orders.values()].map(({ quality }) => quality),
      comparison: this.#comparison(),
      unknown: this.#unknown,
    };
  }

  #comparison(): Comparison | undefined {
    const orders = [...this.#orders.values()].filter(({ isCompared }) => isCompared);
    const smart = orders.filter(({ isControl }) => !isControl);
    const control = orders.filter(({ isControl }) => isControl);
    if (control.length === 0) return undefined;
    const compare = (value: (quality: Quality) => number, onlyFilled: boolean): Difference => {
      const values = (list: readonly Order[]): number[] =>
        list.filter(({ quality }) => !onlyFilled || quality.filled > 0).map(({ quality }) => value(quality));
      return difference(sampleOf(values(smart)), sampleOf(values(control)));
    };
    return {
      smartOrders: smart.length,
      controlOrders: control.length,
      fillRate: compare(({ filled, requested }) => filled / requested, false),
      slippageBps: compare(({ slippage, filled }) => slippage / filled, true),
      improvementBps: compare(({ improvement, filled }) => improvement / filled, true),
    };
  }
}

function cost({ effective, improvement, filled }: Quality): number {
  return filled === 0 ? Infinity : (effective - improvement) / filled;
}

function blank(name: string): Quality {
  const zeros = HORIZONS_MS.map(() => 0);
  const sums = { quoted: 0, effective: 0, improvement: 0, slippage: 0, realised: zeros, realisedQuantity: [...zeros] };
  return { name, orders: 0, requested: 0, filled: 0, improved: 0, beyondDisplayed: 0, fills: 0, ...sums };
}

function of(map: Map<string, Quality>, name: string): Quality {
  let quality = map.get(name);
  if (quality === undefined) map.set(name, (quality = blank(name)));
  return quality;
}
