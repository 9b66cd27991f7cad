/**
 * ListStatus (N) as a list goes on, for clients who asked for it in NewOrderList (E) with ProgRptReqs (414) 2: one each time that the OrdStatus of one of its orders
 * changes, the last one when all of them are done.
 *
 * It follows the reports in their order, behind the feed that tells them: what the feed had told before a restart changes the picture and is not told again, and a
 * report and the ListStatus behind it leave with one commit.
 */
import { CrossfeedError } from '../../core/errors.js';
import type { ClientHandler, ClientReport, OrderEntry } from '../../core/order-entry.js';
import { OrdStatus } from '../../core/venue.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import type { Answers, ListEntryState } from './answers.js';
import { TAG } from './tags.js';

/** Lists of a client that are followed at a time; the oldest is given up for one more. */
const LISTS_MAX = 1000;
/** ProgRptReqs: the sell side sends ListStatus by itself. */
const BY_ITSELF = 2;
const DONE = new Set<number>([
  OrdStatus.filled,
  OrdStatus.canceled,
  OrdStatus.rejected,
  OrdStatus.expired,
  OrdStatus.doneForDay,
]);
/** ListStatusType (429). */
const TIMED = 3;
const EXEC_STARTED = 4;
const ALL_DONE = 5;
/** ListOrderStatus (431). */
const EXECUTING = 3;
const CANCELLING = 4;
const LIST_DONE = 6;

interface Entry {
  readonly list: Watched;
  readonly state: ListEntryState;
  orderId: number;
}

interface Watched {
  readonly listId: string;
  readonly entries: Entry[];
  hasTraded: boolean;
}

export function wantsStatus(message: FixMessage): boolean {
  return message.int(TAG.progRptReqs) === BY_ITSELF;
}

export class ListWatch implements ClientHandler {
  readonly counters = { told: 0, untold: 0, givenUp: 0 };
  private readonly lists = new Map<string, Watched>();
  private readonly byName = new Map<string, Entry>();
  private readonly byOrderId = new Map<number, Entry>();

  /** @param toldBefore reports up to this sequence had been told before this process began */
  constructor(
    private readonly answers: Answers,
    private readonly toldBefore: number,
  ) {}

  /** Follows a list from now on; how its orders stand has been told. */
  begin(listId: string, states: readonly ListEntryState[]): void {
    this.forget(this.lists.get(listId));
    if (this.lists.size >= LISTS_MAX) {
      const [oldest] = this.lists.values();
      this.forget(oldest);
      this.counters.givenUp++;
    }
    const list: Watched = { listId, entries: [], hasTraded: states.some(({ cumQuantity }) => cumQuantity > 0) };
    for (const state of states) {
      const entry: Entry = { list, state, orderId: 0 };
      list.entries.push(entry);
      this.byName.set(state.clOrdId, entry);
    }
    this.lists.set(listId, list);
    if (isDone(list)) this.forget(list);
  }

  onReport(report: Readonly<ClientReport>): void {
    if (this.lists.size === 0 || report.sequence === 0) return;
    const entry = this.byOrderId.get(report.orderId) ?? this.byName.get(report.clOrdId);
    if (entry === undefined || (entry.orderId !== 0 && entry.orderId !== report.orderId)) return;
    const { list, state } = entry;
    entry.orderId = report.orderId;
    this.byOrderId.set(report.orderId, entry);
    const before = state.ordStatus;
    noteState(state, report);
    const hasBegun = !list.hasTraded && state.cumQuantity > 0;
    list.hasTraded ||= hasBegun;
    const isOver = isDone(list);
    if (before !== state.ordStatus && report.sequence > this.toldBefore) this.tell(list, hasBegun, isOver);
    if (isOver) this.forget(list);
  }

  /** After a restart: what happened to an order before the oldest report that is told again, its status knows. */
  refresh(client: number, port: Pick<OrderEntry, 'status'>): void {
    for (const list of [...this.lists.values()]) {
      let isKnown = true;
      for (const entry of list.entries) {
        const { state } = entry;
        const onReport = (report: Readonly<ClientReport>): void => {
          noteState(state, report);
          entry.orderId = report.orderId;
          this.byOrderId.set(report.orderId, entry);
        };
        const handler = { onReport, onCancelReject: () => undefined };
        isKnown &&= port.status(client, entry.orderId, state.clOrdId, handler);
      }
      list.hasTraded ||= list.entries.some(({ state }) => state.cumQuantity > 0);
      if (!isKnown || isDone(list)) this.forget(list);
    }
  }

  onCancelReject(): void {
    // The order stands as it was.
  }

  private tell(list: Watched, hasBegun: boolean, isOver: boolean): void {
    const type = isOver ? ALL_DONE : hasBegun ? EXEC_STARTED : TIMED;
    const isCancelling = list.entries.some(({ state }) => state.ordStatus === OrdStatus.pendingCancel);
    const status = isOver ? LIST_DONE : isCancelling ? CANCELLING : EXECUTING;
    try {
      this.answers.listStatus(
        list.listId,
        type,
        status,
        list.entries.map(({ state }) => state),
      );
      this.counters.told++;
    } catch (error) {
      if (!(error instanceof CrossfeedError && error.code.startsWith('JOURNAL_'))) throw error;
      // The next change tells it.
      this.counters.untold++;
    }
  }

  private forget(list: Watched | undefined): void {
    if (list === undefined) return;
    this.lists.delete(list.listId);
    for (const entry of list.entries) {
      if (this.byName.get(entry.state.clOrdId) === entry) this.byName.delete(entry.state.clOrdId);
      this.byOrderId.delete(entry.orderId);
    }
  }
}

/** Brings an order of a list up to what a report says. */
export function noteState(state: ListEntryState | undefined, report: Readonly<ClientReport>): void {
  if (state === undefined) return;
  state.ordStatus = report.ordStatus;
  state.cumQuantity = report.cumQuantity;
  state.leavesQuantity = report.leavesQuantity;
  state.averagePrice = report.averagePrice;
  const isCut = report.ordStatus === OrdStatus.canceled || report.ordStatus === OrdStatus.expired;
  state.cancelledQuantity = isCut ? report.quantity - report.cumQuantity : 0;
  state.text = report.reasonCode === '' ? report.text : `${report.reasonCode}: ${report.text}`;
}

function isDone({ entries }: Watched): boolean {
  return entries.every(({ state }) => DONE.has(state.ordStatus));
}
