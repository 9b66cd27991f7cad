/** libquickfix, unmodified and with the plain FIX 4.4 dictionary, as the client: everything that the acceptor takes, and everything that it says. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClientAcceptor } from '../../control/clients/acceptor.js';
import { parseClientsConfig } from '../../control/clients/config/config.js';
import { ScriptedOrders, testSymbols } from '../../control/clients/testing.js';
import { silentLogger } from '../../control/core/logging.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { QuickFixPeer, quickFixMissing } from '../fix/interop/quickfix-peer.js';
import { openOurStorage } from '../fix/interop/our-storage.js';
import { Watch } from '../fix/interop/watch.js';
import type { WireMessage } from '../fix/interop/wire-message.js';

const CONFIG = `
fix: { host: 127.0.0.1, port: 0 }
list: [{ id: CLIENT1, fix: { targetCompId: CLIENT1 }, dropCopy: { targetCompId: COPY1 } }]
`;
const TIME = '60=20231114-22:13:20';

describe.skipIf(quickFixMissing !== '')(`libquickfix as the client${quickFixMissing}`, () => {
  const watch = new Watch();
  let folder: string;
  let acceptor: ClientAcceptor;
  let orders: ScriptedOrders;
  let storage: ReturnType<typeof openOurStorage>;
  let them: QuickFixPeer;

  const peer = (senderCompId: string, name: string): Promise<QuickFixPeer> =>
    QuickFixPeer.start({
      version: 'FIX.4.4',
      folder: join(folder, name),
      watch,
      connectPort: acceptor.port!,
      senderCompId,
      settings: { ValidateUserDefinedFields: 'Y' },
    });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crossfeed-client-'));
    storage = openOurStorage(join(folder, 'ours'));
    orders = new ScriptedOrders(storage.journal, () => realTradingWorld.clock.epochMs());
    acceptor = new ClientAcceptor({
      world: realTradingWorld,
      journal: storage.journal,
      openStore: storage.openStore,
      closeStore: () => undefined,
      credentials: { read: () => '' },
      config: parseClientsConfig('clients.yaml', CONFIG),
      file: join(folder, 'clients.yaml'),
      symbols: testSymbols,
      markets: ['XNAS'],
      log: silentLogger,
    });
    acceptor.attach(orders);
    await acceptor.start();
    them = await peer('CLIENT1', 'theirs');
    await them.until('logged on', () => them.isLoggedOn);
  });

  afterEach(async () => {
    await them.kill();
    await acceptor.close('the test is over');
    storage.journal.close();
    rmSync(folder, { recursive: true });
  });

  /** Sends, and waits for as many messages of a type as there are then. */
  async function ask(command: string, type: string, count: number): Promise<WireMessage> {
    await them.command(command);
    const got = (): WireMessage[] => them.received.filter((message) => message.type === type);
    await them.until(`${count} messages of type ${type} after '${command}'`, () => got().length >= count);
    return got()[count - 1]!;
  }

  const values = ({ fields }: WireMessage, ...tags: number[]): (string | undefined)[] =>
    tags.map((tag) => fields.get(tag));

  it('enters, replaces, cancels, lists and asks, and finds nothing wrong with what it hears', async () => {
    expect(values(await ask('orders 1 A-', '8', 1), 37, 11, 17, 150, 39, 151)).toEqual([
      '1',
      'A-1',
      'E1',
      '0',
      '0',
      '100',
    ]);
    orders.trade(1, 40, 425_000);
    await them.until('the trade is told', () => them.delivered.filter(({ type }) => type === '8').length === 2);
    const replace = `send G 11=A-2|41=A-1|55=MSFT|54=1|${TIME}|38=120|40=2|44=42.6`;
    expect(values(await ask(replace, '8', 3), 11, 41, 150, 38, 44, 151)).toEqual([
      'A-2',
      'A-1',
      '5',
      '120',
      '42.6',
      '80',
    ]);
    expect(values(await ask('send H 11=A-2|790=Q1|55=MSFT|54=1', '8', 4), 790, 150, 14)).toEqual(['Q1', 'I', '40']);
    expect(values(await ask('send AF 584=M1|585=7', '8', 5), 584, 911, 912)).toEqual(['M1', '1', 'Y']);
    expect(values(await ask(`send F 11=A-3|41=A-2|55=MSFT|54=1|${TIME}`, '8', 6), 11, 41, 150, 39)).toEqual([
      'A-3',
      'A-2',
      '4',
      '4',
    ]);
    expect(values(await ask(`send F 11=A-4|41=none|55=MSFT|54=1|${TIME}`, '9', 1), 37, 434, 102)).toEqual([
      'NONE',
      '1',
      '1',
    ]);
    expect(values(await ask('list L1 oco B-1 B-2', 'N', 1), 66, 431, 73)).toEqual(['L1', '3', '2']);
    expect(orders.submitted.slice(1).map(({ linkId, linkKind }) => [linkId, linkKind])).toEqual([
      ['L1', 'oco'],
      ['L1', 'oco'],
    ]);
    expect(values(await ask(`send q 11=C-1|530=7|${TIME}`, 'r', 1), 531, 533)).toEqual(['7', '2']);
    expect(values(await ask(`send D 11=D-1|55=ZZZ|54=1|${TIME}|38=1|40=1`, '8', 11), 37, 39, 103)).toEqual([
      'NONE',
      '8',
      '1',
    ]);
    expect(values(await ask(`send D 11=D-2|55=MSFT|54=1|${TIME}|38=1|40=2`, 'j', 1), 372, 379, 380)).toEqual([
      'D',
      'D-2',
      '5',
    ]);
    // Each of our messages passed its dictionary and reached its application.
    expect(them.sent.filter(({ type }) => type === '3' || type === 'j')).toEqual([]);
    expect(them.delivered.map(({ type }) => type).toSorted()).toEqual(
      them.received.flatMap(({ type }) => (/^[89Nrj]$/.test(type) ? [type] : [])).toSorted(),
    );
  });

  it('says everything in the table of order fields', async () => {
    const algo = '847=1001|168=20301114-14:30:00|126=20301114-20:00:00|848=slices=4;strategy=best-price';
    const bodies = [
      '40=1',
      '40=3|99=180',
      '40=4|44=42.5|99=42',
      '40=2|44=42.5|59=1|111=10|110=5|18=6',
      '40=2|44=42.5|59=6|126=20301114-20:00:00',
      '40=2|44=42.5|59=6|432=20301114',
      '40=P|18=R|211=-0.01|836=0|44=42.5',
      '40=P|18=a|211=0.5',
      `40=2|44=42.5|${algo}`,
      '40=2|44=42.5|847=2|849=0.15',
      '40=2|44=42.5|583=X1|848=link=oto;trigger=mid',
    ];
    for (const [i, body] of bodies.entries())
      await ask(`send D 11=T-${i}|55=MSFT|54=2|${TIME}|38=100|${body}`, '8', i + 1);
    await ask(`send D 11=T-s|55=MSFT|54=5|114=N|${TIME}|38=100|40=1`, '8', bodies.length + 1);
    expect(them.received.filter(({ type }) => type === '8').map(({ fields }) => fields.get(150))).toEqual(
      Array.from({ length: bodies.length + 1 }, () => '0'),
    );
    expect(orders.submitted[8]).toMatchObject({
      algo: 'twap',
      algoParameters: { slices: '4' },
      strategy: 'best-price',
    });
    expect(orders.submitted[10]).toMatchObject({ linkId: 'X1', linkKind: 'oto', trigger: 'mid' });
    expect(orders.submitted.at(-1)).toMatchObject({ side: 0x35, located: true });
  });

  it('is killed and comes back: it gets what it missed, and a drop copy has all of it', async () => {
    await ask('orders 2 A-', '8', 2);
    await them.kill();
    orders.trade(1, 40, 425_000);
    orders.trade(2, 50, 425_000);
    them = await peer('CLIENT1', 'theirs');
    await them.until('the trades are told', () => them.delivered.length === 2);
    expect(them.received.filter(({ type }) => type === '8').map(({ fields }) => fields.get(17))).toEqual(['E3', 'E4']);
    const copy = await peer('COPY1', 'copy');
    await copy.until('the copies have come', () => copy.delivered.length === 4);
    const copies = copy.received.filter(({ type }) => type === '8');
    expect(copies.map((message) => values(message, 17, 797))).toEqual(['E1', 'E2', 'E3', 'E4'].map((id) => [id, 'Y']));
    await copy.kill();
  });
});
