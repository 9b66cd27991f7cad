/** What a client's session takes and answers, over the wire of the virtual world. Every message of ours is checked against the plain dictionary. */
import { afterEach, describe, expect, it } from 'vitest';
import { dictionary } from '../../control/protocols/fix/dictionary.js';
import { FixMessage } from '../../control/protocols/fix/message.js';
import { strictValidation, Validator } from '../../control/protocols/fix/validator.js';
import { fixBytes } from '../../control/protocols/fix/testing.js';
import { Rig, type RawClient } from './rig.js';

const plain = dictionary('FIX44');
const validator = new Validator(plain, plain, strictValidation);
const clients: RawClient[] = [];

function client(rig: Rig, compId?: string): RawClient {
  const made = rig.client(compId);
  clients.push(made);
  return made;
}

async function started(): Promise<{ rig: Rig; one: RawClient }> {
  const rig = await Rig.started();
  const one = client(rig);
  await one.logOn();
  return { rig, one };
}

const fields = (message: Map<number, string> | undefined, ...tags: number[]): (string | undefined)[] =>
  tags.map((tag) => message?.get(tag));

afterEach(() => {
  for (const { received } of clients.splice(0)) {
    for (const [text] of received.matchAll(/8=FIX\.4\.4\|.*?\|10=\d{3}\|/g)) {
      const message = new FixMessage();
      const bytes = fixBytes(text);
      message.parse(bytes, 0, bytes.length);
      const fault = validator.validate(message);
      expect(fault === 0 ? '' : `${validator.text} ${validator.refTagId}: ${text}`).toBe('');
    }
  }
});

describe('an order', () => {
  it('is entered, traded, replaced and cancelled, and each report is told once', async () => {
    const { rig, one } = await started();
    await one.order('A1');
    rig.act(({ orders }) => orders.trade(1, 40, 1_872_500));
    await one.ask('G', '11=A2|41=A1|55=AAPL|54=1|60=20231114-22:13:20|38=120|40=2|44=187.3');
    await one.ask('F', '11=A3|41=A2|55=AAPL|54=1|60=20231114-22:13:20');
    expect(one.of('8').map((each) => fields(each, 37, 11, 41, 17, 150, 39, 38, 44, 32, 31, 30, 151, 14, 6))).toEqual([
      ['1', 'A1', undefined, 'E1', '0', '0', '100', '187.25', undefined, undefined, undefined, '100', '0', '0'],
      ['1', 'A1', undefined, 'E2', 'F', '1', '100', '187.25', '40', '187.25', 'XNAS', '60', '40', '187.25'],
      ['1', 'A2', 'A1', 'E3', '5', '1', '120', '187.3', undefined, undefined, undefined, '80', '40', '0'],
      ['1', 'A3', 'A2', 'E4', '4', '4', '120', '187.3', undefined, undefined, undefined, '0', '40', '0'],
    ]);
  });

  it('is refused by risk with its code, and by the reader with the field', async () => {
    const { rig, one } = await started();
    await one.order('A1', '38=13');
    await one.order('A2', '38=1.5');
    await one.order('A3', '59=6|38=1');
    await one.ask('D', '11=A4|55=ZZZ|54=1|60=20231114-22:13:20|38=1|40=1');
    expect(one.of('8', 'j').map((each) => fields(each, 35, 37, 11, 379, 150, 103, 380, 58))).toEqual([
      ['8', '1', 'A1', undefined, '8', '3', undefined, 'RISK_ORDER_SIZE: limit 12, found 13'],
      [
        '8',
        'NONE',
        'A2',
        undefined,
        '8',
        '13',
        undefined,
        'OrderQty (38): found 1.5, expected a whole number from 0 up',
      ],
      [
        'j',
        undefined,
        undefined,
        'A3',
        undefined,
        undefined,
        '5',
        expect.stringContaining('ExpireTime (126): found nothing'),
      ],
      [
        '8',
        'NONE',
        'A4',
        undefined,
        '8',
        '1',
        undefined,
        'Symbol (55): found ZZZ, expected a symbol that is traded here',
      ],
    ]);
    expect(rig.gateway.orders.asked).toEqual(['connected 0', 'submit A1']);
  });

  it('that may be a repetition is told as it stands', async () => {
    const { rig, one } = await started();
    await one.order('A1');
    one.send('D', '97=Y|11=A1|55=AAPL|54=1|60=20231114-22:13:20|38=100|40=2|44=187.25');
    await rig.world.run(50);
    expect(one.of('8').map((each) => fields(each, 17, 150))).toEqual([
      ['E1', '0'],
      ['0', 'I'],
    ]);
    expect(rig.gateway.orders.submitted).toHaveLength(1);
  });

  it('may have tags of ours, and 847=1001; unknown ones of others are refused by the session', async () => {
    const { rig, one } = await started();
    await one.order('A1', '38=100|847=1001|848=slices=4|7101=best-price|7102=mid|9999=x');
    expect(rig.gateway.orders.submitted[0]).toMatchObject({
      algo: 'twap',
      algoParameters: { slices: '4' },
      strategy: 'best-price',
      trigger: 'mid',
    });
    await one.order('A2', '38=100|4444=1');
    expect(fields(one.of('3')[0], 371, 373)).toEqual(['4444', '0']);
  });
});

