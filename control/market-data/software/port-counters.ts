/** The counters of one port, in one typed array so that counting never allocates. */
import { PORT_COUNTERS, REJECT_REASONS, type PortCounter } from '../../core/generated/records.js';
import type { FeedCounters } from '../../core/feed.js';

/** Places of the counters; reject reasons follow from `REJECTED` on. */
export const PORT = Object.fromEntries(PORT_COUNTERS.map((name, index) => [name, index])) as Record<
  PortCounter,
  number
>;
export const REJECTED = PORT_COUNTERS.length;

export function newPortCounters(): Float64Array {
  return new Float64Array(PORT_COUNTERS.length + REJECT_REASONS.length);
}

export function namePortCounters(values: Float64Array): FeedCounters['ports'][number] {
  const entries = <Name extends string>(names: readonly Name[], from: number): Record<Name, number> =>
    Object.fromEntries(names.map((name, index) => [name, values[from + index]!])) as Record<Name, number>;
  return { ...entries(PORT_COUNTERS, 0), rejected: entries(REJECT_REASONS, REJECTED) };
}
