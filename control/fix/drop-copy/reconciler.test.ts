import { describe, expect, it } from 'vitest';
import type { Break, ReconcilerOptions } from './breaks.js';
import { formatExact, parseExact } from './exact.js';
import { readExecutionCopy } from './execution-copy.js';
import { Reconciler } from './reconciler.js';
import { OwnRecord, report } from './testing.js';

const T0 = Date.UTC(2026, 10, 23, 10);

function rig(options: Partial<ReconcilerOptions> = {}) {
  const own = new OwnRecord();
  const news: string[] = [];
  const inWords = (each: Break) => `${each.level} ${each.execId || each.orderId || each.clOrdId} ${each.kind}`;
  const reconciler = new Reconciler(
    own,
    {
      onBreak: (raised) => void news.push(`+ ${inWords(raised)}`),
      onCleared: (cleared) => void news.push(`- ${inWords(cleared)}`),
    },
    { lateMs: 100, graceMs: 1000, ...options },
  );
  let ms = 0;
  const now = () => ({ monotonicNs: ms * 1e6, epochMs: T0 + ms });
  own.onChange((change) => reconciler.onOwn(change, now()));
  return {
    own,
    reconciler,
    tell: (fields: string, begin?: string) => reconciler.onCopy(readExecutionCopy(report(fields, begin)), now()),
    fill: (execId: string, quantity: string, price: string, busted = false, orderId = 'O1') =>
      own.put({
        execId,
        orderId,
        clOrdId: 'C1',
        side: '1',
        quantity: parseExact(quantity)!,
        price: parseExact(price)!,
        busted,
        epochMs: T0 + ms,
      }),
    pass: (by: number) => {
      ms += by;
      reconciler.onTime(now());
    },
    /** What was raised and cleared since the last call. */
    news: () => news.splice(0),
  };
}

const fill = (execId: string, quantity: string, price: string) =>
  `37=O1|11=C1|54=1|17=${execId}|150=F|32=${quantity}|31=${price}|60=20261123-10:00:00.000|`;

