/**
 * The Cboe simulator's market data, fed by the matcher: PITCH 2 units on A and B lines, the gap request proxy with its gap lines, and a spin
 * server for each unit.
 */
import type { Logger } from '../../../control/core/logging.js';
import type { Timer, TradingWorld } from '../../../control/core/world.js';
import type { FeedLink } from '../core/links.js';
import { filesFor, type PublisherWorld } from '../publish/files.js';
import { GapRequestServer, type GapUnit } from '../publish/gap-request-server.js';
import { MessageStore } from '../publish/message-store.js';
import { Publisher } from '../publish/publisher.js';
import { SpinServer } from '../publish/spin-server.js';
import type { CboeConfig } from './config.js';
import { unitOf } from './market-data-config.js';
import { PitchEncoder } from './pitch-encoder.js';
import { makeSpinImage } from './spin-image.js';
import { PitchUnit } from './unit.js';

const LAST_SEQUENCE = 0xffff_ffff;

interface Servers {
  gapRequests: GapRequestServer | undefined;
  readonly spins: { readonly unit: number; readonly server: SpinServer }[];
}

export class CboePublisher {
  private constructor(
    private readonly publisher: Publisher,
    private readonly units: readonly PitchUnit[],
    private readonly servers: Servers,
    private readonly timer: Timer,
    private readonly config: CboeConfig,
  ) {}

  /**
   * Begins with a heartbeat on each unit and follows the link, which must be up.
   * @param onFailed nothing more can be published
   */
  static async open(
    world: PublisherWorld,
    link: FeedLink,
    config: CboeConfig,
    log: Logger,
    onFailed: (error: Error) => void,
  ): Promise<CboePublisher> {
    const { listings } = link;
    const files = filesFor(world, config.dataDirectory);
    const units: PitchUnit[] = [];
    const servers: Servers = { gapRequests: undefined, spins: [] };
    try {
      for (const settings of config.units) {
        const store = new MessageStore({
          name: `unit-${settings.unit}`,
          lastSequence: LAST_SEQUENCE,
          ...(files === undefined ? {} : { files }),
          ...config.store,
        });
        units.push(await PitchUnit.open(world, settings, store, config));
      }
      const places = listings.map(({ symbol }) => unitOf(config.units, symbol));
      const stores = units.map(({ store }) => store);
      const publisher = new Publisher({
        clock: world.clock,
        link,
        encoder: new PitchEncoder(listings, stores, places, config.symbolMapping),
        session: '',
        files,
        checkpointMs: config.checkpointMs,
        log,
        onPublished: () => units.forEach((unit) => unit.live.send()),
        onFailed,
      });
      await openServers(world, config, units, publisher, servers, log, (place) =>
        makeSpinImage(
          publisher.image,
          listings,
          (instrument) => places[instrument] === place,
          (stores[place] as MessageStore).next - 1,
        ),
      );
      for (const unit of units) unit.live.heartbeat();
      const timer = world.timers.every(config.tickMs, () => units.forEach((unit) => unit.tick()));
      const self = new CboePublisher(publisher, units, servers, timer, config);
      publisher.start();
      return self;
    } catch (error) {
      await Promise.all([closeServers(servers), ...units.map((unit) => unit.close())]);
      throw error;
    }
  }

  /** By the line's name, live or gap. */
  silence(line: string, silent: boolean): void {
    const unit = this.units.find(({ lineNames }) => lineNames.includes(line)) ?? this.units[0];
    unit?.silence(line, silent);
  }

  /** Where servers listen, by name. */
  get addresses(): Readonly<Record<string, { readonly address: string; readonly port: number }>> {
    const { gapRequests, spin } = this.config;
    const { servers } = this;
    const all: Record<string, { address: string; port: number }> = {};
    if (gapRequests !== undefined && servers.gapRequests !== undefined) {
      all['gapRequests'] = { address: gapRequests.address, port: servers.gapRequests.port };
    }
    for (const { unit, server } of servers.spins) {
      all[`spin${unit}`] = { address: spin?.address ?? '', port: server.port };
    }
    return all;
  }

  counters() {
    const { publisher, units, servers } = this;
    return {
      publisher: publisher.counters(),
      units: Object.fromEntries(units.map((unit) => [unit.settings.unit, unit.counters()])),
      gapRequests: servers.gapRequests?.counters(),
      spin: Object.fromEntries(servers.spins.map(({ unit, server }) => [unit, server.counters()])),
    };
  }

  async close(): Promise<void> {
    this.timer.cancel();
    await Promise.all([closeServers(this.servers), ...this.units.map((unit) => unit.close())]);
    this.publisher.close();
  }
}

async function openServers(
  world: PublisherWorld,
  config: CboeConfig,
  units: readonly PitchUnit[],
  publisher: Publisher,
  servers: Servers,
  log: Logger,
  makeImage: (place: number) => ReturnType<typeof makeSpinImage>,
): Promise<void> {
  const { gapRequests, spin } = config;
  if (gapRequests === undefined && spin === undefined) return;
  const { clock, timers, streams } = world;
  if (streams === undefined) throw new TypeError('gap requests and spin need a world with streams');
  const tcp: Pick<TradingWorld, 'clock' | 'timers' | 'streams'> = { clock, timers, streams };
  if (gapRequests !== undefined) {
    const { address, port, users, connectionsMax } = gapRequests;
    const options = { local: { host: address, port }, users, connectionsMax };
    const sources = units.map((unit) => gapUnit(unit, publisher));
    servers.gapRequests = await GapRequestServer.open(tcp, options, gapRequests, sources, log);
  }
  if (spin === undefined) return;
  for (const [place, { settings, store }] of units.entries()) {
    if (settings.spinPort === undefined) continue;
    const { address, users, connectionsMax } = spin;
    const options = { local: { host: address, port: settings.spinPort }, users, connectionsMax };
    const source = {
      unit: settings.unit,
      get isAvailable() {
        return !publisher.isRegenerating;
      },
      get newest() {
        return store.next - 1;
      },
      makeImage: () => makeImage(place),
    };
    servers.spins.push({ unit: settings.unit, server: await SpinServer.open(tcp, options, source, log) });
  }
}

function gapUnit({ settings, store, live, gap }: PitchUnit, publisher: Publisher): GapUnit {
  return {
    unit: settings.unit,
    store,
    get isAvailable() {
      return gap !== undefined && !publisher.isRegenerating;
    },
    get published() {
      return live.nextSequence;
    },
    resend: (first, next) => gap?.resend(first, next),
  };
}

async function closeServers({ gapRequests, spins }: Servers): Promise<void> {
  await Promise.all([gapRequests?.close(), ...spins.map(({ server }) => server.close())]);
}
