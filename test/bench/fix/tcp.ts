/** Over loopback TCP, with the engine in a process of its own: an order and its answer beside a bare echo, logon, and reconnect. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { FixEngine } from '../../../control/fix/engine/engine.js';
import type { FixApplication } from '../../../control/fix/session/application.js';
import { MemorySessionStore } from '../../../control/fix/store/memory-store.js';
import { quantiles, type BenchContext } from '../harness.js';
import { deskConfig, ORDER_INPUT, OrderFrames } from './session-rig.js';

const ROUNDS = 100;
const TRIPS_PER_ROUND = 100;
const WARM_UP_ROUNDS = 20;
const CONNECTS = 100;
const SOH = 1;
const EQUALS = 0x3d;

export async function run(context: BenchContext): Promise<void> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const child = fork(fileURLToPath(new URL(`./tcp-server.${extension}`, import.meta.url)));
  try {
    const [ports] = (await once(child, 'message')) as [{ fix: number; echo: number }];
    await roundTrips(context, ports);
    await connects(context, child, ports.fix);
  } finally {
    child.send('stop');
    await once(child, 'exit');
  }
}

/** Turns of both, one after the other, so that whatever else the machine does meets both alike. */
async function roundTrips({ report, note }: BenchContext, ports: { fix: number; echo: number }): Promise<void> {
  const frames = new OrderFrames();
  const fix = await open(ports.fix);
  const echo = await open(ports.echo);
  await trip(fix, frames.logon(), isMessage);
  const samples = { fix: new Float64Array(ROUNDS * TRIPS_PER_ROUND), echo: new Float64Array(ROUNDS * TRIPS_PER_ROUND) };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (let i = 0; i < TRIPS_PER_ROUND; i++) {
      const order = frames.order();
      const ms = await trip(fix, order, isMessage);
      if (round >= 0) samples.fix[round * TRIPS_PER_ROUND + i] = ms * 1000;
    }
    const bytes = frames.unsent();
    for (let i = 0; i < TRIPS_PER_ROUND; i++) {
      const ms = await trip(echo, bytes, (received) => received.length >= bytes.length);
      if (round >= 0) samples.echo[round * TRIPS_PER_ROUND + i] = ms * 1000;
    }
  }
  fix.destroy();
  echo.destroy();
  const n = ROUNDS * TRIPS_PER_ROUND;
  const echoed = quantiles(samples.echo);
  report({ name: 'tcp-echo', unit: 'us', n, ...echoed, input: 'a bare TCP echo of the same 191 bytes', peer: true });
  report({
    name: 'tcp-order',
    unit: 'us',
    n,
    ...quantiles(samples.fix),
    input: `${ORDER_INPUT}, journal group`,
    goal: { atMost: echoed.p50 + 40 },
  });
  note(
    'tcp-…: loopback, the other end in a process of its own, one message under way at a time, both in turns of 100; the goal is the echo of the same run + 40 us',
  );
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  return socket;
}

function trip(socket: Socket, bytes: Uint8Array, isWhole: (received: Buffer) => boolean): Promise<number> {
  return new Promise((resolve) => {
    let received: Buffer | undefined;
    const start = performance.now();
    const onData = (piece: Buffer): void => {
      received = received === undefined ? piece : Buffer.concat([received, piece]);
      if (!isWhole(received)) return;
      const end = performance.now();
      socket.off('data', onData);
      resolve(end - start);
    };
    socket.on('data', onData);
    socket.write(bytes);
  });
}

/** It ends with `10=ddd` and SOH. */
function isMessage(received: Buffer): boolean {
  const end = received.length;
  return end > 7 && received[end - 1] === SOH && received[end - 5] === EQUALS && received[end - 8] === SOH;
}

/** Logons, and cuts from which the session comes back and fetches what it missed. */
async function connects({ report, note }: BenchContext, child: ChildProcess, port: number): Promise<void> {
  const waiting = new Waiting();
  const application: FixApplication = {
    onLogon: () => waiting.tell('logon'),
    onLogout: () => waiting.tell('logout'),
    onMessage: () => {
      waiting.tell('message');
      return 'accepted';
    },
  };
  const { clock } = realTradingWorld;
  const engine = new FixEngine(realTradingWorld, { openStore: () => new MemorySessionStore(clock) });
  const config = { ...deskConfig, resetOnLogon: true };
  const initiator = { endpoints: [{ host: '127.0.0.1', port }], stableMs: 0 };
  const logons = new Float64Array(CONNECTS);
  for (let i = 0; i < CONNECTS; i++) {
    const start = performance.now();
    const { id } = engine.addSession({ config, application, initiator, output: { lingerMs: 100 } });
    await waiting.until('logon');
    logons[i] = performance.now() - start;
    await engine.removeSession(id);
    waiting.forget();
  }
  const resumes = new Float64Array(CONNECTS);
  // Both sides at the same numbers; from there on, what is missed is asked for.
  const store = new MemorySessionStore(clock);
  const { id } = engine.addSession({ config, application, initiator, store, output: { lingerMs: 100 } });
  await waiting.until('logon');
  await engine.removeSession(id);
  waiting.forget();
  engine.addSession({ config: deskConfig, application, initiator, store, output: { lingerMs: 100 } });
  await waiting.until('logon');
  for (let i = 0; i < CONNECTS; i++) {
    child.send('cut');
    await waiting.until('logout');
    const start = performance.now();
    await waiting.until('message');
    resumes[i] = performance.now() - start;
  }
  await engine.close();
  const input = 'both sides and the loopback between them';
  report({ name: 'logon', unit: 'ms', n: CONNECTS, ...quantiles(logons), input, goal: { atMost: 50, of: 'p99' } });
  report({
    name: 'reconnect-resume',
    unit: 'ms',
    n: CONNECTS,
    ...quantiles(resumes),
    input,
    goal: { atMost: 100, of: 'p99' },
  });
  note(
    'logon: from addSession to logged on; reconnect-resume: from the cut to the message that was missed, fetched by a ResendRequest',
  );
}

/** What the application was told, one word after the other. */
class Waiting {
  private told: string[] = [];
  private wake: (() => void) | undefined;

  tell(word: string): void {
    this.told.push(word);
    this.wake?.();
  }

  async until(word: string): Promise<void> {
    while (!this.told.includes(word)) await new Promise<void>((resolve) => (this.wake = resolve));
    this.told.splice(0, this.told.indexOf(word) + 1);
  }

  forget(): void {
    this.told = [];
  }
}
