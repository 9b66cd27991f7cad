/**
 * Our orders at one venue, by slot: what was asked for, how it stands, and what is still unanswered. Columns of typed arrays, so that an order costs
 * no object. Orders that are over stay until their slot is needed, because trades of them may be taken back later.
 */
import { OrdStatus, type PegTo, type VenueOrder } from '../../core/venue.js';
import { IdIndex } from './id-index.js';

/** Requests without an answer, as bits of `pending`. */
export const Pending = { submit: 1, cancel: 2, replace: 4 } as const;
/** Bits of `flags`. `acknowledged`: the venue's word that it has the order (or that it took another one's place) has been told. */
export const OrderFlag = { hidden: 1, postOnly: 2, sweep: 4, acknowledged: 8 } as const;

export const pegNames: readonly PegTo[] = ['', 'same', 'opposite', 'mid'];

const FIRST_SLOTS = 1024;

export class OrderTable {
  /** Grows, up to the limit: hold on to the table, not to a column. */
  orderId = new Float64Array(FIRST_SLOTS);
  instrument = new Int32Array(FIRST_SLOTS);
  side = new Uint8Array(FIRST_SLOTS);
  ordType = new Uint8Array(FIRST_SLOTS);
  timeInForce = new Uint8Array(FIRST_SLOTS);
  /** Total, with what has traded. */
  quantity = new Float64Array(FIRST_SLOTS);
  price = new Float64Array(FIRST_SLOTS);
  stopPrice = new Float64Array(FIRST_SLOTS);
  minQuantity = new Float64Array(FIRST_SLOTS);
  displayQuantity = new Float64Array(FIRST_SLOTS);
  flags = new Uint8Array(FIRST_SLOTS);
  /** Index into `pegNames`. */
  pegTo = new Uint8Array(FIRST_SLOTS);
  pegOffset = new Float64Array(FIRST_SLOTS);
  expireEpochMs = new Float64Array(FIRST_SLOTS);
  /** Character code; 0: the venue's default. */
  capacity = new Uint8Array(FIRST_SLOTS);
  readonly account: string[] = [];
  readonly venueOrderId: string[] = [];
  /** OrdStatus, 0 for a slot that is free. */
  status = new Uint8Array(FIRST_SLOTS);
  cum = new Float64Array(FIRST_SLOTS);
  leaves = new Float64Array(FIRST_SLOTS);
  pending = new Uint8Array(FIRST_SLOTS);
  /** Number of the order entry that the order lives on: 0 the configured one, 1 the fallback. */
  entry = new Uint8Array(FIRST_SLOTS);
  /** The connection (a count) on which what is pending was sent; 0: before this run of the process. */
  sentOn = new Int32Array(FIRST_SLOTS);
  /** OUCH 5.0: UserRefNum. */
  ref = new Float64Array(FIRST_SLOTS);
  /** Requests about the order that had a name of their own. */
  requests = new Uint16Array(FIRST_SLOTS);
  /** The order that this one replaces, or is to replace; -1. Slots may have been used anew: `originId` tells. */
  origin = new Int32Array(FIRST_SLOTS);
  originId = new Float64Array(FIRST_SLOTS);
  /** Counts of orders that are not over, and of those that are and were pushed out. */
  live = 0;
  evicted = 0;

  private readonly slots = new IdIndex();
  /** 1 for a slot that is in `done`. */
  private listed = new Uint8Array(FIRST_SLOTS);
  private capacitySlots = FIRST_SLOTS;
  private nextFresh = 0;
  /** Orders that are over, in the order in which they ended: the next slot to be used anew is at `firstDone`. */
  private done = new Int32Array(FIRST_SLOTS);
  private firstDone = 0;
  private doneCount = 0;

  /** @param maxOrders kept at one time, live or over */
  constructor(
    readonly maxOrders: number,
    private readonly onEvict: (slot: number) => void,
  ) {}

  /** Slots that have been used. */
  get end(): number {
    return this.nextFresh;
  }

