/**
 * The state of one order by the rules of FIX 4.4 (volume 4, appendix D, groups A to L): what has happened to it goes in, OrdStatus (39), CumQty (14), LeavesQty (151)
 * and AvgPx (6) come out.
 *
 * An order can be in several states at once: partially filled, suspended, and with a cancel pending. Each is kept on its own; OrdStatus is the one with
 * the highest precedence. So nothing is lost when a pending cancel is refused: what stood before stands again.
 *
 * Quantities and prices are integers in the instrument's units. AvgPx is exact as a fraction: `notional` over `cumQuantity`.
 */
import { OrdStatus } from '../../core/venue.js';
import { addProduct, ExactSum } from './exact-sum.js';

/** Why an event does not fit the order: it is counted and told, and changes nothing. */
export type StateFault =
  'unknownTrade' | 'duplicateTrade' | 'overfill' | 'notPending' | 'alreadyEnded' | 'badQuantity' | 'tradeEnded';

/** A trade that counts, was corrected or was cancelled. */
export interface Trade {
  readonly execId: string;
  quantity: number;
  price: number;
  /** The ExecID of its newest correction or cancel, by which later ones refer to it. */
  latestExecId: string;
  cancelled: boolean;
}

export interface OrderStateImage {
  readonly quantity: number;
  readonly cumQuantity: number;
  readonly notional: readonly [hi: number, lo: number];
  readonly pendingCancels: number;
  readonly pendingReplaces: number;
  readonly carriesOver: boolean;
  readonly flags: number;
  readonly trades: readonly Readonly<Trade>[];
}

/** States that an order is in besides what its quantities say. */
const FLAG = { accepted: 1, rejected: 2, canceled: 4, expired: 8, doneForDay: 16, suspended: 32, stopped: 64 } as const;

const ENDED = FLAG.rejected | FLAG.canceled | FLAG.expired;

export class OrderState {
  /** OrderQty (38) as it stands. */
  quantity: number;
  cumQuantity = 0;
  /** Sum of quantity times price of the trades that count. */
  readonly notional = new ExactSum();
  /** Requests that wait for an answer. */
  pendingCancels = 0;
  pendingReplaces = 0;
  #flags = 0;
  /** Made with the first trade: most orders of an algorithm have none. */
  #trades: Trade[] | undefined;
  /** By ExecID, once there are more than a look at each takes no time for. */
  #byId: Map<string, Trade> | undefined;

  /** @param carriesOver it lives on after the day (GTC, GTD): done for the day does not end it */
  constructor(
    quantity: number,
    readonly carriesOver = false,
  ) {
    this.quantity = quantity;
  }

  /** OrdStatus (39) as a character code: the state with the highest precedence. */
  get ordStatus(): number {
    const flags = this.#flags;
    if (this.pendingCancels > 0) return OrdStatus.pendingCancel;
    if (this.pendingReplaces > 0) return OrdStatus.pendingReplace;
    return this.#standing(flags);
  }

  /** The same without requests that are pending: what an order falls back to when they are refused. */
  get standingStatus(): number {
    return this.#standing(this.#flags);
  }

