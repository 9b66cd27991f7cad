/** The gateway's health: declares its components as they appear in the status, observes them with each sample, and gives the model as it travels. */
import type { ComponentKind, HealthStatus } from '../../core/status/health.js';
import type { ChannelStatus, GatewayStatus, Readiness, TradingStatus, VenueStatus } from '../../core/status/schema.js';
import type { Clock } from '../../core/world.js';
import { EventLog } from '../../resilience/event-log.js';
import { HealthModel } from '../../resilience/health/model.js';
import type { ComponentSpec, Need } from '../../resilience/health/part.js';
import { readinessOf } from '../readiness.js';
import { ClockWatch } from './clock-watch.js';
import { GrowthOf } from './growth.js';
import * as observers from './observers.js';

export type Observed = Omit<GatewayStatus, 'health' | 'readiness'>;

export interface ClientSeen {
  readonly id: string;
  readonly loggedOn: boolean;
}

export interface GatewayHealthOptions {
  readonly clock: Clock;
  readonly lagMaxMs: number;
  readonly readyQuotedSymbols: number;
  /** A channel's stream comes by another way than its lines, whole. */
  readonly isStreaming: (channel: number) => boolean;
}

const EVENTS_SENT = 50;

export class GatewayHealth {
  readonly events: EventLog;
  readonly model: HealthModel;
  private readonly growth = new GrowthOf();
  private readonly clockWatch: ClockWatch;
  private readonly variants = new Map<string, string>();
  private readonly wereActive = new Set<string>();
  private werePopulated = false;
  private nowNs = 0;
  private cardTimeNs = -1;
  private cardMovedNs = 0;

  constructor(private readonly options: GatewayHealthOptions) {
    const { clock } = options;
    this.events = new EventLog(clock);
    this.model = new HealthModel(clock, this.events);
    this.clockWatch = new ClockWatch(clock);
  }

  /** With each sample of the status. */
  observe(status: Observed, clients: readonly ClientSeen[] = []): { health: HealthStatus; readiness: Readiness } {
    this.nowNs = this.options.clock.monotonicNs();
    this.observeMarketData(status);
    if (status.trading !== undefined) this.observeTrading(status.trading, status);
    for (const { id, loggedOn } of clients) {
      this.see({ id: `client/${id}`, kind: 'client', label: `client ${id}` }, loggedOn ? observers.UP : observers.OFF);
    }
    for (const process of status.processes) {
      this.see(part('process', process.name, `process ${process.name}`), observers.seenOfProcess(process));
    }
    this.see(part('clock', 'wall', 'wall clock'), this.clockWatch.sample());
    this.model.settle();
    const components = this.model.components();
    return {
      health: {
        state: this.model.state,
        components,
        alerts: [],
        events: this.events.newest(EVENTS_SENT),
      },
      readiness: readinessOf(components),
    };
  }

  private observeMarketData(status: Observed): void {
    const { engine, ring, channels, books } = status;
    if (engine.requested === 'nic') {
      this.see(
        part('card', 'nic', 'card'),
        observers.seenOfCard(engine, status, this.cardStillMs(status.nicTimeNs), ring, this.grown),
      );
    }
    const needsCard: Need[] = engine.kind === 'nic' ? [{ of: 'all', ids: ['card/nic'] }] : [];
    this.seeAgain(
      { ...part('engine', 'main', 'engine'), needs: needsCard },
      observers.seenOfEngine(engine),
      engine.kind,
    );
    for (const channel of channels) this.observeChannel(channel, status);
    const wanted = Math.max(1, this.options.readyQuotedSymbols);
    this.werePopulated ||= books.quoted >= wanted;
    const feeds = channels.map(({ id }) => `feed/${id}`);
    const spec = { ...part('books', 'all', 'books'), needs: [{ of: 'any', ids: feeds }], essential: true } as const;
    this.see(spec, observers.seenOfBooks(books, wanted, this.werePopulated));
  }

