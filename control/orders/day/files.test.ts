import { describe, expect, it } from 'vitest';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { Side } from '../../core/venue.js';
import { CLIENTS, symbolMap, VENUES } from '../risk/testing.js';
import { breaksText, compareRecords } from './breaks.js';
import { readWhole, writeWhole } from '../../core/whole-files.js';
import { csvText, parseCsv } from './csv.js';
import { fillsText, positionsAfter, standing, type Fill } from './fills.js';
import { parsePositions, positionsText } from './positions.js';

const symbols = symbolMap();
const names = { clients: CLIENTS, venues: VENUES, symbols };
const parse = (lines: string): ReturnType<typeof parsePositions> =>
  parsePositions('start.csv', `client,symbol,quantity,price\n${lines}`, CLIENTS, symbols);

const fill = (changes: Partial<Fill>): Fill => ({
  client: 0,
  instrument: 0,
  venue: 0,
  orderId: 7,
  childId: 8,
  clOrdId: 'c1',
  execId: 'E1',
  venueExecId: 'x1',
  kind: 'trade',
  venueExecRefId: '',
  wasQuantity: 0,
  side: Side.buy,
  quantity: 100,
  price: 1_900_000,
  transactEpochMs: Date.parse('2026-06-01T15:00:00.123Z'),
  ...changes,
});

describe('positions', () => {
  it('are read and written in one form, negative ones and tokens too', () => {
    const text =
      'client,symbol,quantity,price\nALPHA,AAPL,-300,190.25\nALPHA,BTC-USD,0.12345678,60000.5\nBETA,BRK.B,10,400\n';
    const positions = parsePositions('start.csv', text, CLIENTS, symbols);
    expect(positions[0]).toEqual({ client: 0, instrument: 0, quantity: -300, price: 1_902_500 });
    expect(positions[1]!.quantity).toBe(12_345_678);
    expect(positionsText(positions, CLIENTS, symbols)).toBe(text);
  });

  it.each([
    ['ALPHA,AAPL,1', 'start.csv:2: fields of a position: found 3, expected 4'],
    ['# a note\n\nGAMMA,AAPL,1,1', 'start.csv:4: client: found GAMMA, expected a configured client'],
    ['ALPHA,AAPX,1,1', 'start.csv:2: symbol: found AAPX, expected a symbol of the universe'],
    ['ALPHA,AAPL,1,1\nALPHA,AAPL,2,1', 'start.csv:3: ALPHA in AAPL again: expected once; it is in line 2'],
    ['ALPHA,AAPL,1.5,1', 'quantity: found 1.5, expected a decimal with at most 0 places'],
    ['ALPHA,AAPL,1,-1', 'price: found -1'],
    [
      'ALPHA,BTC-USD,90071993,1',
      'quantity: found 90071993, expected a decimal with at most 8 places that can be counted',
    ],
    ['ALPHA,AAPL,1e3,1', 'quantity: found 1e3'],
    ['ALPHA,"AAPL,1,1', 'a quote is not closed'],
  ])('refuse %j', (lines, message) => {
    expect(() => parse(lines)).toThrow(message);
  });

  it('refuse another head, and an empty file', () => {
    expect(() => parsePositions('f.csv', 'symbol,quantity\n', CLIENTS, symbols)).toThrow(
      'expected client,symbol,quantity,price',
    );
    expect(() => parsePositions('f.csv', '', CLIENTS, symbols)).toThrow('found nothing');
  });

  it('follow from the first ones and the fills that stand', () => {
    const first = parse('ALPHA,AAPL,100,190\n');
    const fills = [
      fill({ quantity: 50 }),
      fill({ venueExecId: 'x2', side: Side.sellShort, quantity: 400 }),
      // The correction takes 300 of the 400 away, the cancel the first purchase.
      fill({
        venueExecId: 'x3',
        venueExecRefId: 'x2',
        kind: 'correct',
        side: Side.sellShort,
        quantity: 100,
        wasQuantity: 400,
      }),
      fill({ venueExecId: 'x4', venueExecRefId: 'x1', kind: 'cancel', quantity: 50, wasQuantity: 50 }),
      fill({ venueExecId: 'x5', side: Side.sell, quantity: 150 }),
    ];
    // What is taken back of yesterday's trades counts as well.
    const late = fill({ venueExecId: 'y2', venueExecRefId: 'y1', kind: 'cancel', quantity: 70, wasQuantity: 70 });
    expect(positionsAfter(first, [late])).toEqual([{ client: 0, instrument: 0, quantity: 30, price: 1_900_000 }]);
    expect(positionsAfter(first, fills)).toEqual([{ client: 0, instrument: 0, quantity: -150, price: 1_900_000 }]);
  });
});

