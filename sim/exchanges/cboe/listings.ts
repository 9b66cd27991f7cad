/** What is listed here, and under which names: share classes behind a space (`BRK B`), where other venues have a dot. */
import { SeededRandom } from '../../../control/core/random.js';
import { seedFor } from '../market/draws.js';
import { makeInstruments, type Instrument } from '../market/instruments.js';

export interface CboeUniverse {
  /** Of the exchange: the same one everywhere makes the same made-up names. */
  readonly seed: number;
  readonly symbols: number;
  /** How many of the well-known names are left out. */
  readonly firstSymbol: number;
}

export function cboeInstruments({ seed, symbols, firstSymbol }: CboeUniverse): readonly Instrument[] {
  return makeInstruments(
    { count: symbols, first: firstSymbol, rename: venueSymbol, newListings: false },
    new SeededRandom(seedFor(seed, 'instruments')),
  );
}

/** This venue's name of a canonical symbol. */
export function venueSymbol(canonical: string): string {
  return canonical.replaceAll('.', ' ');
}
