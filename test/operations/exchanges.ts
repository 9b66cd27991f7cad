/**
 * Simulated exchanges in this process, on real sockets, each with the files of a gateway that trades there: what operators' commands are tested against.
 * The matcher's clock is put ahead, so that nobody waits for the opening.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { silentLogger } from '../../control/core/logging.js';
import { roleWorld } from '../../sim/exchanges/core/role.js';
import { NO_FEES } from '../../sim/exchanges/core/rules.js';
import { testExchange, type TestExchange } from '../../sim/exchanges/core/testing.js';
import { accountSchema } from '../../sim/exchanges/crypto/accounts.js';
import { CryptoGateway } from '../../sim/exchanges/crypto/crypto-gateway.js';
import { cryptoInstruments } from '../../sim/exchanges/crypto/listings.js';
import { makeTlsFiles, serverTls } from '../../sim/exchanges/crypto/tls-files.js';
import { equityFixSchema, openEquityFix } from '../../sim/exchanges/fix/equity-gateway.js';
import { matchReference } from '../../sim/exchanges/nasdaq/identifiers.js';
import { ouchGateway, ouchUser } from '../../sim/exchanges/nasdaq/ouch/config.js';
import { OuchGateway } from '../../sim/exchanges/nasdaq/ouch/gateway.js';

const root = resolve(import.meta.dirname, '../..');
const host = '127.0.0.1';
const AHEAD_NS = 6e9;

export interface RunningExchange {
  /** The gateway's configuration file. */
  readonly config: string;
  /** The venue's name. */
  readonly venue: string;
  readonly folder: string;
  readonly dataDirectory: string;
  readonly exchange: TestExchange;
  /** FIX: from now on another password is right. */
  setPassword(password: string): void;
  close(): Promise<void>;
}

export type Kind = 'ouch' | 'fix' | 'crypto';

export interface ExchangeOptions {
  /** What our sessions log on with; up to 10 letters for OUCH. */
  readonly password?: string;
  /** More of the venue's file. */
  readonly venueMore?: string;
  /** More of the gateway's file. */
  readonly gatewayMore?: string;
  /** Reference to the password in the venue's file; absent: a file. */
  readonly reference?: string;
}

