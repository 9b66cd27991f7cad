import { beforeEach, describe, expect, it } from 'vitest';
import { dictionary } from '../../../control/protocols/fix/dictionary.js';
import type { VirtualProcess } from '../../../test/support/world/process.js';
import { VirtualWorld } from '../../../test/support/world/world.js';
import type { OrderReport } from '../core/orders.js';
import type { Desk } from './desk.js';
import type { Dialect } from './dialect.js';
import { FixGateway } from './gateway.js';
import type { SessionTerms } from './terms.js';
import { HandClient, StubMatcher, value, type StubLink } from './testing.js';

const dialect: Dialect = {
  name: 'test',
  beginString: 'FIX.4.4',
  session: dictionary('FIX44'),
  application: dictionary('FIX44'),
  precision: 'milliseconds',
  sendingTimeToleranceMs: 120_000,
  heartbeatS: { least: 1, most: 60 },
  resendPage: 0,
  resends: true,
};

/** Emails go to the matcher as notes of another kind; notes of the key `news` are told. */
class EchoDesk implements Desk {
  readonly accepts = new Set(['C']);
  take(): ReturnType<Desk['take']> {
    return { commands: [{ type: 'note', key: 'email', value: 'x' }] };
  }
  tell(report: OrderReport): ReturnType<Desk['tell']> {
    return report.type === 'massCanceled' ? [{ type: 'B', fields: [[148, report.requestId]] }] : [];
  }
}

const EMAIL = '164=T|94=0|147=S|33=1|58=line|';
const me = { port: 'FIX:C', firm: 'F' };

