/**
 * The simulated exchanges of the demo around a quiet market, in the virtual world: each with its own order gateways, drop copy and market data, with what the demo's
 * configurations say of both sides, at addresses of the virtual world.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { silentLogger } from '../../control/core/logging.js';
import { parseCboeConfig } from '../../sim/exchanges/cboe/config.js';
import { executionText } from '../../sim/exchanges/cboe/identifiers.js';
import { CboePublisher } from '../../sim/exchanges/cboe/publisher.js';
import { openEquityFix, type EquityFixSettings } from '../../sim/exchanges/fix/equity-gateway.js';
import { openMarketDataFix } from '../../sim/exchanges/fix/market-data-gateway.js';
import { parseFixexConfig } from '../../sim/exchanges/fixex/config.js';
import { checkNasdaqConfig, parseNasdaqConfig } from '../../sim/exchanges/nasdaq/config.js';
import { matchReference } from '../../sim/exchanges/nasdaq/identifiers.js';
import { ouchGateway } from '../../sim/exchanges/nasdaq/ouch/config.js';
import { OuchGateway } from '../../sim/exchanges/nasdaq/ouch/gateway.js';
import { NasdaqPublisher } from '../../sim/exchanges/nasdaq/publisher.js';
import type { VirtualWorld } from '../support/world/world.js';
import type { QuietExchange } from './quiet-exchange.js';

export const CONFIG = resolve(import.meta.dirname, '../../config');
/** Where the exchange's processes are, and the gateway's own. */
export const EXCHANGE = '127.0.8.1';
export const GATEWAY = '127.0.8.9';
const FIX_PORT = 9000;
const MD_PORT = 9001;
const OUCH_PORT = 9002;

/** What an exchange looks like to the gateway. */
export interface VenueSetup {
  /** The venue's own name. */
  readonly id: string;
  /** What its clients trade where cases say AAPL. */
  readonly symbol: string;
  /** Its configuration. */
  readonly file: string;
  /** Of the gateway's configuration. */
  readonly feed: string;
  /** Market data stops, or goes on. */
  silence(isSilent: boolean): Promise<void> | void;
  /** Trades are corrected there; elsewhere they are only taken back. */
  readonly corrects: boolean;
  /** The venue's name of a trade. */
  readonly matchText: (match: number) => string;
}

export type OpenSetup = (world: VirtualWorld, exchange: QuietExchange) => Promise<VenueSetup>;

const at = (port: number): string => `[{ role: primary, host: ${EXCHANGE}, port: ${port} }]`;
/** A feed that nobody sends: a gateway needs one. */
export const NO_FEED = `
  - id: none
    venue: NOWHERE
    protocol: itch50
    lines: [{ name: A, port: 0, group: 233.0.0.9, udpPort: 7009, listen: { address: ${GATEWAY}, udpPort: 7009 } }]`;
const SYMBOLS = '{ from: listed, listings: [{ symbol: AAPL }, { symbol: MSFT }, { symbol: NVDA }] }';
const session = (signer: string): string => `{
  gateways: ${at(FIX_PORT)}, stableMs: 0, venueLogon: { signer: ${signer}, password: { file: /password } } }`;

function demo(name: string): [file: string, text: string] {
  const file = `${CONFIG}/demo-${name}.yaml`;
  return [file, readFileSync(file, 'utf8')];
}

const failed = (error: unknown): void => {
  throw error;
};

async function openFix(
  world: VirtualWorld,
  exchange: QuietExchange,
  settings: EquityFixSettings,
  matchText?: (match: number) => string,
): Promise<void> {
  const process = world.addHost('exchange-fix', { addresses: [EXCHANGE] }).start();
  await world.wait(
    openEquityFix({
      world: process,
      link: exchange.link('fix', 'fix'),
      name: 'fix',
      local: { host: EXCHANGE, port: FIX_PORT },
      settings,
      ...(matchText === undefined ? {} : { matchText }),
    }),
  );
}

