/** Kills of a gateway and of the matcher while orders go in, with a client that counts every number itself. */
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { roleWorld } from '../../sim/exchanges/core/role.js';
import { HandClient, value } from '../../sim/exchanges/fix/testing.js';
import { ExchangeProcess, ownAddress, until } from './exchange-process.js';

const main = fileURLToPath(new URL('../../sim/exchanges/fixex/main.ts', import.meta.url));
const ORDERS = 100;

let exchange: ExchangeProcess | undefined;
afterEach(async () => {
  await exchange?.close();
});

/** Reports by number; the number that comes next. */
class Ledger {
  readonly reports = new Map<number, string>();
  next = 1;

  take(client: HandClient): void {
    for (const text of client.received.splice(0)) {
      const number = Number(value(text, 34));
      if (value(text, 35) === '8') this.reports.set(number, `${value(text, 11) ?? ''} ${value(text, 150) ?? ''}`);
      // A fill stands for numbers that were administrative.
      const after = value(text, 35) === '4' ? Number(value(text, 36)) : number + 1;
      this.next = Math.max(this.next, after);
    }
  }
}

it('loses no report, and takes no order twice', { timeout: 240_000 }, async () => {
  const address = ownAddress(2);
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
  fix: { version: '4.4', compId: FIXEX, sessions: [{ senderCompId: C, firm: F }] }
marketData:
  listen: { address: ${address}, port: 7300 }
  fix: { compId: FIXEX, clients: [C] }
`,
  );
  await exchange.untilOpen();
  const ledger = new Ledger();
  const sent = new Map<number, string>();
  let client!: HandClient;
  let next = 1;

  /** Says everything again that the exchange asks for, as a client must. */
  const answerResends = (): void => {
    for (const text of client.of('2')) {
      const from = Number(value(text, 7));
      for (let number = from; number < next; number++) {
        const body = sent.get(number);
        const extra = `43=Y|122=${client.time()}|`;
        if (body === undefined) client.say('4', `123=Y|36=${number + 1}|`, { number, extra });
        else client.say('D', body, { number, extra });
      }
    }
  };
  const knock = (port: number): HandClient => {
    const own = new HandClient(roleWorld, { beginString: 'FIX.4.4', sender: 'C', target: 'FIXEX' });
    const open = own.onOpen.bind(own);
    own.onOpen = (stream) => {
      open(stream);
      own.next = next++;
      own.say('A', '98=0|108=30|');
    };
    own.connect(address, port);
    return own;
  };
  const connect = async (port: number): Promise<void> => {
    client = knock(port);
    await until(`a Logon at ${port} is answered`, () => {
      if (client.of('A').length > 0) return true;
      if (client.ended !== undefined) client = knock(port);
      return false;
    });
    answerResends();
    ledger.take(client);
    // All of it again, from the first report on.
    client.next = next++;
    client.say('2', '7=1|16=0|');
  };
  const enter = (i: number): void => {
    const body = `11=O${i}|55=MSFT|54=1|60=${client.time()}|38=10|40=2|44=1.00|`;
    client.next = next;
    sent.set(next++, body);
    client.say('D', body);
  };
  const answered = (): Set<string> => new Set([...ledger.reports.values()].map((text) => text.split(' ')[0]!));

  await connect(7100);
  for (let i = 0; i < ORDERS; i++) {
    enter(i);
    if (i === 30) {
      await exchange.ask({ kill: 'gateway-a' });
      await connect(7200);
    }
    if (i === 60) {
      await exchange.ask({ kill: 'matcher' });
      await exchange.ask({ start: 'matcher' });
      await connect(7200);
    }
  }
  await until('every order has its report', () => {
    answerResends();
    ledger.take(client);
    return answered().size === ORDERS;
  });
  // Each order was accepted exactly once.
  expect([...ledger.reports.values()].filter((text) => text.endsWith(' 0'))).toHaveLength(ORDERS);
  expect([...ledger.reports.values()].filter((text) => text.endsWith(' 8'))).toEqual([]);
});
