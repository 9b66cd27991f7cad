/**
 * What order gateways say to an exchange's matcher, and what they hear. Protocol-neutral: OUCH and FIX gateways translate. Everything here is plain
 * data that goes over the exchange's bus (bus.ts) and into the matcher's log.
 *
 * Prices are integers in 10^-priceScale of the listing, quantities in 10^-quantityScale.
 */

export type OrderSide = 'buy' | 'sell' | 'sellShort' | 'sellShortExempt';
export type OrderTimeInForce = 'day' | 'ioc' | 'fok' | 'gtc' | 'gtd' | 'opening' | 'closing';

/** Who sends: a port (SoupBinTCP user or FIX session) belongs to a firm; orders belong to both. */
export interface PortIdentity {
  /** Unique in the exchange: `OUCH1`, `FIX:CLIENT`. */
  readonly port: string;
  readonly firm: string;
}

/** A new order. `token` is the client's own name (UserRefNum, Order Token, ClOrdID): once per port and day. */
export interface EnterOrder {
  readonly type: 'enter';
  readonly token: string;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly quantity: number;
  /** 0: market order. */
  readonly price: number;
  readonly stopPrice: number;
  readonly timeInForce: OrderTimeInForce;
  /** Epoch ms, for gtd; else 0. */
  readonly expireEpochMs: number;
  readonly display: 'visible' | 'hidden';
  /** Reserve order: what is shown of it; 0: everything. */
  readonly displayQuantity: number;
  readonly minQuantity: number;
  readonly postOnly: boolean;
  readonly pegTo: '' | 'same' | 'opposite' | 'mid';
  readonly pegOffset: number;
  readonly capacity: string;
  readonly account: string;
  /** What the firm shows on the feed; '' for none. */
  readonly attribution: string;
  /** Self-trade prevention group; '' is none. */
  readonly preventSelfTrade: '' | 'cancelNewest' | 'cancelOldest' | 'decrement';
  /** Protocol fields that only the gateway understands and wants back in every report of this order. */
  readonly echo?: Readonly<Record<string, string | number>>;
}

/** New quantity and price under a new token. `quantity` is the total including what has traded (as in OUCH and FIX). */
export interface ReplaceOrder {
  readonly type: 'replace';
  readonly token: string;
  readonly newToken: string;
  readonly quantity: number;
  readonly price: number;
  readonly echo?: Readonly<Record<string, string | number>>;
}

/** `quantity`: the total that shall be left of the order including what has traded; 0 cancels all of it. */
export interface CancelOrder {
  readonly type: 'cancel';
  readonly token: string;
  readonly quantity: number;
  /** Port that owns the order, where it is another one of the same firm (cross-port cancel, by rule). */
  readonly ownerPort?: string;
  /** The request's own name (FIX ClOrdID); comes back in `canceled`. */
  readonly requestToken?: string;
  readonly echo?: Readonly<Record<string, string | number>>;
}

export interface MassCancel {
  readonly type: 'massCancel';
  /** '' for all. */
  readonly symbol: string;
  readonly side: '' | 'buy' | 'sell';
  readonly scope: 'port' | 'firm';
  readonly requestId: string;
}

/** Side, capacity and quantity down, without a loss of priority (OUCH Modify). */
export interface ModifyOrder {
  readonly type: 'modify';
  readonly token: string;
  readonly side: OrderSide;
  readonly quantity: number;
}

/** The client's connection came, or went: cancel on disconnect follows from the port's rules. */
export interface PortSession {
  readonly type: 'portUp' | 'portDown';
  /** A session may ask for it, where the exchange offers a choice. */
  readonly cancelOnDisconnect?: boolean;
}

/**
 * Something a gateway wants to find again, in itself or in the other gateway: session numbers, tokens, messages. Kept in the log, delivered to every
 * gateway in order, last one per key on request.
 */
export interface PortNote {
  readonly type: 'note';
  readonly key: string;
  readonly value: string;
}

export type OrderCommand = EnterOrder | ReplaceOrder | CancelOrder | MassCancel | ModifyOrder | PortSession | PortNote;

export type RejectReason =
  | 'unknownSymbol'
  | 'halted'
  | 'closed'
  | 'badPrice'
  | 'badTick'
  | 'badQuantity'
  | 'badLot'
  | 'duplicateToken'
  | 'unknownOrder'
  | 'notOwner'
  | 'tooLate'
  | 'rateLimit'
  | 'postOnlyWouldTrade'
  | 'minQuantity'
  | 'unsupported'
  | 'shortSale'
  | 'priceBand'
  | 'riskLimit';

