/**
 * binance-spot-testnet: FIX 4.4 over TLS, three endpoints. Every Logon resets (141=Y must stand in it) and is signed with Ed25519; nothing is ever
 * resent; nothing is cancelled when a client leaves, and a client that left without Logout waits for two heartbeats.
 */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { Dialect } from '../fix/dialect.js';
import { MarketDataDesk } from '../fix/market-data-desk.js';
import type { OrderRules } from '../fix/new-order.js';
import type { OutMessage } from '../fix/out-message.js';
import type { LogonVerdict, SessionTerms } from '../fix/terms.js';
import type { Account } from './accounts.js';
import { BinanceCopyDesk } from './binance-copy-desk.js';
import { BinanceDesk } from './binance-desk.js';
import { binanceDictionary } from './binance-dictionary.js';
import { DelayedDesk } from './delayed-desk.js';
import {
  firmOf,
  type CryptoProfile,
  type EndpointPurpose,
  type EndpointRules,
  type ProfileContext,
} from './profile.js';
import { portOf } from './session-ids.js';
import { ed25519Key, verifyEd25519Logon } from './signatures.js';

const TARGET = 'SPOT';
const SENDER = /^[a-zA-Z0-9_-]{1,8}$/;
const RECV_WINDOW_MS = 5000;
const MAX_RECV_WINDOW_MS = 60_000;
/** How far a client's clock may be ahead. */
const AHEAD_MS = 1000;
const LIMITS = {
  orders: { count: 10_000, windowMs: 10_000 },
  dropCopy: { count: 60, windowMs: 60_000 },
  marketData: { count: 2000, windowMs: 60_000 },
} as const;
const CONNECTIONS = { orders: 10, dropCopy: 10, marketData: 100 } as const;
const CONNECT_LIMIT = { count: 15, windowMs: 30_000 };
const MARKET_DATA_SYMBOLS = 1000;

const dialect: Dialect = {
  name: 'binance-spot-testnet',
  beginString: 'FIX.4.4',
  session: binanceDictionary,
  application: binanceDictionary,
  precision: 'microseconds',
  // RecvWindow (25000) takes its place.
  sendingTimeToleranceMs: Infinity,
  heartbeatS: { least: 5, most: 60 },
  checkSendingTime,
  resendPage: 0,
  resends: false,
};

const rules: OrderRules = {
  ordTypes: '12',
  timesInForce: '134',
  sides: '12',
  hidden: true,
  minQuantity: false,
  pegs: '',
  maxClOrdIdLength: 36,
  preventSelfTrade: 'cancelNewest',
};

export const binance: CryptoProfile = {
  name: 'binance-spot-testnet',
  cancelOnDisconnect: 'never',
  newsEveryMs: 10_000,
  endpoints: (context) => ({
    orders: endpoint(context, 'orders'),
    dropCopy: endpoint(context, 'dropCopy'),
    marketData: endpoint(context, 'marketData'),
  }),
};

function endpoint(context: ProfileContext, purpose: EndpointPurpose): EndpointRules {
  return {
    dialect,
    maxConnections: CONNECTIONS[purpose],
    connectLimit: CONNECT_LIMIT,
    check: (message) => check(message, purpose, context),
  };
}

/** A message counts from its SendingTime for as long as its RecvWindow says. */
function checkSendingTime(message: FixMessage, nowMs: number): string | undefined {
  const windowMs = message.has(25000) ? Number(message.string(25000)) : RECV_WINDOW_MS;
  if (!(windowMs > 0 && windowMs <= MAX_RECV_WINDOW_MS))
    return `RecvWindow (25000) must be up to ${MAX_RECV_WINDOW_MS}`;
  const age = nowMs - message.utcMs(52);
  if (age >= -AHEAD_MS && age <= windowMs) return undefined;
  return `SendingTime (52) ${message.string(52) ?? ''} is outside of the receive window of ${windowMs} ms`;
}

