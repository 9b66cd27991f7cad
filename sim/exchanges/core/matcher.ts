/**
 * The matcher: the only part of an exchange that decides. What comes in gets a venue time and is in the log before anything follows from it; how far
 * time goes is in the log before anything of it is told. So a matcher that was killed and started again replays the log and is where it was: the
 * same reports, feed events and match numbers, whoever has seen how many of them.
 *
 * A time in which it did not run is not traded: venue time goes on from the last mark, and only the wall clock beside it jumps.
 */
import { createHash } from 'node:crypto';
import type { Timer, TradingWorld } from '../../../control/core/world.js';
import type { PortPlace, VenueMoment } from './bus-messages.js';
import { DelayLine, NO_LATENCY, type Latency } from './delay-line.js';
import { ExchangeLogError, OperatorError } from './errors.js';
import { Exchange, type ExchangeOptions } from './exchange.js';
import { Hub, type HubTarget, type Snapshot } from './hub.js';
import { ExchangeLog, type LogDurability, type LogRecord } from './log.js';
import type { OperatorCommand } from './operator.js';
import type { OrderCommand, PortIdentity, SimListing } from './orders.js';
import type { FeedStore, ReportStore } from './stores.js';

export interface MatcherOptions extends ExchangeOptions {
  readonly world: Pick<TradingWorld, 'clock' | 'timers' | 'disk' | 'random'>;
  /** The matcher's own, with its log. */
  readonly directory: string;
  readonly durability?: LogDurability;
  /** At least between two looks at what is due; default 1. */
  readonly tickMs?: number;
  /** Between gateways and the matcher. */
  readonly latency?: Latency;
  /** How long a gateway may be away before its clients' sessions count as gone. */
  readonly gatewayGraceMs?: number;
}

/** A late tick catches up at most so much of the market's time; the rest comes with the next ticks. */
const CATCH_UP_NS = 50_000_000;
/** Venue time goes on at least so often, whether anything happens or not. */
const LONGEST_TICK_NS = 20_000_000;
/** Marks are written so far ahead, and a recovery may go so far beyond what anybody has seen. */
const MARK_AHEAD_NS = 100_000_000;
/** Feed events of this time before the end of the log can be asked for after a recovery. */
const KEPT_NS = 60_000_000_000;

interface Waiting {
  readonly link: string;
  readonly from: PortIdentity;
  readonly id: number;
  readonly command: OrderCommand;
  readonly refuse: (why: string) => void;
}

export interface MatcherCounters {
  commands: number;
  /** Came again, with a number that was taken before. */
  repeated: number;
  /** Of a link that the port's session is not with. */
  refused: number;
  batches: number;
}

export class Matcher implements HubTarget {
  readonly hub: Hub;
  readonly counters: MatcherCounters = { commands: 0, repeated: 0, refused: 0, batches: 0 };
  /** How many records the log had when this process came, and how long the replay took, ms. */
  readonly recovery: { readonly records: number; readonly ms: number };
  private readonly exchange: Exchange;
  private readonly log: ExchangeLog;
  private timer: Timer | undefined;
  /** Venue time for which the timer is set; Infinity: it is not. */
  private armedNs = Infinity;
  private readonly ports = new Map<string, { id: number; owner: string }>();
  private readonly identities = new Map<string, PortIdentity>();
  private waiting: Waiting[] = [];
  private markedNs = 0;
  /** Monotonic time at which venue time was `originVenueNs`; undefined: the day has not begun for this process. */
  private originNs: number | undefined;
  private originVenueNs = 0;
  private isClosed = false;
  private dayName = '';

  /** Replays the log of the directory. Throws ExchangeLogError when it is another exchange's or damaged, DiskError. */
  constructor(private readonly options: MatcherOptions) {
    const { world, market, directory, durability = 'os', latency = NO_LATENCY } = options;
    const beganNs = world.clock.monotonicNs();
    this.exchange = new Exchange(options);
    const random = world.random(market.seed);
    this.hub =
      latency === NO_LATENCY
        ? new Hub(this)
        : new Hub(this, () => ({
            in: new DelayLine(world, random, latency.inUs, latency.jitterUs),
            out: new DelayLine(world, random, latency.outUs, latency.jitterUs),
          }));
    const records: LogRecord[] = [];
    this.log = ExchangeLog.open(world.disk, directory, durability, (record) => records.push(record));
    this.replay(records);
    this.recovery = { records: records.length, ms: (world.clock.monotonicNs() - beganNs) / 1e6 };
    if (records.length > 0) this.start();
  }

