/** Checks the clients' part of a configuration as a whole, and makes of it what the FIX engine and the rest of this folder take. */
import { CAPACITIES } from '../../core/order-api/order-json.js';
import { parseYamlConfig, pathText, type ConfigPath, type Contradiction } from '../../core/yaml-config.js';
import { engineSetup, type BuildParts } from '../../fix/config/build.js';
import type { FixConfig } from '../../fix/config/config.js';
import type { ListenerSettings, SessionSpec } from '../../fix/engine/settings.js';
import type { FixApplication } from '../../fix/session/application.js';
import { clientValidator } from '../fix/client-dictionary.js';
import type { Client } from '../permissions.js';
import { clientsSchema, type ClientsConfig, type ClientSettings } from './schema.js';

/** Checks YAML text that is the clients' part alone. Throws ConfigError. */
export function parseClientsConfig(file: string, source: string): ClientsConfig {
  return parseYamlConfig(file, source, {
    schema: clientsSchema,
    crossCheck: (config) => checkClients(config),
    isSecret: (path) => path.at(-1) === 'password' || path.at(-1) === 'token',
  });
}

/** What no field can see alone. `at` is where the clients stand in a larger file. */
export function checkClients(config: ClientsConfig, at: ConfigPath = []): Contradiction[] {
  const wrong: Contradiction[] = [];
  const unique = (seen: Map<string, string>, key: string, path: ConfigPath, expected: string): void => {
    const before = seen.get(key);
    if (before === undefined) seen.set(key, pathText(path));
    else wrong.push({ path, found: `${key}, as in ${before}`, expected });
  };
  const ids = new Map<string, string>();
  const comps = new Map<string, string>();
  for (const [i, client] of config.list.entries()) {
    const path = [...at, 'list', i];
    unique(ids, client.id, [...path, 'id'], 'an id of its own');
    for (const key of ['fix', 'dropCopy'] as const) {
      const session = client[key];
      if (session === undefined) continue;
      const identity = [session.senderSubId, session.targetCompId, session.targetSubId].join('/');
      unique(comps, identity, [...path, key, 'targetCompId'], 'a session of its own');
      if (config.fix === undefined) {
        wrong.push({ path: [...path, key], found: 'a session', expected: 'fix: where sessions are accepted' });
      }
    }
  }
  checkTokens(config, at, ids, unique, wrong);
  return wrong;
}

function checkTokens(
  config: ClientsConfig,
  at: ConfigPath,
  ids: ReadonlyMap<string, string>,
  unique: (seen: Map<string, string>, key: string, path: ConfigPath, expected: string) => void,
  wrong: Contradiction[],
): void {
  const names = new Map<string, string>();
  const known = [...ids.keys()].join(', ') || 'the clients, of which there are none';
  for (const [i, { name, client, roles, tokenFile, tokenFd }] of config.tokens.entries()) {
    const path = [...at, 'tokens', i];
    unique(names, name, [...path, 'name'], 'a name of its own');
    if (client !== undefined && !ids.has(client)) {
      wrong.push({ path: [...path, 'client'], found: client, expected: `one of ${known}` });
    }
    if (client === undefined && roles.includes('trade') && !roles.includes('administer')) {
      wrong.push({
        path: [...path, 'client'],
        found: 'nothing',
        expected: 'a client: the token may trade, and not administer',
      });
    }
    if ((tokenFile === undefined) === (tokenFd === undefined)) {
      const found = tokenFile === undefined ? 'neither' : 'both';
      wrong.push({ path: [...path, 'tokenFile'], found, expected: 'tokenFile or tokenFd' });
    }
  }
  if (config.demoToken !== undefined && !ids.has(config.demoToken)) {
    wrong.push({ path: [...at, 'demoToken'], found: config.demoToken, expected: `one of ${known}` });
  }
}

/** As the order port numbers them. */
export function clientsOf(config: ClientsConfig): Client[] {
  return config.list.map(({ id, permissions, capacity, cancelOnDisconnect }, number) => ({
    number,
    id,
    permissions: new Set(permissions),
    capacity: 'APR'.charAt(CAPACITIES.indexOf(capacity)),
    graceMs: cancelOnDisconnect?.graceMs,
  }));
}

export interface ClientSetup {
  readonly listeners: readonly ListenerSettings[];
  /** By client: its order session and its drop copy, where it has them. */
  readonly sessions: readonly { readonly fix: SessionSpec | undefined; readonly dropCopy: SessionSpec | undefined }[];
}

/** @param application of a client's session, by the client's number. Throws TimeZoneError */
export function clientSetup(
  config: ClientsConfig,
  parts: Pick<BuildParts, 'file' | 'credentials'> & {
    readonly application: (client: number, purpose: 'fix' | 'dropCopy') => FixApplication;
  },
): ClientSetup {
  const { fix } = config;
  const senderCompId = fix?.senderCompId ?? 'CROSSFEED';
  const build = (client: number, purpose: 'fix' | 'dropCopy'): SessionSpec | undefined => {
    const settings = config.list[client]?.[purpose];
    if (settings === undefined) return undefined;
    const setup = engineSetup(
      { listeners: [], sessions: [sessionOf(settings, senderCompId)], templates: [] },
      { file: parts.file, credentials: parts.credentials, application: () => parts.application(client, purpose) },
    );
    const [spec] = setup.sessions;
    return spec === undefined ? undefined : { ...spec, validator: clientValidator() };
  };
  const listener = fix === undefined ? [] : [listenerOf(fix)];
  return {
    listeners: engineSetup(
      { listeners: listener, sessions: [], templates: [] },
      { file: parts.file, credentials: parts.credentials, application: () => parts.application(0, 'fix') },
    ).listeners,
    sessions: config.list.map((_, client) => ({ fix: build(client, 'fix'), dropCopy: build(client, 'dropCopy') })),
  };
}

function listenerOf({ senderCompId: _, ...rest }: NonNullable<ClientsConfig['fix']>): FixConfig['listeners'][number] {
  return { name: 'clients', ...rest };
}

function sessionOf(settings: NonNullable<ClientSettings['fix']>, senderCompId: string): FixConfig['sessions'][number] {
  return {
    ...settings,
    role: 'acceptor',
    beginString: 'FIX.4.4',
    senderCompId,
    // Its validator is made apart: client-dictionary.ts.
    validation: 'off',
    sendWhenLoggedOff: 'store',
    resendMaxAgeMs: {},
    applVerIdInBusinessReject: false,
  };
}