describe('a request', () => {
  it('for an order that is not there, or over, is a cancel reject', async () => {
    const { one } = await started();
    await one.ask('F', '11=C1|41=none|55=AAPL|54=1|60=20231114-22:13:20');
    await one.order('A1');
    await one.ask('F', '11=C2|41=A1|37=1|55=AAPL|54=1|60=20231114-22:13:20');
    await one.ask('F', '11=C3|41=A1|37=1|55=AAPL|54=1|60=20231114-22:13:20');
    await one.ask('G', '11=C4|41=none|55=AAPL|54=1|60=20231114-22:13:20|38=5|40=2');
    expect(one.of('9').map((each) => fields(each, 37, 11, 41, 39, 434, 102, 198))).toEqual([
      ['NONE', 'C1', 'none', '8', '1', '1', 'R1'],
      ['1', 'C3', 'A1', '8', '1', '0', 'R4'],
      ['NONE', 'C4', 'none', '8', '2', '1', 'R5'],
    ]);
  });

  it('that would change what cannot be changed is refused with the field', async () => {
    const { rig, one } = await started();
    await one.order('A1');
    await one.ask('G', '11=A2|41=A1|55=AAPL|54=2|60=20231114-22:13:20|38=5|40=2');
    await one.ask('G', '11=A3|41=A1|55=AAPL|54=1|60=20231114-22:13:20|38=5.5|40=2');
    expect(one.of('9').map((each) => fields(each, 37, 11, 39, 102, 58))).toEqual([
      ['1', 'A2', '0', '99', 'Side (54): found 2, expected 1, as in the order'],
      ['1', 'A3', '0', '99', 'OrderQty (38): found 5.5, expected a decimal above 0 with at most 0 places'],
    ]);
    expect(rig.gateway.orders.asked.filter((each) => each.startsWith('replace'))).toEqual([]);
  });

  it('for a status is answered to whom it may concern', async () => {
    const { one } = await started();
    await one.order('A1');
    await one.order('A2');
    await one.ask('H', '11=A1|790=Q1|55=AAPL|54=1');
    await one.ask('H', '11=none|790=Q2|55=AAPL|54=1');
    await one.ask('AF', '584=M1|585=7');
    await one.ask('AF', '584=M2|585=1|55=MSFT');
    await one.ask('AF', '584=M3|585=3');
    expect(
      one
        .of('8')
        .slice(2)
        .map((each) => fields(each, 37, 11, 17, 150, 39, 103, 790, 584, 911, 912)),
    ).toEqual([
      ['1', 'A1', '0', 'I', '0', undefined, 'Q1', undefined, undefined, undefined],
      ['NONE', 'none', '0', 'I', '8', '5', 'Q2', undefined, undefined, undefined],
      ['1', 'A1', '0', 'I', '0', undefined, undefined, 'M1', '2', 'N'],
      ['2', 'A2', '0', 'I', '0', undefined, undefined, 'M1', '2', 'Y'],
      ['NONE', undefined, '0', 'I', '8', '5', undefined, 'M2', '0', 'Y'],
      ['NONE', undefined, '0', 'I', '8', '5', undefined, 'M3', '0', 'Y'],
    ]);
  });

  it('for a mass cancel is answered with what was confirmed', async () => {
    const { one } = await started();
    await one.order('A1');
    await one.ask('q', '11=M1|530=1|55=MSFT|60=20231114-22:13:20');
    await one.ask('q', '11=M2|530=7|60=20231114-22:13:20');
    await one.ask('q', '11=M3|530=3|60=20231114-22:13:20');
    expect(one.of('r').map((each) => fields(each, 11, 530, 531, 532, 533))).toEqual([
      ['M1', '1', '1', undefined, '0'],
      ['M2', '7', '7', undefined, '1'],
      ['M3', '3', '0', '0', undefined],
    ]);
    expect(one.of('r')[1]?.get(58)).toBe('1 orders: 1 confirmed, 0 pending, 0 uncertain');
    expect(fields(one.of('8')[1], 150, 39)).toEqual(['4', '4']);
  });
});

