/** What a plan is made from: venues with what they can do, and whether they list the instrument. Made once for each instrument. */
import type { SymbolMap } from '../../core/instruments.js';
import type { Venue, VenueCapabilities } from '../../core/venue.js';

export interface PlanVenue {
  readonly index: number;
  readonly capabilities: VenueCapabilities;
  readonly listed: boolean;
}

export class PlanVenues {
  private readonly byInstrument: (readonly PlanVenue[])[] = [];

  constructor(
    private readonly venues: readonly Venue[],
    private readonly symbols: SymbolMap,
  ) {}

  of(instrument: number): readonly PlanVenue[] {
    return (this.byInstrument[instrument] ??= this.venues.map(({ index, capabilities }) => ({
      index,
      capabilities,
      listed: this.symbols.listing(index, instrument) !== undefined,
    })));
  }
}
