/** The FIX client of docs/getting-started.md: its settings as they stand there, in an unmodified QuickFIX, against what the demo's configuration says of clients. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { ClientAcceptor } from '../../control/clients/acceptor.js';
import { parseClientsConfig } from '../../control/clients/config/config.js';
import { ScriptedOrders, testSymbols } from '../../control/clients/testing.js';
import { silentLogger } from '../../control/core/logging.js';
import { installationRoot } from '../../control/core/world-installation.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { openOurStorage } from '../fix/interop/our-storage.js';
import { QuickFixPeer, quickFixMissing } from '../fix/interop/quickfix-peer.js';
import { dictionarySettings } from '../fix/interop/version.js';
import { Watch } from '../fix/interop/watch.js';

const read = (path: string): string => readFileSync(join(installationRoot(), path), 'utf8');
const text = read('docs/getting-started.md');
const [, settings = ''] = /^```ini\n([^]*?)^```$/m.exec(text) ?? [];
const [, order = ''] = /NewOrderSingle \(35=D\) with `([^`]+)`/.exec(text) ?? [];
const { clients } = parse(read('config/demo.yaml')) as {
  clients: { fix: { host: string; port: number }; list: { id: string; fix: object; dropCopy?: object }[] };
};

it('names the address of the demo', () => {
  expect(settings).toContain(`SocketConnectHost=${clients.fix.host}\nSocketConnectPort=${clients.fix.port}\n`);
  expect(text).toContain(`${clients.fix.host}:${clients.fix.port}`);
});

describe.skipIf(quickFixMissing !== '')(`the FIX client${quickFixMissing}`, () => {
  const watch = new Watch();
  const folder = mkdtempSync(join(tmpdir(), 'crossfeed-started-fix-'));
  const storage = openOurStorage(join(folder, 'ours'));
  const acceptor = new ClientAcceptor({
    world: realTradingWorld,
    journal: storage.journal,
    openStore: storage.openStore,
    closeStore: () => undefined,
    credentials: { read: () => '' },
    config: parseClientsConfig('demo.yaml', stringify({ fix: { ...clients.fix, port: 0 }, list: clients.list })),
    file: join(folder, 'clients.yaml'),
    symbols: testSymbols,
    markets: ['XNAS'],
    log: silentLogger,
  });
  let them: QuickFixPeer;

  beforeAll(async () => {
    acceptor.attach(new ScriptedOrders(storage.journal, () => realTradingWorld.clock.epochMs()));
    await acceptor.start();
    const { DataDictionary = '' } = dictionarySettings('FIX.4.4');
    const here = settings
      .replace(/^SocketConnectPort=.*$/m, `SocketConnectPort=${acceptor.port}`)
      .replace(/^DataDictionary=.*$/m, `DataDictionary=${DataDictionary}`)
      .replace(/^FileStorePath=.*$/m, `FileStorePath=${join(folder, 'store')}`);
    them = await QuickFixPeer.startWith(here, { folder, watch });
  });
  afterAll(async () => {
    await them.kill();
    await acceptor.close('the test is over');
    storage.journal.close();
    rmSync(folder, { recursive: true });
  });

  it('logs on by the settings of the page, and its order is answered', async () => {
    await them.until('logged on', () => them.isLoggedOn);
    await them.command(`send D 11=first-1|${order}|60=20231114-22:13:20`);
    const answer = (): ReadonlyMap<number, string> | undefined =>
      them.received.find(({ type }) => type === '8')?.fields;
    await them.until('an execution report', () => answer() !== undefined);
    expect([11, 55, 150, 39, 38, 44].map((tag) => answer()?.get(tag))).toEqual([
      'first-1',
      'AAPL',
      '0',
      '0',
      '10',
      '100',
    ]);
  });
});
