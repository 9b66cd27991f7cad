/**
 * The fixex simulator's process: without a role the supervisor of all of them. Standard output is JSON, one object a line: the first says that it
 * is ready (or why it cannot be), later ones answer commands.
 */
import { fileURLToPath } from 'node:url';
import { addressesOf, exchangeMain } from '../core/exchange-main.js';
import { parseFixexConfig } from './config.js';
import { fixexRoles } from './roles.js';

await exchangeMain({
  name: 'fixex',
  description: 'Simulated exchange: FIX 4.4 orders, drop copy and market data, loopback only',
  parse: parseFixexConfig,
  describe: (config) => ({
    venue: 'fixex',
    script: fileURLToPath(import.meta.url),
    roles: fixexRoles,
    roleFor: (command) => (command['start'] === true || 'operate' in command ? 'matcher' : undefined),
    dataDirectory: config.dataDirectory,
    ready: ({ matcher, 'market-data': marketData, ...gateways }) => ({
      symbols: matcher?.['symbols'],
      marketData: marketData?.['addresses'],
      gateways: addressesOf(gateways),
    }),
  }),
});
