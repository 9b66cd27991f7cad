/** Reports that a reset of sequence numbers takes away are told anew, with PossResend; after a crash in the middle of it too. */
import { expect, it } from 'vitest';
import { Rig, type RawClient } from './rig.js';

const idsOf = (client: RawClient): { id: string; possResend: boolean }[] =>
  client.of('8', '9').map((message) => ({
    id: message.get(17) ?? message.get(198) ?? '',
    possResend: message.get(97) === 'Y',
  }));

/** Trades while the client is away; then it comes back with both numbers at 1. */
async function play(crashAt: number, moment: 'before' | 'during' | 'after'): Promise<number> {
  const rig = await Rig.started();
  const { disk } = rig.host;
  const one = rig.client();
  await one.logOn();
  await one.order('A1');
  const seen = idsOf(one);
  one.cut();
  await rig.world.run(100);
  rig.act(({ orders }) => {
    orders.trade(1, 10, 1_872_500);
    orders.cancel({ client: 0, clOrdId: 'C1', origClOrdId: 'none', orderId: 0 });
    orders.trade(1, 20, 1_872_500);
  });
  await rig.world.run(100);
  const before = disk.operations;
  if (crashAt > 0) disk.crashAt(before + crashAt - 1, moment, 'kill');
  one.connect();
  one.nextOut = 1;
  await one.logOn('|141=Y');
  const operations = disk.operations - before;
  seen.push(...idsOf(one));
  if (!rig.gateway.process.isAlive) {
    await rig.start();
    one.connect();
    one.nextOut = 1;
    await one.logOn('|141=Y');
    seen.push(...idsOf(one));
  }
  const when = `${moment} change ${crashAt}`;
  for (const id of ['E1', 'E2', 'R3', 'E4']) {
    const times = seen.filter((each) => each.id === id);
    expect(times.length, `${when}: ${id}`).toBeGreaterThan(0);
    expect(times.filter(({ possResend }) => !possResend).length, `${when}: ${id} without a mark`).toBeLessThanOrEqual(
      1,
    );
  }
  expect(one.of('A')[0]?.get(141)).toBe('Y');
  return operations;
}

it('tells what was lost again, in order and marked', async () => {
  const rig = await Rig.started();
  const one = rig.client();
  await one.logOn();
  await one.order('A1');
  one.cut();
  await rig.world.run(100);
  rig.act(({ orders }) => orders.trade(1, 10, 1_872_500));
  one.connect();
  one.nextOut = 1;
  await one.logOn('|141=Y');
  rig.act(({ orders }) => orders.trade(1, 10, 1_872_500));
  await rig.world.run(100);
  expect(idsOf(one)).toEqual([
    { id: 'E1', possResend: true },
    { id: 'E2', possResend: true },
    { id: 'E3', possResend: false },
  ]);
  expect(one.of('8').map((message) => message.get(34))).toEqual(['2', '3', '4']);
});

it('does so whenever the gateway is killed meanwhile', async () => {
  const operations = await play(0, 'before');
  for (let at = 1; at <= operations; at++)
    for (const moment of ['before', 'during', 'after'] as const) await play(at, moment);
});

it('an order that was left lying is entered after a short restart, and refused after a long one', async () => {
  for (const [awayMs, entered] of [
    [100, true],
    [60_000, false],
  ] as const) {
    const rig = await Rig.started();
    const one = rig.client();
    await one.logOn();
    // What a process leaves behind that dies before it acts: the message, and nothing else.
    const submit = rig.gateway.orders.submit.bind(rig.gateway.orders);
    rig.gateway.orders.submit = (order) => {
      if (order.clOrdId !== 'A1') return submit(order);
      rig.gateway.journal.commit();
      rig.gateway.process.kill();
      return 0;
    };
    await one.order('A1');
    expect(rig.gateway.process.isAlive).toBe(false);
    await rig.world.run(awayMs);
    await rig.start();
    expect(rig.gateway.orders.submitted.map(({ clOrdId }) => clOrdId)).toEqual(entered ? ['A1'] : []);
    one.connect();
    await one.logOn();
    one.send('2', '7=1|16=0');
    await rig.world.run(100);
    expect(one.of('8').map((message) => [message.get(11), message.get(150), message.get(103)])).toEqual([
      ['A1', entered ? '0' : '8', entered ? undefined : '8'],
    ]);
  }
});