describe('a list', () => {
  const leg = (id: string, n: number, more: string, link = ''): string =>
    `11=${id}|67=${n}|${link}55=AAPL|54=1|38=10|${more}`;
  const list = (id: string, kind: string, legs: string[]): string =>
    `66=${id}|394=3|${kind}68=${legs.length}|73=${legs.length}|${legs.join('|')}`;

  it('is entered whole, linked as ListExecInst says, and its status told', async () => {
    const { rig, one } = await started();
    await one.ask('E', list('L1', '69=oco|', [leg('A1', 1, '40=2|44=180'), leg('A2', 2, '40=3|99=190')]));
    expect(
      rig.gateway.orders.submitted.map(({ clOrdId, linkId, linkKind, ordType }) => [
        clOrdId,
        linkId,
        linkKind,
        ordType,
      ]),
    ).toEqual([
      ['A1', 'L1', 'oco', 0x32],
      ['A2', 'L1', 'oco', 0x33],
    ]);
    expect(fields(one.of('N')[0], 66, 429, 431, 68, 73)).toEqual(['L1', '2', '3', '2', '2']);
    expect(one.received).toContain('|11=A1|14=0|39=0|151=10|84=0|6=0|11=A2|14=0|39=0|151=10|84=0|6=0|');
  });

  it('is told of again at each change of an order, over a restart too, where that is asked for', async () => {
    const { rig, one } = await started();
    const legs = [leg('A1', 1, '40=2|44=180'), leg('A2', 2, '40=2|44=181')];
    await one.ask('E', `414=2|${list('L1', '', legs)}`);
    await one.ask('E', list('L2', '', [leg('B1', 1, '40=2|44=180')]));
    rig.act(({ orders }) => orders.trade(1, 4, 1_800_000));
    rig.act(({ orders }) => orders.trade(1, 2, 1_800_000));
    rig.act(({ orders }) => orders.trade(3, 10, 1_800_000));
    await rig.world.run(20);
    const states = (): unknown[] => one.of('N').map((each) => fields(each, 66, 429, 431, 11, 39, 14));
    expect(states()).toEqual([
      ['L1', '2', '3', 'A1', '0', '0'],
      ['L2', '2', '3', 'B1', '0', '0'],
      ['L1', '4', '3', 'A1', '1', '4'],
    ]);
    rig.gateway.process.kill();
    await rig.start();
    one.connect();
    await one.logOn();
    rig.act(({ orders }) => orders.trade(1, 4, 1_800_000));
    await one.ask('F', '11=C2|41=A2|55=AAPL|54=1|60=20231114-22:13:20');
    expect(states()).toEqual([
      ['L1', '3', '3', 'A1', '2', '10'],
      ['L1', '5', '6', 'A1', '2', '10'],
    ]);
    expect(one.received).toContain('|11=A2|14=0|39=4|151=0|84=10|6=0|');
  });

  it('takes our own tags in its orders', async () => {
    const { rig, one } = await started();
    const legs = [1, 2, 3].map((n) => leg(`A${n}`, n, '40=2|44=180|7103=bracket', '583=X|'));
    await one.ask('E', list('L1', '', legs));
    expect(one.of('3', 'j', 'N').map((each) => fields(each, 35, 371, 373, 58, 444))).toEqual([
      ['N', undefined, undefined, undefined, undefined],
    ]);
    expect(rig.gateway.orders.submitted.map(({ linkId, linkKind }) => [linkId, linkKind])).toEqual(
      Array.from({ length: 3 }, () => ['X', 'bracket']),
    );
  });

  it('is refused whole when one of its orders cannot be read', async () => {
    const { rig, one } = await started();
    await one.ask('E', list('L1', '69=oco|', [leg('A1', 1, '40=2|44=180'), leg('A2', 2, '40=3')]));
    await one.ask('E', list('L2', '69=bracket|', [leg('B1', 1, '40=2|44=180'), leg('B2', 2, '40=1')]));
    expect(one.of('N').map((each) => fields(each, 66, 431, 444))).toEqual([
      ['L1', '7', 'StopPx (99): found nothing, expected a stop price: the order is a stop'],
      ['L2', '7', 'NoOrders (73): found 2, expected 3 orders in bracket'],
    ]);
    expect(one.received).toContain('58=refused with its list|');
    expect(rig.gateway.orders.submitted).toEqual([]);
  });
});

