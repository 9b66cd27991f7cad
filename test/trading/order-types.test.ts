/**
 * Every order type, entered as FIX 4.4 bytes and traded at each simulated exchange, each in a market that the test writes. What the coverage table of
 * docs/order-types.md says of a venue is what its exchange got.
 */
import { describe, expect, it } from 'vitest';
import { formAt } from '../../control/orders/types/forms.js';
import { agree } from './agreement.js';
import { crypto, cryptoMarket } from './crypto-setups.js';
import { MARKET_CASES, opening } from './market-cases.js';
import { TYPE_CASES, usualMarket } from './type-cases.js';
import { TradingScene, type SceneOptions } from './trading-scene.js';
import { cboe, fixex, nasdaq, type OpenSetup } from './venue-setups.js';

/** All of them for evidence: `CROSSFEED_TRADING=all`. Otherwise one of two that speak the same protocol. */
const isAll = process.env['CROSSFEED_TRADING'] === 'all';

const VENUES: readonly (readonly [name: string, setup: OpenSetup, isFallback: boolean])[] = [
  ['fixex by FIX 4.4', fixex, false],
  ['nasdaq by OUCH 5.0', nasdaq, false],
  ...(isAll ? ([['nasdaq by FIX 4.2', nasdaq, true]] as const) : []),
  ['cboe by FIX 4.2', cboe, false],
];

async function open(setup: OpenSetup, isFallback: boolean, options: SceneOptions = {}): Promise<TradingScene> {
  const t = await TradingScene.open(setup, options);
  if (!isFallback) return t;
  t.process.run(() => t.trading.set.venues[0]!.switchOrderEntry('fallback', 'test'));
  await t.run(500);
  return t;
}

/** Runs cases one after the other, each in the usual market; everything that is wrong is said at once. */
async function runAll(
  t: TradingScene,
  cases: readonly { readonly label: string; readonly run: () => Promise<void> }[],
) {
  const wrong: string[] = [];
  for (const { label, run } of cases) {
    await usualMarket(t);
    try {
      await run();
    } catch (error) {
      wrong.push(`${t.setup.id} ${label}: ${error instanceof Error ? error.message : String(error)}`);
    }
    t.process.run(() => t.orders.engine.emergencyCancelAll('test', 'the next case begins'));
    await t.run(100);
    if (t.exchange.live.length > 0) wrong.push(`${label}: left alive`);
  }
  expect(wrong).toEqual([]);
}

/** Every type that the venue has in some form; of the others, that they are refused by the code that the table says. */
function typeCases(t: TradingScene) {
  const { capabilities } = t.trading.set.venues[0]!;
  return TYPE_CASES.map(({ type, what, isNative, run }) => {
    const form = formAt(type, capabilities);
    return {
      label: `${type}: ${what} (${form})`,
      run: async () => {
        const before = t.exchange.entered.length;
        if (form !== 'native' && form !== 'emulated') throw new Error(form);
        await run(t, form);
        expect(t.exchange.entered.slice(before).some(isNative), 'native').toBe(form === 'native');
      },
    };
  });
}

describe.each(isAll ? (['binance', 'coinbase', 'deribit'] as const) : (['binance', 'deribit'] as const))(
  '%s',
  (name) => {
    it('trades every type as it is described, natively where the table says so', async () => {
      const t = await open(crypto(name), false, { instruments: cryptoMarket(name) });
      await runAll(t, typeCases(t));
      const { capabilities } = t.trading.set.venues[0]!;
      for (const [type, code] of [
        ['at-the-open', '2'],
        ['at-the-close', '7'],
      ] as const) {
        const order = await t.enter(`55=AAPL|54=1|38=10|40=2|44=200|59=${code}`);
        expect(t.outcome(order)).toBe(`rejected ${formAt(type, capabilities)}`);
      }
      // Sessions of one key that log on in the same millisecond are refused there, and come again.
      await agree(t, name === 'deribit' ? ['venueLost'] : []);
    });
  },
);

describe.each(VENUES)('%s', (_name, setup, isFallback) => {
  it('trades every type as it is described, natively where the table says so', async () => {
    const t = await open(setup, isFallback);
    await runAll(t, typeCases(t));
    await agree(t);
  });
  it('keeps orders through halts, stale quotes, refusals, busts, corrections and the close', async () => {
    const t = await open(setup, isFallback);
    const cases = MARKET_CASES.map(({ what, run }) => ({ label: what, run: () => run(t) }));
    await runAll(t, cases);
    await agree(t);
  });

  it('takes orders for the opening auction', async () => {
    const t = await open(setup, isFallback, { hasOpening: true });
    await opening(t);
    await agree(t);
  });
});
