/** A market written by hand for tests of the router: quotes of each venue, deeper levels where they matter. */
import { readFileSync } from 'node:fs';
import { blankRequest, routeSlices, type RouteRequest } from '../../control/core/router.js';
import { SeededRandom } from '../../control/core/random.js';
import { parseYamlConfig } from '../../control/core/yaml-config.js';
import { defaultRouting, type RoutingInput } from '../../control/routing/config.js';
import { SmartRouter } from '../../control/routing/router.js';
import { RuleBook, type RuleAudit } from '../../control/routing/rules/rule-book.js';
import { marketRulesShape, type MarketRules } from '../../control/routing/rules/schema.js';
import type { RoutingStrategy } from '../../control/routing/strategy.js';
import { RandomMarket } from './random-market.js';

export const BUY = 0x31;
export const SELL = 0x32;
const RULES = new URL('../../config/market-rules.yaml', import.meta.url);

/** The rules that the project ships. */
export function shippedRules(): MarketRules {
  return parseYamlConfig('config/market-rules.yaml', readFileSync(RULES, 'utf8'), marketRulesShape);
}

/** Price, quantity; price, quantity; … from the best on. */
export type Ladder = readonly number[];

export interface VenueBook {
  readonly bid?: Ladder;
  readonly ask?: Ladder;
  /** EXCLUDED bits. */
  readonly state?: number;
  readonly takesSweeps?: boolean;
}

export interface Sent {
  readonly slices: readonly { venue: number; quantity: number; price: number; takes: boolean; sweep: boolean }[];
  readonly parallel: boolean;
  readonly remainder: number;
  readonly reason: string;
}

export class Desk {
  readonly router: SmartRouter;
  readonly market: RandomMarket;
  readonly rules: RuleBook;
  readonly audit: RuleAudit[] = [];

  constructor(
    books: readonly VenueBook[],
    config: RoutingInput = {},
    rules: MarketRules = { markets: {}, rules: [] },
    lot = 1,
    strategies: readonly RoutingStrategy[] = [],
  ) {
    const random = new SeededRandom(1);
    this.market = new RandomMarket({ instruments: 1, venues: books.length, depth: 6, random, lot });
    books.forEach((book, venue) => this.show(venue, book));
    this.rules = new RuleBook(rules, (record) => this.audit.push(record));
    this.router = new SmartRouter({
      market: this.market.book,
      symbols: this.market.symbols,
      venues: books.map(({ takesSweeps = true }, venue) => ({ id: `V${venue}`, takesSweeps })),
      config: defaultRouting(config),
      rules: this.rules,
      strategies,
      audit: (record) => this.audit.push(record),
    });
  }

  show(venue: number, { bid = [], ask = [], state = 0 }: VenueBook): void {
    const source = this.market.sources[venue]!;
    for (const [side, ladder] of [
      ['bid', bid],
      ['ask', ask],
    ] as const) {
      const base = source.base(0, side);
      source.counts[base] = ladder.length / 2;
      for (let level = 0; level < ladder.length / 2; level++) {
        source.prices[base * source.depth + level] = ladder[2 * level]!;
        source.quantities[base * source.depth + level] = ladder[2 * level + 1]!;
      }
    }
    this.market.quote(0, venue, state);
  }

  route(request: Partial<RouteRequest> & { quantity: number; by?: string }): Sent {
    const { by = 'best-price', ...terms } = request;
    const into = routeSlices();
    const blank = { ...blankRequest(), takeOnly: true, side: BUY, strategy: this.router.strategyNumber(by) };
    this.router.route({ ...blank, epochMs: Date.UTC(2026, 10, 23, 15), ...terms }, into);
    return {
      slices: Array.from({ length: into.count }, (_, n) => ({
        venue: into.venues[n]!,
        quantity: into.quantities[n]!,
        price: into.prices[n]!,
        takes: into.takes[n] === 1,
        sweep: into.sweeps[n] === 1,
      })),
      parallel: into.parallel,
      remainder: into.remainder,
      reason: into.reason,
    };
  }
}

/** `venue:quantity@price` of each slice, `S` for a sweep, `R` for what rests. */
export function inShort({ slices }: Sent): string {
  return slices
    .map(
      ({ venue, quantity, price, takes, sweep }) =>
        `${venue}:${quantity}@${price}${sweep ? 'S' : ''}${takes ? '' : 'R'}`,
    )
    .join(' ');
}
