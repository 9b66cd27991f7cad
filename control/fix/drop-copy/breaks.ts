/** What a reconciliation finds. */

/**
 * `late` one side has a fill and the other does not, for longer than `lateMs`; it becomes `missingHere` or `missingThere` after
 * `graceMs`. `missingHere` they have it and we do not; for an order: they report on an order that is not ours. `missingThere` we have
 * it and they do not. `quantity`, `price`: of a fill, LastQty and LastPx; of an order, CumQty and AvgPx. `side` of a fill. `status`
 * of a fill, whether it was taken back; of an order, OrdStatus.
 */
export type BreakKind = 'late' | 'missingHere' | 'missingThere' | 'quantity' | 'price' | 'side' | 'status';

/** What the break is about: one fill, or what an order comes to. */
export type BreakLevel = 'execution' | 'order';

export interface Break {
  /** The same break has the same id after a restart. */
  readonly id: string;
  readonly level: BreakLevel;
  readonly kind: BreakKind;
  /** Empty for an order. */
  readonly execId: string;
  readonly orderId: string;
  readonly clOrdId: string;
  readonly symbol: string;
  /** What we have, and what they have, in words. */
  readonly here: string;
  readonly there: string;
  /** When the two sides began to differ, and when that was raised. */
  readonly sinceEpochMs: number;
  readonly raisedEpochMs: number;
}

export interface BreakListener {
  onBreak(raised: Break): void;
  /** The two sides agree again, or a `late` one became missing. */
  onCleared(cleared: Break, epochMs: number): void;
}

export interface ReconcilerOptions {
  /** A fill that only one side has is `late` after this long; not below `graceMs`: never. */
  readonly lateMs: number;
  /** Any other difference is raised when it has lasted this long. */
  readonly graceMs: number;
  /** Decimals of AvgPx that the counterparty gives at least; it may round or cut the rest. */
  readonly avgPriceDecimals: number;
  readonly maxExecutions: number;
  readonly maxOrders: number;
  /** Differences followed at a time, raised or not. */
  readonly maxDifferences: number;
}

export const reconcilerDefaults: ReconcilerOptions = {
  lateMs: 2_000,
  graceMs: 10_000,
  avgPriceDecimals: 4,
  maxExecutions: 1_000_000,
  maxOrders: 1_000_000,
  maxDifferences: 100_000,
};

export interface ReconcilerCounters {
  /** Execution reports taken in, by what they were. */
  trades: number;
  busts: number;
  corrections: number;
  statements: number;
  /** Fills known before: sent again, or on two sessions. */
  duplicates: number;
  /** The same ExecID with another content. The first one counts. */
  conflicts: number;
  /** Reports without what is needed to compare them. */
  unreadable: number;
  raised: number;
  cleared: number;
  /** Fills and orders forgotten because there were too many. */
  forgotten: number;
  /** Differences not followed because there were too many: the list of breaks is not whole until `rebuild`. */
  overflows: number;
}
