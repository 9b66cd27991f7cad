/** The three exchanges of the simulation: what each of their parts serves, and what the gateway's configuration says of them. */
import { join } from 'node:path';
import { silentLogger } from '../../../control/core/logging.js';
import { readUserFile } from '../../../control/core/world-data-directory.js';
import { installationRoot } from '../../../control/core/world-installation.js';
import { parseCboeConfig } from '../../exchanges/cboe/config.js';
import { executionText } from '../../exchanges/cboe/identifiers.js';
import { CboePublisher } from '../../exchanges/cboe/publisher.js';
import { openEquityFix, type EquityFixSettings } from '../../exchanges/fix/equity-gateway.js';
import { openMarketDataFix } from '../../exchanges/fix/market-data-gateway.js';
import { parseFixexConfig } from '../../exchanges/fixex/config.js';
import { checkNasdaqConfig, parseNasdaqConfig } from '../../exchanges/nasdaq/config.js';
import { matchReference } from '../../exchanges/nasdaq/identifiers.js';
import { ouchGateway } from '../../exchanges/nasdaq/ouch/config.js';
import { OuchGateway } from '../../exchanges/nasdaq/ouch/gateway.js';
import { NasdaqPublisher } from '../../exchanges/nasdaq/publisher.js';
import type { VenueName } from '../../../test/kills/installation.js';
import type { VirtualProcess } from '../../../test/support/world/process.js';
import type { ChaosExchange, ExchangePart, OpenPart } from './exchange.js';

/** Where the gateway is. */
export const GATEWAY = '127.0.30.1';
/** The gateway’s passwords are in a file of its disk. */
export const PASSWORD_FILE = '/password';

const FIX_PORT = 9000;
const OUCH_PORT = 9002;
const MD_PORT = 9001;
const SYMBOLS = '{ from: listed, listings: [{ symbol: AAPL }, { symbol: MSFT }, { symbol: NVDA }] }';

export interface ChaosVenue {
  readonly id: VenueName;
  readonly network: number;
  readonly open: OpenPart;
  /** Text of the venue's file. */
  readonly file: string;
  /** Of the gateway's configuration, with servers of single messages or of pictures only; undefined: its market data comes over FIX. */
  readonly feed?: (picturesOnly: boolean) => string;
}

const config = (name: string): string => join(installationRoot(), 'config', name);
const texts = new Map<string, string>();

