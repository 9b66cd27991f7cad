/** The router of a gateway, with what it is configured by, and the record of what it decided. */
import { join } from 'node:path';
import type { SymbolMap } from '../core/instruments.js';
import type { Logger } from '../core/logging.js';
import type { MarketView } from '../core/market-view.js';
import { readUserFile } from '../core/world-data-directory.js';
import type { Timer, TradingWorld } from '../core/world.js';
import { parseYamlConfig } from '../core/yaml-config.js';
import { defaultRouting, routingShape, type RoutingConfig } from '../routing/config.js';
import { DecisionLog } from '../routing/decisions/log.js';
import { lastDecision } from '../routing/decisions/reader.js';
import { RoutingMemory } from '../routing/kernel/memory.js';
import { QualityRecorder } from '../routing/quality/recorder.js';
import { SmartRouter } from '../routing/router.js';
import { RuleBook, type RuleAudit } from '../routing/rules/rule-book.js';
import { marketRulesShape } from '../routing/rules/schema.js';
import type { VenueSet } from '../venues/venue-set.js';
import type { GatewayConfig } from './config-schema.js';

const NO_RULES = 'markets: {}\nrules: []\n';
/** Decisions go to the disk so often; the ring in memory holds many times as many. */
const DRAIN_MS = 100;
/** More than can be decided between two syncs of a disk. */
const NUMBERS_LOST_MAX = 2 ** 20;
/** The shortest time after a fill at which the market is looked at again is 50 ms. */
const QUALITY_MS = 25;

export interface RoutesOptions {
  readonly world: TradingWorld;
  readonly log: Logger;
  readonly config: GatewayConfig;
  readonly set: VenueSet;
  readonly symbols: SymbolMap;
  readonly market: MarketView;
  /** Where the market keeps its quotes, too. */
  readonly memory: RoutingMemory;
  readonly clients: readonly string[];
  /** The machine was restarted: the newest decisions may be gone, and their numbers are not given again. */
  readonly hostRestarted: boolean;
}

export class Routes {
  readonly router: SmartRouter;
  readonly rules: RuleBook;
  private readonly decisions: DecisionLog;
  private readonly quality: QualityRecorder;
  private readonly timers: readonly Timer[];

  /** Throws ConfigError, RoutingError, DiskError. */
  constructor({ world, log, config, set, symbols, market, memory, clients, hostRestarted }: RoutesOptions) {
    const { disk, clock, timers } = world;
    const directory = join(config.dataDirectory, 'decisions');
    disk.makeDirectory(directory);
    const venues = set.venues.map(({ id, capabilities }) => ({ id, takesSweeps: capabilities.sweep === 'native' }));
    const routing = routingOf(config);
    const audit = (record: RuleAudit): void => {
      log.warn('routing rule', { ...record });
      this.decisions.note({ rule: record });
    };
    this.rules = rulesOf(config, audit);
    this.router = new SmartRouter({
      market,
      symbols,
      venues,
      config: routing,
      rules: this.rules,
      clients,
      memory,
      audit,
      firstDecision: lastDecision(disk, directory) + 1 + (hostRestarted ? NUMBERS_LOST_MAX : 0),
    });
    const reference = { venues, clients, instruments: symbols.instruments, config: routing };
    this.decisions = new DecisionLog({ disk, directory, router: this.router, reference });
    this.quality = new QualityRecorder({ router: this.router, market });
    this.timers = [
      timers.every(QUALITY_MS, () => this.quality.advance(clock.monotonicNs())),
      timers.every(DRAIN_MS, () => {
        this.router.check(clock.monotonicNs(), clock.epochMs());
        this.decisions.drain();
      }),
    ];
  }

  /** By which name a client knows an order: what `crossfeed route explain` is asked for. */
  note(orderId: number, client: number, clOrdId: string): void {
    this.decisions.note({ clOrdId, orderId, client });
  }

  close(): void {
    for (const timer of this.timers) timer.cancel();
    this.quality.close();
    this.decisions.close();
  }
}

/** The memory that the router of a gateway works in. Throws ConfigError. */
export function routingMemory(config: GatewayConfig, { instruments, venues }: VenueSet): RoutingMemory {
  return new RoutingMemory({ instruments: instruments.length, venues: venues.length, config: routingOf(config) });
}

function routingOf({ orders }: GatewayConfig): RoutingConfig {
  if (orders.routing === undefined) return defaultRouting();
  return parseYamlConfig(orders.routing, readUserFile(orders.routing), routingShape);
}

function rulesOf({ orders: { rules: file } }: GatewayConfig, audit: (record: RuleAudit) => void): RuleBook {
  const text = file === undefined ? NO_RULES : readUserFile(file);
  return new RuleBook(parseYamlConfig(file ?? 'market rules', text, marketRulesShape), audit);
}
