import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../../control/core/logging.js';
import { put16 } from '../../../../control/protocols/big-endian.js';
import { putMessage, type FieldsOf } from '../../../../control/protocols/layout.js';
import { ouch42Client } from '../../../../control/protocols/ouch42/messages.js';
import { ouch50Client } from '../../../../control/protocols/ouch50/messages.js';
import { addOuch50Option, type Ouch50OptionName } from '../../../../control/protocols/ouch50/options.js';
import { VirtualWorld } from '../../../../test/support/world/world.js';
import { connectMatcher, serveBus } from '../../core/bus.js';
import { Matcher } from '../../core/matcher.js';
import { OPEN_RULES } from '../../core/testing.js';
import { ouchGateway, ouchUser } from './config.js';
import { OuchGateway } from './gateway.js';
import { OuchTestClient } from './testing.js';

const ADDRESS = '127.0.9.1';
const USERS = [
  { username: 'ALPHA1', password: 'SECRET', version: '5.0', firm: 'ALPH', preventSelfTrade: 'cancelOldest' },
  { username: 'BETA42', password: 'SECRET', version: '4.2', firm: 'BETA' },
].map((user) => ouchUser.parse(user));

type Enter50 = FieldsOf<(typeof ouch50Client)['EnterOrder']>;

function enter50(
  userRefNum: number,
  changes: Partial<Enter50> = {},
  options: Partial<Record<Ouch50OptionName, number | string>> = {},
): Uint8Array {
  const out = new Uint8Array(200);
  const fixed = putMessage(out, 0, ouch50Client.EnterOrder, {
    userRefNum,
    side: 'B',
    quantity: 100,
    symbol: 'AAPL',
    price: 1_000_000,
    timeInForce: '0',
    display: 'Y',
    capacity: 'P',
    iso: 'N',
    crossType: 'N',
    clOrdId: `C${userRefNum}`,
    ...changes,
  });
  put16(out, fixed, 0);
  let end = fixed + 2;
  for (const [name, value] of Object.entries(options)) {
    end = addOuch50Option(out, fixed, end, name as Ouch50OptionName, value);
  }
  return out.slice(0, end);
}

function cancel50(userRefNum: number, quantity = 0): Uint8Array {
  const out = new Uint8Array(9);
  putMessage(out, 0, ouch50Client.CancelOrder, { userRefNum, quantity });
  return out;
}

function replace50(origUserRefNum: number, userRefNum: number, quantity: number, price: number): Uint8Array {
  const out = new Uint8Array(40);
  const values = {
    origUserRefNum,
    userRefNum,
    quantity,
    price,
    timeInForce: '0',
    display: 'Y',
    iso: 'N',
    clOrdId: 'R',
  };
  putMessage(out, 0, ouch50Client.ReplaceOrder, values);
  return out;
}

function enter42(orderToken: string, changes: Partial<FieldsOf<(typeof ouch42Client)['EnterOrder']>> = {}): Uint8Array {
  const out = new Uint8Array(49);
  putMessage(out, 0, ouch42Client.EnterOrder, {
    orderToken,
    side: 'B',
    shares: 100,
    stock: 'AAPL',
    price: 1_000_000,
    timeInForce: 99_998,
    firm: 'BETA',
    display: 'Y',
    capacity: 'P',
    iso: 'N',
    minQty: 0,
    crossType: 'N',
    customerType: ' ',
    ...changes,
  });
  return out;
}

