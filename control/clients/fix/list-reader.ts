/** NewOrderList (E): all of its orders, or none. Several orders that hang together say how in 7103, in ListExecInst (69), or in TargetStrategyParameters (848). */
import type { ClientOrder, LinkKind } from '../../core/order-entry.js';
import { GroupReader, type GroupShape } from '../../protocols/fix/group.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import { MsgType } from '../../protocols/fix/msg-type.js';
import { clientDictionary } from './client-dictionary.js';
import { OrdRejReason, type Fault } from './fault.js';
import type { OrderReader } from './order-reader.js';
import { TAG } from './tags.js';

export const LIST_ORDERS_MAX = 100;

/** NoOrders (73), with our own tags inside of each entry. */
function orderGroup(): GroupShape {
  const shape = clientDictionary().group(MsgType.NewOrderList, TAG.noOrders);
  if (shape === undefined) throw new Error('FIX 4.4 has no NoOrders group');
  return shape;
}

export class ListReader {
  private readonly group = new GroupReader(orderGroup());

  constructor(
    private readonly orders: OrderReader,
    private readonly fault: Fault,
  ) {}

  /** ClOrdIDs of all entries, as far as they have some: for an answer that names them. */
  ids(message: FixMessage): string[] {
    const { group } = this;
    const ids: string[] = [];
    for (let more = group.open(message); more && ids.length < LIST_ORDERS_MAX; more = group.next()) {
      const at = group.find(TAG.clOrdId);
      ids.push(at < 0 ? 'NONE' : message.stringAt(at));
    }
    return ids;
  }

  /** Undefined when one of them cannot be read, or they do not make a list: `fault` says why, and `culprit` which. */
  read(client: number, message: FixMessage): ClientOrder[] | undefined {
    const { group, fault } = this;
    this.culprit = -1;
    const kind = this.kind(message);
    if (kind === undefined) return undefined;
    const link = kind === '' ? '' : (message.string(TAG.listId) ?? '');
    const read: ClientOrder[] = [];
    const seen = new Set<string>();
    for (let more = group.open(message); more; more = group.next()) {
      this.culprit = read.length;
      if (read.length === LIST_ORDERS_MAX) return this.no(TAG.noOrders, 'more', `at most ${LIST_ORDERS_MAX} orders`);
      if (!this.orders.read(client, message, group, link, kind)) return undefined;
      const order = { ...this.orders.order };
      if (seen.has(order.clOrdId)) {
        fault.set(TAG.clOrdId, `${order.clOrdId} twice`, 'each ClOrdID once', OrdRejReason.duplicateOrder);
        return undefined;
      }
      seen.add(order.clOrdId);
      read.push(order);
    }
    this.culprit = -1;
    return this.asWhole(message, read);
  }

  /** Which entry is to blame, from 0; -1: the list. */
  culprit = -1;

  private asWhole(message: FixMessage, read: ClientOrder[]): ClientOrder[] | undefined {
    const total = message.int(TAG.totNoOrders);
    if (read.length === 0) return this.no(TAG.noOrders, '0', 'at least one order');
    if (total !== read.length)
      return this.no(TAG.totNoOrders, String(total), `${read.length}: lists come in one piece`);
    const [first] = read;
    const kind = first?.linkKind ?? '';
    const wanted = kind === 'bracket' ? 3 : kind === '' ? 1 : 2;
    if (read.length < wanted || (kind === 'bracket' && read.length > wanted)) {
      return this.no(
        TAG.noOrders,
        String(read.length),
        `${wanted} orders${kind === 'bracket' ? '' : ' or more'} in ${kind}`,
      );
    }
    for (const order of read) {
      if (order.linkKind === kind && order.linkId === first?.linkId) continue;
      return this.no(TAG.clOrdLinkId, `${order.linkId} ${order.linkKind}`, 'the same link in all orders of a list');
    }
    return read;
  }

  private kind(message: FixMessage): LinkKind | undefined {
    const own = this.headField(message, TAG.linkKind);
    const said = own === '' ? (message.string(TAG.listExecInst) ?? '').trim().toLowerCase() : own;
    if (said === '' || said === 'oco' || said === 'oto' || said === 'bracket') return said;
    this.no(own === '' ? TAG.listExecInst : TAG.linkKind, said, 'oco, oto or bracket, or nothing');
    return undefined;
  }

  /** A field of the list itself, not of one of its orders. */
  private headField(message: FixMessage, tag: number): string {
    const at = message.find(tag);
    const group = message.find(TAG.noOrders);
    return at >= 0 && (group < 0 || at < group) ? message.stringAt(at) : '';
  }

  private no(tag: number, found: string, expected: string): ClientOrder[] | undefined {
    this.fault.set(tag, found, expected);
    return undefined;
  }
}
