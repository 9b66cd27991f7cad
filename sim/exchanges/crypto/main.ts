/**
 * A crypto profile's simulator as a process: without a role the supervisor of all of them, which makes certificates and keys first. Standard output
 * is JSON, one object a line: the first says that it is ready (or why it cannot be), later ones answer commands.
 */
import { fileURLToPath } from 'node:url';
import { addressesOf, exchangeMain } from '../core/exchange-main.js';
import { roleWorld } from '../core/role.js';
import { completeAccounts } from './accounts.js';
import { parseCryptoConfig } from './config.js';
import { cryptoRoles } from './roles.js';
import { makeTlsFiles, tlsFilesOf } from './tls-files.js';

await exchangeMain({
  name: 'crypto',
  description: 'Simulated crypto venue after a testnet profile: FIX over TLS, loopback only',
  parse: parseCryptoConfig,
  describe: (config, isSupervisor) => {
    const { dataDirectory, gateways, accounts, tls } = config;
    if (isSupervisor) {
      roleWorld.disk.makeDirectory(dataDirectory);
      completeAccounts(roleWorld.disk, dataDirectory, accounts);
      if (tls) makeTlsFiles(roleWorld.disk, dataDirectory, [gateways.a.address, gateways.b.address]);
    }
    return {
      venue: config.profile,
      script: fileURLToPath(import.meta.url),
      roles: cryptoRoles,
      roleFor: (command) => ('operate' in command ? 'matcher' : undefined),
      dataDirectory,
      ready: ({ matcher, ...roles }) => ({
        symbols: matcher?.['symbols'],
        caFile: tls ? tlsFilesOf(dataDirectory).caFile : undefined,
        credentials: `${dataDirectory}/credentials`,
        gateways: addressesOf(roles),
      }),
    };
  },
});
