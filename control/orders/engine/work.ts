/**
 * How one order type works its order: the seam between the order engine, which owns parents, children, risk and the journal, and the workers (control/orders/types),
 * which decide what is sent, when, and at what price. A worker assumes nothing: what it asks for is journalled, goes through risk, and comes back as events.
 */
import type { Instrument, SymbolMap } from '../../core/instruments.js';
import type { MarketView } from '../../core/market-view.js';
import type { ClientOrder } from '../../core/order-entry.js';
import type { VenueCapabilities, VenueOrder, VenueReport } from '../../core/venue.js';

/** A child of the order at a venue. Owned by the engine; workers read. */
export interface Child {
  /** Of the venue port: unique for good. */
  readonly orderId: number;
  readonly venue: number;
  readonly price: number;
  readonly quantity: number;
  readonly cumQuantity: number;
  /** It may still trade. */
  readonly isOpen: boolean;
  readonly cancelPending: boolean;
  readonly replacePending: boolean;
  /** What became of a request is not known. Counts as open. */
  readonly isUncertain: boolean;
  /** The worker's own mark, given when it was sent: which slice, which level. */
  readonly tag: number;
}

/** What the venue is told besides what follows from the parent; absent means the ordinary. */
export interface ChildTerms {
  quantity: number;
  /** 0: market. */
  price: number;
  timeInForce: number;
  ordType: number;
  stopPrice: number;
  displayQuantity: number;
  hidden: boolean;
  minQuantity: number;
  postOnly: boolean;
  pegTo: VenueOrder['pegTo'];
  pegOffset: number;
  expireEpochMs: number;
  sweep: boolean;
  tag: number;
}

/** How an order ends when its worker has nothing more to do. The engine waits for open children first. */
export type Ending = 'canceled' | 'expired' | 'rejected' | 'doneForDay';

/** What a worker may read and ask. One for each worked order. */
export interface Work {
  readonly orderId: number;
  /** As the client wants it now (replacements applied). */
  readonly terms: Readonly<ClientOrder>;
  readonly instrument: Instrument;
  readonly symbols: SymbolMap;
  readonly market: MarketView;
  readonly venueCount: number;
  capabilities(venue: number): VenueCapabilities;
  /** Order entry is up, nobody has taken it out, and the instrument is listed and rolled out there. */
  venueUsable(venue: number): boolean;
  /** Filled so far, and what may still be sent: quantity less filled, less what is open or uncertain at venues. */
  readonly cumQuantity: number;
  readonly unsentQuantity: number;
  readonly children: readonly Child[];
  /** Last trade of the instrument over all venues: price in its units (0: none yet), and epoch ms; cumulative volume of today. */
  readonly lastPrice: number;
  readonly lastEpochMs: number;
  readonly marketVolume: number;
  /** Quotes may be trusted now: at least one venue counts, the market is not crossed, halted or stale. */
  readonly marketIsSound: boolean;
  /**
   * 0: it may be sent now. An order that goes on tomorrow is not sent between the close and the next morning: it would be refused, or be in a market that its client did
   * not mean. Then: epoch ms of the morning.
   */
  readonly opensAt: number;
  epochMs(): number;
  /** Seeded by the order: the same after a restart. */
  random(bound: number): number;
  /** To one venue. Returns the child, or the code of the refusal (risk, venue, rate): then nothing was sent. */
  send(venue: number, terms: Readonly<Partial<ChildTerms>> & { quantity: number }): Child | string;
  /**
   * Through the router: takes what the market offers up to `limitPrice` and, unless `takeOnly`, leaves the rest where the strategy likes it best. Returns how
   * much was sent.
   */
  route(quantity: number, limitPrice: number, options: { takeOnly: boolean; postOnly?: boolean; tag?: number }): number;
  /**
   * It waits for somebody to trade with, and takes by `route` as soon as it can: until it has sent all, later orders of its client at no better price are not routed
   * before it; they let it know by `onTurn`.
   */
  waitInLine(): void;
  /** Asks; the child stays open until the venue confirms. */
  cancel(child: Child): void;
  cancelAll(): void;
  /** New total quantity and price, where the venue replaces; otherwise cancel, then send again by the worker. False: the venue cannot. */
  replace(child: Child, quantity: number, price: number): boolean;
  /** `onWake` is called then; one alarm an order, a new one takes its place; 0 takes it away. */
  wakeAt(epochMs: number): void;
  /** `onMarket` is called when the instrument's quotes or last trade change. */
  watchMarket(on: boolean): void;
  /**
   * What must survive a restart, journalled before it has an effect: a trigger that fired, the best price of a trailing stop, the slice in hand. Given to `resume`.
   */
  remember(memory: Readonly<Record<string, number | string>>): void;
  /** The client hears of it: a stop was triggered (ExecType L), a peg moved. */
  report(execType: number, text: string): void;
  /** Nothing more will be sent. Children that are open are cancelled; the order ends when the last is known to be dead. */
  finish(ending: Ending, code: string, text: string): void;
}

/** One order type at work. Created once for each order, and again after a restart. */
export interface Worker {
  /** The order was accepted. */
  start(): void;
  /** After a restart, with what was remembered last; children are as the venues say by now. */
  resume(memory: Readonly<Record<string, number | string>>): void;
  onMarket(): void;
  onWake(): void;
  /** Something happened to a child: filled, ended, refused, uncertain. `report` is undefined when it is not the venue that told. */
  onChild(child: Child, report: Readonly<VenueReport> | undefined): void;
  /** The client's replacement was accepted; `work.terms` has it. Returns false where the type cannot take it: it is refused, and terms stay. */
  onReplace(): boolean;
  /** A venue came or went. */
  onVenue(venue: number): void;
  /** Another order of the client has to wait until this one, which came first, has tried: it may do so at once. */
  onTurn?(): void;
  /** The order is over, or the client or a kill switch ends it: what the worker shares with others is let go, and it asks for nothing any more. */
  onEnd?(): void;
}

/** Which type works an order: the first that says yes. `refuse` gives the code of the reason where the combination does not exist. */
export interface OrderTypePlan {
  readonly name: string;
  /** `native`: a venue does it; `emulated`: we do. Shown in the order. */
  readonly form: 'native' | 'emulated';
  create(work: Work): Worker;
}

/** Chooses by the terms and what the venues can do; a denial where no form exists. Implemented in control/orders/types. */
export type PlanOrder = (
  terms: Readonly<ClientOrder>,
  instrument: Instrument,
  venues: readonly { readonly index: number; readonly capabilities: VenueCapabilities; readonly listed: boolean }[],
) => OrderTypePlan | { readonly code: string; readonly text: string };
