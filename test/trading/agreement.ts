/** Client, exchange, drop copies and engine say the same, to the share and the cent. */
import { expect } from 'vitest';
import { ClientOrders, type ClientOrderView } from './client-orders.js';
import type { TradingScene } from './trading-scene.js';

/** @param alarms kinds of alarms that there may have been */
export async function agree(t: TradingScene, alarms: readonly string[] = []): Promise<void> {
  await t.run(6000);
  const tradesOf = (orders: readonly ClientOrderView[]): string[] =>
    orders
      .flatMap(({ symbol, buys, trades }) =>
        [...trades.values()].map(({ quantity, price }) => `${symbol} ${buys ? 'buy' : 'sell'} ${quantity}@${price}`),
      )
      .sort();
  const told = t.known.all;
  const exchange = t.exchange.standing
    .map(({ buys, quantity, price }) => `${t.setup.symbol} ${buys ? 'buy' : 'sell'} ${quantity}@${price}`)
    .sort();
  expect(tradesOf(told)).toEqual(exchange);
  const copies = new ClientOrders();
  copies.take(t.copy.messages);
  // A copy has no OrderCancelRejects.
  const shared = ({ status: _status, rejects: _rejects, ...rest }: ClientOrderView): object => rest;
  expect(copies.all.map(shared)).toEqual(told.map(shared));
  const [venue] = t.trading.set.venues;
  expect(venue!.reconciliation()).toMatchObject({
    trades: { sessionOnly: 0, dropCopyOnly: 0 },
    missing: [],
    forgotten: 0,
  });
  // The journal's own account of the day: what we told, what the venue and its drop copy told, trade by trade.
  const { breaks, trades, agreed } = t.orders.dayBook.breaks();
  expect({ breaks, trades, agreed }).toEqual({ breaks: [], trades: exchange.length, agreed: exchange.length });
  const { engine } = t.orders;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const alive = engine.openAt(0);
  expect(sum(alive.map(({ quantity, cumQuantity }) => quantity - cumQuantity))).toBe(
    sum(t.exchange.live.map(({ leaves }) => leaves)),
  );
  expect(engine.uncertainChildren()).toEqual([]);
  expect(t.alarms.filter((text) => !alarms.some((kind) => text.startsWith(kind)))).toEqual([]);
}