async function rig(seed: number, { rules = OPEN_RULES } = {}) {
  const world = new VirtualWorld({ seed });
  const host = world.addHost('x', { addresses: [ADDRESS] });
  const matcherPlace = { host: ADDRESS, port: 7000 };
  const startMatcher = async () => {
    const process = host.start();
    const matcher = new Matcher({
      world: process,
      market: { seed: 1, symbols: 12, messagesPerSecond: 200, haltEveryS: null, breakerAfterS: null },
      rules,
      directory: '/x',
    });
    await serveBus(process, matcher.hub, matcherPlace);
    matcher.start();
    return { process, matcher };
  };
  const startGateway = async (name: string, port: number) => {
    const process = host.start();
    const link = connectMatcher({ world: process, matcher: matcherPlace, name });
    const settings = ouchGateway.parse({ address: ADDRESS, ouch50Port: port, ouch42Port: port + 1 });
    const gateway = await OuchGateway.open({ world: process, link, settings, users: USERS, log: silentLogger });
    return { process, link, gateway };
  };
  const matcher = await startMatcher();
  const a = await startGateway('gateway-a', 7100);
  const b = await startGateway('gateway-b', 7200);
  const desk = host.start();
  await world.run(4000);
  const client = (version: '5.0' | '4.2' = '5.0', password = 'secret') =>
    new OuchTestClient(desk, version, version === '5.0' ? 'alpha1' : 'beta42', password);
  return { world, matcher, startMatcher, startGateway, a, b, client, desk };
}

describe('OUCH 5.0', () => {
  it('accepts, replaces, cancels, executes, and answers an account query behind all of it', async () => {
    const { world, client, a } = await rig(1);
    const me = client();
    me.connect(ADDRESS, 7100);
    await world.run(50);
    expect(me.news).toEqual(['login 1 a session']);
    me.sendMessage(enter50(1, {}, { MaxFloor: 50 }));
    me.sendMessage(replace50(1, 2, 200, 1_000_100));
    me.sendMessage(cancel50(2, 150));
    me.sendMessage(cancel50(2));
    me.sendMessage(cancel50(2));
    me.sendMessage(enter50(3, { price: 3_000_000, timeInForce: '3', quantity: 10 }));
    me.sendMessage(enter50(3));
    me.sendMessage(enter50(5, { symbol: 'NOPE' }));
    me.sendMessage(enter50(6, { side: '?' }));
    me.sendMessage(enter50(7, { price: 1_000_001 }));
    me.sendMessage(enter50(8, {}, { Route: 'ABCD' }));
    me.sendMessage(enter50(9, {}, { Firm: 'EVIL' }));
    me.sendMessage(Uint8Array.of(0x51));
    await world.run(50);
    expect(me.told.map((told) => [told.name, told['userRefNum'] ?? told['nextUserRefNum'], told['reason']])).toEqual([
      ['SystemEvent', undefined, undefined],
      ['OrderAccepted', 1, undefined],
      ['OrderReplaced', 2, undefined],
      ['OrderCanceled', 2, 'U'],
      ['OrderCanceled', 2, 'U'],
      ['OrderAccepted', 3, undefined],
      ['OrderExecuted', 3, undefined],
      ['Rejected', 5, 0x17],
      ['Rejected', 6, 0x09],
      ['Rejected', 7, 0x1d],
      ['Rejected', 8, 0x16],
      ['Rejected', 9, 0x0c],
      ['AccountQueryResponse', 10, undefined],
    ]);
    expect(me.told[1]).toMatchObject({ orderState: 'L', clOrdId: 'C1', symbol: 'AAPL', price: 1_000_000 });
    expect(me.told[6]).toMatchObject({ quantity: 10, liquidityFlag: 'R' });
    expect(a.gateway.refusals.counts).toMatchObject({ 'message ignored': 1, 'order refused': 3, unknownSymbol: 1 });
  });

  it('refuses strangers, wrong versions, other sessions, and messages that are none', async () => {
    const { world, client } = await rig(2);
    const stranger = client('5.0', 'wrong');
    const wrongPort = client();
    const me = client();
    const late = client();
    late.soup.session = 'OTHER';
    stranger.connect(ADDRESS, 7100);
    wrongPort.connect(ADDRESS, 7101);
    late.connect(ADDRESS, 7100);
    await world.run(50);
    me.connect(ADDRESS, 7100);
    await world.run(50);
    expect(stranger.news[0]).toBe('rejected notAuthorized');
    expect(wrongPort.news[0]).toBe('rejected notAuthorized');
    expect(late.news[0]).toBe('rejected noSuchSession');
    expect(me.news).toEqual(['login 1 a session']);
    me.sendMessage(enter50(1).subarray(0, 40));
    await world.run(50);
    expect(me.news.slice(1)).toEqual(['closed ended']);
  });

  it('gives both gateways the same numbers, moves a user between them, and cancels when the user is gone', async () => {
    const { world, client, desk } = await rig(3);
    const first = client();
    first.connect(ADDRESS, 7100);
    await world.run(20);
    for (let i = 1; i <= 20; i++) first.sendMessage(enter50(i, { price: 1_000_000 + 100 * i }));
    const second = client();
    second.connect(ADDRESS, 7200);
    desk.run(() => undefined);
    await world.run(100);
    // The user is with the second gateway now, and its orders are still there.
    expect(first.news.slice(1)).toEqual(['closed ended']);
    expect(second.isActive).toBe(true);
    second.sendMessage(enter50(21));
    await world.run(50);
    const accepted = second.told.filter(({ name }) => name === 'OrderAccepted');
    expect(accepted.map(({ userRefNum }) => userRefNum)).toContain(21);
    expect(second.raw.slice(0, first.raw.length)).toEqual(first.raw);
    expect(second.names()).not.toContain('OrderCanceled');
    second.cut();
    await world.run(200);
    const third = client();
    third.connect(ADDRESS, 7100);
    await world.run(100);
    expect(third.raw.slice(0, second.raw.length)).toEqual(second.raw);
    expect(third.told.filter(({ name }) => name === 'OrderCanceled')).toHaveLength(accepted.length);
  });

  it('loses no message and tells none twice, whatever is killed at whatever moment', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { world, matcher, startMatcher, startGateway, a, client } = await rig(seed);
      const me = client();
      me.connect(ADDRESS, 7100);
      await world.run(20);
      let sent = 0;
      for (let round = 0; round < 5; round++) {
        for (let i = 0; i < 4; i++) me.sendMessage(enter50(++sent, { price: 2_285_000 + 100 * sent, quantity: 10 }));
        await world.run(0.13 * seed + 0.4 * round);
        if (round === 2) matcher.process.kill();
        if (round === 3) await startMatcher();
      }
      await world.run(300);
      a.process.kill();
      await startGateway('gateway-a', 7100);
      await world.run(5);
      me.connect(ADDRESS, seed % 2 === 0 ? 7100 : 7200);
      await world.run(500);
      expect(me.isActive).toBe(true);
      const numbers = me.told.filter(({ name }) => name === 'OrderAccepted').map(({ userRefNum }) => userRefNum);
      expect(numbers).toEqual(Array.from({ length: sent }, (_, i) => i + 1));
      const replay = client();
      replay.connect(ADDRESS, 7200);
      await world.run(100);
      expect(replay.raw.slice(0, me.raw.length)).toEqual(me.raw);
    }
  });
});

