/**
 * What the router learns from its orders: how fast venues answer and fill, how often what is sent there trades, what stands behind and inside the displayed
 * quotes; and what of a quote is already being taken. Venues that do not answer come under self-help.
 */
import { QUOTE, QUOTE_STRIDE, type MarketView } from '../../core/market-view.js';
import type { Candidates } from '../candidates.js';
import type { RoutingConfig } from '../config.js';
import type { RoutingMemory } from '../kernel/memory.js';
import type { Terms } from '../terms.js';
import { Children } from './children.js';
import { DecayedMeans } from './decayed-means.js';
import {
  AT_QUOTE,
  FILL_WORDS,
  INSIDE,
  LOCAL,
  LOCAL_WORDS,
  Measures,
  RESTING,
  sizeOffset,
  THROUGH,
} from './measures.js';

/** Hears of what children do; the row is that of `Learning.children`, valid during the call. */
export interface ChildListener {
  onFill(row: number, quantity: number, price: number, added: boolean, atNs: number): void;
  onEnd(row: number, atNs: number): void;
}

export interface LearningOptions {
  readonly market: MarketView;
  readonly config: RoutingConfig;
  readonly terms: Terms;
  readonly memory: RoutingMemory;
}

export class Learning {
  readonly measures: Measures;
  readonly children = new Children();
  /** Bit masks of venues. */
  lost = 0;
  selfHelp = 0;
  listener: ChildListener | undefined;
  /** What was learnt of a venue, and of an instrument there, has changed. */
  onChange: ((venue: number, instrument: number) => void) | undefined;
  readonly #market: MarketView;
  readonly #terms: Terms;
  readonly #answerNs: number;
  readonly #answers: DecayedMeans;
  readonly #executions: DecayedMeans;
  readonly #fills: DecayedMeans;
  readonly #hidden: DecayedMeans;
  readonly #improvements: DecayedMeans;
  /** By venue: orders without an answer, and since when the venue has said nothing while there were some. */
  readonly #unanswered: Int32Array;
  readonly #silentSinceNs: Float64Array;

  constructor({ market, config, terms, memory }: LearningOptions) {
    const { venues, instruments } = market;
    const { halfLifeS, answerMs, priorFillRate, priorOrders } = config.measures;
    const halfLifeNs = halfLifeS * 1e9;
    this.#market = market;
    this.#terms = terms;
    this.#answerNs = answerMs * 1e6;
    this.measures = new Measures(venues, memory, priorFillRate);
    this.#answers = new DecayedMeans(venues, this.#answerNs, priorOrders, halfLifeNs);
    this.#executions = new DecayedMeans(venues, this.#answerNs, priorOrders, halfLifeNs);
    this.#fills = new DecayedMeans(venues * FILL_WORDS, priorFillRate, priorOrders, halfLifeNs);
    this.#hidden = new DecayedMeans(venues * instruments, 0, priorOrders, halfLifeNs);
    this.#improvements = new DecayedMeans(venues * instruments, 0, priorOrders, halfLifeNs);
    this.#unanswered = new Int32Array(venues);
    this.#silentSinceNs = new Float64Array(venues);
  }

