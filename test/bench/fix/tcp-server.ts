/** The other process of the TCP bench: an engine that answers orders, and a bare echo beside it. Ports go to the parent. */
import { createServer, type AddressInfo } from 'node:net';
import { realStreams } from '../../../control/core/world-streams.js';
import { inlineMore } from '../../../control/core/world-v8.js';
import { answering, rig, venueConfig } from './session-rig.js';

// As in the gateway.
inlineMore();
const bench = rig('group', realStreams);
const session = bench.engine.addSession({ ...bench.spec(venueConfig, answering), output: { lingerMs: 100 } });
const listener = await bench.engine.listen({ host: '127.0.0.1', port: 0 });

const echo = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => socket.write(bytes));
});
await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));

process.on('message', (word: string) => {
  // A message that the counterparty misses, then a cut without a Logout.
  if (word === 'cut') {
    session.session.disconnect('cut');
    const report = session.session.begin('8');
    report.string(37, 'missed');
    session.session.send();
  } else if (word === 'stop') {
    echo.close();
    void bench.close().then(() => process.exit(0));
  }
});
process.send?.({ fix: listener.port, echo: (echo.address() as AddressInfo).port });
