import { describe, expect, it } from 'vitest';
import { VirtualDisk } from '../../../test/support/world/disk.js';
import { SeededRandom } from '../../core/random.js';
import type { Timers } from '../../core/world.js';
import { ConfigError } from '../../core/yaml-config.js';
import { FixMessage } from '../../protocols/fix/message.js';
import { FixEncoder } from '../../protocols/fix/encoder.js';
import type { FixApplication } from '../session/application.js';
import { sessionDefaults } from '../session/config.js';
import type { FixSession } from '../session/session.js';
import { engineSetup, type EngineSetup } from './build.js';
import { parseFixConfig } from './config.js';
import { FileCredentials, FixCredentialError, withCredentials, type SecretReference } from './credentials.js';

const FILE = '/etc/crossfeed/fix.yaml';

const idle: Timers = {
  after: () => ({ cancel: () => undefined }),
  every: () => ({ cancel: () => undefined }),
  onTurn: () => ({ cancel: () => undefined }),
  soon: (run) => run(),
};

const quiet: FixApplication = {
  onLogon: () => undefined,
  onLogout: () => undefined,
  onMessage: () => 'accepted',
};

function complaints(text: string): readonly string[] {
  try {
    parseFixConfig(FILE, text);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.complaints.map((line) => line.replace(`${FILE}:`, '').replace(/^(\d+):\d+: (?!not)/, '$1: '));
    throw error;
  }
  return [];
}

const read: SecretReference[] = [];

function setup(text: string): EngineSetup {
  return engineSetup(parseFixConfig(FILE, text), {
    file: FILE,
    credentials: {
      read: (reference) => {
        read.push(reference);
        return 'hunter2';
      },
    },
    application: () => quiet,
  });
}

const venue = `
listeners:
  - name: clients
    host: 127.0.0.1
    port: 9880
    tls: { certFile: venue.pem, keyFile: /keys/venue.key }
sessions:
  - role: acceptor
    beginString: FIX.4.4
    senderCompId: CROSSFEED
    targetCompId: CLIENT1
    acceptor: { allowedAddresses: [10.1.0.0/16], listener: clients }
    schedule:
      daily: { timeZone: America/New_York, start: "08:00", end: "17:00", weekdays: [monday, friday] }
  - role: initiator
    beginString: FIXT.1.1
    defaultApplVerId: '9'
    senderCompId: CROSSFEED
    targetCompId: VENUE
    heartBtIntS: 10
    validation: { unknownTags: false }
    resendMaxAgeMs: { D: 5000, F: 0 }
    initiator:
      endpoints:
        - { host: gw1.venue.test, port: 4001, tls: { serverName: fix.venue.test } }
        - { host: gw2.venue.test, port: 4001, localAddress: 10.2.0.1 }
    logon: { username: crossfeed, passwordFile: secrets/venue }
templates:
  - name: anybody
    beginString: FIX.4.2
    senderCompId: CROSSFEED
    targetCompIdPattern: GUEST-*
    sessionsMax: 2
`;

describe('a FIX configuration', () => {
  it('becomes sessions, with everything that was not said as it is by default', () => {
    const { listeners, sessions, templates } = setup(venue);
    expect(listeners).toEqual([
      expect.objectContaining({
        name: 'clients',
        port: 9880,
        tls: { certFile: '/etc/crossfeed/venue.pem', keyFile: '/keys/venue.key' },
      }),
    ]);
    const [client, exchange] = sessions;
    expect(client?.config).toEqual({
      ...sessionDefaults,
      role: 'acceptor',
      beginString: 'FIX.4.4',
      senderCompId: 'CROSSFEED',
      targetCompId: 'CLIENT1',
    });
    expect(client?.acceptor).toEqual({ allowedAddresses: ['10.1.0.0/16'], listener: 'clients' });
    expect(client?.schedule?.periodAt(Date.parse('2026-11-23T14:00Z'))?.startMs).toBe(Date.parse('2026-11-23T13:00Z'));
    expect(exchange?.config).toMatchObject({
      defaultApplVerId: '9',
      heartBtIntS: 10,
      resendMaxAgeMs: { D: 5000, F: 0 },
    });
    expect(exchange?.initiator?.endpoints).toEqual([
      { host: 'gw1.venue.test', port: 4001, tls: { serverName: 'fix.venue.test' } },
      { host: 'gw2.venue.test', port: 4001, localAddress: '10.2.0.1' },
    ]);
    expect(exchange?.validatorFor?.('8')).toBeDefined();
    expect(exchange?.validatorFor?.('1')).toBeUndefined();
    expect(templates[0]?.sessionsMax).toBe(2);
  });

  it('makes sessions from a template for those whose name fits', () => {
    const [template] = setup(venue).templates;
    const peer = { address: '127.0.0.1', tlsSubject: undefined };
    const ours = { beginString: 'FIX.4.2', senderCompId: 'CROSSFEED' } as const;
    expect(template?.create({ ...ours, targetCompId: 'GUEST-7' }, peer)?.config).toMatchObject({
      role: 'acceptor',
      targetCompId: 'GUEST-7',
      heartBtIntS: 30,
    });
    expect(template?.create({ ...ours, targetCompId: 'OTHER' }, peer)).toBeUndefined();
    expect(template?.create({ ...ours, beginString: 'FIX.4.4', targetCompId: 'GUEST-7' }, peer)).toBeUndefined();
  });

  it('may be empty', () => {
    expect(parseFixConfig(FILE, '')).toEqual({ listeners: [], sessions: [], templates: [] });
  });
});

