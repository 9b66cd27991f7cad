/** binance-spot-testnet as its processes: over TLS, with the certificate and the keys that they made at start-up, and with both killed and started again. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { roleWorld } from '../../sim/exchanges/core/role.js';
import { binanceLogon } from '../../sim/exchanges/crypto/testing.js';
import { HandClient, value } from '../../sim/exchanges/fix/testing.js';
import { ExchangeProcess, ownAddress, until } from './exchange-process.js';

const main = fileURLToPath(new URL('../../sim/exchanges/crypto/main.ts', import.meta.url));

let exchange: ExchangeProcess | undefined;
afterEach(async () => {
  await exchange?.close();
});

it('takes an order over TLS, and has it still after a kill of the gateway', { timeout: 240_000 }, async () => {
  const address = ownAddress(3);
  exchange = await ExchangeProcess.start(
    main,
    (folder) => `profile: binance-spot-testnet
seed: 7
symbols: 2
messagesPerSecond: 20
dataDirectory: ${folder}/venue
bus: { address: ${address} }
accounts: [{ key: ME, firm: F }]
gateways:
  a: { address: ${address}, orders: 7100 }
  b: { address: ${address}, orders: 7200 }
`,
  );
  const folder = join(exchange.folder, 'venue');
  const keyFile = join(folder, 'credentials', 'ME.private.pem');
  expect(statSync(keyFile).mode & 0o077).toBe(0);
  const key = createPrivateKey(readFileSync(keyFile));
  const knock = (port: number): HandClient => {
    const client = new HandClient(roleWorld, { beginString: 'FIX.4.4', sender: 'ME', target: 'SPOT' });
    const open = client.onOpen.bind(client);
    client.onOpen = (stream) => {
      open(stream);
      binanceLogon(client, 'ME', { 553: 'ME' }, key);
    };
    client.connect(address, port, { caFile: join(folder, 'tls', 'ca.pem'), serverName: 'localhost' });
    return client;
  };
  const connect = async (port: number): Promise<HandClient> => {
    let client = knock(port);
    await until('logged on', () => {
      // The name is taken until the exchange has seen that the other gateway is gone.
      if (client.ended !== undefined) client = knock(port);
      return client.of('A').length > 0;
    });
    return client;
  };
  const first = await connect(7100);
  first.say('D', '11=A|55=BTCUSDT|54=1|38=0.00012|40=2|44=20000.01|59=1|');
  await until('accepted', () => first.of('8').length > 0);
  expect([150, 38].map((tag) => value(first.of('8')[0]!, tag))).toEqual(['0', '0.00012']);

  await exchange.ask({ kill: 'gateway-a' });
  const second = await connect(7200);
  second.say('F', '11=B|41=A|55=BTCUSDT|');
  await until('cancelled', () => second.of('8').length > 0);
  expect([150, 11, 41].map((tag) => value(second.of('8')[0]!, tag))).toEqual(['4', 'B', 'A']);
});
