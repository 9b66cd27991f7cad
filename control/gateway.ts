/**
 * The gateway: the one place that wires everybody. It opens the feed, keeps the books, starts the simulated exchanges once the
 * feed listens, and the dashboard, which is a process of its own and reads a local socket.
 */
import { join } from 'node:path';
import { createLogger, type Logger, type LogLevel } from './core/logging.js';
import type { GatewayStatus } from './core/status/schema.js';
import { STATUS_PERIOD_MS, UPDATE_PERIOD_MS } from './core/status/protocol.js';
import type { Timer, TradingWorld, World } from './core/world.js';
import { lockDataDirectory, type DataDirectory, type LogFile } from './core/world-data-directory.js';
import { compiled } from './core/world-installation.js';
import { realLocalSockets } from './core/world-local-sockets.js';
import { openAlerts } from './gateway/alerts.js';
import { Child } from './gateway/child.js';
import type { GatewayConfig } from './gateway/config-schema.js';
import { GatewayCardRegisters } from './gateway/card-registers.js';
import { GatewayHealth } from './gateway/health/health.js';
import { GatewaySocket, type Picture } from './gateway/local-server.js';
import { latencyStatus, StallWatch } from './gateway/latencies.js';
import { MarketData } from './gateway/market-data.js';
import { GatewayOperations } from './gateway/operations-control.js';
import { ORDER_SOCKET, type Orders } from './gateway/orders.js';
import { Trading } from './gateway/trading.js';
import type { Alerts } from './operations/alerts/alerts.js';

const SIMULATOR_READY_MS = 60_000;

export interface GatewayOptions {
  readonly world: World;
  /** What the venues need of it. */
  readonly tradingWorld: TradingWorld;
  readonly config: GatewayConfig;
  readonly logLevel?: LogLevel;
}

export class Gateway {
  /** Resolves when the gateway cannot go on, with the reason; its owner then stops it. */
  readonly failed: Promise<Error>;
  /** Where the dashboard listens, once it does. */
  url = '';
  private readonly world: World;
  private readonly config: GatewayConfig;
  private readonly stalls: StallWatch;
  private readonly startedNs: number;
  private readonly startedEpochMs: number;
  private readonly timers: Timer[] = [];
  private readonly simulators: Child[] = [];
  private dashboard: Child | undefined;
  private socket: GatewaySocket | undefined;
  private marketData: MarketData | undefined;
  private trading: Trading | undefined;
  private orders: Orders | undefined;
  private readonly health: GatewayHealth;
  private alerts: Alerts | undefined;
  private stopping: Promise<void> | undefined;
  private fail: (error: unknown) => void = () => undefined;

  private constructor(
    private readonly options: GatewayOptions,
    private readonly data: DataDirectory,
    private readonly logFile: LogFile,
    private readonly log: Logger,
  ) {
    this.world = options.world;
    this.config = options.config;
    this.stalls = new StallWatch(this.world);
    this.startedNs = this.world.clock.monotonicNs();
    this.startedEpochMs = this.world.clock.epochMs();
    const { lagMaxMs, readyQuotedSymbols } = this.config;
    this.health = new GatewayHealth({
      clock: this.world.clock,
      lagMaxMs,
      readyQuotedSymbols,
      isStreaming: (channel) => this.marketData?.isStreaming(channel) === true,
    });
    this.health.events.listen(({ kind, text, component, by }) => log.info(`event: ${kind}`, { text, component, by }));
    this.failed = new Promise((resolve) => {
      this.fail = (error) => {
        log.error('gateway cannot go on', { error });
        resolve(error instanceof Error ? error : new Error(String(error)));
      };
    });
  }