describe('a complaint', () => {
  it('names line, place, what was found and what was expected', () => {
    const text = `sessions:
  - role: acceptor
    beginString: FIX.9.9
    senderCompId: A
    targetCompId: B
    heartBtIntS: soon
    heartbeat: 30
`;
    expect(complaints(text)).toEqual([
      '3: sessions[0].beginString: found "FIX.9.9", expected FIX.4.0, FIX.4.1, FIX.4.2, FIX.4.3, FIX.4.4 or FIXT.1.1',
      '6: sessions[0].heartBtIntS: found "soon", expected a whole number from 0 to 86400',
      '7: sessions[0].heartbeat: found a key that means nothing here, expected no such key',
    ]);
    expect(complaints('sessions: [')[0]).toMatch(/^1:\d+: not YAML/);
  });

  it('never repeats a secret that should not be there', () => {
    const text = `sessions:
  - { role: acceptor, beginString: FIX.4.4, senderCompId: A, targetCompId: B, logon: { username: u, password: hunter2 } }
`;
    expect(complaints(text)).toEqual([
      '2: sessions[0].logon.password: found a secret, expected passwordFile or passwordFd: a secret may not stand in this file',
    ]);
  });

  it('sees what no field can see alone', () => {
    const text = `listeners:
  - { name: one, host: 127.0.0.1, port: 1, tls: {} }
sessions:
  - { role: acceptor, beginString: FIX.4.1, senderCompId: A, targetCompId: B, lastMsgSeqNumProcessed: true }
  - { role: acceptor, beginString: FIX.4.1, senderCompId: A, targetCompId: B, acceptor: { listener: two } }
  - { role: initiator, beginString: FIXT.1.1, senderCompId: A, targetCompId: C, heartBtIntRangeS: [60, 10] }
  - role: acceptor
    beginString: FIX.4.4
    senderCompId: A
    targetCompId: D
    schedule:
      weekly: { timeZone: Nowhere, startDay: sunday, start: "18:00", endDay: friday, end: "17:00" }
`;
    expect(complaints(text)).toEqual([
      '2: listeners[0].tls: found no certFile and keyFile, expected both: a listener shows a certificate',
      '4: sessions[0].lastMsgSeqNumProcessed: found FIX.4.1, expected FIX.4.2 or later for lastMsgSeqNumProcessed',
      '5: sessions[1].targetCompId: found FIX.4.1:A->B, as in sessions[0].targetCompId, expected an identity of its own',
      '5: sessions[1].acceptor.listener: found two, expected one of one',
      '6: sessions[2].initiator: found nothing, expected endpoints: the session is an initiator',
      '6: sessions[2].defaultApplVerId: found nothing, expected an ApplVerID: 7 is FIX 5.0, 8 SP1, 9 SP2',
      '6: sessions[2].heartBtIntRangeS: found 60 to 10, expected the least first',
      '12: sessions[3].schedule.weekly.timeZone: found Nowhere, expected an IANA time zone such as Europe/London',
    ]);
  });
});

describe('credentials', () => {
  // Neither looks at it.
  const session = Object.create(null) as FixSession;

  function logon(application: FixApplication): FixMessage {
    const encoder = new FixEncoder({ beginString: 'FIX.4.4' });
    encoder.begin('A');
    encoder.int(98, 0);
    application.decorateLogon?.(session, encoder, 1, 0);
    encoder.finish();
    const message = new FixMessage();
    message.parse(encoder.bytes, encoder.start, encoder.end);
    return message;
  }

  it('go into the Logon of an initiator, read anew each time', () => {
    const application = setup(venue).sessions[1]!.application;
    const message = logon(application);
    expect([message.string(553), message.string(554)]).toEqual(['crossfeed', 'hunter2']);
    expect(read).toEqual([{ passwordFile: '/etc/crossfeed/secrets/venue', passwordFd: undefined }]);
  });

  it('are asked of who comes to an acceptor', () => {
    const right = withCredentials(quiet, 'initiator', 'user', () => 'secret');
    const guard = withCredentials(quiet, 'acceptor', 'user', () => 'secret');
    expect(guard.onLogonRequest?.(session, logon(right))).toBeUndefined();
    for (const wrong of [quiet, withCredentials(quiet, 'initiator', 'user', () => 'secrets')]) {
      expect(guard.onLogonRequest?.(session, logon(wrong))).toBe('Username or Password is wrong');
    }
    // The application's own answers stay.
    expect(guard.onMessage(session, new FixMessage())).toBe('accepted');
  });

  it('are read from files and descriptors, and their absence is told without them', () => {
    const disk = new VirtualDisk(new SeededRandom(1)).mount(idle);
    disk.makeDirectory('/secrets');
    const write = (path: string, text: string): void => {
      const file = disk.open(path, 'create');
      file.write(Buffer.from(text), 0, text.length, 0);
      file.close();
    };
    write('/secrets/venue', 'hunter2\r\n');
    write('/secrets/empty', '\n');
    let reads = 0;
    const source = new FileCredentials(disk, (fd) => {
      reads++;
      if (fd !== 7) throw new Error('EBADF');
      return Buffer.from('from the parent\n');
    });
    expect(source.read({ passwordFile: '/secrets/venue' })).toBe('hunter2');
    expect([source.read({ passwordFd: 7 }), source.read({ passwordFd: 7 }), reads]).toEqual([
      'from the parent',
      'from the parent',
      1,
    ]);
    expect(() => source.read({ passwordFile: '/secrets/empty' })).toThrow(/^\/secrets\/empty: there is no secret$/);
    expect(() => source.read({ passwordFile: '/secrets/absent' })).toThrow(FixCredentialError);
    expect(() => source.read({ passwordFd: 8 })).toThrow('descriptor 8: cannot read a secret');
    expect(() => new FileCredentials(disk).read({ passwordFd: 7 })).toThrow(FixCredentialError);
  });
});