describe('clients', () => {
  it('may do what they may, and see nobody else’s orders', async () => {
    const { rig, one } = await started();
    const two = client(rig, 'CLIENT2');
    await two.logOn();
    await one.order('A1');
    await two.order('B1');
    await two.ask('H', '11=A1|55=AAPL|54=1');
    await two.ask('B', '148=news|33=1|58=text');
    expect(two.of('j').map((each) => fields(each, 372, 380, 58))).toEqual([
      ['D', '6', "CLIENT2 has no permission 'enter'"],
      ['B', '3', 'this session takes D, E, F, G, H, AF and q'],
    ]);
    expect(two.of('8').map((each) => fields(each, 37, 39, 58))).toEqual([['NONE', '8', 'no order A1 of this client']]);
  });

  it('have copies of their reports, and of nobody else’s, on a session of their own', async () => {
    const { rig, one } = await started();
    await one.order('A1');
    await one.ask('F', '11=C1|41=none|55=AAPL|54=1|60=20231114-22:13:20');
    const copy = client(rig, 'COPY1');
    await copy.logOn();
    rig.act(({ orders }) => orders.trade(1, 40, 1_872_500));
    await rig.world.run(50);
    // The first was stored while nobody was logged on.
    copy.send('2', '7=1|16=0');
    await rig.world.run(100);
    const told = new Map(copy.of('8').map((each) => [each.get(17), fields(each, 797, 39)]));
    expect([...told].toSorted()).toEqual([
      ['E1', ['Y', '0']],
      ['E3', ['Y', '1']],
    ]);
    expect(copy.of('9')).toEqual([]);
    await copy.order('X1');
    expect(fields(copy.of('j')[0], 380)).toEqual(['3']);
  });

  it('that stay away have their orders cancelled after the grace period, not before', async () => {
    const { rig, one } = await started();
    one.cut();
    await rig.world.run(2500);
    one.connect();
    await one.logOn();
    await rig.world.run(5000);
    expect(rig.gateway.orders.asked).toEqual(['connected 0', 'connected 0']);
    one.send('5');
    await rig.world.run(2900);
    expect(rig.gateway.orders.asked).not.toContain('disconnected 0');
    await rig.world.run(200);
    expect(rig.gateway.orders.asked).toContain('disconnected 0');
  });

  it('do not come back after a restart: the same', async () => {
    const { rig } = await started();
    rig.gateway.process.kill();
    await rig.start();
    await rig.world.run(3100);
    expect(rig.gateway.orders.asked).toEqual(['disconnected 0']);
  });
});
