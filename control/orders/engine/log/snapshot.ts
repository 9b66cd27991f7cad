/** All that is kept, as plain data: for compaction, and to compare two states bit for bit. Clients, venues and instruments by name. */
import { createHash } from 'node:crypto';
import type { ClientOrder } from '../../../core/order-entry.js';
import { OrdersError } from '../../errors.js';
import type { OrderIndex } from '../model/order-index.js';
import { ParentOrder, type ParentImage } from '../model/parent-order.js';
import { hex } from './audit-chain.js';
import type { Names } from './names.js';

const VERSION = 1;
const ORDERS_A_PART = 200;

interface Head {
  readonly version: number;
  readonly clients: readonly string[];
  readonly venues: readonly string[];
  readonly nextId: number;
  readonly sequences: readonly number[];
  readonly day: number;
  readonly ended: readonly number[];
  readonly loose: readonly (readonly string[])[];
  readonly kept: readonly (readonly [string, string])[];
  /** The chain's last hash before the snapshot, and how many there were. */
  readonly chain: readonly [hash: string, count: number];
}

interface Part {
  readonly head?: Head;
  readonly orders?: readonly { readonly symbol: string; readonly image: ParentImage }[];
  readonly isLast?: boolean;
}

/** The parts of a snapshot, the first with the head, the last marked. */
export function* writeSnapshot(index: OrderIndex, names: Names, chain: Head['chain']): Generator<Uint8Array> {
  const { nextId, sequences, day } = index;
  const { clients, venues } = names;
  const ended = index.endedIds();
  const kept = [...index.kept];
  const head: Head = {
    version: VERSION,
    clients,
    venues,
    nextId,
    sequences,
    day,
    ended,
    loose: index.looseNames(),
    kept,
    chain,
  };
  yield bytesOf({ head });
  let orders: { symbol: string; image: ParentImage }[] = [];
  for (const order of index.parents.values()) {
    orders.push({ symbol: names.symbolOf(order.terms.instrument), image: order.image() });
    if (orders.length < ORDERS_A_PART) continue;
    yield bytesOf({ orders });
    orders = [];
  }
  yield bytesOf({ orders, isLast: true });
}

/** SHA-256 of everything: two engines in the same state have the same. */
export function digestOf(index: OrderIndex, names: Names): string {
  const hash = createHash('sha256');
  for (const part of writeSnapshot(index, names, ['', 0])) hash.update(part);
  return hex(hash.digest());
}

const LAST = Buffer.from(',"isLast":true}');

export function isLastPart(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(-LAST.length)).equals(LAST);
}

/** The chain's hash that the first part of a snapshot goes on from. */
export function chainOf(bytes: Uint8Array): readonly [hash: string, count: number] {
  return (JSON.parse(Buffer.from(bytes).toString('utf8')) as Part).head?.chain ?? ['', 0];
}

/** Puts parts together again. */
export class SnapshotReader {
  private head: Head | undefined;
  private readonly orders: ParentOrder[] = [];

  constructor(
    private readonly index: OrderIndex,
    private readonly names: Names,
  ) {}

  take(bytes: Uint8Array): void {
    const part = JSON.parse(Buffer.from(bytes).toString('utf8')) as Part;
    if (part.head !== undefined) {
      if (part.head.version !== VERSION) {
        const { version } = part.head;
        throw new OrdersError('ORDERS_SNAPSHOT', 'a snapshot of orders cannot be read', {
          found: version,
          expected: VERSION,
        });
      }
      this.head = part.head;
      this.names.was(part.head.clients, part.head.venues);
    }
    for (const { symbol, image } of part.orders ?? [])
      this.orders.push(ParentOrder.fromImage(this.mapped(symbol, image)));
    if (part.isLast === true) this.finish();
  }

  private mapped(symbol: string, image: ParentImage): ParentImage {
    const { names } = this;
    const instrument = names.instrumentOf(symbol);
    const client = names.client(image.client);
    const terms = (order: ClientOrder): ClientOrder => ({ ...order, client, instrument });
    const { replacing } = image;
    const children = (list: ParentImage['children']): ParentImage['children'] =>
      list.map((child) => ({ ...child, venue: names.venue(child.venue) }));
    return {
      ...image,
      client,
      terms: terms(image.terms),
      replacing: replacing === null ? null : { ...replacing, old: terms(replacing.old) },
      children: children(image.children),
      ended: children(image.ended),
      refusedVenues: names.venueMask(image.refusedVenues),
    };
  }

  private finish(): void {
    const { index, head, names } = this;
    if (head === undefined) throw new OrdersError('ORDERS_SNAPSHOT', 'a snapshot of orders has no beginning');
    index.nextId = Math.max(index.nextId, head.nextId);
    index.day = head.day;
    head.sequences.forEach((sequence, client) => {
      const now = names.client(client);
      if (now >= 0) index.sequences[now] = sequence;
    });
    head.loose.forEach((loose, client) => {
      for (const name of loose) index.nameLoose(names.client(client), name);
    });
    for (const [key, value] of head.kept) index.kept.set(key, value);
    index.restore(this.orders, head.ended);
  }
}

function bytesOf(part: Part): Uint8Array {
  return Buffer.from(JSON.stringify(part), 'utf8');
}
