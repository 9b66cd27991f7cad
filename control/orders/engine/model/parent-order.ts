/** A client's order: as the client wants it, how it stands, and its children. */
import type { ClientOrder } from '../../../core/order-entry.js';
import { OrderState, type OrderStateImage } from '../../state/order-state.js';
import { ChildOrder, type ChildImage } from './child-order.js';
import type { Ending } from '../work.js';

/** A client's request on the order that has no answer yet: one at a time. */
export interface PendingRequest {
  readonly request: 'cancel' | 'replace';
  readonly clOrdId: string;
  readonly origClOrdId: string;
}

/** The order is to end: nothing more is sent, and what is open is cancelled. */
export interface Closing {
  readonly ending: Ending;
  readonly code: string;
  readonly text: string;
  /** The client's own cancel may be refused; what the worker or the engine ends is tried until it is done. */
  readonly by: 'client' | 'engine';
  /** Children that were cancelled because of it. */
  progress: number;
}

/** A replacement that was accepted and waits for venues. */
export interface Replacing {
  readonly old: ClientOrder;
  readonly exposurePrice: number;
  /** Children whose answers it waits for, by number; undefined while the worker has not taken it. */
  waiting: number[] | undefined;
  failed: boolean;
}

export class ParentOrder {
  readonly state: OrderState;
  /** As wanted now; during a replacement, as it is to be. */
  terms: ClientOrder;
  /** The newest ClOrdID that was taken. */
  clOrdId: string;
  /** The worker has begun: the client was told New. */
  isStarted = false;
  /** Nothing of it is open, uncertain or worked. */
  isDone = false;
  pending: PendingRequest | undefined;
  closing: Closing | undefined;
  replacing: Replacing | undefined;
  memory: Readonly<Record<string, number | string>> | undefined;
  /** Open or uncertain, in the order in which they were sent. */
  children: ChildOrder[] = [];
  ended: ChildOrder[] = [];
  /** The client was told that something is uncertain. */
  doubtTold = false;
  /** Venues that refused a child, as a bit mask. */
  refusedVenues = 0;
  /** What the worker may send at most, in all; Infinity unless an order that it depends on has not traded enough. */
  released = Infinity;
  /** The others of its group depend on it (OTO, bracket). */
  isEntry = false;
  lastEpochMs: number;
  /** ClOrdIDs that it and requests on it have used up. */
  names: string[] = [];
  /** How often it is among those that ended: more than once when a trade taken back opened it again. */
  endings = 0;
  /** It was told that more is open than it is for. */
  isOverTold = false;
  /** It is among those that were changed (touched.ts). */
  isTouched = false;
  /** What the risk side was told: open quantity and price, and what is held besides; -1: nothing. */
  riskOpen = -1;
  riskPrice = 0;
  heldQuantity = -1;
  heldPrice = 0;

  constructor(
    readonly orderId: number,
    readonly client: number,
    terms: ClientOrder,
    readonly planName: string,
    readonly form: 'native' | 'emulated',
    /** At what price risk values it (RiskGate). */
    public exposurePrice: number,
    readonly createdEpochMs: number,
    state?: OrderState,
  ) {
    this.terms = terms;
    this.clOrdId = terms.clOrdId;
    this.state = state ?? new OrderState(terms.quantity, carriesOver(terms.timeInForce));
    this.lastEpochMs = createdEpochMs;
  }

  /** What may still trade at venues. */
  get exposed(): number {
    let sum = 0;
    for (const child of this.children) sum += child.exposed;
    return sum;
  }

  /** What has traded, and what is at venues as they have it: replacements of children that have no answer left out. */
  get placed(): number {
    let sum = this.state.cumQuantity;
    for (const { state } of this.children) if (state.isOpen) sum += state.quantity - state.cumQuantity;
    return sum;
  }

  /** What may still be sent: of the smaller of the old and the new quantity while a replacement waits. */
  get unsent(): number {
    const { terms, state, replacing } = this;
    if (this.closing !== undefined || this.isDone) return 0;
    let limit = replacing?.waiting === undefined ? terms.quantity : Math.min(terms.quantity, state.quantity);
    if (limit > this.released) limit = this.released;
    return Math.max(0, limit - state.cumQuantity - this.exposed);
  }