describe('a session whose numbers are shared by two gateways', () => {
  let world: VirtualWorld;
  let matcher: StubMatcher;
  let a: { process: VirtualProcess; gateway: FixGateway; link: StubLink };
  let desk: VirtualProcess;

  const terms: SessionTerms = {
    id: 'CLIENT',
    senderCompId: 'EX',
    targetCompId: 'CLIENT',
    port: me,
    dialect,
    numbering: 'shared',
    makeDesk: () => new EchoDesk(),
  };

  async function gatewayAt(address: string, name: string): Promise<typeof a> {
    const process = world.addHost(name, { addresses: [address] }).start();
    const link = matcher.link(process);
    const gateway = new FixGateway({ world: process, name, link });
    gateway.session(terms);
    const endpoint = {
      name: 'orders',
      local: { host: address, port: 9000 },
      dialect,
      check: (message: {
        string(tag: number): string | undefined;
        flag(tag: number): boolean;
        int(tag: number): number;
      }) =>
        message.string(49) === 'CLIENT'
          ? ({
              accepted: true,
              terms,
              reset: message.flag(141),
              heartbeatS: message.int(108),
              fields: [],
              cancelOnDisconnect: true,
            } as const)
          : ({ accepted: false, reason: 'unknown SenderCompID' } as const),
    };
    await world.wait(gateway.listen(endpoint));
    return { process, gateway, link };
  }

  async function connect(where: string, sender = 'CLIENT'): Promise<HandClient> {
    const client = new HandClient(desk, { beginString: 'FIX.4.4', sender, target: 'EX' });
    client.connect(where, 9000);
    await world.run(50);
    return client;
  }

  async function logon(where: string, next = 1, body = '98=0|108=30|'): Promise<HandClient> {
    const client = await connect(where);
    client.next = next;
    client.say('A', body);
    await world.run(50);
    return client;
  }

  const tell = (requestId: string): void =>
    matcher.tell(me, { type: 'massCanceled', requestId, count: 0 }, world.startEpochMs + world.nowNs / 1e6);

  beforeEach(async () => {
    world = new VirtualWorld({ seed: 1 });
    matcher = new StubMatcher();
    a = await gatewayAt('127.0.5.1', 'gateway-a');
    await gatewayAt('127.0.5.2', 'gateway-b');
    desk = world.addHost('client', { addresses: ['127.0.9.1'] }).start();
  });

  it('logs on, answers test requests, counts', async () => {
    const client = await logon('127.0.5.1');
    expect(value(client.last, 35)).toBe('A');
    expect(value(client.last, 34)).toBe('1');
    expect(value(client.last, 108)).toBe('30');
    client.say('1', '112=hello|');
    await world.run(50);
    expect(client.last).toMatch(/\|35=0\|.*\|34=2\|.*\|112=hello\|/);
  });

  it('goes on with the same numbers at the other gateway when the first was killed, and loses no report', async () => {
    const first = await logon('127.0.5.1');
    first.say('C', EMAIL);
    tell('one');
    await world.run(50);
    expect(value(first.last, 148)).toBe('one');
    expect(value(first.last, 34)).toBe('2');
    a.link.close();
    a.process.kill();
    tell('two');
    await world.run(100);
    expect(first.ended).toBeDefined();
    const second = await logon('127.0.5.2', 3);
    expect(second.of('A').map((text) => value(text, 34))).toEqual(['4']);
    second.say('2', '7=2|16=0|');
    await world.run(50);
    const news = second.of('B');
    expect(news.map((text) => [value(text, 34), value(text, 43), value(text, 148)])).toEqual([
      ['2', 'Y', 'one'],
      ['3', 'Y', 'two'],
    ]);
    // The Logon is filled over.
    expect(second.last).toMatch(/\|35=4\|.*\|34=4\|.*\|123=Y\|36=5\|/);
    second.say('1', '112=T|');
    await world.run(50);
    expect(value(second.last, 34)).toBe('5');
  });

  it('takes a message once, whichever gateway it comes to', async () => {
    const first = await logon('127.0.5.1');
    first.say('C', EMAIL);
    await world.run(50);
    a.link.close();
    a.process.kill();
    await world.run(50);
    const second = await logon('127.0.5.2', 5);
    // 3 and 4 never came: the gateway asks for them.
    expect(second.of('2').map((text) => [value(text, 7), value(text, 16)])).toEqual([['3', '0']]);
    second.say('C', EMAIL, { number: 3, extra: `43=Y|122=${second.time()}|` });
    second.say('4', '123=Y|36=6|', { number: 4, extra: `43=Y|122=${second.time()}|` });
    // What was taken before is passed over.
    second.say('C', EMAIL, { number: 2, extra: `43=Y|122=${second.time()}|` });
    second.say('1', '112=T|');
    await world.run(50);
    expect(value(second.last, 112)).toBe('T');
    expect(matcher.commands.filter(({ command }) => command.type === 'note' && command.key === 'email')).toHaveLength(
      2,
    );
  });

  it('hands over to the other gateway while the first still has the connection', async () => {
    const first = await logon('127.0.5.1');
    const second = await logon('127.0.5.2', 2);
    expect(value(second.last, 35)).toBe('A');
    expect(first.ended).toBeDefined();
    expect(a.gateway.session(terms).isLoggedOn).toBe(false);
    // The first gateway's portDown came too late to count.
    second.say('1', '112=T|');
    await world.run(50);
    expect(value(second.last, 112)).toBe('T');
  });

  it('begins at 1 again when the client wants a reset', async () => {
    const first = await logon('127.0.5.1');
    tell('one');
    first.say('5');
    await world.run(100);
    expect(value(first.last, 35)).toBe('5');
    expect(first.ended).toBe('ended');
    const second = await logon('127.0.5.2', 1, '98=0|108=30|141=Y|');
    expect(second.last).toMatch(/\|35=A\|.*\|34=1\|.*\|141=Y\|/);
    tell('two');
    await world.run(50);
    expect(value(second.last, 34)).toBe('2');
  });

  it('refuses a Logon below the expected number, with the number that the client expects', async () => {
    const first = await logon('127.0.5.1');
    first.say('5');
    await world.run(100);
    const second = await logon('127.0.5.1', 1);
    expect(second.last).toMatch(/\|35=5\|.*\|34=3\|.*\|58=MsgSeqNum too low, expecting 3 but received 1\|/);
    expect(second.ended).toBe('ended');
    const third = await logon('127.0.5.1', 3);
    expect(third.last).toMatch(/\|35=A\|.*\|34=4\|/);
  });

  it('refuses strangers without a word, and a second connection of the same session', async () => {
    const stranger = await connect('127.0.5.1', 'WHO');
    stranger.say('A', '98=0|108=30|');
    await world.run(50);
    expect(stranger.received).toEqual([]);
    expect(stranger.ended).toBeDefined();
    await logon('127.0.5.1');
    const second = await logon('127.0.5.1', 2);
    expect(second.received).toEqual([]);
    expect(second.ended).toBeDefined();
    expect(a.gateway.refusals.refusals.map(({ reason }) => reason)).toEqual([
      'unknown SenderCompID',
      'the session is logged on already',
    ]);
  });

  it('refuses what breaks the rules of the session layer, and says which', async () => {
    const client = await logon('127.0.5.1');
    client.say('C', '164=T|147=S|33=1|58=line|');
    client.say('D', '11=1|');
    client.say('ZZ');
    client.say('F', `11=1|41=2|55=X|54=1|60=${client.time()}|38=1|`);
    await world.run(50);
    expect(
      client.received.slice(1).map((text) => [value(text, 35), value(text, 45), value(text, 373) ?? value(text, 380)]),
    ).toEqual([
      ['3', '2', '1'],
      ['3', '3', '1'],
      ['3', '4', '11'],
      ['j', '5', '3'],
    ]);
    expect(a.gateway.refusals.counts.get('session')).toBe(3);
  });

  it('ends the connection over wrong CompIDs and clocks', async () => {
    const client = await logon('127.0.5.1');
    client.say('0', '', { time: '20200101-00:00:00.000' });
    await world.run(50);
    expect(client.received.slice(1).map((text) => value(text, 35))).toEqual(['3', '5']);
    expect(client.ended).toBe('ended');
  });

  it('asks for what is missing, and again when nothing comes', async () => {
    const client = await logon('127.0.5.1');
    client.next = 4;
    client.say('0');
    await world.run(50);
    expect(client.last).toMatch(/\|35=2\|.*\|7=2\|16=0\|/);
    client.say('0');
    await world.run(6000);
    client.say('0');
    await world.run(50);
    expect(client.of('2')).toHaveLength(2);
    client.say('4', '123=Y|36=7|', { number: 2, extra: `43=Y|122=${client.time()}|` });
    client.say('1', '112=T|');
    await world.run(50);
    expect(value(client.last, 112)).toBe('T');
  });

  it('watches the line: heartbeats, a test request, the end', async () => {
    const client = await logon('127.0.5.1', 1, '98=0|108=2|');
    await world.run(10_000);
    expect(client.of('0').length).toBeGreaterThan(1);
    expect(client.of('1')).toHaveLength(1);
    expect(value(client.last, 35)).toBe('5');
    expect(client.ended).toBe('ended');
    expect(matcher.commands.at(-1)?.command.type).toBe('portDown');
  });

  it('sends everybody away while the matcher is down, and goes on from its log', async () => {
    const client = await logon('127.0.5.1');
    a.link.goDown();
    await world.run(50);
    expect(client.ended).toBeDefined();
    tell('meanwhile');
    const refused = await connect('127.0.5.1');
    expect(refused.ended).toBeDefined();
    a.link.goUp();
    const again = await logon('127.0.5.1', 2);
    expect(value(again.last, 34)).toBe('3');
    again.say('2', '7=2|16=2|');
    await world.run(50);
    expect(again.last).toMatch(/\|35=B\|.*\|34=2\|43=Y\|.*\|148=meanwhile\|/);
  });

  it('refuses an absurd ResendRequest and a SequenceReset backwards', async () => {
    const client = await logon('127.0.5.1');
    client.say('2', '7=5|16=3|');
    client.say('4', '36=1|');
    await world.run(50);
    expect(client.received.slice(1).map((text) => [value(text, 35), value(text, 373)])).toEqual([
      ['3', '5'],
      ['3', '5'],
    ]);
    client.next = 4;
    client.say('4', '36=10|');
    client.next = 10;
    client.say('1', '112=T|');
    await world.run(50);
    expect(value(client.last, 112)).toBe('T');
  });
});