export type CancelReason =
  | 'user'
  | 'ioc'
  | 'fok'
  | 'timeout'
  | 'supervisory'
  | 'disconnect'
  | 'selfTrade'
  | 'halted'
  | 'closed'
  | 'massCancel'
  | 'system';

/** The order as it stands after the report; every report carries it, so that gateways need no order table of their own. */
export interface OrderState {
  /** The exchange's order number, unique for the day. */
  readonly orderId: number;
  /** Its number on the book and on the feed now: another one after a refresh of a reserve order or a new price of a peg; 0: not on the book. */
  readonly restingId: number;
  /** Where it stands on the book now: a peg's or a stop's own price; 0: not on the book. */
  readonly restingPrice: number;
  readonly token: string;
  readonly originalToken: string;
  readonly port: string;
  readonly firm: string;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly quantity: number;
  readonly price: number;
  readonly leaves: number;
  readonly executed: number;
  readonly timeInForce: OrderTimeInForce;
  readonly display: 'visible' | 'hidden';
  readonly displayQuantity: number;
  readonly minQuantity: number;
  readonly capacity: string;
  readonly account: string;
  readonly echo: Readonly<Record<string, string | number>>;
}

interface ReportBase {
  /** The port's own count of reports, from 1 without holes, the same for primary and backup gateways. */
  readonly portSequence: number;
  /** ns since midnight of the exchange's day. */
  readonly timeNs: number;
  readonly epochMs: number;
}

export type OrderReport = ReportBase &
  (
    | { readonly type: 'accepted'; readonly order: OrderState; readonly live: boolean }
    | { readonly type: 'replaced'; readonly order: OrderState; readonly previousToken: string; readonly live: boolean }
    | { readonly type: 'modified'; readonly order: OrderState }
    | {
        readonly type: 'restated';
        readonly order: OrderState;
        readonly why: 'refresh' | 'reprice' | 'triggered' | 'price';
      }
    | {
        readonly type: 'canceled';
        readonly order: OrderState;
        /** Taken away now. */
        readonly quantity: number;
        readonly reason: CancelReason;
        /** Echo and token of the request, '' when nobody asked. */
        readonly requestToken: string;
        readonly final: boolean;
      }
    | {
        readonly type: 'executed';
        readonly order: OrderState;
        readonly quantity: number;
        readonly price: number;
        /** Match number: the same on both sides and on the feed. */
        readonly match: number;
        readonly liquidity: 'added' | 'removed' | 'cross';
        /** What it costs, 10^-8 of the currency; below 0: what it brings. */
        readonly feeE8: number;
      }
    | {
        readonly type: 'broken';
        readonly order: OrderState;
        readonly match: number;
        readonly quantity: number;
        readonly price: number;
        readonly reason: 'erroneous' | 'consent' | 'supervisory';
      }
    | {
        readonly type: 'corrected';
        readonly order: OrderState;
        readonly match: number;
        readonly quantity: number;
        readonly oldPrice: number;
        readonly price: number;
      }
    | {
        readonly type: 'rejected';
        readonly token: string;
        readonly symbol: string;
        readonly reason: RejectReason;
        readonly text: string;
        readonly echo: Readonly<Record<string, string | number>>;
      }
    | {
        readonly type: 'cancelRejected' | 'replaceRejected';
        readonly token: string;
        readonly newToken: string;
        /** As it stands, where it is known. */
        readonly order: OrderState | undefined;
        readonly reason: RejectReason;
        readonly text: string;
        readonly echo: Readonly<Record<string, string | number>>;
      }
    | { readonly type: 'massCanceled'; readonly requestId: string; readonly count: number }
    | { readonly type: 'systemEvent'; readonly event: 'startOfDay' | 'endOfDay' }
    | { readonly type: 'note'; readonly key: string; readonly value: string }
  );

/** A listing as gateways and publishers need to know it. */
export interface SimListing {
  readonly index: number;
  readonly locate: number;
  /** This venue's name for it. */
  readonly symbol: string;
  /** The name that all venues share in the seed. */
  readonly canonical: string;
  readonly priceScale: number;
  readonly quantityScale: number;
  readonly tick: number;
  readonly lot: number;
  /** Of one order; absent: as much as can be said. */
  readonly maxQuantity?: number;
}
