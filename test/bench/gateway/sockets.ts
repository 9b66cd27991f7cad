/**
 * Socket to socket over loopback TCP: the gateway is a process of its own, its client and its venues are at the other ends in this one. An order goes to a venue, which accepts and
 * fills it at once; its client hears of that. Bare echoes of the same bytes take turns with it: an order's way there and back is two of them, client's and venue's, and the work.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { realStreams } from '../../../control/core/world-streams.js';
import { quantiles, type BenchContext } from '../harness.js';
import { ClientFrames } from './client-frames.js';
import { VENUES } from './order-path.js';
import { OuchVenue } from './ouch-venue.js';

const ROUNDS = 120;
const TRIPS_PER_ROUND = 100;
const WARM_UP_ROUNDS = 80;
/** What an order may take beyond two echoes, us. */
const BEYOND_ECHOES = 40;
const FILLED = Buffer.from('\x0139=2\x01');
const ACCEPTED = Buffer.from('\x0135=A\x01');

export async function run({ report, note }: BenchContext): Promise<void> {
  let arrived = 0;
  const nowMs = (): number => performance.now();
  const listeners = await Promise.all(
    VENUES.map(() => {
      const venue = new OuchVenue({ fills: true, nowMs });
      return realStreams.listen({ local: { host: '127.0.0.1', port: 0 } }, () => {
        const handler = venue.accept();
        return {
          ...handler,
          onData: (bytes) => {
            arrived = performance.now();
            handler.onData(bytes);
          },
        };
      });
    }),
  );
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const child = fork(
    fileURLToPath(new URL(`./sockets-server.${extension}`, import.meta.url)),
    listeners.map(({ port }) => String(port)),
  );
  try {
    const [ports] = (await once(child, 'message')) as [{ fix: number; echo: number }];
    const client = await open(ports.fix);
    const echo = await open(ports.echo);
    const frames = new ClientFrames();
    await trip(client, frames.logon(), (received) => received.includes(ACCEPTED));
    const n = ROUNDS * TRIPS_PER_ROUND;
    const samples = { venue: new Float64Array(n), fill: new Float64Array(n), echo: new Float64Array(n) };
    for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (let i = 0; i < TRIPS_PER_ROUND; i++) {
        const bytes = frames.order();
        const start = performance.now();
        const end = await trip(client, bytes, (received) => received.includes(FILLED));
        if (round < 0) continue;
        samples.venue[round * TRIPS_PER_ROUND + i] = (arrived - start) * 1000;
        samples.fill[round * TRIPS_PER_ROUND + i] = (end - start) * 1000;
      }
      const bytes = frames.unsent();
      for (let i = 0; i < TRIPS_PER_ROUND; i++) {
        const start = performance.now();
        const end = await trip(echo, bytes, (received) => received.length >= bytes.length);
        if (round >= 0) samples.echo[round * TRIPS_PER_ROUND + i] = (end - start) * 1000;
      }
    }
    client.destroy();
    echo.destroy();
    const echoed = quantiles(samples.echo);
    const goal = { atMost: 2 * echoed.p50 + BEYOND_ECHOES };
    report({ name: 'socket-echo', unit: 'us', n, ...echoed, input: 'a bare TCP echo of an order’s bytes', peer: true });
    report({
      name: 'socket-order-to-venue',
      unit: 'us',
      n,
      ...quantiles(samples.venue),
      input: 'client’s write to the venue’s data, journal group',
      goal,
    });
    report({
      name: 'socket-order-to-fill',
      unit: 'us',
      n,
      ...quantiles(samples.fill),
      input: 'client’s write to its report of the fill, journal group',
      goal,
    });
    note(
      'socket-…: loopback, the gateway in a process of its own, one order under way at a time, orders and echoes in turns of 100; the goal is two echoes of the same run + 40 us, for the way to the venue and for the whole way back',
    );
  } finally {
    child.send('stop');
    await once(child, 'exit');
    await Promise.all(listeners.map((listener) => listener.close()));
  }
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** When what came was enough. */
function trip(socket: Socket, bytes: Uint8Array, isEnough: (received: Buffer) => boolean): Promise<number> {
  return new Promise((resolve) => {
    let received: Buffer | undefined;
    const onData = (piece: Buffer): void => {
      received = received === undefined ? piece : Buffer.concat([received, piece]);
      if (!isEnough(received)) return;
      const end = performance.now();
      socket.off('data', onData);
      resolve(end);
    };
    socket.on('data', onData);
    socket.write(bytes);
  });
}