  #standing(flags: number): number {
    if ((flags & FLAG.doneForDay) !== 0) return OrdStatus.doneForDay;
    if (this.cumQuantity > 0 && this.cumQuantity >= this.quantity) return OrdStatus.filled;
    if ((flags & FLAG.stopped) !== 0) return STOPPED;
    if ((flags & FLAG.suspended) !== 0) return OrdStatus.suspended;
    if ((flags & FLAG.canceled) !== 0) return OrdStatus.canceled;
    if ((flags & FLAG.expired) !== 0) return OrdStatus.expired;
    if (this.cumQuantity > 0) return OrdStatus.partiallyFilled;
    if ((flags & FLAG.rejected) !== 0) return OrdStatus.rejected;
    return (flags & FLAG.accepted) !== 0 ? OrdStatus.new : OrdStatus.pendingNew;
  }

  /** LeavesQty (151): what may still trade, today or on a later day. */
  get leavesQuantity(): number {
    return this.isLive || (this.isOpen && this.carriesOver) ? Math.max(0, this.quantity - this.cumQuantity) : 0;
  }

  /** It may still trade, or may again tomorrow (done for day). */
  get isOpen(): boolean {
    return (this.#flags & ENDED) === 0 && this.cumQuantity < this.quantity;
  }

  /** It may trade today. */
  get isLive(): boolean {
    return this.isOpen && (this.#flags & FLAG.doneForDay) === 0;
  }

  get isAccepted(): boolean {
    return (this.#flags & FLAG.accepted) !== 0;
  }

  /** All trades in the order they came, cancelled ones included. */
  trades(): IterableIterator<Readonly<Trade>> {
    return (this.#trades ?? NO_TRADES).values();
  }

  accept(): void {
    this.#flags |= FLAG.accepted;
  }

  reject(): StateFault | undefined {
    if (this.cumQuantity > 0 || (this.#flags & ENDED) !== 0) return 'alreadyEnded';
    this.#end(FLAG.rejected);
    return undefined;
  }

  /** A fill. An execution says that the order was accepted, whether or not that was told (a venue may leave it out). */
  trade(execId: string, quantity: number, price: number): StateFault | undefined {
    if (this.#find(execId) !== undefined) return 'duplicateTrade';
    if (!(quantity > 0)) return 'badQuantity';
    this.#flags |= FLAG.accepted;
    this.#add({ execId, quantity, price, latestExecId: execId, cancelled: false });
    this.cumQuantity += quantity;
    addProduct(this.notional, quantity, price);
    // The venue has traded it: more than there was is an error to be told, but the shares are ours all the same.
    return this.cumQuantity > this.quantity ? 'overfill' : undefined;
  }

  /** A bust (ExecType H): the trade does not count any more. An order that was filled is open again unless it has ended otherwise. */
  cancelTrade(execRefId: string, execId: string): StateFault | undefined {
    const trade = this.#tradeOf(execRefId);
    if (trade === undefined) return 'unknownTrade';
    if (trade.cancelled) return 'tradeEnded';
    this.cumQuantity -= trade.quantity;
    addProduct(this.notional, -trade.quantity, trade.price);
    trade.cancelled = true;
    trade.latestExecId = execId;
    return undefined;
  }

  /** A correction (ExecType G): new quantity and price of a trade. */
  correctTrade(execRefId: string, execId: string, quantity: number, price: number): StateFault | undefined {
    const trade = this.#tradeOf(execRefId);
    if (trade === undefined) return 'unknownTrade';
    if (trade.cancelled) return 'tradeEnded';
    if (!(quantity > 0)) return 'badQuantity';
    this.cumQuantity += quantity - trade.quantity;
    addProduct(this.notional, -trade.quantity, trade.price);
    addProduct(this.notional, quantity, price);
    trade.quantity = quantity;
    trade.price = price;
    trade.latestExecId = execId;
    return this.cumQuantity > this.quantity ? 'overfill' : undefined;
  }

  requestCancel(): void {
    this.pendingCancels++;
  }

  requestReplace(): void {
    this.pendingReplaces++;
  }

  /** Cancelled, asked for or not. What was asked for together with it has its answer too: nothing is left to cancel or replace. */
  cancel(): StateFault | undefined {
    if (!this.isOpen) return 'alreadyEnded';
    this.#end(FLAG.canceled);
    return undefined;
  }

  refuseCancel(): StateFault | undefined {
    if (this.pendingCancels === 0) return 'notPending';
    this.pendingCancels--;
    return undefined;
  }

  /** The order has a new quantity; below what has traded it is what has traded (D.2 of the matrices: the order is then filled). */
  replace(quantity: number): StateFault | undefined {
    if (this.pendingReplaces > 0) this.pendingReplaces--;
    if ((this.#flags & ENDED) !== 0) return 'alreadyEnded';
    this.#flags |= FLAG.accepted;
    this.quantity = Math.max(quantity, this.cumQuantity);
    return undefined;
  }

  refuseReplace(): StateFault | undefined {
    if (this.pendingReplaces === 0) return 'notPending';
    this.pendingReplaces--;
    return undefined;
  }

  /** The exchange changed the quantity by itself (ExecType D): a reduction after self-trade prevention, a split, a restatement of a GT order. */
  restate(quantity: number): StateFault | undefined {
    if ((this.#flags & ENDED) !== 0) return 'alreadyEnded';
    if (quantity < this.cumQuantity) return 'badQuantity';
    this.quantity = quantity;
    this.#flags &= ~FLAG.doneForDay;
    return undefined;
  }

  expire(): StateFault | undefined {
    if (!this.isOpen) return 'alreadyEnded';
    this.#end(FLAG.expired);
    return undefined;
  }

  doneForDay(): StateFault | undefined {
    if (!this.isOpen) return 'alreadyEnded';
    this.#flags |= FLAG.doneForDay;
    this.pendingCancels = 0;
    this.pendingReplaces = 0;
    return undefined;
  }

  /** A new day for an order that lives on. */
  reopen(): void {
    this.#flags &= ~FLAG.doneForDay;
  }

  suspend(): void {
    this.#flags |= FLAG.suspended;
  }

  resume(): void {
    this.#flags &= ~FLAG.suspended;
  }

  /** Guaranteed a price by a specialist (ExecType 7); ends with the trade. */
  stop(): void {
    this.#flags |= FLAG.stopped;
  }

  unstop(): void {
    this.#flags &= ~FLAG.stopped;
  }

  /** Everything, as plain data: for snapshots, and to compare two states. */
  image(): OrderStateImage {
    const { quantity, cumQuantity, notional, pendingCancels, pendingReplaces, carriesOver } = this;
    const trades = [...this.trades()].map((trade) => ({ ...trade }));
    const sum = [notional.hi, notional.lo] as const;
    return {
      quantity,
      cumQuantity,
      notional: sum,
      pendingCancels,
      pendingReplaces,
      carriesOver,
      flags: this.#flags,
      trades,
    };
  }

  static fromImage(image: OrderStateImage): OrderState {
    const state = new OrderState(image.quantity, image.carriesOver);
    state.cumQuantity = image.cumQuantity;
    [state.notional.hi, state.notional.lo] = image.notional;
    state.pendingCancels = image.pendingCancels;
    state.pendingReplaces = image.pendingReplaces;
    state.#flags = image.flags;
    for (const trade of image.trades) state.#add({ ...trade });
    return state;
  }

  #add(trade: Trade): void {
    if (this.#trades === undefined) {
      this.#trades = [trade];
      return;
    }
    const trades = this.#trades;
    trades.push(trade);
    if (this.#byId !== undefined) this.#byId.set(trade.execId, trade);
    else if (trades.length > FEW_TRADES) this.#byId = new Map(trades.map((each) => [each.execId, each]));
  }

  #find(execId: string): Trade | undefined {
    if (this.#byId !== undefined) return this.#byId.get(execId);
    for (const trade of this.#trades ?? NO_TRADES) if (trade.execId === execId) return trade;
    return undefined;
  }

  #end(flag: number): void {
    this.#flags = (this.#flags | flag) & ~(FLAG.suspended | FLAG.stopped | FLAG.doneForDay);
    this.pendingCancels = 0;
    this.pendingReplaces = 0;
  }

  /** ExecRefID (19) may name the trade itself or, in a chain, its newest correction. */
  #tradeOf(execRefId: string): Trade | undefined {
    if (this.#trades === undefined) return undefined;
    const direct = this.#find(execRefId);
    if (direct !== undefined) return direct;
    for (const trade of this.#trades) if (trade.latestExecId === execRefId) return trade;
    return undefined;
  }
}

const NO_TRADES: readonly Trade[] = [];
const FEW_TRADES = 8;
/** OrdStatus 7. */
const STOPPED = 0x37;
