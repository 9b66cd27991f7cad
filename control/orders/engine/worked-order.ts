/** What a worker sees of its order and of the market, and what it may ask: the engine's side of the seam in work.ts. */
import type { Instrument, SymbolMap } from '../../core/instruments.js';
import { BEST, BEST_STRIDE, CONDITION, type MarketView } from '../../core/market-view.js';
import type { ClientOrder } from '../../core/order-entry.js';
import { blankRequest, routeSlices } from '../../core/router.js';
import { TimeInForce, type VenueCapabilities } from '../../core/venue.js';
import type { Random, Timer } from '../../core/world.js';
import { SeededRandom } from '../../core/random.js';
import { restingTimeInForce } from '../types/child-terms.js';
import type { Children } from './children.js';
import type { Recorder } from './log/recorder.js';
import type { ChildOrder } from './model/child-order.js';
import type { ParentOrder } from './model/parent-order.js';
import type { EngineOptions } from './options.js';
import type { Tape } from './tape.js';
import type { Child, ChildTerms, Ending, Work, Worker } from './work.js';

/** Longest timer that can be set at once, ms. */
const TIMER_MS_MAX = 2_000_000_000;

export interface WorkHost {
  readonly options: EngineOptions;
  readonly recorder: Recorder;
  readonly children: Children;
  readonly tape: Tape;
  /** Epoch ms; within a turn the same for all of it. */
  readonly now: number;
  watch(work: WorkedOrder, on: boolean): void;
  /** The worker's alarm has come. */
  wake(work: WorkedOrder): void;
  /** An order that others wait behind may try at once. */
  goFirst(client: number, orderId: number): void;
}

const request = blankRequest();
const slices = routeSlices();

export class WorkedOrder implements Work {
  readonly instrument: Instrument;
  readonly symbols: SymbolMap;
  readonly market: MarketView;
  readonly venueCount: number;
  worker: Worker | undefined;
  /** Its worker was told to start or resume. */
  hasBegun = false;
  /** Nothing is called any more. */
  isOver = false;
  isWatching = false;
  /** Calls of its worker within one turn: too many of them are a fault of the worker. */
  callsInTurn = 0;
  /** Routed so often since something else than a child's end called for it. */
  attempt = 0;
  /** Children that it asked to change while it took new terms; undefined outside of that. */
  changed: number[] | undefined;
  /** It stands in the router's line of those that found nobody to trade with. */
  private isInLine = false;
  private readonly strategy: number;
  private alarm: Timer | undefined;
  private generator: Random | undefined;
  /** The one that must have ended before the next slice of a route may be sent. */
  private inTurn: ChildOrder | undefined;

  constructor(
    readonly order: ParentOrder,
    private readonly host: WorkHost,
  ) {
    const { options } = host;
    this.instrument = options.symbols.instruments[order.terms.instrument]!;
    this.symbols = options.symbols;
    this.market = options.market;
    this.venueCount = options.venues.length;
    this.strategy = Math.max(0, options.router.strategyNumber(order.terms.strategy));
  }

  get orderId(): number {
    return this.order.orderId;
  }

  get terms(): Readonly<ClientOrder> {
    return this.order.terms;
  }

  get cumQuantity(): number {
    return this.order.state.cumQuantity;
  }

  get unsentQuantity(): number {
    return this.order.unsent;
  }

  get children(): readonly ChildOrder[] {
    return this.order.children;
  }

  get lastPrice(): number {
    return this.host.tape.price[this.instrument.index]!;
  }

  get lastEpochMs(): number {
    return this.host.tape.epochMs[this.instrument.index]!;
  }

  get marketVolume(): number {
    return this.host.tape.volume[this.instrument.index]!;
  }

  get marketIsSound(): boolean {
    const condition = this.market.best[this.instrument.index * BEST_STRIDE + BEST.condition];
    return condition === CONDITION.normal || condition === CONDITION.oneSided || condition === CONDITION.locked;
  }

  get opensAt(): number {
    const { timeInForce } = this.order.terms;
    if (timeInForce !== TimeInForce.goodTillCancel && timeInForce !== TimeInForce.goodTillDate) return 0;
    return this.host.options.opensAt?.(this.instrument.index, this.epochMs()) ?? 0;
  }

  capabilities(venue: number): VenueCapabilities {
    return this.host.options.venues[venue]!.capabilities;
  }

  venueUsable(venue: number): boolean {
    return this.host.children.isUsable(venue, this.instrument.index);
  }

  epochMs(): number {
    return this.host.now;
  }

  random(bound: number): number {
    this.generator ??= new SeededRandom(this.order.orderId);
    return this.generator.below(bound);
  }

  send(venue: number, terms: Readonly<Partial<ChildTerms>> & { quantity: number }): Child | string {
    return this.isOver ? 'ORDER_ENDING' : this.host.children.send(this.order, venue, terms, 0);
  }

