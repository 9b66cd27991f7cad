/**
 * The dashboard's process. The gateway starts it, and it ends with the gateway: when its standard input closes. One JSON line on
 * standard output says that it listens, or why it does not.
 */
import { parseArgs } from 'node:util';
import { CrossfeedError, InputError } from '../../control/core/errors.js';
import { readUserFile } from '../../control/core/world-data-directory.js';
import { realLocalSockets } from '../../control/core/world-local-sockets.js';
import { realWorld } from '../../control/core/world-real.js';
import { startDashboard } from './server.js';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      gateway: { type: 'string' },
      orders: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8080' },
      page: { type: 'string' },
      login: { type: 'string', default: 'optional' },
      cert: { type: 'string' },
      key: { type: 'string' },
      name: { type: 'string', multiple: true },
    },
  });
  const { gateway, orders, host, port, page, login, cert, key } = values;
  if (gateway === undefined || page === undefined || (login !== 'optional' && login !== 'required')) {
    throw new InputError(
      'DASHBOARD_USAGE',
      'usage: main.js --gateway SOCKET [--orders SOCKET] --page FOLDER [--host ADDRESS] [--port N] [--login optional|required] [--cert FILE --key FILE] [--name HOST …]',
    );
  }
  const dashboard = await startDashboard({
    world: realWorld,
    sockets: realLocalSockets,
    gateway,
    orders,
    host,
    port: Number(port),
    page,
    loginRequired: login === 'required',
    names: values.name,
    tls: cert === undefined || key === undefined ? undefined : { cert: readUserFile(cert), key: readUserFile(key) },
  });
  report({ ready: true, url: dashboard.url, port: dashboard.port });
  let closing = false;
  const close = (): void => {
    if (closing) return;
    closing = true;
    void dashboard.close().finally(() => process.exit(0));
  };
  process.on('SIGTERM', close);
  // A terminal's Ctrl-C reaches the whole group; the gateway decides the order in which things end.
  process.on('SIGINT', () => undefined);
  process.stdin.on('end', close).on('close', close).on('error', close).resume();
}

function report(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

main().catch((error: unknown) => {
  const code = error instanceof CrossfeedError ? error.code : 'INTERNAL';
  report({ error: { code, message: error instanceof Error ? error.message : String(error) } });
  process.exitCode = error instanceof CrossfeedError ? error.exitStatus : 1;
});
