/** The gateway of the socket bench in a process of its own, and bare echoes beside it. Ports of the venues come as arguments; ports go to the parent. */
import { createServer, type AddressInfo } from 'node:net';
import { realStreams } from '../../../control/core/world-streams.js';
import { inlineMore } from '../../../control/core/world-v8.js';
import { OrderPath } from './order-path.js';

// As in the gateway.
inlineMore();
const path = new OrderPath({ policy: 'group', streams: realStreams, ports: process.argv.slice(2).map(Number) });
await path.start();
const echo = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => socket.write(bytes));
});
await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
process.on('message', () => {
  echo.close();
  void path.close().then(() => process.exit(0));
});
process.send?.({ fix: path.fixPort, echo: (echo.address() as AddressInfo).port });