  private observeChannel(channel: ChannelStatus, { market }: Observed): void {
    const { id, venue, lines, counters } = channel;
    const passed = counters.delivered + counters.empty + counters.gapMessages;
    const ways: string[] = [];
    for (const line of lines) {
      const own = part('line', `${id}/${line.name}`, `line ${line.name} of ${id}`);
      this.see(own, observers.seenOfLine(line, own.id, passed, this.grown));
      ways.push(own.id);
    }
    const isStreaming = this.options.isStreaming(channel.channel);
    if (channel.recovery !== undefined) {
      const backup = part('line', `${id}/backup`, `backup of ${id}`);
      this.see(backup, observers.seenOfBackup(channel, isStreaming));
      ways.push(backup.id);
    }
    const lagMs = market?.venues.find((each) => each.id === venue.toUpperCase())?.lagMs ?? 0;
    const needs: Need[] = [{ of: 'any', ids: ways }];
    // The software engine beside a card has no component of its own: it cannot fail without the process.
    if (channel.protocol === 'itch50') needs.push({ of: 'all', ids: ['engine/main'] });
    const spec = { ...part('feed', id, `feed ${id}`), needs, essential: true };
    this.see(spec, observers.seenOfFeed(channel, isStreaming, lagMs, this.options.lagMaxMs));
  }

  private observeTrading(trading: TradingStatus, { channels }: Observed): void {
    this.see({ ...part('journal', 'all', 'journal'), essential: true }, observers.seenOfJournal(trading));
    for (const venue of trading.venues) this.observeVenue(venue, channels);
    const venues = trading.venues.map(({ id }) => `venue/${id}`);
    const router: Need[] = [
      { of: 'all', ids: ['books/all'] },
      { of: 'any', ids: venues },
    ];
    this.see({ ...part('router', 'all', 'router'), needs: router }, observers.UP);
    const needs: Need[] = [
      { of: 'all', ids: ['journal/all'] },
      { of: 'wanted', ids: ['router/all'] },
    ];
    const orders = { ...part('orders', 'all', 'orders'), needs, essential: true };
    this.see(orders, observers.seenOfOrders(trading, this.grown));
  }

  private observeVenue(venue: VenueStatus, channels: readonly ChannelStatus[]): void {
    const isActive = venue.state === 'active';
    const entries: string[] = [];
    const sides: string[] = [];
    for (const session of venue.sessions) {
      const own = part('session', session.id, `session ${session.id}`);
      if (session.state === 'active') this.wereActive.add(own.id);
      const isEntry = session.purpose === 'orderEntry';
      this.see(own, observers.seenOfSession(session, this.wereActive.has(own.id), !isEntry || !isActive));
      (isEntry ? entries : sides).push(own.id);
    }
    const feeds = channels.filter((each) => each.venue.toUpperCase() === venue.id).map(({ id }) => `feed/${id}`);
    const needs: Need[] = [
      { of: 'any', ids: entries },
      { of: 'wanted', ids: [...sides, ...feeds] },
    ];
    this.see({ ...part('venue', venue.id, venue.id), needs }, observers.UP);
  }

  private cardStillMs(timeNs: number): number {
    if (timeNs !== this.cardTimeNs) {
      this.cardTimeNs = timeNs;
      this.cardMovedNs = this.nowNs;
    }
    return (this.nowNs - this.cardMovedNs) / 1e6;
  }

  private see(spec: ComponentSpec, { state, reasons }: observers.Seen): void {
    if (!this.model.has(spec.id)) this.model.declare(spec);
    this.model.observe(spec.id, state, reasons);
  }

  /** Of a component whose needs follow from its variant. */
  private seeAgain(spec: ComponentSpec, own: observers.Seen, variant: string): void {
    this.see(spec, own);
    if (this.variants.get(spec.id) === variant) return;
    this.variants.set(spec.id, variant);
    this.model.setNeeds(spec.id, spec.needs ?? []);
  }

  private readonly grown = (key: string, value: number): number => this.growth.sample(this.nowNs, key, value);
}

function part(kind: ComponentKind, name: string, label: string) {
  return { id: `${kind}/${name}`, kind, label } as const;
}
