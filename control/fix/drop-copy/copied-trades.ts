/** Their side: every fill as the copies tell it, with what was corrected and taken back, in whatever order that came. */
import type { ExecutionCopy } from './execution-copy.js';

/** A fill under the ExecID of the report that made it. */
export interface CopiedTrade {
  readonly execId: string;
  copy: ExecutionCopy;
  busted: boolean;
  /** TransactTime of the report that decided, and its place among all reports: what is later counts. */
  rankMs: number;
  rank: number;
  /** 0: only the fill itself; otherwise a correction or a bust has decided. */
  revised: boolean;
  /** Content of the fill itself has come; a correction may come before it. */
  hasOriginal: boolean;
  /** ExecIDs of the corrections and busts of this fill. */
  readonly revisions: string[];
}

/** More corrections of corrections than anyone makes; and an end to a chain that bites its tail. */
const LONGEST_CHAIN = 64;

export class CopiedTrades {
  private readonly trades = new Map<string, CopiedTrade>();
  /** ExecID of a correction or bust → the ExecID it refers to. */
  private readonly refersTo = new Map<string, string>();
  private reports = 0;
  /** Outcome of the last `apply`. */
  outcome: 'new' | 'revised' | 'older' | 'duplicate' | 'conflict' = 'new';

  get size(): number {
    return this.trades.size;
  }

  get(execId: string): CopiedTrade | undefined {
    return this.trades.get(execId);
  }

  values(): IterableIterator<CopiedTrade> {
    return this.trades.values();
  }

  /** The ExecID of the fill that a report is about, as far as is known: it may turn out to be a correction itself. */
  rootOf(execId: string): string {
    let root = execId;
    for (let hops = 0; hops < LONGEST_CHAIN; hops++) {
      const next = this.refersTo.get(root);
      if (next === undefined) return root;
      root = next;
    }
    return execId;
  }

  /**
   * Takes a fill, bust or correction. Returns the fill it is about, as it is now, and another one when two turned out to be the
   * same: that one is gone.
   */
  apply(copy: ExecutionCopy): { readonly trade: CopiedTrade; readonly merged: CopiedTrade | undefined } {
    const rank = ++this.reports;
    if (copy.kind === 'trade') return { trade: this.original(copy, rank), merged: undefined };
    const known = this.refersTo.get(copy.execId);
    if (known !== undefined) {
      const trade = this.trades.get(this.rootOf(copy.refExecId)) ?? this.make(copy, this.rootOf(copy.refExecId));
      this.outcome = known === copy.refExecId ? 'duplicate' : 'conflict';
      return { trade, merged: undefined };
    }
    const root = this.rootOf(copy.refExecId);
    // Some venues give a bust the ExecID of the fill itself.
    if (root !== copy.execId) this.refersTo.set(copy.execId, copy.refExecId);
    // A correction of this correction came first, and was taken for one of a fill of that name.
    const merged = root === copy.execId ? undefined : this.trades.get(copy.execId);
    const trade = this.trades.get(root) ?? this.make(copy, root);
    if (root !== copy.execId) trade.revisions.push(copy.execId);
    this.revise(trade, copy, copy.kind === 'bust', copy.transactMs, rank);
    if (merged !== undefined) {
      this.trades.delete(copy.execId);
      trade.revisions.push(...merged.revisions);
      const outcome = this.outcome;
      if (merged.revised) this.revise(trade, merged.copy, merged.busted, merged.rankMs, merged.rank);
      if (outcome === 'revised') this.outcome = 'revised';
    }
    return { trade, merged };
  }

  forget(execId: string): void {
    const trade = this.trades.get(execId);
    if (trade === undefined) return;
    for (const revision of trade.revisions) this.refersTo.delete(revision);
    this.trades.delete(execId);
  }

  clear(): void {
    this.trades.clear();
    this.refersTo.clear();
  }

  private original(copy: ExecutionCopy, rank: number): CopiedTrade {
    const root = this.rootOf(copy.execId);
    const trade = this.trades.get(root);
    if (trade === undefined) {
      const made = this.make(copy, root);
      made.hasOriginal = true;
      made.rankMs = copy.transactMs;
      made.rank = rank;
      return made;
    }
    if (trade.hasOriginal || root !== copy.execId) {
      const same = trade.revised || (trade.copy.quantity === copy.quantity && trade.copy.price === copy.price);
      this.outcome = same ? 'duplicate' : 'conflict';
      return trade;
    }
    trade.hasOriginal = true;
    // Whatever was said about the fill before it came itself, was said later.
    this.outcome = trade.revised ? 'older' : 'revised';
    // A bust need not repeat what the fill was.
    if (!trade.revised || trade.busted) trade.copy = copy;
    return trade;
  }

  private make(copy: ExecutionCopy, root: string): CopiedTrade {
    const trade: CopiedTrade = {
      execId: root,
      copy,
      busted: false,
      rankMs: -Infinity,
      rank: 0,
      revised: false,
      hasOriginal: false,
      revisions: [],
    };
    this.trades.set(root, trade);
    this.outcome = 'new';
    return trade;
  }

  private revise(trade: CopiedTrade, copy: ExecutionCopy, busted: boolean, ms: number, rank: number): void {
    if (trade.revised && (ms < trade.rankMs || (ms === trade.rankMs && rank < trade.rank))) {
      this.outcome = 'older';
      return;
    }
    this.outcome = 'revised';
    trade.revised = true;
    trade.busted = busted;
    if (!busted || !trade.hasOriginal) trade.copy = copy;
    trade.rankMs = ms;
    trade.rank = rank;
  }
}