  get listings(): readonly SimListing[] {
    return this.exchange.listings;
  }

  get reports(): ReportStore {
    return this.exchange.reports;
  }

  get feed(): FeedStore {
    return this.exchange.feed;
  }

  get day(): string {
    return this.dayName;
  }

  get moment(): VenueMoment {
    return { timeNs: this.exchange.nowNs, epochMs: this.exchange.epochMs };
  }

  get started(): boolean {
    return this.originNs !== undefined;
  }

  /** Venue time, ns since midnight of the exchange's day. */
  get nowNs(): number {
    return this.exchange.nowNs;
  }

  get liveOrders(): number {
    return this.exchange.participants.liveOrders;
  }

  get logBytes(): number {
    return this.log.bytes;
  }

  /** Lets the day begin, or go on. A second call changes nothing. */
  start(): void {
    if (this.started || this.isClosed) return;
    const { clock } = this.options.world;
    this.originNs = clock.monotonicNs();
    this.originVenueNs = this.exchange.nowNs;
    const epochMs = clock.epochMs();
    this.log.append({ k: 'start', atNs: this.originVenueNs, epochMs, digest: digestOf(this.options) });
    this.log.commit();
    this.begin(epochMs);
    for (const { owner } of this.ports.values()) if (owner !== '') this.linkDown(owner);
    this.arm();
  }

  /** Stops the process' part: the log stays, and the next matcher goes on from it. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.timer?.cancel();
    this.hub.close();
    this.log.close();
  }

  // What the hub asks.

  places(): readonly PortPlace[] {
    return [...this.ports].map(([port, { id, owner }]) => ({ port, id, owner }));
  }

  submit(link: string, from: PortIdentity, id: number, command: OrderCommand, refuse: (why: string) => void): void {
    if (this.isClosed) return;
    this.waiting.push({ link, from, id, command, refuse });
    // Everything that comes in one turn is one batch of the log.
    if (this.waiting.length === 1) this.options.world.timers.soon(() => this.take());
  }

  operate(command: OperatorCommand, done: (error: string | undefined) => void): void {
    if (!this.started) {
      done('the day has not begun');
      return;
    }
    this.take();
    const atNs = this.targetNs();
    this.log.append({ k: 'operate', atNs, command });
    this.log.commit();
    this.exchange.advance(atNs);
    done(this.carryOut(command));
    this.hub.pump();
    this.arm();
  }

  snapshot(): Snapshot {
    return this.exchange.snapshot();
  }

  linkUp(): void {
    // Its ports are still its own: what it has of them is in its `portUp`.
  }

  linkDown(link: string): void {
    const { world, gatewayGraceMs = 1000 } = this.options;
    world.timers.after(gatewayGraceMs, () => {
      if (this.isClosed || this.hub.isConnected(link)) return;
      for (const [port, { owner }] of this.ports) {
        const from = this.identities.get(port);
        if (owner === link && from !== undefined) this.submit(link, from, 0, { type: 'portDown' }, () => undefined);
      }
    });
  }

  private begin(epochMs: number): void {
    if (this.dayName === '') this.dayName = dayNameOf(epochMs);
    this.exchange.rebase(epochMs);
  }

  private tick(): void {
    if (!this.started || this.isClosed) return;
    const atNs = this.targetNs();
    if (atNs > this.markedNs) {
      this.markedNs = atNs + MARK_AHEAD_NS;
      this.log.append({ k: 'mark', atNs: this.markedNs });
      this.log.commit();
    }
    this.exchange.advance(atNs);
    this.hub.pump();
    this.arm();
  }

  /** Sets the timer for what is due next: a market in which little happens is not asked a thousand times a second. */
  private arm(): void {
    const { world, tickMs = 1 } = this.options;
    const { nowNs, nextNs } = this.exchange;
    const dueNs = Math.min(nextNs, nowNs + LONGEST_TICK_NS);
    if (!this.started || this.isClosed || dueNs >= this.armedNs) return;
    this.timer?.cancel();
    this.armedNs = dueNs;
    const delayMs = Math.max(tickMs, Math.ceil((dueNs - nowNs) / 1e6));
    this.timer = world.timers.after(delayMs, () => {
      this.armedNs = Infinity;
      this.tick();
    });
  }

