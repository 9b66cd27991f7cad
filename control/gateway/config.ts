/** Reads a gateway's configuration; every complaint names the file, the line, the path, what was found and what was expected. */
import { dirname, resolve } from 'node:path';
import type { FeedConfig } from '../core/feed.js';
import { parseConfigTree, pathText, type ConfigPath, type Contradiction } from '../core/yaml-config.js';
import { yamlTree, type ConfigTree } from '../core/yaml-tree.js';
import { absoluteRecovery, foreignServers } from './recovery-schema.js';
import { checkClients } from '../clients/config/config.js';
import { clientsSchema, type ClientsConfig } from '../clients/config/schema.js';
import { gatewaySchema, type FeedSettings, type GatewayConfig, type GatewaySettings } from './config-schema.js';

/** Checks YAML text. Throws ConfigError. `file` is for the messages, and what relative paths in the text start from. */
export function parseConfig(file: string, text: string): GatewayConfig {
  return withPaths(resolve(file), checkedSettings(file, yamlTree({ file, text })));
}

/** What a tree says, with defaults; paths as they stand in it. Throws ConfigError; `file` is whose configuration it is. */
export function checkedSettings(file: string, tree: ConfigTree): GatewaySettings {
  return parseConfigTree(file, tree, { schema: gatewaySchema, crossCheck, isSecret });
}

/** The same with absolute paths, which start from the folder of `file`. */
export function withPaths(file: string, config: GatewaySettings): GatewayConfig {
  const from = dirname(file);
  return {
    ...config,
    file,
    dataDirectory: resolve(from, config.dataDirectory),
    http: { ...config.http, ...absoluteTls(config.http.tls, from) },
    // A feed's channel is its place in this list; those that the card takes come first.
    feeds: [...config.feeds.filter(isForCard), ...config.feeds.filter((feed) => !isForCard(feed))].map(
      ({ recovery, ...feed }) =>
        recovery === undefined ? feed : { ...feed, recovery: absoluteRecovery(recovery, from) },
    ),
    venues: config.venues.map(({ file }) => ({ file: resolve(from, file) })),
    ...(config.alerts === undefined ? {} : { alerts: resolve(from, config.alerts) }),
    ...(config.credentials === undefined ? {} : { credentials: absolute(config.credentials, from) }),
    simulators: config.simulators.map((simulator) => ({ ...simulator, config: resolve(from, simulator.config) })),
    orders: { ...config.orders, ...absoluteFiles(filesOf(config.orders), from) },
    clients: withPeople(withDemoClient(config), from),
  };
}

function filesOf(orders: GatewaySettings['orders']): Readonly<Record<string, string | undefined>> {
  const { limits, routing, rules, startPositions, volumeCurves } = orders;
  return { limits, routing, rules, startPositions, volumeCurves };
}

function absoluteFiles<T extends Readonly<Record<string, string | undefined>>>(files: T, from: string): T {
  const found = Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(found.map(([name, file]) => [name, resolve(from, file)])) as T;
}

/** A secret that stands in the place of a reference must not be repeated. */
export function isSecret(path: ConfigPath): boolean {
  return path.at(-1) === 'password' || path.at(-1) === 'token';
}

/** The gateway's own orders have a client like any other. */
function withDemoClient({ clients, trading: { demoOrders } }: GatewaySettings): ClientsConfig {
  if (demoOrders === undefined || clients.list.some(({ id }) => id === demoOrders.client)) return clients;
  return { ...clients, list: [...clients.list, ...clientsSchema.parse({ list: [{ id: demoOrders.client }] }).list] };
}

function withPeople(clients: ClientsConfig, from: string): ClientsConfig {
  return clients.people === undefined ? clients : { ...clients, people: resolve(from, clients.people) };
}

function absoluteTls(tls: GatewayConfig['http']['tls'], from: string): Pick<GatewayConfig['http'], 'tls'> {
  if (tls === undefined) return {};
  return { tls: { certFile: resolve(from, tls.certFile), keyFile: resolve(from, tls.keyFile) } };
}

