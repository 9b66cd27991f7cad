/**
 * No secret gets out. Secrets that no other text contains are put wherever a gateway takes one, and the gateway and the operators' commands are led through logons
 * that work and logons that fail, against exchanges that repeat what they do not like. Then everything that they said and wrote is searched.
 */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { appendFileSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import type { Command } from 'commander';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleCommand } from '../../control/commands/bundle.js';
import { certifyCommand } from '../../control/commands/certify.js';
import { credentialsCommand } from '../../control/commands/credentials.js';
import { doctorCommand } from '../../control/commands/doctor.js';
import { fixCommand } from '../../control/commands/fix.js';
import { readUserFile } from '../../control/core/world-data-directory.js';
import { realWorld } from '../../control/core/world-real.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { VenueWatch } from '../../control/operations/checks/venue-watch.js';
import { MessageLog } from '../../control/fix/message-log/message-log.js';
import { sessionId } from '../../control/fix/session/config.js';
import { JournalSessionStores } from '../../control/fix/store/journal-stores.js';
import { parseConfig } from '../../control/gateway/config.js';
import { Gateway } from '../../control/gateway.js';
import { openJournal } from '../../control/journal/journal.js';
import { VenueSecrets } from '../../control/venues/secrets.js';
import { VenueSet } from '../../control/venues/venue-set.js';
import { startExchange, type RunningExchange } from './exchanges.js';

const root = resolve(import.meta.dirname, '../..');
const canaries = {
  store: 'CANARY-of-the-store-31af',
  storeKey: 'CANARY-key-of-the-store-77',
  /** Sent in 554 to an exchange that repeats it. */
  password: 'CANARY-password-d91e',
  /** Sent in 96. */
  rawData: 'CANARY-raw-data-c02b',
  /** SoupBinTCP has 10 letters. */
  ouch: 'CANARY7x2k',
  signingKey: 'CANARYsigningKeyThatIsNoKey5b1f',
  tlsKey: 'CANARYtlsKeyThatIsNoKey0a9c',
  inline: 'CANARY-in-the-file-44d0',
} as const;

/** Answers each Logon with a Logout whose text is what the Logon said, and each login over SoupBinTCP with silence. */
function repeatingExchange(): Server {
  return createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      if (!text.includes('\x0135=A\x01')) return;
      const said = (tag: number): string => new RegExp(`\\x01${tag}=([^\\x01]*)`).exec(text)?.[1] ?? '';
      const words = `cannot use ${said(554)}${said(96)} of ${said(49)}`;
      const body = `35=5\x0149=${said(56)}\x0156=${said(49)}\x0134=1\x0152=${said(52)}\x0158=${words}\x01`;
      const whole = `8=${/^8=([^\x01]*)/.exec(text)?.[1] ?? ''}\x019=${body.length}\x01${body}`; // eslint-disable-line no-control-regex -- SOH
      const sum = Buffer.from(whole, 'latin1').reduce((total, byte) => total + byte, 0) % 256;
      socket.end(`${whole}10=${String(sum).padStart(3, '0')}\x01`, 'latin1');
    });
  });
}

let exchange: RunningExchange;
let other: Server;
/** Everything that was said: output, errors, answers. */
const said: string[] = [];

const listenToWarnings = (warning: Error): void => void said.push(warning.message);

async function spoken(command: Command, ...args: string[]): Promise<void> {
  const listen = (text: unknown): boolean => said.push(String(text)) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(listen);
  vi.spyOn(process.stderr, 'write').mockImplementation(listen);
  try {
    await command.exitOverride().parseAsync(args, { from: 'user' });
  } catch (error) {
    said.push(inspect(error, { depth: 10, showHidden: true }), (error as Error).stack ?? '');
  } finally {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  }
}

beforeAll(async () => {
  process.on('warning', listenToWarnings);
  exchange = await startExchange('fix', { password: canaries.store, reference: '{ store: FIXEX.password }' });
  other = repeatingExchange();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  await writeVenues();
}, 60_000);

afterAll(async () => {
  process.off('warning', listenToWarnings);
  other.close();
  await exchange.close();
});