function check(message: FixMessage, purpose: EndpointPurpose, context: ProfileContext): LogonVerdict {
  const wrong = (reason: string): LogonVerdict => ({ accepted: false, reason, answer: refusal(reason) });
  const sender = message.string(49) ?? '';
  const key = message.string(553) ?? '';
  const handling = message.string(25035);
  if (!SENDER.test(sender)) return wrong('SenderCompID (49) must be 1 to 8 letters, digits, - or _');
  if (message.string(56) !== TARGET) return wrong('TargetCompID (56) must be SPOT');
  if (message.string(98) !== '0') return wrong('EncryptMethod (98) must be 0');
  if (!message.flag(141)) return wrong('ResetSeqNumFlag (141) must be Y');
  if (message.string(34) !== '1') return wrong('MsgSeqNum (34) of a Logon must be 1');
  if (handling === undefined) return wrong('MessageHandling (25035) is missing');
  const account = context.accounts.find((known) => known.key === key);
  if (account?.publicKey === undefined) return wrong('unknown API key (553)');
  const signature = message.string(96) ?? '';
  if (message.int(95) !== signature.length) return wrong('RawDataLength (95) is not that of RawData (96)');
  const parts = { sender, target: TARGET, sequence: '1', time: message.string(52) ?? '' };
  if (!verifyEd25519Logon(ed25519Key(account.publicKey), parts, signature)) return wrong('the signature (96) is wrong');
  if (purpose === 'orders' && account.readOnly) return wrong('the API key may not trade');
  if (message.flag(9406) !== (purpose === 'dropCopy')) {
    return wrong(`DropCopyFlag (9406) ${purpose === 'dropCopy' ? 'must' : 'must not'} be Y at this endpoint`);
  }
  return {
    accepted: true,
    terms: termsOf(account, sender, purpose, context),
    reset: true,
    heartbeatS: message.int(108),
    fields: [[25035, handling]],
    cancelOnDisconnect: false,
    onActive: responseMode(message.string(25036)),
  };
}

function responseMode(mode: string | undefined): (desk: unknown) => void {
  return (desk) => {
    if (desk instanceof BinanceDesk) desk.onlyAcks = mode === '2';
  };
}

/** Reject (3), then Logout, as one message each. */
function refusal(reason: string): readonly OutMessage[] {
  return [
    {
      type: '3',
      fields: [
        [45, '1'],
        [372, 'A'],
        [58, reason],
        [25016, '-1000'],
      ],
    },
    { type: '5', fields: [[58, reason]] },
  ];
}

function termsOf(account: Account, sender: string, purpose: EndpointPurpose, context: ProfileContext): SessionTerms {
  const { gateway, listings, timers, nowMs, options, books } = context;
  const port = portOf(account, { orders: 'BN', dropCopy: 'BN-DC', marketData: 'BN-MD' }[purpose], sender);
  const style = { version: '4.4', precision: 'microseconds' } as const;
  const makeDesk = (): ReturnType<SessionTerms['makeDesk']> => {
    const { orders } = gateway.firm(firmOf(account));
    if (purpose === 'marketData') {
      const intervalMs = options.marketDataIntervalMs;
      return new MarketDataDesk({
        books,
        listings,
        timers,
        nowMs,
        intervalMs,
        limits: { symbols: MARKET_DATA_SYMBOLS, depths: [] },
      });
    }
    if (purpose === 'dropCopy') {
      const copy = new BinanceCopyDesk({ style, orders, listings, owner: () => [] });
      return new DelayedDesk(copy, timers, options.dropCopyDelayMs);
    }
    return new BinanceDesk({
      style,
      rules,
      port: port.port,
      orders,
      listings,
      crossPort: true,
      nowMs,
      messageLimit: LIMITS.orders,
    });
  };
  return {
    id: port.port,
    senderCompId: TARGET,
    targetCompId: sender,
    port: purpose === 'marketData' ? undefined : port,
    dialect,
    numbering: 'local',
    limit: LIMITS[purpose],
    blockedHeartbeats: 2,
    rejectsUnsupported: true,
    isExclusive: true,
    rejectFields: (reason) => [[25016, reason === 99 ? '-1003' : '-1130']],
    makeDesk,
  };
}
