import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../core/random.js';
import { Secret } from '../../core/secret.js';
import { secureRandom } from '../../core/world-secrets.js';
import { VirtualDisk } from '../../../test/support/world/disk.js';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { CredentialError } from './errors.js';
import { CredentialStore } from './store.js';

const PATH = '/etc/crossfeed/credentials.json';
const CANARY = 'canary-7f3a91c2';
const KEY = Buffer.from('correct horse battery');
const fields = (values: Record<string, string>): ReadonlyMap<string, Secret> =>
  new Map(Object.entries(values).map(([name, text]) => [name, new Secret(text)]));

function bench() {
  const host = new VirtualWorld({ seed: 3 }).addHost('desk');
  let epochMs = Date.UTC(2026, 0, 2);
  const open = (passphrase: Uint8Array = KEY): Promise<CredentialStore> =>
    CredentialStore.open({
      disk: host.start().disk,
      path: PATH,
      passphrase,
      epochMs: () => (epochMs += 60_000),
      secureRandom,
      cost: { N: 16, r: 1, p: 1 },
    });
  return { host, open };
}

async function errorOf(run: Promise<unknown>): Promise<CredentialError> {
  try {
    await run;
  } catch (error) {
    expect(error).toBeInstanceOf(CredentialError);
    return error as CredentialError;
  }
  throw new Error('expected a CredentialError');
}