async function writeVenues(): Promise<void> {
  const { folder, config } = exchange;
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return name;
  };
  file('store.key', `${canaries.storeKey}\n`);
  file('fields.yaml', `password: ${canaries.store}\n`);
  const store = ['--store', join(folder, 'credentials.json'), '--key-file', join(folder, 'store.key')];
  await spoken(credentialsCommand(), 'set', 'FIXEX', ...store, '--from', join(folder, 'fields.yaml'));
  await spoken(credentialsCommand(), 'list', ...store);
  await spoken(credentialsCommand(), 'rotate', 'NOBODY', ...store, '--from', join(folder, 'fields.yaml'));
  const there = `host: 127.0.0.1, port: ${(other.address() as AddressInfo).port}`;
  file('password', `${canaries.password}\n`);
  file('raw-data', canaries.rawData);
  file('ouch-password', canaries.ouch);
  file('signing-key.pem', `-----BEGIN PRIVATE KEY-----\n${canaries.signingKey}\n-----END PRIVATE KEY-----\n`);
  file('tls-key.pem', `-----BEGIN PRIVATE KEY-----\n${canaries.tlsKey}\n-----END PRIVATE KEY-----\n`);
  let sessions = 0;
  const logon = (session: string, venueLogon: string, tls = ''): string =>
    `${session}: { senderCompId: US${++sessions}, gateways: [{ ${there}${tls} }], backoffMinMs: 50, venueLogon: ${venueLogon} }\n`;
  const fixex = (channel: number): string =>
    `extends: ${root}/config/venues/demo-fixex.yaml\nmarketData: { senderCompId: MD${channel}, channel: ${channel} }\n`;
  const password = '{ signer: password, password: { file: password } }';
  const rawData = '{ signer: rawData, password: { file: raw-data } }';
  file('echo.yaml', `id: ECHO\n${fixex(101)}${logon('orderEntry', password)}${logon('dropCopy', rawData)}`);
  const tls = ', tls: { certFile: tls-key.pem, keyFile: tls-key.pem }';
  const binance = '{ signer: binance, username: U, secret: { file: signing-key.pem } }';
  file('keys.yaml', `id: KEYS\n${fixex(102)}${logon('orderEntry', binance)}${logon('dropCopy', password, tls)}`);
  const ouch = `id: SOUP\nextends: ${root}/config/venues/demo-nasdaq.yaml\n`;
  const gateways = `gateways: [{ ${there} }]`;
  file(
    'soup.yaml',
    `${ouch}orderEntry: { ${gateways}, password: { file: ouch-password } }\n${logon('fallback', rawData)}${logon('dropCopy', rawData)}`,
  );
  const all = ['venue', 'echo', 'keys', 'soup'].map((name) => `{ file: ${name}.yaml }`).join(', ');
  const gateway = readFileSync(config, 'utf8').replace('[{ file: venue.yaml }]', `[${all}]`);
  writeFileSync(config, `${gateway}\ncredentials: { store: credentials.json, keyFile: store.key }\n`);
}

/** What the page is told in its first second, as text. */
async function pushed(url: string): Promise<string> {
  const socket = io(url, {
    transports: ['websocket'],
    reconnection: false,
    extraHeaders: { origin: new URL(url).origin },
  });
  let text = '';
  socket.onAny((...message: unknown[]) => (text += JSON.stringify(message)));
  try {
    await vi.waitUntil(() => text.includes('SOUP'), 30_000);
    return text;
  } finally {
    socket.close();
  }
}

/** The canaries that a text holds. */
const found = (text: string): string[] => Object.values(canaries).filter((canary) => text.includes(canary));

/** Every file below a folder, as text that keeps all bytes. */
function files(folder: string): (readonly [path: string, text: string])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => lstatSync(path).isFile())
    .map((path) => [path, readFileSync(path, 'latin1')] as const);
}

const leaks = (): (readonly [string, readonly string[]])[] =>
  [...said.map((text) => [text.slice(0, 2000), text] as const), ...files(exchange.dataDirectory)]
    .map(([where, text]) => [where, found(text)] as const)
    .filter(([, names]) => names.length > 0);