describe('Reconciler', () => {
  it('calls a fill late, then missing, and clears it when it comes', () => {
    const { tell, fill: own, pass, news, reconciler } = rig();
    tell(fill('E1', '100', '10.50'));
    pass(99);
    expect(news()).toEqual([]);
    pass(1);
    expect(news()).toEqual(['+ execution E1 late']);
    pass(899);
    expect(news()).toEqual([]);
    pass(1);
    expect(news()).toEqual(['- execution E1 late', '+ execution E1 missingHere']);
    expect(reconciler.breaks).toMatchObject([{ kind: 'missingHere', there: '100 @ 10.5', here: '', sinceEpochMs: T0 }]);
    own('E1', '100', '10.5');
    expect(news()).toEqual(['- execution E1 missingHere']);
    expect(reconciler.breaks).toEqual([]);
    expect(reconciler.deadlineNs).toBe(Infinity);
  });

  it('says nothing of what agrees in time, in either order', () => {
    const { tell, fill: own, pass, news } = rig();
    tell(fill('E1', '100', '10.5'));
    own('E1', '100.0', '10.50');
    own('E2', '5', '0.000000000000000001');
    tell(fill('E2', '5', '0.000000000000000001'));
    pass(5000);
    expect(news()).toEqual([]);
  });

  it('is exact to the share and the last digit of the price', () => {
    const { tell, fill: own, pass, news, reconciler } = rig();
    own('E1', '100', '10.5');
    own('E2', '100', '10.5');
    tell(fill('E1', '101', '10.5'));
    tell(fill('E2', '100', '10.500000000000000001'));
    pass(1000);
    expect(news()).toEqual(['+ execution E1 quantity', '+ execution E2 price']);
    expect(reconciler.breaks[1]).toMatchObject({ here: '10.5', there: '10.500000000000000001' });
  });

  it('takes busts and corrections in the words of FIX 4.2', () => {
    const { tell, fill: own, pass, news } = rig();
    own('E1', '100', '10.5');
    own('E2', '100', '10.5');
    const old = (fields: string) => tell(`37=O1|11=C1|54=1|${fields}`, 'FIX.4.2');
    old('17=E1|20=0|150=1|39=1|32=100|31=10.5|60=20261123-10:00:00|');
    old('17=E2|20=0|150=1|39=1|32=100|31=10.5|60=20261123-10:00:00|');
    old('17=E3|20=1|19=E1|150=1|39=1|32=100|31=10.5|60=20261123-10:00:01|');
    old('17=E4|20=2|19=E2|150=1|39=1|32=90|31=10.5|60=20261123-10:00:01|');
    old('17=0|20=3|150=1|39=1|32=0|31=0|60=20261123-10:00:00|');
    pass(1000);
    expect(news()).toEqual(['+ execution E1 status', '+ execution E2 quantity']);
    own('E1', '100', '10.5', true);
    own('E2', '90', '10.5');
    expect(news()).toEqual(['- execution E1 status', '- execution E2 quantity']);
  });

  it('takes a bust that bears the ExecID of its fill', () => {
    const { tell, fill: own, pass, news } = rig();
    own('E1', '100', '10.5', true);
    tell(fill('E1', '100', '10.5'));
    tell('37=O1|11=C1|17=E1|19=E1|150=H|60=20261123-10:00:05|');
    pass(1000);
    expect(news()).toEqual([]);
  });

  it('follows an order from its ClOrdID to its OrderID', () => {
    const { tell, own, pass, news, fill: ownFill } = rig();
    tell('37=NONE|11=C1|150=A|39=A|14=0|6=0|60=20261123-10:00:00|');
    own.setStatus('O1', '0');
    tell('37=O1|11=C1|150=0|39=0|14=0|6=0|60=20261123-10:00:01|');
    pass(5000);
    expect(news()).toEqual([]);
    ownFill('E1', '10', '5');
    tell(`${fill('E1', '10', '5').replace('10:00:00', '10:00:02')}39=1|14=10|6=5|`);
    own.setStatus('O1', '1');
    tell('37=O1|11=C2|41=C1|150=5|39=5|14=10|6=5.0000|60=20261123-10:00:03|');
    pass(5000);
    expect(news()).toEqual([]);
  });

  it('raises an order that is not ours', () => {
    const { tell, pass, news, own } = rig();
    tell('37=O9|11=C9|150=0|39=0|14=0|6=0|60=20261123-10:00:00|');
    pass(1000);
    expect(news()).toEqual(['+ order O9 missingHere']);
    own.setStatus('O9', '0');
    expect(news()).toEqual(['- order O9 missingHere']);
  });

  it('blames the fills, not the sums, while a fill differs', () => {
    const { tell, fill: own, pass, news } = rig();
    own('E1', '10', '5');
    tell(`${fill('E1', '10', '5')}14=30|6=5|`);
    tell(`${fill('E2', '20', '5')}14=30|6=5|`);
    pass(1000);
    expect(news()).toEqual(['+ execution E2 late', '- execution E2 late', '+ execution E2 missingHere']);
    own('E2', '20', '5');
    expect(news()).toEqual(['- execution E2 missingHere']);
    pass(1000);
    expect(news()).toEqual([]);
  });

  it('counts what it cannot read, and what contradicts itself', () => {
    const { tell, reconciler, fill: own, pass, news } = rig();
    tell('37=O1|17=E1|150=F|32=abc|31=1|');
    tell('37=O1|17=E1|150=H|');
    tell('17=E1|150=F|32=1|31=1|');
    own('E1', '10', '5');
    tell(fill('E1', '10', '5'));
    tell(fill('E1', '10', '5'));
    tell(fill('E1', '11', '5'));
    pass(2000);
    expect(news()).toEqual([]);
    expect(reconciler.counters).toMatchObject({ unreadable: 3, trades: 3, duplicates: 1, conflicts: 1 });
  });

  it('is bounded: forgets fills that agree, counts differences it cannot follow', () => {
    const { tell, reconciler, fill: own } = rig({ maxExecutions: 3, maxDifferences: 2 });
    for (let n = 1; n <= 5; n++) own(`E${n}`, '1', '1');
    expect(reconciler.counters.overflows).toBe(3);
    for (let n = 1; n <= 5; n++) tell(fill(`E${n}`, '1', '1'));
    expect(reconciler.differenceCount).toBe(0);
    expect(reconciler.counters.forgotten).toBe(2);
  });

  it('finds what an overflow left out when it compares everything again', () => {
    const { own, reconciler, fill, pass } = rig({ maxDifferences: 1 });
    fill('E1', '1', '1');
    fill('E2', '1', '1');
    own.executions.delete('E1');
    reconciler.onOwn({ execId: 'E1', orderId: 'O1', clOrdId: 'C1' }, { monotonicNs: 0, epochMs: T0 });
    reconciler.compareAll(0, { monotonicNs: 0, epochMs: T0 });
    pass(1000);
    expect(reconciler.breaks.map(({ execId }) => execId)).toEqual(['E2']);
  });
});

describe('exact decimals', () => {
  it('read what FIX writes, and nothing else', () => {
    for (const [text, shown] of [
      ['0', '0'],
      ['-0.50', '-0.5'],
      ['00012.3400', '12.34'],
      ['5.', '5'],
      ['.5', '0.5'],
      ['123456789012345678901234567890.000000000000000001', '123456789012345678901234567890.000000000000000001'],
    ]) {
      expect(formatExact(parseExact(text)!)).toBe(shown);
    }
    for (const text of ['', '.', '-', '1e5', '0x1', ' 1', '1,5', '0.1234567890123456789', undefined]) {
      expect(parseExact(text)).toBeUndefined();
    }
  });
});
