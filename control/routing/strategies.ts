/** The strategies there are, numbered densely: built in, changed or added by the configuration, plugged in by a program. */
import type { RoutingConfig, StrategyConfig } from './config.js';
import { RoutingError } from './errors.js';
import { bestDisplayed, primary, proRata } from './simple.js';
import { planOf } from './plan.js';
import { ALLOCATION, ORDER, SWEEP, type RoutingStrategy } from './strategy.js';
import { WeightedStrategy } from './weighted.js';

type Definition = Omit<StrategyConfig, 'midpointChance'> & { midpointChance?: number | undefined };

/**
 * - `best-price`: the best price, then the lower fee, then the better score
 * - `fastest-fill`: who answers and fills, within 5 basis points of the best price after fees
 * - `lowest-cost`: the best price after fees
 * - `best-liquidity`: who has the most, displayed and learnt, within 5 basis points
 * - `hybrid`: all five scores, within 5 basis points
 */
const DEFINITIONS: readonly Definition[] = [
  {
    name: 'best-price',
    order: 'price',
    weights: { price: 0.4, speed: 0.2, fill: 0.3, cost: 0, liquidity: 0.1 },
    toleranceBps: 0,
    allocation: 'greedy',
    sweep: 'iso',
  },
  {
    name: 'fastest-fill',
    order: 'score',
    weights: { price: 0, speed: 0.6, fill: 0.4, cost: 0, liquidity: 0 },
    toleranceBps: 5,
    allocation: 'greedy',
    sweep: 'iso',
  },
  {
    name: 'lowest-cost',
    order: 'cost',
    weights: { price: 0, speed: 0.1, fill: 0.3, cost: 0.6, liquidity: 0 },
    toleranceBps: 0,
    allocation: 'greedy',
    sweep: 'parallel',
  },
  {
    name: 'best-liquidity',
    order: 'score',
    weights: { price: 0, speed: 0, fill: 0.2, cost: 0, liquidity: 0.8 },
    toleranceBps: 5,
    allocation: 'greedy',
    sweep: 'iso',
  },
  {
    name: 'hybrid',
    order: 'score',
    weights: { price: 0.4, speed: 0.1, fill: 0.2, cost: 0.15, liquidity: 0.15 },
    toleranceBps: 5,
    allocation: 'greedy',
    sweep: 'iso',
  },
];

export class Strategies {
  readonly all: readonly RoutingStrategy[];
  /** PLAN bits, by number. */
  readonly plans: Int32Array;
  readonly #numbers = new Map<string, number>();
  /** Of the firm. */
  readonly own: number;

  /** Throws RoutingError: `ROUTING_STRATEGY_TWICE`, `ROUTING_STRATEGY_UNKNOWN`. */
  constructor(config: RoutingConfig, plugged: readonly RoutingStrategy[] = []) {
    const changed = new Set(config.strategies.map(({ name }) => name));
    this.all = [
      ...[...DEFINITIONS.filter(({ name }) => !changed.has(name)), ...config.strategies].map(weighted),
      primary(),
      proRata(),
      bestDisplayed(),
      ...plugged,
    ];
    for (const [number, { name }] of this.all.entries()) {
      if (this.#numbers.has(name)) {
        throw new RoutingError('ROUTING_STRATEGY_TWICE', 'two strategies of one name', { found: name });
      }
      this.#numbers.set(name, number);
    }
    this.plans = Int32Array.from(this.all, planOf);
    this.own = this.named(config.strategy);
  }

  /** -1: no such strategy. */
  number(name: string): number {
    return this.#numbers.get(name) ?? -1;
  }

  /** Throws RoutingError. */
  named(name: string): number {
    const number = this.number(name);
    if (number >= 0) return number;
    throw new RoutingError('ROUTING_STRATEGY_UNKNOWN', 'no such routing strategy', {
      found: name,
      expected: [...this.#numbers.keys()].join(', '),
    });
  }
}

function weighted(definition: Definition): WeightedStrategy {
  const { name, order, weights, toleranceBps, allocation, sweep, midpointChance } = definition;
  return new WeightedStrategy({
    name,
    weights,
    toleranceBps,
    order: ORDER[order],
    allocation: allocation === 'greedy' ? ALLOCATION.greedy : ALLOCATION.proRata,
    sweep: SWEEP[sweep],
    midpointChance: midpointChance ?? 2,
  });
}
