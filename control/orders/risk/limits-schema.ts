/** Limits as they stand in YAML. What is not there denies: the schema demands no limit, the gate does. Amounts are decimals in quotes. */
import { z } from 'zod';
import { list, map, oneOf, text, whole, yesNo } from '../../core/config-shapes.js';

const AMOUNT_WANTED = 'a decimal in quotes, such as "1000" or "0.5"';
const amount = z.string({ error: AMOUNT_WANTED }).regex(/^\d{1,15}(\.\d{1,9})?$/, { error: AMOUNT_WANTED });
const count = whole(0, 1_000_000_000);

/** Keys are names: of clients, symbols, currencies. Not those that JavaScript gives a meaning. */
const NAME_WANTED = 'a name of letters, digits, dot, dash and underline';
const name = z
  .string({ error: NAME_WANTED })
  .regex(/^(?!__proto__$|constructor$|prototype$)[A-Za-z0-9._-]{1,64}$/, { error: NAME_WANTED });
const named = <T extends z.ZodType>(value: T): z.ZodRecord<typeof name, T> =>
  z.record(name, value, { error: 'a map of names' });

const messages = map({
  /** New orders and replacements. */
  perSecond: whole(1, 1_000_000),
  /** How many may come at once after a rest. */
  burst: whole(1, 1_000_000),
});

const credit = map({ gross: amount.optional(), net: amount.optional() });
const clientCredit = map({ order: amount.optional(), gross: amount.optional(), net: amount.optional() });

const position = map({ long: amount.optional(), short: amount.optional() });

export const withoutReference = ['deny', 'last', 'pass'] as const;
const instrument = map({
  orderQuantity: amount.optional(),
  long: amount.optional(),
  short: amount.optional(),
  collarBps: whole(1, 10_000).optional(),
  withoutReference: oneOf(withoutReference).optional(),
});
const symbol = instrument.extend({
  /** In the instrument's currency; takes the place of the credit's `order`. */
  orderNotional: amount.optional(),
});

export const assetClasses = ['equity', 'cryptoSpot', 'cryptoPerpetual'] as const;
const byAssetClass = <T extends z.ZodType>(
  value: T,
): z.ZodObject<Record<(typeof assetClasses)[number], z.ZodOptional<T>>, z.core.$strict> =>
  map({ equity: value.optional(), cryptoSpot: value.optional(), cryptoPerpetual: value.optional() });

export const sides = ['buy', 'sell', 'sell-short', 'sell-short-exempt'] as const;
export const orderTypes = [
  'market',
  'limit',
  'stop',
  'stop-limit',
  'pegged',
  'trailing-stop',
  'twap',
  'vwap',
  'pov',
] as const;

const client = map({
  assetClasses: list(oneOf(assetClasses), 0, 3).prefault([]),
  sides: list(oneOf(sides), 0, 4).prefault([]),
  orderTypes: list(oneOf(orderTypes), 0, 9).prefault([]),
  venues: list(text('the id of a venue'), 0, 31).prefault([]),
  restricted: list(text('a symbol'), 0, 65_535).prefault([]),
  messages: messages.optional(),
  openOrders: count.optional(),
  /** At most `allowed` orders of the same terms within the time. */
  duplicates: map({ withinMs: whole(0, 60_000), allowed: whole(1, 16) }).optional(),
  selfTrade: oneOf(['deny', 'allow']).optional(),
  credit: named(clientCredit).prefault({}),
  instruments: byAssetClass(instrument).prefault({}),
  symbols: named(symbol).prefault({}),
});

export const limitsSchema = map({
  name: text('a name'),
  /** Decimals in which amounts of a currency are counted; 4 where nothing is said. */
  currencies: named(map({ decimals: whole(0, 9) })).prefault({}),
  /** What a whole unit of quantity is worth, where that is not 1 times the price. */
  contracts: named(map({ value: amount, inverse: yesNo.default(false) })).prefault({}),
  firm: map({
    messages: messages.optional(),
    openOrders: count.optional(),
    /** How old the last trade may be where a collar falls back on it; absent: it is not used. */
    lastPriceMaxAgeMs: whole(1, 86_400_000).optional(),
    restricted: list(text('a symbol'), 0, 65_535).prefault([]),
    credit: named(credit).prefault({}),
    instruments: byAssetClass(position).prefault({}),
    symbols: named(position).prefault({}),
  }).prefault({}),
  clients: named(client).prefault({}),
});

export type Limits = z.infer<typeof limitsSchema>;
export type ClientLimits = Limits['clients'][string];
export type InstrumentLimits = z.infer<typeof symbol>;

/** A client may have this many orders in its memory of duplicates: its burst, and its rate over the time that is looked back. */
export const DUPLICATES_MAX = 1_000_000;
