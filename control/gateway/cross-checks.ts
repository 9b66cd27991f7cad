/**
 * Venues whose market comes by two protocols, compared: the feed that the consolidated book takes (binary), and market data over FIX beside it. Some
 * instruments are looked at each time; a difference that stands is told once, and again when it is gone.
 */
import { QUOTE, QUOTE_STRIDE, type MarketView } from '../core/market-view.js';
import type { Logger } from '../core/logging.js';
import type { CrossCheckStatus } from '../core/status/schema.js';
import type { Clock } from '../core/world.js';
import type { TopOfBook } from '../market-data/books/book.js';
import type { BookSet } from '../market-data/books/book-set.js';
import { CrossCheck } from '../market-data/consolidated/cross-check.js';
import type { VenueSet } from '../venues/venue-set.js';

export interface CrossChecksOptions {
  readonly set: VenueSet;
  readonly market: MarketView;
  readonly books: BookSet;
  /** Of venues with both: their FIX channel. */
  readonly fixChannels: ReadonlyMap<number, number>;
  readonly clock: Pick<Clock, 'monotonicNs'>;
  readonly log: Logger;
  readonly toleranceMs: number;
  /** Instruments to look at, each time. */
  readonly sample: number;
}

export class CrossChecks {
  private readonly checks: { readonly venue: number; readonly check: CrossCheck }[];

  constructor(private readonly options: CrossChecksOptions) {
    const { set, clock, log, toleranceMs, fixChannels } = options;
    this.checks = [...fixChannels].map(([venue, channel]) => {
      const name = (instrument: number) => ({
        venue: set.venues[venue]!.id,
        symbol: set.instruments[instrument]!.symbol,
      });
      const check = new CrossCheck({
        instruments: set.instruments.length,
        first: (instrument, top) => this.readQuote(venue, instrument, top),
        second: (instrument, top) => this.readFix(venue, channel, instrument, top),
        clock,
        toleranceMs,
        onDifference: ({ instrument, first, second, forMs }) =>
          log.warn('two feeds of a venue differ', { ...name(instrument), first, second, forMs: Math.round(forMs) }),
        onAgreement: (instrument) => log.info('two feeds of a venue agree again', name(instrument)),
      });
      return { venue, check };
    });
  }

  /** From time to time. */
  run(): void {
    for (const { check } of this.checks) check.sample(this.options.sample);
  }

  status(): CrossCheckStatus[] {
    return this.checks.map(({ venue, check }) => ({
      venue: this.options.set.venues[venue]!.id,
      ...check.counters,
      standing: check.alarmed,
    }));
  }

  private readQuote(venue: number, instrument: number, top: TopOfBook): boolean {
    const { market } = this.options;
    const at = (instrument * market.venues + venue) * QUOTE_STRIDE;
    const { quotes } = market;
    if (quotes[at + QUOTE.state] !== 0) return false;
    top.bidPrice = quotes[at + QUOTE.bidPrice]!;
    top.bidShares = quotes[at + QUOTE.bidQuantity]!;
    top.askPrice = quotes[at + QUOTE.askPrice]!;
    top.askShares = quotes[at + QUOTE.askQuantity]!;
    return true;
  }

  private readFix(venue: number, channel: number, instrument: number, top: TopOfBook): boolean {
    const { set, books } = this.options;
    const listing = set.symbols.listing(venue, instrument);
    if (listing === undefined) return false;
    const book = books.at(channel, set.feed(venue)!.locateOf(listing));
    if (book === undefined || book.uncertain || book.orderCount === 0) return false;
    book.readTop(top);
    top.bidPrice *= listing.tick;
    top.askPrice *= listing.tick;
    top.bidShares *= listing.lot;
    top.askShares *= listing.lot;
    return true;
  }
}
