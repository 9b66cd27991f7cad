/**
 * Market data over FIX as a feed: MarketDataRequest (V), snapshots (W), incremental refreshes (X), refusals (Y). Levels leave as records that the
 * same books take as those of the binary feeds. After a lost connection, a gap, or a ring that was full, everything is asked for anew.
 */
import type { FeedCounters, FeedSource } from '../../core/feed.js';
import { CHANNEL_COUNTERS, type ChannelCounter } from '../../core/generated/records.js';
import type { Instrument, Listing } from '../../core/instruments.js';
import type { RecordSink } from '../../core/record-ring.js';
import type { VenueSessionState, VenueSessionStatus } from '../../core/venue.js';
import type { TradingWorld } from '../../core/world.js';
import type { Verdict } from '../../fix/session/application.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import { unpackMsgType } from '../../protocols/fix/msg-type.js';
import type { MarketDataSettings } from '../config/session-schema.js';
import type { VenueSession, VenueSessionOwner } from '../fix/venue-session.js';
import { LevelRecords } from './level-records.js';

export interface FixFeedParts {
  readonly world: Pick<TradingWorld, 'clock' | 'timers'>;
  readonly settings: MarketDataSettings;
  readonly instruments: readonly Instrument[];
  /** Of this venue. */
  readonly listings: readonly Listing[];
  /** What the venue's feed calls a listing. */
  readonly feedSymbol: (listing: Listing) => string;
}

const TAG = {
  sendingTime: 52,
  symbol: 55,
  text: 58,
  noRelatedSym: 146,
  mdReqId: 262,
  subscriptionRequestType: 263,
  marketDepth: 264,
  mdUpdateType: 265,
  aggregatedBook: 266,
  noMdEntryTypes: 267,
  noMdEntries: 268,
  mdEntryType: 269,
  mdEntryPx: 270,
  mdEntrySize: 271,
  mdUpdateAction: 279,
  securityTradingStatus: 326,
  tradeId: 1003,
} as const;

const BID = 0x30;
const OFFER = 0x31;
const TRADE = 0x32;
const DELETE = 0x32;
const HALTED = 2;
const SHARES_MAX = 0xffff_ffff;
const UNSUPPORTED: Verdict = { reason: 3, text: 'this session takes market data only' };

export class FixFeed implements FeedSource, VenueSessionOwner {
  readonly engine = 'software' as const;
  private own: VenueSession | undefined;
  private readonly records: LevelRecords;
  private readonly bySymbol = new Map<string, Listing>();
  /** Lots by price in ticks; index is twice the instrument's number, plus 1 for offers. */
  private readonly levels: (Map<number, number> | undefined)[] = [];
  private requests = 0;
  private sessions = 0;
  private readonly byRequest = new Map<string, readonly Listing[]>();
  private matches = 0;
  private readonly counts = {
    snapshots: 0,
    updates: 0,
    refused: 0,
    unknownSymbols: 0,
    /** Amounts finer than ticks or lots: rounded down for bids, up for offers, or left out. */
    inexact: 0,
    resubscriptions: 0,
  };
  // The entry of a group that is being read.
  private entryType = 0;
  private entryAction = 0;
  private entryPrice = NaN;
  private entrySize = NaN;
  private entryField = -1;
  private readonly fresh: [Map<number, number>, Map<number, number>] = [
    new Map<number, number>(),
    new Map<number, number>(),
  ];

  constructor(private readonly parts: FixFeedParts) {
    const { settings, listings, instruments, feedSymbol } = parts;
    const stocks: Uint8Array[] = [];
    for (const listing of listings) {
      this.bySymbol.set(feedSymbol(listing), listing);
      stocks[this.locateOf(listing)] = eight(instruments[listing.instrument]?.symbol ?? '');
    }
    this.records = new LevelRecords(settings.ringSlotsLog2, settings.channel, stocks);
  }

  /** Set once, before anything else: the two need each other. */
  attach(session: VenueSession): void {
    this.own = session;
  }

  /** The number by which records name a listing. */
  locateOf(listing: Listing): number {
    return listing.instrument + 1;
  }

  // The feed's side

  /** What its records carry as their channel. */
  get channel(): number {
    return this.parts.settings.channel;
  }

  poll(sink: RecordSink, maxSlots: number): number {
    const slots = this.records.poll(sink, maxSlots);
    if (this.records.isBroken && this.records.free > this.records.ring.slots / 2) this.startOver();
    return slots;
  }

  counters(): FeedCounters {
    const channel = Object.fromEntries(CHANNEL_COUNTERS.map((name) => [name, 0])) as Record<ChannelCounter, number>;
    channel.delivered = this.records.delivered;
    channel.sessions = this.sessions;
    channel.hostLost = this.records.dropped;
    return { ports: [], channels: [{ ...channel, expected: undefined, lines: [] }] };
  }

  timeBeats(): number {
    return Math.floor(this.parts.world.clock.monotonicNs() / 6.4);
  }

  close(): Promise<void> {
    return this.disconnect('closed');
  }

  // The venue's side

