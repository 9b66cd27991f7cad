/**
 * What must become of an order of each type in a market that the test writes. The expectations are those of docs/order-types.md, written down by hand: quantities and
 * prices of every trade, the status at the end and its code, and what the exchange has of the order meanwhile.
 */
import { expect } from 'vitest';
import { BEST_STRIDE } from '../../control/core/market-view.js';
import type { TypeName } from '../../control/orders/types/names.js';
import type { EnterOrder } from '../../sim/exchanges/core/orders.js';
import type { TradingScene } from './trading-scene.js';

export type Form = 'native' | 'emulated';

export interface TypeCase {
  readonly type: TypeName;
  readonly what: string;
  /** The exchange was asked for an order of this type by its own name. */
  readonly isNative: (order: EnterOrder) => boolean;
  readonly run: (t: TradingScene, form: Form) => Promise<void>;
}

/** A dollar. */
export const D = 10_000;
export const BUY = '55=AAPL|54=1';
export const SELL = '55=AAPL|54=2';

/** 100 each at 200 and 201 against 199 and 198; the last trade was at 199.5. */
export async function usualMarket(t: TradingScene): Promise<void> {
  t.exchange.clear();
  await t.run(30);
  await print(t, 199.5);
  const { exchange } = t;
  exchange.enter('AAPL', 'sell', 100, 200 * D);
  exchange.enter('AAPL', 'sell', 100, 201 * D);
  exchange.enter('AAPL', 'buy', 100, 199 * D);
  exchange.enter('AAPL', 'buy', 100, 198 * D);
  await t.run(50);
}

/** The street trades with itself. Nobody else may be at the price, or better. */
export async function print(t: TradingScene, dollars: number, quantity = 1): Promise<void> {
  t.exchange.enter('AAPL', 'sell', quantity, Math.round(dollars * D));
  t.exchange.take('AAPL', 'buy', quantity, Math.round(dollars * D));
  await t.run(30);
}

/** What rests of ours at the exchange: quantity and price. */
function resting(t: TradingScene): string[] {
  return t.exchange.resting;
}

/** The market as the gateway sees it: quantity and price of the best of each side. */
function seen(t: TradingScene): string {
  const { book } = t.marketData.market!;
  const { index, priceScale, quantityScale } = t.trading.set.symbols.bySymbol(t.setup.symbol)!;
  const [bid, bidQuantity, , ask, askQuantity] = book.best.slice(index * BEST_STRIDE, index * BEST_STRIDE + 5);
  const words = (quantity: number, price: number): string =>
    `${quantity / 10 ** quantityScale}@${price / 10 ** priceScale}`;
  return `${words(bidQuantity!, bid!)} ${words(askQuantity!, ask!)}`;
}

/** A UTC timestamp so many ms from now. */
export const expires = (t: TradingScene, ms: number): string => {
  const [date, time] = new Date(t.process.clock.epochMs() + ms).toISOString().split('T');
  return `${date!.replaceAll('-', '')}-${time!.replace('Z', '')}`;
};

