/**
 * Nothing trades on a stale book: while the gateway itself says that an exchange's feed is stale, it sends that exchange nothing that takes. Looked at from one status to
 * the next: only time in which both said so counts. An order counts by when it left, as the journal has it: an exchange that was away accepts what waited for it much later.
 */
import type { ChannelStatus } from '../../../control/core/status/schema.js';
import type { VenueExecution } from '../../../test/kills/witness.js';

/** From the decision to the exchange, and to a status that was taken a moment earlier: where the journal does not say when an order left. */
const UNDER_WAY_MS = 20;
/** The gateway's clock may be set between two looks: then its times of that span say nothing. */
const SET_MS = 5;

interface Span {
  /** By the exchanges' clocks. */
  readonly fromMs: number;
  readonly toMs: number;
  /** By the gateway's. */
  readonly ownFromMs: number;
  readonly ownToMs: number;
}

export class StaleCheck {
  /** Of the channels whose books do not count: how often they had come to count before. */
  private readonly since = new Map<number, number>();
  private readonly spans = new Map<number, Span[]>();
  private lastMs = -Infinity;
  private lastOwnMs = -Infinity;

  /**
   * @param epochMs by the exchanges' clocks
   * @param ownEpochMs by the gateway's
   */
  note(channels: readonly ChannelStatus[], epochMs: number, ownEpochMs: number): void {
    const { lastMs: fromMs, lastOwnMs: ownFromMs } = this;
    const isSet = Math.abs(ownEpochMs - ownFromMs - (epochMs - fromMs)) > SET_MS;
    for (const status of channels) {
      const { channel } = status;
      if (!isStale(status)) {
        this.since.delete(channel);
        continue;
      }
      const recovered = recoveries(status);
      if (this.since.get(channel) !== recovered) this.since.set(channel, recovered);
      else if (!isSet) this.spansOf(channel).push({ fromMs, toMs: epochMs, ownFromMs, ownToMs: ownEpochMs });
    }
    this.lastMs = epochMs;
    this.lastOwnMs = ownEpochMs;
  }

  /** The gateway has ended: what it said before says nothing of the next one. */
  forget(): void {
    this.since.clear();
  }

  /** @param sentMs when each child left, by the gateway's clock */
  faults(
    venue: string,
    channel: number,
    executions: readonly VenueExecution[],
    sentMs: ReadonlyMap<number, number>,
  ): string[] {
    const spans = this.spans.get(channel) ?? [];
    return executions
      .filter(({ kind, isImmediate, epochMs, child }) => {
        if (kind !== 'new' || isImmediate !== true) return false;
        const sent = sentMs.get(child);
        return spans.some(({ fromMs, toMs, ownFromMs, ownToMs }) =>
          sent === undefined
            ? epochMs > fromMs + UNDER_WAY_MS && epochMs < toMs
            : epochMs >= fromMs && sent > ownFromMs && sent < ownToMs,
        );
      })
      .map(({ name, epochMs }) => `${venue} accepted ${name} at ${epochMs}, which was sent while its feed was stale`);
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