  connect(): void {
    this.own?.connect();
  }

  disconnect(reason: string): Promise<void> {
    return this.own?.disconnect(reason) ?? Promise.resolve();
  }

  status(): VenueSessionStatus {
    return this.own!.status();
  }

  /** The session's counters and those of what came. */
  sessionCounters(): Readonly<Record<string, number>> {
    return { ...this.own?.counters(), ...this.counts, dropped: this.records.dropped };
  }

  // The session's side

  onSessionState(state: VenueSessionState): void {
    if (state !== 'disconnected' && state !== 'failed') return;
    if (this.byRequest.size === 0) return;
    this.byRequest.clear();
    this.now(0);
    this.records.gap();
  }

  onSessionFault(): void {
    // The session comes back by itself.
  }

  onLogon(): void {
    this.startOver();
  }

  onMessage(message: FixMessage): Verdict {
    switch (unpackMsgType(message.msgType)) {
      case 'W':
        this.snapshot(message);
        return 'accepted';
      case 'X':
        this.incremental(message);
        return 'accepted';
      case 'Y':
        this.refused(message);
        return 'accepted';
      case 'f':
        this.tradingStatus(message);
        return 'accepted';
      default:
        return UNSUPPORTED;
    }
  }

  onReject(): void {
    this.counts.refused++;
  }

  onNotSent(): void {
    // Requests are made anew at each logon.
  }

  onNotReceived(): void {
    this.now(0);
    this.records.gap();
    this.startOver();
  }

  // Asking

  /** Empties the books and asks for all of them. */
  private startOver(): void {
    const { listings, settings } = this.parts;
    const { session } = this.own!;
    if (session?.isLoggedOn !== true) return;
    this.counts.resubscriptions++;
    this.levels.length = 0;
    this.byRequest.clear();
    this.records.recovered();
    this.now(0);
    this.records.session(`FIX${++this.sessions}`);
    for (const listing of listings) this.records.directory(this.locateOf(listing));
    for (let at = 0; at < listings.length; at += settings.symbolsPerRequest) {
      this.request(listings.slice(at, at + settings.symbolsPerRequest));
    }
  }

  private request(listings: readonly Listing[]): void {
    const { settings, world, feedSymbol } = this.parts;
    const { session } = this.own!;
    if (session?.isLoggedOn !== true) return;
    const id = `MD${this.sessions}-${++this.requests}`;
    const message = session.begin('V');
    message.string(TAG.mdReqId, id);
    message.int(TAG.subscriptionRequestType, 1);
    message.int(TAG.marketDepth, settings.depth);
    message.int(TAG.mdUpdateType, 1);
    message.flag(TAG.aggregatedBook, true);
    message.int(TAG.noMdEntryTypes, settings.trades ? 3 : 2);
    message.char(TAG.mdEntryType, BID);
    message.char(TAG.mdEntryType, OFFER);
    if (settings.trades) message.char(TAG.mdEntryType, TRADE);
    message.int(TAG.noRelatedSym, listings.length);
    for (const listing of listings) message.string(TAG.symbol, feedSymbol(listing));
    session.send();
    this.byRequest.set(id, listings);
    const round = this.sessions;
    world.timers.after(settings.requestTimeoutMs, () => {
      if (round !== this.sessions || !this.byRequest.has(id)) return;
      // Those that are still without a book, once more.
      const missing = listings.filter(({ instrument }) => this.levels[2 * instrument] === undefined);
      this.byRequest.delete(id);
      if (missing.length > 0) this.request(missing);
    });
  }

  // What comes

  private snapshot(message: FixMessage): void {
    const listing = this.bySymbol.get(message.string(TAG.symbol) ?? '');
    if (listing === undefined) {
      this.counts.unknownSymbols++;
      return;
    }
    this.counts.snapshots++;
    this.now(message.utcMs(TAG.sendingTime));
    this.fresh[0].clear();
    this.fresh[1].clear();
    this.entryType = 0;
    const start = message.find(TAG.noMdEntries);
    for (let i = start + 1; start >= 0 && i < message.fieldCount; i++) {
      if (message.tagAt(i) === TAG.mdEntryType) {
        this.keepFresh(listing);
        this.entryType = message.charAt(i);
        this.entryPrice = NaN;
        this.entrySize = NaN;
      } else this.readAmount(message, i, listing);
    }
    this.keepFresh(listing);
    for (const side of [0, 1] as const) this.install(listing, side, this.fresh[side]);
  }

  private keepFresh(listing: Listing): void {
    if (this.entryType !== BID && this.entryType !== OFFER) return;
    const price = this.ticks(listing, this.entryType === BID);
    const size = this.lots(listing);
    if (price > 0 && size > 0) this.fresh[this.entryType === BID ? 0 : 1].set(price, size);
    this.entryType = 0;
  }