export const TYPE_CASES: readonly TypeCase[] = [
  {
    type: 'market',
    what: 'takes level by level',
    isNative: ({ price }) => price === 0,
    run: async (t) => {
      expect(t.outcome(await t.enter(`${BUY}|38=150|40=1`))).toBe('filled 100@200 50@201');
      expect(t.outcome(await t.enter(`${SELL}|38=120|40=1`))).toBe('filled 100@199 20@198');
    },
  },
  {
    type: 'market',
    what: 'waits for somebody to trade with, but not for ever',
    isNative: ({ price }) => price === 0,
    run: async (t) => {
      t.exchange.take('AAPL', 'buy', 200, 201 * D);
      await t.run(30);
      const alone = await t.enter(`${BUY}|38=10|40=1|848=patienceMs=300`);
      const lucky = await t.enter(`${BUY}|38=10|40=1|848=patienceMs=900`);
      await t.run(400);
      t.exchange.enter('AAPL', 'sell', 10, 202 * D);
      await t.run(50);
      expect(t.outcome(alone)).toBe('canceled TYPE_NO_LIQUIDITY');
      expect(t.outcome(lucky)).toBe('filled 10@202');
    },
  },
  {
    type: 'limit',
    what: 'takes what its limit reaches and waits with the rest',
    isNative: ({ price }) => price === 200 * D,
    run: async (t) => {
      const order = await t.enter(`${BUY}|38=150|40=2|44=200`);
      expect(t.outcome(order)).toBe('partial 100@200');
      expect(resting(t)).toEqual(['50@200']);
      t.exchange.take('AAPL', 'sell', 20, 200 * D);
      await t.run(30);
      expect(t.outcome(order)).toBe('partial 120@200');
      await t.cancel(order);
      expect(t.outcome(order)).toBe('canceled 120@200');
      expect(t.order(order).execTypes).toBe('0FF64');
      expect(resting(t)).toEqual([]);
    },
  },
  {
    type: 'limit',
    what: 'is replaced after a partial fill',
    isNative: ({ price }) => price === 199.5 * D,
    run: async (t) => {
      const order = await t.enter(`${BUY}|38=100|40=2|44=199.5`);
      t.exchange.take('AAPL', 'sell', 30, 199.5 * D);
      await t.run(30);
      const second = await t.replace(order, `${BUY}|38=80|40=2|44=199.6`);
      expect(t.outcome(second)).toBe('partial 30@199.5');
      expect(t.order(second)).toMatchObject({ quantity: 80, leaves: 50, execTypes: '0FE5' });
      expect(resting(t)).toEqual(['50@199.6']);
      t.exchange.take('AAPL', 'sell', 50, 199.6 * D);
      await t.run(30);
      expect(t.outcome(second)).toBe('filled 30@199.5 50@199.6');
      await t.replace(second, `${BUY}|38=90|40=2|44=199.6`);
      expect(t.order(second).rejects).toEqual(['0']);
    },
  },
  {
    type: 'limit',
    what: 'is cancelled and replaced while it trades',
    isNative: ({ price }) => price === 199.5 * D,
    run: async (t) => {
      for (const [request, left] of [
        ['cancel', 0],
        ['cancel', 40],
        ['replace', 0],
        ['replace', 40],
      ] as const) {
        const order = await t.enter(`${BUY}|38=100|40=2|44=199.5`);
        t.exchange.take('AAPL', 'sell', 100 - left, 199.5 * D);
        if (request === 'cancel') await t.cancel(order);
        else await t.replace(order, `${BUY}|38=70|40=2|44=199.5`);
        const { cum, leaves, status } = t.order(order);
        expect(cum, request).toBe(100 - left);
        // Whatever came first: all of it has traded, or what has not is as the client wants it.
        if (left === 0) expect(status).toBe('2');
        else expect([status, leaves]).toEqual(request === 'cancel' ? ['4', 0] : ['1', 10]);
        if (leaves > 0) await t.cancel(order);
      }
    },
  },
  {
    type: 'stop',
    what: 'fires at its price, once, and takes at the market',
    isNative: ({ stopPrice, price }) => stopPrice === 201 * D && price === 0,
    run: async (t, form) => {
      const order = await t.enter(`${BUY}|38=50|40=3|99=201`);
      t.exchange.take('AAPL', 'buy', 100, 200 * D);
      await t.run(30);
      expect(t.outcome(order)).toBe('new');
      t.exchange.take('AAPL', 'buy', 1, 201 * D);
      await t.run(50);
      expect(t.outcome(order)).toBe('filled 50@201');
      // Triggered: FIX 4.4 has no ExecType of its own for it, the client is told as Restated.
      expect(t.order(order).execTypes).toBe(form === 'emulated' ? '0DF' : '0F');
    },
  },
  {
    type: 'stop-limit',
    what: 'fires at its price and waits with what its limit does not reach',
    isNative: ({ stopPrice, price }) => stopPrice === 200 * D && price === 201.5 * D,
    run: async (t) => {
      const order = await t.enter(`${BUY}|38=250|40=4|99=200|44=201.5`);
      expect(t.outcome(order)).toBe('new');
      t.exchange.take('AAPL', 'buy', 10, 200 * D);
      await t.run(80);
      expect(t.outcome(order)).toBe('partial 90@200 100@201');
      expect(resting(t)).toEqual(['60@201.5']);
    },
  },
  {
    type: 'trailing-stop',
    what: 'follows the best price and never goes back',
    isNative: () => false,
    run: async (t) => {
      t.exchange.clear();
      await t.run(30);
      t.exchange.enter('AAPL', 'buy', 100, 198 * D);
      t.exchange.enter('AAPL', 'sell', 100, 205 * D);
      await t.run(30);
      await print(t, 200);
      const order = await t.enter(`${SELL}|38=50|40=P|18=a|211=0.5`);
      await print(t, 199.6);
      await print(t, 203);
      await print(t, 202.6);
      expect(t.outcome(order)).toBe('new');
      await print(t, 202.5);
      expect(t.outcome(order)).toBe('filled 50@198');
      expect(t.order(order).execTypes).toBe('0DF');
    },
  },
  {
    type: 'immediate-or-cancel',
    what: 'takes what there is and does not wait',
    isNative: ({ timeInForce }) => timeInForce === 'ioc',
    run: async (t) => {
      const order = await t.enter(`${BUY}|38=150|40=2|44=200|59=3`);
      expect(t.outcome(order)).toBe('canceled 100@200 TYPE_IOC_REMAINDER');
      expect(resting(t)).toEqual([]);
    },
  },
  {
    type: 'fill-or-kill',
    what: 'all or nothing',
    isNative: ({ timeInForce, minQuantity, quantity }) =>
      timeInForce === 'fok' || (timeInForce === 'ioc' && minQuantity === quantity),
    run: async (t) => {
      const { length } = t.exchange.entered;
      expect(t.outcome(await t.enter(`${BUY}|38=201|40=2|44=201|59=4`))).toBe('rejected TYPE_FOK_NOT_AVAILABLE');
      expect(t.exchange.entered.length).toBe(length);
      expect(t.outcome(await t.enter(`${BUY}|38=150|40=2|44=201|59=4`))).toBe('filled 100@200 50@201');
    },
  },
  {
    type: 'minimum-quantity',
    what: 'waits until somebody shows as much, and takes at least that',
    isNative: ({ minQuantity, timeInForce }) => minQuantity === 150 && timeInForce === 'ioc',
    run: async (t) => {
      const order = await t.enter(`${BUY}|38=250|40=2|44=200|110=150`);
      expect(t.outcome(order)).toBe('new');
      expect(resting(t)).toEqual([]);
      t.exchange.enter('AAPL', 'sell', 60, 200 * D);
      await t.run(80);
      expect(t.outcome(order)).toBe('partial 160@200');
      // All that is left is less than the minimum, and enough.
      t.exchange.enter('AAPL', 'sell', 90, 200 * D);
      await t.run(80);
      expect(t.outcome(order)).toBe('filled 250@200');
    },
  },
  {
    type: 'day',
    what: 'rests for the day',
    isNative: ({ timeInForce }) => timeInForce === 'day',
    run: async (t) => {
      await t.enter(`${BUY}|38=100|40=2|44=199.5|59=0`);
      expect(resting(t)).toEqual(['100@199.5']);
    },
  },
  {
    type: 'good-till-cancel',
    what: 'rests',
    isNative: ({ timeInForce }) => timeInForce === 'gtc',
    run: async (t) => {
      await t.enter(`${BUY}|38=100|40=2|44=199.5|59=1`);
      expect(resting(t)).toEqual(['100@199.5']);
    },
  },
  {
    type: 'good-till-date',
    what: 'ends at its time',
    isNative: ({ timeInForce, expireEpochMs }) => timeInForce === 'gtd' && expireEpochMs > 0,
    run: async (t) => {
      const order = await t.enter(`${BUY}|38=100|40=2|44=199.5|59=6|126=${expires(t, 3000)}`);
      await t.run(2600);
      expect(t.outcome(order)).toBe('new');
      expect(resting(t)).toEqual(['100@199.5']);
      // The message took a part of the time.
      await t.run(400);
      expect(t.outcome(order)).toBe('expired TYPE_EXPIRED');
      expect(resting(t)).toEqual([]);
    },
  },
  {
    type: 'post-only',
    what: 'never takes',
    isNative: ({ postOnly }) => postOnly,
    run: async (t) => {
      const { length } = t.exchange.entered;
      const crossing = await t.enter(`${BUY}|38=100|40=2|44=200|18=6`);
      expect(t.outcome(crossing)).toBe('rejected TYPE_POST_ONLY_WOULD_CROSS');
      expect(t.exchange.entered.length).toBe(length);
      const order = await t.enter(`${BUY}|38=100|40=2|44=199.5|18=6`);
      expect(resting(t)).toEqual(['100@199.5']);
      const moved = await t.replace(order, `${BUY}|38=100|40=2|44=200`);
      expect(t.order(moved).rejects).toHaveLength(1);
      expect(resting(t)).toEqual(['100@199.5']);
    },
  },
  {
    type: 'iceberg',
    what: 'shows no more than it may, and trades all of it',
    isNative: ({ displayQuantity }) => displayQuantity === 20,
    run: async (t) => {
      const order = await t.enter(`${BUY}|38=100|40=2|44=199.5|111=20`);
      await t.run(50);
      const [shown, price] = seen(t).split(' ')[0]!.split('@');
      expect(Number(shown)).toBeGreaterThan(0);
      expect(Number(shown)).toBeLessThanOrEqual(20);
      expect(price).toBe('199.5');
      for (let i = 0; i < 14 && t.order(order).leaves > 0; i++) {
        t.exchange.take('AAPL', 'sell', 15, 199.5 * D);
        await t.run(50);
        if (t.order(order).leaves > 0) expect(Number(seen(t).split('@')[0])).toBeLessThanOrEqual(20);
      }
      expect(t.outcome(order)).toBe('filled 100@199.5');
    },
  },
  {
    type: 'hidden',
    what: 'is in no book that anybody sees, and trades at its price',
    isNative: ({ display }) => display === 'hidden',
    run: async (t) => {
      const order = await t.enter(`${BUY}|38=100|40=2|44=199.5|111=0`);
      expect(seen(t)).toBe('100@199 100@200');
      t.exchange.enter('AAPL', 'sell', 30, 199.5 * D);
      await t.run(50);
      expect(t.outcome(order)).toBe('partial 30@199.5');
    },
  },
  {
    type: 'peg-same',
    what: 'follows the best bid',
    isNative: ({ pegTo }) => pegTo === 'same',
    run: async (t) => {
      await t.enter(`${BUY}|38=100|40=P|18=R|44=199.4`);
      expect(resting(t)).toEqual(['100@199']);
      const better = t.exchange.enter('AAPL', 'buy', 10, 199.2 * D);
      await t.run(100);
      expect(resting(t)).toEqual(['100@199.2']);
      t.exchange.enter('AAPL', 'buy', 10, 199.8 * D);
      await t.run(100);
      expect(resting(t)).toEqual(['100@199.4']);
      t.exchange.cancel(better);
    },
  },
  {
    type: 'peg-opposite',
    what: 'stays an offset away from the offer',
    isNative: ({ pegTo }) => pegTo === 'opposite',
    run: async (t) => {
      const order = await t.enter(`${BUY}|38=100|40=P|18=P|211=-0.3|44=205`);
      expect(resting(t)).toEqual(['100@199.7']);
      t.exchange.take('AAPL', 'buy', 100, 200 * D);
      await t.run(100);
      expect(resting(t)).toEqual(['100@200.7']);
      t.exchange.take('AAPL', 'sell', 40, 200.7 * D);
      await t.run(50);
      expect(t.outcome(order)).toBe('partial 40@200.7');
    },
  },
  {
    type: 'peg-mid',
    what: 'stays in the middle',
    isNative: ({ pegTo }) => pegTo === 'mid',
    run: async (t) => {
      await t.enter(`${BUY}|38=100|40=P|18=M|44=205`);
      expect(resting(t)).toEqual(['100@199.5']);
      t.exchange.take('AAPL', 'buy', 100, 200 * D);
      await t.run(400);
      // Of 199 and 201; its own part is taken out where it is shown.
      expect(resting(t)).toEqual(['100@200']);
    },
  },
  {
    type: 'twap',
    what: 'does its share of every slice, and ends on time',
    isNative: () => false,
    run: async (t) => {
      t.exchange.enter('AAPL', 'sell', 1000, 200 * D);
      await t.run(30);
      const order = await t.enter(`${BUY}|38=40|40=2|44=200.5|847=1001|126=${expires(t, 4000)}|848=slices=4`, 0);
      await schedule(t, order, [10, 20, 30, 40]);
      expect(t.order(order).status).toBe('2');
    },
  },
  {
    type: 'vwap',
    what: 'does its share of every slice, evenly where there is no curve',
    isNative: () => false,
    run: async (t) => {
      t.exchange.enter('AAPL', 'sell', 1000, 200 * D);
      await t.run(30);
      const order = await t.enter(`${BUY}|38=40|40=2|44=200.5|847=1|126=${expires(t, 4000)}|848=slices=4`, 0);
      await schedule(t, order, [10, 20, 30, 40]);
      expect(t.order(order).status).toBe('2');
    },
  },
  {
    type: 'pov',
    what: 'takes its share of what trades, and no more',
    isNative: () => false,
    run: async (t) => {
      t.exchange.enter('AAPL', 'sell', 1000, 200 * D);
      await t.run(30);
      const order = await t.enter(
        `${BUY}|38=100|40=2|44=200.5|847=2|849=0.2|126=${expires(t, 6000)}|848=sliceBps=500`,
        0,
      );
      await t.run(200);
      expect(t.order(order).cum).toBe(0);
      let street = 0;
      for (let i = 0; i < 10; i++) {
        await print(t, 199.5, 20);
        street += 20;
        await t.run(270);
        const { cum } = t.order(order);
        // A fifth of all, its own included; behind by a piece of 5 at most.
        expect(cum).toBeLessThanOrEqual(0.2 * (street + cum));
        expect(cum).toBeGreaterThan(0.2 * (street + cum) - 10);
      }
      await t.run(4000);
      expect(t.outcome(order)).toMatch(/^expired .*TYPE_ALGO_ENDED$/);
    },
  },
  {
    type: 'oco',
    what: 'one fills, the other is cancelled; one is at the exchange at a time',
    isNative: () => false,
    run: async (t) => {
      const limit = await t.enter(`${SELL}|38=50|40=2|44=199.8|583=OCO1|7103=oco`);
      const stop = await t.enter(`${SELL}|38=50|40=3|99=199.1|583=OCO1|7103=oco`);
      expect(resting(t)).toEqual(['50@199.8']);
      t.exchange.take('AAPL', 'buy', 20, 199.8 * D);
      await t.run(50);
      expect(t.order(stop)).toMatchObject({ quantity: 30, leaves: 30 });
      await print(t, 199.1);
      await t.run(50);
      // The stop takes the place of the limit order, for what that has not done.
      expect(t.outcome(stop)).toBe('filled 30@199');
      expect(t.order(limit)).toMatchObject({ status: '4', cum: 20 });
    },
  },
  {
    type: 'oto',
    what: 'the second is sent as the first fills',
    isNative: () => false,
    run: async (t) => {
      const entry = await t.enter(`${BUY}|38=50|40=2|44=199.6|583=OTO1|7103=oto`);
      const second = await t.enter(`${SELL}|38=50|40=2|44=199.9|583=OTO1|7103=oto`);
      expect(resting(t)).toEqual(['50@199.6']);
      t.exchange.take('AAPL', 'sell', 20, 199.6 * D);
      await t.run(50);
      expect(resting(t).sort()).toEqual(['20@199.9', '30@199.6']);
      t.exchange.take('AAPL', 'sell', 30, 199.6 * D);
      await t.run(50);
      expect(t.outcome(entry)).toBe('filled 50@199.6');
      expect(resting(t).reduce((sum, line) => sum + Number(line.split('@')[0]), 0)).toBe(50);
      t.exchange.take('AAPL', 'buy', 50, 199.9 * D);
      await t.run(50);
      expect(t.outcome(second)).toBe('filled 50@199.9');
    },
  },
  {
    type: 'bracket',
    what: 'entry, then profit and loss, one of which ends the other',
    isNative: () => false,
    run: async (t) => {
      const entry = await t.enter(`${BUY}|38=50|40=2|44=200|583=B1|7103=bracket`);
      expect(t.outcome(entry)).toBe('filled 50@200');
      const profit = await t.enter(`${SELL}|38=50|40=2|44=199.9|583=B1|7103=bracket`);
      const loss = await t.enter(`${SELL}|38=50|40=3|99=198.5|583=B1|7103=bracket`);
      expect(resting(t)).toEqual(['50@199.9']);
      t.exchange.take('AAPL', 'buy', 50, 199.9 * D);
      await t.run(80);
      expect(t.outcome(profit)).toBe('filled 50@199.9');
      expect(t.order(loss)).toMatchObject({ status: '4', cum: 0 });
    },
  },
];

/** At the end of each second its share is done, and never more than the slice in hand. */
async function schedule(t: TradingScene, order: string, shares: readonly number[]): Promise<void> {
  for (const [slice, share] of shares.entries()) {
    await t.run(990);
    const { cum } = t.order(order);
    expect([slice, cum]).toEqual([slice, share]);
    await t.run(10);
  }
  await t.run(100);
}
