/** A path between two addresses: how long bytes take, how they are cut up, and what goes wrong on it. */
import type { Random } from '../../../control/core/world.js';
import type { Connection } from './connection.js';
import type { VirtualWorld } from './world.js';

/** All of it may be changed while the world runs: what is sent later feels it. */
export interface LinkConditions {
  /** One way, in ms. */
  latencyMs: number;
  /** Up to so much is added, anew for each segment; segments of one connection stay in order. */
  jitterMs: number;
  bytesPerSecond: number;
  /** Chance that a delivery is cut at a random byte, the rest following up to `splitDelayMs` later. */
  splitChance: number;
  splitDelayMs: number;
  /** Chance that one byte of a delivery is another one: what a broken middlebox does. */
  corruptChance: number;
  /** What the two kernels hold of one direction of a connection before the sender has to queue. */
  windowBytes: number;
  /** After a partition heals, held segments go out again within so many ms. */
  retransmitMs: number;
  /** A connection whose bytes cannot arrive for so long is reset. */
  giveUpMs: number;
  /** Chances that a datagram is lost, comes twice, or waits for another `jitterMs` and so may be overtaken. */
  datagramLoss: number;
  datagramDuplication: number;
  datagramDelay: number;
}

export const calmLink: Readonly<LinkConditions> = {
  latencyMs: 0.05,
  jitterMs: 0,
  bytesPerSecond: Infinity,
  splitChance: 0,
  splitDelayMs: 0.01,
  corruptChance: 0,
  windowBytes: 262_144,
  retransmitMs: 200,
  giveUpMs: 900_000,
  datagramLoss: 0,
  datagramDuplication: 0,
  datagramDelay: 0,
};

export class Link {
  readonly conditions: LinkConditions = { ...calmLink };
  /** Connections whose ends know each other, or one of them still believes so. */
  readonly connections = new Set<Connection>();
  #isUp = true;
  #bytesToCut = Infinity;
  #corruptions = 0;

  constructor(
    readonly world: VirtualWorld,
    private readonly random: Random,
  ) {}

  get isUp(): boolean {
    return this.#isUp;
  }

  set(conditions: Partial<LinkConditions>): this {
    Object.assign(this.conditions, conditions);
    return this;
  }

  /** Nothing passes any more, and nobody is told. */
  partition(): void {
    this.#isUp = false;
  }

  heal(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.retry();
  }

  /** What was held for want of a path goes out again. */
  retry(): void {
    for (const connection of this.connections) connection.retry();
  }

  /** Breaks every connection: a part of what is under way, cut at any byte, still arrives, then each side sees a reset. */
  cut(): void {
    this.#bytesToCut = Infinity;
    for (const connection of [...this.connections]) connection.cut();
  }

  /** As `cut`, when so many more bytes have been delivered: the last byte delivered is the `bytes`-th from now. */
  cutAfter(bytes: number): void {
    this.#bytesToCut = bytes;
  }

  /** One byte of the next delivery will be another one. */
  corruptNext(): void {
    this.#corruptions++;
  }

  /** What was ordered and has not happened will not happen: cuts and corruptions. */
  relent(): void {
    this.#bytesToCut = Infinity;
    this.#corruptions = 0;
  }

  /** Whether a delivery is to be corrupted. */
  takeCorruption(): boolean {
    if (this.#corruptions === 0) return this.chance(this.conditions.corruptChance);
    this.#corruptions--;
    return true;
  }

  /** How many of `bytes` may be delivered before the cut that was ordered. */
  allowance(bytes: number): number {
    return Math.min(bytes, this.#bytesToCut);
  }

  /** Counts delivered bytes; true when the ordered cut is due. */
  delivered(bytes: number): boolean {
    this.#bytesToCut -= bytes;
    return this.#bytesToCut <= 0;
  }

  /** Time on the way, drawn anew. */
  delayNs(): number {
    const { latencyMs, jitterMs } = this.conditions;
    return Math.floor((jitterMs === 0 ? latencyMs : latencyMs + this.random.next() * jitterMs) * 1e6);
  }

  chance(probability: number): boolean {
    return probability > 0 && this.random.next() < probability;
  }

  /** A whole number from 0 to `bound` - 1. */
  below(bound: number): number {
    return this.random.below(bound);
  }
}
