/**
 * The `Venue` port: one interface to every place where orders are worked, whatever its protocol. Venues are numbered densely from 0 in the order of
 * the configuration; orders are named by the number that our journal gave them.
 *
 * Objects that pass here (`VenueOrder`, `VenueReport`) are reused by their owner and valid during the call only: nothing is allocated per order.
 * Codes are those of FIX, as character codes: Side (54) `1` is 49. Amounts are integers in the units of the instrument (instruments.ts).
 */

import type { SessionWire } from './status/schema.js';

/** Side (54). */
export const Side = { buy: 0x31, sell: 0x32, sellShort: 0x35, sellShortExempt: 0x36 } as const;
/** OrdType (40). */
export const OrdType = { market: 0x31, limit: 0x32, stop: 0x33, stopLimit: 0x34, pegged: 0x50 } as const;
/** TimeInForce (59). */
export const TimeInForce = {
  day: 0x30,
  goodTillCancel: 0x31,
  atTheOpening: 0x32,
  immediateOrCancel: 0x33,
  fillOrKill: 0x34,
  goodTillDate: 0x36,
  atTheClose: 0x37,
} as const;
/** ExecType (150), FIX 4.4 names; venues that speak otherwise are translated to these. */
export const ExecType = {
  new: 0x30,
  doneForDay: 0x33,
  canceled: 0x34,
  replaced: 0x35,
  pendingCancel: 0x36,
  rejected: 0x38,
  suspended: 0x39,
  pendingNew: 0x41,
  expired: 0x43,
  restated: 0x44,
  pendingReplace: 0x45,
  trade: 0x46,
  tradeCorrect: 0x47,
  tradeCancel: 0x48,
  orderStatus: 0x49,
} as const;
/** OrdStatus (39). */
export const OrdStatus = {
  new: 0x30,
  partiallyFilled: 0x31,
  filled: 0x32,
  doneForDay: 0x33,
  canceled: 0x34,
  pendingCancel: 0x36,
  rejected: 0x38,
  suspended: 0x39,
  pendingNew: 0x41,
  expired: 0x43,
  pendingReplace: 0x45,
} as const;

/** What to peg to; 0: not pegged. */
export type PegTo = '' | 'same' | 'opposite' | 'mid';

/** An order for a venue. Unused amounts are 0. */
export interface VenueOrder {
  /** Ours, unique for good, above 0 and below 2^53. The venue's ClOrdID or token follows from it. */
  orderId: number;
  instrument: number;
  side: number;
  ordType: number;
  timeInForce: number;
  quantity: number;
  /** 0 for market orders; negative prices do not exist in our universes. */
  price: number;
  stopPrice: number;
  minQuantity: number;
  /** 0: all of it is shown; `hidden` wins. */
  displayQuantity: number;
  hidden: boolean;
  postOnly: boolean;
  pegTo: PegTo;
  pegOffset: number;
  /** GTD: when it ends, epoch ms; 0: none. */
  expireEpochMs: number;
  /** OrderCapacity (47/528): `A` agency, `P` principal, `R` riskless. */
  capacity: string;
  account: string;
  /** ISO: intermarket sweep. */
  sweep: boolean;
}

/** Why a request was not sent. All are final for that request: nothing has left. */
export type NotSent =
  | 'notConnected'
  | 'unsupported'
  | 'rateLimited'
  | 'unknownOrder'
  | 'badValue'
  | 'journalFull'
  | 'symbolNotListed'
  | 'rolledOut';

/** 'sent': journalled and on its way. What became of it comes as a report, or stays uncertain. */
export type SendResult = 'sent' | NotSent;

/**
 * Something a venue said about an order of ours. Each is given exactly once, in the venue's order per session, and is in the journal by then,
 * in the same record as the number of the message that held it.
 */
export interface VenueReport {
  venue: number;
  /** Ours; 0 when the venue names an order that we do not know (`venueOrderId`, `clientId` tell which). */
  orderId: number;
  instrument: number;
  execType: number;
  ordStatus: number;
  side: number;
  /** Unique per venue and day. Trades have one from the venue; for others it may be made from the message's number. */
  execId: string;
  /** Trade cancels and corrections: the ExecID they change. */
  execRefId: string;
  lastQuantity: number;
  lastPrice: number;
  /** After this report; -1 where the venue does not say (then it follows from the sum of its trades). */
  cumQuantity: number;
  leavesQuantity: number;
  /** Of the order as it stands now; 0 where not told. */
  orderQuantity: number;
  price: number;
  venueOrderId: string;
  /** What the venue calls the order on our side: ClOrdID, UserRefNum, token. */
  clientId: string;
  /** Venue's liquidity flag; '' when none. `added`, `removed` or `other` says what it means. */
  liquidityFlag: string;
  liquidity: 'added' | 'removed' | 'other' | '';
  /** For refusals and unasked changes: the venue's code, and words for a person. */
  reasonCode: string;
  text: string;
  /** Venue's time, epoch ns as ms and the rest, 0 when not told. */
  transactEpochMs: number;
  /** PossDup or PossResend, or told again by a replay: ExecID decides whether it is new. */
  possDup: boolean;
  /** From a drop copy or a status answer, not from the order's own session. */
  source: 'session' | 'status' | 'dropCopy';
}

/** A request on a live order that the venue refused: the order itself stands as it was. */
export interface VenueRefusal {
  venue: number;
  orderId: number;
  request: 'cancel' | 'replace' | 'massCancel' | 'status';
  /** OrdStatus as the venue tells it, 0 when it does not. */
  ordStatus: number;
  reasonCode: string;
  text: string;
}

