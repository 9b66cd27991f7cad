/** The shape of config/routing.yaml: strategies, fees of venues, limits of re-routing, comparison. Amounts are decimals in quotes. */
import { z } from 'zod';
import { list, map, oneOf, text, whole, yesNo } from '../core/config-shapes.js';
import type { ConfigShape, Contradiction } from '../core/yaml-config.js';

const share = (error = 'a number from 0 to 1'): z.ZodNumber => z.number({ error }).min(0, { error }).max(1, { error });
const SIGNED_WANTED = 'a decimal in quotes, such as "0.003" or "-0.002"';
const signedDecimal = z.string({ error: SIGNED_WANTED }).regex(/^-?\d{1,9}(\.\d{1,9})?$/, { error: SIGNED_WANTED });
const BPS_WANTED = 'basis points from -1000 to 1000';
const bps = z.number({ error: BPS_WANTED }).min(-1000, { error: BPS_WANTED }).max(1000, { error: BPS_WANTED });
const DATE_WANTED = 'a date such as 2026-11-02';
const date = z.string({ error: DATE_WANTED }).regex(/^\d{4}-\d{2}-\d{2}$/, { error: DATE_WANTED });

/** What is paid (or, negative, got back) for a unit of quantity, and as part of its price. */
const feeSchema = map({ perUnit: signedDecimal.default('0'), bps: bps.default(0) });
export type Fee = z.infer<typeof feeSchema>;

const tierSchema = map({
  /** Quantity traded at the venue in the month from which the tier holds. */
  fromMonthlyQuantity: z.number().min(0).default(0),
  take: feeSchema,
  make: feeSchema,
  /** Below this price other fees hold. */
  below: map({ price: signedDecimal, take: feeSchema, make: feeSchema }).optional(),
  /** By the venue's liquidity flag, where it says more than added or removed. */
  flags: z.record(z.string(), feeSchema).default({}),
});
export type FeeTier = z.infer<typeof tierSchema>;

const scheduleSchema = map({ from: date.default('1970-01-01'), tiers: list(tierSchema, 1, 32) });
export type FeeSchedule = z.infer<typeof scheduleSchema>;

const venueSchema = map({
  /** Its quotes are protected where a market's rules protect quotes. */
  isProtected: yesNo.default(true),
  fees: list(scheduleSchema, 0, 32).default([]),
  /** Traded there this month before the process began. */
  monthlyQuantity: z.number().min(0).default(0),
});

const WEIGHT_WANTED = 'a weight of 0 or more';
const weight = z
  .number({ error: WEIGHT_WANTED })
  .min(0, { error: WEIGHT_WANTED })
  .max(1e6, { error: WEIGHT_WANTED })
  .default(0);
const NAME_WANTED = 'a name of small letters, digits and -';
const name = z.string({ error: NAME_WANTED }).regex(/^[a-z][a-z0-9-]{0,31}$/, { error: NAME_WANTED });

const strategySchema = map({
  name,
  order: oneOf(['price', 'cost', 'score']),
  weights: map({ price: weight, speed: weight, fill: weight, cost: weight, liquidity: weight }),
  toleranceBps: z.number().min(0).max(10_000).default(0),
  allocation: oneOf(['greedy', 'pro-rata']).default('greedy'),
  sweep: oneOf(['sequential', 'parallel', 'iso']).default('parallel'),
  /** Tries inside the spread first where orders there traded at least so often; absent: never. */
  midpointChance: share().optional(),
});
export type StrategyConfig = z.infer<typeof strategySchema>;

const routingSchema = map({
  /** The firm's own strategy, those of clients and of symbols; an order's own choice goes before them all, then the client's, then the symbol's. */
  strategy: name.default('best-price'),
  clients: z.record(z.string(), name).default({}),
  symbols: z.record(z.string(), name).default({}),
  strategies: list(strategySchema, 0, 32).default([]),
  /** Where everything of a symbol goes by the strategy `primary`; absent: `defaultPrimary`, absent too: the first venue that lists it. */
  primaries: z.record(z.string(), text('a venue')).default({}),
  defaultPrimary: text('a venue').optional(),
  /** What the one switch turns to. */
  fallback: oneOf(['primary', 'pro-rata', 'best-displayed']).default('best-displayed'),
  /** How often an order may be routed: once and again after what came back unfilled or refused. */
  attemptsMax: whole(1, 1000).default(8),
  slicesMax: whole(1, 64).default(32),
  /** Levels of each venue that are looked at. */
  depth: whole(1, 64).default(10),
  venues: z.record(z.string(), venueSchema).default({}),
  measures: map({
    /** What is measured weighs half after this time. */
    halfLifeS: z.number().min(0.001).max(1e6).default(300),
    /** An answer after this time scores one half. */
    answerMs: z.number().min(0.000001).max(60_000).default(5),
    /** Believed as long as nothing is measured, and how many orders that belief weighs. */
    priorFillRate: share().default(0.7),
    priorOrders: z.number().min(0.001).max(1e6).default(10),
    /** Distance from the best price at which the price score is 0. */
    priceRangeBps: z.number().min(0.01).max(10_000).default(10),
  }).prefault({}),
  comparison: map({
    /** Part of the orders that are sent by the simple strategy instead. */
    share: share().default(0),
    control: oneOf(['primary', 'pro-rata', 'best-displayed']).default('primary'),
    seed: whole(0, 4294967295).default(1),
  }).prefault({}),
  /** Memory for the last decisions. */
  ringKiB: whole(64, 1_048_576).default(1024),
});
export type RoutingConfig = z.infer<typeof routingSchema>;

export const routingShape: ConfigShape<RoutingConfig> = { schema: routingSchema, crossCheck };
export type RoutingInput = z.input<typeof routingSchema>;

/** Names that are always there (strategies.ts). */
export const BUILT_IN = [
  'best-price',
  'fastest-fill',
  'lowest-cost',
  'best-liquidity',
  'hybrid',
  'primary',
  'pro-rata',
  'best-displayed',
] as const;

function crossCheck(config: RoutingConfig): Contradiction[] {
  const wrong: Contradiction[] = [];
  const names = new Set<string>([...BUILT_IN, ...config.strategies.map((strategy) => strategy.name)]);
  const known = (path: readonly PropertyKey[], found: string): void => {
    if (!names.has(found)) wrong.push({ path, found, expected: `one of ${[...names].join(', ')}` });
  };
  known(['strategy'], config.strategy);
  for (const [client, strategy] of Object.entries(config.clients)) known(['clients', client], strategy);
  for (const [symbol, strategy] of Object.entries(config.symbols)) known(['symbols', symbol], strategy);
  const own = new Set<string>();
  config.strategies.forEach((strategy, index) => {
    if (own.has(strategy.name) || ['primary', 'pro-rata', 'best-displayed'].includes(strategy.name)) {
      wrong.push({ path: ['strategies', index, 'name'], found: strategy.name, expected: 'another name' });
    }
    own.add(strategy.name);
  });
  return wrong;
}

/** All defaults: no fees, the built-in strategies. */
export function defaultRouting(overrides: z.input<typeof routingSchema> = {}): RoutingConfig {
  return routingSchema.parse(overrides);
}
