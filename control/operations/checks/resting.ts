import { TimeInForce, type VenueCapabilities } from '../../core/venue.js';

/** With which an order stays at the venue: for the day where the venue has days, otherwise until it is cancelled. */
export function restingTimeInForce({ timesInForce }: VenueCapabilities): number {
  return timesInForce.includes('0') ? TimeInForce.day : TimeInForce.goodTillCancel;
}
