/** One venue of a gateway's configuration, opened for a person: what `doctor` and `certify` work with while no gateway runs. */
import { join, resolve } from 'node:path';
import { InputError } from '../core/errors.js';
import { readUserFile } from '../core/world-data-directory.js';
import { installationRoot } from '../core/world-installation.js';
import { readSecretFd } from '../core/world-secrets.js';
import { realTradingWorld } from '../core/world-trading.js';
import { blankOrder, Side, type VenueHandler, type VenueOrder } from '../core/venue.js';
import { FileCredentials } from '../fix/config/credentials.js';
import { sessionId } from '../fix/session/config.js';
import { JournalSessionStores } from '../fix/store/journal-stores.js';
import { parseConfig } from '../gateway/config.js';
import type { GatewayConfig } from '../gateway/config-schema.js';
import { openCredentials } from '../gateway/credentials.js';
import { openJournal } from '../journal/journal.js';
import { loadVenue, type LoadedVenue } from '../venues/config/load.js';
import { VenueSecrets } from '../venues/secrets.js';
import { VenueSet } from '../venues/venue-set.js';

export interface DeskOptions {
  /** The gateway's configuration; default the demo's. */
  readonly config?: string;
  readonly data?: string;
  readonly allowTestnet?: boolean;
}

export interface VenueDesk {
  readonly loaded: LoadedVenue;
  readonly set: VenueSet;
  close(): Promise<void>;
}

export function readGatewayConfig({ config, data }: DeskOptions): GatewayConfig {
  const file = config ?? join(installationRoot(), 'config', 'demo.yaml');
  const parsed = parseConfig(file, readUserFile(file));
  return data === undefined ? parsed : { ...parsed, dataDirectory: resolve(data) };
}

/** The files of all venues, checked. Throws ConfigError. */
export function allVenues(config: GatewayConfig): readonly LoadedVenue[] {
  return config.venues.map(({ file }) => loadVenue(file, readUserFile));
}

/** The venue's own file, by its name in any case. Throws InputError `VENUE_UNKNOWN` that says which there are. */
export function findVenue(config: GatewayConfig, venue: string): LoadedVenue {
  const all = allVenues(config);
  const found = all.find(({ config: { id } }) => id === venue.toUpperCase());
  if (found !== undefined) return found;
  throw new InputError('VENUE_UNKNOWN', 'the configuration has no such venue', {
    found: venue,
    expected: all.map(({ config: { id } }) => id).join(', ') || 'none is configured',
  });
}

/**
 * Opens the venue over the gateway's own journal, so that sequence numbers go on where they are: the gateway must not run. Throws CrossfeedError.
 */
export async function openDesk(options: DeskOptions, venue: string, handler: VenueHandler): Promise<VenueDesk> {
  const { disk, clock, timers } = realTradingWorld;
  const config = readGatewayConfig(options);
  const loaded = findVenue(config, venue);
  const store = await openCredentials(config, realTradingWorld);
  const journal = openJournal({
    disk,
    clock,
    timers,
    directory: join(config.dataDirectory, 'journal'),
    policy: config.trading.durability,
  });
  try {
    const stores = new JournalSessionStores({ journal, clock, timers });
    const set = new VenueSet({
      files: [loaded.file],
      readText: readUserFile,
      world: realTradingWorld,
      journal,
      openStore: (session) => stores.open(sessionId(session)),
      closeStore: (id) => stores.close(id),
      secrets: new VenueSecrets(new FileCredentials(disk, readSecretFd), store),
      handler,
      allowOptIn: options.allowTestnet === true,
    });
    set.recover();
    return {
      loaded,
      set,
      async close() {
        await set.close('done');
        journal.close();
      },
    };
  } catch (error) {
    journal.close();
    throw error;
  }
}

/** A limit order for tests of a venue: number from the clock, nothing special about it. */
export function plainOrder(instrument: number, side: 'buy' | 'sell', quantity: number, price: number): VenueOrder {
  const orderId = realTradingWorld.clock.epochMs() * 1000;
  return { ...blankOrder(), orderId, instrument, side: Side[side], quantity, price };
}