export type VenueSessionState =
  'disconnected' | 'connecting' | 'loggingOn' | 'recovering' | 'active' | 'loggingOut' | 'failed';

/** One session of a venue (primary or backup order entry, drop copy, market data). */
export interface VenueSessionStatus {
  readonly id: string;
  readonly purpose: 'orderEntry' | 'dropCopy' | 'marketData';
  readonly protocol: string;
  readonly state: VenueSessionState;
  readonly detail: string;
  /** Epoch ms. */
  readonly since: number;
  /** What travels on it, where it can be told. */
  readonly wire?: SessionWire;
}

/** What the order side hears. Called within the turn that received the message. */
export interface VenueHandler {
  onReport(report: Readonly<VenueReport>): void;
  onRefusal(refusal: Readonly<VenueRefusal>): void;
  /**
   * The order entry state changed. `active` comes after replay: everything the venue had to say has been given by then.
   * Orders whose fate is unknown after that are listed by `onUncertain`.
   */
  onState(venue: number, state: VenueSessionState, detail: string): void;
  /** A request of ours may or may not have reached the venue, and replay is over: ask, do not assume. */
  onUncertain(venue: number, orderId: number, request: 'submit' | 'cancel' | 'replace'): void;
  /** An error of ours while something that the venue said was taken: an order of which it was told is told as uncertain, too. */
  onFault?(venue: number, text: string): void;
}

export type Support = 'native' | 'none';

/** What a venue can do, as data: order types are emulated, or refused, by what stands here. */
export interface VenueCapabilities {
  /** By OrdType character. */
  readonly ordTypes: string;
  /** By TimeInForce character. */
  readonly timesInForce: string;
  readonly replace: 'replace' | 'cancelNew' | 'none';
  /** Replace may change quantity down, quantity up, price. */
  readonly replaceKeepsPriority: boolean;
  readonly postOnly: Support;
  readonly displayQuantity: Support;
  readonly hidden: Support;
  readonly minQuantity: Support;
  /** `same`, `opposite`, `mid`, comma separated. */
  readonly pegs: readonly PegTo[];
  readonly massCancel: Support;
  readonly orderStatus: Support;
  readonly massStatus: Support;
  readonly sweep: Support;
  readonly shortSale: Support;
  readonly cancelOnDisconnect: 'always' | 'onRequest' | 'never';
  /** Orders and cancels a second, each session; 0: no limit. */
  readonly ratePerSecond: number;
  /** The same exactly: so many requests in any stretch of `perMs`, of which `queueMax` may wait. Absent: as `ratePerSecond` says. */
  readonly rate?: { readonly messages: number; readonly perMs: number; readonly queueMax: number };
  /** Distance from the reference at which the venue refuses a limit price, basis points; 0: no band. */
  readonly priceBandBps: number;
}

export interface Venue {
  /** Dense, from 0. */
  readonly index: number;
  /** Configured name, such as `NASDAQ`. */
  readonly id: string;
  readonly capabilities: VenueCapabilities;
  readonly state: VenueSessionState;
  /** All sessions, for people. */
  sessions(): readonly VenueSessionStatus[];
  connect(): void;
  /** Logs out in order; resolves when every session is down. */
  disconnect(reason: string): Promise<void>;
  submit(order: Readonly<VenueOrder>): SendResult;
  cancel(orderId: number): SendResult;
  /** A new price and total quantity for an order under a new number of ours. 0 keeps the old amount. */
  replace(orderId: number, newOrderId: number, quantity: number, price: number): SendResult;
  /** All of ours on the venue, or those of one instrument (-1: all). */
  massCancel(instrument: number): SendResult;
  /** How many open orders the last `massCancel` took along: not those of a session that is not connected, or that has no such message. Absent: all. */
  readonly massCancelled?: number;
  /** False: the order's session is not connected, and no other one may cancel it. Absent: like `state`. */
  isInReach?(orderId: number): boolean;
  requestStatus(orderId: number): SendResult;
  /** Moves order entry to the other protocol or gateway, with open orders reconciled. */
  switchOrderEntry(to: 'primary' | 'backup' | 'fallback', reason: string): void;
  counters(): Readonly<Record<string, number>>;
}

/** A report about nothing yet: what an owner fills in, again and again. Amounts that a venue need not tell are -1. */
export function blankReport(venue: number): VenueReport {
  return {
    venue,
    orderId: 0,
    instrument: -1,
    execType: 0,
    ordStatus: 0,
    side: 0,
    execId: '',
    execRefId: '',
    lastQuantity: 0,
    lastPrice: 0,
    cumQuantity: -1,
    leavesQuantity: -1,
    orderQuantity: 0,
    price: 0,
    venueOrderId: '',
    clientId: '',
    liquidityFlag: '',
    liquidity: '',
    reasonCode: '',
    text: '',
    transactEpochMs: 0,
    possDup: false,
    source: 'session',
  };
}

/** A day limit order for nothing yet: what an owner fills in, again and again. */
export function blankOrder(): VenueOrder {
  return {
    orderId: 0,
    instrument: 0,
    side: Side.buy,
    ordType: OrdType.limit,
    timeInForce: TimeInForce.day,
    quantity: 0,
    price: 0,
    stopPrice: 0,
    minQuantity: 0,
    displayQuantity: 0,
    hidden: false,
    postOnly: false,
    pegTo: '',
    pegOffset: 0,
    expireEpochMs: 0,
    capacity: 'A',
    account: '',
    sweep: false,
  };
}
