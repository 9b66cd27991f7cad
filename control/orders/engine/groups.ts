/**
 * Linked orders: OCO (one cancels the other), OTO (one triggers the other), bracket (an entry, and two exits of which one cancels the other).
 *
 * Orders of one client with one link id are a group, in the order in which they came: in OTO and brackets the first is the entry. Rules:
 * - The legs of an OCO have one of them at a venue at a time, unless the client accepts to be filled twice (`overfill=accept` among the parameters). A leg that was
 *   triggered (a stop) takes the place of one that rests, when that is known to be dead.
 * - What one leg trades is taken off the other; a trade taken back is put on again. A leg that ends, in whatever way, ends the other: that is told when it is so.
 * - The others of an entry may send as much as the entry has traded. When the entry ends without a trade they end; when it ends in part, that is their quantity.
 */
import type { ClientOrder } from '../../core/order-entry.js';
import { OrdType } from '../../core/venue.js';
import type { Links, OrderEvents } from './model/order-events.js';
import type { ParentOrder } from './model/parent-order.js';

interface Group {
  readonly key: string;
  entry: ParentOrder | undefined;
  readonly legs: ParentOrder[];
  /** A triggered leg that waits for the others to be dead at venues: nobody else sends. */
  claimant: ParentOrder | undefined;
  /** Legs that wanted to send while another one worked. */
  readonly waiting: Set<ParentOrder>;
}

export class Groups implements Links {
  private readonly groups = new Map<string, Group>();

  constructor(private readonly events: OrderEvents) {}

  get size(): number {
    return this.groups.size;
  }

  /** Terms of the orders of a group that came before, oldest first. */
  before(client: number, linkId: string): readonly Readonly<ClientOrder>[] {
    const group = this.groups.get(`${client} ${linkId}`);
    if (group === undefined) return [];
    return [...(group.entry === undefined ? [] : [group.entry]), ...group.legs].map(({ terms }) => terms);
  }

  joined(order: ParentOrder, at: number): void {
    const { linkKind } = order.terms;
    if (linkKind === '') return;
    const group = this.groupOf(order);
    if (group === undefined) {
      order.isEntry = linkKind !== 'oco';
      this.add(order);
      return;
    }
    const { entry, legs } = group;
    legs.push(order);
    if (entry !== undefined) this.events.release(order, entry.state.cumQuantity);
    const isOver = entry === undefined ? legs.some((leg) => leg.isDone) : entry.isDone && entry.state.cumQuantity === 0;
    if (isOver) this.events.close(at, order, 'rejected', 'LINK_ENDED', 'the order that it is linked to has ended');
  }

  traded(order: ParentOrder, change: number, at: number): void {
    const group = this.groupOf(order);
    if (group === undefined) return;
    if (group.entry === order) {
      for (const leg of group.legs) if (!leg.isDone) this.events.release(leg, order.state.cumQuantity);
      return;
    }
    if (!cancelsOthers(group, order)) return;
    for (const leg of group.legs) {
      if (leg === order || leg.isDone) continue;
      const left = leg.terms.quantity - change;
      if (left > leg.state.cumQuantity) this.events.restate(at, leg, left, 'a linked order has traded');
      else this.events.close(at, leg, 'canceled', 'LINK_FILLED', 'the order that it is linked to was filled');
    }
  }

  ended(order: ParentOrder, at: number): void {
    const group = this.groupOf(order);
    if (group === undefined) return;
    const { entry, legs } = group;
    if (group.claimant === order) group.claimant = undefined;
    group.waiting.delete(order);
    if (entry === order) {
      const { cumQuantity } = order.state;
      for (const leg of legs) {
        if (leg.isDone) continue;
        if (cumQuantity === 0)
          this.events.close(at, leg, 'canceled', 'LINK_ENDED', 'its entry has ended without a trade');
        else if (cumQuantity < leg.terms.quantity)
          this.events.restate(at, leg, cumQuantity, 'its entry traded in part');
      }
    } else if (cancelsOthers(group, order)) {
      for (const leg of legs) {
        if (leg === order || leg.isDone) continue;
        this.events.close(at, leg, 'canceled', 'LINK_ENDED', 'the order that it is linked to has ended');
      }
    }
  }

  /** It is not kept any more. A link id may be used again when none of its orders is. */
  forgotten(order: ParentOrder): void {
    const group = this.groupOf(order);
    if (group === undefined) return;
    if (group.entry === order) group.entry = undefined;
    else group.legs.splice(group.legs.indexOf(order), 1);
    if (group.entry === undefined && group.legs.length === 0) this.groups.delete(group.key);
  }

  /** Another leg is at a venue, or has the right to go there: this one must not send now. It is among `freed` when it may try again. */
  mustWait(order: ParentOrder): boolean {
    const group = order.terms.linkKind === '' ? undefined : this.groupOf(order);
    if (group === undefined || group.entry === order || !cancelsOthers(group, order) || acceptsOverfill(order))
      return false;
    let isBlocked = group.claimant !== undefined && group.claimant !== order;
    for (const leg of group.legs) {
      if (leg === order || leg.children.length === 0) continue;
      isBlocked = true;
      if (isTriggered(order) && !isTriggered(leg)) group.claimant ??= order;
    }
    if (isBlocked) group.waiting.add(order);
    return isBlocked;
  }

  /** Legs that must make room at venues for one that was triggered. */
  displaced(order: ParentOrder): readonly ParentOrder[] {
    const group = order.terms.linkKind === '' ? undefined : this.groupOf(order);
    if (group?.claimant !== order) return [];
    return group.legs.filter((leg) => leg !== order && leg.children.length > 0);
  }

  /** An order has nothing at venues any more: those that waited for that, once. */
  freed(order: ParentOrder): readonly ParentOrder[] {
    if (order.terms.linkKind === '' || order.children.length > 0) return [];
    const group = this.groupOf(order);
    if (group === undefined || group.waiting.size === 0) return [];
    const { claimant } = group;
    const freed = [...group.waiting].filter((leg) => leg !== order && (claimant === undefined || claimant === leg));
    for (const leg of freed) group.waiting.delete(leg);
    return freed;
  }

  /** After a snapshot: groups as their orders say. */
  restore(orders: Iterable<ParentOrder>): void {
    for (const order of orders) {
      if (order.terms.linkKind === '') continue;
      const group = this.groupOf(order);
      if (group === undefined) this.add(order);
      else group.legs.push(order);
    }
  }

  private add(order: ParentOrder): void {
    const key = keyOf(order);
    const entry = order.isEntry ? order : undefined;
    const legs = order.isEntry ? [] : [order];
    this.groups.set(key, { key, entry, legs, claimant: undefined, waiting: new Set() });
  }

  private groupOf(order: ParentOrder): Group | undefined {
    return order.terms.linkKind === '' ? undefined : this.groups.get(keyOf(order));
  }
}

function keyOf(order: ParentOrder): string {
  return `${order.client} ${order.terms.linkId}`;
}

function cancelsOthers(group: Group, order: ParentOrder): boolean {
  return group.entry !== order && order.terms.linkKind !== 'oto';
}

function acceptsOverfill(order: ParentOrder): boolean {
  return order.terms.algoParameters['overfill'] === 'accept';
}

function isTriggered({ terms }: ParentOrder): boolean {
  return terms.ordType === OrdType.stop || terms.ordType === OrdType.stopLimit || terms.trailOffset > 0;
}