  /** -1 for an order that is not known. */
  find(orderId: number): number {
    return orderId > 0 ? this.slots.get(orderId) : -1;
  }

  isDone(slot: number): boolean {
    return isFinal(this.status[slot]!);
  }

  /** A slot for an order, filled from it; -1 when there are too many live ones. The number must be new. */
  add(order: Readonly<VenueOrder>): number {
    const slot = this.take(order.orderId);
    if (slot < 0) return -1;
    this.instrument[slot] = order.instrument;
    this.side[slot] = order.side;
    this.ordType[slot] = order.ordType;
    this.timeInForce[slot] = order.timeInForce;
    this.quantity[slot] = order.quantity;
    this.price[slot] = order.price;
    this.stopPrice[slot] = order.stopPrice;
    this.minQuantity[slot] = order.minQuantity;
    this.displayQuantity[slot] = order.displayQuantity;
    this.flags[slot] =
      (order.hidden ? OrderFlag.hidden : 0) |
      (order.postOnly ? OrderFlag.postOnly : 0) |
      (order.sweep ? OrderFlag.sweep : 0);
    this.pegTo[slot] = pegNames.indexOf(order.pegTo);
    this.pegOffset[slot] = order.pegOffset;
    this.expireEpochMs[slot] = order.expireEpochMs;
    this.capacity[slot] = order.capacity === '' ? 0 : order.capacity.charCodeAt(0);
    this.account[slot] = order.account;
    this.leaves[slot] = order.quantity;
    return slot;
  }

  /** A slot for the order that is to replace `old`, with everything of it but quantity and price. */
  addReplacement(old: number, newOrderId: number, quantity: number, price: number): number {
    const slot = this.take(newOrderId);
    if (slot < 0) return -1;
    this.instrument[slot] = this.instrument[old]!;
    this.side[slot] = this.side[old]!;
    this.ordType[slot] = this.ordType[old]!;
    this.timeInForce[slot] = this.timeInForce[old]!;
    this.quantity[slot] = quantity;
    this.price[slot] = price;
    this.stopPrice[slot] = this.stopPrice[old]!;
    this.minQuantity[slot] = this.minQuantity[old]!;
    this.displayQuantity[slot] = this.displayQuantity[old]!;
    this.flags[slot] = this.flags[old]! & ~OrderFlag.acknowledged;
    this.pegTo[slot] = this.pegTo[old]!;
    this.pegOffset[slot] = this.pegOffset[old]!;
    this.expireEpochMs[slot] = this.expireEpochMs[old]!;
    this.capacity[slot] = this.capacity[old]!;
    this.account[slot] = this.account[old]!;
    this.venueOrderId[slot] = this.venueOrderId[old]!;
    this.entry[slot] = this.entry[old]!;
    this.cum[slot] = this.cum[old]!;
    this.leaves[slot] = quantity - this.cum[old]!;
    this.origin[slot] = old;
    this.originId[slot] = this.orderId[old]!;
    return slot;
  }

  /** A request about an order leaves. A submission that an earlier connection left without an answer stays that one's: it is still to be told as uncertain. */
  ask(slot: number, request: number, connection: number): void {
    const isUnanswered = (this.pending[slot]! & Pending.submit) !== 0;
    this.pending[slot] = this.pending[slot]! | request;
    if (!isUnanswered) this.sentOn[slot] = connection;
  }

  /** The slot of the order that this one replaces, -1 when there is none any more. */
  originOf(slot: number): number {
    const origin = this.origin[slot]!;
    return origin >= 0 && this.orderId[origin] === this.originId[slot] ? origin : -1;
  }

  /** Sets how the order stands; one that is over may be pushed out from now on. */
  setStatus(slot: number, status: number): void {
    const wasDone = isFinal(this.status[slot]!);
    const isDone = isFinal(status);
    this.status[slot] = status;
    if (isDone === wasDone) return;
    if (!isDone) {
      // A trade was taken back: it lives again, and is stepped over where it stands among those that are over.
      this.live++;
      return;
    }
    this.live--;
    if (this.listed[slot] === 1) return;
    this.listed[slot] = 1;
    this.done[(this.firstDone + this.doneCount++) & (this.done.length - 1)] = slot;
  }

