/** The simulated TCP network: names, addresses, links, listeners, and how connections come about. */
import { WorldError } from '../../../control/core/errors.js';
import type {
  ConnectOptions,
  Endpoint,
  StreamHandler,
  StreamListener,
  Streams,
} from '../../../control/core/streams.js';
import type { Random } from '../../../control/core/world.js';
import { Connection } from './connection.js';
import type { VirtualHost } from './host.js';
import { Link } from './link.js';
import type { VirtualProcess } from './process.js';
import { VirtualStream } from './stream.js';
import type { VirtualWorld } from './world.js';

export interface Listener {
  readonly process: VirtualProcess;
  /** An address of the host, or `0.0.0.0`. */
  readonly address: string;
  readonly port: number;
  readonly requireClientCertificate: boolean;
  readonly isTls: boolean;
  readonly accept: (remote: Endpoint) => StreamHandler | undefined;
}

const ANY = '0.0.0.0';
const LOOPBACK = '127.0.0.1';
/** A first SYN that found no path is sent again after so long, then twice as long, and so on. */
const SYN_RETRY_MS = 1000;

export class Network {
  /** Listeners refuse these hosts' connections while they are in here: a full backlog, a firewall that says so. */
  readonly refusing = new Set<VirtualHost>();
  readonly #hosts = new Map<string, VirtualHost>();
  readonly #links = new Map<string, Link>();

  constructor(
    private readonly world: VirtualWorld,
    private readonly random: Random,
  ) {}

  add(host: VirtualHost): void {
    for (const name of [host.name, ...host.addresses]) {
      if (this.#hosts.has(name)) throw new Error(`there is a host ${name}`);
      this.#hosts.set(name, host);
    }
  }

  host(nameOrAddress: string): VirtualHost {
    const host = this.#hosts.get(nameOrAddress);
    if (host === undefined) throw new Error(`there is no host ${nameOrAddress}`);
    return host;
  }

  /** The path between two addresses, or the first addresses of two hosts. It is the same both ways. */
  link(a: string, b: string): Link {
    const ends = [this.#addressOf(a), this.#addressOf(b)].sort();
    const key = ends.join(' ');
    let link = this.#links.get(key);
    if (link === undefined) {
      link = new Link(this.world, this.random);
      this.#links.set(key, link);
    }
    return link;
  }

  /** All links that have been used or asked for. */
  get links(): Iterable<Link> {
    return this.#links.values();
  }

  /** A host is back: what waited for it tries again. */
  retry(host: VirtualHost): void {
    for (const link of this.#links.values()) {
      for (const connection of link.connections) {
        if (connection.client.host === host || connection.server.host === host) connection.retry();
      }
    }
  }

  listenerAt(host: VirtualHost, { host: address, port }: Endpoint): Listener | undefined {
    return host.listeners.find(
      (listener) => listener.port === port && (listener.address === ANY || listener.address === address),
    );
  }

  closeListeners(process: VirtualProcess): void {
    const { listeners } = process.host;
    for (const listener of listeners.filter((each) => each.process === process)) {
      listeners.splice(listeners.indexOf(listener), 1);
    }
  }

  streamsOf(process: VirtualProcess): Streams {
    return {
      connect: (options, handler) => this.#connect(process, options, handler),
      listen: (options, accept) => {
        process.mustLive();
        return this.world.promise(() => this.#listen(process, options, accept));
      },
    };
  }

  #addressOf(nameOrAddress: string): string {
    return nameOrAddress === LOOPBACK ? LOOPBACK : this.#address(this.host(nameOrAddress), nameOrAddress);
  }

  #address(host: VirtualHost, name: string): string {
    return host.name === name ? host.address : name;
  }

  #listen(
    process: VirtualProcess,
    { local, tls }: Parameters<Streams['listen']>[0],
    accept: Listener['accept'],
  ): StreamListener {
    const { host } = process;
    const where = `tcp ${local.host}:${local.port}`;
    const address = local.host === 'localhost' ? LOOPBACK : this.#address(host, local.host);
    if (address !== ANY && address !== LOOPBACK && !host.addresses.includes(address)) {
      throw new WorldError('TCP_LISTEN', 'cannot listen (EADDRNOTAVAIL)', { where });
    }
    const port = local.port === 0 ? host.freePort() : local.port;
    const isTaken = host.listeners.some(
      (other) => other.port === port && (other.address === address || other.address === ANY || address === ANY),
    );
    if (isTaken) throw new WorldError('TCP_LISTEN', 'cannot listen (EADDRINUSE)', { where });
    const requireClientCertificate = tls?.requireClientCertificate === true;
    const listener: Listener = { process, address, port, requireClientCertificate, isTls: tls !== undefined, accept };
    host.listeners.push(listener);
    return {
      address,
      port,
      reload: () => undefined,
      close: () => {
        const at = host.listeners.indexOf(listener);
        if (at >= 0) host.listeners.splice(at, 1);
        return this.world.promise(() => undefined);
      },
    };
  }

