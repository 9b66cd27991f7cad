/**
 * The `Router` port: where the quantity of an order goes. Amounts are integers in the units of the instrument (instruments.ts); nothing here allocates
 * per decision.
 */

/** What is to be placed. Reused by its owner. */
export interface RouteRequest {
  /** The parent order, for the record of the decision. */
  orderId: number;
  client: number;
  instrument: number;
  side: number;
  quantity: number;
  /** 0: a market order. Never routed through a worse price. */
  limitPrice: number;
  /** As `strategyNumber` gave it. */
  strategy: number;
  /** Venues that must not be used, as a bit mask: they refused, are uncertain, or the client excludes them. */
  excludedVenues: number;
  /** Only what can trade at once; otherwise what is left rests at the venue that the strategy likes best. */
  takeOnly: boolean;
  /** The rest must not take: it goes where it does not cross. */
  postOnly: boolean;
  /** Smallest quantity of a slice; 0: the lot. */
  minQuantity: number;
  /** How often this order was routed before: 0 the first time. The router refuses beyond its budget of attempts (`ATTEMPTS_EXHAUSTED`). */
  attempt: number;
  epochMs: number;
}

/** Where it goes: parallel arrays, `count` of them in use. Children are sent in this order, or at once when `parallel`. */
export interface RouteSlices {
  count: number;
  readonly venues: Int32Array;
  readonly quantities: Float64Array;
  /** Limit of the slice; 0: market. */
  readonly prices: Float64Array;
  /** 1: takes now (immediate or cancel); 0: rests. */
  readonly takes: Uint8Array;
  /** 1: an intermarket sweep order. */
  readonly sweeps: Uint8Array;
  parallel: boolean;
  /** What could not be placed, and why: a stable code such as `NO_LIQUIDITY` ('' when all was). */
  remainder: number;
  reason: string;
  /** Names the recorded decision. */
  decision: number;
  /** With the reason `WAITS_BEHIND`: the order that goes first; else 0. */
  behind: number;
}

/** What venues did with what was sent to them: scores learn from it. Times are monotonic ns. */
export interface RouteFeedback {
  /** `orderId` is the child's, as for all that follows; `decision` is the one that made the slice (0: sent without the router), `takes` as in the slice. */
  onSent(
    venue: number,
    orderId: number,
    instrument: number,
    quantity: number,
    price: number,
    atNs: number,
    side: number,
    takes: boolean,
    decision: number,
  ): void;
  onAcknowledged(venue: number, orderId: number, atNs: number): void;
  onFilled(venue: number, orderId: number, quantity: number, price: number, added: boolean, atNs: number): void;
  /** Ended without being filled whole: refused, cancelled, expired. */
  onEnded(venue: number, orderId: number, filled: number, atNs: number): void;
  /** A venue was lost, or is back. */
  onVenue(venue: number, usable: boolean, atNs: number): void;
}

export interface Router extends RouteFeedback {
  /** Dense number of a strategy by name; '' is the firm's own; -1: no such strategy. */
  strategyNumber(name: string): number;
  /** Fills `into` and returns how many slices there are. */
  route(request: Readonly<RouteRequest>, into: RouteSlices): number;
  /**
   * An order waits for somebody to trade with, at `limitPrice` (0: at any). From now on another order of its client, on the same instrument and side by the same
   * strategy, with a greater number and not at a better price, is refused with `WAITS_BEHIND`.
   */
  waits(orderId: number, client: number, instrument: number, side: number, strategy: number, limitPrice: number): void;
  /** It was placed, has ended, or has other terms: those behind it move up. */
  waitsNoMore(orderId: number): void;
}

export function routeSlices(capacity = 64): RouteSlices {
  return {
    count: 0,
    venues: new Int32Array(capacity),
    quantities: new Float64Array(capacity),
    prices: new Float64Array(capacity),
    takes: new Uint8Array(capacity),
    sweeps: new Uint8Array(capacity),
    parallel: false,
    remainder: 0,
    reason: '',
    decision: 0,
    behind: 0,
  };
}

/** A request for nothing yet: what an owner fills in, again and again. */
export function blankRequest(): RouteRequest {
  return {
    orderId: 0,
    client: 0,
    instrument: 0,
    side: 0x31,
    quantity: 0,
    limitPrice: 0,
    strategy: 0,
    excludedVenues: 0,
    takeOnly: false,
    postOnly: false,
    minQuantity: 0,
    attempt: 0,
    epochMs: 0,
  };
}