export const fixex: OpenSetup = async (world, exchange) => {
  const { orderEntry, marketData } = parseFixexConfig(...demo('fixex'));
  await openFix(world, exchange, orderEntry.fix);
  const host = world.addHost('exchange-md', { addresses: ['127.0.8.2'] });
  let starts = 0;
  const publish = (): Promise<unknown> =>
    openMarketDataFix({
      world: host.start(),
      feed: exchange.exchange.feed(`md-${++starts}`),
      name: 'md',
      local: { host: '127.0.8.2', port: MD_PORT },
      settings: { ...marketData.fix, intervalMs: 5 },
    });
  await world.wait(publish());
  return {
    id: 'FIXEX',
    symbol: 'AAPL',
    file: `
extends: ${CONFIG}/venues/demo-fixex.yaml
symbols: ${SYMBOLS}
orderEntry: ${session('password')}
dropCopy: ${session('password')}
marketData: { gateways: [{ host: 127.0.8.2, port: ${MD_PORT} }], channel: 1, stableMs: 0, backoffMinMs: 100, backoffMaxMs: 500 }
`,
    feed: NO_FEED,
    silence: async (isSilent) => {
      if (isSilent) host.kill();
      else await world.wait(publish());
    },
    corrects: true,
    matchText: String,
  };
};

/** Orders by OUCH 5.0, or by FIX 4.2 when `isFallback`. */
export const nasdaq: OpenSetup = async (world, exchange) => {
  const { orderEntry } = parseNasdaqConfig(...demo('nasdaq'));
  const matchText = (match: number): string => String(matchReference(match));
  await openFix(world, exchange, orderEntry!.fix!.settings, matchText);
  const ouchHost = world.addHost('exchange-ouch', { addresses: ['127.0.8.3'] });
  await world.wait(
    OuchGateway.open({
      world: ouchHost.start(),
      link: exchange.link('ouch', 'ouch'),
      settings: ouchGateway.parse({ address: '127.0.8.3', ouch50Port: OUCH_PORT, ouch42Port: OUCH_PORT + 1 }),
      users: orderEntry!.users,
      log: silentLogger,
    }),
  );
  const feed = exchange.exchange.feed('publisher');
  await world.runUntil(() => feed.isUp, 1000);
  const lines = [{ name: 'A', address: GATEWAY, port: 7001 }];
  const process = world.addHost('exchange-publisher', { addresses: ['127.0.8.4'] }).start();
  const own = checkNasdaqConfig({ session: 'DAY1', lines }, 'test');
  const publisher = await world.wait(NasdaqPublisher.open(process, feed, own, silentLogger, failed));
  return {
    id: 'NASDAQ',
    symbol: 'AAPL',
    file: `
extends: ${CONFIG}/venues/demo-nasdaq.yaml
symbols: ${SYMBOLS}
orderEntry: { gateways: [{ role: primary, host: 127.0.8.3, port: ${OUCH_PORT} }], password: { file: /password } }
fallback: ${session('rawData')}
dropCopy: ${session('rawData')}
`,
    feed: `
  - id: itch
    venue: NASDAQ
    protocol: itch50
    windowUs: 5000
    lines: [{ name: A, port: 0, group: 233.0.0.1, udpPort: 7001, listen: { address: ${GATEWAY}, udpPort: 7001 } }]`,
    silence: (isSilent) => publisher.silence('A', isSilent),
    corrects: false,
    matchText,
  };
};

export const cboe: OpenSetup = async (world, exchange) => {
  const [file, text] = demo('cboe');
  const { orderEntry } = parseCboeConfig(file, text);
  await openFix(world, exchange, orderEntry!.fix, executionText);
  const feed = exchange.exchange.feed('publisher');
  await world.runUntil(() => feed.isUp, 1000);
  const units = `[{ unit: 1, symbols: A-Z, lines: [{ name: A, address: ${GATEWAY}, port: 7002 }] }]`;
  const process = world.addHost('exchange-publisher', { addresses: ['127.0.8.4'] }).start();
  const own = parseCboeConfig('test', `units: ${units}`);
  const publisher = await world.wait(CboePublisher.open(process, feed, own, silentLogger, failed));
  return {
    id: 'CBOE',
    symbol: 'AAPL',
    file: `
extends: ${CONFIG}/venues/demo-cboe.yaml
symbols: ${SYMBOLS}
orderEntry: ${session('rawData')}
dropCopy: ${session('rawData')}
`,
    feed: `
  - id: pitch
    venue: CBOE
    protocol: pitch2
    windowUs: 5000
    lines: [{ name: A, port: 0, unit: 1, group: 233.0.0.2, udpPort: 7002, listen: { address: ${GATEWAY}, udpPort: 7002 } }]`,
    silence: (isSilent) => publisher.silence('A', isSilent),
    corrects: true,
    matchText: executionText,
  };
};