function demo(name: string): [file: string, text: string] {
  const file = config(`demo-${name}.yaml`);
  let text = texts.get(name);
  if (text === undefined) texts.set(name, (text = readUserFile(file)));
  return [file, text];
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const nasdaqConfig = once(() => parseNasdaqConfig(...demo('nasdaq')));
const cboeConfig = once(() => parseCboeConfig(...demo('cboe')));
const fixexConfig = once(() => parseFixexConfig(...demo('fixex')));

const failed = (error: unknown): void => {
  throw error;
};

async function fixGateway(
  exchange: ChaosExchange,
  process: VirtualProcess,
  part: ExchangePart,
  settings: EquityFixSettings,
  matchText?: (match: number) => string,
): Promise<void> {
  await openEquityFix({
    world: process,
    link: exchange.link(part, 'fix'),
    name: part,
    local: { host: exchange.addressOf(part), port: FIX_PORT },
    settings,
    ...(matchText === undefined ? {} : { matchText }),
  });
}

/** Both gateways of an exchange, the primary first. */
function gateways(network: number, port: number): string {
  return `[{ role: primary, host: 127.0.${network}.2, port: ${port} }, { role: backup, host: 127.0.${network}.3, port: ${port} }]`;
}

/** How long a drop copy waits for the session to tell the same: less than a run goes on after the last order. */
const GRACE = 'graceMs: 200, ';

const fixSession = (network: number, signer: string, more = ''): string =>
  `{ ${more}gateways: ${gateways(network, FIX_PORT)}, stableMs: 0, venueLogon: { signer: ${signer}, password: { file: ${PASSWORD_FILE} } } }`;

const soup = (network: number, port: number): string =>
  `{ host: 127.0.${network}.4, port: ${port}, username: XFEED, password: { file: ${PASSWORD_FILE} } }`;

const lines = (port: number): { name: string; address: string; port: number }[] => [
  { name: 'A', address: GATEWAY, port },
  { name: 'B', address: GATEWAY, port: port + 1 },
];

const listening = (first: number, more = ''): string => `
      - { name: A, port: 0, ${more}group: 233.0.${first % 250}.1, udpPort: ${first}, listen: { address: ${GATEWAY}, udpPort: ${first} } }
      - { name: B, port: 1, ${more}group: 233.0.${first % 250}.2, udpPort: ${first}, listen: { address: ${GATEWAY}, udpPort: ${first + 1} } }`;

const nasdaq: ChaosVenue = {
  id: 'NASDAQ',
  network: 21,
  async open(exchange, process, part, feed) {
    const { orderEntry } = nasdaqConfig();
    if (feed !== undefined) {
      const address = exchange.addressOf(part);
      const users = [{ username: 'XFEED', password: 'crossfeed' }];
      const own = checkNasdaqConfig(
        {
          lines: lines(7100),
          requestServer: { address, port: 7110 },
          soupFeed: { address, port: 7111, users },
          glimpse: { address, port: 7112, users },
        },
        'chaos',
      );
      await NasdaqPublisher.open(process, feed, own, silentLogger, failed);
      return;
    }
    const matchText = (match: number): string => String(matchReference(match));
    await fixGateway(exchange, process, part, orderEntry!.fix!.settings, matchText);
    await OuchGateway.open({
      world: process,
      link: exchange.link(part, 'ouch'),
      settings: ouchGateway.parse({
        address: exchange.addressOf(part),
        ouch50Port: OUCH_PORT,
        ouch42Port: OUCH_PORT + 1,
      }),
      users: orderEntry!.users,
      log: silentLogger,
    });
  },
  file: `
extends: ${config('venues/demo-nasdaq.yaml')}
symbols: ${SYMBOLS}
orderEntry: { gateways: ${gateways(21, OUCH_PORT)}, stableMs: 0, password: { file: ${PASSWORD_FILE} } }
fallback: ${fixSession(21, 'rawData')}
dropCopy: ${fixSession(21, 'rawData', GRACE)}
`,
  feed: (picturesOnly) => `
  - id: nasdaq
    venue: NASDAQ
    protocol: itch50
    windowUs: 5000
    lines:${listening(7100)}
    recovery:${
      picturesOnly
        ? ''
        : `
      requests: { address: 127.0.21.4, port: 7110, bindAddress: ${GATEWAY} }
      soupFeed: ${soup(21, 7111)}`
    }
      glimpse: ${soup(21, 7112)}`,
};

const account = "sessionSubId: '0001', username: XFED";

const cboe: ChaosVenue = {
  id: 'CBOE',
  network: 22,
  async open(exchange, process, part, feed) {
    if (feed !== undefined) {
      const address = exchange.addressOf(part);
      const user = `{ ${account}, password: crossfeed }`;
      const own = parseCboeConfig(
        'chaos',
        `units:
  - unit: 1
    symbols: A-Z
    lines: ${JSON.stringify(lines(7200))}
    gapLines: [{ name: G, address: ${GATEWAY}, port: 7202 }]
    spinPort: 7220
gapRequests: { address: ${address}, port: 7221, users: [${user}] }
spin: { address: ${address}, users: [${user}] }
`,
      );
      await CboePublisher.open(process, feed, own, silentLogger, failed);
      return;
    }
    await fixGateway(exchange, process, part, cboeConfig().orderEntry!.fix, executionText);
  },
  file: `
extends: ${config('venues/demo-cboe.yaml')}
symbols: ${SYMBOLS}
orderEntry: ${fixSession(22, 'rawData')}
dropCopy: ${fixSession(22, 'rawData', GRACE)}
`,
  feed: (picturesOnly) => `
  - id: cboe
    venue: CBOE
    protocol: pitch2
    windowUs: 5000
    lines:${listening(7200, 'unit: 1, ')}
    recovery:${
      picturesOnly
        ? ''
        : `
      gapRequests: { host: 127.0.22.4, port: 7221, ${account}, password: { file: ${PASSWORD_FILE} }, lines: [{ address: ${GATEWAY}, udpPort: 7202 }] }`
    }
      spin: { host: 127.0.22.4, port: 7220, ${account}, password: { file: ${PASSWORD_FILE} } }`,
};

const fixex: ChaosVenue = {
  id: 'FIXEX',
  network: 23,
  async open(exchange, process, part, feed) {
    const { orderEntry, marketData } = fixexConfig();
    if (feed !== undefined) {
      await openMarketDataFix({
        world: process,
        feed,
        name: 'md',
        local: { host: exchange.addressOf(part), port: MD_PORT },
        settings: { ...marketData.fix, intervalMs: 5 },
      });
      return;
    }
    await fixGateway(exchange, process, part, orderEntry.fix);
  },
  file: `
extends: ${config('venues/demo-fixex.yaml')}
symbols: ${SYMBOLS}
orderEntry: ${fixSession(23, 'password')}
dropCopy: ${fixSession(23, 'password', GRACE)}
marketData: { gateways: [{ host: 127.0.23.4, port: ${MD_PORT} }], channel: 3, stableMs: 0 }
`,
};

export const VENUES: readonly ChaosVenue[] = [nasdaq, cboe, fixex];