  /** Takes out an order that was never sent: its number may be used again. */
  forget(slot: number): void {
    this.slots.delete(this.orderId[slot]!);
    this.orderId[slot] = 0;
    this.setStatus(slot, OrdStatus.rejected);
  }

  private take(orderId: number): number {
    const slot = this.freeSlot();
    if (slot < 0) return -1;
    this.orderId[slot] = orderId;
    this.status[slot] = OrdStatus.pendingNew;
    this.cum[slot] = 0;
    this.leaves[slot] = 0;
    this.pending[slot] = 0;
    this.entry[slot] = 0;
    this.sentOn[slot] = 0;
    this.ref[slot] = 0;
    this.requests[slot] = 0;
    this.origin[slot] = -1;
    this.originId[slot] = 0;
    this.account[slot] = '';
    this.venueOrderId[slot] = '';
    this.slots.set(orderId, slot);
    this.live++;
    return slot;
  }

  private freeSlot(): number {
    if (this.nextFresh < this.capacitySlots) return this.nextFresh++;
    if (this.capacitySlots * 2 <= this.maxOrders) {
      this.grow();
      return this.nextFresh++;
    }
    while (this.doneCount > 0) {
      const slot = this.done[this.firstDone]!;
      this.firstDone = (this.firstDone + 1) & (this.done.length - 1);
      this.doneCount--;
      this.listed[slot] = 0;
      if (!this.isDone(slot)) continue;
      if (this.orderId[slot] !== 0) {
        this.onEvict(slot);
        this.slots.delete(this.orderId[slot]!);
        this.evicted++;
      }
      return slot;
    }
    return -1;
  }

  private grow(): void {
    const size = this.capacitySlots * 2;
    const f64 = (from: Float64Array): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(size);
      to.set(from);
      return to;
    };
    const u8 = (from: Uint8Array): Uint8Array<ArrayBuffer> => {
      const to = new Uint8Array(size);
      to.set(from);
      return to;
    };
    const i32 = (from: Int32Array): Int32Array<ArrayBuffer> => {
      const to = new Int32Array(size);
      to.set(from);
      return to;
    };
    this.orderId = f64(this.orderId);
    this.instrument = i32(this.instrument);
    this.side = u8(this.side);
    this.ordType = u8(this.ordType);
    this.timeInForce = u8(this.timeInForce);
    this.quantity = f64(this.quantity);
    this.price = f64(this.price);
    this.stopPrice = f64(this.stopPrice);
    this.minQuantity = f64(this.minQuantity);
    this.displayQuantity = f64(this.displayQuantity);
    this.flags = u8(this.flags);
    this.pegTo = u8(this.pegTo);
    this.pegOffset = f64(this.pegOffset);
    this.expireEpochMs = f64(this.expireEpochMs);
    this.capacity = u8(this.capacity);
    this.status = u8(this.status);
    this.cum = f64(this.cum);
    this.leaves = f64(this.leaves);
    this.pending = u8(this.pending);
    this.entry = u8(this.entry);
    this.sentOn = i32(this.sentOn);
    this.ref = f64(this.ref);
    this.origin = i32(this.origin);
    this.originId = f64(this.originId);
    this.listed = u8(this.listed);
    const requests = new Uint16Array(size);
    requests.set(this.requests);
    this.requests = requests;
    const done = new Int32Array(size);
    for (let i = 0; i < this.doneCount; i++) done[i] = this.done[(this.firstDone + i) & (this.done.length - 1)]!;
    this.done = done;
    this.firstDone = 0;
    this.capacitySlots = size;
  }
}

export function isFinal(status: number): boolean {
  return (
    status === OrdStatus.filled ||
    status === OrdStatus.canceled ||
    status === OrdStatus.rejected ||
    status === OrdStatus.expired ||
    status === OrdStatus.doneForDay
  );
}