describe('CredentialStore', () => {
  it('gives back what was set, in this process and in the next', async () => {
    const { host, open } = bench();
    const store = await open();
    await store.set('BINANCE', fields({ apiKey: 'k', privateKey: `-----BEGIN\n${CANARY}\n` }));
    expect(store.get('BINANCE', 'privateKey')?.reveal()).toContain(CANARY);
    host.powerCut();
    const again = await open();
    expect(again.get('BINANCE', 'privateKey')?.reveal()).toContain(CANARY);
    expect(again.get('BINANCE', 'password')).toBeUndefined();
    expect(again.get('DERIBIT', 'apiKey')).toBeUndefined();
    expect(again.secret('BINANCE.apiKey')).toBe('k');
    expect(() => again.secret('BINANCE.password')).toThrow(/there is no such secret/);
    expect(() => again.secret('BINANCE')).toThrow(CredentialError);
    expect(again.list()).toEqual([
      {
        venue: 'BINANCE',
        fields: ['apiKey', 'privateKey'],
        setAt: '2026-01-02T00:01:00.000Z',
        previousSetAt: undefined,
      },
    ]);
  });

  it('rotates one venue, keeps the one before, and goes back to it', async () => {
    const { open, host } = bench();
    const store = await open();
    await store.set('A', fields({ username: 'u', password: 'old' }));
    await store.set('B', fields({ password: 'other' }));
    await store.rotate('A', fields({ password: 'new' }));
    host.kill();
    const again = await open();
    expect([again.get('A', 'username'), again.get('A', 'password')].map((secret) => secret?.reveal())).toEqual([
      'u',
      'new',
    ]);
    expect(again.previous('A', 'password')?.reveal()).toBe('old');
    expect(again.get('B', 'password')?.reveal()).toBe('other');
    await again.rollBack('A');
    expect(again.get('A', 'password')?.reveal()).toBe('old');
    await again.delete('A');
    expect(again.list().map(({ venue }) => venue)).toEqual(['B']);
    expect(await errorOf(again.rotate('A', fields({ password: 'x' })))).toMatchObject({
      code: 'CREDENTIAL_UNKNOWN',
      expected: 'B',
    });
  });

  it('is used by the next logon once a running gateway has reloaded it', async () => {
    const disk = new VirtualDisk(new SeededRandom(1));
    const world = new VirtualWorld({ seed: 3 }).addHost('desk').start();
    const options = {
      disk: disk.mount(world.timers),
      path: PATH,
      passphrase: KEY,
      epochMs: () => 0,
      secureRandom,
      cost: { N: 16, r: 1, p: 1 },
    };
    const gateway = await CredentialStore.open(options);
    const person = await CredentialStore.open(options);
    await person.set('A', fields({ password: 'p1' }));
    expect(gateway.get('A', 'password')).toBeUndefined();
    await gateway.reload();
    expect(gateway.get('A', 'password')?.reveal()).toBe('p1');
    disk.flipBit(PATH, 200, 1);
    await errorOf(gateway.reload());
    expect(gateway.get('A', 'password')?.reveal()).toBe('p1');
  });

  it('is the old store or the new one after a crash at any change to the disk', async () => {
    for (const kind of ['kill', 'powerCut'] as const) {
      for (let change = 0; change < 12; change++) {
        for (const moment of ['before', 'during', 'after'] as const) {
          const { host, open } = bench();
          const store = await open();
          await store.set('A', fields({ password: 'old' }));
          host.disk.crashAt(host.disk.operations + change, moment, kind);
          const rotated = await store.rotate('A', fields({ password: 'new' })).then(
            () => true,
            () => false,
          );
          const found = (await open()).get('A', 'password')?.reveal();
          if (rotated) expect(found).toBe('new');
          else expect(['old', 'new']).toContain(found);
        }
      }
    }
  });

  it('opens with no other key, nor when one byte was changed', async () => {
    const { host, open } = bench();
    await (await open()).set('A', fields({ password: CANARY }));
    const wrong = await errorOf(open(Buffer.from('incorrect horse battery')));
    expect(wrong.code).toBe('CREDENTIAL_WRONG_KEY');
    for (let at = 0; at < 400; at += 7) {
      host.disk.flipBit(PATH, at, at % 8);
      const error = await errorOf(open());
      expect(['CREDENTIAL_WRONG_KEY', 'CREDENTIAL_FORMAT']).toContain(error.code);
      expect(format(error)).not.toContain(CANARY);
      host.disk.flipBit(PATH, at, at % 8);
    }
    expect((await open()).get('A', 'password')?.reveal()).toBe(CANARY);
  });

  it('seals under a new key', async () => {
    const { open } = bench();
    await (await open()).set('A', fields({ password: 'p' }));
    const next = Buffer.from('another long key');
    await (await open()).rekey(next);
    expect((await errorOf(open())).code).toBe('CREDENTIAL_WRONG_KEY');
    expect((await open(next)).get('A', 'password')?.reveal()).toBe('p');
  });

  it('refuses names and values that cannot be kept, and says why without them', async () => {
    const store = await bench().open();
    const cases: [string, Record<string, string>][] = [
      ['no venue!', { password: 'p' }],
      ['A', {}],
      ['A', { [`${CANARY}=`]: 'password' }],
      ['A', { password: '' }],
      ['A', { password: CANARY.repeat(2000) }],
    ];
    for (const [venue, values] of cases) {
      const error = await errorOf(store.set(venue, fields(values)));
      expect(error.code).toBe('CREDENTIAL_VALUE');
      expect(format(error)).not.toContain(CANARY);
    }
    expect(store.list()).toEqual([]);
  });

  it('is as it was when the disk is full', async () => {
    const { host, open } = bench();
    const store = await open();
    await store.set('A', fields({ password: 'old' }));
    host.disk.fail({ operation: 'write', code: 'ENOSPC' });
    expect((await errorOf(store.rotate('A', fields({ password: 'new' })))).code).toBe('CREDENTIAL_DISK');
    expect(store.get('A', 'password')?.reveal()).toBe('old');
    await store.rotate('A', fields({ password: 'new' }));
    expect((await open()).get('A', 'password')?.reveal()).toBe('new');
  });
});

describe('Secret', () => {
  it('says nothing, however it is printed', () => {
    const secret = new Secret(CANARY);
    const holder = { deep: [{ secret }], error: new Error('x', { cause: secret }) };
    const text = [
      String(secret),
      secret.toString(),
      JSON.stringify(holder),
      inspect(holder, { depth: 9, showHidden: true }),
      format('%s %j %o', secret, secret, secret),
    ].join('\n');
    expect(text).not.toContain(CANARY);
    expect(secret.reveal()).toBe(CANARY);
  });
});
