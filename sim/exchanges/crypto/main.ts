/**
 * A crypto profile's simulator as a process: without a role the supervisor of all of them, which makes certificates and keys first. Standard output
 * is JSON, one object a line: the first says that it is ready (or why it cannot be), later ones answer commands.
 */
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { readUserFile } from '../../../control/core/world-data-directory.js';
import { roleWorld } from '../core/role.js';
import { addProcessFlags, runExchange, type ProcessFlags } from '../core/run-exchange.js';
import { fail } from '../core/stdio.js';
import { completeAccounts } from './accounts.js';
import { parseCryptoConfig } from './config.js';
import { cryptoRoles } from './roles.js';
import { makeTlsFiles, tlsFilesOf } from './tls-files.js';

async function run(args: readonly string[]): Promise<void> {
  const program = addProcessFlags(new Command('crypto'))
    .description('Simulated crypto venue after a testnet profile: FIX over TLS, loopback only')
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
  const config = parseCryptoConfig(file, readUserFile(file));
  const { dataDirectory, gateways } = config;
  if (flags.role === undefined) {
    roleWorld.disk.makeDirectory(dataDirectory);
    completeAccounts(roleWorld.disk, dataDirectory, config.accounts);
    if (config.tls) makeTlsFiles(roleWorld.disk, dataDirectory, [gateways.a.address, gateways.b.address]);
  }
  await runExchange({
    venue: config.profile,
    script: fileURLToPath(import.meta.url),
    args,
    config,
    flags,
    roles: cryptoRoles,
    roleFor: (command) => ('operate' in command ? 'matcher' : undefined),
    bus: { host: config.bus.address, port: config.bus.port },
    dataDirectory,
    stopOnStdinEnd: stopOnStdinEnd ?? config.stopOnStdinEnd,
    ready: ({ matcher, ...roles }) => ({
      symbols: matcher?.['symbols'],
      caFile: config.tls ? tlsFilesOf(dataDirectory).caFile : undefined,
      credentials: `${dataDirectory}/credentials`,
      gateways: Object.fromEntries(Object.entries(roles).map(([name, ready]) => [name, ready['addresses']])),
    }),
  });
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  fail(error);
}
