/**
 * The port between clients (FIX, HTTP) and the orders behind them. A client's order is a *parent*; what it becomes at venues are its *children* (venue.ts).
 *
 * Amounts are integers in the units of the instrument (instruments.ts); codes are those of FIX 4.4, as character codes (venue.ts). Objects that pass here
 * are reused by their owner and valid during the call only.
 */
import type { PegTo } from './venue.js';

/** What a stop, a trailing stop or a market-if-touched looks at. */
export type TriggerSource = 'last' | 'bid-ask' | 'mid';
/** An execution algorithm; '' works the order at once. */
export type AlgoName = '' | 'twap' | 'vwap' | 'pov';
/** How orders hang together: one cancels the other, one triggers the other, an entry with a profit and a loss leg. */
export type LinkKind = '' | 'oco' | 'oto' | 'bracket';

/** What a client asks for. Unused amounts are 0, unused words ''. */
export interface ClientOrder {
  /** The client's dense number, in the order of the configuration. */
  client: number;
  /** Unique per client and day. */
  clOrdId: string;
  account: string;
  instrument: number;
  side: number;
  /** `OrdType` of venue.ts; a trailing stop is `pegged` with `trailOffset` above 0. */
  ordType: number;
  timeInForce: number;
  quantity: number;
  price: number;
  stopPrice: number;
  /** 0: all of it is shown. */
  displayQuantity: number;
  hidden: boolean;
  minQuantity: number;
  postOnly: boolean;
  pegTo: PegTo;
  /** Added to what it is pegged to; may be negative. */
  pegOffset: number;
  /** Above 0: a trailing stop, this far behind the best price since it was entered. */
  trailOffset: number;
  trigger: TriggerSource;
  /** GTD: when it ends, epoch ms; 0: none. */
  expireEpochMs: number;
  /** OrderCapacity: `A` agency, `P` principal, `R` riskless. */
  capacity: string;
  /** LocateReqd (114) answered: the client has located the shares it sells short. */
  located: boolean;
  /** Routing strategy; '' takes the client's or the firm's. */
  strategy: string;
  algo: AlgoName;
  /** Epoch ms; 0: now, and the end of the session. */
  algoStartEpochMs: number;
  algoEndEpochMs: number;
  /** POV: share of the volume, basis points; 0: none. */
  participationBps: number;
  /** Further parameters of the algorithm, as `name=value`. */
  algoParameters: Readonly<Record<string, string>>;
  linkId: string;
  linkKind: LinkKind;
}

export interface ClientReplace {
  client: number;
  clOrdId: string;
  origClOrdId: string;
  /** Where the client names the order by our number; 0: by OrigClOrdID. */
  orderId: number;
  /** New total quantity and prices; 0 keeps what there is. */
  quantity: number;
  price: number;
  stopPrice: number;
  displayQuantity: number;
}

export interface ClientCancel {
  client: number;
  clOrdId: string;
  origClOrdId: string;
  orderId: number;
}

export interface ClientMassCancel {
  client: number;
  clOrdId: string;
  /** -1: all. */
  instrument: number;
  /** 0: both sides. */
  side: number;
}

/** Why a command was refused: a stable code, and words that name limit and value. */
export interface Denial {
  /** Such as `RISK_PRICE_COLLAR`. */
  readonly code: string;
  readonly text: string;
}

/**
 * What happened to a client's order. Reports of a client are numbered densely; the numbers and contents are the same after a restart, when those that the
 * journal still holds are told again with `replayed`: whoever has told a number to the client already leaves it out.
 */
export interface ClientReport {
  client: number;
  /** Dense per client, from 1. ExecID (17) is made of it. */
  sequence: number;
  replayed: boolean;
  orderId: number;
  clOrdId: string;
  origClOrdId: string;
  instrument: number;
  account: string;
  side: number;
  ordType: number;
  timeInForce: number;
  execType: number;
  ordStatus: number;
  quantity: number;
  price: number;
  stopPrice: number;
  lastQuantity: number;
  lastPrice: number;
  /** Where it traded; -1: nothing traded. */
  lastVenue: number;
  /** Trade cancels and corrections: the ExecID of the report they change. */
  execRefId: string;
  cumQuantity: number;
  leavesQuantity: number;
  /** AvgPx (6) as a decimal, exact to 10 places, '0' before the first trade. */
  averagePrice: string;
  /** OrdRejReason (103) and ExecRestatementReason (378) follow from it. */
  reasonCode: string;
  text: string;
  /** Its fate is not known at some venue: it counts as open. */
  uncertain: boolean;
  transactEpochMs: number;
}

