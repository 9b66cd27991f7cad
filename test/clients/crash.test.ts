/**
 * Crash windows: the gateway dies at each write of a short day of trading, and with each piece of what it was writing. After the restart the client has every report exactly
 * once, or again and marked so, every order that it entered is there once, and none is there that it did not enter.
 */
import { describe, expect, it } from 'vitest';
import { Rig, type RawClient } from './rig.js';

/** What one client got, over all its connections: by ExecID or the number of the reject, how often without a mark. */
class Told {
  readonly plain = new Map<string, number>();
  readonly marked = new Set<string>();
  readonly answered = new Set<string>();
  /** By the same: the MsgSeqNums that carried it without PossResend, which says that it may have been carried before. */
  readonly carriers = new Map<string, Set<string>>();

  add(client: RawClient): void {
    for (const message of client.of('8', '9', 'N', 'r', 'j')) {
      for (const tag of [11, 66, 379]) this.answered.add(`${message.get(35)!} ${message.get(tag) ?? ''}`);
      const id = message.get(35) === '8' ? message.get(17) : message.get(198);
      if (id === undefined || message.get(150) === 'I') continue;
      if (message.get(97) !== 'Y') {
        const carriers = this.carriers.get(id) ?? new Set();
        this.carriers.set(id, carriers.add(message.get(34) ?? ''));
      }
      if (message.get(43) === 'Y' || message.get(97) === 'Y') this.marked.add(id);
      else this.plain.set(id, (this.plain.get(id) ?? 0) + 1);
    }
  }
}

const ORDERS = ['A1', 'A2', 'A3', 'A4'];

/** Enters, trades, cancels; what is asked comes in two pieces of the stream, so that one callback has several messages. */
async function trade(rig: Rig, one: RawClient): Promise<void> {
  const body = (id: string): string => `11=${id}|55=AAPL|54=1|60=20231114-22:13:20|38=100|40=2|44=187.25`;
  one.send('D', body('A1'));
  one.send('D', body('A2'));
  await rig.world.run(20);
  one.send('F', '11=C1|41=none|55=AAPL|54=1|60=20231114-22:13:20');
  one.send('F', '11=C2|41=A2|55=AAPL|54=1|60=20231114-22:13:20');
  one.send('D', '11=X1|55=ZZZ|54=1|60=20231114-22:13:20|38=100|40=1');
  one.send(
    'E',
    '66=L1|394=3|69=oco|68=2|73=2|11=A3|67=1|55=AAPL|54=1|38=10|40=2|44=180|11=A4|67=2|55=AAPL|54=1|38=10|40=2|44=190',
  );
  await rig.world.run(20);
  if (rig.gateway.process.isAlive && rig.gateway.orders.orders.size > 0)
    rig.act(({ orders }) => orders.trade(1, 40, 1_872_500));
  await rig.world.run(20);
}

type Moment = 'before' | 'during' | 'after';

/** Runs the day with a crash at the nth operation of the disk (0: none), and returns how many operations there were. */
async function play(seed: number, crashAt: number, moment: Moment): Promise<number> {
  const rig = await Rig.started(seed);
  const { disk } = rig.host;
  const told = new Told();
  const one = rig.client();
  await one.logOn();
  const before = disk.operations;
  if (crashAt > 0) disk.crashAt(before + crashAt - 1, moment, 'kill');
  await trade(rig, one);
  const operations = disk.operations - before;
  if (!rig.gateway.process.isAlive) {
    told.add(one);
    await rig.start();
    one.connect();
    await one.logOn();
    one.answerResendRequests();
    await rig.world.run(200);
  }
  // Everything from the first report on, again: what is missing shows.
  one.send('2', '7=1|16=0');
  await rig.world.run(500);
  told.add(one);
  judge(rig, told, `seed ${seed}, ${moment} change ${crashAt}`);
  return operations;
}

function judge(rig: Rig, told: Told, when: string): void {
  const { orders } = rig.gateway;
  const entered = [...orders.orders.values()].map(({ order }) => order.clOrdId);
  // Each order that was sent is there, and there once.
  expect(entered.toSorted(), when).toEqual(ORDERS);
  const reports = orders.sequencesOf(0).map(({ sequence, isReject }) => `${isReject ? 'R' : 'E'}${sequence}`);
  for (const id of reports) {
    const plain = told.plain.get(id) ?? 0;
    expect(plain <= 1, `${when}: ${id} was told ${plain} times without a mark`).toBe(true);
    expect([...(told.carriers.get(id) ?? [])].length <= 1, `${when}: ${id} came under two numbers`).toBe(true);
    expect(plain === 1 || told.marked.has(id), `${when}: ${id} was never told`).toBe(true);
  }
  for (const id of [...told.plain.keys(), ...told.marked]) {
    if (/^[ER]\d+$/.test(id)) expect(reports, `${when}: ${id} is no report`).toContain(id);
  }
  for (const answer of ['8 A1', '8 A2', '9 C1', '8 C2', '8 X1', 'N L1']) expect(told.answered, when).toContain(answer);
}

const seeds = Number(process.env['CROSSFEED_CLIENT_CRASH_SEEDS'] ?? 3);

describe('a gateway that is killed at any change of its disk', () => {
  it.each(Array.from({ length: seeds }, (_, i) => i + 1))(
    'acts on every order once and tells every report, seed %i',
    async (seed) => {
      const operations = await play(seed, 0, 'before');
      expect(operations).toBeGreaterThan(3);
      for (let at = 1; at <= operations; at++) {
        await play(seed, at, 'during');
        if (seed === 1) await play(seed, at, 'before');
        if (seed === 1) await play(seed, at, 'after');
      }
    },
  );
});
