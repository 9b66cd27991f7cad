/** One venue of a gateway's configuration, opened for a person: what `doctor` and `certify` work with while no gateway runs. */
import { join } from 'node:path';
import { stringify } from 'yaml';
import { InputError } from '../core/errors.js';
import { readUserFile } from '../core/world-data-directory.js';
import { readSecretFd } from '../core/world-secrets.js';
import type { Streams } from '../core/streams.js';
import { realTradingWorld } from '../core/world-trading.js';
import { blankOrder, Side, type Venue, type VenueOrder } from '../core/venue.js';
import { FileCredentials } from '../fix/config/credentials.js';
import type { FixApplication } from '../fix/session/application.js';
import { sessionId } from '../fix/session/config.js';
import { JournalSessionStores } from '../fix/store/journal-stores.js';
import type { GatewayConfig } from '../gateway/config-schema.js';
import { openCredentials } from '../gateway/credentials.js';
import { openJournal } from '../journal/journal.js';
import { restingTimeInForce } from '../operations/checks/resting.js';
import type { VenueWatch } from '../operations/checks/venue-watch.js';
import { MsgType } from '../protocols/fix/msg-type.js';
import type { LoadedVenue } from '../venues/config/load.js';
import { orderIdOf } from '../venues/orders/client-ids.js';
import { VenueSecrets } from '../venues/secrets.js';
import { VenueSet, type VenueSetOptions } from '../venues/venue-set.js';
import { allVenues, readGatewayConfig, type ConfigOptions } from './gateway-config.js';

export interface DeskOptions extends ConfigOptions {
  readonly allowTestnet?: boolean;
}

export interface VenueDesk {
  readonly loaded: LoadedVenue;
  readonly set: VenueSet;
  close(): Promise<void>;
}

/** How a desk differs from a gateway. */
export interface DeskParts {
  /** Hears the venue, and its drop copy. */
  readonly watch: VenueWatch;
  /** What connections are made with; absent: the machine's. */
  readonly streams?: Streams;
  /** Laid over the venue's file. */
  readonly overlay?: object;
  readonly secretsOf?: (secrets: VenueSecrets) => VenueSecrets;
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
export async function openDesk(options: DeskOptions, venue: string, parts: DeskParts): Promise<VenueDesk> {
  const { disk, clock, timers, random, streams } = realTradingWorld;
  const config = readGatewayConfig(options);
  const loaded = findVenue(config, venue);
  if (!mayConnect(loaded, options)) {
    throw new InputError(
      'VENUE_OPT_IN',
      'a venue that is not a simulator is connected to only when that is asked for',
      {
        where: loaded.config.id,
        expected: '--allow-testnet',
      },
    );
  }
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
    const secrets = new VenueSecrets(new FileCredentials(disk, readSecretFd), store);
    const set: VenueSet = new VenueSet({
      ...overlaid(loaded.file, parts.overlay),
      world: { disk, clock, timers, random, streams: parts.streams ?? streams },
      journal,
      openStore: (session) => stores.open(sessionId(session)),
      closeStore: (id) => stores.close(id),
      secrets: parts.secretsOf?.(secrets) ?? secrets,
      handler: parts.watch,
      dropCopy: () => dropCopyWatch(loaded, parts.watch, () => set),
      allowOptIn: options.allowTestnet === true,
    });
    set.recover();
    // A venue is looked at before any share of the orders goes there.
    set.venues[0]!.rollout.set({ percent: 100, symbols: {} });
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

/** Every gateway is on this machine. */
export function isSimulated({ config }: LoadedVenue): boolean {
  const sessions = [config.orderEntry, config.fallback, config.dropCopy];
  const gateways = sessions.flatMap((session) => session?.gateways ?? []);
  return gateways.every(({ host }) => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host));
}

/** Venues marked `optIn` are left alone unless the caller says otherwise. */
export function mayConnect({ config }: LoadedVenue, { allowTestnet }: DeskOptions): boolean {
  return !config.optIn || allowTestnet === true;
}

/** The venue's file with something laid over it: a file of its own beside it, which nobody writes. */
function overlaid(file: string, overlay: object | undefined): Pick<VenueSetOptions, 'files' | 'readText'> {
  if (overlay === undefined) return { files: [file], readText: readUserFile };
  const above = `${file}.overlay`;
  const text = stringify({ ...overlay, extends: file });
  return { files: [above], readText: (path) => (path === above ? text : readUserFile(path)) };
}

const TAG = { clOrdId: 11, cumQty: 14, ordStatus: 39, origClOrdId: 41, symbol: 55, execType: 150 } as const;

/** Notes what the drop copy says of our orders. */
function dropCopyWatch(
  { config: { dropCopy } }: LoadedVenue,
  watch: VenueWatch,
  set: () => VenueSet,
): FixApplication | undefined {
  if (dropCopy === undefined) return undefined;
  const { clOrdId, rewritesClOrdId } = dropCopy.dialect;
  const tags = rewritesClOrdId ? [TAG.origClOrdId] : [TAG.clOrdId, TAG.origClOrdId];
  return {
    onLogon: () => undefined,
    onLogout: () => undefined,
    onMessage: (_session, message) => {
      if (message.msgType !== MsgType.ExecutionReport) return 'accepted';
      const { symbols, instruments, venues } = set();
      // A request that has a name of its own stands in 11, and the order in 41.
      const names = tags.map((tag) => orderIdOf(clOrdId, message.string(tag) ?? ''));
      const instrument = symbols.byVenueSymbol(0, message.string(TAG.symbol) ?? '')?.instrument ?? -1;
      watch.onCopy({
        orderId: names.find((id) => venues[0]!.keeper.table.find(id) >= 0) ?? 0,
        execType: message.char(TAG.execType),
        ordStatus: message.char(TAG.ordStatus),
        cumQuantity: message.decimal(TAG.cumQty, instruments[instrument]?.quantityScale ?? 0),
      });
      return 'accepted';
    },
  };
}

/** A limit order for tests of a venue that rests: number from the clock, nothing special about it. */
export function plainOrder(
  { capabilities }: Venue,
  { instrument, side, quantity, price }: { instrument: number; side: 'buy' | 'sell'; quantity: number; price: number },
): VenueOrder {
  const orderId = firstOrderId();
  const timeInForce = restingTimeInForce(capabilities);
  return { ...blankOrder(), orderId, instrument, side: Side[side], quantity, price, timeInForce };
}

/** Order numbers from here on are free. */
export function firstOrderId(): number {
  return Math.floor(realTradingWorld.clock.epochMs()) * 1000;
}
