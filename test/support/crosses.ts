/**
 * Functional coverage of the receive path: which copies of messages a card has met, by type, place in the beat, place in the packet, port and what the copy
 * was to its channel.
 */
import { RECORD_LAYOUTS } from '../../control/core/generated/records.js';
import { COPY_ROLES, isUnknown, type CopyRole } from './oracle-channel.js';
import type { LookedAt } from './oracle.js';

export const PLACES = ['only', 'first', 'middle', 'last'] as const;
export type Place = (typeof PLACES)[number];

/** Bytes of a beat. */
export const ALIGNMENTS = 8;
export const UNKNOWN = 'unknown';
export const TYPES: readonly string[] = [
  ...RECORD_LAYOUTS.filter(({ protocol }) => protocol === 'itch50').map(({ type }) => String.fromCharCode(type)),
  UNKNOWN,
];

export interface Bin {
  readonly role: CopyRole;
  readonly port: number;
  readonly type: string;
  readonly place: Place;
  /** Where in its beat of eight bytes the message begins. */
  readonly alignment: number;
}

/** Every bin there is, those that nothing can reach left out. */
export const REACHABLE: readonly Bin[] = COPY_ROLES.flatMap((role) =>
  [0, 1].flatMap((port) =>
    TYPES.flatMap((type) =>
      PLACES.flatMap((place) =>
        Array.from({ length: ALIGNMENTS }, (_, alignment) => ({ role, port, type, place, alignment })).filter(
          (bin) => whyUnreachable(bin) === undefined,
        ),
      ),
    ),
  ),
);

/** The headers in front of the first message have 64 bytes and a multiple of four more: tags and IPv4 options. */
export function whyUnreachable({ place, alignment }: Pick<Bin, 'place' | 'alignment'>): string | undefined {
  const isFirst = place === 'only' || place === 'first';
  return isFirst && alignment % 4 !== 0 ? 'a packet’s first message begins at a multiple of four bytes' : undefined;
}

export class Crosses {
  private readonly counts = new Map<string, number>();

  /** To be given to an oracle. */
  readonly look = ({ frame, message, place, count, role }: LookedAt): void => {
    if (message.length === 0) return;
    const name = nameOf({
      role,
      port: frame.port,
      type: isUnknown(message) ? UNKNOWN : String.fromCharCode(message[0]!),
      place: placeOf(place, count),
      alignment: (message.byteOffset - frame.bytes.byteOffset) % ALIGNMENTS,
    });
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  };

  count(bin: Bin): number {
    return this.counts.get(nameOf(bin)) ?? 0;
  }

  /** Reachable bins that were not met. */
  missing(): readonly Bin[] {
    return REACHABLE.filter((bin) => this.count(bin) === 0);
  }

  /** Bins that were met and should not be reachable. */
  surprises(): readonly string[] {
    const known = new Set(REACHABLE.map(nameOf));
    return [...this.counts.keys()].filter((name) => !known.has(name));
  }
}

export function nameOf({ role, port, type, place, alignment }: Bin): string {
  return `${type} ${role} port ${port} ${place} +${alignment}`;
}

function placeOf(place: number, count: number): Place {
  if (count === 1) return 'only';
  if (place === 0) return 'first';
  return place === count - 1 ? 'last' : 'middle';
}
