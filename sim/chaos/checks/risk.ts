/** The risk side's books when every order has ended: nothing is open, and the positions are what the client was told of. */
import type { Orders } from '../../../control/gateway/orders.js';
import { ROW, ROW_STRIDE } from '../../../control/orders/risk/layout.js';
import type { Trader } from '../../../test/kills/trader.js';

const SELL = '2';
const AT_REST = { openBuy: ROW.openBuy, openSell: ROW.openSell, ownBid: ROW.ownBid, ownAsk: ROW.ownAsk };

export function riskFaults({ risk }: Orders, symbols: readonly string[], trader: Trader): string[] {
  const { tables, exposureFaults } = risk;
  const faults: string[] = [];
  if (exposureFaults > 0) faults.push(`risk: ${exposureFaults} changes did not add up`);
  if (tables.openOrders[0] !== 0) faults.push(`risk: ${tables.openOrders[0]} orders are open, and none is`);
  for (const [instrument, symbol] of symbols.entries()) {
    const at = tables.row(0, instrument) * ROW_STRIDE;
    for (const [name, cell] of Object.entries(AT_REST)) {
      const value = tables.rows[at + cell]!;
      if (value !== 0) faults.push(`risk: ${name} of ${symbol} is ${value}, and nothing is open`);
    }
    const position = tables.rows[at + ROW.position]!;
    const told = positionOf(trader, symbol);
    if (position !== told)
      faults.push(`risk: the position in ${symbol} is ${position}, and the client was told of ${told}`);
  }
  return faults;
}

function positionOf(trader: Trader, symbol: string): number {
  let position = 0;
  for (const order of trader.orders.values()) {
    if (order.symbol === symbol) position += order.side === SELL ? -order.cum : order.cum;
  }
  return position;
}
