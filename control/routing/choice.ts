/**
 * Which strategy an order goes by: its own, else its client's, the symbol's, the firm's. The fallback puts the simple strategy in the place of every smart one, a
 * comparison does so for a share of the orders.
 */
import type { Instrument } from '../core/instruments.js';
import type { RouteRequest } from '../core/router.js';
import type { RoutingConfig } from './config.js';
import { FLAG } from './decisions/frame.js';
import type { Strategies } from './strategies.js';
import type { RoutingStrategy } from './strategy.js';

export class StrategyChoice {
  /** Stands for "no strategy named": one above the last. */
  readonly unnamed: number;
  #usesFallback = false;
  /** An order that names a strategy below this number goes by it, whatever it is. */
  directBelow = 0;
  /** Of the last choice: the strategy's number, and FLAG bits of how it came to be. */
  number = 0;
  flags = 0;
  readonly #strategies: Strategies;
  readonly #controlBelow: number;
  readonly #seed: number;
  readonly #control: number;
  readonly #fallback: number;
  /** By instrument and by client, -1: none of its own. */
  readonly #bySymbol: Int32Array;
  readonly #byClient: Int32Array;

  /** Throws RoutingError: `ROUTING_STRATEGY_UNKNOWN`. */
  constructor(
    strategies: Strategies,
    config: RoutingConfig,
    instruments: readonly Instrument[],
    clients: readonly string[],
  ) {
    const named = (name: string | undefined): number => (name === undefined ? -1 : strategies.named(name));
    this.#strategies = strategies;
    this.unnamed = strategies.all.length;
    this.#controlBelow = config.comparison.share * 4294967296;
    this.#seed = config.comparison.seed;
    this.#control = strategies.named(config.comparison.control);
    this.#fallback = strategies.named(config.fallback);
    this.#bySymbol = Int32Array.from(instruments, ({ symbol }) => named(config.symbols[symbol]));
    this.#byClient = Int32Array.from(clients, (client) => named(config.clients[client]));
    this.#mayChange();
  }

  get usesFallback(): boolean {
    return this.#usesFallback;
  }

  set usesFallback(on: boolean) {
    this.#usesFallback = on;
    this.#mayChange();
  }

  #mayChange(): void {
    this.directBelow = this.#usesFallback || this.#controlBelow > 0 ? 0 : this.unnamed;
  }

  /** Undefined: there is no such strategy. */
  choose(request: Readonly<RouteRequest>): RoutingStrategy | undefined {
    let number = request.strategy;
    if (number === this.unnamed) {
      const byClient = request.client < this.#byClient.length ? this.#byClient[request.client]! : -1;
      const bySymbol = this.#bySymbol[request.instrument]!;
      number = byClient >= 0 ? byClient : bySymbol >= 0 ? bySymbol : this.#strategies.own;
    }
    let strategy = number >= 0 && number < this.unnamed ? this.#strategies.all[number] : undefined;
    this.flags = 0;
    if (strategy !== undefined && !strategy.simple) {
      if (this.#usesFallback) {
        number = this.#fallback;
        this.flags = FLAG.fallback;
      } else if (this.#controlBelow > 0 && hashOf(request.orderId, this.#seed) < this.#controlBelow) {
        number = this.#control;
        this.flags = FLAG.control;
      }
      strategy = this.#strategies.all[number];
    }
    this.number = number;
    return strategy;
  }
}

/** 32 bits that follow from the order's number and the seed alone: all decisions of an order have the same. */
export function hashOf(orderId: number, seed: number): number {
  const high = Math.imul(Math.floor(orderId / 4294967296), 0x9e3779b1);
  let h = Math.imul(((orderId % 4294967296) | 0) ^ high, 0x85ebca6b) ^ seed;
  h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f);
  return (h ^ (h >>> 16)) >>> 0;
}
