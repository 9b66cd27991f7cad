/**
 * The fixex simulator's process: without a role the supervisor of all of them. Standard output is JSON, one object a line: the first says that it
 * is ready (or why it cannot be), later ones answer commands.
 */
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { readUserFile } from '../../../control/core/world-data-directory.js';
import { addProcessFlags, runExchange, type ProcessFlags } from '../core/run-exchange.js';
import { fail } from '../core/stdio.js';
import { parseFixexConfig } from './config.js';
import { fixexRoles } from './roles.js';

async function run(args: readonly string[]): Promise<void> {
  const program = addProcessFlags(new Command('fixex'))
    .description('Simulated exchange: FIX 4.4 orders, drop copy and market data, loopback only')
    .requiredOption('--config <file>', 'YAML configuration')
    .option('--stop-on-stdin-end', 'stop when standard input ends')
    .allowExcessArguments(false)
    .exitOverride();
  program.parse(args, { from: 'user' });
  const {
    config: file,
    stopOnStdinEnd,
    ...flags
  } = program.opts<ProcessFlags & { config: string; stopOnStdinEnd?: boolean }>();
  const config = parseFixexConfig(file, readUserFile(file));
  await runExchange({
    venue: 'fixex',
    script: fileURLToPath(import.meta.url),
    args,
    config,
    flags,
    roles: fixexRoles,
    roleFor: (command) => (command['start'] === true || 'operate' in command ? 'matcher' : undefined),
    bus: { host: config.bus.address, port: config.bus.port },
    dataDirectory: config.dataDirectory,
    stopOnStdinEnd: stopOnStdinEnd ?? config.stopOnStdinEnd,
    ready: ({ matcher, 'market-data': marketData, ...gateways }) => ({
      symbols: matcher?.['symbols'],
      marketData: marketData?.['addresses'],
      gateways: Object.fromEntries(Object.entries(gateways).map(([name, ready]) => [name, ready['addresses']])),
    }),
  });
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  fail(error);
}
