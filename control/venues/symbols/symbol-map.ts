/** Canonical and venue symbols, with what directory messages tell about locates. What two sources say differently is an error that names both. */
import type { Instrument, Listing, SymbolMap } from '../../core/instruments.js';
import { SymbolError } from '../errors.js';

/** A listing as a source has it; amounts in the instrument's units. */
export interface ListingEntry {
  readonly venue: number;
  /** Canonical. */
  readonly symbol: string;
  readonly venueSymbol: string;
  /** What its market data calls it, where that is something else. */
  readonly feedSymbol?: string;
  readonly tick: number;
  readonly lot: number;
  readonly minQuantity: number;
  readonly maxQuantity: number;
  /** Where it stands, for errors: file and line, or the feed. */
  readonly source: string;
}

interface Known {
  listing: Listing;
  readonly feedSymbol: string;
  readonly source: string;
}

interface Locate {
  readonly feedSymbol: string;
  readonly source: string;
}

const LOCATES = 65_536;

export class VenueSymbolMap implements SymbolMap {
  private readonly canonical = new Map<string, Instrument>();
  /** By venue, then by instrument. */
  private readonly listings: (Known | undefined)[][] = [];
  /** By venue. */
  private readonly venueSymbols: Map<string, Known>[] = [];
  /** The same by the names of the feed. */
  private readonly feedSymbols: Map<string, Known>[] = [];
  /** By venue, then channel: instrument by locate. */
  private readonly locates: (Int32Array | undefined)[][] = [];
  private readonly locateNames = new Map<string, Locate>();
  private readonly symbolLocates = new Map<string, number>();
  /** Symbols of directory messages that no listing has: venues list more than is traded. */
  unlisted = 0;

  /** Throws SymbolError for a symbol that is there twice. @param source of the instruments, for errors */
  constructor(
    readonly instruments: readonly Instrument[],
    private readonly source: string,
  ) {
    for (const instrument of instruments) {
      const other = this.canonical.get(instrument.symbol);
      if (other !== undefined || instrument.index !== this.canonical.size) {
        throw new SymbolError('SYMBOL_DUPLICATE', 'an instrument is there twice', {
          where: source,
          found: instrument.symbol,
        });
      }
      this.canonical.set(instrument.symbol, instrument);
    }
  }

  bySymbol(symbol: string): Instrument | undefined {
    return this.canonical.get(symbol);
  }

  listing(venue: number, instrument: number): Listing | undefined {
    return this.listings[venue]?.[instrument]?.listing;
  }

  byVenueSymbol(venue: number, venueSymbol: string): Listing | undefined {
    return this.venueSymbols[venue]?.get(venueSymbol)?.listing;
  }

  byFeedSymbol(venue: number, feedSymbol: string): Listing | undefined {
    return this.feedSymbols[venue]?.get(feedSymbol)?.listing;
  }

  instrumentByLocate(venue: number, channel: number, locate: number): number {
    return this.locates[venue]?.[channel]?.[locate] ?? -1;
  }

  /** What the venue's market data calls an instrument; '' where it is not listed. */
  feedSymbol(venue: number, instrument: number): string {
    return this.listings[venue]?.[instrument]?.feedSymbol ?? '';
  }

  /** All listings of a venue. */
  *ofVenue(venue: number): Generator<Listing> {
    for (const known of this.listings[venue] ?? []) if (known !== undefined) yield known.listing;
  }

