/**
 * TWAP and VWAP: the time is cut into slices, and at the end of each a share of the order is to be done. In a slice the order first waits at the near price, post-only, and moves
 * with it; for what is missing when `crossAfterPercent` of the slice has gone by, it takes. So it is at most one slice behind its schedule in a market that has
 * enough, and never ahead of the slice in hand.
 *
 * After a market that was not sound for longer than a slice, what is left is planned anew over the time that is left, instead of being made up for at once.
 */
import type { VenueReport } from '../../core/venue.js';
import type { Child, Work } from '../engine/work.js';
import { AlgoWorker, type SessionEnd } from './algo-worker.js';
import { limitOf } from './names.js';
import { numberOf } from './parameters.js';
import { pegPrice } from './peg-price.js';
import { floorTo, tickOf } from './placing.js';
import { Poster } from './poster.js';
import { ReferencePrices } from './reference-prices.js';
import { evenly, type Moment, type Schedule } from './schedules.js';

const POST = 2;
const SLICE_MS = 60_000;
const SLICES_MIN = 4;
const SLICES_MAX = 5000;
/** Least time between two moves of what waits. */
const POST_INTERVAL_MS = 100;
/** What takes at the end of the last slice has this share of it at least. */
const LAST_SHARE = 0.2;

export class ScheduleWorker extends AlgoWorker {
  private readonly references: ReferencePrices;
  private readonly tick: number;
  private readonly crossAfter: number;
  private poster: Poster | undefined;
  private schedule: Schedule = evenly;
  private slices = 0;
  private slice = -1;
  /** What is to be done by the end of the slice in hand, of the whole order. */
  private goal = 0;
  /** Since when the market has not been sound; 0: it is. */
  private unsoundSince = 0;

  /** @param choose the schedule of the order; undefined when there is none: then the order is refused */
  constructor(
    work: Work,
    sessionEnd: SessionEnd | undefined,
    private readonly choose: (work: Work) => Schedule | undefined,
  ) {
    super(work, sessionEnd);
    this.tick = tickOf(work);
    this.references = new ReferencePrices(work);
    this.crossAfter = numberOf(work.terms, 'crossAfterPercent') / 100;
  }

  protected override begin(): void {
    super.begin();
    if (!this.hasEnded && this.choose(this.work) === undefined)
      this.giveUp(
        'TYPE_ALGO_CURVE',
        `parameter curve (848): there is no such curve for ${this.work.instrument.symbol}`,
      );
  }

  protected override run(): void {
    const { work } = this;
    const now = work.epochMs();
    if (!this.hasBegun(now)) return;
    if (!work.marketIsSound) {
      this.waitForSoundMarket(now);
      return;
    }
    if (this.unsoundSince > 0 && now - this.unsoundSince > this.sliceMs) this.planFrom(now);
    this.unsoundSince = 0;
    const slice = this.sliceAt(now);
    if (slice !== this.slice) this.enter(slice, now);
    const start = this.boundary(slice);
    let crossAt = start + this.crossAfter * this.sliceMs;
    if (slice === this.slices - 1)
      crossAt = Math.max(start, Math.min(crossAt, this.endMs - this.leadMs - LAST_SHARE * this.sliceMs));
    if (now < crossAt) this.wait(Math.ceil(crossAt));
    else this.cross();
    if (!this.hasEnded) this.wakeBy(this.boundary(slice + 1));
  }

  /** Cuts what is left of the time into slices of the length that the order began with. */
  protected override planned(): void {
    const duration = this.endMs - this.originMs;
    if (this.sliceMs === 0) {
      const wanted = numberOf(this.work.terms, 'slices');
      this.slices = wanted > 0 ? wanted : Math.min(SLICES_MAX, Math.max(SLICES_MIN, Math.ceil(duration / SLICE_MS)));
    } else {
      this.slices = Math.max(1, Math.round(duration / this.sliceMs));
    }
    this.sliceMs = duration / this.slices;
    this.slice = -1;
    this.goal = 0;
    this.schedule = this.choose(this.work) ?? evenly;
    if (this.poster === undefined) {
      const settings = { tag: POST, leastMove: this.tick, intervalMs: POST_INTERVAL_MS, expireEpochMs: this.endMs };
      this.poster = new Poster(this.work, this.references, settings, {
        refused: (code) => this.refused(code),
        cancel: (child) => this.cancel(child),
      });
      this.poster.find();
    }
  }

  /** Where a slice begins, in whole ms. */
  private boundary(slice: number): number {
    return Math.floor(this.originMs + slice * this.sliceMs);
  }

  private sliceAt(now: number): number {
    let slice = Math.floor((now - this.originMs) / this.sliceMs);
    while (this.boundary(slice + 1) <= now) slice++;
    return Math.min(this.slices - 1, slice);
  }

  private enter(slice: number, nowMs: number): void {
    this.slice = slice;
    const { quantity } = this.work.terms;
    if (slice === this.slices - 1) {
      this.goal = quantity;
      return;
    }
    const { originMs, endMs } = this;
    const moment: Moment = {
      originMs,
      endMs,
      nowMs,
      atMs: this.boundary(slice + 1),
      volume: this.work.marketVolume - this.originVolume,
    };
    const share = Math.min(1, Math.max(0, this.schedule(moment)));
    this.goal = Math.max(this.goal, floorTo(this.originCum + share * (quantity - this.originCum), this.lot));
  }

  private wait(crossAt: number): void {
    const { work, references } = this;
    const poster = this.poster!;
    this.wakeBy(crossAt);
    const posted = poster.child?.isOpen === true ? poster.child.quantity - poster.child.cumQuantity : 0;
    const leaves = this.goal - work.cumQuantity - (this.openLeaves() - posted);
    this.watch(leaves > 0);
    if (leaves <= 0) {
      poster.pull();
      return;
    }
    if (posted === 0 && !this.mayTry) return;
    const now = work.epochMs();
    references.read(poster.child, now);
    this.wakeBy(references.againAt);
    const price = pegPrice(work.terms.side, 'same', 0, limitOf(work.terms), references.bid, references.ask, this.tick);
    if (price === 0) return;
    const again = poster.aim(price, Math.min(leaves, work.unsentQuantity + posted));
    if (again > 0) this.wakeBy(again);
  }

  private cross(): void {
    const { work } = this;
    const poster = this.poster!;
    if (poster.child?.isOpen === true) {
      poster.pull();
      return;
    }
    const missing = this.goal - work.cumQuantity - this.openLeaves();
    this.watch(missing > 0);
    this.take(missing);
  }

  private waitForSoundMarket(now: number): void {
    if (this.unsoundSince === 0) this.unsoundSince = now;
    this.watch(true);
    this.poster?.pull();
  }

  protected override childChanged(child: Child, report: Readonly<VenueReport> | undefined): void {
    if (!child.isOpen) this.poster?.ended(child, this.endedInVain(child, report));
  }
}
