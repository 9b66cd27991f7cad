/**
 * One exchange of the simulation: a matcher with its log, two order gateways and a publisher, each a process on a host of its own that can be killed apart, and an auditor
 * who writes down what the exchange counts. What the auditor has is the truth that everything else is compared with.
 */
import type { OrderCommand, OrderReport, OrderState, PortIdentity } from '../../exchanges/core/orders.js';
import { FeedLinkEnd } from '../../exchanges/core/feed-link.js';
import { MatcherLinkEnd } from '../../exchanges/core/matcher-link.js';
import { join, OPEN_RULES, testExchange, type MemoryConnection, type TestExchange } from '../../exchanges/core/testing.js';
import { SeededRandom } from '../../../control/core/random.js';
import { makeInstruments } from '../../exchanges/market/instruments.js';
import type { VirtualHost } from '../../../test/support/world/host.js';
import type { VirtualProcess } from '../../../test/support/world/process.js';
import type { VirtualWorld } from '../../../test/support/world/world.js';

export const FIRM = 'XFED';
export const SYMBOLS = 3;
const TICK_MS = 5;
/** A feed hears of its exchange within that. */
const FEED_MS = 1000;

/** Parts of an exchange that are processes of their own. */
export const EXCHANGE_PARTS = ['matcher', 'entry-a', 'entry-b', 'publisher'] as const;
export type ExchangePart = (typeof EXCHANGE_PARTS)[number];

export interface Fill {
  /** The exchange's number of the trade. */
  readonly match: number;
  /** Our name of the order, as it was sent. */
  readonly token: string;
  readonly symbol: string;
  readonly quantity: number;
  readonly price: number;
}

/** Opens one part in a process: its servers, joined to the matcher by links of the exchange. A publisher gets the feed, which is up. */
export type OpenPart = (
  exchange: ChaosExchange,
  process: VirtualProcess,
  part: ExchangePart,
  feed: FeedLinkEnd | undefined,
) => Promise<unknown>;

export interface ExchangeOptions {
  readonly id: string;
  /** 127.0.N.x is its network. */
  readonly network: number;
  readonly open: OpenPart;
}

type End = MatcherLinkEnd | FeedLinkEnd;

export class ChaosExchange {
  readonly id: string;
  /** Orders that gateways gave to the matcher to enter, by `port token`: how often. */
  readonly entered = new Map<string, number>();
  /** By our name of the order: how it stands. */
  readonly orders = new Map<string, OrderState>();
  readonly fills: Fill[] = [];
  private exchange!: TestExchange;
  private readonly hosts: Readonly<Record<ExchangePart, VirtualHost>>;
  private readonly ends = new Map<string, { readonly end: End; joint: MemoryConnection | undefined }>();
  private links = 0;

  constructor(
    readonly world: VirtualWorld,
    private readonly options: ExchangeOptions,
    private readonly seed: number,
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

  /** A gateway's link, whose orders are counted. */
  link(part: ExchangePart, name: string): MatcherLinkEnd {
    const end = new CountingLink(`${name}-${this.links++}`, this.entered);
    this.add(`${part} ${name}`, end);
    return end;
  }

  private feed(part: ExchangePart): FeedLinkEnd {
    const end = new FeedLinkEnd(`feed-${this.links++}`);
    this.add(`${part} feed`, end);
    return end;
  }

  get matcher() {
    return this.exchange.matcher;
  }

  private startMatcher(): void {
    this.exchange = testExchange({
      world: this.hosts.matcher.start(),
      rules: OPEN_RULES,
      tickMs: TICK_MS,
      directory: 'exchange',
      market: {
        seed: this.seed,
        venue: this.id,
        instruments: makeInstruments({ count: SYMBOLS, newListings: false }, new SeededRandom(this.seed)),
        messagesPerSecond: 60,
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
    const { order } = report;
    this.orders.set(`${order.port} ${order.originalToken}`, order);
    if (report.type === 'executed') {
      const { match, quantity, price } = report;
      this.fills.push({ match, token: nameOf(order), symbol: order.symbol, quantity, price });
    }
  }
}

/** Our name of an order as it was sent last. */
export function nameOf(order: OrderState): string {
  return String(order.echo['clOrdId'] ?? order.token).trim();
}

class CountingLink extends MatcherLinkEnd {
  constructor(
    name: string,
    private readonly entered: Map<string, number>,
  ) {
    super(name);
  }

  override send(from: PortIdentity, commandId: number, command: OrderCommand): boolean {
    const isTaken = super.send(from, commandId, command);
    if (command.type === 'enter' && isTaken) {
      const key = `${from.port} ${command.token}`;
      this.entered.set(key, (this.entered.get(key) ?? 0) + 1);
    }
    return isTaken;
  }
}
