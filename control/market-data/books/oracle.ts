/**
 * Books kept in the simplest way there is, to compare the real ones with: one list of orders per book in order of arrival,
 * everything else derived from it. For tests, and as the peer of the benchmark's small inputs.
 */
import type { TestRecord } from './testing.js';

interface OracleOrder {
  readonly ref: bigint;
  readonly side: 'bid' | 'ask';
  readonly price: number;
  shares: number;
}

export class OracleBook {
  name = '';
  orders: OracleOrder[] = [];
  lastTrade: { price: number; shares: number; timestampNs: number } | undefined;
  volume = { shares: 0, trades: 0 };
  tradingState: string | undefined;
  uncertain = false;
  wasCrossed = false;
  readonly counters: Record<string, number> = {};

  constructor(
    readonly channel: number,
    readonly locate: number,
  ) {}

  /** Best first; orders of one price by arrival. */
  queue(side: 'bid' | 'ask'): { orderRef: bigint; price: number; shares: number }[] {
    const sign = side === 'bid' ? -1 : 1;
    return this.orders
      .filter((order) => order.side === side)
      .sort((a, b) => sign * (a.price - b.price))
      .map(({ ref, price, shares }) => ({ orderRef: ref, price, shares }));
  }

  levels(side: 'bid' | 'ask'): { price: number; shares: number; orders: number }[] {
    const levels: { price: number; shares: number; orders: number }[] = [];
    for (const { price, shares } of this.queue(side)) {
      const last = levels.at(-1);
      if (last?.price === price) {
        last.shares += shares;
        last.orders++;
      } else levels.push({ price, shares, orders: 1 });
    }
    return levels;
  }
}

export class Oracle {
  readonly books = new Map<string, OracleBook>();
  readonly totals: Record<string, number> = {};
  private readonly uncertainChannels = new Set<number>();
  private readonly started = new Set<number>();

  apply(record: TestRecord): void {
    const { name, channel = 0, stockLocate = 0, sequence = 1n, flags = 0 } = record;
    const fields: Record<string, number | bigint | string | undefined> = record.fields ?? {};
    const number = (field: string): number => Number(fields[field]);
    const timestampNs = record.timestamp ?? 0;
    if (!this.started.has(channel) && name !== 'Pad' && (flags & 0x10) === 0) {
      this.started.add(channel);
      if (sequence > 1n) this.lose(channel);
    }
    const trade = (book: OracleBook | undefined, price: number, shares: number): void => {
      if (book === undefined || shares === 0) return;
      book.lastTrade = { price, shares, timestampNs };
      book.volume = { shares: book.volume.shares + shares, trades: book.volume.trades + 1 };
    };
    const take = (shares: number, tooMany: string, tradePrice?: number, known = false): void => {
      const found = this.find(channel, BigInt(fields['orderRef']!));
      if (found === undefined) {
        this.count(this.books.get(`${channel}/${stockLocate}`), 'unknownOrders');
        if (known) trade(this.books.get(`${channel}/${stockLocate}`), tradePrice!, shares);
        return;
      }
      const { book, order } = found;
      if (shares === 0) {
        this.count(book, 'zeroShares');
        return;
      }
      if (tooMany === 'overExecuted' && tradePrice !== -1) trade(book, tradePrice ?? order.price, shares);
      if (shares > order.shares && tooMany !== 'none') this.count(book, tooMany);
      order.shares -= shares;
      if (order.shares <= 0) this.drop(book, order);
    };
    switch (name) {
      case 'AddOrder':
      case 'AddOrderMpid': {
        const book = this.named(channel, stockLocate, String(fields['stock']));
        if (book === undefined) return;
        if (fields['side'] !== 'B' && fields['side'] !== 'S') {
          this.count(book, 'badSide');
          return;
        }
        this.rest(
          book,
          BigInt(fields['orderRef']!),
          fields['side'] === 'B' ? 'bid' : 'ask',
          number('price'),
          number('shares'),
        );
        return;
      }
      case 'OrderExecuted': {
        take(number('executedShares'), 'overExecuted');
        return;
      }
      case 'OrderExecutedWithPrice': {
        const printable = fields['printable'] === 'Y';
        take(number('executedShares'), 'overExecuted', printable ? number('executionPrice') : -1, printable);
        return;
      }
      case 'OrderCancel': {
        take(number('canceledShares'), 'overCancelled');
        return;
      }
      case 'OrderDelete': {
        take(Infinity, 'none');
        return;
      }
      case 'OrderReplace': {
        const found = this.find(channel, BigInt(fields['originalOrderRef']!));
        if (found === undefined) {
          this.count(this.books.get(`${channel}/${stockLocate}`), 'unknownOrders');
          return;
        }
        const { book, order } = found;
        this.drop(book, order);
        this.rest(book, BigInt(fields['newOrderRef']!), order.side, number('price'), number('shares'));
        return;
      }
      case 'TradeNonCross': {
        trade(this.named(channel, stockLocate, String(fields['stock'])), number('price'), number('shares'));
        return;
      }
      case 'CrossTrade': {
        trade(this.named(channel, stockLocate, String(fields['stock'])), number('crossPrice'), number('shares'));
        return;
      }
      case 'StockDirectory': {
        if (this.named(channel, stockLocate, String(fields['stock'])) !== undefined) return;
        const book = this.books.get(`${channel}/${stockLocate}`)!;
        book.name = String(fields['stock']);
        while (book.orders.length > 0) this.drop(book, book.orders[0]!);
        return;
      }
      case 'StockTradingAction': {
        const book = this.named(channel, stockLocate, String(fields['stock']));
        if (book !== undefined) book.tradingState = String(fields['tradingState']);
        return;
      }
      case 'Gap':
      case 'Loss': {
        this.lose(channel);
        return;
      }
      case 'Session':
        this.uncertainChannels.delete(channel);
        for (const book of this.booksOf(channel)) {
          Object.assign(book, { name: '', orders: [], lastTrade: undefined, volume: { shares: 0, trades: 0 } });
          Object.assign(book, { tradingState: undefined, uncertain: false, wasCrossed: false });
        }
        if (sequence > 1n) this.lose(channel);
        return;
      default:
        return;
    }
  }

