/**
 * Carries what changed in the order books of a feed into the consolidated book: after each batch of records, each changed book once. A feed may carry
 * several venues, one or more channels each.
 */
import { EXCLUDED, type BookSide } from '../../core/market-view.js';
import type { SymbolMap } from '../../core/instruments.js';
import type { Book, TopOfBook, TradedSoFar } from '../books/book.js';
import type { BookSet } from '../books/book-set.js';
import type { ConsolidatedBook, DepthSource } from './consolidated-book.js';

export interface BookFeederOptions {
  readonly books: BookSet;
  readonly consolidated: ConsolidatedBook;
  readonly symbols: SymbolMap;
  /** Venue of each channel of the feed, by channel number; -1: not one of ours. */
  readonly venueOfChannel: readonly number[];
  /** Channels whose prices and sizes are in the listing's ticks and lots; the others' are in the instrument's units. */
  readonly tickChannels?: ReadonlySet<number>;
  /** Called for each changed book, mapped or not: the dashboard's rows follow the same list. */
  readonly onBook?: (book: Book) => void;
  /** What traded since the last batch, in the instrument's units: the last price, and the sum of quantities. */
  readonly onTrade?: (instrument: number, price: number, quantity: number) => void;
}

/** A book's number is not mapped yet, or is of a stock that no listing names. */
const UNKNOWN = -1;
const UNMAPPED = -2;

export class BookFeeder {
  /** Books whose stock the symbol map does not know. */
  unmapped = 0;
  readonly #options: BookFeederOptions;
  readonly #top: TopOfBook = { bidPrice: 0, bidShares: 0, bidOrders: 0, askPrice: 0, askShares: 0, askOrders: 0 };
  /** By book number: its instrument, and the units of its listing. */
  #instrumentOf = new Int32Array(1024).fill(UNKNOWN);
  #priceUnit = new Float64Array(1024);
  #quantityUnit = new Float64Array(1024);
  /** By book number: its volume as of the last look; NaN: not looked at yet. */
  #volume = new Float64Array(1024).fill(Number.NaN);
  readonly #traded: TradedSoFar = { price: 0, volume: 0 };
  #namesVersion = -1;
  /** By channel: the books' certainty as of the last batch. */
  readonly #certainty: Float64Array;
  /** By venue and instrument: the book that quotes it. */
  readonly #bookOf: ((Book | undefined)[] | undefined)[] = [];
  readonly #take = (book: Book): void => this.#update(book);

