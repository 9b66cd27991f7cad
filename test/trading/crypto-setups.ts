/** The simulated crypto venues around a quiet market: orders, drop copy and market data over FIX, each with its own logon, as the testnets' files say. */
import { generateKeyPairSync } from 'node:crypto';
import { FeedLinkEnd } from '../../sim/exchanges/core/feed-link.js';
import { join } from '../../sim/exchanges/core/testing.js';
import { accountSchema } from '../../sim/exchanges/crypto/accounts.js';
import { CryptoGateway } from '../../sim/exchanges/crypto/crypto-gateway.js';
import { cryptoInstruments, type ProfileName } from '../../sim/exchanges/crypto/listings.js';
import type { Instrument } from '../../sim/exchanges/market/instruments.js';
import { CONFIG, NO_FEED, type OpenSetup } from './venue-setups.js';

const HOST = '127.0.8.6';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const secret = Buffer.from('a secret of forty-eight bytes, all of them secret').toString('base64');
const account = (key: string) =>
  accountSchema.parse({
    key,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    secret,
    passphrase: 'sesame',
    firm: 'XFED',
    readOnly: key !== 'TRADER',
  });

/** Files of the gateway's host. */
export const CRYPTO_SECRETS: Readonly<Record<string, string>> = {
  '/secrets/private.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  '/secrets/secret': secret,
  '/secrets/passphrase': 'sesame',
};

interface CryptoVenue {
  readonly id: string;
  readonly profile: ProfileName;
  /** As the exchange lists it, and as our clients name it. */
  readonly listed: string;
  readonly symbol: string;
  readonly logon: (key: string) => string;
}

const VENUES: Readonly<Record<'binance' | 'coinbase' | 'deribit', CryptoVenue>> = {
  binance: {
    id: 'BINANCE',
    profile: 'binance-spot-testnet',
    listed: 'SOLUSDT',
    symbol: 'SOLUSDT',
    logon: (key) => `venueLogon: { username: ${key}, secret: { file: /secrets/private.pem } }`,
  },
  coinbase: {
    id: 'COINBASE',
    profile: 'coinbase-exchange-sandbox',
    listed: 'LINK-USD',
    symbol: 'LINK-USD',
    logon: (key) =>
      `senderCompId: ${key}, venueLogon: { username: ${key}, senderIsApiKey: false, password: { file: /secrets/passphrase }, secret: { file: /secrets/secret } }`,
  },
  deribit: {
    id: 'DERIBIT',
    profile: 'deribit-test',
    listed: 'SOL_USDC-PERPETUAL',
    symbol: 'SOL.USDC-PERPETUAL',
    logon: () => 'venueLogon: { username: TRADER, secret: { file: /secrets/secret } }',
  },
};

export type CryptoName = keyof typeof VENUES;

/** What its exchange lists; the first is what is traded. */
export function cryptoMarket(name: CryptoName): readonly Instrument[] {
  const { profile, listed } = VENUES[name];
  const all = cryptoInstruments(profile);
  const first = all.find(({ stock }) => stock === listed)!;
  return [first, ...all.filter((each) => each !== first)].map((each, index) => ({ ...each, index, locate: index + 1 }));
}

export function crypto(name: CryptoName): OpenSetup {
  const { id, profile, symbol, logon } = VENUES[name];
  return async (world, exchange) => {
    const host = world.addHost('exchange-crypto', { addresses: [HOST] });
    const feed = new FeedLinkEnd('crypto-feed');
    const [matcher] = exchange.host.processes;
    join(matcher!.timers, exchange.exchange.matcher.hub, feed);
    await world.wait(
      CryptoGateway.open({
        world: host.start(),
        profile,
        name: 'gateway-a',
        link: exchange.link('crypto', 'crypto'),
        feed,
        accounts: ['TRADER', 'WATCHER', 'FEED'].map(account),
        endpoints: (['orders', 'dropCopy', 'marketData'] as const).map((purpose, i) => ({
          purpose,
          local: { host: HOST, port: 9000 + i },
          isTls: false,
        })),
        tls: undefined,
        options: { dropCopyDelayMs: 0, resume: true, uuidClOrdId: true, marketDataIntervalMs: 5 },
      }),
    );
    const session = (purpose: number, key: string): string =>
      `{ gateways: [{ role: primary, host: ${HOST}, port: ${9000 + (id === 'DERIBIT' ? 0 : purpose)} }], stableMs: 0, ${logon(key)}`;
    return {
      id,
      symbol,
      file: `
extends: ${CONFIG}/venues/demo-${name}.yaml
uncertainAfterMs: 0
orderEntry: ${session(0, 'TRADER')}, dialect: { tradeIdTag: 527 } }
dropCopy: ${session(1, 'WATCHER')}, dialect: { tradeIdTag: 527 } }
marketData: ${session(2, 'FEED')}, channel: 1 }
`,
      feed: NO_FEED,
      silence: () => undefined,
      corrects: false,
      matchText: String,
    };
  };
}
