/**
 * One child that waits in a book and follows a price: what pegs and algorithms post with. It is replaced where the venue replaces, otherwise cancelled and sent anew; never
 * faster than its rate, never for less than its least distance, and never while a request of it is under way.
 */
import { OrdType, TimeInForce, type VenueCapabilities } from '../../core/venue.js';
import type { Child, Work } from '../engine/work.js';
import { hasCode, restingTimeInForce } from './child-terms.js';
import { restingVenue } from './placing.js';
import type { ReferencePrices } from './reference-prices.js';

export interface PosterSettings {
  /** Of the children it sends, by which they are found again after a restart. */
  readonly tag: number;
  /** Least distance of a move, in price units. */
  readonly leastMove: number;
  readonly intervalMs: number;
  /** When the venue may end it, epoch ms; 0: with the order. */
  readonly expireEpochMs: number;
}

const REFUSALS_MAX = 3;
const RETRY_MS = 10;

/** What the worker lends it: refusals and cancels are counted there. */
export interface PosterOwner {
  refused(code: string): boolean;
  cancel(child: Child): void;
}

export class Poster {
  child: Child | undefined;
  /** Moves that were asked for: replacements and cancels. */
  moves = 0;
  private movedAt = 0;
  /** What the last replacement asked for; 0: it has been answered. */
  private askedPrice = 0;
  private askedQuantity = 0;
  /** Replacements in a row that the venue refused. */
  private refusals = 0;
  private avoided = 0;

  constructor(
    private readonly work: Work,
    private readonly references: ReferencePrices,
    private readonly settings: PosterSettings,
    private readonly owner: PosterOwner,
  ) {}

  /** After a restart: the child of before. */
  find(): void {
    for (const child of this.work.children) if (child.isOpen && child.tag === this.settings.tag) this.child = child;
  }

  /** A child ended; `inVain`: its venue did not want it. */
  ended(child: Child, inVain: boolean): void {
    if (child !== this.child) return;
    this.child = undefined;
    this.askedPrice = this.refusals = 0;
    if (child.cumQuantity > 0) this.avoided = 0;
    else if (inVain) this.avoided |= 1 << child.venue;
  }

  /**
   * Wants `leaves` to wait at `price`. Returns the epoch ms at which to ask again, when that is only a matter of time; 0: nothing to do before something happens.
   */
  aim(price: number, leaves: number): number {
    const { child } = this;
    if (child === undefined || !child.isOpen) return this.post(price, leaves);
    if (child.cancelPending || child.replacePending || child.isUncertain) return 0;
    if (this.isStuck(child)) {
      this.avoided |= 1 << child.venue;
      this.pull();
      return 0;
    }
    const quantity = child.cumQuantity + leaves;
    const isFar = Math.abs(price - child.price) >= this.settings.leastMove;
    if (!isFar && quantity === child.quantity) return 0;
    const now = this.work.epochMs();
    const next = this.movedAt + this.settings.intervalMs;
    if (now < next) return next;
    this.movedAt = now;
    this.moves++;
    if (isFar) this.references.moved(child, now);
    this.askedPrice = isFar ? price : child.price;
    this.askedQuantity = quantity;
    if (leaves > 0 && this.work.replace(child, quantity, this.askedPrice)) return 0;
    this.askedPrice = 0;
    // A rate that is used up, or a venue that is away: a cancel would fare no better.
    if (leaves > 0 && canReplace(this.work, child) && ++this.refusals < REFUSALS_MAX)
      return now + Math.max(this.settings.intervalMs, RETRY_MS);
    this.owner.cancel(child);
    return 0;
  }

  /** The venue answered the last replacement, and has refused several in a row: the child is better off elsewhere. */
  private isStuck(child: Child): boolean {
    if (this.askedPrice === 0) return false;
    this.refusals = child.price === this.askedPrice && child.quantity === this.askedQuantity ? 0 : this.refusals + 1;
    this.askedPrice = 0;
    return this.refusals >= REFUSALS_MAX;
  }

  /** Takes it out of the book. */
  pull(): void {
    if (this.child?.isOpen !== true || this.child.cancelPending) return;
    this.references.moved(this.child, this.work.epochMs());
    this.owner.cancel(this.child);
  }

  private post(price: number, leaves: number): number {
    const { work, settings } = this;
    if (leaves <= 0) return 0;
    const now = work.epochMs();
    if (this.movedAt > 0 && now < this.movedAt + settings.intervalMs) return this.movedAt + settings.intervalMs;
    const { terms } = work;
    const venue = restingVenue(work, terms.hidden ? postsHidden : posts, this.avoided);
    if (venue < 0) {
      this.owner.refused('notConnected');
      return 0;
    }
    const can = work.capabilities(venue);
    const ends = settings.expireEpochMs > 0 && hasCode(can.timesInForce, TimeInForce.goodTillDate);
    const timeInForce = ends ? TimeInForce.goodTillDate : restingTimeInForce(terms, can);
    const expireEpochMs = ends
      ? settings.expireEpochMs
      : timeInForce === TimeInForce.goodTillDate
        ? terms.expireEpochMs
        : 0;
    this.movedAt = now;
    const { hidden } = terms;
    const sent = work.send(venue, {
      quantity: leaves,
      price,
      ordType: OrdType.limit,
      timeInForce,
      postOnly: true,
      hidden,
      expireEpochMs,
      tag: settings.tag,
    });
    if (typeof sent === 'string') {
      if (this.owner.refused(sent)) this.avoided |= 1 << venue;
      return 0;
    }
    this.child = sent;
    return 0;
  }
}

function canReplace(work: Work, child: Child): boolean {
  return work.capabilities(child.venue).replace === 'replace';
}

/** An order that waits there can never take: without that no price of ours is safe from a market that moves. */
export function posts(can: VenueCapabilities): boolean {
  return can.postOnly === 'native' && hasCode(can.ordTypes, OrdType.limit);
}

function postsHidden(can: VenueCapabilities): boolean {
  return posts(can) && can.hidden === 'native';
}
