/** Sessions in words and tones. Venues' sessions and those of clients name their states differently. */
import { latencyQuantile } from '../../../../control/core/latency-histogram.js';
import type { LatencyStatus, SessionStatus, VenueStatus } from '../../../../control/core/status/schema.js';
import { moment, nanoseconds, NONE } from '../format.js';
import type { Tone } from '../parts.js';

const PURPOSE: Readonly<Record<SessionStatus['purpose'], string>> = {
  orderEntry: 'orders',
  dropCopy: 'drop copy',
  marketData: 'market data',
  client: 'client’s orders',
};

export function purposeWords(purpose: SessionStatus['purpose']): string {
  return PURPOSE[purpose];
}

export function stateWords({ state, wire }: SessionStatus): string {
  if (wire?.isEnabled === false) return 'logged out';
  if (wire?.isScheduledOn === false) return 'outside its hours';
  return state.replace(/[A-Z]/g, (letter, at: number) =>
    at === 0 ? letter.toLowerCase() : ` ${letter.toLowerCase()}`,
  );
}

/** When it is on: `Mon 08:00 to Mon 17:00 UTC`. */
export function scheduleWords({ wire }: SessionStatus, nowEpochMs: number): string {
  if (wire?.schedule === undefined) return NONE;
  if (wire.schedule === null) return 'always on';
  const { fromEpochMs, untilEpochMs } = wire.schedule;
  const when = (epochMs: number): string => moment(epochMs, nowEpochMs).slice(0, -3);
  return fromEpochMs <= nowEpochMs
    ? `on until ${when(untilEpochMs)} UTC`
    : `next ${when(fromEpochMs)} to ${when(untilEpochMs)} UTC`;
}

/** How long the journal takes to write what sessions sent and heard, since the gateway began. */
export function storeWords(latencies: readonly LatencyStatus[] = []): string {
  const commits = latencies.find(({ name }) => name === 'commit');
  if (commits === undefined || commits.count === 0) return NONE;
  const counts = new Map<number, number>();
  for (let i = 0; i + 1 < commits.buckets.length; i += 2) counts.set(commits.buckets[i]!, commits.buckets[i + 1]!);
  return `p50 ${nanoseconds(latencyQuantile(counts, 0.5))}, p99 ${nanoseconds(latencyQuantile(counts, 0.99))}`;
}

/** The fallback of a venue whose orders go over another session: down on purpose. */
export function isStandby(venue: Pick<VenueStatus, 'state'>, { purpose, state }: SessionStatus): boolean {
  return purpose === 'orderEntry' && state === 'disconnected' && venue.state === 'active';
}

/** A client who is not there is the client's affair; a venue that is not there is ours. */
export function sessionTone({ state, wire }: SessionStatus, side: 'venue' | 'client'): Tone {
  if (wire?.isEnabled === false || wire?.isScheduledOn === false) return 'idle';
  switch (state.toLowerCase()) {
    case 'active':
      return 'ok';
    case 'disconnected':
      return side === 'client' ? 'idle' : 'bad';
    case 'connectionlost':
    case 'failed':
      return 'bad';
    default:
      return 'warn';
  }
}

/** A session as it stands in the list. */
export interface Row {
  readonly session: SessionStatus;
  /** The venue or the client. */
  readonly peer: string;
  readonly side: 'venue' | 'client';
  /** Down on purpose: the venue's orders take another session. */
  readonly isStandby: boolean;
}

export function stateOf({ session, isStandby }: Row): string {
  return isStandby ? 'standby' : stateWords(session);
}

export function toneOf({ session, isStandby, side }: Row): Tone {
  return isStandby ? 'idle' : sessionTone(session, side);
}
