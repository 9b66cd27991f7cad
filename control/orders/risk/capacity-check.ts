/** The last part of the pass: what the order would add to what the client and the firm have open, hold and have traded, against their limits. */
import type { ClientOrder } from '../../core/order-entry.js';
import { Side } from '../../core/venue.js';
import { DENY } from './denials.js';
import { TERMS } from './duplicates.js';
import { MONEY, ROW } from './layout.js';
import { typeBits } from './order-kinds.js';
import { CELL, type Desk, type Pass } from './pass.js';
import type { RiskTables } from './tables.js';

/** One more open order. */
export function openOrders(pass: Pass, { tables }: Desk): number {
  const { openOrders: open, maxOpenOrders, clients } = tables;
  const mine = open[pass.client]! + 1;
  if (mine > maxOpenOrders[pass.client]!) return pass.refuse(DENY.openOrdersClient, mine, maxOpenOrders[pass.client]!);
  const all = open[clients]! + 1;
  return all > maxOpenOrders[clients]! ? pass.refuse(DENY.openOrdersFirm, all, maxOpenOrders[clients]!) : 0;
}

/** Position and credit of the client, then of the firm. What adds nothing passes, also where a limit is exceeded already. */
export function capacity(pass: Pass, { tables }: Desk): number {
  const { cells, row, firmRow, money, firmMoney } = pass;
  const isBuy = pass.side === Side.buy;
  if (cells[CELL.addedQuantity]! > 0) {
    if (isPositionOver(tables, row, isBuy, cells)) return DENY.positionClient;
    if (isPositionOver(tables, firmRow, isBuy, cells)) return DENY.positionFirm;
  }
  if (!(cells[CELL.addedValue]! > 0)) return 0;
  if (isGrossOver(tables, money, cells)) return DENY.grossClient;
  if (isGrossOver(tables, firmMoney, cells)) return DENY.grossFirm;
  if (isNetOver(tables, money, isBuy, cells)) return DENY.netClient;
  if (isNetOver(tables, firmMoney, isBuy, cells)) return DENY.netFirm;
  return 0;
}

/** Where the position would be if everything of this side traded and nothing of the other. Sums stay within: a function that returns one would box it. */
function isPositionOver({ rows }: RiskTables, row: number, isBuy: boolean, cells: Float64Array): boolean {
  const would = isBuy
    ? rows[row + ROW.position]! + rows[row + ROW.openBuy]! + cells[CELL.addedQuantity]!
    : rows[row + ROW.openSell]! - rows[row + ROW.position]! + cells[CELL.addedQuantity]!;
  const limit = rows[row + (isBuy ? ROW.maxLong : ROW.maxShort)]!;
  if (!(would > limit)) return false;
  cells[CELL.found] = would;
  cells[CELL.limit] = limit;
  return true;
}

function isGrossOver({ money }: RiskTables, at: number, cells: Float64Array): boolean {
  const would =
    money[at + MONEY.gross]! + money[at + MONEY.openBuy]! + money[at + MONEY.openSell]! + cells[CELL.addedValue]!;
  const limit = money[at + MONEY.maxGross]!;
  if (!(would > limit)) return false;
  cells[CELL.found] = would;
  cells[CELL.limit] = limit;
  return true;
}

function isNetOver({ money }: RiskTables, at: number, isBuy: boolean, cells: Float64Array): boolean {
  const would = isBuy
    ? money[at + MONEY.net]! + money[at + MONEY.openBuy]! + cells[CELL.addedValue]!
    : money[at + MONEY.openSell]! - money[at + MONEY.net]! + cells[CELL.addedValue]!;
  const limit = money[at + MONEY.maxNet]!;
  if (!(would > limit)) return false;
  cells[CELL.found] = would;
  cells[CELL.limit] = limit;
  return true;
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
