/**
 * Moves records from the feed to their sink on the main thread: a bounded drain each turn, so that sockets get their turn too. With
 * nothing to read it stops turning and lets the feed call, where it can, or looks again a millisecond later.
 */
import type { FeedSource } from '../core/feed.js';
import { LatencyHistogram } from '../core/latency-histogram.js';
import type { RecordSink } from '../core/record-ring.js';
import type { Timer, World } from '../core/world.js';

/** A feed that can call when there is something to read again, which spares an idle machine. */
export interface WakingFeed extends FeedSource {
  /** Calls once, from the event loop, when records are or become readable. */
  onReadable(run: () => void): Timer;
}

const SLOTS_A_TURN = 4096;
const IDLE_TURNS = 32;
const IDLE_MS = 1;

export class Pump {
  /** Slots read. */
  consumed = 0;
  /** Longest turn, ns, ever and since `takeTurnMax`. */
  turnNsMaxEver = 0;
  /** Turns that brought something. */
  readonly turns = new LatencyHistogram();
  private turnNsMax = 0;
  private idleTurns = 0;
  private waiting: Timer | undefined;
  private running = false;

  constructor(
    private readonly world: World,
    private readonly feed: FeedSource | WakingFeed,
    private readonly sink: RecordSink,
    /** The feed broke. The pump has stopped. */
    private readonly failed: (error: unknown) => void,
    /** After each turn that brought records. */
    private readonly drained: () => void = () => undefined,
  ) {}

  start(): void {
    this.running = true;
    this.turnAround();
  }

  stop(): void {
    this.running = false;
    this.waiting?.cancel();
    this.waiting = undefined;
  }

  takeTurnMax(): number {
    const { turnNsMax } = this;
    this.turnNsMax = 0;
    return turnNsMax;
  }

  private turnAround(): void {
    this.idleTurns = 0;
    this.waiting = this.world.timers.onTurn(() => this.turn());
  }

  private turn(): void {
    const { clock } = this.world;
    const before = clock.monotonicNs();
    const slots = this.drain();
    if (slots > 0) this.drained();
    const took = clock.monotonicNs() - before;
    if (took > this.turnNsMax) {
      this.turnNsMax = took;
      if (took > this.turnNsMaxEver) this.turnNsMaxEver = took;
    }
    if (slots > 0) {
      this.turns.record(took);
      this.consumed += slots;
      this.idleTurns = 0;
      return;
    }
    this.idleTurns += 1;
    if (this.idleTurns >= IDLE_TURNS && this.running) this.rest();
  }

  private drain(): number {
    try {
      return this.feed.poll(this.sink, SLOTS_A_TURN);
    } catch (error) {
      this.stop();
      this.failed(error);
      return 0;
    }
  }

  private rest(): void {
    this.waiting?.cancel();
    const wake = (): void => {
      if (this.running) this.turnAround();
    };
    this.waiting = 'onReadable' in this.feed ? this.feed.onReadable(wake) : this.world.timers.after(IDLE_MS, wake);
  }
}
