/** The last part of the pass: what the order would add to what the client and the firm have open, hold and have traded, against their limits. */
import type { ClientOrder } from '../../core/order-entry.js';
import { Side } from '../../core/venue.js';
import { DENY } from './denials.js';
import { TERMS } from './duplicates.js';
import { MONEY, MONEY_STRIDE, ROW, ROW_STRIDE } from './layout.js';
import { typeBits } from './order-kinds.js';
import { CELL, type Desk, type Pass } from './pass.js';

/** One more open order. */
export function openOrders(pass: Pass, { tables }: Desk): number {
  const { openOrders: open, maxOpenOrders, clients } = tables;
  const mine = open[pass.client]! + 1;
  if (mine > maxOpenOrders[pass.client]!) return pass.refuse(DENY.openOrdersClient, mine, maxOpenOrders[pass.client]!);
  const all = open[clients]! + 1;
  return all > maxOpenOrders[clients]! ? pass.refuse(DENY.openOrdersFirm, all, maxOpenOrders[clients]!) : 0;
}

/** Position and credit of the client, then of the firm. What adds nothing passes, also where a limit is exceeded already. */
export function capacity(pass: Pass, desk: Desk): number {
  const { client } = pass;
  const firm = desk.tables.clients;
  const isBuy = pass.side === Side.buy;
  return (
    position(client, DENY.positionClient, isBuy, pass, desk) ||
    position(firm, DENY.positionFirm, isBuy, pass, desk) ||
    gross(client, DENY.grossClient, pass, desk) ||
    gross(firm, DENY.grossFirm, pass, desk) ||
    net(client, DENY.netClient, isBuy, pass, desk) ||
    net(firm, DENY.netFirm, isBuy, pass, desk)
  );
}

/** Where the position would be if everything of this side traded and nothing of the other. */
function position(owner: number, number: number, isBuy: boolean, pass: Pass, { tables }: Desk): number {
  const added = pass.cells[CELL.addedQuantity]!;
  if (added === 0) return 0;
  const { rows } = tables;
  const at = tables.row(owner, pass.instrument) * ROW_STRIDE;
  const would = isBuy
    ? rows[at + ROW.position]! + rows[at + ROW.openBuy]! + added
    : rows[at + ROW.openSell]! - rows[at + ROW.position]! + added;
  const limit = rows[at + (isBuy ? ROW.maxLong : ROW.maxShort)]!;
  return would > limit ? pass.refuse(number, would, limit) : 0;
}

function gross(owner: number, number: number, pass: Pass, { tables }: Desk): number {
  const added = pass.cells[CELL.addedValue]!;
  if (added === 0) return 0;
  const { money } = tables;
  const at = tables.moneyRow(owner, pass.instrument) * MONEY_STRIDE;
  const would = money[at + MONEY.gross]! + money[at + MONEY.openBuy]! + money[at + MONEY.openSell]! + added;
  const limit = money[at + MONEY.maxGross]!;
  return would > limit ? pass.refuse(number, would, limit) : 0;
}

function net(owner: number, number: number, isBuy: boolean, pass: Pass, { tables }: Desk): number {
  const added = pass.cells[CELL.addedValue]!;
  if (added === 0) return 0;
  const { money } = tables;
  const at = tables.moneyRow(owner, pass.instrument) * MONEY_STRIDE;
  const would = isBuy
    ? money[at + MONEY.net]! + money[at + MONEY.openBuy]! + added
    : money[at + MONEY.openSell]! - money[at + MONEY.net]! + added;
  const limit = money[at + MONEY.maxNet]!;
  return would > limit ? pass.refuse(number, would, limit) : 0;
}

/** The same terms within the window. An order that gets here passes unless it is a duplicate: it is remembered. `scratch` has room for the terms. */
export function repeated(order: Readonly<ClientOrder>, scratch: Float64Array, pass: Pass, desk: Desk): number {
  const window = desk.duplicates[pass.client];
  if (window === undefined) return 0;
  scratch[TERMS.instrument] = order.instrument;
  scratch[TERMS.codes] = order.side | (typeBits(order) << 8) | (order.timeInForce << 20);
  scratch[TERMS.quantity] = order.quantity;
  scratch[TERMS.price] = order.price;
  scratch[TERMS.stopPrice] = order.stopPrice;
  // Of a peg or of a trailing stop, which is never both.
  scratch[TERMS.offset] = order.pegOffset + order.trailOffset;
  return window.isDuplicate(scratch, desk.rate.passed) ? DENY.duplicate : 0;
}
