import { describe, expect, it } from 'vitest';
import { execIdOf } from '../../control/core/order-entry.js';
import { Desk } from './desk.js';

const RESOLVED = { kind: 'dead' } as const;

describe('OrderEngine', () => {
  it('works an order: sent, accepted, filled, told', () => {
    const desk = new Desk();
    const orderId = desk.send();
    const child = orderId + 1;
    expect(desk.asked()).toEqual([`submit ${child} 100`]);
    desk.say(child, '0');
    desk.fill(child, 'a', 60, 10_001);
    desk.fill(child, 'a', 60, 10_001);
    desk.fill(child, 'b', 40, 10_002);
    expect(desk.told(4)).toEqual(['0 0 0 100', 'F 1 60 40', 'F 2 100 0']);
    expect(desk.reports.at(-1)).toMatchObject({ orderId, averagePrice: '1.00014', lastVenue: 0, sequence: 3 });
    expect([desk.engine.index.open, [...desk.risk.exposure]]).toEqual([0, []]);
  });

  it('refuses what it must, with a code, and tells it once', () => {
    const desk = new Desk();
    desk.send({ clOrdId: 'X' });
    desk.send({ clOrdId: 'X' });
    desk.send({ price: 66_666 });
    desk.send({ quantity: 666 });
    desk.send({ quantity: 13 });
    desk.send({ strategy: 'none such' });
    desk.send({ instrument: 9 });
    expect(desk.reports.slice(1).map(({ execType, reasonCode }) => [execType, reasonCode])).toEqual([
      [0x38, 'DUPLICATE_CLORDID'],
      [0x38, 'RISK_PRICE_COLLAR'],
      [0x38, 'TYPE_UNSUPPORTED'],
      [0x38, 'UNLUCKY'],
      [0x38, 'UNKNOWN_STRATEGY'],
      [0x38, 'UNKNOWN_SYMBOL'],
    ]);
    desk.cancel('nobody');
    desk.cancel('X', 1);
    desk.cancel('X');
    desk.cancel('X');
    desk.process.run(() => desk.engine.cancel({ client: 0, clOrdId: 'X', origClOrdId: 'X', orderId: 0 }));
    expect(desk.rejects.map(({ reason }) => reason)).toEqual([
      'unknownOrder',
      'unknownOrder',
      'alreadyPending',
      'duplicateClOrdId',
    ]);
    expect([desk.engine.knows(0, 'X'), desk.engine.knows(1, 'X'), desk.engine.knows(0, 'N5')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('takes a trade back and corrects it: the client sees its own ExecIDs', () => {
    const desk = new Desk();
    const child = desk.send() + 1;
    desk.fill(child, 'a', 50, 10_000);
    desk.say(child, 'G', { execId: 'b', execRefId: 'a', lastQuantity: 40, lastPrice: 10_010 });
    desk.say(child, 'G', { execId: 'b', execRefId: 'a', lastQuantity: 40, lastPrice: 10_010 });
    desk.say(child, 'G', { execId: 'c', execRefId: 'b', lastQuantity: 45, lastPrice: 10_020 });
    desk.say(child, 'H', { execId: 'd', execRefId: 'a' });
    expect(desk.told(4)).toEqual(['F 1 50 50', 'G 1 40 60', 'G 1 45 55', 'H 0 0 100']);
    expect(desk.reports.slice(-3).map(({ execRefId }) => execRefId)).toEqual([execIdOf(2), execIdOf(3), execIdOf(4)]);
    expect(desk.risk.position.get('0 0 money')).toBe(0);
  });

  it('does not work again what is taken back after the end, where the venue does not', () => {
    const desk = new Desk();
    const child = desk.send() + 1;
    desk.fill(child, 'a', 100);
    desk.say(child, 'H', { execId: 'b', execRefId: 'a', leavesQuantity: 0 });
    expect(desk.told(3)).toEqual(['F 2 100 0', 'H 0 0 100', '4 4 0 0']);
    expect(desk.reports.at(-1)!.reasonCode).toBe('BUSTED');
    expect([...desk.risk.exposure, ...desk.risk.rests]).toEqual([]);
  });

  it('replaces: pending, then replaced or refused; the larger of both counts meanwhile', () => {
    const desk = new Desk();
    const child = desk.send({ clOrdId: 'A' }) + 1;
    const second = desk.replace('A', 150, 10_010);
    expect(desk.asked().at(-1)).toBe(`replace ${child} by ${child + 1} 150 at 10010`);
    expect([...desk.risk.exposure.values()]).toEqual([150 * 10_010]);
    desk.fill(child, 'a', 30);
    desk.say(child + 1, '5', { orderQuantity: 150, price: 10_010 });
    expect(desk.told(3)).toEqual(['E E 0 100', 'F E 30 70', '5 1 30 120']);
    expect(desk.reports.at(-1)).toMatchObject({ clOrdId: second, origClOrdId: 'A', price: 10_010 });
    desk.replace(second, 80);
    desk.refuse(child + 2, 'replace');
    expect(desk.rejects.at(-1)).toMatchObject({ request: 'replace', reason: 'brokerOption', ordStatus: 0x31 });
    expect([...desk.risk.exposure.values()]).toEqual([120 * 10_010]);
    desk.replace(second, 20);
    desk.replace(second, 777);
    desk.replace(second, 6_666);
    expect(desk.rejects.slice(-3).map(({ text }) => text)).toEqual([
      'quantity (38): found 20, and 30 has traded',
      'its type cannot take these terms',
      'RISK_SIZE: limit 6000, found 6666',
    ]);
  });

  it('says cancelled when it is so, and hands a refusal on', () => {
    const desk = new Desk();
    const child = desk.send({ clOrdId: 'A' }) + 1;
    desk.cancel('A');
    expect(desk.told(1)).toEqual(['6 6 0 100']);
    desk.refuse(child, 'cancel', 0x30);
    expect(desk.rejects.at(-1)).toMatchObject({ request: 'cancel', reason: 'brokerOption', ordStatus: 0x30 });
    const last = desk.cancel('A');
    desk.fill(child, 'a', 10);
    desk.say(child, '4');
    expect(desk.told(2)).toEqual(['F 6 10 90', '4 4 10 0']);
    expect(desk.reports.at(-1)).toMatchObject({ clOrdId: last, origClOrdId: 'A' });
    desk.fill(child, 'late', 5);
    expect(desk.told(1)).toEqual(['F 4 15 0']);
  });

  it('keeps what is uncertain open until the venue or two people have told', () => {
    const desk = new Desk();
    const child = desk.send({ clOrdId: 'A' }) + 1;
    const { engine, process } = desk;
    process.run(() => engine.onUncertain(0, child, 'submit'));
    expect([desk.alarms.map(({ kind }) => kind), desk.asked().at(-1)]).toEqual([['uncertain'], `status ${child}`]);
    expect(desk.reports.at(-1)).toMatchObject({ reasonCode: 'UNCERTAIN', uncertain: true });
    const proof = process.run(() => engine.emergencyCancelAll('anna', 'fire'))!;
    expect([proof.orders, proof.confirmed, proof.pending, proof.uncertain]).toEqual([1, 0, 0, 1]);
    expect(() => engine.resolveUncertain(child, RESOLVED, 'anna', 'anna')).toThrow('second person');
    process.run(() =>
      engine.resolveUncertain(child, { kind: 'traded', execId: 't', quantity: 30, price: 9_999 }, 'anna', 'bert'),
    );
    process.run(() => engine.resolveUncertain(child, RESOLVED, 'anna', 'bert'));
    expect(desk.told(2)).toEqual(['F 1 30 70', '4 4 30 0']);
    expect([proof.confirmed, proof.uncertain]).toEqual([1, 0]);
    expect(() => engine.resolveUncertain(child, RESOLVED, 'anna', 'bert')).toThrow('fate is not known');
  });

  it('empties a venue by its own mass cancel first, and asks for each order all the same', () => {
    const desk = new Desk();
    const [venue] = desk.venues;
    Object.assign(venue!.capabilities, { massCancel: 'native' });
    const first = desk.send() + 1;
    // One order is cancelled by itself.
    desk.process.run(() => desk.engine.cancelAll({ venue: 0 }, 'KILL_SWITCH', 'test'));
    const second = desk.send() + 1;
    const third = desk.send() + 1;
    desk.asked();
    const proof = desk.process.run(() => desk.engine.emergencyCancelAll('anna', 'fire'))!;
    expect(desk.asked()).toEqual(['massCancel -1', `cancel ${second}`, `cancel ${third}`]);
    expect([proof.orders, proof.confirmed, proof.pending]).toEqual([3, 0, 3]);
    expect(proof.wire).toEqual([{ venue: 'ALPHA', orders: 3, massCancel: true, withinMs: 0 }]);
    for (const child of [first, second, third]) desk.say(child, '4');
    expect([proof.confirmed, proof.pending]).toEqual([3, 0]);
    expect(desk.engine.counters['massCancels']).toBe(1);
  });

  it('waits for fills that the venue counts and has not told', () => {
    const desk = new Desk();
    const child = desk.send({ clOrdId: 'A' }) + 1;
    desk.cancel('A');
    desk.say(child, '4', { cumQuantity: 40 });
    expect([desk.alarms.at(-1)!.kind, desk.engine.index.open]).toEqual(['missingFill', 1]);
    desk.fill(child, 'late', 40);
    expect(desk.told(2)).toEqual(['F 6 40 60', '4 4 40 0']);
  });

  it('sends a cancel as soon as the venue is back, before anything else', () => {
    const desk = new Desk({ cancelRetryMs: 10 });
    const [venue] = desk.venues;
    const child = desk.send({ clOrdId: 'A' }) + 1;
    venue!.state = 'disconnected';
    desk.cancel('A');
    desk.send({ clOrdId: 'B', algoParameters: { venue: '0' } });
    expect(desk.asked()).toEqual([`submit ${child} 100`]);
    venue!.state = 'active';
    venue!.result = 'rateLimited';
    desk.process.run(() => desk.engine.onState(0, 'active', ''));
    expect(desk.asked().every((text) => text.startsWith('cancel') || text.startsWith('status'))).toBe(true);
    venue!.result = 'sent';
    desk.world.advance(50);
    expect(desk.asked().map((text) => text.split(' ')[0])).toEqual(['cancel', 'submit']);
  });

  it('has one leg of an OCO at a venue, and tells its end when it is so', () => {
    const desk = new Desk();
    const link = { linkKind: 'oco', linkId: 'L' } as const;
    const first = desk.send({ ...link, clOrdId: 'A' });
    const second = desk.send({ ...link, clOrdId: 'B' });
    expect(desk.asked()).toEqual([`submit ${first + 1} 100`]);
    desk.fill(first + 1, 'a', 40);
    expect(desk.reports.at(-1)).toMatchObject({ orderId: second, execType: 0x44, quantity: 60 });
    desk.fill(first + 1, 'b', 60);
    expect(desk.reports.at(-1)).toMatchObject({ orderId: second, execType: 0x34, reasonCode: 'LINK_FILLED' });
  });

  it('lets a triggered leg take the place of one that rests, when that is dead', () => {
    const desk = new Desk();
    const link = { linkKind: 'oco', linkId: 'L' } as const;
    const first = desk.send({ ...link, clOrdId: 'A' });
    const stop = desk.send({ ...link, clOrdId: 'B', ordType: 0x34, stopPrice: 9_000 });
    expect(desk.asked()).toEqual([`submit ${first + 1} 100`, `cancel ${first + 1}`]);
    desk.fill(first + 1, 'a', 30);
    desk.say(first + 1, '4');
    expect(desk.asked()).toEqual([`submit ${stop + 1} 70`]);
  });

  it('lets the exits of a bracket send what the entry has traded', () => {
    const desk = new Desk();
    const link = { linkKind: 'bracket', linkId: 'L' } as const;
    const entry = desk.send({ ...link, clOrdId: 'A' });
    desk.send({ ...link, clOrdId: 'B', side: 0x32 });
    desk.send({ ...link, clOrdId: 'C', side: 0x32, ordType: 0x34, stopPrice: 9_000, algo: 'twap' });
    expect(desk.asked()).toEqual([`submit ${entry + 1} 100`]);
    desk.fill(entry + 1, 'a', 30);
    expect(desk.asked()).toHaveLength(1);
    expect(desk.venues[0]!.orders.at(-1)).toMatchObject({ side: 0x32, quantity: 30 });
  });

  it('goes on after a kill: nothing is sent twice, nothing told twice', () => {
    const desk = new Desk();
    const child = desk.send({ clOrdId: 'A' }) + 1;
    desk.fill(child, 'a', 30);
    const before = desk.engine.digest();
    const told = desk.reports.map((report) => JSON.stringify({ ...report, replayed: true }));
    desk.asked();
    desk.process.kill();
    desk.start();
    expect(desk.engine.digest()).toBe(before);
    expect(desk.reports.slice(told.length).map((report) => JSON.stringify(report))).toEqual(told);
    expect(desk.asked()).toEqual([]);
    desk.process.run(() => desk.engine.onState(0, 'active', ''));
    expect(desk.asked()).toEqual([`status ${child}`]);
    desk.say(child, 'I', { ordStatus: 0x31, cumQuantity: 30, orderQuantity: 100, price: 10_000, source: 'status' });
    desk.fill(child, 'b', 70);
    expect(desk.told(1)).toEqual(['F 2 100 0']);
  });

  it('has an order that never left as refused, when the venue side has no record of it', () => {
    const desk = new Desk();
    const child = desk.send() + 1;
    desk.process.kill();
    desk.start();
    desk.asked();
    desk.venues[0]!.result = 'unknownOrder';
    desk.process.run(() => desk.engine.onState(0, 'active', ''));
    desk.venues[0]!.result = 'sent';
    expect([desk.alarms.at(-1)!.kind, desk.asked()[0]]).toEqual(['neverLeft', `status ${child}: unknownOrder`]);
    desk.world.advance(4_000);
    expect(desk.asked().map((text) => text.split(' ')[0])).toEqual(['submit']);
  });

  it('assumes nothing after a power cut, and uses no number again', () => {
    const desk = new Desk();
    const child = desk.send() + 1;
    const last = desk.reports.at(-1)!.sequence;
    desk.world.advance(1_000);
    desk.host.powerCut();
    desk.start();
    desk.asked();
    desk.venues[0]!.result = 'unknownOrder';
    desk.process.run(() => desk.engine.onState(0, 'active', ''));
    desk.venues[0]!.result = 'sent';
    expect([desk.alarms.at(-1)!.kind, desk.engine.uncertainChildren().map(({ orderId }) => orderId)]).toEqual([
      'uncertain',
      [child],
    ]);
    desk.world.advance(4_000);
    const next = desk.send();
    expect([next > 1 << 20, desk.reports.at(-1)!.sequence > (1 << 20) + last]).toEqual([true, true]);
    expect(desk.asked().filter((text) => text.startsWith('submit'))).toEqual([`submit ${next + 1} 100`]);
  });

  it('keeps values for others through restarts and snapshots, and forgets what ended long ago', () => {
    const desk = new Desk({ maxEnded: 3 });
    const { engine } = desk;
    desk.process.run(() => engine.keep('kill firm', 'engaged'));
    for (let i = 0; i < 10; i++) desk.fill(desk.send() + 1, `x${i}`, 100);
    desk.process.run(() => engine.compact());
    expect([engine.index.parents.size, engine.index.children.size, engine.knows(0, 'N1')]).toEqual([3, 3, false]);
    const digest = engine.digest();
    desk.process.kill();
    desk.start();
    expect([desk.engine.kept.get('kill firm'), desk.engine.digest()]).toEqual(['engaged', digest]);
  });

  it('refuses while the journal takes nothing, and has nothing happen', () => {
    const desk = new Desk();
    desk.host.disk.capacityBytes = 0;
    desk.send();
    expect(desk.asked()).toEqual([]);
    expect(desk.send()).toBe(0);
    expect(desk.reports.at(-1)).toMatchObject({ sequence: 0, reasonCode: 'JOURNAL_UNAVAILABLE' });
    desk.host.disk.capacityBytes = Infinity;
    desk.world.advance(3_000);
    expect(desk.reports.at(-1)!.sequence).toBeGreaterThan(0);
  });
});
