/** Sessions in words and tones. Venues' sessions and those of clients name their states differently. */
import type { SessionStatus, VenueStatus } from '../../../../control/core/status/schema.js';
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
