/** The parts of an order at venues, from the steps that venues told: each with its last word, and where its messages are. */
import type { TimelineEntry } from '../../../../control/core/order-api/order-json.js';
import type { VenueStatus } from '../../../../control/core/status/schema.js';

export interface Child {
  readonly child: number;
  readonly venue: string;
  readonly status: string;
  readonly filled: string;
  readonly open: string;
  /** The FIX session that its messages are on; undefined: its protocol has none that are kept in words. */
  readonly session: string | undefined;
  /** What messages about it have in them, in either form in which a child is named to a venue. */
  readonly names: string;
}

export function childrenOf(entries: readonly TimelineEntry[], venues: readonly VenueStatus[]): Child[] {
  const children = new Map<number, Child>();
  for (const { source, child, venue = '', status, cumQuantity, leavesQuantity } of entries) {
    if (source !== 'venue' || child === undefined) continue;
    const before = children.get(child);
    const session = venues
      .find(({ id }) => id === venue)
      ?.sessions.find(({ purpose, protocol }) => purpose === 'orderEntry' && protocol.startsWith('FIX'))?.id;
    children.set(child, {
      ...{ child, venue, status, session },
      filled: cumQuantity ?? before?.filled ?? '0',
      open: leavesQuantity ?? before?.open ?? '',
      names: namesOf(child),
    });
  }
  return [...children.values()];
}

/** As ClOrdID (11): letters and digits, or the tail of a UUID. */
function namesOf(child: number): string {
  return `11=${child.toString(36).toUpperCase()}|8000-${child.toString(16).padStart(14, '0').slice(2)}`;
}
