/** Long resends, a piece at a time between everything else, in turns where several sessions have one. */
import type { Clock, Timer, Timers } from '../../core/world.js';

export interface Replayer {
  /** Sends a piece. `done`: nothing is left; `blocked`: no room, it comes back by itself when there is some. */
  replayPiece(): 'more' | 'done' | 'blocked';
}

/** No further piece is begun in a turn of the event loop after this long: live messages wait for a piece or two, not for more. */
const BUDGET_NS = 5e5;

export class ReplayPacer {
  private readonly queue: Replayer[] = [];
  private readonly queued = new Set<Replayer>();
  private turn: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly timers: Timers,
  ) {}

  add(replayer: Replayer): void {
    if (this.queued.has(replayer)) return;
    this.queued.add(replayer);
    this.queue.push(replayer);
    this.turn ??= this.timers.onTurn(this.run);
  }

  private readonly run = (): void => {
    const endNs = this.clock.monotonicNs() + BUDGET_NS;
    // Each gets one piece before anybody gets a second; at least one piece is sent however slow it is.
    let replayer: Replayer | undefined;
    while ((replayer = this.queue.shift()) !== undefined) {
      if (replayer.replayPiece() === 'more') this.queue.push(replayer);
      else this.queued.delete(replayer);
      if (this.clock.monotonicNs() >= endNs) break;
    }
    if (this.queue.length > 0) return;
    this.turn?.cancel();
    this.turn = undefined;
  };
}
