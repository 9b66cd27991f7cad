/** What the order engine is made of, and who listens to it. */
import type { SymbolMap } from '../../core/instruments.js';
import type { Journal } from '../../core/journal.js';
import type { ClientReport } from '../../core/order-entry.js';
import type { MarketView } from '../../core/market-view.js';
import type { Router } from '../../core/router.js';
import type { Venue, VenueReport } from '../../core/venue.js';
import type { TradingWorld } from '../../core/world.js';
import type { RiskGate } from '../risk/risk-port.js';
import type { ChildOrder } from './model/child-order.js';
import type { ParentOrder } from './model/parent-order.js';
import type { PlanOrder } from './work.js';

/** Cancel on disconnect of a client: `undefined` leaves its orders; otherwise they are cancelled so long after the last session ended. */
export interface DisconnectRule {
  readonly graceMs: number;
}

export interface EngineLimits {
  /** Orders that have ended and are kept, for late fills, busts, questions and repeated ClOrdIDs; the oldest go first. 200,000 when absent. */
  readonly maxEnded?: number;
  /** Open orders of all clients together; above it a new order is refused with `ENGINE_FULL`. 200,000 when absent. */
  readonly maxOpen?: number;
  /** A cancel that could not be sent, or was refused while its order must end, is tried again so often. 500 ms when absent. */
  readonly cancelRetryMs?: number;
  /** After a restart: how long a venue that is back may take to tell what became of its orders, before they are uncertain. 3,000 ms when absent. */
  readonly settleMs?: number;
  /** Records of the journal are chained by a hash at least so often. 5 ms when absent. */
  readonly auditMs?: number;
  /** Orders at a venue that has been lost for longer are cancelled as soon as it is back, and an alarm says so; 0 or absent: they stay. */
  readonly venueLostCancelMs?: number;
}

export interface EngineOptions {
  readonly world: Pick<TradingWorld, 'clock' | 'timers'>;
  readonly journal: Journal;
  /** In the order of their numbers. */
  readonly venues: readonly Venue[];
  readonly symbols: SymbolMap;
  readonly market: MarketView;
  readonly router: Router;
  readonly risk: RiskGate;
  readonly plan: PlanOrder;
  /** Names of the clients in the order of their numbers: the journal knows them by name. */
  readonly clients: readonly string[];
  /**
   * True where venues and clients hold what they send until the journal has committed what was appended before (as those of control/venues and control/fix do): then
   * one commit at the end of a turn serves all. False, and what is in doubt: the engine commits before it gives a venue anything.
   */
  readonly peersHoldUntilCommit?: boolean;
  readonly cancelOnDisconnect?: (client: number) => DisconnectRule | undefined;
  /** When orders that outlive a day may be sent: 0 now, else epoch ms. Absent: always. */
  readonly opensAt?: (instrument: number, epochMs: number) => number;
  readonly limits?: EngineLimits;
}

/** What people must be told at once. */
export type AlarmKind =
  | 'uncertain'
  | 'missingFill'
  | 'overfill'
  | 'aliveAfterEnd'
  | 'cancelRefused'
  | 'foreignReport'
  | 'badReport'
  | 'workerFailed'
  | 'venueLost'
  | 'journalFailed'
  | 'neverLeft'
  | 'timedOut';

export interface EngineAlarm {
  readonly kind: AlarmKind;
  /** 0: about no order of ours. */
  readonly orderId: number;
  readonly childId: number;
  /** -1: about no venue. */
  readonly venue: number;
  readonly text: string;
}

/** A trade of a client, or what became of one, with the names that the venue and we have for it. */
export interface ToldTrade {
  /** ExecType trade, tradeCancel or tradeCorrect; `replayed` as the journal is read again. The report itself is told later. */
  readonly report: Readonly<ClientReport>;
  /** Our number of the order at the venue. */
  readonly childId: number;
  readonly venue: number;
  readonly venueExecId: string;
  readonly venueExecRefId: string;
  /** What the trade was before, for cancels and corrections. */
  readonly wasQuantity: number;
}

/** Listens within the turn; changes nothing. What is given is the engine's own and must not be changed. */
export interface EngineListener {
  /** Each trade, cancel and correction that a client is told of, in the order of its reports. */
  onTrade?(trade: ToldTrade): void;
  onAlarm?(alarm: EngineAlarm): void;
  /** An uncertainty ended: by the venue, or by two people. */
  onCertain?(child: ChildOrder): void;
  /** After each change of an order, as it stands now. */
  onOrder?(order: ParentOrder): void;
  /** After each report of a venue that changed a child: quality of execution, drop copy, files of the day. */
  onVenueReport?(child: ChildOrder, report: Readonly<VenueReport>): void;
}

/** What an emergency, a kill switch or the end of a day means: absent is all. */
export interface CancelScope {
  readonly client?: number;
  readonly instrument?: number;
  readonly side?: number;
  /** Only what is at this venue; orders go on elsewhere. */
  readonly venue?: number;
}
