/** The gateway's books are the exchanges', wherever they are not marked as in doubt. */
import type { MarketData } from '../../../control/gateway/market-data.js';
import type { Book } from '../../../control/market-data/books/book.js';
import type { ChaosExchange } from '../scene/exchange.js';

/** Which channel shows an exchange, and how many of the exchange's price units one of its units is. */
export interface BookChannel {
  readonly channel: number;
  readonly factor: number;
}

/** The feed's books do not count now, whatever each of them says: its lines are silent, and a picture may be on its way into them. */
function isStale(channel: number, { feedFailover }: MarketData): boolean {
  return feedFailover?.stale.has(channel) === true;
}

/** What differs now; the gateway may be some milliseconds behind. */
export function differingBooks(
  exchange: ChaosExchange,
  { channel, factor }: BookChannel,
  marketData: MarketData,
): string[] {
  if (isStale(channel, marketData)) return [];
  const { books } = marketData;
  const theirs = new Map<string, string>();
  for (const [symbol, text] of exchange.books()) theirs.set(symbol, text);
  const differing: string[] = [];
  for (const book of books.symbols()) {
    if (book.channel !== channel || book.uncertain) continue;
    const found = `${sideOf(book, 'bid', factor)} | ${sideOf(book, 'ask', factor)}`;
    const expected = theirs.get(book.symbol);
    if (expected !== undefined && found !== expected) {
      differing.push(`${exchange.id} ${book.symbol}: ${found}, and the exchange has ${expected}`);
    }
  }
  return differing;
}

/** Books of a channel that are in doubt. */
export function doubtfulBooks({ channel }: BookChannel, marketData: MarketData): string[] {
  const own = [...marketData.books.symbols()].filter((book) => book.channel === channel);
  return own.filter((book) => book.uncertain || isStale(channel, marketData)).map(({ symbol }) => symbol);
}

function sideOf(book: Book, side: 'bid' | 'ask', factor: number): string {
  return book
    .levels(side)
    .map(({ price, shares }) => `${shares}@${price * factor}`)
    .join(' ');
}
