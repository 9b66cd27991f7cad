/**
 * Market rules as data: what holds in which market from which date on. A rule's newest version that is not later than the market's own date is in force; a rule
 * without one is not. So a change of the law is a date in this file, not a release.
 */
import { z } from 'zod';
import { list, map, oneOf, text, whole, yesNo } from '../../core/config-shapes.js';
import type { ConfigShape, Contradiction } from '../../core/yaml-config.js';

const DATE_WANTED = 'a date such as 2026-11-02';
const date = z.string({ error: DATE_WANTED }).regex(/^\d{4}-\d{2}-\d{2}$/, { error: DATE_WANTED });
const DECIMAL_WANTED = 'a decimal in quotes, such as "0.01"';
const decimal = z.string({ error: DECIMAL_WANTED }).regex(/^\d{1,9}(\.\d{1,9})?$/, { error: DECIMAL_WANTED });

const common = {
  from: date,
  on: yesNo.default(true),
  /** Where it is written, and what it says: for people. */
  note: z.string({ error: 'text' }).optional(),
};

const ruleSchema = z.discriminatedUnion(
  'rule',
  [
    map({ rule: z.literal('order-protection'), market: text('a market'), versions: list(map(common), 1, 64) }),
    map({ rule: z.literal('intermarket-sweeps'), market: text('a market'), versions: list(map(common), 1, 64) }),
    map({
      rule: z.literal('self-help'),
      market: text('a market'),
      versions: list(map({ ...common, answerWithinMs: whole(1, 60_000) }), 1, 64),
    }),
    map({ rule: z.literal('locked-crossed'), market: text('a market'), versions: list(map(common), 1, 64) }),
    map({
      rule: z.literal('odd-lots'),
      market: text('a market'),
      versions: list(
        map({ ...common, roundLots: list(map({ fromPrice: decimal, lot: whole(1, 1_000_000) }), 1, 16) }),
        1,
        64,
      ),
    }),
    map({
      rule: z.literal('access-fee-cap'),
      market: text('a market'),
      versions: list(
        map({
          ...common,
          caps: list(
            map({
              fromPrice: decimal,
              perUnit: decimal.optional(),
              ofPriceBps: z.number().min(0).max(10_000).optional(),
            }),
            1,
            16,
          ),
        }),
        1,
        64,
      ),
    }),
    map({
      rule: z.literal('price-increments'),
      market: text('a market'),
      versions: list(
        map({
          ...common,
          increments: list(
            map({
              fromPrice: decimal,
              increment: decimal,
              /** For the instruments that the listing exchange has named so; absent: for all others. */
              class: oneOf(['narrow']).optional(),
            }),
            1,
            16,
          ),
        }),
        1,
        64,
      ),
    }),
    map({ rule: z.literal('halts'), market: text('a market'), versions: list(map(common), 1, 64) }),
    map({ rule: z.literal('price-bands'), market: text('a market'), versions: list(map(common), 1, 64) }),
  ],
  {
    error:
      'a rule: order-protection, intermarket-sweeps, self-help, locked-crossed, odd-lots, access-fee-cap, price-increments, halts or price-bands',
  },
);

const rulesSchema = map({
  markets: z.record(
    z.string(),
    map({
      assetClasses: list(oneOf(['equity', 'cryptoSpot', 'cryptoPerpetual']), 1, 3),
      /** Dates change at its midnight. */
      timeZone: text('an IANA time zone'),
    }),
    { error: 'a map of markets' },
  ),
  rules: list(ruleSchema, 0, 256),
});

export type MarketRules = z.infer<typeof rulesSchema>;
export type RuleEntry = MarketRules['rules'][number];
export type RuleName = RuleEntry['rule'];
export type Version<N extends RuleName> = Extract<RuleEntry, { rule: N }>['versions'][number];

export const marketRulesShape: ConfigShape<MarketRules> = { schema: rulesSchema, crossCheck };

function crossCheck(rules: MarketRules): Contradiction[] {
  const wrong: Contradiction[] = [];
  const seen = new Set<string>();
  const owner = new Map<string, string>();
  for (const [name, market] of Object.entries(rules.markets)) {
    for (const assetClass of market.assetClasses) {
      const other = owner.get(assetClass);
      if (other !== undefined) {
        wrong.push({ path: ['markets', name], found: assetClass, expected: `one market for it, not ${other} as well` });
      }
      owner.set(assetClass, name);
    }
  }
  rules.rules.forEach((entry, index) => {
    const path = ['rules', index];
    if (rules.markets[entry.market] === undefined) {
      wrong.push({ path: [...path, 'market'], found: entry.market, expected: Object.keys(rules.markets).join(' or ') });
    }
    const key = `${entry.rule} ${entry.market}`;
    if (seen.has(key)) wrong.push({ path, found: `${key} again`, expected: 'one entry with all versions' });
    seen.add(key);
    entry.versions.forEach((version, at) => {
      if (at > 0 && version.from <= entry.versions[at - 1]!.from) {
        wrong.push({
          path: [...path, 'versions', at, 'from'],
          found: version.from,
          expected: 'a later date than the one before',
        });
      }
    });
  });
  return wrong;
}
