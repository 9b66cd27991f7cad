/**
 * Time priority, for sets of depth L3: the orders of each price level in a doubly linked list. A node knows its order by reference only,
 * because orders move about in their table while nodes stay; what a reader wants of the order is looked up when it reads.
 *
 * Nodes are named by their number, from 1; 0 is nobody. A freed number is taken again first, while its memory is still near.
 */
import { STATE, type Arena } from './arena.js';
import type { LevelQueueEnds } from './level-queue-ends.js';

/** Words of a node. */
export const NODE_STRIDE = 4;
export const NODE_LO = 0;
export const NODE_HI = 1;
const NODE_PREV = 2;
/** The free list runs through it, too. */
export const NODE_NEXT = 3;

export class OrderQueues {
  /** Replaced when it grows. */
  words: Int32Array;

  constructor(
    private readonly arena: Arena,
    expectedOrders: number,
    private readonly ends: LevelQueueEnds,
  ) {
    const nodes = Math.max(16, expectedOrders) + 1;
    this.words = arena.int32(nodes * NODE_STRIDE, STATE.nodes);
    arena.state[STATE.nodeCapacity] = nodes;
    arena.state[STATE.freshNode] = 1;
  }

  /** The node at the head of a level's queue, or 0. */
  first(level: number): number {
    return this.ends.words[level * 2]!;
  }

  /** A node at the end of a level's queue. */
  append(level: number, hi: number, lo: number): number {
    const node = this.take();
    const { words } = this;
    const { words: ends } = this.ends;
    const tail = ends[level * 2 + 1]!;
    const n = node * NODE_STRIDE;
    words[n + NODE_LO] = lo;
    words[n + NODE_HI] = hi;
    words[n + NODE_PREV] = tail;
    words[n + NODE_NEXT] = 0;
    if (tail === 0) ends[level * 2] = node;
    else words[tail * NODE_STRIDE + NODE_NEXT] = node;
    ends[level * 2 + 1] = node;
    return node;
  }

  /** Takes a node out of its level's queue. */
  remove(level: number, node: number): void {
    const { words } = this;
    const { words: ends } = this.ends;
    const n = node * NODE_STRIDE;
    const prev = words[n + NODE_PREV]!;
    const next = words[n + NODE_NEXT]!;
    if (prev === 0) ends[level * 2] = next;
    else words[prev * NODE_STRIDE + NODE_NEXT] = next;
    if (next === 0) ends[level * 2 + 1] = prev;
    else words[next * NODE_STRIDE + NODE_PREV] = prev;
    this.release(node);
  }

  /** Makes a node free whose whole queue goes. */
  release(node: number): void {
    const { state } = this.arena;
    this.words[node * NODE_STRIDE + NODE_NEXT] = state[STATE.freeNode]!;
    state[STATE.freeNode] = node;
  }

  private take(): number {
    const { state } = this.arena;
    const node = state[STATE.freeNode]!;
    if (node !== 0) {
      state[STATE.freeNode] = this.words[node * NODE_STRIDE + NODE_NEXT]!;
      return node;
    }
    // Numbers from here on were never used.
    const fresh = state[STATE.freshNode]!;
    if ((fresh + 1) * NODE_STRIDE > this.words.length) {
      this.words = this.arena.grown(this.words, this.words.length * 2, STATE.nodes);
      state[STATE.nodeCapacity] = this.words.length / NODE_STRIDE;
    }
    state[STATE.freshNode] = fresh + 1;
    return fresh;
  }
}
