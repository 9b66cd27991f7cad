/** A credential is rotated while a gateway trades: the session that stands stays, the next logon uses the new one, other venues see nothing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { silentLogger } from '../../control/core/logging.js';
import { Secret } from '../../control/core/secret.js';
import { secureRandom } from '../../control/core/world-secrets.js';
import { readUserFile } from '../../control/core/world-data-directory.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { parseConfig } from '../../control/gateway/config.js';
import { followCredentials, openCredentials } from '../../control/gateway/credentials.js';
import { sessionId } from '../../control/fix/session/config.js';
import { FileCredentials } from '../../control/fix/config/credentials.js';
import { JournalSessionStores } from '../../control/fix/store/journal-stores.js';
import { openJournal } from '../../control/journal/journal.js';
import { VenueWatch } from '../../control/operations/checks/venue-watch.js';
import { CredentialStore } from '../../control/operations/credentials/store.js';
import { VenueSecrets } from '../../control/venues/secrets.js';
import { VenueSet } from '../../control/venues/venue-set.js';
import { startExchange } from './exchanges.js';

const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

it('is used from the next logon on, and drops no session', async () => {
  const fix = await startExchange('fix', { password: 'first', reference: '{ store: FIXEX.password }' });
  const ouch = await startExchange('ouch');
  closers.push(
    () => fix.close(),
    () => ouch.close(),
  );
  const key = 'a key for the store of this test';
  writeFileSync(join(fix.folder, 'store.key'), key, { mode: 0o600 });
  const { disk, clock } = realTradingWorld;
  const store = await CredentialStore.open({
    disk,
    path: join(fix.folder, 'credentials.json'),
    passphrase: Buffer.from(key),
    epochMs: () => clock.epochMs(),
    secureRandom,
    cost: { N: 1024, r: 1, p: 1 },
  });
  const password = (text: string): ReadonlyMap<string, Secret> => new Map([['password', new Secret(text)]]);
  await store.set('FIXEX', password('first'));
  // The gateway's own: another object over the same file.
  const read = await openCredentials(
    {
      ...parseConfig(fix.config, readUserFile(fix.config)),
      credentials: { store: join(fix.folder, 'credentials.json'), keyFile: join(fix.folder, 'store.key') },
    },
    realTradingWorld,
  );
  const info = vi.fn();
  const following = followCredentials(read!, realTradingWorld, { ...silentLogger, info });
  const { timers } = realTradingWorld;
  const journal = openJournal({ disk, clock, timers, directory: join(fix.dataDirectory, 'journal') });
  const stores = new JournalSessionStores({ journal, clock, timers });
  const set = new VenueSet({
    files: [join(fix.folder, 'venue.yaml'), join(ouch.folder, 'venue.yaml')],
    readText: readUserFile,
    world: realTradingWorld,
    journal,
    openStore: (session) => stores.open(sessionId(session)),
    closeStore: (id) => stores.close(id),
    secrets: new VenueSecrets(new FileCredentials(disk), read),
    handler: new VenueWatch(),
  });
  closers.push(async () => {
    following.cancel();
    await set.close('done');
    journal.close();
  });
  set.connect();
  const sessions = (id: string) =>
    set
      .venue(id)
      .sessions()
      .filter(({ purpose, state }) => purpose !== 'marketData' && state !== 'disconnected')
      .map(({ id: name, state, since }) => ({ name, state, since }));
  const isActive = (id: string): boolean =>
    sessions(id).length === 2 && sessions(id).every(({ state }) => state === 'active');
  await vi.waitUntil(() => isActive('FIXEX') && isActive('NASDAQ'), 20_000);
  const before = { fixex: sessions('FIXEX'), nasdaq: sessions('NASDAQ') };

  await store.rotate('FIXEX', password('second'));
  fix.setPassword('second');
  await vi.waitUntil(() => info.mock.calls.some(([event]) => event === 'credentials have changed'), 20_000);
  expect({ fixex: sessions('FIXEX'), nasdaq: sessions('NASDAQ') }).toEqual(before);

  await set.venue('FIXEX').disconnect('to log on again');
  set.venue('FIXEX').connect();
  await vi.waitUntil(() => isActive('FIXEX'), 20_000);
  expect(sessions('NASDAQ')).toEqual(before.nasdaq);
}, 60_000);
