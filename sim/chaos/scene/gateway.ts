/** The gateway of the simulation: the real composition of trading and market data, as one process on a host whose power can be cut. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../../control/core/logging.js';
import { parseConfig } from '../../../control/gateway/config.js';
import type { GatewayConfig } from '../../../control/gateway/config-schema.js';
import { MarketData } from '../../../control/gateway/market-data.js';
import { Trading } from '../../../control/gateway/trading.js';
import type { VirtualHost } from '../../../test/support/world/host.js';
import type { VirtualProcess } from '../../../test/support/world/process.js';
import type { VirtualWorld } from '../../../test/support/world/world.js';
import { LIMITS } from './limits.js';
import { GATEWAY, PASSWORD_FILE, VENUES } from './venues.js';

export const CLIENT_PORT = 9880;
const STATUS_MS = 100;

let shared: GatewayConfig | undefined;

/** Files are read once, whatever the number of seeds; what is in them does not depend on the seed. */
function configured(): GatewayConfig {
  if (shared !== undefined) return shared;
  const folder = mkdtempSync(join(tmpdir(), 'crossfeed-chaos-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const venues = VENUES.map(({ id, file: text }) => `{ file: ${file(`${id.toLowerCase()}.yaml`, text)} }`);
  const text = `
engine: software
dataDirectory: /data
http: {}
staleAfterMs: 1500
feeds:${VENUES.map(({ feed = '' }) => feed).join('')}
venues: [${venues.join(', ')}]
orders: { limits: ${file('limits.yaml', LIMITS)} }
clients:
  fix: { host: ${GATEWAY}, port: ${CLIENT_PORT} }
  list:
    - id: CLIENT1
      fix: { targetCompId: CLIENT1 }
      ownTags: true
`;
  shared = parseConfig(join(folder, 'gateway.yaml'), text);
  return shared;
}

export class ChaosGateway {
  readonly host: VirtualHost;
  trading: Trading | undefined;
  marketData: MarketData | undefined;
  /** Errors that would have ended the process. */
  readonly broken: unknown[] = [];
  starts = 0;
  private process: VirtualProcess | undefined;

  constructor(private readonly world: VirtualWorld) {
    this.host = world.addHost('gateway', { addresses: [GATEWAY] });
    const file = this.host.start().disk.open(PASSWORD_FILE, 'create');
    file.write(new TextEncoder().encode('crossfeed'), 0, 9, 0);
    file.sync();
    file.close();
    this.host.kill();
  }

  get isUp(): boolean {
    return this.process?.isAlive === true;
  }

  /** Starts on what the process before left behind. Where it ends while it starts, there is none. */
  async start(): Promise<void> {
    const { world } = this;
    const process = this.host.start();
    this.process = process;
    this.starts++;
    const config = configured();
    const log = silentLogger;
    const trading = await world.wait(Trading.open({ world: process, log, config }));
    this.trading = trading;
    const failed = (error: unknown): void => void this.broken.push(error);
    const marketData = await world.wait(
      MarketData.open({ world: process, tradingWorld: process, log, config, failed, trading }),
    );
    this.marketData = marketData;
    process.run(() => {
      marketData.start();
      process.timers.every(STATUS_MS, () => marketData.status(process.clock.monotonicNs()));
    });
    const orders = process.run(() => trading.connect(marketData.market!));
    if (orders === undefined) return;
    await world.wait(process.run(() => orders.clients.start()) ?? Promise.resolve());
  }

  /** Acts within the process; undefined: it is gone. */
  act<T>(run: (trading: Trading, marketData: MarketData) => T): T | undefined {
    const { trading, marketData, process } = this;
    if (trading === undefined || marketData === undefined) return undefined;
    return process?.run(() => run(trading, marketData));
  }

  kill(): void {
    this.process?.kill();
  }

  powerCut(): void {
    this.host.powerCut();
  }
}