function absolute(
  { store, keyFile }: NonNullable<GatewayConfig['credentials']>,
  from: string,
): NonNullable<GatewayConfig['credentials']> {
  return { store: resolve(from, store), ...(keyFile === undefined ? {} : { keyFile: resolve(from, keyFile) }) };
}

/** A card decodes both protocols; a feed that is kept off it goes to the software engine beside it. */
export function isForCard({ engine }: FeedSettings): boolean {
  return engine === 'card';
}

/** What no field can see alone. */
function crossCheck(config: GatewaySettings): Contradiction[] {
  const wrong: Contradiction[] = [...checkClients(config.clients, ['clients'])];
  const unique = (seen: Map<string, string>, key: string, path: ConfigPath, expected: string): void => {
    const before = seen.get(key);
    if (before === undefined) seen.set(key, pathText(path));
    else wrong.push({ path, found: `${key}, as in ${before}`, expected });
  };
  const ids = new Map<string, string>();
  const listens = new Map<string, string>();
  const targets = new Map<string, string>();
  for (const [f, feed] of config.feeds.entries()) {
    unique(ids, feed.id, ['feeds', f, 'id'], 'an id of its own');
    if (feed.recovery !== undefined) {
      for (const name of foreignServers(feed.recovery, feed.protocol)) {
        wrong.push({ path: ['feeds', f, 'recovery', name], found: name, expected: `servers of ${feed.protocol}` });
      }
    }
    const names = new Map<string, string>();
    const ports = new Map<string, string>();
    for (const [l, line] of feed.lines.entries()) {
      const path: ConfigPath = ['feeds', f, 'lines', l];
      unique(names, line.name, [...path, 'name'], 'a name of its own');
      // The card counts by port, so two lines of a feed on one port could not be told apart.
      unique(ports, `port ${line.port}`, [...path, 'port'], 'a port of its own in this feed');
      unique(
        listens,
        `${line.listen.address}:${line.listen.udpPort}`,
        [...path, 'listen'],
        'an address and port of its own',
      );
      unique(
        targets,
        `port ${line.port} ${line.group}:${line.udpPort}${line.unit === undefined ? '' : ` unit ${line.unit}`}`,
        [...path, 'group'],
        'a group and port of its own',
      );
      if ((line.unit === undefined) === (feed.protocol === 'pitch2')) {
        const found = line.unit === undefined ? 'none' : String(line.unit);
        const expected = feed.protocol === 'pitch2' ? 'the unit of the line' : `no unit in ${feed.protocol}`;
        wrong.push({ path: [...path, 'unit'], found, expected });
      }
    }
  }
  const lines = config.feeds.filter(isForCard).reduce((sum, feed) => sum + feed.lines.length, 0);
  if (lines > 16) {
    wrong.push({ path: ['feeds'], found: `${lines} lines`, expected: 'at most 16 lines over all feeds of the card' });
  }
  return wrong;
}

/** What both engines take: some of the configured feeds, as channels from `firstChannel` on. */
export function feedConfigOf(
  limits: GatewaySettings['limits'],
  feeds: readonly FeedSettings[],
  firstChannel: number,
): FeedConfig {
  return {
    minFrameBytes: limits.minFrameBytes,
    maxFrameBytes: limits.maxFrameBytes,
    ...(firstChannel === 0 ? {} : { firstChannel }),
    channels: feeds.map((feed) => ({
      protocol: feed.protocol,
      mode: feed.mode,
      windowNs: feed.windowUs * 1000,
      start: feed.start === 'first' ? 'first' : BigInt(feed.start),
      ...(feed.session === undefined ? {} : { session: feed.session }),
      lines: feed.lines.map(({ port, group, udpPort, mac, unit }) => ({
        port,
        ip: group,
        udpPort,
        ...(mac === undefined ? {} : { mac }),
        ...(unit === undefined ? {} : { unit }),
      })),
    })),
  };
}