  #connect(process: VirtualProcess, options: ConnectOptions, handler: StreamHandler): { cancel(): void } {
    process.mustLive();
    const { remote, timeoutMs } = options;
    const { host } = process;
    const isLocal = remote.host === 'localhost' || remote.host === LOOPBACK;
    const target = isLocal ? host : this.#hosts.get(remote.host);
    const to = {
      host: isLocal || target === undefined ? LOOPBACK : this.#address(target, remote.host),
      port: remote.port,
    };
    const from = { host: options.localAddress ?? (isLocal ? LOOPBACK : host.address), port: host.freePort() };
    const isOurs = from.host === LOOPBACK || host.addresses.includes(from.host);
    const link = isOurs ? this.link(from.host, to.host) : this.link(host.address, to.host);
    const stream = new VirtualStream(host, from, to, link);
    stream.attach(process, handler);
    if (target === undefined) stream.refuse(`getaddrinfo ENOTFOUND ${remote.host}`);
    else if (!isOurs) stream.refuse(`bind EADDRNOTAVAIL ${from.host}`);
    else {
      const timeoutNs = host.clock.worldNs(timeoutMs * 1e6);
      this.world.at(timeoutNs, process, () => stream.refuse(`no connection within ${timeoutMs} ms`));
      this.#attempt(stream, target, link, options, SYN_RETRY_MS);
    }
    return { cancel: () => stream.destroy() };
  }

  /** Sends a SYN. It is answered by a listener, by a refusal, or, without a path, by nobody, and then sent again. */
  #attempt(stream: VirtualStream, target: VirtualHost, link: Link, options: ConnectOptions, retryMs: number): void {
    const { world } = this;
    world.at(link.delayNs(), undefined, () => {
      if (!stream.isWaiting) return;
      if (!link.isUp || !target.isUp) {
        world.at(retryMs * 1e6, undefined, () => this.#attempt(stream, target, link, options, retryMs * 2));
        return;
      }
      const refusal = this.#refusalOf(target, stream, options);
      world.at(link.delayNs(), undefined, () => {
        if (!stream.isWaiting) return;
        if (refusal !== undefined) stream.refuse(refusal);
        else if (link.isUp && stream.host.isUp) establish(stream, target, link, options);
        else this.#attempt(stream, target, link, options, retryMs);
      });
    });
  }

  #refusalOf(target: VirtualHost, { remote }: VirtualStream, { tls }: ConnectOptions): string | undefined {
    const listener = this.listenerAt(target, remote);
    if (listener === undefined || this.refusing.has(target))
      return `connect ECONNREFUSED ${remote.host}:${remote.port}`;
    if (listener.isTls !== (tls !== undefined)) return 'TLS: wrong version number';
    if (listener.requireClientCertificate && tls?.certFile === undefined) return 'TLS: certificate required';
    return undefined;
  }
}

function establish(client: VirtualStream, target: VirtualHost, link: Link, { tls }: ConnectOptions): void {
  const server = new VirtualStream(target, client.remote, client.local, link);
  // In place of the certificate's subject: enough to tell two clients apart.
  if (tls?.certFile !== undefined) server.peerSubject = `CN=${tls.certFile}`;
  new Connection(link, client, server).open();
}