  /** Throws SymbolError. */
  add(entry: ListingEntry): void {
    const { venue, symbol, venueSymbol, tick, lot, minQuantity, maxQuantity, source } = entry;
    const instrument = this.canonical.get(symbol);
    if (instrument === undefined) {
      throw new SymbolError('SYMBOL_UNKNOWN', `a listing of an instrument that ${this.source} does not have`, {
        where: source,
        found: symbol,
      });
    }
    const units = [tick, lot, minQuantity, maxQuantity];
    if (units.some((amount) => !Number.isSafeInteger(amount) || amount < 1) || maxQuantity < minQuantity) {
      throw new SymbolError('SYMBOL_UNITS', `tick, lot, least and largest quantity of ${symbol} make no sense`, {
        where: source,
        found: units.join(', '),
        expected: 'whole numbers of its units from 1 up',
      });
    }
    const byInstrument = (this.listings[venue] ??= []);
    const byName = (this.venueSymbols[venue] ??= new Map());
    const sameInstrument = byInstrument[instrument.index];
    const sameName = byName.get(venueSymbol);
    if (sameInstrument !== undefined) {
      throw conflict(`${symbol} is listed twice`, sameInstrument, source, venueSymbol);
    }
    if (sameName !== undefined) {
      const other = this.instruments[sameName.listing.instrument]?.symbol ?? '';
      throw conflict(`${venueSymbol} stands for ${other} and for ${symbol}`, sameName, source, venueSymbol);
    }
    const known: Known = {
      source,
      feedSymbol: entry.feedSymbol ?? venueSymbol,
      listing: {
        instrument: instrument.index,
        venue,
        venueSymbol,
        locate: undefined,
        tick,
        lot,
        minQuantity,
        maxQuantity,
      },
    };
    byInstrument[instrument.index] = known;
    byName.set(venueSymbol, known);
    const byFeedName = (this.feedSymbols[venue] ??= new Map());
    const { feedSymbol } = known;
    const sameFeedName = byFeedName.get(feedSymbol);
    if (sameFeedName !== undefined) {
      throw conflict(`the feed's ${feedSymbol} stands for two symbols`, sameFeedName, source, venueSymbol);
    }
    byFeedName.set(feedSymbol, known);
  }

  /**
   * A directory message: the venue's feed calls this symbol by that number. True when the symbol is listed. The same again is fine. Throws SymbolError
   * `SYMBOL_LOCATE` when it contradicts what was told before; what was told before then stands.
   */
  learn(venue: number, channel: number, feedSymbol: string, locate: number, source: string): boolean {
    const known = this.feedSymbols[venue]?.get(feedSymbol);
    if (known === undefined) {
      this.unlisted++;
      return false;
    }
    const place = `${venue} ${channel} ${locate}`;
    const name = `${venue} ${channel} ${feedSymbol}`;
    const before = this.locateNames.get(place);
    if (before !== undefined && before.feedSymbol !== feedSymbol) {
      throw new SymbolError('SYMBOL_LOCATE', `locate ${locate} is ${before.feedSymbol} by ${before.source}`, {
        where: source,
        found: feedSymbol,
        expected: before.feedSymbol,
      });
    }
    const other = this.symbolLocates.get(name);
    if (other !== undefined && other !== locate) {
      const told = this.locateNames.get(`${venue} ${channel} ${other}`)?.source ?? '';
      throw new SymbolError('SYMBOL_LOCATE', `${feedSymbol} has locate ${other} by ${told}`, {
        where: source,
        found: locate,
        expected: other,
      });
    }
    if (before !== undefined) return true;
    this.locateNames.set(place, { feedSymbol, source });
    this.symbolLocates.set(name, locate);
    const channels = (this.locates[venue] ??= []);
    const table = (channels[channel] ??= new Int32Array(LOCATES).fill(-1));
    if (locate >= 0 && locate < LOCATES) table[locate] = known.listing.instrument;
    known.listing = { ...known.listing, locate };
    return true;
  }

  /** A new session of a feed: its locates begin anew. */
  forgetLocates(venue: number, channel: number): void {
    const prefix = `${venue} ${channel} `;
    for (const key of [...this.locateNames.keys()]) if (key.startsWith(prefix)) this.locateNames.delete(key);
    for (const key of [...this.symbolLocates.keys()]) if (key.startsWith(prefix)) this.symbolLocates.delete(key);
    this.locates[venue]?.[channel]?.fill(-1);
    for (const known of this.listings[venue] ?? []) {
      if (known !== undefined) known.listing = { ...known.listing, locate: undefined };
    }
  }
}

function conflict(text: string, before: Known, source: string, venueSymbol: string): SymbolError {
  return new SymbolError('SYMBOL_DUPLICATE', `${text}: as ${before.listing.venueSymbol} by ${before.source}`, {
    where: source,
    found: venueSymbol,
  });
}
