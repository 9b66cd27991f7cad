/**
 * Whether the two sources of a venue, order sessions and drop copy, tell the same trades, to the share. Each source's sums and counts, and which trades one
 * of them has not told yet: a bounded list, oldest first.
 */

/** One trade that only one source has told. */
export interface OneSided {
  readonly orderId: number;
  readonly execId: string;
  readonly quantity: number;
  readonly seenBy: 'session' | 'dropCopy';
  readonly sinceEpochMs: number;
}

export interface Reconciliation {
  readonly trades: { readonly both: number; readonly sessionOnly: number; readonly dropCopyOnly: number };
  /** Sums of LastQty, in the units of each instrument: equal when nothing is missing. */
  readonly quantity: { readonly session: number; readonly dropCopy: number };
  /** Missing on one side for longer than was asked for. */
  readonly missing: readonly OneSided[];
  /** One-sided trades that were forgotten because there were too many. */
  readonly forgotten: number;
}

const ONE_SIDED_MAX = 65_536;
const MATCHED_MAX = 65_536;

export class TradeReconciler {
  private readonly open = new Map<string, OneSided>();
  /** Trades that both have told: a session that is heard again from its beginning tells them once more. */
  private readonly matched = new Set<string>();
  private both = 0;
  private sessionQuantity = 0;
  private dropCopyQuantity = 0;
  private forgotten = 0;

  /** A source tells a trade, for the first time. */
  told(seenBy: OneSided['seenBy'], orderId: number, execId: string, quantity: number, epochMs: number): void {
    const key = `${orderId} ${execId}`;
    if (this.matched.has(key)) return;
    const other = this.open.get(key);
    if (other?.seenBy === seenBy) return;
    if (seenBy === 'session') this.sessionQuantity += quantity;
    else this.dropCopyQuantity += quantity;
    if (other !== undefined) {
      this.open.delete(key);
      this.both++;
      this.match(key);
      return;
    }
    if (this.open.size >= ONE_SIDED_MAX) {
      const oldest = this.open.keys().next();
      if (oldest.done !== true) this.open.delete(oldest.value);
      this.forgotten++;
    }
    this.open.set(key, { orderId, execId, quantity, seenBy, sinceEpochMs: epochMs });
  }

  private match(key: string): void {
    if (this.matched.size >= MATCHED_MAX) {
      const oldest = this.matched.keys().next();
      if (oldest.done !== true) this.matched.delete(oldest.value);
    }
    this.matched.add(key);
  }

  /** @param olderThanMs how long a trade may be missing on one side */
  state(nowEpochMs: number, olderThanMs: number, missingMax = 100): Reconciliation {
    let sessionOnly = 0;
    const missing: OneSided[] = [];
    for (const trade of this.open.values()) {
      if (trade.seenBy === 'session') sessionOnly++;
      if (missing.length < missingMax && nowEpochMs - trade.sinceEpochMs >= olderThanMs) missing.push(trade);
    }
    return {
      trades: { both: this.both, sessionOnly, dropCopyOnly: this.open.size - sessionOnly },
      quantity: { session: this.sessionQuantity, dropCopy: this.dropCopyQuantity },
      missing,
      forgotten: this.forgotten,
    };
  }
}
