/**
 * After the last restart everybody must tell the same story: the client by what it was told, the gateway's journal, and the venues by their own records. Amounts are compared
 * to the share and the cent.
 */
import type { Disk } from '../../control/core/disk.js';
import { realDisk } from '../../control/core/world-disk.js';
import { LogInspection } from '../../control/journal/inspection.js';
import { verifyJournal } from '../../control/commands/journal/verify.js';
import { RecordWords, type Described } from '../../control/orders/engine/log/describe.js';
import { ORDER_STREAM } from '../../control/orders/engine/log/order-log.js';
import { VENUES } from './installation.js';
import type { Trader, TraderOrder } from './trader.js';
import type { VenueExecution } from './witness.js';

/** How far the numbers of reports go forward when the host was restarted. */
const AFTER_RESTART = 2 ** 20;

interface Parent {
  readonly orderId: number;
  readonly clOrdId: string;
  readonly children: Set<number>;
}

interface Sum {
  quantity: number;
  money: number;
}

/** What the journal has said, read after each death: later lives may let go of what is not needed any more. */
export class JournalStory {
  readonly parents = new Map<number, Parent>();
  readonly parentOf = new Map<number, number>();
  /** A child's number under which it was asked to go on, and the one before. */
  readonly before = new Map<number, number>();
  /** When a child left, by the gateway's clock. */
  readonly sentMs = new Map<number, number>();
  /** What the gateway took for traded, by parent. */
  readonly traded = new Map<number, Sum>();
  /** ClOrdIDs that were taken up more than once. */
  readonly twice: string[] = [];
  /** Every event, in words. */
  readonly events: Described[] = [];
  private readonly names = new Set<string>();
  private readonly trades = new Set<string>();
  private readonly words = new RecordWords();
  private position = 0;

  constructor(
    readonly directory: string,
    readonly disk: Disk = realDisk,
  ) {}

  /** Reads what has come since the last time. Nobody writes. */
  read(): void {
    const log = new LogInspection(this.disk, this.directory);
    const stream = log.streams.indexOf(ORDER_STREAM);
    log.scan(
      (entry) => {
        if (entry.position <= this.position) return true;
        this.position = entry.position;
        const event = entry.stream === stream ? this.words.describe(entry) : undefined;
        if (event !== undefined) this.take(event);
        return true;
      },
      () => undefined,
    );
  }

  private take(described: Described): void {
    const { event, orderId: number, fields } = described;
    this.events.push(described);
    const amount = (name: string): number => Number(fields[name]);
    if (event === 'new') {
      const clOrdId = String(fields['clOrdId']);
      if (this.names.has(clOrdId)) this.twice.push(clOrdId);
      this.names.add(clOrdId);
      this.parents.set(number, { orderId: number, clOrdId, children: new Set() });
    } else if (event === 'child-sent') {
      this.adopt(number, amount('parent'));
      this.sentMs.set(number, described.at);
    } else if (event === 'child-replace') {
      this.adopt(amount('newOrderId'), this.parentOf.get(number) ?? 0);
      this.before.set(amount('newOrderId'), number);
    } else if (event === 'venue-report' && fields['execType'] === 'F') {
      const parent = this.parentOf.get(number) ?? 0;
      const key = `${parent} ${String(fields['execId'])} ${number}`;
      if (this.trades.has(key)) return;
      this.trades.add(key);
      add(this.traded, parent, amount('lastQuantity'), amount('lastPrice'));
    }
  }

  private adopt(child: number, parent: number): void {
    this.parentOf.set(child, parent);
    this.parents.get(parent)?.children.add(child);
  }
}

function add(sums: Map<number, Sum>, key: number, quantity: number, price: number): void {
  const sum = sums.get(key) ?? { quantity: 0, money: 0 };
  sum.quantity += quantity;
  sum.money += quantity * price;
  sums.set(key, sum);
}

/** Checksums and the chain of hashes. */
export function verified({ disk, directory }: Pick<JournalStory, 'disk' | 'directory'>): string[] {
  const words: string[] = [];
  const say = (text: string): void => void words.push(text);
  const isWhole = verifyJournal(new LogInspection(disk, directory), undefined, {
    write: say,
    warn: say,
    fail: () => undefined,
  });
  return isWhole ? [] : [`the journal: ${words.join(' ')}`];
}

/** Somebody who was told by a venue, apart from the gateway. */
export interface Testimony {
  readonly executions: readonly VenueExecution[];
  readonly client: { readonly faults: readonly string[] };
}

export function judge(trader: Trader, witnesses: readonly Testimony[], story: JournalStory): string[] {
  const executions = witnesses.flatMap((witness) => witness.executions);
  return [
    ...verified(story),
    ...trader.faults,
    ...trader.client.faults.map((fault) => `client: ${fault}`),
    ...witnesses.flatMap(({ client }) => client.faults.map((fault) => `witness: ${fault}`)),
    ...story.twice.map((clOrdId) => `${clOrdId} was taken up twice`),
    ...judgeClient(trader),
    ...judgeVenues(story, executions),
    ...judgeSums(trader, story, executions),
    ...judgeExposure(trader, story, executions),
  ];
}

/** Nothing that the client asked for is without an answer, and no report is missing. */
function judgeClient(trader: Trader): string[] {
  const faults: string[] = [];
  for (const { clOrdId, reports, status, kind } of trader.orders.values()) {
    if (reports.length === 0) faults.push(`${clOrdId} (${kind}) was never answered`);
    else if (!['2', '4', '8', 'C', '3'].includes(status)) faults.push(`${clOrdId} (${kind}) never ended: ${status}`);
  }
  for (const { clOrdId, type, isAnswered } of trader.requests.values()) {
    if (!isAnswered) faults.push(`${clOrdId} (${type}) was never answered`);
  }
  let before = 0;
  for (const number of [...trader.sequences.keys()].sort((a, b) => a - b)) {
    const missing = number - before - 1;
    // After the machine was restarted numbers go on so much higher, and nothing is lost.
    if (missing > 0 && missing !== AFTER_RESTART) faults.push(`reports ${before + 1} to ${number - 1} were never told`);
    before = number;
  }
  return faults;
}