describe('no secret gets out', () => {
  it('of the commands that log on', async () => {
    const config = ['--config', exchange.config];
    const order = ['--order', 'buy 100 AAPL 1.00'];
    await spoken(doctorCommand(), ...config);
    for (const venue of ['FIXEX', 'ECHO', 'KEYS']) await spoken(doctorCommand(), venue, ...config, ...order);
    await spoken(certifyCommand(), 'FIXEX', ...config, ...order, '--only', 'logon-refused,cancel,recovery', '--json');
    await spoken(certifyCommand(), 'ECHO', ...config, ...order, '--only', 'logon-refused');
    const journal = join(exchange.dataDirectory, 'journal');
    for (const what of ['inspect', 'verify', 'export']) await spoken(fixCommand(), 'store', what, journal);
    await spoken(fixCommand(), 'store', 'export', '--raw', journal);
    expect(said.join('')).toContain('cancelled, nothing traded');
    expect(said.join('')).toContain('cannot use *** of US1');
    expect(leaks()).toEqual([]);
  }, 60_000);

  it('of a file that holds one in the wrong place', async () => {
    const { folder, config } = exchange;
    const venue = readFileSync(join(folder, 'echo.yaml'), 'utf8');
    const wrong = [
      venue.replace('password: { file: password }', `password: ${canaries.inline}`),
      venue.replace('password: { file: password }', `password: { file: password, ${canaries.inline}`),
      venue.replace('password: { file: password }', `password: *${canaries.inline}`),
      venue.replace('password: { file: password }', `password: !!int ${canaries.inline}`),
    ];
    const only = join(folder, 'wrong-gateway.yaml');
    writeFileSync(only, readFileSync(config, 'utf8').replace(/^venues: .*$/m, 'venues: [{ file: wrong.yaml }]'));
    for (const text of wrong) {
      const before = said.length;
      writeFileSync(join(folder, 'wrong.yaml'), text);
      await spoken(doctorCommand(), '--config', only);
      expect(said.slice(before).join('')).toContain('wrong.yaml');
    }
    expect(leaks()).toEqual([]);
  });

  it('of a gateway: its log, its journal, its page and its metrics', async () => {
    const config = parseConfig(exchange.config, readUserFile(exchange.config));
    const gateway = await Gateway.start({
      world: realWorld,
      tradingWorld: realTradingWorld,
      config,
      logLevel: 'debug',
    });
    try {
      const answer = async (path: string): Promise<string> => (await fetch(new URL(path, gateway.url))).text();
      await vi.waitUntil(async () => {
        const venues = await answer('/api/v1/venues');
        return venues.includes('cannot use ***') && venues.includes('"active"');
      }, 30_000);
      said.push(await pushed(gateway.url));
      for (const path of ['/', '/metrics', '/healthz', '/readyz']) said.push(await answer(path));
      for (const name of ['venues', 'feeds', 'books', 'nic', 'sessions', 'events', 'alerts'])
        said.push(await answer(`/api/v1/${name}`));
      // Somebody has written secrets into the log after all: what leaves the house does not have them.
      appendFileSync(join(exchange.dataDirectory, 'gateway.1.log'), `${Object.values(canaries).join(' ')}\n`);
      const bundle = join(exchange.folder, 'bundle');
      await spoken(bundleCommand(), bundle, '--config', exchange.config, '--url', gateway.url);
      rmSync(join(exchange.dataDirectory, 'gateway.1.log'));
      const inBundle = new Map(files(bundle).map(([path, text]) => [path.slice(bundle.length + 1), text]));
      expect(inBundle.get('gateway/metrics')).toContain('crossfeed_ready');
      expect(inBundle.get('journal.txt')).toContain('verified');
      expect(inBundle.get('config.yaml')).toContain('keyFile: store.key');
      expect(inBundle.get('logs/gateway.log')).toContain('gateway ready');
      expect([...inBundle].map(([name, text]) => [name, found(text)]).filter(([, names]) => names!.length > 0)).toEqual(
        [
          // It stands in no file that holds secrets, so nothing can know it.
          ['logs/gateway.1.log', [canaries.inline]],
        ],
      );
    } finally {
      await gateway.stop();
    }
    const log = readFileSync(join(exchange.dataDirectory, 'gateway.log'), 'utf8');
    expect(log).toContain('cannot use *** of US1');
    expect(log).toContain('no Logon can be made');
    expect(leaks()).toEqual([]);
  }, 60_000);

  it('of the message log, and of what observers of sessions are told', async () => {
    const { folder, dataDirectory } = exchange;
    const { disk, clock, timers } = realTradingWorld;
    const journal = openJournal({ disk, clock, timers, directory: join(dataDirectory, 'observed') });
    const stores = new JournalSessionStores({ journal, clock, timers });
    const log = new MessageLog(realTradingWorld, { directory: join(dataDirectory, 'messages') });
    const watch = new VenueWatch();
    const set = new VenueSet({
      files: [join(folder, 'echo.yaml')],
      readText: readUserFile,
      world: realTradingWorld,
      journal,
      openStore: (session) => stores.open(sessionId(session)),
      closeStore: (id) => stores.close(id),
      secrets: new VenueSecrets({ read: ({ passwordFile }) => readFileSync(passwordFile!, 'utf8').trim() }, undefined),
      handler: watch,
      fixObserver: {
        onMessageIn: log.onMessageIn.bind(log),
        onMessageOut: log.onMessageOut.bind(log),
        onEvent: (event) => said.push(inspect(event, { depth: 5 })),
      },
    });
    set.connect();
    await vi.waitUntil(() => watch.state === 'failed', 30_000);
    said.push(inspect(set.venues[0]!.sessions()), JSON.stringify(set.venues[0]!.counters()), watch.detail);
    await set.close('done');
    log.close();
    journal.close();
    expect(
      files(join(dataDirectory, 'messages'))
        .map(([, text]) => text)
        .join(''),
    ).toContain('554=***');
    expect(leaks()).toEqual([]);
  }, 60_000);

  it('and the store is sealed', () => {
    expect(found(readFileSync(join(exchange.folder, 'credentials.json'), 'latin1'))).toEqual([]);
  });
});
