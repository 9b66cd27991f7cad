/** Reads the FIX part of a configuration: listeners, sessions and templates for sessions. */
import type { z } from 'zod';
import { TimeZone, TimeZoneError } from '../../core/time-zone.js';
import { parseYamlConfig, pathText, type ConfigPath, type Contradiction } from '../../core/yaml-config.js';
import { sessionId, versionOf } from '../session/config.js';
import { listenerDefaults } from '../engine/settings.js';
import { list, map, text, tls, whole } from './schema-parts.js';
import { sessionSchema, templateSchema, type SessionSettings, type TemplateSettings } from './session-schema.js';

const listener = map({
  name: text('a name'),
  host: text('an address to listen on'),
  port: whole(0, 65_535),
  tls: tls.optional(),
  connectionsMax: whole(1, 100_000).default(listenerDefaults.connectionsMax),
  awaitingLogonMax: whole(1, 100_000).default(listenerDefaults.awaitingLogonMax),
  logonTimeoutMs: whole(1, 600_000).default(listenerDefaults.logonTimeoutMs),
});

export const fixSchema = map({
  listeners: list(listener, 0, 64).default([]),
  sessions: list(sessionSchema, 0, 10_000).default([]),
  templates: list(templateSchema, 0, 100).default([]),
});

export type FixConfig = z.infer<typeof fixSchema>;

/** Checks YAML text. Throws ConfigError: all complaints, each with file and line. */
export function parseFixConfig(file: string, source: string): FixConfig {
  return parseYamlConfig(file, source, {
    schema: fixSchema,
    crossCheck: (config) => checkFixConfig(config),
    isSecret: (path) => path.at(-1) === 'password',
  });
}

/** What no field can see alone. `at` is where the FIX part stands in a larger file. */
export function checkFixConfig(config: FixConfig, at: ConfigPath = []): Contradiction[] {
  const wrong: Contradiction[] = [];
  const unique = (seen: Map<string, string>, key: string, path: ConfigPath, expected: string): void => {
    const before = seen.get(key);
    if (before === undefined) seen.set(key, pathText(path));
    else wrong.push({ path, found: `${key}, as in ${before}`, expected });
  };
  const listeners = new Map<string, string>();
  for (const [i, { name, tls: secure }] of config.listeners.entries()) {
    const path = [...at, 'listeners', i];
    unique(listeners, name, [...path, 'name'], 'a name of its own');
    if (secure !== undefined && (secure.certFile === undefined || secure.keyFile === undefined)) {
      wrong.push({
        path: [...path, 'tls'],
        found: 'no certFile and keyFile',
        expected: 'both: a listener shows a certificate',
      });
    }
  }
  const ids = new Map<string, string>();
  for (const [i, session] of config.sessions.entries()) {
    const path = [...at, 'sessions', i];
    unique(
      ids,
      sessionId(session as Parameters<typeof sessionId>[0]),
      [...path, 'targetCompId'],
      'an identity of its own',
    );
    checkRole(session, path, wrong);
    checkBody(session, path, listeners, wrong);
  }
  const templates = new Map<string, string>();
  for (const [i, template] of config.templates.entries()) {
    const path = [...at, 'templates', i];
    unique(templates, template.name, [...path, 'name'], 'a name of its own');
    checkBody(template, path, listeners, wrong);
  }
  return wrong;
}

function checkRole(session: SessionSettings, path: ConfigPath, wrong: Contradiction[]): void {
  const { role, initiator, acceptor } = session;
  if (role === 'initiator' && initiator === undefined) {
    wrong.push({ path: [...path, 'initiator'], found: 'nothing', expected: 'endpoints: the session is an initiator' });
  }
  if (role === 'acceptor' && initiator !== undefined) {
    wrong.push({ path: [...path, 'initiator'], found: 'a map', expected: 'nothing: the session is an acceptor' });
  }
  if (role === 'initiator' && acceptor !== undefined) {
    wrong.push({ path: [...path, 'acceptor'], found: 'a map', expected: 'nothing: the session is an initiator' });
  }
  if (initiator !== undefined && initiator.backoffMinMs > initiator.backoffMaxMs) {
    wrong.push({
      path: [...path, 'initiator', 'backoffMinMs'],
      found: String(initiator.backoffMinMs),
      expected: `at most backoffMaxMs, ${initiator.backoffMaxMs}`,
    });
  }
}

function checkBody(
  body: SessionSettings | TemplateSettings,
  path: ConfigPath,
  listeners: ReadonlyMap<string, string>,
  wrong: Contradiction[],
): void {
  const { beginString, defaultApplVerId, heartBtIntRangeS, acceptor, logon } = body;
  const version = versionOf(beginString);
  const tooOld = (key: string, since: string): void =>
    void wrong.push({ path: [...path, key], found: beginString, expected: `${since} or later for ${key}` });
  if ((version === 50) !== (defaultApplVerId !== undefined)) {
    wrong.push({
      path: [...path, 'defaultApplVerId'],
      found: defaultApplVerId ?? 'nothing',
      expected: version === 50 ? 'an ApplVerID: 7 is FIX 5.0, 8 SP1, 9 SP2' : 'nothing: only FIXT.1.1 has it',
    });
  }
  if (body.nextExpectedMsgSeqNum && version < 44) tooOld('nextExpectedMsgSeqNum', 'FIX.4.4');
  if (body.lastMsgSeqNumProcessed && version < 42) tooOld('lastMsgSeqNumProcessed', 'FIX.4.2');
  if (heartBtIntRangeS[0] > heartBtIntRangeS[1]) {
    wrong.push({
      path: [...path, 'heartBtIntRangeS'],
      found: heartBtIntRangeS.join(' to '),
      expected: 'the least first',
    });
  }
  if (acceptor?.listener !== undefined && !listeners.has(acceptor.listener)) {
    wrong.push({
      path: [...path, 'acceptor', 'listener'],
      found: acceptor.listener,
      expected: `one of ${[...listeners.keys()].join(', ') || 'the listeners, of which there are none'}`,
    });
  }
  if (logon?.passwordFile !== undefined && logon.passwordFd !== undefined) {
    wrong.push({ path: [...path, 'logon', 'passwordFd'], found: 'passwordFile too', expected: 'one of the two' });
  }
  checkSchedule(body, path, wrong);
}

function checkSchedule(
  { schedule }: SessionSettings | TemplateSettings,
  path: ConfigPath,
  wrong: Contradiction[],
): void {
  if (schedule === undefined) return;
  const { daily, weekly } = schedule;
  if ((daily === undefined) === (weekly === undefined)) {
    const found = daily === undefined ? 'neither' : 'both';
    wrong.push({ path: [...path, 'schedule'], found, expected: 'daily or weekly' });
  }
  for (const [kind, times] of [
    ['daily', daily],
    ['weekly', weekly],
  ] as const) {
    if (times === undefined) continue;
    try {
      new TimeZone(times.timeZone);
    } catch (error) {
      if (!(error instanceof TimeZoneError)) throw error;
      wrong.push({
        path: [...path, 'schedule', kind, 'timeZone'],
        found: times.timeZone,
        expected: 'an IANA time zone such as Europe/London',
      });
    }
  }
}