  /** One side of a book as a snapshot has it: what differs becomes records. */
  private install(listing: Listing, side: 0 | 1, wanted: ReadonlyMap<number, number>): void {
    const levels = this.side(listing, side);
    const locate = this.locateOf(listing);
    for (const [price, size] of levels) {
      if (wanted.has(price)) continue;
      this.records.level(locate, side === 0, price, size, 0);
      levels.delete(price);
    }
    for (const [price, size] of wanted) {
      this.records.level(locate, side === 0, price, levels.get(price) ?? 0, size);
      levels.set(price, size);
    }
  }

  private incremental(message: FixMessage): void {
    this.now(message.utcMs(TAG.sendingTime));
    const start = message.find(TAG.noMdEntries);
    let symbol = '';
    let isOpen = false;
    for (let i = start + 1; start >= 0 && i < message.fieldCount; i++) {
      const tag = message.tagAt(i);
      if (tag === TAG.mdUpdateAction) {
        if (isOpen) this.update(symbol);
        isOpen = true;
        this.entryAction = message.charAt(i);
        this.entryType = 0;
        this.entryPrice = NaN;
        this.entrySize = NaN;
        this.entryField = i;
      } else if (tag === TAG.mdEntryType) this.entryType = message.charAt(i);
      else if (tag === TAG.symbol) symbol = message.stringAt(i);
      else if (tag === TAG.mdEntryPx || tag === TAG.mdEntrySize) {
        const listing = this.bySymbol.get(this.symbolAhead(message, symbol));
        if (listing !== undefined) this.readAmount(message, i, listing);
      }
    }
    if (isOpen) this.update(symbol);
  }

  /** An entry may name its symbol behind its price: it is looked for up to the next entry. */
  private symbolAhead(message: FixMessage, before: string): string {
    for (let i = this.entryField + 1; i < message.fieldCount && message.tagAt(i) !== TAG.mdUpdateAction; i++) {
      if (message.tagAt(i) === TAG.symbol) return message.stringAt(i);
    }
    return before;
  }

  private update(symbol: string): void {
    const listing = this.bySymbol.get(symbol);
    if (listing === undefined) {
      this.counts.unknownSymbols++;
      return;
    }
    this.counts.updates++;
    const locate = this.locateOf(listing);
    const isBid = this.entryType === BID;
    if (this.entryType === TRADE) {
      const price = this.ticks(listing, true);
      const size = this.lots(listing);
      if (price > 0 && size > 0) this.records.trade(locate, price, size, ++this.matches);
      return;
    }
    if (!isBid && this.entryType !== OFFER) return;
    const price = this.ticks(listing, isBid);
    if (!(price > 0)) return;
    const levels = this.side(listing, isBid ? 0 : 1);
    const size = this.entryAction === DELETE ? 0 : this.lots(listing);
    if (!(size >= 0)) return;
    this.records.level(locate, isBid, price, levels.get(price) ?? 0, size);
    if (size === 0) levels.delete(price);
    else levels.set(price, size);
  }

  /** A venue refuses a request as a whole for one symbol that it does not have: then each is asked for alone. */
  private refused(message: FixMessage): void {
    this.counts.refused++;
    const id = message.string(TAG.mdReqId) ?? '';
    const listings = this.byRequest.get(id) ?? [];
    this.byRequest.delete(id);
    if (listings.length > 1) for (const listing of listings) this.request([listing]);
  }

  /** SecurityStatus (f). */
  private tradingStatus(message: FixMessage): void {
    const listing = this.bySymbol.get(message.string(TAG.symbol) ?? '');
    if (listing === undefined) return;
    this.now(message.utcMs(TAG.sendingTime));
    const isHalted = message.int(TAG.securityTradingStatus) === HALTED;
    this.records.tradingAction(this.locateOf(listing), isHalted ? 'H' : 'T');
  }

  // Amounts

  private readAmount(message: FixMessage, i: number, { instrument }: Listing): void {
    const tag = message.tagAt(i);
    const scales = this.parts.instruments[instrument]!;
    if (tag === TAG.mdEntryPx) this.entryPrice = message.decimalAt(i, scales.priceScale);
    else if (tag === TAG.mdEntrySize) this.entrySize = message.decimalAt(i, scales.quantityScale);
  }

  private ticks({ tick }: Listing, down: boolean): number {
    const ticks = this.entryPrice / tick;
    if (Number.isInteger(ticks)) return ticks <= SHARES_MAX ? ticks : NaN;
    this.counts.inexact++;
    return down ? Math.floor(ticks) : Math.ceil(ticks);
  }

  private lots({ lot }: Listing): number {
    const lots = this.entrySize / lot;
    if (Number.isInteger(lots)) return Math.min(lots, SHARES_MAX);
    this.counts.inexact++;
    return Math.min(Math.floor(lots), SHARES_MAX);
  }

  private side({ instrument }: Listing, side: 0 | 1): Map<number, number> {
    return (this.levels[2 * instrument + side] ??= new Map<number, number>());
  }

  private now(epochMs: number): void {
    this.records.at(epochMs > 0 ? epochMs : 0, this.parts.world.clock.monotonicNs());
  }
}

function eight(text: string): Uint8Array {
  const bytes = new Uint8Array(8).fill(0x20);
  for (let i = 0; i < Math.min(8, text.length); i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
