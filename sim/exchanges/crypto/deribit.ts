/**
 * deribit-test: FIX 4.4, one endpoint for orders and market data, over TLS or plain TCP. A Logon is signed with SHA-256 over a timestamp that only
 * rises and a nonce; every Logon begins at 1; SendingTime is not looked at. A second session without 9010 is the drop copy.
 */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { Desk } from '../fix/desk.js';
import type { Dialect } from '../fix/dialect.js';
import { MarketDataDesk } from '../fix/market-data-desk.js';
import type { OrderRules } from '../fix/new-order.js';
import type { LogonVerdict, SessionTerms } from '../fix/terms.js';
import type { Account } from './accounts.js';
import { DeribitDesk } from './deribit-desk.js';
import { deribitDictionary } from './deribit-dictionary.js';
import { firmOf, type CryptoProfile, type ProfileContext } from './profile.js';
import { portOf } from './session-ids.js';
import { isSameText, sha256Logon } from './signatures.js';

const TARGET = 'DERIBITSERVER';
const NONCE_BYTES = 32;
/** How far the timestamp of a Logon may be off. */
const STAMP_TOLERANCE_MS = 60_000;
const MARKET_DATA_SYMBOLS = 500;

const dialect: Dialect = {
  name: 'deribit-test',
  beginString: 'FIX.4.4',
  session: deribitDictionary,
  application: deribitDictionary,
  precision: 'milliseconds',
  sendingTimeToleranceMs: Infinity,
  heartbeatS: { least: 1, most: 600 },
  resendPage: 0,
  resends: true,
};

const rules: OrderRules = {
  // Stop orders (3, 4) need a trigger that this market does not have.
  ordTypes: '12',
  timesInForce: '0134',
  sides: '12',
  hidden: true,
  minQuantity: false,
  pegs: '',
  maxClOrdIdLength: 64,
  preventSelfTrade: 'cancelOldest',
};

export const deribit: CryptoProfile = {
  name: 'deribit-test',
  cancelOnDisconnect: 'onRequest',
  endpoints: (context) => ({
    orders: { dialect, maxConnections: 100, check: (message) => check(message, context) },
  }),
};

function check(message: FixMessage, context: ProfileContext): LogonVerdict {
  const wrong = (reason: string): LogonVerdict => ({
    accepted: false,
    reason,
    answer: [{ type: '5', fields: [[58, reason]] }],
  });
  const sender = message.string(49) ?? '';
  if (message.string(56) !== TARGET) return wrong('TargetCompID (56) must be DERIBITSERVER');
  if (message.string(98) !== undefined && message.string(98) !== '0') return wrong('EncryptMethod (98) must be 0');
  const account = context.accounts.find(({ key }) => key === message.string(553));
  if (account?.secret === undefined) return wrong('unknown client id (553)');
  const rawData = message.string(96) ?? '';
  const stamp = checkRawData(rawData, account, context);
  if (typeof stamp === 'string') return wrong(stamp);
  if (!isSameText(message.string(554) ?? '', sha256Logon(rawData, account.secret)))
    return wrong('the password (554) is wrong');
  const appId = message.string(9004);
  if (appId !== undefined) {
    const signature = sha256Logon(rawData, account.appSecret ?? '');
    if (account.appSecret === undefined || appId !== account.appId) return wrong('unknown application (9004)');
    if (!isSameText(message.string(9005) ?? '', signature)) return wrong('the application signature (9005) is wrong');
  }
  return {
    accepted: true,
    terms: termsOf(account, sender, context),
    reset: true,
    heartbeatS: message.int(108),
    fields: [],
    cancelOnDisconnect: message.flag(9001),
    data: String(stamp),
    onActive: settingsOf(message),
  };
}

/** `<ms>.<nonce>`: the time must be above that of every earlier Logon of the client id. Returns it, or what is wrong. */
function checkRawData(rawData: string, account: Account, { gateway, nowMs }: ProfileContext): number | string {
  const found = /^(\d{1,15})\.([A-Za-z0-9+/]+={0,2})$/.exec(rawData);
  if (found === null) return 'RawData (96) must be a timestamp, a dot and a nonce in base64';
  const stamp = Number(found[1]);
  if (Buffer.from(found[2]!, 'base64').length < NONCE_BYTES)
    return `the nonce of RawData (96) must have ${NONCE_BYTES} bytes`;
  if (Math.abs(stamp - nowMs()) > STAMP_TOLERANCE_MS) return 'the timestamp of RawData (96) is not now';
  for (const [port, earlier] of gateway.firm(firmOf(account)).logonData) {
    if (port.startsWith(`DB:${account.key}:`) && Number(earlier) >= stamp) {
      return 'the timestamp of RawData (96) must be above that of the Logon before';
    }
  }
  return stamp;
}

function settingsOf(message: FixMessage): (desk: Desk) => void {
  const settings = {
    wordsafe: message.flag(9002),
    ownOnly: message.flag(9010),
    quiet: message.flag(9009),
    fillReports: message.flag(9015),
  };
  return (desk) => {
    if (desk instanceof DeribitDesk) desk.settings = settings;
  };
}

function termsOf(account: Account, sender: string, context: ProfileContext): SessionTerms {
  const { gateway, listings, timers, nowMs, options, books } = context;
  const port = portOf(account, 'DB', sender);
  return {
    id: port.port,
    senderCompId: TARGET,
    targetCompId: sender,
    port,
    dialect,
    numbering: 'local',
    rejectsUnsupported: true,
    makeDesk: () => {
      const { orders } = gateway.firm(port.firm);
      const limits = { symbols: MARKET_DATA_SYMBOLS, depths: [] };
      const intervalMs = options.marketDataIntervalMs;
      return new DeribitDesk(
        {
          style: { version: '4.4', precision: 'milliseconds' },
          rules,
          port: port.port,
          orders,
          listings,
          crossPort: true,
          nowMs,
        },
        new MarketDataDesk({ books, listings, timers, nowMs, intervalMs, limits }),
      );
    },
  };
}
