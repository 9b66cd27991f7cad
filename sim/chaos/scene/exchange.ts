/**
 * One exchange of the simulation: a matcher with its log, two order gateways and a publisher, each a process on a host of its own that can be killed apart, and an auditor
 * who writes down what the exchange counts. What the auditor has is the truth that everything else is compared with.
 */
import type { OperatorCommand } from '../../exchanges/core/operator.js';
import type { OrderReport, OrderState } from '../../exchanges/core/orders.js';
import { FeedLinkEnd } from '../../exchanges/core/feed-link.js';
import { MatcherLinkEnd } from '../../exchanges/core/matcher-link.js';
import {
  join,
  OPEN_RULES,
  testExchange,
  type MemoryConnection,
  type TestExchange,
} from '../../exchanges/core/testing.js';
import { SeededRandom } from '../../../control/core/random.js';
import { makeInstruments } from '../../exchanges/market/instruments.js';
import type { VenueName } from '../../../test/kills/installation.js';
import { childOf, type VenueExecution } from '../../../test/kills/witness.js';
import type { VirtualHost } from '../../../test/support/world/host.js';
import type { VirtualProcess } from '../../../test/support/world/process.js';
import type { VirtualWorld } from '../../../test/support/world/world.js';

export const FIRM = 'XFED';
export const SYMBOLS = 3;
const TICK_MS = 5;
/** A feed hears of its exchange within that. */
const FEED_MS = 1000;
/** More events than a run has. */
const FEED_HISTORY = 20_000;

/** Parts of an exchange that are processes of their own. */
export const EXCHANGE_PARTS = ['matcher', 'entry-a', 'entry-b', 'publisher'] as const;
export type ExchangePart = (typeof EXCHANGE_PARTS)[number];

/** Opens one part in a process: its servers, joined to the matcher by links of the exchange. A publisher gets the feed, which is up. */
export type OpenPart = (
  exchange: ChaosExchange,
  process: VirtualProcess,
  part: ExchangePart,
  feed: FeedLinkEnd | undefined,
) => Promise<unknown>;

export interface ExchangeOptions {
  readonly id: VenueName;
  /** 127.0.N.x is its network. */
  readonly network: number;
  readonly open: OpenPart;
}

type End = MatcherLinkEnd | FeedLinkEnd;

export class ChaosExchange {
  readonly id: VenueName;
  /** What the exchange counts of our orders, in its own order. */
  readonly executions: VenueExecution[] = [];
  /** The last report of each port. */
  private readonly heard = new Map<string, number>();
  private exchange!: TestExchange;
  private readonly hosts: Readonly<Record<ExchangePart, VirtualHost>>;
  private readonly ends = new Map<string, { readonly end: End; joint: MemoryConnection | undefined }>();
  private links = 0;

  constructor(
    readonly world: VirtualWorld,
    private readonly options: ExchangeOptions,
    private readonly seed: number,
    /** What its market does of itself, messages a second. */
    private readonly marketRate = 60,
  ) {
    this.id = options.id;
    const host = (part: ExchangePart, last: number): VirtualHost =>
      world.addHost(`${options.id} ${part}`, { addresses: [this.address(last)] });
    this.hosts = {
      matcher: host('matcher', 1),
      'entry-a': host('entry-a', 2),
      'entry-b': host('entry-b', 3),
      publisher: host('publisher', 4),
    };
  }

  address(last: number): string {
    return `127.0.${this.options.network}.${last}`;
  }

  addressOf(part: ExchangePart): string {
    return this.hosts[part].address;
  }

  /** Everything is up afterwards. */
  async open(): Promise<void> {
    this.startMatcher();
    const auditor = new MatcherLinkEnd('auditor');
    this.add('auditor', auditor);
    auditor.followFirm(FIRM, 0, (report) => this.note(report));
    for (const part of EXCHANGE_PARTS) if (part !== 'matcher') await this.start(part);
  }

  isUp(part: ExchangePart): boolean {
    return this.hosts[part].processes.size > 0;
  }

  kill(part: ExchangePart): void {
    if (part === 'matcher') for (const own of this.ends.values()) own.joint?.cut('killed');
    this.hosts[part].kill();
    for (const [owner, { joint }] of this.ends) {
      if (!owner.startsWith(part)) continue;
      joint?.cut('killed');
      this.ends.delete(owner);
    }
  }