  /** Where venue time should be now. */
  private targetNs(): number {
    if (this.originNs === undefined) return this.exchange.nowNs;
    const due = this.originVenueNs + this.options.world.clock.monotonicNs() - this.originNs;
    return Math.max(this.exchange.nowNs, Math.min(Math.floor(due), this.exchange.nowNs + CATCH_UP_NS));
  }

  private take(): void {
    if (this.waiting.length === 0 || this.isClosed) return;
    const batch = this.waiting;
    this.waiting = [];
    if (!this.started) {
      for (const { refuse } of batch) refuse('the day has not begun');
      return;
    }
    const atNs = this.targetNs();
    const changed = new Set<string>();
    const accepted = batch.filter((waiting) => this.isToBeTaken(waiting, changed));
    for (const { link, from, id, command } of accepted) {
      this.log.append({ k: 'command', atNs, link, from, id, command });
    }
    this.log.commit();
    this.exchange.advance(atNs);
    for (const { from, command } of accepted) this.exchange.apply(from, command);
    this.counters.batches++;
    this.counters.commands += accepted.length;
    this.hub.taken(this.places().filter(({ port }) => changed.has(port)));
    this.hub.pump();
    this.arm();
  }

  /** Moves the port's place; false for what must not be logged. */
  private isToBeTaken({ link, from, id, command, refuse }: Waiting, changed: Set<string>): boolean {
    const port = this.ports.get(from.port);
    // A gateway takes a port over by `portUp`, and may have notes about it before that.
    const needsPort = command.type !== 'portUp' && command.type !== 'note';
    if (needsPort && port !== undefined && port.owner !== '' && port.owner !== link) {
      this.counters.refused++;
      refuse(`the session of ${from.port} is with ${port.owner}`);
      return false;
    }
    if (id > 0 && port !== undefined && id <= port.id) {
      this.counters.repeated++;
      changed.add(from.port);
      return false;
    }
    changed.add(from.port);
    this.move(link, from, id, command);
    return true;
  }

  private move(link: string, from: PortIdentity, id: number, command: OrderCommand): void {
    let port = this.ports.get(from.port);
    if (port === undefined) {
      this.ports.set(from.port, (port = { id: 0, owner: '' }));
      this.identities.set(from.port, from);
    }
    port.id = Math.max(port.id, id);
    if (command.type === 'portUp') port.owner = link;
    else if (command.type === 'portDown') port.owner = '';
  }

  private carryOut(command: OperatorCommand): string | undefined {
    try {
      this.exchange.operate(command);
      return undefined;
    } catch (error) {
      if (error instanceof OperatorError) return error.message;
      throw error;
    }
  }

  private replay(records: readonly LogRecord[]): void {
    const { exchange } = this;
    const endNs = records.reduce((latest, { atNs }) => Math.max(latest, atNs), 0);
    const digest = digestOf(this.options);
    exchange.keepsFeed = false;
    for (const record of records) {
      if (record.k === 'mark') continue;
      if (!exchange.keepsFeed && record.atNs > endNs - KEPT_NS) {
        exchange.advance(endNs - KEPT_NS);
        exchange.keepsFeed = true;
      }
      // A day begins before anything of it has happened: what is due at that very moment follows from its clock.
      if (record.k !== 'start' || record.atNs > exchange.nowNs) exchange.advance(record.atNs);
      switch (record.k) {
        case 'start':
          if (record.digest !== digest) {
            throw new ExchangeLogError('EXCHANGE_LOG_OTHER', 'the log is of an exchange with another configuration', {
              where: this.options.directory,
              found: record.digest,
              expected: digest,
            });
          }
          this.begin(record.epochMs);
          break;
        case 'command':
          this.move(record.link, record.from, record.id, record.command);
          exchange.apply(record.from, record.command);
          break;
        case 'operate':
          this.carryOut(record.command);
          break;
      }
    }
    if (!exchange.keepsFeed) {
      exchange.advance(endNs - KEPT_NS);
      exchange.keepsFeed = true;
    }
    exchange.advance(endNs);
    this.markedNs = endNs;
  }
}

/** Of everything that the exchange's behaviour follows from. */
function digestOf({ market, rules }: ExchangeOptions): string {
  return createHash('sha256').update(JSON.stringify({ market, rules })).digest('hex').slice(0, 16);
}

/** Six capitals and digits, another one each second. */
function dayNameOf(epochMs: number): string {
  return Math.floor(epochMs / 1000)
    .toString(36)
    .toUpperCase()
    .padStart(6, '0')
    .slice(-6);
}