export async function startExchange(kind: Kind, options: ExchangeOptions = {}): Promise<RunningExchange> {
  const folder = mkdtempSync(join(tmpdir(), 'crossfeed-operations-'));
  const { password = 'crossfeed', venueMore = '', gatewayMore = '' } = options;
  writeFileSync(join(folder, 'password.txt'), `${password}\n`, { mode: 0o600 });
  const reference = options.reference ?? '{ file: password.txt }';
  const exchange = openMatcher(kind, folder);
  const sessions = kind === 'ouch' ? nasdaq : kind === 'fix' ? fixex : binance;
  const opened = await sessions({ folder, password, reference, exchange });
  mkdirSync(join(folder, 'data'), { mode: 0o700 });
  writeFileSync(join(folder, 'venue.yaml'), `${opened.file}\n${venueMore}`);
  const config = join(folder, 'gateway.yaml');
  writeFileSync(config, gatewayFile(gatewayMore));
  const venue = { ouch: 'NASDAQ', fix: 'FIXEX', crypto: 'BINANCE' }[kind];
  return {
    config,
    venue,
    folder,
    dataDirectory: join(folder, 'data'),
    exchange,
    setPassword: (next) => opened.setPassword?.(next),
    close: async () => {
      await opened.close();
      exchange.matcher.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function openMatcher(kind: Kind, folder: string): TestExchange {
  const { clock } = roleWorld;
  let aheadNs = 0;
  const exchange = testExchange({
    world: {
      ...roleWorld,
      clock: { epochMs: () => clock.epochMs(), monotonicNs: () => clock.monotonicNs() + aheadNs },
    },
    directory: join(folder, 'exchange'),
    market: {
      seed: 1,
      messagesPerSecond: 100,
      haltEveryS: kind === 'crypto' ? null : 1e6,
      breakerAfterS: null,
      ...(kind === 'crypto'
        ? {
            venue: 'binance-spot-testnet',
            instruments: cryptoInstruments('binance-spot-testnet').slice(0, 4),
            continuous: true,
          }
        : { symbols: 6 }),
    },
    rules: {
      fees: NO_FEES,
      priceBandBps: 0,
      replaceKeepsPriority: false,
      ports: [],
      otherPorts: {
        ratePerSecond: 0,
        cancelOnDisconnect: kind === 'crypto' ? 'never' : 'always',
        crossPortCancel: true,
      },
    },
  });
  aheadNs = AHEAD_NS;
  return exchange;
}

interface Parts {
  readonly folder: string;
  readonly password: string;
  readonly reference: string;
  readonly exchange: TestExchange;
}

interface Opened {
  /** The venue's YAML. */
  readonly file: string;
  setPassword?(password: string): void;
  close(): Promise<void>;
}

async function fixex({ password, reference, exchange }: Parts): Promise<Opened> {
  const sessions = [
    { senderCompId: 'XFEED1', firm: 'XFED', password },
    { senderCompId: 'XFEEDDC', firm: 'XFED', purpose: 'dropCopy', password },
  ];
  const settings = equityFixSchema.parse({ version: '4.4', compId: 'FIXEX', sessions });
  const local = { host, port: 0 };
  const opened = await openEquityFix({ world: roleWorld, link: exchange.link('fix'), name: 'fix', local, settings });
  const session = `{ gateways: [{ host: ${host}, port: ${opened.port} }], venueLogon: { password: ${reference} } }`;
  const file = `
extends: ${root}/config/venues/demo-fixex.yaml
orderEntry: ${session}
dropCopy: ${session}
marketData: { gateways: [{ host: ${host}, port: 1 }] }`;
  return {
    file,
    setPassword: (next) => {
      for (const each of settings.sessions) each.password = next;
    },
    close: () => opened.close(),
  };
}

async function nasdaq({ password, reference, exchange }: Parts): Promise<Opened> {
  const settings = equityFixSchema.parse({
    version: '4.2',
    compId: 'NASDAQ',
    sessions: [{ senderCompId: 'XFEEDDC', firm: 'XFED', purpose: 'dropCopy', password }],
  });
  const matchText = (match: number): string => String(matchReference(match));
  const link = exchange.link('fix');
  const copies = await openEquityFix({
    world: roleWorld,
    link,
    name: 'fix',
    local: { host, port: 0 },
    settings,
    matchText,
  });
  const user = ouchUser.parse({ username: 'XFEED', password, version: '5.0', firm: 'XFED', crossPortCancel: true });
  const ouch = await OuchGateway.open({
    world: roleWorld,
    link: exchange.link('ouch'),
    settings: ouchGateway.parse({ address: host, ouch50Port: 0, ouch42Port: 0 }),
    users: [user],
    log: silentLogger,
  });
  const { port } = ouch.addresses.ouch50;
  const file = `
extends: ${root}/config/venues/demo-nasdaq.yaml
orderEntry: { gateways: [{ host: ${host}, port: ${port} }], password: ${reference} }
fallback: { gateways: [{ host: ${host}, port: ${copies.port} }], venueLogon: { password: ${reference} } }
fallbackRules: { faults: 0 }
dropCopy: { gateways: [{ host: ${host}, port: ${copies.port} }], venueLogon: { password: ${reference} } }`;
  return {
    file,
    close: async () => {
      await ouch.close();
      await copies.close();
    },
  };
}

async function binance({ folder, exchange }: Parts): Promise<Opened> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const account = (key: string, readOnly: boolean) =>
    accountSchema.parse({
      key,
      publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
      secret: 'c2VjcmV0',
      passphrase: 'sesame',
      firm: 'XFED',
      readOnly,
    });
  makeTlsFiles(roleWorld.disk, folder, [host]);
  const endpoint = (purpose: 'orders' | 'dropCopy' | 'marketData') => ({
    purpose,
    local: { host, port: 0 },
    isTls: true,
  });
  const gateway = await CryptoGateway.open({
    world: roleWorld,
    profile: 'binance-spot-testnet',
    name: 'gateway',
    link: exchange.link('gateway'),
    feed: exchange.feed('gateway-feed'),
    accounts: [account('TRADER', false), account('WATCHER', true)],
    endpoints: [endpoint('orders'), endpoint('dropCopy'), endpoint('marketData')],
    tls: serverTls(roleWorld.disk, folder),
    options: { dropCopyDelayMs: 0, resume: true, uuidClOrdId: true, marketDataIntervalMs: 1000 },
  });
  const ports = gateway.endpoints.map(({ port }) => port);
  const tls = `tls: { caFile: tls/ca.pem, serverName: localhost }`;
  const session = (i: number, user: string): string =>
    `{ gateways: [{ host: ${host}, port: ${ports[i]}, ${tls} }], backoffMinMs: 300, dialect: { tradeIdTag: 527 },
  venueLogon: { username: ${user}, secret: { file: key.pem } } }`;
  const file = `
extends: ${root}/config/testnet/binance-spot-testnet.yaml
universe: ${root}/config/demo-universe.yaml
optIn: false
orderEntry: ${session(0, 'TRADER')}
dropCopy: ${session(1, 'WATCHER')}
marketData: { gateways: [{ host: ${host}, port: 1 }], venueLogon: { secret: { file: key.pem } } }`;
  return { file, close: () => gateway.close() };
}

/** A gateway's file needs a feed; the commands do not open it. */
function gatewayFile(more: string): string {
  return `
engine: software
dataDirectory: data
http: { host: ${host}, port: 0 }
feeds:
  - id: none
    venue: NONE
    protocol: itch50
    lines: [{ name: A, port: 0, group: 233.54.12.111, udpPort: 26400, listen: { address: ${host}, udpPort: 26499 } }]
venues: [{ file: venue.yaml }]
${more}`;
}