  /** Resolves when the dashboard listens and the exchanges publish; when anything cannot be had, all of it is taken down again. */
  static async start(options: GatewayOptions): Promise<Gateway> {
    const data = lockDataDirectory(options.config.dataDirectory);
    const logFile = data.openLog('gateway');
    const log = createLogger({
      clock: options.world.clock,
      level: options.logLevel ?? 'info',
      name: 'gateway',
      destination: logFile,
    });
    const gateway = new Gateway(options, data, logFile, log);
    try {
      await gateway.begin();
      return gateway;
    } catch (error) {
      log.error('start failed', { error });
      await gateway.stop();
      throw error;
    }
  }

  /** The engine that runs, and why it is not the one asked for. */
  get engineStatus(): GatewayStatus['engine'] | undefined {
    return this.marketData?.engineStatus;
  }

  /** Where FIX clients connect, and the token of demonstrations; undefined where there are none. */
  get access(): { readonly fixPort: number | undefined; readonly demoToken: string | undefined } {
    return { fixPort: this.orders?.clients.port, demoToken: this.orders?.demoToken };
  }

  /** The log goes on in a new file: the one before was put aside. */
  reopenLog(): void {
    this.logFile.reopen();
    this.log.info('log reopened');
  }

  /** Ends every process, closes every socket and gives the data directory up. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async begin(): Promise<void> {
    const { world, config, log, data } = this;
    log.info('gateway starts', { pid: process.pid, dataDirectory: data.path });
    const socketPath = join(data.path, 'gateway.sock');
    this.dashboard = this.dashboardChild(socketPath);
    // The dashboard takes longest to load and waits for nothing, so it goes first. Its failure is awaited below.
    const dashboardReady = this.dashboard.start();
    dashboardReady.catch(() => undefined);
    // The first exchange too, where what it says before the feed listens can be had afterwards.
    const isHealed = config.feeds.every(({ recovery }) => recovery !== undefined);
    const early = isHealed ? this.startFirstSimulator() : undefined;
    early?.catch(() => undefined);

    if (config.venues.length > 0) {
      this.trading = await Trading.open({ world: this.options.tradingWorld, log, config });
    }
    const marketData = await MarketData.open({
      world,
      tradingWorld: this.options.tradingWorld,
      log,
      config,
      failed: (error) => this.fail(error),
      events: this.health.events,
      ...(this.trading === undefined ? {} : { trading: this.trading }),
    });
    this.marketData = marketData;
    const { kind, requested, warning } = marketData.engineStatus;
    if (warning === null) log.info('engine runs', { engine: kind });
    else log.warn('engine is not the one asked for', { engine: kind, requested, why: warning });

    const { tradingWorld } = this.options;
    const { events } = this.health;
    this.alerts = openAlerts({ world: tradingWorld, log, config, secrets: this.trading?.secrets, events });

    const { view } = marketData;
    const picture = { table: view.table, status: null as GatewayStatus | null, statusVersion: 0 } satisfies Picture;
    this.socket = new GatewaySocket(picture, { book: (symbol, depth) => marketData.book(symbol, depth) }, log);
    await this.socket.listen(realLocalSockets, socketPath);

    const sampleStatus = (): void => {
      try {
        picture.status = this.status(marketData);
        picture.statusVersion += 1;
      } catch (error) {
        // A card that does not answer any more.
        this.fail(error);
      }
    };
    sampleStatus();
    this.timers.push(
      world.timers.every(STATUS_PERIOD_MS, sampleStatus),
      world.timers.every(UPDATE_PERIOD_MS, () => {
        view.refresh(world.clock.monotonicNs());
        this.socket?.push(world.clock.epochMs());
      }),
    );
    marketData.start();
    await (early ?? this.startFirstSimulator());
    // The others come one by one behind it: together they would keep everybody waiting for the first picture.
    void this.startOneByOne(this.simulators.slice(1));
    if (marketData.market !== undefined) {
      const { trading, alerts } = this;
      const operations = new GatewayOperations({
        ...{ marketData, events, log },
        card: new GatewayCardRegisters({ clock: world.clock, events, card: () => marketData.card }),
        ...(trading === undefined ? {} : { trading }),
        ...(alerts === undefined ? {} : { alerts }),
      });
      this.orders = trading?.connect(marketData.market, operations);
      await this.orders?.listen();
    }
    await dashboardReady;
    log.info('gateway ready', { url: this.url });
  }

  private async startFirstSimulator(): Promise<void> {
    const { world, log, config } = this;
    for (const { name, exchange, config: file } of config.simulators) {
      const child = new Child({
        name: `exchange ${name}`,
        args: [compiled(`sim/exchanges/${exchange}/main.js`), '--config', file, '--stop-on-stdin-end'],
        world,
        log,
        restart: true,
        // An exchange is several processes, and the machine may be busy with those of the others.
        readyWithinMs: SIMULATOR_READY_MS,
      });
      this.simulators.push(child);
    }
    await this.simulators[0]?.start();
  }

  private async startOneByOne(children: readonly Child[]): Promise<void> {
    for (const child of children) {
      if (this.isStopping()) return;
      try {
        await child.start();
      } catch (error) {
        if (!this.isStopping()) this.fail(error);
        return;
      }
    }
  }

  private isStopping(): boolean {
    return this.stopping !== undefined;
  }

  private dashboardChild(socketPath: string): Child {
    const { world, log } = this;
    const { host, port, login, tls, names } = this.config.http;
    let bound = port;
    return new Child({
      name: 'dashboard',
      // Started again it takes the port that it had.
      args: () => [
        compiled('dashboard/server/main.js'),
        ...['--gateway', socketPath, '--orders', join(this.data.path, ORDER_SOCKET)],
        ...['--host', host, '--port', String(bound), '--page', compiled('dashboard/page'), '--login', login],
        ...(tls === undefined ? [] : ['--cert', tls.certFile, '--key', tls.keyFile]),
        ...names.flatMap((name) => ['--name', name]),
      ],
      world,
      log,
      restart: true,
      onReady: (line) => {
        if (typeof line['url'] === 'string') this.url = line['url'];
        if (typeof line['port'] === 'number') bound = line['port'];
      },
    });
  }

  private status(marketData: MarketData): GatewayStatus {
    const { world } = this;
    const nowNs = world.clock.monotonicNs();
    const { turnNsMax, turnNsMaxEver, turns, ...market } = marketData.status(nowNs);
    const status = {
      gateway: {
        pid: process.pid,
        startedEpochMs: this.startedEpochMs,
        uptimeMs: Math.round((nowNs - this.startedNs) / 1e6),
        turnNsMax,
        turnNsMaxEver,
        memoryBytes: process.memoryUsage.rss(),
        latencies: [
          turns,
          latencyStatus('stall', [this.stalls.histogram]),
          ...(this.trading === undefined ? [] : [latencyStatus('commit', [this.trading.commitLatencies])]),
        ],
      },
      ...market,
      ...(this.trading === undefined ? {} : { trading: this.trading.status() }),
      processes: [...this.simulators, ...(this.dashboard === undefined ? [] : [this.dashboard])].map(
        (child) => child.status,
      ),
    };
    const whole = { ...status, ...this.health.observe(status, this.orders?.clientStatus()) };
    if (this.alerts === undefined) return whole;
    this.alerts.evaluate(whole);
    return { ...whole, health: { ...whole.health, alerts: [...this.alerts.alerts()] } };
  }

  private async end(): Promise<void> {
    this.log.info('gateway stops');
    this.stalls.stop();
    for (const timer of this.timers) timer.cancel();
    // Sessions log out while there is somebody to answer.
    await this.trading?.close();
    const children = this.dashboard === undefined ? this.simulators : [...this.simulators, this.dashboard];
    await Promise.all(children.map((child) => child.stop()));
    await this.marketData?.close();
    await this.socket?.close();
    this.log.info('gateway stopped');
    this.logFile.close();
    this.data.release();
  }
}
