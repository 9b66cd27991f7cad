/**
 * The exchange as a function: a seeded market, the order rules above it, and the feed and the reports that follow. The only inputs are
 * commands and how far time has come; the same ones give the same outputs, whatever the steps in which time came.
 */
import type { Market, MarketOptions } from '../market/market.js';
import { Market as SeededMarket } from '../market/market.js';
import type { CrossType } from '../market/events.js';
import type { Instrument } from '../market/instruments.js';
import { OperatorError } from './errors.js';
import { FeedRecorder } from './feed-recorder.js';
import type { Snapshot } from './hub.js';
import type { SnapshotOrder } from './links.js';
import type { OperatorCommand } from './operator.js';
import type { OrderCommand, PortIdentity, SimListing } from './orders.js';
import { Participants } from './participants.js';
import type { ExchangeRules } from './rules.js';
import { FeedStore, ReportStore } from './stores.js';

export interface ExchangeOptions {
  readonly market: MarketOptions;
  readonly rules: ExchangeRules;
  /** Feed events that publishers may still ask for; default 200,000. */
  readonly feedHistory?: number;
}

export class Exchange {
  readonly reports = new ReportStore();
  readonly feed: FeedStore;
  readonly listings: readonly SimListing[];
  readonly market: Market;
  readonly participants: Participants;
  private readonly recorder: FeedRecorder;
  private readonly bySymbol: ReadonlyMap<string, SimListing>;
  private isClosed = false;

  constructor({ market, rules, feedHistory = 200_000 }: ExchangeOptions) {
    this.feed = new FeedStore(feedHistory);
    // The market tells its listener only once it is told to advance: by then everybody is there.
    const later = (): Participants => this.participants;
    this.recorder = new FeedRecorder(this.feed, {
      traded: (instrument, price) => later().traded(instrument, price),
      crossed: (instrument, price, quantity, match, type) => this.crossed(instrument, price, quantity, match, type),
      restricted: (instrument, isRestricted) => {
        if (isRestricted) later().restricted.add(instrument);
        else later().restricted.delete(instrument);
      },
    });
    this.market = new SeededMarket(market, this.recorder, () => this.participants.look());
    this.listings = this.market.instruments.map(listingOf);
    this.bySymbol = new Map(this.listings.map((listing) => [listing.symbol, listing]));
    this.participants = new Participants({
      engine: this.market.engine,
      listings: this.listings,
      rules,
      store: this.reports,
      time: this,
    });
  }

  get nowNs(): number {
    return this.market.nowNs;
  }

  /** When something happens next of itself. */
  get nextNs(): number {
    return this.market.nextNs;
  }

  get epochMs(): number {
    return this.market.epochMs;
  }

  /** From now on the present venue time is this moment: at the start, and after a time that nobody traded in. */
  rebase(epochMs: number): void {
    this.market.rebase(epochMs);
  }

  get keepsFeed(): boolean {
    return this.recorder.keeps;
  }

  /** While false, feed events are counted only. */
  set keepsFeed(keeps: boolean) {
    this.recorder.keeps = keeps;
  }

  advance(untilNs: number): void {
    if (this.isClosed) return;
    this.market.advance(untilNs);
    if (!this.market.closed) return;
    this.isClosed = true;
    this.participants.close();
  }

  apply(from: PortIdentity, command: OrderCommand): void {
    this.recorder.at(this.nowNs);
    this.participants.apply(from, command);
    if (command.type !== 'enter') return;
    const listing = this.bySymbol.get(command.symbol);
    if (listing !== undefined) this.market.touched(listing.index);
  }

  /** Throws OperatorError when it cannot be done; then nothing has changed. */
  operate(command: OperatorCommand): void {
    this.recorder.at(this.nowNs);
    const { participants, market } = this;
    switch (command.type) {
      case 'bust':
      case 'correct': {
        const order = participants.trades.find(command.match);
        if (order === undefined) {
          throw new OperatorError('NO_SUCH_TRADE', 'no participant traded in it, or it is broken', {
            found: command.match,
          });
        }
        if (command.type === 'correct') participants.trades.correct(command.match, command.price, participants.reports);
        else {
          participants.trades.bust(command.match, command.reason ?? 'supervisory', participants.reports);
          market.engine.breakTrade(order.book.instrument, command.match);
        }
        break;
      }
      case 'halt':
      case 'resume':
        this.halt(command.symbol, command.type === 'halt', command.reason ?? '');
        break;
      case 'cancelFirm':
        participants.cancelFirm(command.firm);
        break;
      case 'close':
        this.close();
        break;
    }
    participants.look();
  }

  snapshot(): Snapshot {
    const orders: SnapshotOrder[] = [];
    for (const book of this.market.engine.books) {
      for (const levels of [book.bids, book.asks]) {
        for (const level of levels) {
          for (let order = level.head; order !== undefined; order = order.next) {
            orders.push({
              instrument: book.instrument.index,
              orderId: order.id,
              side: order.side,
              price: order.price,
              quantity: order.shares,
              attribution: order.attribution,
            });
          }
        }
      }
    }
    const states = this.market.engine.books.map(({ state }) => state);
    return { feedSequence: this.feed.newest, timeNs: this.nowNs, orders, states };
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.market.close((book) => this.participants.closingInterest(book));
    this.participants.close();
  }

  private crossed(instrument: Instrument, price: number, quantity: number, match: number, type: CrossType): void {
    this.participants.crossed(this.market.engine.books[instrument.index]!, price, quantity, match, type);
  }

  private halt(symbol: string, isHalt: boolean, reason: string): void {
    const listing = this.bySymbol.get(symbol);
    if (listing === undefined) throw new OperatorError('NO_SUCH_SYMBOL', 'no such symbol', { found: symbol });
    this.market.setHalted(listing.index, isHalt, reason);
  }
}

function listingOf(instrument: Instrument): SimListing {
  const { index, locate, stock, canonical, priceScale, quantityScale, tick, lot, maxQuantity } = instrument;
  return { index, locate, symbol: stock, canonical, priceScale, quantityScale, tick, lot, maxQuantity };
}