  private lose(channel: number): void {
    this.uncertainChannels.add(channel);
    for (const book of this.booksOf(channel)) book.uncertain = true;
  }

  private booksOf(channel: number): OracleBook[] {
    return [...this.books.values()].filter((book) => book.channel === channel);
  }

  private find(channel: number, ref: bigint): { book: OracleBook; order: OracleOrder } | undefined {
    for (const book of this.booksOf(channel)) {
      const order = book.orders.find((candidate) => candidate.ref === ref);
      if (order !== undefined) return { book, order };
    }
    return undefined;
  }

  private rest(book: OracleBook, ref: bigint, side: 'bid' | 'ask', price: number, shares: number): void {
    if (shares === 0) this.count(book, 'zeroShares');
    else if (this.find(book.channel, ref) !== undefined) this.count(book, 'duplicateOrders');
    else {
      book.orders.push({ ref, side, price, shares });
      this.noteCrossed(book);
    }
  }

  private drop(book: OracleBook, order: OracleOrder): void {
    book.orders = book.orders.filter((other) => other !== order);
    this.noteCrossed(book);
  }

  private noteCrossed(book: OracleBook): void {
    const bid = book.levels('bid')[0];
    const ask = book.levels('ask')[0];
    const crossed = bid !== undefined && ask !== undefined && bid.price > ask.price;
    if (crossed && !book.wasCrossed) this.count(book, 'crossed');
    book.wasCrossed = crossed;
  }

  private named(channel: number, locate: number, name: string): OracleBook | undefined {
    const key = `${channel}/${locate}`;
    let book = this.books.get(key);
    if (book === undefined) {
      book = new OracleBook(channel, locate);
      book.uncertain = this.uncertainChannels.has(channel);
      this.books.set(key, book);
    }
    if (book.name === '') book.name = name;
    if (book.name === name) return book;
    this.count(book, 'nameConflicts');
    return undefined;
  }

  private count(book: OracleBook | undefined, counter: string): void {
    this.totals[counter] = (this.totals[counter] ?? 0) + 1;
    if (book !== undefined) book.counters[counter] = (book.counters[counter] ?? 0) + 1;
  }
}
