/** What a server refused, by reason: counted always, logged at a bounded rate so that a noisy client cannot fill the disk. */
import type { Logger } from '../../../control/core/logging.js';
import type { Clock } from '../../../control/core/world.js';

const LOGGED_PER_SECOND = 20;

export class Refusals {
  readonly counts: Record<string, number> = {};
  unlogged = 0;
  private second = -1;
  private logged = 0;

  constructor(
    private readonly server: string,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** @param reason one of few, constant words */
  note(reason: string, fields: object): void {
    this.counts[reason] = (this.counts[reason] ?? 0) + 1;
    const second = Math.floor(this.clock.monotonicNs() / 1e9);
    if (second !== this.second) {
      this.second = second;
      this.logged = 0;
    }
    if (this.logged++ < LOGGED_PER_SECOND) this.log.warn('refused', { server: this.server, reason, ...fields });
    else this.unlogged++;
  }
}
