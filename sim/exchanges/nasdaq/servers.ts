/** What stands beside the Nasdaq simulator's lines: MoldUDP64 requests, the stream over SoupBinTCP, snapshots. */
import type { Logger } from '../../../control/core/logging.js';
import type { SequencedLog } from '../../../control/protocols/soupbintcp/server.js';
import type { SimListing } from '../core/orders.js';
import type { PublisherWorld } from '../publish/files.js';
import type { MessageStore } from '../publish/message-store.js';
import { MoldRequestServer } from '../publish/mold-request-server.js';
import type { Publisher } from '../publish/publisher.js';
import { SoupListener } from '../publish/soup-listener.js';
import type { NasdaqConfig } from './config.js';
import { GlimpseLog } from './glimpse.js';

export interface NasdaqServers {
  /** Where each listens, by the name of its setting. */
  readonly addresses: Readonly<Record<string, { readonly address: string; readonly port: number }>>;
  onNews(): void;
  counters(): Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

interface Source {
  readonly publisher: Publisher;
  readonly store: MessageStore;
  readonly listings: readonly SimListing[];
  readonly log: Logger;
}

interface OpenServer {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  onNews?(): void;
  counters(): unknown;
  close(): Promise<void>;
}

/** Opens what is configured; when one cannot be opened, none stays open. */
export async function openNasdaqServers(
  world: PublisherWorld,
  config: NasdaqConfig,
  source: Source,
): Promise<NasdaqServers> {
  const servers: OpenServer[] = [];
  try {
    if (config.requestServer !== undefined) {
      const { requestServer: settings, maxPacketBytes } = config;
      const { store, publisher, log } = source;
      const { session } = publisher;
      const server = await MoldRequestServer.open(world, { ...settings, session, store, maxPacketBytes }, log);
      servers.push(wrap('requestServer', settings.address, server));
    }
    for (const name of ['soupFeed', 'glimpse'] as const) {
      const settings = config[name];
      if (settings === undefined) continue;
      const { clock, timers, streams } = world;
      if (streams === undefined) throw new TypeError(`${name} needs a world with streams`);
      const server = await SoupListener.open(
        { clock, timers, streams },
        {
          name,
          local: { host: settings.address, port: settings.port },
          users: settings.users,
          connectionsMax: settings.connectionsMax,
          ...(name === 'soupFeed' ? feedLogs(source) : snapshotLogs(source)),
        },
        source.log,
      );
      servers.push(wrap(name, settings.address, server));
    }
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()));
    throw error;
  }
  return {
    addresses: Object.fromEntries(servers.map(({ name, address, port }) => [name, { address, port }])),
    onNews: () => servers.forEach((server) => server.onNews?.()),
    counters: () => Object.fromEntries(servers.map((server) => [server.name, server.counters()])),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

function wrap(name: string, address: string, server: Omit<OpenServer, 'name' | 'address'>): OpenServer {
  const { port } = server;
  return {
    name,
    address,
    port,
    onNews: () => server.onNews?.(),
    counters: () => server.counters(),
    close: () => server.close(),
  };
}

function feedLogs({ publisher, store }: Source) {
  const log: SequencedLog = {
    session: publisher.session,
    get first() {
      return store.first;
    },
    get next() {
      return store.next;
    },
    get isEnded() {
      return publisher.isEnded;
    },
    read: (sequence, into) => void store.read(sequence, into),
  };
  return { open: (session: string) => (isSession(session, publisher) ? log : ('noSuchSession' as const)) };
}

function snapshotLogs({ publisher, store, listings }: Source) {
  return {
    // Until everything is as it was before the process started, the image and the numbers are of different times.
    open: (session: string) =>
      isSession(session, publisher) && !publisher.isRegenerating
        ? new GlimpseLog(publisher.session)
        : ('noSuchSession' as const),
    onLogin: (log: SequencedLog) => {
      if (log instanceof GlimpseLog) log.take(publisher.image, listings, store.next);
    },
  };
}

/** Blank: the one that runs now. */
function isSession(session: string, { session: running }: Publisher): boolean {
  return session === '' || session === running;
}
