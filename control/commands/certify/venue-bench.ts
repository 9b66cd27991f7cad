/** A venue of the configuration, opened for certification: its sessions listened to, its secrets spoilt when a case wants it. */
import { generateKeyPairSync } from 'node:crypto';
import type { ConnectOptions } from '../../core/streams.js';
import { realTradingWorld } from '../../core/world-trading.js';
import { SecretTags } from '../../fix/message-log/secret-fields.js';
import { VenueWatch } from '../../operations/checks/venue-watch.js';
import { CertificationBench, DROP_COPY, ORDERS } from '../../operations/certify/bench.js';
import type { CaseList } from '../../operations/certify/case-list.js';
import { Conversation } from '../../operations/certify/conversation.js';
import { WireTap, type WireReader } from '../../operations/certify/wire-tap.js';
import { dictionary, type DictionaryName } from '../../protocols/fix/dictionary.js';
import type { LoadedVenue } from '../../venues/config/load.js';
import type { FixSessionSettings } from '../../venues/config/session-schema.js';
import { parseUniverse } from '../../venues/config/universe.js';
import { VenueSecrets } from '../../venues/secrets.js';
import { readUserFile } from '../../core/world-data-directory.js';
import { instrumentOf, units, type OrderText } from '../order-text.js';
import { firstOrderId, openDesk, type DeskOptions, type VenueDesk } from '../venue-desk.js';
import { FixReader } from './fix-reader.js';
import { SoupReader } from './soup-reader.js';

/** What no venue lists. */
const UNKNOWN_SYMBOL = 'ZZNONE';
/** SoupBinTCP has one for all. */
const SOUP_HEARTBEAT_MS = 1_000;
const LARGE = 1000;
/** Signatures and nonces of venues' Logons, beside what is secret in every Logon. */
const LOGON_TAGS = [5025, 9005];

export interface OpenBench {
  readonly bench: CertificationBench;
  readonly conversation: Conversation;
  readonly desk: VenueDesk;
}

/** Throws CrossfeedError. Nothing is connected. */
export async function openBench(
  options: DeskOptions,
  loaded: LoadedVenue,
  list: CaseList,
  order: OrderText,
): Promise<OpenBench> {
  const { config } = loaded;
  const watch = new VenueWatch();
  const { clock, streams } = realTradingWorld;
  const conversation = new Conversation(
    () => clock.epochMs(),
    () => watch.wake(),
  );
  const tap = new WireTap(streams, conversation, (connection) => readerOf(loaded, connection));
  const wrong = { isWrong: false };
  const { orderEntry } = config;
  const heartBtIntS = orderEntry.protocol === 'fix' ? (list.heartBtIntS ?? orderEntry.heartBtIntS) : 0;
  const unknown = unknownSymbol(loaded, order.symbol.toUpperCase());
  const desk = await openDesk(options, config.id, {
    watch,
    streams: tap,
    secretsOf: (secrets) => new SpoilableSecrets(secrets, wrong),
    overlay: {
      ...(heartBtIntS === 0 ? {} : { orderEntry: { heartBtIntS } }),
      symbols: {
        listings: [
          ...config.symbols.listings.filter(({ symbol }) => symbol !== unknown),
          {
            ...config.symbols.listings.find(({ symbol }) => symbol === unknown),
            symbol: unknown,
            name: UNKNOWN_SYMBOL,
          },
        ],
        except: config.symbols.except.filter((symbol) => symbol !== unknown),
      },
    },
  });
  const [venue] = desk.set.venues;
  const instrument = instrumentOf(desk.set, order.symbol);
  const listing = desk.set.symbols.listing(0, instrument.index);
  const quantity = units(order.quantity, instrument.quantityScale);
  const large =
    list.largeQuantity === undefined ? LARGE * quantity : units(list.largeQuantity, instrument.quantityScale);
  const lot = listing?.lot ?? 1;
  const maxQuantity = Math.floor((listing?.maxQuantity ?? large) / lot) * lot;
  const bench = new CertificationBench({
    venue: venue!,
    watch,
    conversation,
    tap,
    order: {
      instrument: instrument.index,
      unknownInstrument: instrumentOf(desk.set, unknown).index,
      side: order.side,
      quantity,
      price: units(order.price, instrument.priceScale),
      tick: listing?.tick ?? 1,
      largeQuantity: Math.min(large, maxQuantity),
      maxQuantity,
    },
    firstOrderId: firstOrderId(),
    spoilCredentials: (isWrong) => (wrong.isWrong = isWrong),
    resumes: orderEntry.protocol !== 'fix' || !orderEntry.resetOnLogon,
    heartbeatMs: orderEntry.protocol === 'fix' ? heartBtIntS * 1000 : SOUP_HEARTBEAT_MS,
    hasDropCopy: config.dropCopy !== undefined,
    lateRequests: orderEntry.protocol === 'fix' ? 'refused' : 'ignored',
  });
  return { bench, conversation, desk };
}

/** An instrument that the cases' orders do not need, which is sent under a name that the venue does not have. */
function unknownSymbol({ universeFile }: LoadedVenue, used: string): string {
  const { instruments } = parseUniverse(universeFile, readUserFile(universeFile));
  return instruments.findLast(({ symbol }) => symbol !== used)?.symbol ?? used;
}

/** Reads what goes to the gateways of order entry and drop copy; market data passes by. */
function readerOf({ config }: LoadedVenue, { remote }: ConnectOptions): WireReader | undefined {
  const { orderEntry, fallback, dropCopy } = config;
  const there = (
    [
      [ORDERS, orderEntry],
      [`fallback`, fallback],
      [DROP_COPY, dropCopy],
    ] as const
  ).filter(
    ([, session]) => session?.gateways.some(({ host, port }) => host === remote.host && port === remote.port) === true,
  );
  const [first] = there;
  if (first === undefined) return undefined;
  const [purpose, session] = first;
  if (session === undefined) return undefined;
  if (session.protocol !== 'fix') return new SoupReader(`${purpose} ${session.username}`, session.protocol);
  const names = new Map<string, string>();
  for (const [name, each] of there) if (each?.protocol === 'fix') names.set(each.senderCompId, name);
  const isOnly = there.length === 1;
  return new FixReader({
    ...dictionariesOf(session),
    secrets: new SecretTags({ tags: LOGON_TAGS }),
    // Where one kind of session lives on the port, its CompID may be one that no file tells, such as an API key.
    nameOf: (compId) => (isOnly ? purpose : names.get(compId)),
    firstName: isOnly ? purpose : '',
  });
}

function dictionariesOf({ beginString }: FixSessionSettings) {
  const isTransport = beginString === 'FIXT.1.1';
  const session = dictionary(isTransport ? 'FIXT11' : (beginString.replaceAll('.', '') as DictionaryName));
  return { session, application: isTransport ? dictionary('FIX50SP2') : session };
}

/** Gives the secrets, or, while a case wants it, others of the same form. */
class SpoilableSecrets extends VenueSecrets {
  constructor(
    private readonly right: VenueSecrets,
    private readonly now: { readonly isWrong: boolean },
  ) {
    super({ read: () => '' }, undefined);
  }

  override reader(...args: Parameters<VenueSecrets['reader']>): () => string {
    const read = this.right.reader(...args);
    return () => (this.now.isWrong ? spoilt(read()) : read());
  }
}

function spoilt(secret: string): string {
  if (secret.includes('PRIVATE KEY')) {
    return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }
  // The same letters, each moved on by one: as long as before, and still base64 where it was.
  return secret.replaceAll(/[A-Ya-y0-8]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 1));
}
