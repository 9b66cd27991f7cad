import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Instrument } from '../../control/core/instruments.js';
import { blankClientOrder, type ClientOrder } from '../../control/core/order-entry.js';
import { OrdType, TimeInForce } from '../../control/core/venue.js';
import { restingTimeInForce } from '../../control/orders/types/child-terms.js';
import { FORM_RULES, formAt } from '../../control/orders/types/forms.js';
import { TYPE_NAMES, type TypeName } from '../../control/orders/types/names.js';
import { createPlanOrder } from '../../control/orders/types/plan.js';
import { coveredVenues, DOCUMENT, madeAnew } from './order-types-document.js';

it('docs/order-types.md is not stale', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  expect(madeAnew(text), 'run `npx tsx test/orders/order-types-document.ts`').toBe(text);
  for (const part of ['coverage', 'parameters', 'codes']) expect(text).toContain(`<!-- generated: ${part} -->`);
});

const limit = { ordType: OrdType.limit, price: 100 };
const market = { ordType: OrdType.market };
const peg = { ordType: OrdType.pegged };
/** An order of each type that nothing but the type decides on. How long an order rests, and links, are looked at below. */
const SAMPLES: Partial<Record<TypeName, Partial<ClientOrder>>> = {
  market,
  limit,
  stop: { ordType: OrdType.stop, stopPrice: 100 },
  'stop-limit': { ...limit, ordType: OrdType.stopLimit, stopPrice: 100 },
  'trailing-stop': { ...peg, trailOffset: 5 },
  'immediate-or-cancel': { ...limit, timeInForce: TimeInForce.immediateOrCancel },
  'fill-or-kill': { ...limit, timeInForce: TimeInForce.fillOrKill },
  'minimum-quantity': { ...limit, timeInForce: TimeInForce.immediateOrCancel, minQuantity: 10 },
  'at-the-open': { ...limit, timeInForce: TimeInForce.atTheOpening },
  'at-the-close': { ...limit, timeInForce: TimeInForce.atTheClose },
  'post-only': { ...limit, postOnly: true },
  iceberg: { ...limit, displayQuantity: 10 },
  hidden: { ...limit, hidden: true },
  'peg-same': { ...peg, pegTo: 'same' },
  'peg-opposite': { ...peg, pegTo: 'opposite' },
  'peg-mid': { ...peg, pegTo: 'mid' },
  twap: { ...market, algo: 'twap' },
  vwap: { ...market, algo: 'vwap' },
  pov: { ...market, algo: 'pov', participationBps: 100 },
};
const instrument: Instrument = {
  index: 0,
  symbol: 'TEST',
  assetClass: 'equity',
  currency: 'USD',
  unit: 'shares',
  priceScale: 2,
  quantityScale: 0,
};

it.each(coveredVenues())('what the table says of $id is how an order there is planned', ({ capabilities }) => {
  const plan = createPlanOrder();
  for (const [type, terms] of Object.entries(SAMPLES)) {
    const made = plan({ ...blankClientOrder(), quantity: 100, ...terms }, instrument, [
      { index: 0, capabilities, listed: true },
    ]);
    const said = formAt(type as TypeName, capabilities);
    const isSwept = type === 'fill-or-kill' && said === 'emulated';
    expect([type, 'code' in made ? made.code : made.form]).toEqual([type, isSwept ? 'TYPE_FOK_NOT_AVAILABLE' : said]);
    if ('name' in made) expect(made.name).toBe(type);
  }
  const rests: [TypeName, number][] = [
    ['day', TimeInForce.day],
    ['good-till-cancel', TimeInForce.goodTillCancel],
    ['good-till-date', TimeInForce.goodTillDate],
  ];
  for (const [type, timeInForce] of rests) {
    const at = restingTimeInForce({ ...blankClientOrder(), timeInForce }, capabilities);
    expect([type, at === timeInForce ? 'native' : 'emulated']).toEqual([type, formAt(type, capabilities)]);
  }
});

it('covers every type', () => {
  expect(Object.keys(FORM_RULES)).toEqual([...TYPE_NAMES]);
  const others: TypeName[] = ['day', 'good-till-cancel', 'good-till-date', 'oco', 'oto', 'bracket'];
  expect([...Object.keys(SAMPLES), ...others].sort()).toEqual([...TYPE_NAMES].sort());
});
