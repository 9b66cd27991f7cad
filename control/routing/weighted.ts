/** Strategies that weigh five scores (scoring.ts). The weights, and in which order prices and scores count, make the difference between them. */
import type { Candidates } from './candidates.js';
import type { Scoring, Weights } from './scoring.js';
import { PICK, type RoutingStrategy } from './strategy.js';

export interface WeightedOptions extends Omit<RoutingStrategy, 'simple' | 'picks' | 'weights' | 'score' | 'scoreRest'> {
  readonly weights: Weights;
}

export class WeightedStrategy implements RoutingStrategy {
  readonly name: string;
  readonly simple = false;
  readonly order: number;
  readonly allocation: number;
  readonly sweep: number;
  readonly toleranceBps: number;
  readonly midpointChance: number;
  readonly picks = PICK.all;
  readonly weights: Float64Array;

  constructor(options: WeightedOptions) {
    this.name = options.name;
    this.order = options.order;
    this.allocation = options.allocation;
    this.sweep = options.sweep;
    this.toleranceBps = options.toleranceBps;
    this.midpointChance = options.midpointChance;
    const { price, speed, fill, cost, liquidity } = options.weights;
    this.weights = Float64Array.of(price, speed, fill, cost, liquidity);
  }

  score(candidates: Candidates, scoring: Scoring, venues: number): void {
    scoring.weigh(candidates, this.weights, venues);
  }

  scoreRest(candidates: Candidates, scoring: Scoring): void {
    scoring.weighRest(candidates, this.weights);
  }
}
