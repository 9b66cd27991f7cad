/** Our own record, as the reconciler asks for it. Whoever keeps orders implements this port. */

/** One fill as we believe it to be now: corrections are in it. Quantities and prices in units of 10^-18 (exact.ts). */
export interface OwnExecution {
  /** ExecID (17) of the fill itself, not of a later correction. */
  readonly execId: string;
  /** OrderID (37); empty when we do not know it. */
  readonly orderId: string;
  readonly clOrdId: string;
  /** Side (54). */
  readonly side: string;
  readonly quantity: bigint;
  readonly price: bigint;
  /** The venue took it back. */
  readonly busted: boolean;
  /** When we learned of it, or of its last change. */
  readonly epochMs: number;
}

export interface OwnOrder {
  /** Sum of the quantities of its fills that were not taken back. */
  readonly cumQuantity: bigint;
  /** Sum of quantity × price of the same: in units of 10^-36, so that the average price is not rounded. */
  readonly notional: bigint;
  /** OrdStatus (39); empty: not to be compared. */
  readonly ordStatus: string;
}

export interface OwnChange {
  /** The fill that is new or has changed; empty when only the order has. */
  readonly execId: string;
  readonly orderId: string;
  readonly clOrdId: string;
}

export interface OwnExecutions {
  /** Undefined: we have never heard of this fill. */
  execution(execId: string): OwnExecution | undefined;
  /** By OrderID, or by any ClOrdID that the order has had; either may be empty. Undefined: no such order of ours. */
  order(orderId: string, clOrdId: string): OwnOrder | undefined;
  /** Fills that drop copies are expected for, from a time on. */
  since(epochMs: number): Iterable<OwnExecution>;
  /** Calls back after each change of a fill or an order. */
  onChange(listener: (change: OwnChange) => void): void;
}
