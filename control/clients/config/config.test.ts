import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../core/yaml-config.js';
import { clientSetup, clientsOf, parseClientsConfig } from './config.js';

const documentation = readFileSync(join(import.meta.dirname, '../../../docs/order-entry.md'), 'utf8');

/** The example of the documentation, as the clients' part alone. */
function example(): string {
  const yaml = /```yaml\nclients:\n(.*?)```/s.exec(documentation)?.[1] ?? '';
  return yaml.replace(/^ {2}/gm, '');
}

function complaintsOf(text: string): readonly string[] {
  try {
    parseClientsConfig('clients.yaml', text);
  } catch (error) {
    if (error instanceof ConfigError) return error.complaints;
    throw error;
  }
  return [];
}

describe('a configuration of clients', () => {
  it('is as documented', () => {
    const config = parseClientsConfig('clients.yaml', example());
    expect(clientsOf(config)).toEqual([
      {
        number: 0,
        id: 'CLIENT1',
        permissions: new Set(['enter', 'replace', 'cancel', 'massCancel', 'status', 'lists']),
        capacity: 'A',
        graceMs: 5000,
      },
    ]);
    expect(config.tokens.map(({ name, client, roles }) => [name, client, roles])).toEqual([
      ['oms', 'CLIENT1', ['view', 'trade']],
      ['desk', undefined, ['view', 'trade', 'administer']],
    ]);
  });

  it('makes sessions that store what they cannot send, and give no report up', () => {
    const { sessions, listeners } = clientSetup(parseClientsConfig('clients.yaml', example()), {
      file: '/etc/clients.yaml',
      credentials: { read: () => 'secret' },
      application: () => ({ onLogon: () => undefined, onLogout: () => undefined, onMessage: () => 'accepted' }),
    });
    expect(listeners).toMatchObject([{ host: '127.0.0.1', port: 9880 }]);
    for (const [spec, targetCompId] of [
      [sessions[0]?.fix, 'CLIENT1'],
      [sessions[0]?.dropCopy, 'CLIENT1-DC'],
    ] as const) {
      expect(spec?.config).toMatchObject({
        role: 'acceptor',
        beginString: 'FIX.4.4',
        senderCompId: 'CROSSFEED',
        targetCompId,
        sendWhenLoggedOff: 'store',
        resendMaxAgeMs: {},
      });
      expect(spec?.validator).toBeDefined();
    }
  });

  it.each([
    [
      'list: [{ id: A, fix: { targetCompId: X } }]',
      'list[0].fix: found a session, expected fix: where sessions are accepted',
    ],
    ['list: [{ id: A }, { id: A }]', 'list[1].id: found A, as in list[0].id, expected an id of its own'],
    [
      'fix: { host: h, port: 1 }\nlist: [{ id: A, fix: { targetCompId: X }, dropCopy: { targetCompId: X } }]',
      'list[0].dropCopy.targetCompId: found /X/, as in list[0].fix.targetCompId, expected a session of its own',
    ],
    [
      'tokens: [{ name: t, roles: [trade], tokenFile: f }]',
      'tokens[0].client: found nothing, expected a client: the token may trade, and not administer',
    ],
    ['tokens: [{ name: t, roles: [view] }]', 'tokens[0].tokenFile: found neither, expected tokenFile or tokenFd'],
    [
      'tokens: [{ name: t, roles: [view], client: Z, tokenFile: f }]',
      'tokens[0].client: found Z, expected one of the clients, of which there are none',
    ],
    [
      'tokens: [{ name: t, roles: [view], token: hunter2 }]',
      'tokens[0].token: found a secret, expected tokenFile or tokenFd',
    ],
    ['list: [{ id: A, permissions: [fly] }]', 'list[0].permissions[0]: found "fly", expected enter, replace'],
    [
      'fix: { host: h, port: 1 }\nlist: [{ id: A, fix: { targetCompId: X, resendMaxAgeMs: { "8": 1 } } }]',
      'resendMaxAgeMs: found a key that means nothing here',
    ],
    ['demoToken: Z', 'demoToken: found Z'],
  ])('is wrong: %s', (text, complaint) => {
    expect(complaintsOf(text).join('\n')).toContain(complaint);
  });
});