  route(
    quantity: number,
    limitPrice: number,
    options: { takeOnly: boolean; postOnly?: boolean; tag?: number },
  ): number {
    const { order, host } = this;
    if (this.isOver || quantity <= 0 || this.inTurn?.isOpen === true) return 0;
    const { router } = host.options;
    const postOnly = options.postOnly ?? false;
    request.orderId = order.orderId;
    request.client = order.client;
    request.instrument = this.instrument.index;
    request.side = order.terms.side;
    request.quantity = Math.min(quantity, order.unsent);
    request.limitPrice = limitPrice;
    request.strategy = this.strategy;
    request.excludedVenues = this.excluded(postOnly, order.refusedVenues);
    request.takeOnly = options.takeOnly;
    request.postOnly = postOnly;
    request.minQuantity = 0;
    request.attempt = this.attempt;
    request.epochMs = this.epochMs();
    if (request.quantity <= 0) return 0;
    let count = router.route(request, slices);
    if (count === 0 && order.refusedVenues !== 0) {
      // Nobody is left but those that have refused: they are asked again, and the worker counts how often.
      request.excludedVenues = this.excluded(postOnly, 0);
      count = router.route(request, slices);
    }
    this.lineUp();
    if (count === 0) return 0;
    this.attempt++;
    let sent = 0;
    const { parallel, decision } = slices;
    for (let i = 0; i < count; i++) {
      const child = this.sendSlice(i, postOnly, options.tag ?? 0, decision);
      if (child === undefined) continue;
      sent += child.quantity;
      if (parallel) continue;
      // The next one is decided anew, when what became of this one is known. One that waits in a book holds nothing up: there may be more of the order later.
      if (slices.takes[i] === 1) this.inTurn = child;
      break;
    }
    return sent;
  }

  waitInLine(): void {
    if (this.isOver || this.isInLine) return;
    const { order } = this;
    this.isInLine = true;
    const { client, orderId, terms } = order;
    const { instrument, side, price } = terms;
    this.host.options.router.waits(orderId, client, instrument, side, this.strategy, price);
  }

  cancel(child: Child): void {
    if (this.isOver) return;
    const own = this.own(child);
    if (own === undefined) return;
    this.host.children.cancel(own);
    this.changed?.push(own.orderId);
  }

  cancelAll(): void {
    for (const child of [...this.order.children]) this.cancel(child);
  }

  replace(child: Child, quantity: number, price: number): boolean {
    const own = this.own(child);
    if (this.isOver || own === undefined || !this.host.children.replace(own, quantity, price)) return false;
    this.changed?.push(own.orderId);
    return true;
  }

  wakeAt(epochMs: number): void {
    this.alarm?.cancel();
    this.alarm = undefined;
    if (epochMs === 0 || this.isOver) return;
    const waitMs = Math.max(0, epochMs - this.epochMs());
    this.alarm = this.host.options.world.timers.after(Math.min(waitMs, TIMER_MS_MAX), () => {
      this.alarm = undefined;
      // Timers may be early, and cannot be long enough for every date.
      if (this.epochMs() < epochMs) this.wakeAt(epochMs);
      else this.host.wake(this);
    });
  }

  watchMarket(on: boolean): void {
    if (!this.isOver) this.host.watch(this, on);
  }

  remember(memory: Readonly<Record<string, number | string>>): void {
    if (!this.isOver) this.host.recorder.remember(this.epochMs(), this.order, { ...memory });
  }

  report(execType: number, text: string): void {
    if (!this.isOver) this.host.recorder.told(this.epochMs(), this.order, execType, text);
  }

  finish(ending: Ending, code: string, text: string): void {
    if (this.isOver || this.order.isDone) return;
    this.end();
    this.host.recorder.close(this.epochMs(), this.order, ending, code, text, false);
  }

  /** Nothing is called any more, and nothing it asks is done. True the first time. */
  end(): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    this.leaveLine();
    this.alarm?.cancel();
    this.alarm = undefined;
    this.host.watch(this, false);
    return true;
  }

  /** It has other terms, or is over. */
  leaveLine(): void {
    if (!this.isInLine) return;
    this.isInLine = false;
    this.host.options.router.waitsNoMore(this.order.orderId);
  }

  /** After a decision: it stays in line when there was too little for it; what only this order lacks must not hold up others. */
  private lineUp(): void {
    if (slices.remainder > 0 && slices.reason === 'WAITS_BEHIND') this.host.goFirst(this.order.client, slices.behind);
    else if (slices.remainder === 0 || slices.reason !== 'NO_LIQUIDITY') this.leaveLine();
  }

  private sendSlice(i: number, postOnly: boolean, tag: number, decision: number): ChildOrder | undefined {
    const venue = slices.venues[i]!;
    const takes = slices.takes[i] === 1;
    const timeInForce = takes
      ? TimeInForce.immediateOrCancel
      : restingTimeInForce(this.terms, this.capabilities(venue));
    const child = this.host.children.send(
      this.order,
      venue,
      {
        quantity: slices.quantities[i]!,
        price: slices.prices[i]!,
        timeInForce,
        postOnly: postOnly && !takes,
        sweep: slices.sweeps[i] === 1,
        tag,
      },
      decision,
    );
    return typeof child === 'string' ? undefined : child;
  }

  /** Undefined for one that has ended. */
  private own(child: Child): ChildOrder | undefined {
    const { children } = this.order;
    for (let i = 0; i < children.length; i++) if (children[i] === child) return children[i];
    return undefined;
  }

  private excluded(postOnly: boolean, refused: number): number {
    let mask = refused;
    for (let venue = 0; venue < this.venueCount; venue++) {
      if (!this.venueUsable(venue) || (postOnly && this.capabilities(venue).postOnly === 'none')) mask |= 1 << venue;
    }
    return mask;
  }
}