describe('fills', () => {
  it('stand after corrections that cite the first or the last ExecID, and fall once', () => {
    const { trades, unknown } = standing([
      fill({}),
      fill({ venueExecId: 'x2', venueExecRefId: 'x1', kind: 'correct', quantity: 90 }),
      fill({ venueExecId: 'x3', venueExecRefId: 'x1', kind: 'correct', quantity: 80 }),
      fill({ venueExecId: 'y1', venue: 1 }),
      fill({ venueExecId: 'y2', venueExecRefId: 'y1', kind: 'cancel', venue: 1 }),
      fill({ venueExecId: 'y3', venueExecRefId: 'y1', kind: 'cancel', venue: 1 }),
      fill({ venueExecId: 'z1', venueExecRefId: 'nothing', kind: 'correct' }),
    ]);
    expect(trades.map(({ quantity }) => quantity)).toEqual([80]);
    expect(unknown.map(({ venueExecId }) => venueExecId)).toEqual(['y3', 'z1']);
  });

  it('are one line each', () => {
    expect(
      fillsText([fill({ clOrdId: '=cmd|"x"', instrument: 2, quantity: 5_000_000_000, price: 6_000_050 })], names),
    ).toBe(
      'time,client,orderId,clOrdId,execId,kind,symbol,side,quantity,price,venue,venueExecId,venueExecRefId\n' +
        `2026-06-01T15:00:00.123Z,ALPHA,7,"'=cmd|""x""",E1,trade,BTC-USD,buy,50,60000.5,V0,x1,\n`,
    );
  });
});

describe('breaks', () => {
  it('are what one of three does not have, has otherwise, or has twice', () => {
    const ours = ['a', 'b', 'c', 'd', 'e'].map((venueExecId) => fill({ venueExecId }));
    const theirs = [
      fill({ venueExecId: 'a', side: Side.buy }),
      fill({ venueExecId: 'b', price: 1_900_100 }),
      fill({ venueExecId: 'c' }),
      fill({ venueExecId: 'd' }),
      fill({ venueExecId: 'd' }),
      fill({ venueExecId: 'f', instrument: 1, venue: 0 }),
      fill({ venueExecId: 'g', venue: 2 }),
    ];
    const copies = ['a', 'b', 'd', 'e', 'f'].map((venueExecId) =>
      fill({ venueExecId, instrument: venueExecId === 'f' ? 1 : 0 }),
    );
    const report = compareRecords([...ours, fill({ venueExecId: 'g', venue: 2 })], theirs, copies, new Set([0]));
    expect(report).toMatchObject({ trades: 7, agreed: 2 });
    expect(breaksText(report, names).split('\n')).toEqual([
      'venue,venueExecId,kind,ours,venueSays,dropCopy',
      'V0,b,different,buy 100 AAPL at 190,buy 100 AAPL at 190.01,buy 100 AAPL at 190',
      'V0,c,missing,buy 100 AAPL at 190,buy 100 AAPL at 190,missing',
      'V0,d,repeated,buy 100 AAPL at 190,buy 100 AAPL at 190,buy 100 AAPL at 190',
      'V0,e,missing,buy 100 AAPL at 190,missing,buy 100 AAPL at 190',
      'V0,f,missing,missing,buy 100 BRK.B at 190,buy 100 BRK.B at 190',
      '',
    ]);
  });

  it('there are none where a cancel is known to all', () => {
    const ours = [fill({}), fill({ venueExecId: 'x2', venueExecRefId: 'x1', kind: 'cancel' })];
    expect(compareRecords(ours, [], [], new Set([0])).breaks).toEqual([]);
  });
});

describe('files', () => {
  it('quote what needs it, and are read back', () => {
    const rows = [['a,b', 'say "so"', 'two\nlines', '']];
    const text = csvText(['one', 'two', 'three', 'four'], rows);
    expect(parseCsv('f', text, ['one', 'two', 'three', 'four'])).toEqual([{ line: 2, fields: rows[0] }]);
  });

  it('are there whole or not at all, wherever the process is killed or the power goes', () => {
    const text = csvText(
      ['n'],
      Array.from({ length: 50 }, (_, i) => [String(i)]),
    );
    const outcomes = new Set<string>();
    for (const kind of ['kill', 'powerCut'] as const) {
      // Every step comes down but the first that is past the last change.
      let left = '';
      for (let step = 0; left !== 'nothing'; step++) {
        const host = new VirtualWorld({ seed: step }).addHost('gateway', { shortWritesOf256: 100 });
        writeWhole(host.start().disk, '/data', 'fills.csv', 'before\n');
        host.disk.crashAt(host.disk.operations + step, 'during', kind);
        const process = host.start();
        left = 'something';
        process.run(() => {
          writeWhole(process.disk, '/data', 'fills.csv', text);
          left = 'nothing';
        });
        const after = host.start().disk;
        const found = readWhole(after, '/data/fills.csv');
        expect(['before\n', text]).toContain(found);
        outcomes.add(found);
        if (left === 'nothing') break;
        // What was left over does not stop the next one.
        writeWhole(after, '/data', 'fills.csv', text);
        expect(readWhole(after, '/data/fills.csv')).toBe(text);
      }
    }
    expect(outcomes.size).toBe(2);
  });
});
