/** Strategies that weigh five scores. The weights, and in which order prices and scores count, make the difference between them. */
import { HEAD, HEAD_WORDS, ROW, ROW_WORDS } from './decisions/frame.js';
import type { RoutingStrategy } from './strategy.js';

export interface Weights {
  readonly price: number;
  readonly speed: number;
  readonly fill: number;
  readonly cost: number;
  readonly liquidity: number;
}

export interface WeightedOptions extends Omit<RoutingStrategy, 'simple' | 'leavesOut' | 'score' | 'scoreRest'> {
  readonly weights: Weights;
}

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const { venues: VENUES } = HEAD;
const {
  price: PRICE,
  priceScore,
  speed: SPEED,
  fill: FILL,
  cost: COST,
  liquidity: LIQUIDITY,
  score: SCORE,
  restCost,
  restFill,
  restScore,
  displayed,
} = ROW;
const HEADER = HEAD_WORDS;
const STRIDE = ROW_WORDS;

export class WeightedStrategy implements RoutingStrategy {
  readonly name: string;
  readonly simple = false;
  readonly order: number;
  readonly allocation: number;
  readonly sweep: number;
  readonly toleranceBps: number;
  readonly midpointChance: number;
  readonly leavesOut = false;
  readonly #weights: Float64Array;

  constructor(options: WeightedOptions) {
    this.name = options.name;
    this.order = options.order;
    this.allocation = options.allocation;
    this.sweep = options.sweep;
    this.toleranceBps = options.toleranceBps;
    this.midpointChance = options.midpointChance;
    const { price, speed, fill, cost, liquidity } = options.weights;
    this.#weights = Float64Array.of(price, speed, fill, cost, liquidity);
  }

  score(words: Float64Array, at: number): void {
    const weights = this.#weights;
    const price = weights[0]!;
    const speed = weights[1]!;
    const fill = weights[2]!;
    const cost = weights[3]!;
    const liquidity = weights[4]!;
    const end = at + HEADER + words[at + VENUES]! * STRIDE;
    // Rows that are out are weighed too: cheaper than to ask.
    for (let row = at + HEADER; row < end; row += STRIDE) {
      words[row + SCORE] =
        price * words[row + priceScore]! +
        speed * words[row + SPEED]! +
        fill * words[row + FILL]! +
        cost * words[row + COST]! +
        liquidity * words[row + LIQUIDITY]!;
    }
  }

  /**
   * Resting: what is paid for adding, how often orders that rest there trade, how fast the venue answers, and how much of the other side comes there,
   * which what it displays there now stands for.
   */
  scoreRest(words: Float64Array, at: number): void {
    const weights = this.#weights;
    const speed = weights[1]!;
    const fill = weights[0]! + weights[2]!;
    const cost = weights[3]!;
    const liquidity = weights[4]!;
    const end = at + HEADER + words[at + VENUES]! * STRIDE;
    let most = 1;
    for (let row = at + HEADER; row < end; row += STRIDE) {
      if (words[row + PRICE]! !== 0 && words[row + displayed]! > most) most = words[row + displayed]!;
    }
    for (let row = at + HEADER; row < end; row += STRIDE) {
      words[row + restScore] =
        fill * words[row + restFill]! +
        speed * words[row + SPEED]! +
        cost * words[row + restCost]! +
        (liquidity * words[row + displayed]!) / most;
    }
  }
}
