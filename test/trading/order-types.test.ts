/**
 * Every order type, entered as FIX 4.4 bytes and traded at each simulated exchange, each in a market that the test writes. What the coverage table of
 * docs/order-types.md says of a venue is what its exchange got.
 */
import { describe, expect, it } from 'vitest';
import { formAt } from '../../control/orders/types/forms.js';
import { agree } from './agreement.js';
import { TYPE_CASES, usualMarket } from './type-cases.js';
import { TradingScene } from './trading-scene.js';
import { cboe, fixex, nasdaq, type OpenSetup } from './venue-setups.js';

const VENUES: readonly (readonly [name: string, setup: OpenSetup, isFallback: boolean])[] = [
  ['fixex by FIX 4.4', fixex, false],
  ['nasdaq by OUCH 5.0', nasdaq, false],
  ['nasdaq by FIX 4.2', nasdaq, true],
  ['cboe by FIX 4.2', cboe, false],
];

describe.each(VENUES)('%s', (_name, setup, isFallback) => {
  it('trades every type as it is described, natively where the table says so', async () => {
    const t = await TradingScene.open(setup);
    if (isFallback) {
      t.process.run(() => t.trading.set.venues[0]!.switchOrderEntry('fallback', 'test'));
      await t.run(2000);
    }
    const { capabilities } = t.trading.set.venues[0]!;
    const wrong: string[] = [];
    for (const { type, what, isNative, run } of TYPE_CASES) {
      await usualMarket(t);
      const form = formAt(type, capabilities);
      const before = t.exchange.entered.length;
      const label = `${type}: ${what} (${form})`;
      try {
        if (form !== 'native' && form !== 'emulated') throw new Error(form);
        await run(t, form);
        expect(t.exchange.entered.slice(before).some(isNative), 'native').toBe(form === 'native');
      } catch (error) {
        // All that is wrong at once.
        wrong.push(`${label}: ${error instanceof Error ? error.message : String(error)}`);
      }
      t.process.run(() => t.orders.engine.emergencyCancelAll('test', 'the next case begins'));
      await t.run(100);
      expect(t.exchange.live, type).toEqual([]);
    }
    expect(wrong).toEqual([]);
    await agree(t);
  });
});
