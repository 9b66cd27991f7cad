/**
 * The Nasdaq simulator's process. Standard output is JSON, one object a line: the first says that it is ready (or why it
 * cannot be), later ones answer commands; the last one has the final counters.
 */
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { readUserFile } from '../../../control/core/world-data-directory.js';
import { createLogger } from '../../../control/core/logging.js';
import { realWorld } from '../../../control/core/world-real.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { addProcessFlags, runExchange, type ProcessFlags } from '../core/run-exchange.js';
import { fail, leave, listen, say } from '../core/stdio.js';
import { obey } from './commands.js';
import { checkNasdaqConfig, parseNasdaqConfig, type NasdaqConfig } from './config.js';
import { NasdaqFeed } from './feed.js';
import { nasdaqRoles } from './roles.js';

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('expected a number');
  return value;
}

function line(text: string, lines: object[] = []): object[] {
  const match = /^([^=]+)=([^:]+):([0-9]+)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('expected NAME=ADDRESS:PORT');
  return [...lines, { name: match[1], address: match[2], port: Number(match[3]) }];
}

interface CommandLine {
  readonly config: NasdaqConfig;
  readonly flags: ProcessFlags;
}

function readCommandLine(args: readonly string[]): CommandLine {
  const program = addProcessFlags(new Command('nasdaq'))
    .description('Simulated exchange: ITCH 5.0 over MoldUDP64 on A and B lines, loopback only')
    .option('--config <file>', 'YAML configuration; flags win over it')
    .option('--seed <n>', 'seed of the market and its lines', number)
    .option('--symbols <n>', 'number of symbols', number)
    .option('--messages-per-second <n>', 'mean rate once the market is open', number)
    .option('--session <name>', 'MoldUDP64 session')
    .option('--line <name=address:port>', 'a line without faults; repeat for each', line)
    .option('--start-delay-ms <n>', 'only heartbeats for so long', number)
    .option('--wait-for-start', 'only heartbeats until {"start":true} comes on standard input')
    .option('--stop-on-stdin-end', 'stop when standard input ends')
    .allowExcessArguments(false)
    .exitOverride();
  program.parse(args, { from: 'user' });
  const options = program.opts<ProcessFlags & { config?: string; line?: object[] }>();
  const { config: file, line: lines, role, bus, data, resume, ...settings } = options;
  const overrides = lines === undefined ? settings : { ...settings, lines };
  const config =
    file === undefined
      ? checkNasdaqConfig(overrides, 'command line')
      : parseNasdaqConfig(file, readUserFile(file), overrides);
  const flags = { ...(role && { role }), ...(bus && { bus }), ...(data && { data }), ...(resume && { resume }) };
  return { config, flags };
}

/** With order entry the exchange is a set of processes. */
async function runAll({ config, flags }: CommandLine, args: readonly string[]): Promise<void> {
  const { bus, dataDirectory, stopOnStdinEnd } = config;
  await runExchange({
    venue: 'nasdaq',
    script: fileURLToPath(import.meta.url),
    args,
    config,
    flags,
    roles: nasdaqRoles,
    roleFor: (command) =>
      command['start'] === true || 'operate' in command ? 'matcher' : 'line' in command ? 'publisher' : undefined,
    bus: { host: bus.address, port: bus.port },
    dataDirectory,
    stopOnStdinEnd,
    ready: ({ matcher, publisher, ...gateways }) => ({
      session: publisher!['session'],
      symbols: matcher!['symbols'],
      lines: publisher!['lines'],
      servers: publisher!['servers'],
      gateways: Object.fromEntries(Object.entries(gateways).map(([name, ready]) => [name, ready['addresses']])),
    }),
  });
}

/** The feed alone, in this process. */
async function run(config: NasdaqConfig): Promise<void> {
  const { streams, disk } = realTradingWorld;
  const { clock, timers, sockets } = realWorld;
  const world = { clock, timers, sockets, streams, disk, random: (seed: number) => realWorld.random(seed) };
  const feed = await NasdaqFeed.open(world, config, createLogger({ clock, name: 'nasdaq' }));
  const start = (): void => {
    if (config.startDelayMs === 0) feed.start();
    else realWorld.timers.after(config.startDelayMs, () => feed.start());
  };
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    feed.stop().then(() => {
      say({ stopped: true, counters: feed.counters() });
      leave();
    }, fail);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  // The reader of our answers may be gone; the feed does not care.
  process.stdout.on('error', () => undefined);
  listen(
    (text) => say(obey(text, { feed, start, stop })),
    () => {
      if (config.stopOnStdinEnd) stop();
    },
  );
  say({
    ready: true,
    venue: 'nasdaq',
    pid: process.pid,
    session: feed.session,
    symbols: feed.market.instruments.length,
    lines: config.lines.map(({ name, address, port }) => ({ name, address, port })),
    servers: feed.addresses,
  });
  if (!config.waitForStart) start();
}

const args = process.argv.slice(2);
try {
  const commandLine = readCommandLine(args);
  if (commandLine.config.orderEntry === undefined) await run(commandLine.config);
  else await runAll(commandLine, args);
} catch (error) {
  fail(error);
}
