/**
 * Nothing trades on a stale book: while the gateway itself says that an exchange's feed is stale, it sends that exchange nothing that takes. Looked at from one status to
 * the next: only time in which both said so counts, and a little of it is for what was under way.
 */
import type { ChannelStatus } from '../../../control/core/status/schema.js';
import type { VenueExecution } from '../../../test/kills/witness.js';

/** From the decision to the exchange, and to a status that was taken a moment earlier. */
const UNDER_WAY_MS = 20;

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export class StaleCheck {
  /** Of the channels whose books do not count: how often they had come to count before. */
  private readonly since = new Map<number, number>();
  private readonly spans = new Map<number, Span[]>();
  private lastMs = -Infinity;

  /** @param epochMs by the exchanges' clocks */
  note(channels: readonly ChannelStatus[], epochMs: number): void {
    for (const status of channels) {
      const { channel } = status;
      if (!isStale(status)) {
        this.since.delete(channel);
        continue;
      }
      const recovered = recoveries(status);
      if (this.since.get(channel) === recovered) this.spansOf(channel).push({ fromMs: this.lastMs, toMs: epochMs });
      else this.since.set(channel, recovered);
    }
    this.lastMs = epochMs;
  }

  /** The gateway has ended: what it said before says nothing of the next one. */
  forget(): void {
    this.since.clear();
  }

  faults(venue: string, channel: number, executions: readonly VenueExecution[]): string[] {
    const spans = this.spans.get(channel) ?? [];
    return executions
      .filter(({ kind, isImmediate, epochMs }) => {
        if (kind !== 'new' || isImmediate !== true) return false;
        return spans.some(({ fromMs, toMs }) => epochMs > fromMs + UNDER_WAY_MS && epochMs < toMs);
      })
      .map(({ name, epochMs }) => `${venue} was sent ${name} at ${epochMs}, while its feed was stale`);
  }

  private spansOf(channel: number): Span[] {
    let own = this.spans.get(channel);
    if (own === undefined) this.spans.set(channel, (own = []));
    return own;
  }
}

/** A backup that was validated counts like the lines: where a feed has failover, its own word counts, and not that of the lines. */
function isStale({ state, suspect }: ChannelStatus): boolean {
  return suspect ?? state === 'stale';
}

/** Times that books came to count again: with another number they did so between two looks. */
function recoveries({ failover }: ChannelStatus): number {
  return failover === undefined ? 0 : (failover.counters['failovers'] ?? 0) + (failover.counters['returns'] ?? 0);
}
