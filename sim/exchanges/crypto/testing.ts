/** A crypto venue in a virtual world, and clients that sign their Logons: for tests. */
import { createHash, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { TradingWorld } from '../../../control/core/world.js';
import { NO_FEES } from '../core/rules.js';
import { testExchange, type TestExchange } from '../core/testing.js';
import { HandClient } from '../fix/testing.js';
import { accountSchema, type Account } from './accounts.js';
import { CryptoGateway, PROFILES } from './crypto-gateway.js';
import { cryptoInstruments, type ProfileName } from './listings.js';
import type { ProfileOptions } from './profile.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const secret = Buffer.from('a secret of forty-eight bytes, all of them secret').toString('base64');

export const trader: Account = accountSchema.parse({
  key: 'TRADER',
  publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  secret,
  passphrase: 'sesame',
  appId: 'APP',
  appSecret: 'application',
  firm: 'F',
});
export const watcher: Account = { ...trader, key: 'WATCHER', readOnly: true };

const OPTIONS: ProfileOptions = { dropCopyDelayMs: 0, resume: true, uuidClOrdId: true, marketDataIntervalMs: 20 };

/** A process of the virtual world. */
export interface TestProcess extends TradingWorld {
  readonly host: { readonly clock: { step(ms: number): void } };
  kill(): void;
}

/** The virtual world, as much of it as a venue needs. */
export interface TestWorld {
  addHost(name: string, options?: { readonly addresses: readonly string[] }): { start(): TestProcess };
  run(ms: number): Promise<void>;
  wait<T>(promise: Promise<T>): Promise<T>;
}

export interface TestVenue {
  readonly exchange: TestExchange;
  readonly gateways: readonly CryptoGateway[];
  readonly processes: readonly TestProcess[];
  readonly desk: TestProcess;
}

/** Endpoints listen on 127.0.6.1 and .2: orders on 9000, drop copies on 9001, market data on 9002. */
export async function testVenue(
  world: TestWorld,
  profile: ProfileName,
  options: Partial<ProfileOptions> = {},
): Promise<TestVenue> {
  const { cancelOnDisconnect } = PROFILES[profile];
  const exchange = testExchange({
    world: world.addHost('matcher').start(),
    market: {
      seed: 1,
      venue: profile,
      instruments: cryptoInstruments(profile),
      messagesPerSecond: 200,
      haltEveryS: null,
      breakerAfterS: null,
      continuous: true,
    },
    rules: {
      fees: NO_FEES,
      priceBandBps: 0,
      replaceKeepsPriority: false,
      ports: [],
      otherPorts: { ratePerSecond: 0, cancelOnDisconnect, crossPortCancel: true },
    },
  });
  await world.run(5000);
  const gateways: CryptoGateway[] = [];
  const processes: TestProcess[] = [];
  for (const [i, name] of ['gateway-a', 'gateway-b'].entries()) {
    const host = `127.0.6.${i + 1}`;
    const process = world.addHost(name, { addresses: [host] }).start();
    const endpoints = (['orders', 'dropCopy', 'marketData'] as const).map((purpose, k) => ({
      purpose,
      local: { host, port: 9000 + k },
      isTls: false,
    }));
    const opened = CryptoGateway.open({
      world: process,
      profile,
      name,
      link: exchange.link(name),
      feed: exchange.feed(`${name}-feed`),
      accounts: [trader, watcher],
      endpoints,
      tls: undefined,
      options: { ...OPTIONS, ...options },
    });
    gateways.push(await world.wait(opened));
    processes.push(process);
  }
  await world.run(200);
  const desk = world.addHost('client', { addresses: ['127.0.9.1'] }).start();
  return { exchange, gateways, processes, desk };
}

export function binanceClient(desk: TestProcess, sender = 'ME'): HandClient {
  return new HandClient(desk, { beginString: 'FIX.4.4', sender, target: 'SPOT' });
}

/**
 * @param change what to spoil, by tag; '' leaves the field away
 * @param key what signs; the test venue's trader unless given
 */
export function binanceLogon(
  client: HandClient,
  sender: string,
  change: Readonly<Record<number, string>> = {},
  key: KeyObject = privateKey,
): void {
  const time = client.time();
  const number = client.next;
  const signature = sign(null, Buffer.from(['A', sender, 'SPOT', String(number), time].join('\x01')), key);
  const raw = change[96] ?? signature.toString('base64');
  const fields = {
    95: String(raw.length),
    98: '0',
    108: '30',
    141: 'Y',
    553: 'TRADER',
    25035: '2',
    ...change,
    96: raw,
  };
  client.say('A', body(fields), { time });
}

export function coinbaseClient(desk: TestProcess, key = 'TRADER'): HandClient {
  return new HandClient(desk, { beginString: 'FIXT.1.1', sender: key, target: 'Coinbase' });
}

export function coinbaseLogon(client: HandClient, key = 'TRADER', change: Readonly<Record<number, string>> = {}): void {
  const time = client.time();
  const payload = [time, 'A', String(client.next), key, 'Coinbase', 'sesame'].join('\x01');
  const raw = createHmac('sha256', Buffer.from(secret, 'base64')).update(payload).digest('base64');
  const fields = { 95: String(raw.length), 96: raw, 98: '0', 108: '10', 553: key, 554: 'sesame', 1137: '9', ...change };
  client.say('A', body(fields), { time });
}

export function deribitClient(desk: TestProcess, sender = 'ME'): HandClient {
  return new HandClient(desk, {
    beginString: 'FIX.4.4',
    sender,
    target: 'DERIBITSERVER',
    time: () => '20200101-00:00:00.000',
  });
}

export function deribitLogon(client: HandClient, stamp: number, change: Readonly<Record<number, string>> = {}): void {
  const raw = `${stamp}.${Buffer.alloc(32, 7).toString('base64')}`;
  const digest = (key: string): string =>
    createHash('sha256')
      .update(change[96] ?? raw)
      .update(key)
      .digest('base64');
  const shown = change[96] ?? raw;
  const fields = {
    95: String(shown.length),
    96: shown,
    98: '0',
    108: '10',
    553: 'TRADER',
    554: digest(secret),
    ...change,
  };
  client.say('A', body(fields));
}

/** Fields in the order of their tags, which keeps a length before its data. */
function body(fields: Readonly<Record<number, string>>): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([tag, value]) => `${tag}=${value}|`)
    .join('');
}
