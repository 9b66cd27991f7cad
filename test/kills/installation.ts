/** Three simulated exchanges and a gateway on a loopback address of their own: their configuration in a folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const PROJECT = resolve(import.meta.dirname, import.meta.dirname.includes('/dist/') ? '../../..' : '../..');
export const SYMBOLS = ['AAPL', 'MSFT', 'NVDA', 'AMZN'] as const;
/** In the order of the configuration. */
export const VENUES = ['NASDAQ', 'CBOE', 'FIXEX'] as const;
export type VenueName = (typeof VENUES)[number];

export const PORTS = {
  client: 9880,
  http: 9881,
  itch: 26400,
  itchRequests: 26460,
  glimpse: 26462,
  ouch: [26430, 26440],
  NASDAQ: [26450, 26451],
  CBOE: [26530, 26531],
  FIXEX: [26600, 26601],
  marketData: 26602,
  pitch: 26501,
  gapLine: 26503,
  gapRequests: 26520,
  spin: 26511,
} as const;

/** FIX version of a venue's drop copies. */
export const VERSIONS: Readonly<Record<VenueName, string>> = { NASDAQ: 'FIX.4.2', CBOE: 'FIX.4.2', FIXEX: 'FIX.4.4' };

export interface Installation {
  readonly folder: string;
  readonly address: string;
  readonly gateway: string;
  readonly exchanges: Readonly<Record<VenueName, string>>;
  readonly journal: string;
}

export function install(folder: string, address: string, seed: number): Installation {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  write('password', 'crossfeed');
  const exchanges = {
    NASDAQ: write('sim-nasdaq.yaml', nasdaq(folder, address, seed)),
    CBOE: write('sim-cboe.yaml', cboe(folder, address, seed)),
    FIXEX: write('sim-fixex.yaml', fixex(folder, address, seed)),
  };
  write('nasdaq.yaml', venueFile('NASDAQ', address));
  write('cboe.yaml', venueFile('CBOE', address));
  write('fixex.yaml', venueFile('FIXEX', address));
  write('limits.yaml', LIMITS);
  write('routing.yaml', ROUTING);
  const gateway = write('gateway.yaml', gatewayFile(folder, address));
  return { folder, address, gateway, exchanges, journal: join(folder, 'gateway', 'journal') };
}

const market = (folder: string, address: string, seed: number, name: string): string => `seed: ${seed}
symbols: 8
messagesPerSecond: 60
haltEveryS: 100000
breakerAfterS: null
dataDirectory: ${folder}/${name}
bus: { address: ${address} }
`;

const sessions = `[
      { senderCompId: XFEED1, firm: XFED, password: crossfeed },
      { senderCompId: XFEEDDC, firm: XFED, purpose: dropCopy, password: crossfeed },
      { senderCompId: WITNESS, firm: XFED, purpose: dropCopy, password: crossfeed }]`;

const nasdaq = (folder: string, address: string, seed: number): string => `${market(folder, address, seed, 'nasdaq')}
lines: [{ name: A, address: ${address}, port: ${PORTS.itch} }]
requestServer: { address: ${address}, port: ${PORTS.itchRequests} }
glimpse: { address: ${address}, port: ${PORTS.glimpse}, users: [{ username: XFEED, password: crossfeed }] }
orderEntry:
  users:
    - { username: XFEED, password: crossfeed, version: '5.0', firm: XFED, crossPortCancel: true, cancelOnDisconnect: false }
  primary: { address: ${address}, ouch50Port: ${PORTS.ouch[0]}, ouch42Port: ${PORTS.ouch[0] + 1} }
  backup: { address: ${address}, ouch50Port: ${PORTS.ouch[1]}, ouch42Port: ${PORTS.ouch[1] + 1} }
  fix:
    primary: { address: ${address}, port: ${PORTS.NASDAQ[0]} }
    backup: { address: ${address}, port: ${PORTS.NASDAQ[1]} }
    cancelOnDisconnect: never
    settings: { version: '4.2', compId: NASDAQ, sessions: ${sessions} }
`;

const cboe = (folder: string, address: string, seed: number): string => `${market(folder, address, seed, 'cboe')}
units:
  - unit: 1
    symbols: A-Z
    lines: [{ name: A1, address: ${address}, port: ${PORTS.pitch} }]
    gapLines: [{ name: G1, address: ${address}, port: ${PORTS.gapLine} }]
    spinPort: ${PORTS.spin}
gapRequests: { address: ${address}, port: ${PORTS.gapRequests}, users: [{ sessionSubId: '0001', username: XFED, password: crossfeed }] }
spin: { address: ${address}, users: [{ sessionSubId: '0001', username: XFED, password: crossfeed }] }
orderEntry:
  primary: { address: ${address}, port: ${PORTS.CBOE[0]} }
  backup: { address: ${address}, port: ${PORTS.CBOE[1]} }
  # This one cancels what its clients leave behind.
  cancelOnDisconnect: always
  fix: { version: '4.2', compId: CBOE, sessions: ${sessions} }
`;

