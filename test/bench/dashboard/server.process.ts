/** The dashboard's server as a process of its own that tells its CPU time when asked: `server.process.ts SOCKET PAGE`. */
import { realLocalSockets } from '../../../control/core/world-local-sockets.js';
import { realWorld } from '../../../control/core/world-real.js';
import { startDashboard } from '../../../dashboard/server/server.js';

const [gateway = '', page = ''] = process.argv.slice(2);
const dashboard = await startDashboard({
  world: realWorld,
  sockets: realLocalSockets,
  gateway,
  host: '127.0.0.1',
  port: 0,
  page,
});
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), atMs: performance.now() }));
process.on('disconnect', () => process.exit(0));
process.send?.({ url: dashboard.url });
