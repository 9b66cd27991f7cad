import { beforeEach, describe, expect, it } from 'vitest';
import { dictionary } from '../../../control/protocols/fix/dictionary.js';
import { FixMessage } from '../../../control/protocols/fix/message.js';
import { fixBytes } from '../../../control/protocols/fix/testing.js';
import { Validator } from '../../../control/protocols/fix/validator.js';
import type { VirtualProcess } from '../../../test/support/world/process.js';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { testExchange, type TestExchange } from '../core/testing.js';
import { equityFixSchema, openEquityFix } from './equity-gateway.js';
import { HandClient, value } from './testing.js';

/** 4.2 has no field for the match number: the exchange sends SecondaryExecID of later versions. */
const secondaryExecId = {
  fields: [{ tag: 527, name: 'SecondaryExecID', type: 'STRING' }],
  messages: [{ msgType: '8', members: [{ tag: 527 }] }],
};
const books = { '4.2': dictionary('FIX42', secondaryExecId), '4.4': dictionary('FIX44', secondaryExecId) } as const;

describe.each(['4.2', '4.4'] as const)('orders over FIX %s', (version) => {
  let world: VirtualWorld;
  let exchange: TestExchange;
  let desk: VirtualProcess;
  let client: HandClient;
  let copy: HandClient;
  const beginString = `FIX.${version}`;
  const handl = version === '4.2' ? '21=1|' : '';

  async function gateway(name: string, address: string): Promise<VirtualProcess> {
    const process = world.addHost(name, { addresses: [address] }).start();
    const settings = equityFixSchema.parse({
      version,
      compId: 'EX',
      sessions: [
        { senderCompId: 'C', firm: 'XFD' },
        { senderCompId: 'OTHER', firm: 'XFD' },
        { senderCompId: 'DC', firm: 'XFD', purpose: 'dropCopy' },
      ],
    });
    const local = { host: address, port: 9000 };
    await world.wait(openEquityFix({ world: process, link: exchange.link(name), name, local, settings }));
    return process;
  }

  async function logon(sender: string, host = '127.0.5.1', next = 1): Promise<HandClient> {
    const hand = new HandClient(desk, { beginString, sender, target: 'EX' });
    hand.connect(host, 9000);
    await world.run(50);
    hand.next = next;
    hand.say('A', '98=0|108=30|');
    await world.run(50);
    expect(value(hand.last, 35)).toBe('A');
    return hand;
  }

  beforeEach(async () => {
    world = new VirtualWorld({ seed: 1 });
    exchange = testExchange({ world: world.addHost('matcher').start() });
    await world.run(5000);
    await gateway('fix-a', '127.0.5.1');
    await gateway('fix-b', '127.0.5.2');
    desk = world.addHost('client', { addresses: ['127.0.9.1'] }).start();
    client = await logon('C');
    copy = await logon('DC');
  });

  const symbol = (): string => exchange.matcher.listings[0]!.symbol;
  const time = (): string => client.time();

  async function enter(id: string, rest: string, hand = client): Promise<string> {
    hand.say('D', `11=${id}|${handl}55=${symbol()}|60=${time()}|${rest}`);
    await world.run(100);
    return hand.last;
  }

  function expectValid(hand: HandClient): void {
    const validator = new Validator(books[version], books[version]);
    const message = new FixMessage();
    for (const text of hand.received) {
      const bytes = fixBytes(text);
      expect(message.parse(bytes, 0, bytes.length)).toBe(0);
      expect(`${validator.validate(message) === 0 ? 'good' : validator.text}: ${text}`).toBe(`good: ${text}`);
    }
  }

  it('accepts, cancels, and tells the drop copy the same', async () => {
    const accepted = await enter('1', '54=1|38=100|40=2|44=1.00|59=0|');
    expect(value(accepted, 150)).toBe('0');
    expect(value(accepted, 20)).toBe(version === '4.2' ? '0' : undefined);
    expect([151, 14, 6, 38, 44, 59, 11].map((tag) => value(accepted, tag))).toEqual([
      '100',
      '0',
      '0',
      '100',
      '1',
      '0',
      '1',
    ]);
    client.say('F', `11=2|41=1|55=${symbol()}|54=1|60=${time()}|38=100|`);
    await world.run(100);
    expect([150, 39, 11, 41, 151].map((tag) => value(client.last, tag))).toEqual(['4', '4', '2', '1', '0']);
    const ids = (hand: HandClient): (string | undefined)[] => hand.of('8').map((text) => value(text, 17));
    expect(ids(copy)).toEqual(ids(client));
    expect(value(copy.last, version === '4.2' ? 109 : 448)).toBe('FIX:C');
    expectValid(client);
    expectValid(copy);
  });

  it('fills against the book, with the same match number on both sides of the wire', async () => {
    await enter('1', '54=1|38=10|40=1|59=3|');
    const fills = client.of('8').filter((text) => value(text, 32) !== undefined);
    expect(fills.length).toBeGreaterThan(0);
    const last = fills.at(-1)!;
    expect(value(last, 14)).toBe('10');
    expect(value(last, 39)).toBe('2');
    expect(value(last, 150)).toBe(version === '4.2' ? '2' : 'F');
    expect(Number(value(last, 6))).toBeGreaterThan(0);
    expect(value(last, 527)).toMatch(/^\d+$/);
    expect(copy.of('8').map((text) => value(text, 527))).toEqual(client.of('8').map((text) => value(text, 527)));
    expectValid(client);
  });

  it('replaces, and keeps the chain of names', async () => {
    await enter('1', '54=1|38=100|40=2|44=1.00|');
    client.say('G', `11=2|41=1|${handl}55=${symbol()}|54=1|60=${time()}|38=50|40=2|44=1.01|`);
    await world.run(100);
    expect([150, 39, 11, 41, 38, 44, 151].map((tag) => value(client.last, tag))).toEqual([
      '5',
      version === '4.2' ? '5' : '0',
      '2',
      '1',
      '50',
      '1.01',
      '50',
    ]);
    client.say('H', `11=2|55=${symbol()}|54=1|`);
    await world.run(50);
    expect([39, 151].map((tag) => value(client.last, tag))).toEqual(['0', '50']);
    client.say('F', `11=3|41=1|55=${symbol()}|54=1|60=${time()}|38=50|`);
    client.say('F', `11=4|41=2|55=${symbol()}|54=1|60=${time()}|38=50|`);
    await world.run(100);
    expect(value(client.last, 150)).toBe('4');
    expectValid(client);
  });

  it('refuses what the exchange does not take, and says why', async () => {
    const cases: [string, string][] = [
      ['54=1|38=100|40=2|44=1.00001|', 'decimals'],
      ['54=1|38=1.5|40=2|44=1.00|', 'decimals'],
      ['54=1|38=100|40=1|44=1.00|', 'has no Price'],
      ['54=8|38=100|40=2|44=1.00|', 'Side (54) 8'],
      ['54=1|38=100|40=2|44=1.00|59=5|', 'TimeInForce (59) 5'],
      ['54=1|38=100|40=2|44=1.00|111=200|', 'MaxFloor'],
      ['54=1|38=100|40=2|44=1.00|18=G|', 'ExecInst'],
    ];
    for (const [i, [body, reason]] of cases.entries()) {
      const answer = await enter(`R${i}`, body);
      expect([value(answer, 35), value(answer, 39), value(answer, 150)]).toEqual(['8', '8', '8']);
      expect(value(answer, 58)).toContain(reason);
    }
    client.say('D', `11=X|${handl}55=NOSUCH|60=${time()}|54=1|38=1|40=2|44=1|`);
    await world.run(100);
    expect(value(client.last, 103)).toBe('1');
    expect(value(await enter('P', '54=1|38=100|40=2|'), 380)).toBe('5');
    expectValid(client);
  });

  it('takes an intermarket sweep, which its version of FIX has no code for', async () => {
    const answer = await enter('S', '54=1|38=100|40=2|44=1.00|59=3|18=f|');
    expect([value(answer, 35), value(answer, 39)]).toEqual(['8', '4']);
  });

  it('refuses a second order of the same name, and a cancel of none', async () => {
    await enter('1', '54=1|38=100|40=2|44=1.00|');
    const second = await enter('1', '54=1|38=100|40=2|44=1.00|');
    expect([value(second, 39), value(second, 103), value(second, 11)]).toEqual(['8', '6', '1']);
    client.say('F', `11=2|41=NONE|55=${symbol()}|54=1|60=${time()}|38=1|`);
    await world.run(100);
    expect([35, 39, 434, 102, 11, 41].map((tag) => value(client.last, tag))).toEqual(['9', '8', '1', '1', '2', 'NONE']);
    expectValid(client);
  });

  it('tells an order as it stands', async () => {
    await enter('1', '54=1|38=100|40=2|44=1.00|');
    client.say('H', `11=1|55=${symbol()}|54=1|`);
    await world.run(50);
    expect([39, 150, 20, 11].map((tag) => value(client.last, tag))).toEqual(
      version === '4.2' ? ['0', '0', '3', '1'] : ['0', 'I', undefined, '1'],
    );
    client.say('H', `11=9|55=${symbol()}|54=1|`);
    await world.run(50);
    expect([39, 103].map((tag) => value(client.last, tag))).toEqual(['8', '5']);
    expectValid(client);
  });

  it('lets another session of the firm cancel', async () => {
    await enter('1', '54=1|38=100|40=2|44=1.00|');
    const other = await logon('OTHER');
    other.say('F', `11=2|41=1|55=${symbol()}|54=1|60=${time()}|38=100|`);
    await world.run(100);
    // The owner hears of it, and the drop copy.
    expect(value(client.last, 150)).toBe('4');
    expect(value(copy.last, 150)).toBe('4');
  });

  it.runIf(version === '4.4')('cancels many, and tells all', async () => {
    await enter('1', '54=1|38=100|40=2|44=1.00|');
    await enter('2', '54=1|38=100|40=2|44=1.01|');
    client.say('AF', '584=S|585=7|');
    await world.run(50);
    const told = client.of('8').filter((text) => value(text, 584) === 'S');
    expect(told.map((text) => [value(text, 11), value(text, 911), value(text, 912)])).toEqual([
      ['1', '2', 'N'],
      ['2', '2', 'Y'],
    ]);
    client.say('q', `11=M|530=7|60=${time()}|`);
    await world.run(100);
    expect([35, 11, 531, 533].map((tag) => value(client.last, tag))).toEqual(['r', 'M', '7', '2']);
    expect(client.of('8').filter((text) => value(text, 150) === '4')).toHaveLength(2);
    client.say('AF', '584=S2|585=7|');
    await world.run(50);
    expect([39, 911].map((tag) => value(client.last, tag))).toEqual(['8', '0']);
    expectValid(client);
  });
});