/** What is at the venues was sent by this gateway, once, and nothing of it lives. */
function judgeVenues(story: JournalStory, executions: readonly VenueExecution[]): string[] {
  const faults: string[] = [];
  const entered = new Set<string>();
  const leaves = new Map<string, number>();
  for (const { venue, child, name, kind, leaves: left } of executions) {
    if (!story.parentOf.has(child)) faults.push(`${venue} has ${name}, and the journal has not`);
    const key = `${venue} ${child}`;
    if (kind === 'new') {
      if (entered.has(key)) faults.push(`${venue} ${name} was entered twice`);
      entered.add(key);
    }
    if (kind === 'replaced') leaves.delete(`${venue} ${story.before.get(child)}`);
    leaves.set(key, kind === 'refused' ? 0 : left);
  }
  for (const [key, left] of leaves) if (left > 0) faults.push(`child ${key} still works ${left}`);
  return faults;
}

/** Client, journal and venues have the same trades, to the share and the cent. */
function judgeSums(trader: Trader, story: JournalStory, executions: readonly VenueExecution[]): string[] {
  const faults: string[] = [];
  const atVenues = new Map<number, Sum>();
  for (const { kind, child, lastQuantity, lastPrice } of executions) {
    if (kind === 'trade') add(atVenues, story.parentOf.get(child) ?? 0, lastQuantity, lastPrice);
  }
  const told = new Map<number, TraderOrder>();
  for (const order of trader.orders.values())
    if (order.orderId !== '' && order.orderId !== 'NONE') told.set(Number(order.orderId), order);
  const none: Sum = { quantity: 0, money: 0 };
  for (const { orderId, clOrdId } of story.parents.values()) {
    const venues = atVenues.get(orderId) ?? none;
    const journal = story.traded.get(orderId) ?? none;
    const client = told.get(orderId);
    const words = `venues ${venues.quantity} for ${venues.money}, journal ${journal.quantity} for ${journal.money}, client ${client?.cum} for ${client?.money}`;
    if (client === undefined)
      faults.push(`${clOrdId} (${orderId}) was taken up, and the client was not told: ${words}`);
    else if (
      venues.quantity !== journal.quantity ||
      venues.money !== journal.money ||
      client.cum !== journal.quantity ||
      client.money !== journal.money
    ) {
      faults.push(`${clOrdId} (${orderId}, ${client.kind}): ${words}`);
    }
  }
  for (const parent of atVenues.keys())
    if (!story.parents.has(parent)) faults.push(`venues traded for order ${parent}, which is not in the journal`);
  return faults;
}

/** At no time were the venues' orders for one of the client's, with what had traded, more than the client ever asked for. */
function judgeExposure(trader: Trader, story: JournalStory, executions: readonly VenueExecution[]): string[] {
  const faults: string[] = [];
  const limits = new Map<number, TraderOrder>();
  for (const order of trader.orders.values()) if (order.orderId !== '') limits.set(Number(order.orderId), order);
  const byParent = new Map<number, VenueExecution[]>();
  for (const execution of executions) {
    const parent = story.parentOf.get(execution.child);
    if (parent === undefined) continue;
    const all = byParent.get(parent) ?? [];
    all.push(execution);
    byParent.set(parent, all);
  }
  for (const [parent, all] of byParent) {
    const order = limits.get(parent);
    if (order === undefined || order.isLinked) continue;
    const limit = Math.max(...order.quantities);
    const leaves = new Map<string, number>();
    let traded = 0;
    for (const execution of inOrder(all)) {
      const { venue, child, kind } = execution;
      if (kind === 'trade') traded += execution.lastQuantity;
      if (kind === 'replaced') leaves.delete(`${venue} ${story.before.get(child)}`);
      leaves.set(`${venue} ${child}`, kind === 'refused' ? 0 : execution.leaves);
      const working = [...leaves.values()].reduce((sum, each) => sum + each, 0);
      if (traded + working <= limit) continue;
      faults.push(
        `${order.clOrdId} (${parent}, ${order.kind}): ${traded} traded and ${working} at venues, of ${limit}`,
      );
      break;
    }
  }
  return faults;
}

/** Clocks of exchanges, which tell whole ms and count from their own starts, are so far apart. */
const CLOCKS_MS = 1;

/** Each venue's in its own order, one venue against the other by the time; in one millisecond by the order in which they were heard, or what ends before what begins. */
function inOrder(executions: readonly VenueExecution[]): VenueExecution[] {
  const streams = VENUES.map((venue) => executions.filter((each) => each.venue === venue));
  const merged: VenueExecution[] = [];
  while (merged.length < executions.length) {
    let best: VenueExecution[] | undefined;
    for (const stream of streams) {
      if (stream.length > 0 && (best === undefined || isBefore(stream[0]!, best[0]!))) best = stream;
    }
    merged.push(best!.shift()!);
  }
  return merged;
}

function isBefore(one: VenueExecution, other: VenueExecution): boolean {
  const isHeard = one.order !== undefined && other.order !== undefined;
  const isOneTime = Math.abs(one.epochMs - other.epochMs) <= (isHeard ? CLOCKS_MS : 0);
  return isOneTime ? orderOf(one) < orderOf(other) : one.epochMs < other.epochMs;
}

function orderOf({ kind, order = kind === 'new' ? 1 : 0 }: VenueExecution): number {
  return order;
}
