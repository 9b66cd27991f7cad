/** A child: one order of ours at one venue, under whatever numbers its replacements have given it. */
import { OrderState, type OrderStateImage } from '../../state/order-state.js';
import type { Child } from '../work.js';
import { TradeLinks } from './trade-links.js';
import type { ParentOrder } from './parent-order.js';

/** What is not known about a child, as bits. `fills`: the venue has told of more than it has told trades. */
export const Doubt = { submit: 1, cancel: 2, replace: 4, fills: 8 } as const;

/** A trade of a child as the client was told of it. */
export interface TradeLink {
  /** ExecID of the client's first report of it: what the parent's state knows it by. */
  readonly key: string;
  /** ExecID of the client's newest report about it. */
  latest: string;
  quantity: number;
  price: number;
  cancelled: boolean;
  /** The trading day that it counts to (OrderIndex). */
  readonly day: number;
}

/** A replacement that was asked for and has no answer. */
export interface Replacement {
  readonly orderId: number;
  readonly quantity: number;
  readonly price: number;
}

/** What the venue says the child came to, while trades are missing. */
export interface ToldEnd {
  /** 0: not ended. */
  readonly ordStatus: number;
  readonly cumQuantity: number;
}

const NO_LINKS = new TradeLinks();
const NO_REPLACEMENTS: readonly Replacement[] = [];

export class ChildOrder implements Child {
  readonly state: OrderState;
  /** Bits of `Doubt`. */
  doubts = 0;
  replacements: readonly Replacement[] = NO_REPLACEMENTS;
  /** It is to be cancelled, and that could not be asked yet. */
  cancelWanted = false;
  told: ToldEnd | undefined;
  /** By the venue's ExecID, corrections included. */
  links = NO_LINKS;
  /** Every number it has had or was to have. */
  numbers: number[];
  /** Prices at which the risk side was told that it rests. */
  rested: number[] = [];
  /** Since the restart: asked what became of it, and no answer. */
  isAsked = false;

  constructor(
    readonly parent: ParentOrder,
    public orderId: number,
    readonly venue: number,
    quantity: number,
    public price: number,
    readonly timeInForce: number,
    readonly ordType: number,
    readonly tag: number,
    /** It may rest at the venue: not market, IOC or FOK. */
    readonly rests: boolean,
    readonly decision: number,
    state?: OrderState,
  ) {
    this.state = state ?? new OrderState(quantity);
    this.numbers = [orderId];
  }

  get quantity(): number {
    return this.state.quantity;
  }

  get cumQuantity(): number {
    return this.state.cumQuantity;
  }

  get isOpen(): boolean {
    return this.doubts !== 0 || this.state.isOpen;
  }

  get cancelPending(): boolean {
    return this.state.pendingCancels > 0;
  }

  get replacePending(): boolean {
    return this.replacements.length > 0;
  }

  /** As `Cancelled`. */
  get isDead(): boolean {
    return !this.isOpen;
  }

  get isUncertain(): boolean {
    return this.doubts !== 0;
  }

  /** What may still trade of it, by the largest of what it is and was asked to become; 0 when it is known to be dead. */
  get exposed(): number {
    if (!this.isOpen) return 0;
    let most = this.state.quantity;
    for (const { quantity } of this.replacements) if (quantity > most) most = quantity;
    return Math.max(0, most - this.state.cumQuantity);
  }

  /** Another name of a trade. */
  link(execId: string, link: TradeLink): void {
    if (this.links === NO_LINKS) this.links = new TradeLinks();
    this.links.set(execId, link);
  }

  image(): ChildImage {
    const { orderId, venue, price, timeInForce, ordType, tag, rests, decision, doubts, cancelWanted } = this;
    return {
      orderId,
      venue,
      price,
      timeInForce,
      ordType,
      tag,
      rests,
      decision,
      doubts,
      cancelWanted,
      state: this.state.image(),
      replacements: this.replacements.map((each) => ({ ...each })),
      told: this.told ?? null,
      numbers: [...this.numbers],
      links: [...this.links].map(([execId, link]) => [execId, { ...link }]),
    };
  }

  static fromImage(parent: ParentOrder, image: ChildImage): ChildOrder {
    const child = new ChildOrder(
      parent,
      image.orderId,
      image.venue,
      0,
      image.price,
      image.timeInForce,
      image.ordType,
      image.tag,
      image.rests,
      image.decision,
      OrderState.fromImage(image.state),
    );
    child.doubts = image.doubts;
    child.cancelWanted = image.cancelWanted;
    if (image.replacements.length > 0) child.replacements = image.replacements.map((each) => ({ ...each }));
    child.told = image.told ?? undefined;
    child.numbers = [...image.numbers];
    // Several ExecIDs of one trade share what is known of it.
    const byKey = new Map<string, TradeLink>();
    for (const [execId, each] of image.links) {
      let link = byKey.get(each.key);
      if (link === undefined) byKey.set(each.key, (link = { ...each }));
      child.link(execId, link);
    }
    return child;
  }
}

export interface ChildImage {
  readonly orderId: number;
  readonly venue: number;
  readonly price: number;
  readonly timeInForce: number;
  readonly ordType: number;
  readonly tag: number;
  readonly rests: boolean;
  readonly decision: number;
  readonly doubts: number;
  readonly cancelWanted: boolean;
  readonly state: OrderStateImage;
  readonly replacements: readonly Replacement[];
  readonly told: ToldEnd | null;
  readonly numbers: readonly number[];
  readonly links: readonly (readonly [string, TradeLink])[];
}
