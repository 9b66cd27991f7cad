import { beforeEach, describe, expect, it } from 'vitest';
import { FixMessage } from '../../../control/protocols/fix/message.js';
import { fixBytes } from '../../../control/protocols/fix/testing.js';
import { Validator } from '../../../control/protocols/fix/validator.js';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { value, type HandClient } from '../fix/testing.js';
import { deribitDictionary } from './deribit-dictionary.js';
import { deribitClient, deribitLogon, testVenue, type TestVenue } from './testing.js';

describe('deribit-test', () => {
  let world: VirtualWorld;
  let venue: TestVenue;
  let stamp: number;

  beforeEach(async () => {
    world = new VirtualWorld({ seed: 1 });
    venue = await testVenue(world, 'deribit-test');
    stamp = venue.desk.clock.epochMs();
  });

  async function logon(
    change: Readonly<Record<number, string>> = {},
    { sender = 'ME', host = '127.0.6.1' } = {},
  ): Promise<HandClient> {
    const client = deribitClient(venue.desk, sender);
    client.connect(host, 9000);
    await world.run(20);
    deribitLogon(client, ++stamp, change);
    await world.run(50);
    return client;
  }

  async function order(client: HandClient, id: string, rest = '54=1|38=100|40=2|44=20000.5|59=1|'): Promise<string> {
    client.say('D', `11=${id}|55=BTC-PERPETUAL|${rest}`);
    await world.run(50);
    return client.last;
  }

  it('lets a signed Logon in, whatever its clock says', async () => {
    const client = await logon();
    expect(client.last).toMatch(/\|35=A\|49=DERIBITSERVER\|56=ME\|34=1\|/);
  });

  it.each([
    ['a wrong password', { 554: 'x' }, '554'],
    ['a stranger', { 553: 'NOBODY' }, '553'],
    ['a short nonce', { 96: '1700000005000.AAAA' }, 'nonce'],
    ['no timestamp', { 96: 'AAAA' }, 'RawData'],
    ['an unknown application', { 9004: 'WHO', 9005: 'x' }, '9004'],
    ['a wrong signature of the application', { 9004: 'APP', 9005: 'x' }, '9005'],
  ])('refuses %s', async (_what, change, reason) => {
    const client = await logon(change);
    expect(value(client.last, 35)).toBe('5');
    expect(value(client.last, 58)).toContain(reason);
  });

  it('refuses a timestamp that does not rise, at either gateway', async () => {
    const first = await logon();
    first.say('5');
    await world.run(50);
    stamp--;
    const second = await logon({}, { host: '127.0.6.2' });
    expect(value(second.last, 58)).toContain('above');
    stamp++;
    expect(value((await logon({}, { host: '127.0.6.2' })).last, 35)).toBe('A');
  });

  it('gives orders ids of its own, and the client’s in OrigClOrdID', async () => {
    const client = await logon();
    const accepted = await order(client, 'A', '54=1|38=100|40=2|44=20000.5|59=1|100010=mine|');
    const id = value(accepted, 11) ?? '';
    expect(id).toMatch(/^BTC-\d+$/);
    expect([37, 41, 150, 100010].map((tag) => value(accepted, tag))).toEqual([id, 'A', '0', 'mine']);
    client.say('G', `11=X|41=${id}|55=BTC-PERPETUAL|38=200|44=20001.0|40=2|54=1|`);
    await world.run(50);
    expect([150, 11, 41, 38, 44].map((tag) => value(client.last, tag))).toEqual(['5', id, 'A', '200', '20001']);
    client.say('F', `41=${id}|55=BTC-PERPETUAL|`);
    await world.run(50);
    expect([150, 11, 41].map((tag) => value(client.last, tag))).toEqual(['4', id, 'A']);
  });

  it('keeps contracts whole, and icebergs in equal parts', async () => {
    const client = await logon();
    const odd = await order(client, 'A', '54=1|38=105|40=2|44=20000.5|59=1|');
    expect(value(odd, 39)).toBe('8');
    const tick = await order(client, 'B', '54=1|38=100|40=2|44=20000.3|59=1|');
    expect(value(tick, 39)).toBe('8');
    const iceberg = await order(client, 'C', '54=1|38=100|40=2|44=20000.5|59=1|1138=10|1088=10|');
    expect([39, 1138].map((tag) => value(iceberg, tag))).toEqual(['0', '10']);
    const lame = await order(client, 'D', '54=1|38=100|40=2|44=20000.5|59=1|1138=10|1088=20|');
    expect(value(lame, 39)).toBe('8');
  });

  it('tells every session of the account unless one wants only its own', async () => {
    const all = await logon({}, { sender: 'ALL' });
    const own = await logon({ 9010: 'Y' }, { sender: 'OWN' });
    const client = await logon();
    await order(client, 'A');
    expect(all.of('8').map((text) => value(text, 41))).toEqual(['A']);
    expect(own.of('8')).toEqual([]);
  });

  it('tells fills as trades where that is wanted, else as the order that is left', async () => {
    const client = await logon();
    await order(client, 'A', '54=1|38=10|40=1|59=3|');
    expect(value(client.of('8').at(-1)!, 150)).toBe('I');
    expect(value(client.of('8').at(-1)!, 14)).toBe('10');
    const trades = await logon({ 9015: 'Y' }, { sender: 'OTHER' });
    await order(trades, 'B', '54=1|38=10|40=1|59=3|');
    expect(trades.of('8').some((text) => value(text, 150) === 'F' && value(text, 41) === 'B')).toBe(true);
  });

  it('cancels on disconnect where that is wanted', async () => {
    const keeps = await logon({ 9001: 'N' });
    await order(keeps, 'A');
    keeps.stream?.destroy();
    await world.run(2000);
    expect(venue.exchange.matcher.liveOrders).toBe(1);
    const cancels = await logon({ 9001: 'Y' });
    cancels.stream?.destroy();
    await world.run(2000);
    expect(venue.exchange.matcher.liveOrders).toBe(0);
  });

  it('lists, sells books and states on the same connection', async () => {
    const client = await logon();
    client.say('x', '320=L|559=0|');
    client.say('c', '320=D|321=0|55=ETH-PERPETUAL|');
    client.say('V', '262=R|263=1|264=0|265=1|267=2|269=0|269=1|146=1|55=BTC-PERPETUAL|');
    await world.run(3000);
    expect(value(client.of('y')[0]!, 146)).toBe('6');
    expect(value(client.of('d')[0]!, 55)).toBe('ETH-PERPETUAL');
    expect(client.of('W')).toHaveLength(1);
    expect(client.of('X').length).toBeGreaterThan(10);
  });

  it('tells of one order, over or not, by the venue’s id and by the client’s', async () => {
    const client = await logon();
    await order(client, 'A', '54=1|38=100|40=2|44=20000.5|59=1|');
    const id = value(client.of('8')[0]!, 11)!;
    client.say('F', `41=${id}|55=BTC-PERPETUAL|`);
    await world.run(100);
    client.say('AF', `584=${id}|585=1|`);
    client.say('AF', '584=A|585=7|9014=1|55=BTC-PERPETUAL|');
    client.say('AF', '584=B|585=7|9014=1|55=BTC-PERPETUAL|');
    client.say('AF', '584=A|585=7|9014=1|');
    await world.run(100);
    const told = client.of('8').filter((text) => value(text, 584) !== undefined);
    expect(told.map((text) => [584, 911, 39, 14].map((tag) => value(text, tag)))).toEqual([
      [id, '1', '4', '0'],
      ['A', '1', '4', '0'],
      ['B', '0', '8', '0'],
    ]);
    expect(client.of('3')).toHaveLength(1);
  });

  it('refuses by Reject, and says only what its dictionary has', async () => {
    const client = await logon();
    await order(client, 'A', '54=1|38=100|40=2|44=20000.5|59=1|100010=mine|');
    client.say('AF', '584=S|585=7|');
    client.say('q', '11=M|530=7|');
    client.say('F', '41=BTC-999|55=BTC-PERPETUAL|');
    client.say('H', '11=A|55=BTC-PERPETUAL|54=1|');
    client.say('V', '262=R|263=1|264=0|265=1|267=1|269=0|146=1|55=NONE|');
    await world.run(100);
    expect(client.of('j')).toEqual([]);
    expect(value(client.of('3')[0]!, 372)).toBe('H');
    expect(value(client.of('Y')[0]!, 281)).toBe('0');
    const validator = new Validator(deribitDictionary, deribitDictionary);
    const message = new FixMessage();
    for (const text of client.received) {
      const bytes = fixBytes(text);
      expect(message.parse(bytes, 0, bytes.length)).toBe(0);
      expect(`${validator.validate(message) === 0 ? 'good' : validator.text}: ${text}`).toBe(`good: ${text}`);
    }
  });
});
