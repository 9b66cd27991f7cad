/**
 * The Cboe simulator's process: without a role the supervisor of all of them. Standard output is JSON, one object a line: the first says that it
 * is ready (or why it cannot be), later ones answer commands.
 */
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { readUserFile } from '../../../control/core/world-data-directory.js';
import { addProcessFlags, runExchange, type ProcessFlags } from '../core/run-exchange.js';
import { fail } from '../core/stdio.js';
import { parseCboeConfig } from './config.js';
import { cboeRoles } from './roles.js';

async function run(args: readonly string[]): Promise<void> {
  const program = addProcessFlags(new Command('cboe'))
    .description('Simulated exchange: PITCH 2 units on A and B lines, FIX 4.2 order entry, loopback only')
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
  const config = parseCboeConfig(file, readUserFile(file));
  await runExchange({
    venue: 'cboe',
    script: fileURLToPath(import.meta.url),
    args,
    config,
    flags,
    roles: cboeRoles(config),
    roleFor: (command) =>
      command['start'] === true || 'operate' in command ? 'matcher' : 'line' in command ? 'publisher' : undefined,
    bus: { host: config.bus.address, port: config.bus.port },
    dataDirectory: config.dataDirectory,
    stopOnStdinEnd: stopOnStdinEnd ?? config.stopOnStdinEnd,
    ready: ({ matcher, publisher, ...gateways }) => ({
      symbols: matcher?.['symbols'],
      units: publisher?.['units'],
      servers: publisher?.['servers'],
      gateways: Object.fromEntries(Object.entries(gateways).map(([name, ready]) => [name, ready['addresses']])),
    }),
  });
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  fail(error);
}