/** OrderCancelReject (9): the order stands as it was. */
export interface ClientCancelReject {
  client: number;
  sequence: number;
  replayed: boolean;
  orderId: number;
  clOrdId: string;
  origClOrdId: string;
  request: 'cancel' | 'replace';
  ordStatus: number;
  /** CxlRejReason (102). */
  reason: 'tooLate' | 'unknownOrder' | 'brokerOption' | 'alreadyPending' | 'duplicateClOrdId' | 'other';
  text: string;
}

/** What became of a mass cancel or a kill switch: proof of what was and was not confirmed. */
export interface MassCancelOutcome {
  /** Orders that it meant. */
  readonly orders: number;
  /** Confirmed dead by now, still waiting for a venue, and of unknown fate. */
  readonly confirmed: number;
  readonly pending: number;
  readonly uncertain: number;
  /** By venue, where something was open; absent where nobody has to wait for a venue. */
  readonly wire?: readonly CancelWire[];
}

/** When the last cancel for a venue leaves, at the latest. Nothing is said of when the venue acts. */
export interface CancelWire {
  readonly venue: string;
  /** Open there when it was asked. */
  readonly orders: number;
  /** One message of the venue's own took all of them along, in the same turn. */
  readonly massCancel: boolean;
  /** What the venue's rate limit allows, had it just been used up; 0: at once. null: the venue is not there, and is asked when it is back. */
  readonly withinMs: number | null;
}

/** ExecID (17) of a report to a client: unique per client for good. `execRefId` is one of these. */
export function execIdOf(sequence: number): string {
  return `E${sequence}`;
}

export interface ClientHandler {
  onReport(report: Readonly<ClientReport>): void;
  onCancelReject(reject: Readonly<ClientCancelReject>): void;
}

/**
 * What a client may ask. Every outcome is told to the `ClientHandler`, a refusal too, and is in the journal by then: that of `submit` when the running callback is over or
 * with `tellNow`, all others before the call returns.
 */
export interface OrderEntry {
  /** Returns OrderID (37), also of an order that was refused. */
  submit(order: Readonly<ClientOrder>): number;
  /** Tells what has been decided and not been told yet: for a caller who needs the outcome within its own turn. */
  tellNow(): void;
  replace(request: Readonly<ClientReplace>): void;
  cancel(request: Readonly<ClientCancel>): void;
  massCancel(request: Readonly<ClientMassCancel>): MassCancelOutcome;
  /** A report with ExecType `I`, to `handler` and nobody else, numbered 0: it is an answer, not an event. False: no such order. */
  status(client: number, orderId: number, clOrdId: string, handler: ClientHandler): boolean;
  /** All open orders of a client, as `status`. Returns how many. */
  massStatus(client: number, instrument: number, handler: ClientHandler): number;
  /**
   * Whether a request of the client with this ClOrdID (order, replace, cancel, mass cancel) was taken today and is in the journal, refused ones too. Asked after
   * a crash, when a message is in the journal and what was made of it may not be, and for messages that may be repetitions.
   */
  knows(client: number, clOrdId: string): boolean;
  /**
   * For cancel on disconnect. The first comes with every logon. The second comes only where the client's orders are to be cancelled: it is configured, and the
   * client has not come back within its grace period, of which the caller keeps the time, also after a restart.
   */
  clientConnected(client: number): void;
  clientDisconnected(client: number): void;
  /** Reports go to it from now on; one handler a client. */
  attach(client: number, handler: ClientHandler): void;
}

/** A day market order for nothing yet: what an owner fills in, again and again. */
export function blankClientOrder(): ClientOrder {
  return {
    client: 0,
    clOrdId: '',
    account: '',
    instrument: 0,
    side: 0x31,
    ordType: 0x31,
    timeInForce: 0x30,
    quantity: 0,
    price: 0,
    stopPrice: 0,
    displayQuantity: 0,
    hidden: false,
    minQuantity: 0,
    postOnly: false,
    pegTo: '',
    pegOffset: 0,
    trailOffset: 0,
    trigger: 'last',
    expireEpochMs: 0,
    capacity: 'A',
    located: false,
    strategy: '',
    algo: '',
    algoStartEpochMs: 0,
    algoEndEpochMs: 0,
    participationBps: 0,
    algoParameters: NO_PARAMETERS,
    linkId: '',
    linkKind: '',
  };
}

const NO_PARAMETERS: Readonly<Record<string, string>> = Object.freeze({});
