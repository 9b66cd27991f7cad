import { describe, expect, it } from 'vitest';
import type { ClientOrder } from '../../core/order-entry.js';
import { FixMessage, ParseFault } from '../../protocols/fix/message.js';
import { fixMessage } from '../../protocols/fix/testing.js';
import { testOrder, testWorld } from '../testing.js';
import { Fault, OrdRejReason } from './fault.js';
import { OrderReader } from './order-reader.js';

const fault = new Fault();
const reader = new OrderReader(testWorld, fault);
const LIMIT = '11=A1|55=AAPL|54=1|38=100|40=2|44=187.25|60=20231114-22:13:20|';

function read(body: string): ClientOrder | undefined {
  const message = new FixMessage();
  const bytes = fixMessage(`35=D|49=CLIENT1|56=CROSSFEED|34=2|52=20231114-22:13:20|${body}`, {
    beginString: 'FIX.4.4',
  });
  expect(message.parse(bytes, 0, bytes.length)).toBe(ParseFault.none);
  return reader.read(0, message) ? { ...reader.order } : undefined;
}

/** The limit order with fields replaced (`44=1`), added, or taken out (`44=`). */
function limitWith(...changes: string[]): string {
  const fields = new Map(
    LIMIT.split('|')
      .filter((field) => field !== '')
      .map((field) => [field.split('=')[0]!, field]),
  );
  for (const change of changes) {
    const [tag = '', value] = change.split(/=(.*)/s);
    if (value === '') fields.delete(tag);
    else fields.set(tag, change);
  }
  return [...fields.values()].map((field) => `${field}|`).join('');
}

describe('what is wanted, field by field', () => {
  const START = Date.UTC(2023, 10, 15, 14, 30);
  const END = Date.UTC(2023, 10, 15, 21, 0);
  const cases: readonly (readonly [what: string, changes: readonly string[], order: Partial<ClientOrder>])[] = [
    ['limit', [], {}],
    ['market', ['40=1', '44='], { ordType: 0x31, price: 0 }],
    ['stop', ['40=3', '44=', '99=180'], { ordType: 0x33, price: 0, stopPrice: 1_800_000 }],
    ['stop-limit', ['40=4', '99=188.5'], { ordType: 0x34, stopPrice: 1_885_000 }],
    ['day', ['59=0'], {}],
    ['good till cancelled', ['59=1'], { timeInForce: 0x31 }],
    ['at the open', ['59=2'], { timeInForce: 0x32 }],
    ['immediate or cancel', ['59=3'], { timeInForce: 0x33 }],
    ['fill or kill', ['59=4'], { timeInForce: 0x34 }],
    ['good till a time', ['59=6', '126=20231115-21:00:00'], { timeInForce: 0x36, expireEpochMs: END }],
    [
      'good till a date: the end of the day in New York',
      ['59=6', '432=20231115'],
      { timeInForce: 0x36, expireEpochMs: Date.UTC(2023, 10, 16, 5) },
    ],
    [
      'good till a date: where it trades round the clock, in UTC',
      ['55=BTC-USD', '44=35000.25', '59=6', '432=20231115'],
      {
        instrument: 2,
        price: 3_500_025,
        quantity: 10_000_000_000,
        timeInForce: 0x36,
        expireEpochMs: Date.UTC(2023, 10, 16),
      },
    ],
    ['at the close', ['59=7'], { timeInForce: 0x37 }],
    ['iceberg', ['111=10'], { displayQuantity: 10 }],
    ['hidden', ['111=0'], { hidden: true }],
    ['minimum quantity', ['110=20'], { minQuantity: 20 }],
    ['post-only', ['18=6'], { postOnly: true }],
    ['peg to the same side', ['40=P', '44=', '18=R'], { ordType: 0x50, price: 0, pegTo: 'same' }],
    [
      'peg to the other side with an offset and a limit',
      ['40=P', '18=P', '211=-0.02', '836=0'],
      { ordType: 0x50, pegTo: 'opposite', pegOffset: -200 },
    ],
    [
      'peg to the middle, offset in ticks',
      ['40=P', '44=', '18=M', '211=-2', '836=2'],
      { ordType: 0x50, price: 0, pegTo: 'mid', pegOffset: -200 },
    ],
    ['post-only peg', ['40=P', '18=R 6'], { ordType: 0x50, pegTo: 'same', postOnly: true }],
    [
      'trailing stop',
      ['54=2', '40=P', '44=', '18=a', '211=0.5'],
      { side: 0x32, ordType: 0x50, price: 0, trailOffset: 5000 },
    ],
    [
      'trailing stop, offset with the sign of its side',
      ['54=2', '40=P', '44=', '18=a', '211=-0.5'],
      { side: 0x32, ordType: 0x50, price: 0, trailOffset: 5000 },
    ],
    [
      'VWAP',
      ['847=1', '168=20231115-14:30:00', '126=20231115-21:00:00'],
      { algo: 'vwap', algoStartEpochMs: START, algoEndEpochMs: END },
    ],
    ['POV', ['847=2', '849=0.15'], { algo: 'pov', participationBps: 1500 }],
    [
      'TWAP with parameters',
      ['847=1001', '848=slices=12;randomise=0.2;'],
      { algo: 'twap', algoParameters: { slices: '12', randomise: '0.2' } },
    ],
    [
      'iceberg with parameters of its type',
      ['111=10', '848=refreshRandomPercent=20'],
      { displayQuantity: 10, algoParameters: { refreshRandomPercent: '20' } },
    ],
    ['short sale, shares located', ['54=5', '114=N'], { side: 0x35, located: true }],
    ['short sale, shares not located', ['54=5', '114=Y'], { side: 0x35 }],
    ['short sale exempt', ['54=6', '114=N'], { side: 0x36, located: true }],
    ['a linked order', ['583=L1', '7103=oco'], { linkId: 'L1', linkKind: 'oco' }],
    ['a linked order with the plain dictionary', ['583=L1', '848=link=bracket'], { linkId: 'L1', linkKind: 'bracket' }],
    [
      'strategy and trigger',
      ['40=3', '44=', '99=180', '7101=best-price', '7102=mid'],
      { ordType: 0x33, price: 0, stopPrice: 1_800_000, strategy: 'best-price', trigger: 'mid' },
    ],
    [
      'the same with the plain dictionary',
      ['40=3', '44=', '99=180', '848=strategy=best-price;trigger=mid'],
      { ordType: 0x33, price: 0, stopPrice: 1_800_000, strategy: 'best-price', trigger: 'mid' },
    ],
    ['account and capacity', ['1=ACC', '528=P'], { account: 'ACC', capacity: 'P' }],
    ['currency of the instrument', ['15=USD'], {}],
    ['fields that mean nothing here', ['21=1', '58=hello', '167=CS', '47='], {}],
  ];

  it.each(cases)('%s', (_what, changes, order) => {
    expect(read(limitWith(...changes)), fault.text).toEqual(testOrder(order));
  });
});