  constructor(options: BookFeederOptions) {
    this.#options = options;
    this.#certainty = new Float64Array(options.venueOfChannel.length).fill(Number.NaN);
    for (const venue of new Set(options.venueOfChannel)) {
      if (venue < 0) continue;
      this.#bookOf[venue] = [];
      options.consolidated.setSource(venue, this.#sourceOf(venue));
    }
  }

  /** Takes over what changed since the last call, and publishes it. */
  refresh(): void {
    const { books, consolidated, venueOfChannel } = this.#options;
    consolidated.begin();
    if (this.#namesVersion !== books.namesVersion) this.#forgetNames();
    books.drainChanged(this.#take);
    for (let channel = 0; channel < venueOfChannel.length; channel++) {
      const certainty = books.certaintyOf(channel);
      if (certainty === this.#certainty[channel]) continue;
      this.#certainty[channel] = certainty;
      this.#sweep(channel);
    }
    consolidated.publish();
  }

  /** A gap puts every book of its channel in doubt without a message of their own; its recovery clears them the same way. */
  #sweep(channel: number): void {
    for (const byInstrument of this.#bookOf) {
      if (byInstrument === undefined) continue;
      for (const book of byInstrument) if (book?.channel === channel) this.#update(book);
    }
  }

  #update(book: Book): void {
    this.#options.onBook?.(book);
    const venue = this.#options.venueOfChannel[book.channel] ?? -1;
    if (venue < 0) return;
    const { number } = book;
    let instrument = number < this.#instrumentOf.length ? this.#instrumentOf[number]! : UNKNOWN;
    if (instrument === UNKNOWN) instrument = this.#map(book, venue);
    if (instrument < 0) return;
    const top = this.#top;
    book.readTop(top);
    const price = this.#priceUnit[number]!;
    const quantity = this.#quantityUnit[number]!;
    this.#options.consolidated.setQuote(
      instrument,
      venue,
      top.bidPrice * price,
      top.bidShares * quantity,
      top.askPrice * price,
      top.askShares * quantity,
      excludedBy(book),
    );
    if (this.#options.onTrade !== undefined) this.#tellTrades(book, instrument);
  }

  #tellTrades(book: Book, instrument: number): void {
    const traded = this.#traded;
    const { number } = book;
    book.readTrades(traded);
    const before = this.#volume[number]!;
    if (traded.volume === before) return;
    this.#volume[number] = traded.volume;
    // What traded before the first look, and what a new session takes back, is not news.
    if (!(traded.volume > before)) return;
    const quantity = (traded.volume - before) * this.#quantityUnit[number]!;
    this.#options.onTrade!(instrument, traded.price * this.#priceUnit[number]!, quantity);
  }

  #map(book: Book, venue: number): number {
    const { number, symbol } = book;
    // Its name has not come yet.
    if (symbol === '') return UNKNOWN;
    while (number >= this.#instrumentOf.length) this.#grow();
    const { symbols } = this.#options;
    // Directory messages have the first word; a feed without them is known by its names.
    const known = symbols.instrumentByLocate(venue, book.channel, book.stockLocate);
    const listing = known < 0 ? symbols.byFeedSymbol(venue, symbol) : symbols.listing(venue, known);
    if (listing === undefined) {
      this.unmapped++;
      this.#instrumentOf[number] = UNMAPPED;
      return UNMAPPED;
    }
    const steps = this.#options.tickChannels?.has(book.channel) === true;
    this.#instrumentOf[number] = listing.instrument;
    this.#priceUnit[number] = steps ? listing.tick : 1;
    this.#quantityUnit[number] = steps ? listing.lot : 1;
    this.#bookOf[venue]![listing.instrument] = book;
    return listing.instrument;
  }

  /** A new session gives locates other names: quotes of books that are no more are taken out, the rest is mapped anew. */
  #forgetNames(): void {
    const { books, consolidated } = this.#options;
    this.#namesVersion = books.namesVersion;
    this.unmapped = 0;
    this.#instrumentOf.fill(UNKNOWN);
    this.#bookOf.forEach((byInstrument, venue) => {
      byInstrument?.forEach((book, instrument) => {
        if (book !== undefined && this.#map(book, venue) === instrument) return;
        byInstrument[instrument] = undefined;
        consolidated.setQuote(instrument, venue, 0, 0, 0, 0, EXCLUDED.absent);
      });
    });
  }

  #grow(): void {
    const size = this.#instrumentOf.length * 2;
    const instruments = new Int32Array(size).fill(UNKNOWN);
    instruments.set(this.#instrumentOf);
    this.#instrumentOf = instruments;
    const prices = new Float64Array(size);
    prices.set(this.#priceUnit);
    this.#priceUnit = prices;
    const quantities = new Float64Array(size);
    quantities.set(this.#quantityUnit);
    this.#quantityUnit = quantities;
    const volumes = new Float64Array(size).fill(Number.NaN);
    volumes.set(this.#volume);
    this.#volume = volumes;
  }

  #sourceOf(venue: number): DepthSource {
    return {
      readLevels: (instrument, side, depth, prices, quantities, at) =>
        this.#readLevels(this.#bookOf[venue]?.[instrument], side, depth, prices, quantities, at),
    };
  }

  #readLevels(
    book: Book | undefined,
    side: BookSide,
    depth: number,
    prices: Float64Array,
    quantities: Float64Array,
    at: number,
  ): number {
    if (book === undefined) return 0;
    const count = book.readLevels(side, depth, prices, quantities, at);
    const price = this.#priceUnit[book.number]!;
    const quantity = this.#quantityUnit[book.number]!;
    if (price !== 1) for (let i = at; i < at + count; i++) prices[i]! *= price;
    if (quantity !== 1) for (let i = at; i < at + count; i++) quantities[i]! *= quantity;
    return count;
  }
}

function excludedBy(book: Book): number {
  let bits = book.uncertain ? EXCLUDED.uncertain : 0;
  if (book.crossed) bits |= EXCLUDED.selfCrossed;
  if (book.operationalHalt) bits |= EXCLUDED.halted;
  switch (book.tradingStateCode) {
    case 0x48:
      return bits | EXCLUDED.halted;
    case 0x50:
    case 0x51:
      return bits | EXCLUDED.notTrading;
    default:
      return bits;
  }
}
