/** UDP between the hosts of the world: unicast and multicast, with loss, duplication and reordering by link. */
import { copyOf } from './copies.js';
import { WorldError } from '../../../control/core/errors.js';
import type { Sockets, UdpSocket } from '../../../control/core/world.js';
import type { VirtualProcess } from './process.js';
import type { VirtualWorld } from './world.js';

interface Receiver {
  readonly process: VirtualProcess;
  readonly address: string;
  readonly port: number;
  readonly groups: readonly string[];
  readonly onMessage: ((bytes: Uint8Array, fromAddress: string, fromPort: number) => void) | undefined;
}

const ANY = '0.0.0.0';
const LOOPBACK = '127.0.0.1';

export class Datagrams {
  readonly #receivers = new Set<Receiver>();

  constructor(private readonly world: VirtualWorld) {}

  /** Sockets that are open. */
  get openSockets(): number {
    return this.#receivers.size;
  }

  socketsOf(process: VirtualProcess): Sockets {
    return {
      udp: (options) => {
        process.mustLive();
        return this.world.promise(() => this.#bind(process, options));
      },
    };
  }

  closeSockets(process: VirtualProcess): void {
    for (const receiver of this.#receivers) if (receiver.process === process) this.#receivers.delete(receiver);
  }

  #bind(
    process: VirtualProcess,
    { address, port, multicast = [], onMessage }: Parameters<Sockets['udp']>[0],
  ): UdpSocket {
    const { host } = process;
    const groups = multicast.map(({ group }) => group);
    const bound = port === 0 ? host.freePort() : port;
    const isShared = groups.length > 0;
    for (const other of this.#receivers) {
      if (other.process.host === host && other.port === bound && other.address === address && !isShared) {
        throw new WorldError('SOCKET_BIND', 'cannot bind (EADDRINUSE)', { where: `udp ${address}:${bound}` });
      }
    }
    const receiver: Receiver = { process, address, port: bound, groups, onMessage };
    this.#receivers.add(receiver);
    return {
      address,
      port: bound,
      send: (bytes, toPort, toAddress) => {
        process.mustLive();
        if (this.#receivers.has(receiver)) this.#send(receiver, bytes, toPort, toAddress);
      },
      close: () => {
        this.#receivers.delete(receiver);
        return this.world.promise(() => undefined);
      },
    };
  }

  #send(from: Receiver, bytes: Uint8Array, port: number, address: string): void {
    for (const to of this.#receivers) {
      if (to.port !== port || !this.#isFor(to, from, address)) continue;
      const { host } = from.process;
      const isHome = to.process.host === host;
      const source = isHome
        ? LOOPBACK
        : from.address === ANY || from.address === LOOPBACK
          ? host.address
          : from.address;
      const link = isHome ? this.world.link(LOOPBACK, LOOPBACK) : this.world.link(source, to.process.host.address);
      const { conditions } = link;
      if (link.chance(conditions.datagramLoss)) continue;
      const copies = link.chance(conditions.datagramDuplication) ? 2 : 1;
      for (let i = 0; i < copies; i++) {
        const isLate = link.chance(conditions.datagramDelay);
        const copy = copyOf(bytes);
        const delayNs = link.delayNs() + (isLate ? link.delayNs() + conditions.jitterMs * 1e6 : 0);
        this.world.at(delayNs, to.process, () => {
          if (link.isUp && this.#receivers.has(to))
            to.onMessage?.(copy, from.address === ANY ? source : from.address, from.port);
        });
      }
    }
  }

  #isFor(to: Receiver, from: Receiver, address: string): boolean {
    if (to.groups.includes(address)) return true;
    const { host } = to.process;
    const isHome = host === from.process.host && (address === LOOPBACK || address === 'localhost');
    if (!isHome && address !== host.name && !host.addresses.includes(address)) return false;
    return to.address === ANY || to.address === address || (isHome && to.address === LOOPBACK);
  }
}
