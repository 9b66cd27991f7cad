/**
 * The Nasdaq simulator's process. Standard output is JSON, one object a line: the first says that it is ready (or why it
 * cannot be), later ones answer commands; the last one has the final counters.
 */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { CrossfeedError } from '../../../control/core/errors.js';
import { readUserFile } from '../../../control/core/world-data-directory.js';
import { createLogger } from '../../../control/core/logging.js';
import { realWorld } from '../../../control/core/world-real.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { obey } from './commands.js';
import { checkNasdaqConfig, parseNasdaqConfig, type NasdaqConfig } from './config.js';
import { NasdaqFeed } from './feed.js';

const LONGEST_LINE = 65536;

function say(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

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

function readConfig(args: readonly string[]): NasdaqConfig {
  const program = new Command('nasdaq')
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
  const { config: file, line: lines, ...flags } = program.opts<{ config?: string; line?: object[] }>();
  const overrides = lines === undefined ? flags : { ...flags, lines };
  if (file === undefined) return checkNasdaqConfig(overrides, 'command line');
  return parseNasdaqConfig(file, readUserFile(file), overrides);
}

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
      // Not process.exit(): standard output may be a pipe that is still being written.
      process.stdin.destroy();
    }, fail);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  // The reader of our answers may be gone; the feed does not care.
  process.stdout.on('error', () => undefined);
  listen((text) => say(obey(text, { feed, start, stop })), config.stopOnStdinEnd ? stop : undefined);
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

function listen(onLine: (text: string) => void, onEnd: (() => void) | undefined): void {
  let rest = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    for (const text of lines) if (text.trim() !== '') onLine(text);
  });
  process.stdin.on('error', () => onEnd?.());
  process.stdin.on('end', () => onEnd?.());
}

function fail(error: unknown): void {
  if (error instanceof CommanderError) {
    // Commander has said it, help and version included.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  const known = error instanceof CrossfeedError;
  const message = error instanceof Error ? error.message : String(error);
  say({ error: { code: known ? error.code : 'SIM_FAILED', message } });
  process.stderr.write(`${known || !(error instanceof Error) ? message : (error.stack ?? message)}\n`);
  process.exitCode = known ? error.exitStatus : 1;
  process.stdin.destroy();
}

try {
  await run(readConfig(process.argv.slice(2)));
} catch (error) {
  fail(error);
}