describe('OUCH 4.2', () => {
  it('accepts, refuses and executes by token', async () => {
    const { world, client } = await rig(5);
    const me = client('4.2');
    me.connect(ADDRESS, 7101);
    await world.run(50);
    me.sendMessage(enter42('T1'));
    me.sendMessage(enter42('T1'));
    me.sendMessage(enter42('T2', { price: 3_000_000, timeInForce: 0, shares: 10 }));
    me.sendMessage(enter42('T3', { display: '!' }));
    me.sendMessage(enter42('T4', { firm: 'EVIL' }));
    me.sendMessage(enter42('T5').subarray(0, 48));
    const cancel = new Uint8Array(19);
    putMessage(cancel, 0, ouch42Client.CancelOrder, { orderToken: 'T1', shares: 0 });
    me.sendMessage(cancel);
    await world.run(50);
    expect(me.told.map((told) => [told.name, told['orderToken'], told['reason']])).toEqual([
      ['SystemEvent', undefined, undefined],
      ['Accepted', 'T1', undefined],
      ['Accepted', 'T2', undefined],
      ['Executed', 'T2', undefined],
      ['Rejected', 'T3', 'D'],
      ['Rejected', 'T4', 'L'],
      ['Accepted', 'T5', undefined],
      ['Canceled', 'T1', 'U'],
    ]);
  });
});
