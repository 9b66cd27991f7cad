/** What reading a client's orders needs to know of the rest of the gateway. */
import type { Instrument, SymbolMap } from '../core/instruments.js';
import { TimeZone } from '../core/time-zone.js';

export interface ClientWorld {
  readonly symbols: SymbolMap;
  /** OrderCapacity of a client that does not say: A, P or R. */
  defaultCapacity(client: number): string;
  /** Smallest price step of an instrument over all venues, in its units. */
  tick(instrument: number): number;
  /** The instant at which a day (since 1970-01-01) has ended for the instrument's market. */
  endOfDay(instrument: number, day: number): number;
}

/** Ticks from the venues' listings; days end at midnight in New York for equities, in UTC for what trades round the clock. */
export function clientWorld(
  symbols: SymbolMap,
  venueCount: number,
  capacityOf: (client: number) => string,
): ClientWorld {
  const newYork = new TimeZone('America/New_York');
  const utc = new TimeZone('UTC');
  const zoneOf = ({ assetClass }: Instrument): TimeZone => (assetClass === 'equity' ? newYork : utc);
  return {
    symbols,
    defaultCapacity: capacityOf,
    tick(instrument) {
      let tick = Infinity;
      for (let venue = 0; venue < venueCount; venue++) {
        tick = Math.min(tick, symbols.listing(venue, instrument)?.tick ?? Infinity);
      }
      return tick === Infinity ? 1 : tick;
    },
    endOfDay: (instrument, day) => zoneOf(symbols.instruments[instrument]!).instantOf(day + 1, 0),
  };
}
