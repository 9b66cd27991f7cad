import { beforeEach, describe, expect, it } from 'vitest';
import { FixMessage } from '../../../control/protocols/fix/message.js';
import { fixBytes, fixMessage } from '../../../control/protocols/fix/testing.js';
import { Validator } from '../../../control/protocols/fix/validator.js';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { value, type HandClient } from '../fix/testing.js';
import { coinbaseApplication, coinbaseSession } from './coinbase-dictionary.js';
import { coinbaseClient, coinbaseLogon, testVenue, type TestVenue } from './testing.js';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('coinbase-exchange-sandbox', () => {
  let world: VirtualWorld;
  let venue: TestVenue;

  beforeEach(async () => {
    world = new VirtualWorld({ seed: 1 });
    venue = await testVenue(world, 'coinbase-exchange-sandbox');
  });

  async function connect(port = 9000, host = '127.0.6.1'): Promise<HandClient> {
    const client = coinbaseClient(venue.desk);
    client.connect(host, port);
    await world.run(20);
    return client;
  }

  async function logon(
    change: Readonly<Record<number, string>> = { 141: 'Y' },
    { port = 9000, host = '127.0.6.1', next = 1 } = {},
  ): Promise<HandClient> {
    const client = await connect(port, host);
    client.next = next;
    coinbaseLogon(client, 'TRADER', change);
    await world.run(50);
    return client;
  }

  async function order(
    client: HandClient,
    n: number,
    rest = '54=1|38=0.00000001|40=2|44=20000.00|59=1|',
  ): Promise<string> {
    client.say('D', `11=${uuid(n)}|55=BTC-USD|${rest}`);
    await world.run(50);
    return client.last;
  }

  it('lets a signed Logon in', async () => {
    const client = await logon();
    expect(client.last).toMatch(/^8=FIXT\.1\.1\|.*\|35=A\|49=Coinbase\|56=TRADER\|34=1\|/);
    expect(value(client.last, 1137)).toBe('9');
  });

  it.each([
    ['a wrong signature', { 96: Buffer.alloc(32).toString('base64') }, 'signature'],
    ['a wrong passphrase', { 554: 'open' }, 'passphrase'],
    ['another key as user', { 553: 'WATCHER' }, '553'],
    ['a long heartbeat', { 108: '31' }, 'HeartBtInt'],
  ])('refuses %s', async (_what, change, reason) => {
    const client = await logon({ 141: 'Y', ...change });
    expect(value(client.last, 35)).toBe('5');
    expect(value(client.last, 58)).toContain(reason);
  });

  it('wants exactly three decimals of the second, no leading zeros, and the version of the application', async () => {
    for (const [time, number] of [
      ['20231114-22:13:25', '1'],
      ['20231114-22:13:25.000000', '1'],
      ['', '01'],
    ] as const) {
      const client = await connect();
      const shown = time === '' ? client.time() : time;
      const zero = number === '01' ? '0' : '';
      client.raw(
        fixMessage(`35=A|49=TRADER|56=Coinbase|34=${zero}1|52=${shown}|98=0|108=10|1137=9|`, {
          beginString: 'FIXT.1.1',
        }),
      );
      await world.run(50);
      expect(client.ended).toBeDefined();
      expect(client.received).toEqual([]);
    }
    const client = await logon({ 141: 'Y', 1137: '7' });
    expect(client.ended).toBeDefined();
  });

  it('goes on with its numbers at the other gateway, and loses no report', async () => {
    const first = await logon({ 8013: 'N' });
    await order(first, 1);
    expect(value(first.last, 150)).toBe('0');
    venue.processes[0]!.kill();
    // Its connection to the matcher goes with it.
    const gone = venue.exchange.link('gateway-a');
    await world.run(10);
    gone.close();
    await world.run(3000);
    const second = await logon({ 8013: 'N' }, { host: '127.0.6.2', next: 3 });
    expect(venue.gateways[1]!.gateway.refusals.refusals).toEqual([]);
    expect(second.last).toMatch(/\|35=A\|.*\|34=3\|/);
    second.say('2', '7=2|16=0|');
    await world.run(50);
    expect(second.of('8').map((text) => [value(text, 43), value(text, 11)])).toEqual([['Y', uuid(1)]]);
    second.say('F', `11=${uuid(2)}|41=${uuid(1)}|55=BTC-USD|`);
    await world.run(50);
    expect([150, 11, 41].map((tag) => value(second.last, tag))).toEqual(['4', uuid(2), uuid(1)]);
  });

  it('resends in pages', async () => {
    const client = await logon();
    for (let i = 0; i < 1005; i++) client.say('1', `112=${i}|`);
    await world.run(200);
    client.say('2', '7=1|16=0|');
    await world.run(50);
    expect([35, 371].map((tag) => value(client.last, tag))).toEqual(['3', '16']);
  });

  it('wants UUIDs', async () => {
    const client = await logon();
    client.say('D', '11=1|55=BTC-USD|54=1|38=1|40=2|44=20000|59=1|');
    await world.run(50);
    expect([35, 39, 58].map((tag) => value(client.last, tag))).toEqual(['8', '8', 'ClOrdID (11) must be a UUID']);
  });

  it('takes batches: all of one, or none', async () => {
    const client = await logon();
    const entry = (n: number, price: string): string => `11=${uuid(n)}|55=BTC-USD|54=1|38=0.5|40=2|44=${price}|59=1|`;
    client.say('U6', `8014=B1|73=2|${entry(1, '20000.01')}${entry(2, '20000.02')}`);
    await world.run(50);
    expect(client.of('8').map((text) => [value(text, 11), value(text, 150)])).toEqual([
      [uuid(1), '0'],
      [uuid(2), '0'],
    ]);
    client.say('U6', `8014=B2|73=2|${entry(3, '20000.01')}${entry(4, '20000.0001')}`);
    await world.run(50);
    expect([35, 8014].map((tag) => value(client.last, tag))).toEqual(['U7', 'B2']);
    client.say('U4', `8014=B3|73=2|11=${uuid(5)}|41=${uuid(1)}|55=BTC-USD|11=${uuid(6)}|41=${uuid(2)}|55=BTC-USD|`);
    await world.run(50);
    expect(client.of('8').filter((text) => value(text, 150) === '4')).toHaveLength(2);
  });

  it('cancels when the client leaves, if the Logon said so', async () => {
    const keeps = await logon({ 141: 'Y', 8013: 'N' });
    await order(keeps, 1);
    keeps.stream?.destroy();
    await world.run(2000);
    expect(venue.exchange.matcher.liveOrders).toBe(1);
    const cancels = await logon({ 141: 'Y', 8013: 'S' });
    cancels.stream?.destroy();
    await world.run(2000);
    expect(venue.exchange.matcher.liveOrders).toBe(0);
  });

  it('says Logout on Saturdays at one in New York', async () => {
    const client = await logon({ 141: 'Y', 108: '30' });
    // The world begins on Tuesday, 2023-11-14 at 22:13:20 UTC; New York is five hours behind.
    const saturday = Date.UTC(2023, 10, 18, 18, 0) - world.startEpochMs - world.nowNs / 1e6;
    venue.processes[0]!.host.clock.step(saturday - 30_000);
    client.say('5');
    await world.run(100);
    const again = coinbaseClient(venue.desk);
    again.connect('127.0.6.1', 9000);
    venue.desk.host.clock.step(saturday - 30_000);
    await world.run(20);
    coinbaseLogon(again, 'TRADER', { 141: 'Y', 108: '30' });
    await world.run(100);
    expect(value(again.last, 35)).toBe('A');
    for (let i = 0; i < 4; i++) {
      again.say('0');
      await world.run(10_000);
    }
    expect(value(again.of('5').at(-1) ?? '', 58)).toBe('weekly logout');
  });

  it('says only what its dictionaries have', async () => {
    const client = await logon();
    await order(client, 1);
    await order(client, 1);
    await order(client, 2, '54=1|38=0.01|40=1|59=3|');
    client.say('F', `11=${uuid(3)}|41=${uuid(1)}|55=BTC-USD|`);
    client.say('H', `11=${uuid(1)}|55=BTC-USD|54=1|`);
    client.say('AE', '571=1|');
    await world.run(100);
    const validator = new Validator(coinbaseSession, coinbaseApplication);
    const message = new FixMessage();
    for (const text of client.received) {
      const bytes = fixBytes(text);
      expect(message.parse(bytes, 0, bytes.length)).toBe(0);
      expect(`${validator.validate(message) === 0 ? 'good' : validator.text}: ${text}`).toBe(`good: ${text}`);
    }
  });
});
