/** Keeps the risk side's exposure in step with the orders: it is always told the same numbers on the way out as on the way in. */
import type { RiskGate } from '../../risk/risk-port.js';
import type { ChildOrder } from './child-order.js';
import type { ParentOrder } from './parent-order.js';

export class Exposure {
  constructor(private readonly risk: RiskGate) {}

  /** After every change of an order: what is open, at what price, and what a replacement that waits needs besides. */
  settle(order: ParentOrder): void {
    const { client, state, exposurePrice, replacing } = order;
    const { instrument, side, quantity } = order.terms;
    if (instrument < 0) return;
    const open = order.isDone ? -1 : Math.max(0, state.quantity - state.cumQuantity);
    const heldQuantity = replacing === undefined || order.isDone ? -1 : Math.max(0, quantity - state.cumQuantity);
    const heldPrice = replacing?.exposurePrice ?? 0;
    if (
      open === order.riskOpen &&
      (open < 0 || exposurePrice === order.riskPrice) &&
      heldQuantity === order.heldQuantity &&
      (heldQuantity < 0 || heldPrice === order.heldPrice)
    ) {
      return;
    }
    const { risk } = this;
    if (order.heldQuantity >= 0) {
      risk.unhold(client, instrument, side, order.riskOpen, order.riskPrice, order.heldQuantity, order.heldPrice);
    }
    if (order.riskOpen < 0) {
      if (open >= 0) risk.open(client, instrument, side, open, exposurePrice);
    } else if (open < 0) {
      risk.close(client, instrument, side, order.riskOpen, order.riskPrice);
    } else if (open !== order.riskOpen || exposurePrice !== order.riskPrice) {
      risk.change(client, instrument, side, order.riskOpen, order.riskPrice, open, exposurePrice);
    }
    if (heldQuantity >= 0) risk.hold(client, instrument, side, open, exposurePrice, heldQuantity, heldPrice);
    order.riskOpen = open;
    order.riskPrice = exposurePrice;
    order.heldQuantity = heldQuantity;
    order.heldPrice = heldPrice;
  }

  /** @param quantity negative for a trade that is taken back */
  trade(order: ParentOrder, quantity: number, price: number): void {
    const { instrument, side } = order.terms;
    if (instrument >= 0) this.risk.trade(order.client, instrument, side, quantity, price);
  }

  /** Prices at which a child may rest: its own, and those of replacements that have no answer. */
  rest(child: ChildOrder): void {
    if (!child.rests) return;
    const { risk } = this;
    const { client, terms } = child.parent;
    let { rested } = child;
    if (terms.instrument < 0) return;
    const isOpen = child.isOpen;
    if (isOpen && child.replacements.length === 0 && rested.length === 1 && rested[0] === child.price) return;
    for (const price of rested) risk.unrest(client, terms.instrument, terms.side, price);
    // Not by its length, which would give the room up.
    while (rested.length > 0) rested.pop();
    if (!isOpen) return;
    if (child.price > 0) {
      if (rested.length === 0) child.rested = rested = [child.price];
      else rested.push(child.price);
    }
    for (const { price } of child.replacements) if (price > 0 && !rested.includes(price)) rested.push(price);
    for (const price of rested) risk.rest(client, terms.instrument, terms.side, price);
  }
}
