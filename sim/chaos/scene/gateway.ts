/** The gateway of the simulation: the real composition of trading and market data, as one process on a host whose power can be cut. */
import { join } from 'node:path';
import type { DurabilityPolicy } from '../../../control/core/journal.js';
import { silentLogger } from '../../../control/core/logging.js';
import { readUserFile } from '../../../control/core/world-data-directory.js';
import { installationRoot } from '../../../control/core/world-installation.js';
import { parseConfig } from '../../../control/gateway/config.js';
import type { GatewayConfig } from '../../../control/gateway/config-schema.js';
import { loadVenue, type LoadedVenue } from '../../../control/venues/config/load.js';
import { MarketData } from '../../../control/gateway/market-data.js';
import { Trading } from '../../../control/gateway/trading.js';
import type { VirtualHost } from '../../../test/support/world/host.js';
import type { VirtualProcess } from '../../../test/support/world/process.js';
import type { VirtualWorld } from '../../../test/support/world/world.js';
import { DamageCheck } from '../checks/damage.js';
import { StaleCheck } from '../checks/stale.js';
import { SyncCheck } from '../checks/syncs.js';
import { LIMITS } from './limits.js';
import { GATEWAY, PASSWORD_FILE, VENUES } from './venues.js';

export const CLIENT_PORT = 9880;
export const JOURNAL = '/data/journal';
const STATUS_MS = 100;
const MARKET_RULES = join(installationRoot(), 'config/market-rules.yaml');

const shared = new Map<string, GatewayConfig>();

/** The files that a gateway reads, which are in no folder. */
const FILES: ReadonlyMap<string, string> = new Map([
  ['/etc/limits.yaml', LIMITS],
  ...VENUES.map(({ id, file }) => [`/etc/${id.toLowerCase()}.yaml`, file] as const),
]);

const texts = new Map<string, string>();
const venues = new Map<string, LoadedVenue>();

/** What is read does not depend on the seed: once, whatever the number of seeds. */
function once<T>(known: Map<string, T>, make: (path: string) => T): (path: string) => T {
  return (path) => {
    let value = known.get(path);
    if (value === undefined) known.set(path, (value = make(path)));
    return value;
  };
}

const readText = once(texts, (path) => FILES.get(path) ?? readUserFile(path));
const loadOnce = once(venues, (file) => loadVenue(file, readText));

/** Read once, whatever the number of seeds: what is in it does not depend on the seed. */
function configured(durability: DurabilityPolicy, picturesOnly: boolean): GatewayConfig {
  const key = `${durability} ${picturesOnly}`;
  const known = shared.get(key);
  if (known !== undefined) return known;
  const files = VENUES.map(({ id }) => `{ file: /etc/${id.toLowerCase()}.yaml }`);
  const text = `
engine: software
dataDirectory: /data
http: {}
staleAfterMs: 400
feeds:${VENUES.map(({ feed }) => feed?.(picturesOnly) ?? '').join('')}
venues: [${files.join(', ')}]
trading: { durability: ${durability} }
orders: { limits: /etc/limits.yaml, rules: ${MARKET_RULES}, equities: always-open }
clients:
  fix: { host: ${GATEWAY}, port: ${CLIENT_PORT} }
  list:
    - id: CLIENT1
      fix: { targetCompId: CLIENT1 }
      ownTags: true
`;
  const config = parseConfig('/etc/gateway.yaml', text);
  shared.set(key, config);
  return config;
}

export class ChaosGateway {
  readonly host: VirtualHost;
  trading: Trading | undefined;
  marketData: MarketData | undefined;
  /** What went wrong in a process that lived: it would have ended with it. */
  readonly broken: unknown[] = [];
  starts = 0;
  readonly stale = new StaleCheck();
  readonly syncs: SyncCheck;
  readonly damage: DamageCheck;
  /** When it ended so far, simulated ms. */
  readonly endedMs: number[] = [];
  /** The client may log on. */
  isReady = false;
  private process: VirtualProcess | undefined;

  constructor(
    private readonly world: VirtualWorld,
    private readonly durability: DurabilityPolicy,
    /** Its feeds have no servers of single messages: whatever is missing takes a picture. */
    private readonly picturesOnly: boolean,
  ) {
    this.host = world.addHost('gateway', { addresses: [GATEWAY] });
    this.syncs = new SyncCheck(this.host.disk, JOURNAL);
    this.damage = new DamageCheck(this.host.disk, JOURNAL);
    const { disk } = this.host.start();
    const file = disk.open(PASSWORD_FILE, 'create');
    file.write(new TextEncoder().encode('crossfeed'), 0, 9, 0);
    file.sync();
    file.close();
    disk.syncDirectory('/');
    this.host.kill();
    this.host.onDown = () => this.ended();
  }

  get isUp(): boolean {
    return this.process?.isAlive === true;
  }

  /** Starts on what the process before left behind; it is ready some turns of the world later, unless it dies before. */
  start(): void {
    const process = this.host.start();
    this.process = process;
    this.isReady = false;
    this.starts++;
    this.open(process).then(
      () => {
        if (!process.isAlive) return;
        this.damage.started();
        this.isReady = true;
      },
      (error: unknown) => {
        if (process.isAlive && !this.damage.explains(error)) this.broken.push(error);
        process.kill();
      },
    );
  }

  private async open(process: VirtualProcess): Promise<void> {
    const config = configured(this.durability, this.picturesOnly);
    this.stale.forget();
    this.syncs.forget();
    const log = silentLogger;
    this.trading = this.marketData = undefined;
    const trading = await Trading.open({ world: process, log, config, readText, loadVenue: loadOnce });
    const failed = (error: unknown): void => void this.broken.push(error);
    const marketData = await MarketData.open({ world: process, tradingWorld: process, log, config, failed, trading });
    this.trading = trading;
    this.marketData = marketData;
    process.run(() => {
      marketData.start();
      process.timers.every(STATUS_MS, () => {
        const { channels } = marketData.status(process.clock.monotonicNs());
        const nowMs = this.world.nowNs / 1e6;
        this.stale.note(channels, this.world.startEpochMs + nowMs, process.clock.epochMs());
        this.syncs.look(nowMs, trading.status().journal.state === 'open');
      });
    });
    const orders = process.run(() => trading.connect(marketData.market!));
    await process.run(() => orders?.clients.start());
  }

  /** Acts within the process; undefined: it is gone. */
  act<T>(run: (trading: Trading, marketData: MarketData) => T): T | undefined {
    const { trading, marketData, process } = this;
    if (trading === undefined || marketData === undefined || process?.isAlive !== true) return undefined;
    return process.run(() => run(trading, marketData));
  }

  kill(): void {
    this.isReady = false;
    this.process?.kill();
    this.ended();
  }

  powerCut(): void {
    this.isReady = false;
    this.host.powerCut();
  }

  private ended(): void {
    this.endedMs.push(this.world.nowNs / 1e6);
  }
}
