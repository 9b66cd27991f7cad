/**
 * The Cboe simulator's process: without a role the supervisor of all of them. Standard output is JSON, one object a line: the first says that it
 * is ready (or why it cannot be), later ones answer commands.
 */
import { fileURLToPath } from 'node:url';
import { addressesOf, exchangeMain } from '../core/exchange-main.js';
import { parseCboeConfig } from './config.js';
import { cboeRoles } from './roles.js';

await exchangeMain({
  name: 'cboe',
  description: 'Simulated exchange: PITCH 2 units on A and B lines, FIX 4.2 order entry, loopback only',
  parse: parseCboeConfig,
  describe: (config) => ({
    venue: 'cboe',
    script: fileURLToPath(import.meta.url),
    roles: cboeRoles(config),
    roleFor: (command) =>
      command['start'] === true || 'operate' in command ? 'matcher' : 'line' in command ? 'publisher' : undefined,
    dataDirectory: config.dataDirectory,
    ready: ({ matcher, publisher, ...gateways }) => ({
      symbols: matcher?.['symbols'],
      units: publisher?.['units'],
      servers: publisher?.['servers'],
      gateways: addressesOf(gateways),
    }),
  }),
});
