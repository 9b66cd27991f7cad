/** A NewOrderList (E) acted on: its orders entered one after the other, and their states told in a ListStatus (N). */
import type { ClientHandler, ClientOrder, OrderEntry } from '../../core/order-entry.js';
import { OrdStatus } from '../../core/venue.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import type { ClientHub } from '../hub.js';
import type { ClientWorld } from '../client-world.js';
import type { Client } from '../permissions.js';
import type { Answers, ListEntryState } from './answers.js';
import { BusinessRejectReason, type Fault } from './fault.js';
import { ListReader } from './list-reader.js';
import { noteState, wantsStatus, type ListWatch } from './list-watch.js';
import type { OrderReader } from './order-reader.js';
import { TAG } from './tags.js';

/** A message that comes, one that a process before this one took and did not answer, and one that it is too late for. */
export type Turn = 'first' | 'again' | 'stale';

export class ListEntry {
  private readonly reader: ListReader;
  private answers!: Answers;
  private entry!: OrderEntry;
  private watch!: ListWatch;

  constructor(
    private readonly client: Client,
    private readonly hub: ClientHub,
    private readonly world: ClientWorld,
    orders: OrderReader,
    private readonly fault: Fault,
  ) {
    this.reader = new ListReader(orders, fault);
  }

  bind(answers: Answers, entry: OrderEntry, watch: ListWatch): void {
    this.answers = answers;
    this.entry = entry;
    this.watch = watch;
  }

  /** A list that an earlier process entered, and told of: its orders' reports will say how they stand. */
  restore(message: FixMessage): void {
    if (!wantsStatus(message)) return;
    const orders = this.reader.read(this.client.number, message);
    if (orders === undefined) return;
    this.watch.begin(
      message.string(TAG.listId) ?? '',
      orders.map((order) => this.stateOf(order)),
    );
  }

  /** Acts on a list: all of it, or none. */
  take(message: FixMessage, turn: Turn): void {
    const { client, hub } = this;
    const orders = this.reader.read(client.number, message);
    if (orders === undefined) {
      this.refuseList(message);
      return;
    }
    const states = orders.map((order) => this.stateOf(order));
    const byId = new Map(states.map((state) => [state.clOrdId, state]));
    const listener: ClientHandler = {
      onReport: (report) => noteState(byId.get(report.clOrdId), report),
      onCancelReject: () => undefined,
    };
    hub.during(listener, () => {
      for (const order of orders) {
        if (turn === 'first') this.entry.submit(order);
        else if (this.entry.knows(client.number, order.clOrdId)) {
          this.entry.status(client.number, 0, order.clOrdId, listener);
        } else if (turn === 'again') this.entry.submit(order);
        else notEntered(byId.get(order.clOrdId));
      }
    });
    this.answers.list(message, states, false, '');
    if (wantsStatus(message)) this.watch.begin(message.string(TAG.listId) ?? '', states);
  }

  private stateOf(order: ClientOrder): ListEntryState {
    return {
      clOrdId: order.clOrdId,
      ordStatus: OrdStatus.pendingNew,
      cumQuantity: 0,
      leavesQuantity: order.quantity,
      averagePrice: '0',
      cancelledQuantity: 0,
      quantityScale: this.world.symbols.instruments[order.instrument]?.quantityScale ?? 0,
      text: '',
    };
  }

  private refuseList(message: FixMessage): void {
    const { fault, reader } = this;
    const { culprit } = reader;
    const states = reader.ids(message).map((clOrdId, i): ListEntryState => ({
      clOrdId,
      ordStatus: OrdStatus.rejected,
      cumQuantity: 0,
      leavesQuantity: 0,
      averagePrice: '0',
      cancelledQuantity: 0,
      quantityScale: 0,
      text: i === culprit ? fault.text : 'refused with its list',
    }));
    if (states.length === 0) this.answers.business(message, BusinessRejectReason.fieldMissing, fault.text);
    else this.answers.list(message, states, true, fault.text);
  }
}

function notEntered(state: ListEntryState | undefined): void {
  if (state === undefined) return;
  state.ordStatus = OrdStatus.rejected;
  state.leavesQuantity = 0;
  state.text = 'not entered: the list is from before a restart, and too old';
}
