/** libquickfix, unmodified and with its plain FIX44 dictionary, trades on fixex; a gateway is killed, and nothing is lost. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { QuickFixPeer, quickFixMissing } from '../fix/interop/quickfix-peer.js';
import { ExchangeProcess, ownAddress } from './exchange-process.js';

const main = fileURLToPath(new URL('../../sim/exchanges/fixex/main.ts', import.meta.url));
const ORDERS = 20;

describe.skipIf(quickFixMissing !== '')(`fixex and QuickFIX${quickFixMissing}`, () => {
  let exchange: ExchangeProcess | undefined;
  const peers: QuickFixPeer[] = [];

  afterEach(async () => {
    for (const peer of peers.splice(0)) await peer.kill();
    await exchange?.close();
  });

  it('trades, and goes on at the other gateway with the same numbers', { timeout: 240_000 }, async () => {
    const address = ownAddress(1);
    exchange = await ExchangeProcess.start(
      main,
      (folder) => `seed: 7
symbols: 20
messagesPerSecond: 100
haltEveryS: null
dataDirectory: ${folder}/data
bus: { address: ${address} }
orderEntry:
  primary: { address: ${address}, port: 7100 }
  backup: { address: ${address}, port: 7200 }
  cancelOnDisconnect: never
  fix:
    version: '4.4'
    compId: FIXEX
    sessions:
      - { senderCompId: QUICKFIX, firm: F }
marketData:
  listen: { address: ${address}, port: 7300 }
  fix: { compId: FIXEX, clients: [QUICKFIX] }
`,
    );
    await exchange.untilOpen();
    const peer = async (connectPort: number): Promise<QuickFixPeer> => {
      const started = await QuickFixPeer.start({
        version: 'FIX.4.4',
        folder: join(exchange!.folder, 'quickfix'),
        connectPort,
        targetCompId: 'FIXEX',
        settings: { SocketConnectHost: address },
      });
      peers.push(started);
      return started;
    };
    const ids = Array.from({ length: ORDERS }, (_, i) => `A-${i + 1}`);

    const first = await peer(7100);
    await first.until('logged on', () => first.isLoggedOn);
    await first.command(`orders ${ORDERS} A-`);
    await first.until('every order is answered', () => first.deliveredIds('8').length >= ORDERS);
    expect(first.deliveredIds('8')).toEqual(ids);
    expect(first.received.filter(({ type }) => type === '3' || type === 'j')).toEqual([]);
    expect(first.received.filter(({ type }) => type === '8').map(({ fields }) => fields.get(150))).toEqual(
      ids.map(() => '0'),
    );

    await exchange.ask({ kill: 'gateway-a' });
    await first.until('the connection is gone', () => !first.isLoggedOn);
    await first.kill();
    // Meanwhile the exchange cancels everything, with nobody there to hear it.
    await exchange.ask({ operate: { type: 'cancelFirm', firm: 'F' } });

    const second = await peer(7200);
    await second.until('what was missed has come', () => second.deliveredIds('8').length >= ORDERS);
    const missed = second.received.filter(({ type }) => type === '8');
    expect(missed.map(({ fields }) => fields.get(150))).toEqual(ids.map(() => '4'));
    expect(missed.every(({ possDup }) => possDup)).toBe(true);
    const seen = new Set([...first.received, ...second.received].map(({ msgSeqNum }) => msgSeqNum));
    expect(Math.max(...first.received.map(({ msgSeqNum }) => msgSeqNum))).toBeLessThan(missed[0]!.msgSeqNum);
    // Reports have numbers without holes; what is filled over is administrative.
    for (const { msgSeqNum } of missed) expect(seen.has(msgSeqNum)).toBe(true);
    await second.command(`orders 5 B-`);
    await second.until('it goes on', () => second.deliveredIds('8').length >= ORDERS + 5);
    expect(second.received.filter(({ type }) => type === '3' || type === '5')).toEqual([]);
  });
});