  onSent(
    venue: number,
    orderId: number,
    instrument: number,
    quantity: number,
    price: number,
    atNs: number,
    side: number,
    takes: boolean,
    decision: number,
  ): void {
    const { children } = this;
    const row = children.add(orderId);
    if (row < 0) return;
    const { quotes, venues } = this.#market;
    const cell = instrument * venues + venue;
    const isBuy = side === 0x31;
    const at = cell * QUOTE_STRIDE + (isBuy ? QUOTE.askPrice : QUOTE.bidPrice);
    const quote = quotes[at]!;
    const reservedAt = cell * LOCAL_WORDS + (isBuy ? LOCAL.reservedBuy : LOCAL.reservedSell);
    const available = Math.max(0, quotes[at + 1]! - this.measures.local[reservedAt]!);
    const ahead = price === 0 ? 1 : (price - quote) * (isBuy ? 1 : -1);
    const distance = !takes ? RESTING : ahead < 0 ? INSIDE : ahead === 0 ? AT_QUOTE : THROUGH;
    children.venues[row] = venue;
    children.instruments[row] = instrument;
    children.sides[row] = side;
    children.quantities[row] = quantity;
    children.prices[row] = price;
    children.sentNs[row] = atNs;
    children.decisions[row] = decision;
    children.available[row] = available;
    children.classes[row] = sizeOffset(quantity, available) + distance;
    if (takes && distance !== INSIDE) {
      children.reserved[row] = quantity;
      this.measures.local[reservedAt]! += quantity;
      this.measures.markReserved(instrument, venue);
      this.onChange?.(venue, instrument);
    }
    if (this.#unanswered[venue]!++ === 0) this.#silentSinceNs[venue] = atNs;
  }

  onAcknowledged(venue: number, orderId: number, atNs: number): void {
    const row = this.children.find(orderId);
    if (row >= 0) this.#answer(row, venue, atNs);
  }

  onFilled(venue: number, orderId: number, quantity: number, price: number, added: boolean, atNs: number): void {
    const { children } = this;
    const row = children.find(orderId);
    if (row < 0) return;
    this.#terms.traded(venue, children.instruments[row]!, quantity);
    this.#answer(row, venue, atNs);
    const takes = (children.classes[row]! & 3) !== RESTING;
    if (takes && children.filled[row] === 0) {
      this.#executions.add(venue, atNs - children.sentNs[row]!, 1, atNs);
      this.#setSpeed(venue, children.instruments[row]!);
    }
    children.filled[row]! += quantity;
    const isBuy = children.sides[row] === 0x31;
    const own = children.prices[row]!;
    if (takes && own !== 0 && (isBuy ? price < own : price > own)) children.improved[row]! += quantity;
    this.#release(row, quantity);
    this.listener?.onFill(row, quantity, price, added, atNs);
    if (children.filled[row]! >= children.quantities[row]!) this.#end(row, atNs);
  }

  onEnded(venue: number, orderId: number, filled: number, atNs: number): void {
    const row = this.children.find(orderId);
    if (row < 0) return;
    this.#answer(row, venue, atNs);
    this.children.filled[row] = Math.max(this.children.filled[row]!, filled);
    this.#end(row, atNs);
  }

  /** What was on its way to a lost venue takes nothing from others' sight any more: what becomes of it is not known. */
  onVenue(venue: number, usable: boolean, atNs: number): void {
    const { children } = this;
    if (usable) this.lost &= ~(1 << venue);
    else this.lost |= 1 << venue;
    this.#unanswered[venue] = 0;
    this.#silentSinceNs[venue] = atNs;
    for (let row = 0; row < children.capacity; row++) {
      if (children.orderIds[row] === 0 || children.venues[row] !== venue) continue;
      children.answered[row] = 1;
      this.#release(row, children.reserved[row]!);
    }
  }

  /**
   * Looks who does not answer. Returns a mask of the venues whose self-help began or ended; `selfHelp` says which.
   * @param withinNs 0: no such rule.
   */
  check(nowNs: number, withinNs: number): number {
    let now = 0;
    for (let venue = 0; venue < this.#unanswered.length; venue++) {
      if (withinNs > 0 && this.#unanswered[venue]! > 0 && nowNs - this.#silentSinceNs[venue]! > withinNs) {
        now |= 1 << venue;
      }
    }
    const changed = now ^ this.selfHelp;
    this.selfHelp = now;
    return changed;
  }

  /** The usable venue where orders inside the spread have traded most often, if at least so often; -1: none. */
  bestInside({ usable, instrument, venues }: Candidates, chance: number): number {
    const { local } = this.measures;
    let best = -1;
    let most = chance;
    for (let venue = 0; venue < venues; venue++) {
      const own = local[(instrument * venues + venue) * LOCAL_WORDS + LOCAL.improvement]!;
      if (((usable >> venue) & 1) === 0 || own < most) continue;
      best = venue;
      most = own;
    }
    return best;
  }

  /** Mean times, ns: for people. */
  answerNs(venue: number): number {
    return this.#answers.at(venue);
  }

  executionNs(venue: number): number {
    return this.#executions.at(venue);
  }

  #answer(row: number, venue: number, atNs: number): void {
    const { children } = this;
    if (children.answered[row] === 1) return;
    children.answered[row] = 1;
    if (this.#unanswered[venue]! > 0) this.#unanswered[venue]!--;
    this.#silentSinceNs[venue] = atNs;
    this.#answers.add(venue, atNs - children.sentNs[row]!, 1, atNs);
    this.#setSpeed(venue, children.instruments[row]!);
  }

  #setSpeed(venue: number, instrument: number): void {
    const answer = 1 / (1 + this.#answers.at(venue) / this.#answerNs);
    const execution = 1 / (1 + this.#executions.at(venue) / this.#answerNs);
    this.measures.speeds[venue] = (answer + execution) / 2;
    this.onChange?.(venue, instrument);
  }

  #release(row: number, quantity: number): void {
    const { children } = this;
    const less = Math.min(quantity, children.reserved[row]!);
    if (less === 0) return;
    children.reserved[row]! -= less;
    const cell = children.instruments[row]! * this.#market.venues + children.venues[row]!;
    const field = children.sides[row] === 0x31 ? LOCAL.reservedBuy : LOCAL.reservedSell;
    this.measures.local[cell * LOCAL_WORDS + field]! -= less;
    this.measures.markReserved(children.instruments[row]!, children.venues[row]!);
    this.onChange?.(children.venues[row]!, children.instruments[row]!);
  }

  #end(row: number, atNs: number): void {
    const { children, measures } = this;
    const venue = children.venues[row]!;
    const cell = children.instruments[row]! * this.#market.venues + venue;
    const quantity = children.quantities[row]!;
    const filled = children.filled[row]!;
    const column = venue * FILL_WORDS + children.classes[row]!;
    const distance = children.classes[row]! & 3;
    measures.fills[column] = this.#fills.add(column, Math.min(1, filled / quantity), 1, atNs);
    if (distance === INSIDE) this.#improve(cell, Math.min(1, filled / quantity), atNs);
    else if (distance !== RESTING && filled > 0)
      this.#improve(cell, Math.min(1, children.improved[row]! / filled), atNs);
    // Only who asks for more than is shown learns what stands behind it.
    if (distance === AT_QUOTE && quantity > children.available[row]!) {
      const behind = Math.max(0, filled - children.available[row]!);
      measures.local[cell * LOCAL_WORDS + LOCAL.hidden] = this.#hidden.add(cell, behind, 1, atNs);
    }
    this.#release(row, children.reserved[row]!);
    this.onChange?.(venue, children.instruments[row]!);
    this.listener?.onEnd(row, atNs);
    children.remove(row);
  }

  #improve(cell: number, part: number, atNs: number): void {
    this.measures.local[cell * LOCAL_WORDS + LOCAL.improvement] = this.#improvements.add(cell, part, 1, atNs);
  }
}
