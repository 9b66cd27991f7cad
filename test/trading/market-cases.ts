/** What must become of orders when the market does not do what it usually does: halts, quotes gone stale, refusals, trades taken back, auctions. */
import { expect } from 'vitest';
import type { TradingScene } from './trading-scene.js';
import { BUY, D, SELL, usualMarket } from './type-cases.js';

export interface MarketCase {
  readonly what: string;
  readonly run: (t: TradingScene) => Promise<void>;
}

export const MARKET_CASES: readonly MarketCase[] = [
  {
    what: 'a halt: nothing new is taken, what waits waits, cancels are done, and it goes on afterwards',
    run: async (t) => {
      const stop = await t.enter(`${BUY}|38=10|40=3|99=199.6|848=trigger=mid`);
      const resting = await t.enter(`${SELL}|38=40|40=2|44=199.8`);
      const canceled = await t.enter(`${SELL}|38=40|40=2|44=199.9`);
      t.exchange.operate({ type: 'halt', symbol: 'AAPL', reason: 'T1' });
      await t.run(300);
      const { length } = t.exchange.entered;
      expect(t.outcome(await t.enter(`${BUY}|38=30|40=1`))).toBe('rejected RISK_HALTED');
      await t.cancel(canceled);
      await t.run(500);
      expect([resting, canceled, stop].map((name) => t.outcome(name))).toEqual(['new', 'canceled', 'new']);
      expect(t.exchange.entered.length).toBe(length);
      t.exchange.operate({ type: 'resume', symbol: 'AAPL' });
      await t.run(300);
      // The middle is where it was, between 199 and 199.8: only now it moves.
      expect(t.outcome(stop)).toBe('new');
      t.exchange.take('AAPL', 'buy', 40, 199.8 * D);
      await t.run(50);
      expect(t.outcome(resting)).toBe('filled 40@199.8');
      t.exchange.take('AAPL', 'buy', 100, 200 * D);
      await t.run(50);
      expect(t.outcome(stop)).toBe('filled 10@201');
    },
  },
  {
    what: 'market data gone stale: market orders and triggers wait for quotes that can be trusted',
    run: async (t) => {
      const stop = await t.enter(`${BUY}|38=10|40=3|99=200|848=trigger=mid`);
      await t.setup.silence(true);
      await t.run(2500);
      const { length } = t.exchange.entered;
      expect(t.outcome(await t.enter(`${SELL}|38=30|40=1`))).toBe('rejected RISK_NO_REFERENCE');
      const limit = await t.enter(`${SELL}|38=30|40=2|44=199`);
      await t.run(1000);
      expect([t.outcome(stop), t.outcome(limit)]).toEqual(['new', 'new']);
      expect(t.exchange.entered.length).toBe(length);
      await t.setup.silence(false);
      await t.run(2500);
      t.exchange.take('AAPL', 'buy', 100, 200 * D);
      await t.run(50);
      // Between 199 and 201 the middle is 200.
      expect(t.outcome(stop)).toBe('filled 10@201');
      expect(t.outcome(limit)).toBe('filled 30@199');
    },
  },
  {
    what: 'a venue that refuses: asked five times, less and less often, then the order ends and says why',
    run: async (t) => {
      t.exchange.enter('AAPL', 'sell', 100, 199.7 * D, { display: 'hidden' });
      await t.run(30);
      const { length } = t.exchange.entered;
      const order = await t.enter(`${BUY}|38=10|40=2|44=199.7|18=6`);
      await t.run(4000);
      expect(t.outcome(order)).toBe('canceled TYPE_VENUE_REFUSES');
      expect(t.exchange.entered.length).toBe(length + 5);
    },
  },
  {
    what: 'trades taken back and corrected',
    run: async (t) => {
      const order = await t.enter(`${BUY}|38=50|40=2|44=200|59=3`);
      const second = await t.enter(`${BUY}|38=100|40=2|44=200`);
      expect([t.outcome(order), t.outcome(second)]).toEqual(['filled 50@200', 'partial 50@200']);
      const [first, other] = t.exchange.trades.slice(-2).map(({ match }) => match);
      t.exchange.operate({ type: 'bust', match: first!, reason: 'erroneous' });
      await t.run(50);
      expect(t.order(order)).toMatchObject({ cum: 0, status: '4', code: 'BUSTED' });
      if (t.setup.corrects) {
        t.exchange.operate({ type: 'correct', match: other!, price: 199.9 * D });
        await t.run(50);
        expect(t.outcome(second)).toBe('partial 50@199.9');
      }
      t.exchange.operate({ type: 'bust', match: other! });
      await t.run(50);
      expect(t.order(second)).toMatchObject({ cum: 0 });
    },
  },
  {
    // The last one: the exchange's day is over afterwards.
    what: 'the closing auction: one price, and what it leaves is not carried on',
    run: async (t) => {
      const inside = await t.enter(`${BUY}|38=60|40=2|44=205|59=7`);
      const outside = await t.enter(`${BUY}|38=40|40=2|44=198|59=7`);
      const atMarket = await t.enter(`${SELL}|38=20|40=1|59=7`);
      expect([inside, outside, atMarket].map((name) => t.outcome(name))).toEqual(['new', 'new', 'new']);
      t.exchange.operate({ type: 'close' });
      await t.run(100);
      expect(t.outcome(inside)).toBe('filled 60@199.5');
      expect(t.outcome(atMarket)).toBe('filled 20@199.5');
      expect(t.outcome(outside)).toBe('expired TYPE_AUCTION_OVER');
    },
  },
];

/** The opening auction, in a scene of its own: three seconds after the exchange began. */
export async function opening(t: TradingScene): Promise<void> {
  const inside = await t.enter(`${BUY}|38=60|40=2|44=250|59=2`);
  const outside = await t.enter(`${BUY}|38=40|40=2|44=200|59=2`);
  expect([t.outcome(inside), t.outcome(outside)]).toEqual(['new', 'new']);
  expect(t.exchange.entered.map(({ timeInForce }) => timeInForce)).toEqual(['opening', 'opening']);
  await t.run(4000);
  // Nobody quotes: the auction is at the price that the exchange opens with.
  expect(t.outcome(inside)).toBe('filled 60@228.5');
  expect(t.outcome(outside)).toBe('expired TYPE_AUCTION_OVER');
  await usualMarket(t);
  const late = await t.enter(`${BUY}|38=40|40=2|44=200|59=2`);
  await t.run(3000);
  expect(t.outcome(late)).toBe('canceled TYPE_VENUE_REFUSES');
}