const fixex = (folder: string, address: string, seed: number): string => `${market(folder, address, seed, 'fixex')}
orderEntry:
  primary: { address: ${address}, port: ${PORTS.FIXEX[0]} }
  backup: { address: ${address}, port: ${PORTS.FIXEX[1]} }
  cancelOnDisconnect: never
  fix: { version: '4.4', compId: FIXEX, sessions: ${sessions} }
marketData:
  listen: { address: ${address}, port: ${PORTS.marketData} }
  fix: { compId: FIXEX, clients: [XFEEDMD, WITNESS], intervalMs: 50 }
`;

function venueFile(name: VenueName, address: string): string {
  const gateways = (ports: readonly number[]): string =>
    `gateways: [{ role: primary, host: ${address}, port: ${ports[0]} }, { role: backup, host: ${address}, port: ${ports[1]} }]
  backoffMinMs: 20
  stableMs: 0`;
  const signer = name === 'FIXEX' ? 'password' : 'rawData';
  const fix = (ports: readonly number[]): string => `
  ${gateways(ports)}
  venueLogon: { signer: ${signer}, password: { file: password } }`;
  const entry =
    name === 'NASDAQ'
      ? `
  ${gateways(PORTS.ouch)}
  password: { file: password }
fallback:${fix(PORTS.NASDAQ)}`
      : fix(PORTS[name]);
  const feed =
    name === 'FIXEX'
      ? `marketData:
  gateways: [{ host: ${address}, port: ${PORTS.marketData} }]
  backoffMinMs: 20`
      : '';
  return `extends: ${PROJECT}/config/venues/demo-${name.toLowerCase()}.yaml
universe: ${PROJECT}/config/demo-universe.yaml
symbols: { from: listed, listings: [${SYMBOLS.map((symbol) => `{ symbol: ${symbol} }`).join(', ')}] }
capabilities: { cancelOnDisconnect: ${name === 'CBOE' ? 'always' : 'never'} }
orderEntry:${entry}
dropCopy:${fix(PORTS[name])}
${feed}
`;
}

const LIMITS = `name: kills
firm:
  messages: { perSecond: 100000, burst: 100000 }
  openOrders: 100000
  lastPriceMaxAgeMs: 600000
  credit: { USD: { gross: '9000000000', net: '9000000000' } }
  instruments: { equity: { long: '100000000', short: '100000000' } }
clients:
  CLIENT1:
    assetClasses: [equity]
    sides: [buy, sell]
    orderTypes: [market, limit, stop, stop-limit, pegged, trailing-stop, twap, vwap, pov]
    venues: [${VENUES.join(', ')}]
    messages: { perSecond: 100000, burst: 100000 }
    openOrders: 100000
    duplicates: { withinMs: 0, allowed: 16 }
    selfTrade: allow
    credit: { USD: { order: '10000000', gross: '9000000000', net: '9000000000' } }
    instruments: { equity: { orderQuantity: '100000', long: '100000000', short: '100000000', collarBps: 5000, withoutReference: pass } }
`;

/** What rests goes to one venue of each symbol, so that orders work on all three. */
const ROUTING = `strategy: best-price
symbols: { MSFT: primary, NVDA: primary, AMZN: primary }
primaries: { MSFT: NASDAQ, NVDA: CBOE, AMZN: FIXEX }
`;

const gatewayFile = (folder: string, address: string): string => `engine: software
dataDirectory: ${folder}/gateway
http: { port: 0 }
feeds:
  - id: itch
    venue: NASDAQ
    protocol: itch50
    windowUs: 5000
    lines: [{ name: A, port: 0, group: 233.54.12.111, udpPort: ${PORTS.itch}, listen: { address: ${address}, udpPort: ${PORTS.itch} } }]
    recovery:
      requestMax: 100
      requests: { address: ${address}, port: ${PORTS.itchRequests}, bindAddress: ${address} }
      glimpse: { host: ${address}, port: ${PORTS.glimpse}, username: XFEED, password: { file: password } }
  - id: pitch
    venue: CBOE
    protocol: pitch2
    windowUs: 5000
    lines: [{ name: A, port: 0, unit: 1, group: 233.218.133.80, udpPort: ${PORTS.pitch}, listen: { address: ${address}, udpPort: ${PORTS.pitch} } }]
    recovery:
      spin: { host: ${address}, port: ${PORTS.spin}, sessionSubId: '0001', username: XFED, password: { file: password } }
venues: [${VENUES.map((name) => `{ file: ${name.toLowerCase()}.yaml }`).join(', ')}]
trading: { durability: group }
orders: { limits: limits.yaml, routing: routing.yaml, rules: ${PROJECT}/config/market-rules.yaml, equities: always-open }
clients:
  fix: { host: ${address}, port: ${PORTS.client} }
  resumeWithinMs: 60000
  list:
    - id: CLIENT1
      fix: { targetCompId: CLIENT1 }
      dropCopy: { targetCompId: COPY1 }
`;