  /** What all children together may come to: the larger of old and new while a replacement waits. */
  get limit(): number {
    return Math.max(this.terms.quantity, this.state.quantity);
  }

  /** As `Cancelled`. */
  get isDead(): boolean {
    return this.isDone;
  }

  get isUncertain(): boolean {
    for (const child of this.children) if (child.doubts !== 0) return true;
    return false;
  }

  image(): ParentImage {
    const { orderId, client, terms, clOrdId, planName, form, exposurePrice, createdEpochMs, lastEpochMs } = this;
    return {
      orderId,
      client,
      terms: { ...terms },
      clOrdId,
      planName,
      form,
      exposurePrice,
      createdEpochMs,
      lastEpochMs,
      isStarted: this.isStarted,
      isDone: this.isDone,
      pending: this.pending ?? null,
      closing: this.closing === undefined ? null : { ...this.closing },
      replacing: imageOfReplacing(this.replacing),
      memory: this.memory ?? null,
      children: this.children.map((child) => child.image()),
      ended: this.ended.map((child) => child.image()),
      doubtTold: this.doubtTold,
      refusedVenues: this.refusedVenues,
      released: this.released === Infinity ? -1 : this.released,
      names: [...this.names],
      isEntry: this.isEntry,
      state: this.state.image(),
    };
  }

  static fromImage(image: ParentImage): ParentOrder {
    const state = OrderState.fromImage(image.state);
    const { orderId, client, terms, planName, form, exposurePrice, createdEpochMs } = image;
    const order = new ParentOrder(orderId, client, { ...terms }, planName, form, exposurePrice, createdEpochMs, state);
    order.clOrdId = image.clOrdId;
    order.lastEpochMs = image.lastEpochMs;
    order.isStarted = image.isStarted;
    order.isDone = image.isDone;
    order.pending = image.pending ?? undefined;
    order.closing = image.closing === null ? undefined : { ...image.closing };
    const { replacing } = image;
    if (replacing !== null) order.replacing = { ...replacing, waiting: replacing.waiting?.slice() ?? undefined };
    order.memory = image.memory ?? undefined;
    order.children = image.children.map((child) => ChildOrder.fromImage(order, child));
    order.ended = image.ended.map((child) => ChildOrder.fromImage(order, child));
    order.doubtTold = image.doubtTold;
    order.refusedVenues = image.refusedVenues;
    order.released = image.released < 0 ? Infinity : image.released;
    order.names = [...image.names];
    order.isEntry = image.isEntry;
    return order;
  }
}

export interface ParentImage {
  readonly orderId: number;
  readonly client: number;
  readonly terms: ClientOrder;
  readonly clOrdId: string;
  readonly planName: string;
  readonly form: 'native' | 'emulated';
  readonly exposurePrice: number;
  readonly createdEpochMs: number;
  readonly lastEpochMs: number;
  readonly isStarted: boolean;
  readonly isDone: boolean;
  readonly pending: PendingRequest | null;
  readonly closing: Closing | null;
  readonly replacing: (Omit<Replacing, 'waiting'> & { readonly waiting: readonly number[] | null }) | null;
  readonly memory: Readonly<Record<string, number | string>> | null;
  readonly children: readonly ChildImage[];
  readonly ended: readonly ChildImage[];
  readonly doubtTold: boolean;
  readonly refusedVenues: number;
  readonly released: number;
  readonly names: readonly string[];
  readonly isEntry: boolean;
  readonly state: OrderStateImage;
}

function imageOfReplacing(replacing: Replacing | undefined): ParentImage['replacing'] {
  return replacing === undefined
    ? null
    : { ...replacing, old: { ...replacing.old }, waiting: replacing.waiting?.slice() ?? null };
}

/** GTC and GTD live on after the day. */
function carriesOver(timeInForce: number): boolean {
  return timeInForce === 0x31 || timeInForce === 0x36;
}
