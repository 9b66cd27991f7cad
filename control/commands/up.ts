/** `crossfeed up`: the gateway in the foreground, until it is told to stop. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { realWorld } from '../core/world-real.js';
import { realTradingWorld } from '../core/world-trading.js';
import type { GatewayConfig } from '../gateway/config-schema.js';
import { Gateway } from '../gateway.js';
import { readGatewayConfig, withConfigOptions, type ConfigOptions } from './gateway-config.js';

interface UpOptions extends ConfigOptions {
  readonly engine?: 'nic' | 'software';
  readonly port?: number;
  readonly demoOrders?: number;
}

export function upCommand(): Command {
  return withConfigOptions(new Command('up'))
    .description('run the gateway: feeds, books, the dashboard, and the simulated exchanges of the configuration')
    .addOption(
      new Option('--engine <engine>', 'nic falls back to software, with a warning').choices(['nic', 'software']),
    )
    .option('--port <n>', 'port of the dashboard; 0 takes any', portNumber)
    .option('--demo-orders <n>', 'orders of its own a second, where the configuration has some', ordersPerSecond)
    .action(async (options: UpOptions) => {
      await up(options);
    });
}

async function up(options: UpOptions): Promise<void> {
  const config = configure(options);
  if (!process.stdout.isTTY) process.on('SIGHUP', ignoreHangUp);
  // Listening before anything is started: a signal during the start must not leave half of it behind.
  const stop = stopSignal();
  const starting = Gateway.start({ world: realWorld, tradingWorld: realTradingWorld, config });
  await Promise.race([starting, stop.given]);
  const gateway = await starting;
  if (!stop.isGiven()) announce(gateway);
  const hangUp = onHangUp(gateway);
  const failure = await Promise.race([stop.given, gateway.failed]);
  process.stdout.write('stopping …\n');
  await gateway.stop();
  hangUp.release();
  stop.release();
  if (failure !== undefined) throw failure;
  // Everything is closed and synced. To let the process run out is not safe: Node 20 was seen to wait for ever, at full speed, for a handle of one that had nothing left to do.
  process.stdout.write('stopped\n', () => process.exit());
}

function configure({ engine, port, demoOrders: perSecond, ...which }: UpOptions): GatewayConfig {
  const config = readGatewayConfig(which);
  return {
    ...config,
    ...(engine === undefined ? {} : { engine }),
    ...(perSecond === undefined || config.trading.demoOrders === undefined
      ? {}
      : { trading: { ...config.trading, demoOrders: { ...config.trading.demoOrders, perSecond } } }),
    http: { ...config.http, ...(port === undefined ? {} : { port }) },
  };
}

function announce(gateway: Gateway): void {
  const engine = gateway.engineStatus;
  if (engine?.warning !== null && engine?.warning !== undefined) {
    process.stderr.write(`WARNING: running on the SOFTWARE engine. ${engine.warning}\n`);
  }
  process.stdout.write(`engine: ${engine?.kind ?? 'none'}\n`);
  const { fixPort, demoToken } = gateway.access;
  if (fixPort !== undefined) process.stdout.write(`FIX 4.4: 127.0.0.1:${fixPort}\n`);
  if (demoToken !== undefined) process.stdout.write(`token: ${demoToken}\n`);
  process.stdout.write(`ready: ${gateway.url}\n`);
}

/** A terminal that is closed ends what runs in it; a service is told by the same signal that its log was put aside. */
function onHangUp(gateway: Gateway): { release(): void } {
  if (process.stdout.isTTY) return { release: () => undefined };
  const reopen = (): void => gateway.reopenLog();
  process.off('SIGHUP', ignoreHangUp);
  process.on('SIGHUP', reopen);
  return { release: () => process.off('SIGHUP', reopen) };
}

function ignoreHangUp(): void {
  // There is no log yet.
}

function stopSignal(): { readonly given: Promise<void>; isGiven(): boolean; release(): void } {
  let given = false;
  let take: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    take = () => {
      given = true;
      resolve();
    };
  });
  const signals = process.stdout.isTTY ? (['SIGINT', 'SIGTERM', 'SIGHUP'] as const) : (['SIGINT', 'SIGTERM'] as const);
  // Not once: a second Ctrl-C must not end us before our children.
  for (const signal of signals) process.on(signal, take);
  return {
    given: promise,
    isGiven: () => given,
    release() {
      for (const signal of signals) process.off(signal, take);
    },
  };
}

function ordersPerSecond(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1000)) throw new InvalidArgumentError('expected a number above 0, up to 1000');
  return value;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65535) throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}