describe('what is wrong says which field, what was found and what was expected', () => {
  const { unknownSymbol, unsupported, incorrectQuantity, other } = OrdRejReason;
  it.each([
    [['55=NONE'], unknownSymbol, 'Symbol (55): found NONE, expected a symbol that is traded here'],
    [['38=0'], incorrectQuantity, 'OrderQty (38): found 0, expected more than 0'],
    [['38=1.5'], incorrectQuantity, 'OrderQty (38): found 1.5, expected a whole number from 0 up'],
    [['44=187.12345'], other, 'Price (44): found 187.12345, expected a decimal from 0 up with at most 4 places'],
    [['44=-1'], other, 'Price (44): found -1'],
    [['54=3'], unsupported, 'Side (54): found 3, expected 1 buy'],
    [['40=8'], unsupported, 'OrdType (40): found 8, expected 1, 2, 3, 4 or P'],
    [['59=5'], unsupported, 'TimeInForce (59): found 5'],
    [['40=1'], other, 'Price (44): found one, expected no price'],
    [['99=5'], other, 'StopPx (99): found one'],
    [['110=101'], incorrectQuantity, 'MinQty (110): found more than the quantity'],
    [['111=101'], incorrectQuantity, 'MaxFloor (111): found more than the quantity'],
    [['18=G'], unsupported, 'ExecInst (18): found G'],
    [['18=R'], other, 'ExecInst (18): found one, expected no peg'],
    [['18=a', '211=1'], unsupported, 'ExecInst (18): found a, expected OrdType (40) P'],
    [['40=P', '18=R P'], other, 'ExecInst (18): found R P, expected one of R, P and M'],
    [['40=P', '18=R', '211=1', '836=1'], unsupported, 'PegOffsetType (836): found 1, expected 0 price or 2 ticks'],
    [['40=P', '18=a R', '211=1'], other, 'ExecInst (18): found a peg and a trailing stop'],
    [['18=6', '59=3'], other, 'ExecInst (18): found post-only that must trade at once'],
    [['126=20231115-21:00:00'], other, 'ExpireTime (126): found one, expected no expiry'],
    [['59=6', '126=tomorrow'], other, 'ExpireTime (126): found tomorrow, expected a UTC time'],
    [['59=6', '432=20231115', '126=20231115-21:00:00'], other, 'ExpireDate (432): found 20231115'],
    [['847=3'], unsupported, 'TargetStrategy (847): found 3'],
    [['847=1', '849=0.1'], other, 'ParticipationRate (849): found one'],
    [['847=2', '849=1.5'], other, 'ParticipationRate (849): found more than the whole volume'],
    [
      ['847=1', '168=20231115-21:00:00', '126=20231115-14:30:00'],
      other,
      'ExpireTime (126): found an end that is not after the start',
    ],
    [['847=1001', '848=slices'], other, 'TargetStrategyParameters (848): found "slices", expected name=value'],
    [['7102=last', '848=trigger=mid'], other, 'TriggerSource (7102): found last, expected mid'],
    [['7103=both', '583=L1'], other, 'LinkKind (7103): found both, expected oco, oto or bracket'],
    [['114=N'], other, 'LocateReqd (114): found one, expected nothing about located shares'],
    [['528=G'], unsupported, 'OrderCapacity (528): found G'],
    [['15=EUR'], other, 'Currency (15): found EUR, expected USD'],
    [['152=1000'], unsupported, 'CashOrderQty (152): found 1000'],
    [['100=XNAS'], unsupported, 'ExDestination (100): found XNAS'],
    [['423=1'], unsupported, 'PriceType (423): found 1, expected 2'],
  ] as const)('%s', (changes, reason, text) => {
    expect(read(limitWith(...changes))).toBeUndefined();
    expect(fault.text).toContain(text);
    expect(fault.isMissing).toBe(false);
    expect(fault.reason).toBe(reason);
  });

  it.each([
    [['44='], 44],
    [['40=3', '44='], 99],
    [['38='], 38],
    [['55='], 55],
    [['59=6'], 126],
    [['40=P', '44='], 18],
    [['40=P', '18=a'], 211],
    [['847=2'], 849],
    [['583=L1'], 7103],
    [['7103=oco'], 583],
  ] as const)('%s: field %i is missing', (changes, tag) => {
    expect(read(limitWith(...changes))).toBeUndefined();
    expect(fault).toMatchObject({ isMissing: true, tag });
  });
});
