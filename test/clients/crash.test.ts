/**
 * Crash windows: the gateway dies at each write of a short day of trading, and with each piece of what it was writing. After the restart the client has every report exactly
 * once, or again and marked so, every order that it entered is there once, and none is there that it did not enter.
 */
import { describe, expect, it } from 'vitest';
import type { ClientHandler, ClientReport } from '../../control/core/order-entry.js';
import { blankReport } from '../../control/core/venue.js';
import type { FileJournal } from '../../control/journal/journal.js';
import { OrderEngine } from '../../control/orders/engine/engine.js';
import { createPlanOrder } from '../../control/orders/types/plan.js';
import { testSymbols, type ScriptedOrders } from '../../control/clients/testing.js';
import { NotingVenue } from '../orders/desk.js';
import { SimpleMarket, SimpleRouter, simpleSymbols, StrictRisk } from '../orders/simple-parts.js';
import type { VirtualProcess } from '../support/world/process.js';
import { Rig, scripted, type OrdersOfRig, type RawClient } from './rig.js';

/** Every report of client 0 that this process knows of, told again or new. */
interface Recording extends OrdersOfRig {
  readonly told: { readonly id: string; readonly reasonCode: string }[];
  /** Something happens to the first order. */
  happen(): void;
}

function record<T extends OrdersOfRig>(orders: T, happen: () => void): T & Recording {
  const told: { id: string; reasonCode: string }[] = [];
  const attach = orders.attach.bind(orders);
  return Object.assign(orders, {
    told,
    happen,
    attach(client: number, handler: ClientHandler): void {
      attach(client, {
        onReport(report: Readonly<ClientReport>) {
          if (client === 0) told.push({ id: `E${report.sequence}`, reasonCode: report.reasonCode });
          handler.onReport(report);
        },
        onCancelReject(reject) {
          if (client === 0) told.push({ id: `R${reject.sequence}`, reasonCode: '' });
          handler.onCancelReject(reject);
        },
      });
    },
  });
}

function scriptedOrders(process: VirtualProcess, journal: FileJournal): ScriptedOrders & Recording {
  const orders = scripted(process, journal);
  return record(orders, () => orders.trade(1, 40, 1_872_500));
}

/** The engine as the gateway has it, and two venues that say nothing by themselves. */
function realOrders(process: VirtualProcess, journal: FileJournal): OrderEngine & Recording {
  const venues = [new NotingVenue(0, 'ALPHA'), new NotingVenue(1, 'BETA')];
  const market = new SimpleMarket(2);
  market.quote(0, 1_870_000, 1_880_000);
  const engine = new OrderEngine({
    world: process,
    journal,
    venues,
    symbols: simpleSymbols(2),
    market,
    router: new SimpleRouter(2),
    risk: new StrictRisk(),
    plan: createPlanOrder(),
    clients: ['CLIENT1', 'CLIENT2'],
    peersHoldUntilCommit: true,
  });
  return record(engine, () => {
    const child = venues[0]!.orders[0];
    if (child === undefined) return;
    const report = { ...blankReport(0), orderId: child.orderId, side: 0x31 };
    engine.onReport({ ...report, execType: 0x30 });
    engine.onReport({ ...report, execType: 0x46, execId: 'V1', lastQuantity: 40, lastPrice: 1_872_500 });
  });
}

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
      // A list's orders are told as they stand, which is never nothing at all.
      if (message.get(35) === 'N') expect(message.get(39)).not.toBe('A');
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
async function trade(rig: Rig<Recording>, one: RawClient): Promise<void> {
  const body = (id: string): string => `11=${id}|55=AAPL|54=1|60=20231114-22:13:20|38=100|40=2|44=187.25`;
  one.send('D', body('A1'));
  one.send('D', body('A2'));
  await rig.world.run(20);
  one.send('F', '11=C1|41=none|55=AAPL|54=1|60=20231114-22:13:20');
  one.send('F', '11=C2|41=A2|55=AAPL|54=1|60=20231114-22:13:20');
  one.send('D', '11=X1|55=ZZZ|54=1|60=20231114-22:13:20|38=100|40=1');
  one.send(
    'E',
    '66=L1|414=2|394=3|69=oco|68=2|73=2|11=A3|67=1|55=AAPL|54=1|38=10|40=2|44=180|11=A4|67=2|55=AAPL|54=1|38=10|40=2|44=190',
  );
  await rig.world.run(20);
  if (rig.gateway.process.isAlive) rig.act(({ orders }) => orders.happen());
  await rig.world.run(20);
}

type Make = (process: VirtualProcess, journal: FileJournal) => Recording;
type Moment = 'before' | 'during' | 'after';

/** Runs the day with a crash at the nth operation of the disk (0: none), and returns how many operations there were. */
async function play(make: Make, seed: number, crashAt: number, moment: Moment): Promise<number> {
  const rig = new Rig<Recording>(seed, make, make === realOrders ? simpleSymbols(2) : testSymbols);
  await rig.start();
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
    // The engine waits for venues to say what became of their orders before it goes on with those that had not begun.
    await rig.world.run(4000);
  }
  // Everything from the first report on, again: what is missing shows.
  one.send('2', '7=1|16=0');
  await rig.world.run(500);
  told.add(one);
  judge(rig, told, `seed ${seed}, ${moment} change ${crashAt}`);
  return operations;
}

function judge(rig: Rig<Recording>, told: Told, when: string): void {
  const { orders } = rig.gateway;
  // Each order that was sent is there, and was not entered again.
  for (const id of ORDERS) {
    const probe: ClientHandler = { onReport: () => undefined, onCancelReject: () => undefined };
    expect(orders.status(0, 0, id, probe), `${when}: ${id} is not there`).toBe(true);
  }
  expect(
    orders.told.filter(({ reasonCode }) => reasonCode.startsWith('DUPLICATE')),
    when,
  ).toEqual([]);
  const reports = orders.told.map(({ id }) => id);
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

const seeds = Number(process.env['CROSSFEED_CLIENT_CRASH_SEEDS'] ?? 1);

describe.each([
  ['scripted orders', scriptedOrders],
  ['the order engine', realOrders],
] as const)('a gateway with %s that is killed at any change of its disk', (_name, make) => {
  it.each(Array.from({ length: seeds }, (_, i) => i + 1))(
    'acts on every order once and tells every report, seed %i',
    async (seed) => {
      const operations = await play(make, seed, 0, 'before');
      expect(operations).toBeGreaterThan(3);
      for (let at = 1; at <= operations; at++) {
        await play(make, seed, at, 'during');
        if (seed > 1 || make !== realOrders) continue;
        await play(make, seed, at, 'before');
        await play(make, seed, at, 'after');
      }
    },
  );
});
