import { beforeEach, describe, expect, it } from 'vitest';
import { FixMessage } from '../../../control/protocols/fix/message.js';
import { fixBytes } from '../../../control/protocols/fix/testing.js';
import { Validator } from '../../../control/protocols/fix/validator.js';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { value, type HandClient } from '../fix/testing.js';
import { binanceDictionary } from './binance-dictionary.js';
import { binanceClient, binanceLogon, testVenue, type TestVenue } from './testing.js';

describe('binance-spot-testnet', () => {
  let world: VirtualWorld;
  let venue: TestVenue;

  beforeEach(async () => {
    world = new VirtualWorld({ seed: 1 });
    venue = await testVenue(world, 'binance-spot-testnet');
  });

  async function connect(port = 9000, sender = 'ME', host = '127.0.6.1'): Promise<HandClient> {
    const client = binanceClient(venue.desk, sender);
    client.connect(host, port);
    await world.run(20);
    return client;
  }

  async function logon(change: Readonly<Record<number, string>> = {}, port = 9000, sender = 'ME'): Promise<HandClient> {
    const client = await connect(port, sender);
    binanceLogon(client, sender, change);
    await world.run(50);
    return client;
  }

  async function order(client: HandClient, id: string, rest = '54=1|38=0.001|40=2|44=20000.00|59=1|'): Promise<string> {
    client.say('D', `11=${id}|55=BTCUSDT|${rest}`);
    await world.run(50);
    return client.last;
  }

  it('lets a signed Logon in, and answers with microseconds', async () => {
    const client = await logon();
    expect(client.last).toMatch(/\|35=A\|49=SPOT\|56=ME\|34=1\|52=\d{8}-\d\d:\d\d:\d\d\.\d{6}\|.*\|141=Y\|25035=2\|/);
  });

  it.each([
    ['a wrong signature', { 96: Buffer.alloc(64).toString('base64') }, 'signature'],
    ['no reset', { 141: 'N' }, '141'],
    ['an unknown key', { 553: 'NOBODY' }, 'API key'],
    ['no message handling', { 25035: '' }, '25035'],
    ['a key that may only watch', { 553: 'WATCHER' }, 'may not trade'],
    ['the drop copy flag at the wrong endpoint', { 9406: 'Y' }, '9406'],
  ])('refuses %s', async (_what, change, reason) => {
    const client = await logon(change);
    expect(client.received.map((text) => value(text, 35))).toEqual(['3', '5']);
    expect(value(client.last, 58)).toContain(reason);
    expect(client.ended).toBe('ended');
  });

  it('refuses an interval outside of 5 to 60 s, a long name, and a late Logon', async () => {
    for (const change of [{ 108: '4' }, { 108: '61' }]) {
      const client = await logon(change);
      expect(value(client.last, 58)).toContain('HeartBtInt');
    }
    const long = await logon({}, 9000, 'NINECHARS');
    expect(value(long.last, 58)).toContain('SenderCompID');
    const late = await connect();
    late.say('A', '98=0|108=30|141=Y|', { time: '20231114-22:00:00.000' });
    await world.run(50);
    expect(late.ended).toBeDefined();
    expect(late.received).toEqual([]);
  });

  it('resends nothing, and ends over a gap', async () => {
    const client = await logon();
    client.say('2', '7=1|16=0|');
    await world.run(50);
    expect(client.last).toMatch(/\|35=3\|.*ResendRequest is not supported/);
    client.next = 9;
    client.say('0');
    await world.run(50);
    expect(value(client.last, 35)).toBe('5');
    expect(client.ended).toBe('ended');
  });

  it('takes fractions, refuses finer ones, and has no replace', async () => {
    const client = await logon();
    const accepted = await order(client, 'A');
    expect([150, 38, 44, 151].map((tag) => value(accepted, tag))).toEqual(['0', '0.001', '20000', '0.001']);
    const fine = await order(client, 'B', '54=1|38=0.000001|40=2|44=20000.00|59=1|');
    expect([39, 25016].map((tag) => value(fine, tag))).toEqual(['8', '-2010']);
    client.say('G', `11=C|41=A|55=BTCUSDT|54=1|60=${client.time()}|40=2|38=0.002|44=20000|`);
    await world.run(50);
    expect([35, 372, 373].map((tag) => value(client.last, tag))).toEqual(['3', 'G', '11']);
  });

  it('cancels and enters in one request, and only if the cancel went well', async () => {
    const client = await logon();
    await order(client, 'A');
    client.say('XCN', '25033=1|25034=AC|41=A|11=B|38=0.002|40=2|44=20001.00|54=1|55=BTCUSDT|59=1|');
    await world.run(50);
    const told = client.of('8').map((text) => [value(text, 150), value(text, 11)]);
    expect(told).toEqual([
      ['0', 'A'],
      ['4', 'AC'],
      ['0', 'B'],
    ]);
    client.say('XCN', '25033=1|25034=XC|41=NONE|11=C|38=0.002|40=2|44=20001.00|54=1|55=BTCUSDT|59=1|');
    await world.run(50);
    expect(client.received.slice(-2).map((text) => [value(text, 35), value(text, 11), value(text, 39)])).toEqual([
      ['9', 'XC', '8'],
      ['8', 'C', '8'],
    ]);
    client.say('XCN', '25033=2|25034=YC|41=NONE|11=D|38=0.002|40=2|44=20001.00|54=1|55=BTCUSDT|59=1|');
    await world.run(50);
    expect([35, 11, 150].map((tag) => value(client.last, tag))).toEqual(['8', 'D', '0']);
  });

  it('amends a quantity downwards and keeps the place', async () => {
    const client = await logon();
    await order(client, 'A');
    client.say('XAK', '11=B|41=A|55=BTCUSDT|38=0.0005|');
    await world.run(50);
    expect([35, 150, 11, 41, 38, 151].map((tag) => value(client.last, tag))).toEqual([
      '8',
      '5',
      'B',
      'A',
      '0.0005',
      '0.0005',
    ]);
    client.say('XAK', '11=C|41=A|55=BTCUSDT|38=0.002|');
    await world.run(50);
    expect([35, 11, 25016].map((tag) => value(client.last, tag))).toEqual(['XAR', 'C', '-2038']);
  });

  it('leaves orders alone when the client goes; another session of the account cancels them', async () => {
    const client = await logon();
    await order(client, 'A');
    client.stream?.destroy();
    await world.run(3000);
    const other = await logon({}, 9000, 'OTHER');
    other.say('q', '11=M|530=1|55=BTCUSDT|');
    await world.run(50);
    expect([35, 531, 533].map((tag) => value(other.last, tag))).toEqual(['r', '1', '1']);
  });

  it('blocks the name of a client that left without Logout for two heartbeats', async () => {
    const client = await logon({ 108: '5' });
    client.stream?.destroy();
    await world.run(5000);
    const early = await logon({ 108: '5' });
    expect(value(early.last, 35)).toBe('5');
    await world.run(6000);
    const later = await logon({ 108: '5' });
    expect(value(later.last, 35)).toBe('A');
    later.say('5');
    await world.run(50);
    expect(value((await logon({ 108: '5' })).last, 35)).toBe('A');
  });

  it('refuses a second connection of the same name, at either gateway', async () => {
    await logon();
    expect((await logon()).received).toEqual([]);
    const client = await connect(9000, 'ME', '127.0.6.2');
    binanceLogon(client, 'ME');
    await world.run(50);
    expect(client.received).toEqual([]);
    expect(client.ended).toBeDefined();
  });

  it('copies orders to a key that may only watch', async () => {
    const copy = await logon({ 553: 'WATCHER', 9406: 'Y' }, 9001, 'DC');
    expect(value(copy.last, 35)).toBe('A');
    const client = await logon();
    await order(client, 'A', '54=1|38=0.001|40=1|59=3|');
    const fills = (hand: HandClient): (string | undefined)[] => hand.of('8').map((text) => value(text, 17));
    expect(fills(copy)).toEqual(fills(client));
    const trades = (hand: HandClient): (string | undefined)[] => hand.of('8').map((text) => value(text, 1003));
    expect(trades(client).some((id) => id !== undefined)).toBe(true);
    expect(trades(copy)).toEqual(trades(client));
    await order(copy, 'B');
    expect([35, 372, 373].map((tag) => value(copy.last, tag))).toEqual(['3', 'D', '11']);
  });

  it('sends acknowledgements only, where that is wanted', async () => {
    const client = await logon({ 25036: '2' });
    await order(client, 'A', '54=1|38=0.001|40=1|59=3|');
    expect(client.of('8').map((text) => value(text, 150))).toEqual(['0']);
  });

  it('limits messages, and says how many there may be', async () => {
    const client = await logon();
    client.say('XLQ', '6136=Q|');
    await world.run(50);
    expect([35, 6136, 25006].map((tag) => value(client.last, tag))).toEqual(['XLR', 'Q', '10000']);
    const copy = await logon({ 9406: 'Y' }, 9001, 'DC');
    for (let i = 0; i < 61; i++) copy.say('0');
    await world.run(50);
    expect([35, 25016].map((tag) => value(copy.last, tag))).toEqual(['3', '-1003']);
  });

  it('tells of maintenance every ten seconds, then says Logout', async () => {
    const client = await logon();
    venue.gateways[0]!.maintenance(25_000);
    await world.run(26_000);
    expect(client.of('B')).toHaveLength(3);
    expect(client.of('5')).toHaveLength(1);
  });

  it('sells market data at its own endpoint', async () => {
    const client = await logon({ 9406: '' }, 9002, 'MD');
    client.say('V', '262=R|263=1|264=5|267=2|269=0|269=1|146=1|55=BTCUSDT|');
    await world.run(3000);
    expect(client.of('W').length).toBeGreaterThan(0);
    expect(value(client.of('W')[0]!, 55)).toBe('BTCUSDT');
  });

  it('says only what its dictionary has', async () => {
    const client = await logon();
    await order(client, 'A');
    await order(client, 'A');
    client.say('XCN', '25033=1|25034=AC|41=A|11=B|38=0.002|40=1|54=1|55=BTCUSDT|59=3|');
    client.say('F', '11=Z|41=NO|55=BTCUSDT|');
    client.say('XLQ', '6136=Q|');
    await world.run(100);
    const validator = new Validator(binanceDictionary, binanceDictionary);
    const message = new FixMessage();
    for (const text of client.received) {
      const bytes = fixBytes(text);
      expect(message.parse(bytes, 0, bytes.length)).toBe(0);
      expect(`${validator.validate(message) === 0 ? 'good' : validator.text}: ${text}`).toBe(`good: ${text}`);
    }
  });
});
