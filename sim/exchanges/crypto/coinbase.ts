/**
 * coinbase-exchange-sandbox: FIX 5.0 SP2 over TLS. The SenderCompID is the API key, of which there is one connection; a Logon is signed with
 * HMAC-SHA256. The venue's pages disagree about resends: here numbers go on unless a client asks for a reset, and are resent in pages of 1,000.
 */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { Dialect } from '../fix/dialect.js';
import { DropCopyDesk } from '../fix/drop-copy-desk.js';
import { MarketDataDesk } from '../fix/market-data-desk.js';
import type { OrderRules } from '../fix/new-order.js';
import type { LogonVerdict, SessionTerms } from '../fix/terms.js';
import type { Account } from './accounts.js';
import { coinbaseApplication, coinbaseSession } from './coinbase-dictionary.js';
import { CoinbaseDesk } from './coinbase-desk.js';
import { newYorkTime } from './new-york.js';
import {
  firmOf,
  type CryptoProfile,
  type EndpointPurpose,
  type EndpointRules,
  type ProfileContext,
} from './profile.js';
import { portOf } from './session-ids.js';
import { hmacLogon, isSameText } from './signatures.js';

const TARGET = 'Coinbase';
const RESEND_PAGE = 1000;
/** The longer of the two histories that the venue's pages name holds no more than this on a busy day. */
const KEPT_MESSAGES = 100_000;
const MARKET_DATA_SYMBOLS = 1000;

function dialect(purpose: EndpointPurpose): Dialect {
  return {
    name: 'coinbase-exchange-sandbox',
    beginString: 'FIXT.1.1',
    session: coinbaseSession,
    application: coinbaseApplication,
    applVerId: '9',
    precision: 'milliseconds',
    sendingTimeToleranceMs: 30_000,
    heartbeatS: { least: 1, most: purpose === 'dropCopy' ? 300 : 30 },
    checkSendingTime: checkForm,
    resendPage: RESEND_PAGE,
    resends: true,
  };
}

/** The signature covers both as they stand: the venue takes one way to write them. */
function checkForm(message: FixMessage): string | undefined {
  if (!/\.\d{3}$/.test(message.string(52) ?? '')) return 'SendingTime (52) must have exactly three decimals';
  if (!/^[1-9]\d*$/.test(message.string(34) ?? '')) return 'MsgSeqNum (34) may have no leading zeros';
  return undefined;
}

const rules: OrderRules = {
  ordTypes: '124',
  timesInForce: '1346',
  sides: '12',
  hidden: false,
  minQuantity: false,
  pegs: '',
  maxClOrdIdLength: 64,
  preventSelfTrade: 'decrement',
};

export const coinbase: CryptoProfile = {
  name: 'coinbase-exchange-sandbox',
  cancelOnDisconnect: 'onRequest',
  endpoints: (context) => ({
    orders: endpoint(context, 'orders'),
    dropCopy: endpoint(context, 'dropCopy'),
    marketData: endpoint(context, 'marketData'),
  }),
  logoutAt: (epochMs) => {
    const time = newYorkTime(epochMs);
    if (time === 'Sat 13:00') return 'weekly logout';
    return time === 'Mon 14:00' || time === 'Thu 14:00' ? 'deployment' : undefined;
  },
};

function endpoint(context: ProfileContext, purpose: EndpointPurpose): EndpointRules {
  // Sessions of an account must be known before its first report is heard: their numbers go on.
  const terms = new Map(context.accounts.map((account) => [account.key, termsOf(account, purpose, context)] as const));
  if (purpose !== 'marketData') for (const known of terms.values()) context.gateway.session(known);
  return { dialect: dialect(purpose), check: (message) => check(message, purpose, context, terms) };
}

function check(
  message: FixMessage,
  purpose: EndpointPurpose,
  { accounts, options }: ProfileContext,
  sessions: ReadonlyMap<string, SessionTerms>,
): LogonVerdict {
  const sender = message.string(49) ?? '';
  const account = accounts.find(({ key }) => key === sender);
  const terms = sessions.get(sender);
  if (account === undefined || terms === undefined) return { accepted: false, reason: 'unknown API key (49)' };
  const wrong = (reason: string): LogonVerdict => ({
    accepted: false,
    reason,
    terms,
    answer: [{ type: '5', fields: [[58, reason]] }],
  });
  if (message.string(56) !== TARGET) return wrong('TargetCompID (56) must be Coinbase');
  if (message.string(98) !== '0') return wrong('EncryptMethod (98) must be 0');
  if (message.string(553) !== sender) return wrong('Username (553) must be the API key');
  if (message.string(554) !== account.passphrase) return wrong('wrong passphrase (554)');
  const parts = {
    time: message.string(52) ?? '',
    sequence: message.string(34) ?? '',
    sender,
    target: TARGET,
    passphrase: account.passphrase ?? '',
  };
  if (!isSameText(message.string(96) ?? '', hmacLogon(account.secret ?? '', parts)))
    return wrong('the signature (96) is wrong');
  if (purpose === 'orders' && account.readOnly) return wrong('the API key may not trade');
  if (message.flag(9406) !== (purpose === 'dropCopy')) {
    return wrong(`DropCopyFlag (9406) ${purpose === 'dropCopy' ? 'must' : 'must not'} be Y at this endpoint`);
  }
  const reset = message.flag(141) || !options.resume || purpose === 'marketData';
  const mode = message.string(8013);
  return {
    accepted: true,
    terms,
    reset,
    heartbeatS: message.int(108),
    fields: [[1137, '9']],
    cancelOnDisconnect: mode === 'S' || mode === 'Y',
    onActive: selfTradePrevention(message.string(8001)),
  };
}

function selfTradePrevention(mode: string | undefined): (desk: unknown) => void {
  return (desk) => {
    if (desk instanceof CoinbaseDesk) desk.preventSelfTrade = mode === 'N' ? 'cancelNewest' : 'decrement';
  };
}

function termsOf(account: Account, purpose: EndpointPurpose, context: ProfileContext): SessionTerms {
  const { gateway, listings, timers, nowMs, options, books } = context;
  const port = portOf(account, { orders: 'CB', dropCopy: 'CB-DC', marketData: 'CB-MD' }[purpose], '1');
  const style = { version: '4.4', precision: 'milliseconds' } as const;
  return {
    id: port.port,
    senderCompId: TARGET,
    targetCompId: account.key,
    port: purpose === 'marketData' ? undefined : port,
    dialect: dialect(purpose),
    numbering: purpose === 'marketData' ? 'local' : 'shared',
    keptMessages: KEPT_MESSAGES,
    isExclusive: true,
    makeDesk: () => {
      const { orders } = gateway.firm(firmOf(account));
      if (purpose === 'marketData') {
        const limits = { symbols: MARKET_DATA_SYMBOLS, depths: [] };
        return new MarketDataDesk({ books, listings, timers, nowMs, intervalMs: options.marketDataIntervalMs, limits });
      }
      if (purpose === 'dropCopy') return new DropCopyDesk({ style, orders, listings, owner: () => [] });
      const { uuidClOrdId } = options;
      return new CoinbaseDesk({ style, rules, port: port.port, orders, listings, crossPort: true, nowMs, uuidClOrdId });
    },
  };
}
