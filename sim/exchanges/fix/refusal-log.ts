/** Why the exchange refused: every refusal is logged with its reason, as a venue's support desk would find it. */
import type { Clock } from '../../../control/core/world.js';

export interface Refusal {
  /** Epoch ms. */
  readonly at: number;
  /** Session, or the address of a connection that has none. */
  readonly session: string;
  /** Short and stable: `logon`, `session`, `business`, `order`, `marketData`, `disconnect`. */
  readonly kind: string;
  /** MsgType and number of what was refused, where there is one. */
  readonly message: string;
  readonly reason: string;
}

/** The newest refusals, and how many there were of each kind. */
export class RefusalLog {
  readonly counts = new Map<string, number>();
  private readonly kept: Refusal[] = [];

  /**
   * @param limit how many are kept; older ones are only counted
   * @param sink gets each one as it happens
   */
  constructor(
    private readonly clock: Clock,
    private readonly sink: (refusal: Refusal) => void = () => undefined,
    private readonly limit = 1000,
  ) {}

  get refusals(): readonly Refusal[] {
    return this.kept;
  }

  add(session: string, kind: string, message: string, reason: string): void {
    const refusal = { at: this.clock.epochMs(), session, kind, message, reason };
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    this.kept.push(refusal);
    if (this.kept.length > this.limit) this.kept.shift();
    this.sink(refusal);
  }
}
