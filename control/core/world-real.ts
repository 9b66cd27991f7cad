/** The real World: the machine's clocks, timers and sockets. */
import { createSocket, type Socket } from 'node:dgram';
import { isIPv4 } from 'node:net';
import { WorldError } from './errors.js';
import { SeededRandom } from './random.js';
import type { Clock, Random, Sockets, Timer, Timers, UdpSocket, World } from './world.js';

const hrtime = process.hrtime;
/** Nanoseconds since boot stay below 2^53 for 104 days; counted from the start of the process they stay exact for as long as any process runs. */
const [originSeconds, originNs] = hrtime();

class RealClock implements Clock {
  monotonicNs(): number {
    const [seconds, ns] = hrtime();
    return (seconds - originSeconds) * 1e9 + (ns - originNs);
  }

  epochMs(): number {
    return Date.now();
  }
}

const resolved = Promise.resolve();

function nothing(): void {
  // Stands where something has been done.
}

class RealTimers implements Timers {
  after(delayMs: number, run: () => void): Timer {
    const handle = setTimeout(run, delayMs);
    return { cancel: () => clearTimeout(handle) };
  }

  every(periodMs: number, run: () => void): Timer {
    const handle = setInterval(run, periodMs);
    return { cancel: () => clearInterval(handle) };
  }

  onTurn(run: () => void): Timer {
    // Scheduled before it runs, so that `run` may cancel its own timer.
    const turn = (): void => {
      handle = setImmediate(turn);
      run();
    };
    let handle = setImmediate(turn);
    return { cancel: () => clearImmediate(handle) };
  }

  /** One microtask for all that a callback wants done, of a promise: each `queueMicrotask` makes an object that follows asynchronous calls, for a microsecond. */
  soon(run: () => void): void {
    this.waiting[this.waitingCount++] = run;
    if (this.waitingCount === 1) void resolved.then(this.runWaiting);
  }

  private readonly waiting: (() => void)[] = [];
  private waitingCount = 0;
  private done = 0;

  private readonly runWaiting = (): void => {
    try {
      // What is wanted meanwhile comes behind it.
      while (this.done < this.waitingCount) {
        const run = this.waiting[this.done]!;
        this.waiting[this.done++] = nothing;
        run();
      }
      this.waitingCount = this.done = 0;
    } catch (error) {
      // It is nobody's promise that failed: the error goes where those of callbacks go, and the others are run all the same.
      queueMicrotask(() => {
        throw error;
      });
      void resolved.then(this.runWaiting);
    }
  };
}

class RealUdpSocket implements UdpSocket {
  readonly address: string;
  readonly port: number;
  private open = true;
  private checkedAddress = '';

  constructor(private readonly socket: Socket) {
    const bound = socket.address();
    this.address = bound.address;
    this.port = bound.port;
  }

  send(bytes: Uint8Array, port: number, address: string): void {
    if (!this.open) throw new WorldError('SOCKET_CLOSED', 'cannot send', { where: this.where() });
    if (address !== this.checkedAddress) {
      if (!isIPv4(address)) throw notAnAddress(address, this.where());
      this.checkedAddress = address;
    }
    // Copied, because the kernel may take the bytes after the caller has reused them.
    this.socket.send(Buffer.from(bytes), port, address, ignoreSendError);
  }

  close(): Promise<void> {
    if (!this.open) return Promise.resolve();
    this.open = false;
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  private where(): string {
    return `udp ${this.address}:${this.port}`;
  }
}

/** A datagram that cannot be sent is a datagram lost, which every receiver of UDP must cope with. */
function ignoreSendError(): void {
  // Nothing to do.
}

class RealSockets implements Sockets {
  async udp(options: Parameters<Sockets['udp']>[0]): Promise<UdpSocket> {
    const { address, port, receiveBufferBytes, onMessage, multicast = [] } = options;
    const where = `udp ${address}:${port}`;
    const socket = createSocket({
      type: 'udp4',
      // Several receivers on one machine may want the same group.
      reuseAddr: multicast.length > 0,
      ...(receiveBufferBytes === undefined ? {} : { recvBufferSize: receiveBufferBytes }),
      lookup: takeLiteral,
    });
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.bind({ address, port, exclusive: true }, () => {
          socket.off('error', reject);
          resolve();
        });
      });
      for (const { group, networkInterface } of multicast) socket.addMembership(group, networkInterface);
    } catch (cause) {
      socket.close();
      throw new WorldError('SOCKET_BIND', `cannot bind (${cause instanceof Error ? cause.message : String(cause)})`, {
        where,
        cause,
      });
    }
    // Receive errors of a bound UDP socket are transient (an ICMP answer to something sent); nothing is lost but a datagram.
    socket.on('error', ignoreSendError);
    if (onMessage !== undefined) socket.on('message', (bytes, from) => onMessage(bytes, from.address, from.port));
    return new RealUdpSocket(socket);
  }
}

/** Addresses are IPv4 literals: no name is resolved on the way of a datagram. Being synchronous, it keeps sends in order. */
function takeLiteral(
  hostname: string,
  _options: unknown,
  callback: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  callback(isIPv4(hostname) ? null : notAnAddress(hostname), hostname, 4);
}

function notAnAddress(found: string, where?: string): WorldError {
  return new WorldError('SOCKET_ADDRESS', 'not an address', { where, found, expected: 'an IPv4 address' });
}

export class RealWorld implements World {
  readonly clock: Clock = new RealClock();
  readonly timers: Timers = new RealTimers();
  readonly sockets: Sockets = new RealSockets();

  random(seed: number): Random {
    return new SeededRandom(seed);
  }
}

/** The one real world of this process. */
export const realWorld: World = new RealWorld();