  async start(part: ExchangePart): Promise<void> {
    if (part === 'matcher') {
      this.startMatcher();
      for (const own of this.ends.values()) own.joint = this.joined(own.end);
      return;
    }
    const process = this.hosts[part].start();
    const feed = part === 'publisher' ? this.feed(part) : undefined;
    if (feed !== undefined) await this.world.runUntil(() => feed.isUp, FEED_MS);
    await this.world.wait(this.options.open(this, process, part, feed));
  }

  /** Its operator does something; nothing where the matcher is away. */
  operate(command: OperatorCommand): void {
    const [process] = this.hosts.matcher.processes;
    process?.run(() => this.exchange.matcher.operate(command, () => undefined));
  }

  /** A gateway's link. */
  link(part: ExchangePart, name: string): MatcherLinkEnd {
    const end = new MatcherLinkEnd(`${name}-${this.links++}`);
    this.add(`${part} ${name}`, end);
    return end;
  }

  private feed(part: ExchangePart): FeedLinkEnd {
    const end = new FeedLinkEnd(`feed-${this.links++}`);
    this.add(`${part} feed`, end);
    return end;
  }

  /** Shown levels by symbol, best first: `300@2285000 … | …`. */
  books(): Map<string, string> {
    const { matcher } = this.exchange;
    const names = matcher.listings.map(({ symbol }) => symbol);
    const sides = names.map(() => [new Map<number, number>(), new Map<number, number>()] as const);
    for (const { instrument, side, price, quantity } of matcher.snapshot().orders) {
      const own = sides[instrument]![side === 'B' ? 0 : 1];
      own.set(price, (own.get(price) ?? 0) + quantity);
    }
    const text = (levels: ReadonlyMap<number, number>, sign: number): string =>
      [...levels]
        .sort(([a], [b]) => sign * (a - b))
        .map(([price, quantity]) => `${quantity}@${price}`)
        .join(' ');
    return new Map(names.map((name, i) => [name, `${text(sides[i]![0], -1)} | ${text(sides[i]![1], 1)}`]));
  }

  private startMatcher(): void {
    this.exchange = testExchange({
      world: this.hosts.matcher.start(),
      rules: OPEN_RULES,
      tickMs: TICK_MS,
      directory: 'exchange',
      feedHistory: FEED_HISTORY,
      market: {
        seed: this.seed,
        venue: this.id,
        instruments: makeInstruments({ count: SYMBOLS, newListings: false }, new SeededRandom(this.seed)),
        messagesPerSecond: this.marketRate,
        haltEveryS: null,
        breakerAfterS: null,
        continuous: true,
      },
    });
  }

  private add(owner: string, end: End): void {
    this.ends.set(owner, { end, joint: this.isUp('matcher') ? this.joined(end) : undefined });
  }

  private joined(end: End): MemoryConnection {
    const [process] = this.hosts.matcher.processes;
    return join(process!.timers, this.exchange.matcher.hub, end);
  }

  private note(report: OrderReport): void {
    if (!('order' in report) || report.order === undefined) return;
    const kind = KINDS[report.type];
    if (kind === undefined) return;
    const { order, portSequence } = report;
    // A matcher that comes back may tell again.
    if (portSequence <= (this.heard.get(order.port) ?? 0)) return;
    this.heard.set(order.port, portSequence);
    const name = nameOf(order);
    this.executions.push({
      venue: this.id,
      child: childOf(name),
      name,
      kind,
      execId: `${this.executions.length + 1}`,
      epochMs: report.epochMs,
      quantity: order.quantity,
      cum: order.executed,
      leaves: order.leaves,
      lastQuantity: report.type === 'executed' ? report.quantity : 0,
      lastPrice: report.type === 'executed' ? report.price : 0,
      // As it was heard, which is at once unless the matcher was away.
      order: this.world.events,
      isImmediate: order.timeInForce === 'ioc' || order.timeInForce === 'fok',
    });
  }
}

const KINDS: Partial<Record<OrderReport['type'], VenueExecution['kind']>> = {
  accepted: 'new',
  executed: 'trade',
  replaced: 'replaced',
  canceled: 'ended',
  modified: 'changed',
  restated: 'changed',
  broken: 'takenBack',
  corrected: 'takenBack',
};

/** Our name of an order as it was sent last. */
function nameOf(order: OrderState): string {
  return String(order.echo['clOrdId'] ?? order.token).trim();
}
