/**
 * The engine's own share of the way of an order, in process: from `submit` to the venue's `submit`, through the journal on this machine's disk and a router and a risk
 * side that do next to nothing; and how many orders a second it takes with an answer and a fill each.
 *
 *     npx tsx test/orders/bench-engine.ts [orders]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankClientOrder } from '../../control/core/order-entry.js';
import { blankReport, ExecType, OrdStatus, type VenueOrder, type VenueReport } from '../../control/core/venue.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { openJournal } from '../../control/journal/journal.js';
import { OrderEngine } from '../../control/orders/engine/engine.js';
import { capabilities, SimpleMarket, SimpleRouter, simpleSymbols, StrictRisk } from './simple-parts.js';
import { simplePlan } from './simple-workers.js';

const orders = Number(process.argv[2] ?? 100_000);
const directory = mkdtempSync(join(tmpdir(), 'cf-orders-'));
const { clock, timers, disk } = realTradingWorld;
const journal = openJournal({ disk, clock, timers, directory: join(directory, 'journal'), policy: 'group' });

let submittedNs = 0;
const sent: VenueOrder[] = [];
const venue = {
  index: 0,
  id: 'V',
  capabilities: capabilities(),
  state: 'active' as const,
  submit(order: Readonly<VenueOrder>): 'sent' {
    submittedNs = clock.monotonicNs();
    sent.push({ ...order });
    return 'sent';
  },
  sessions: () => [],
  connect: () => undefined,
  disconnect: async () => undefined,
  cancel: () => 'sent' as const,
  replace: () => 'sent' as const,
  massCancel: () => 'unsupported' as const,
  requestStatus: () => 'unsupported' as const,
  switchOrderEntry: () => undefined,
  counters: () => ({}),
};
const engine = new OrderEngine({
  world: realTradingWorld,
  journal,
  venues: [venue],
  symbols: simpleSymbols(1),
  market: new SimpleMarket(1),
  router: new SimpleRouter(1),
  risk: new StrictRisk(),
  plan: simplePlan,
  clients: ['C'],
  peersHoldUntilCommit: true,
  limits: { maxEnded: 50_000 },
});
let reports = 0;
engine.attach(0, {
  onReport: () => {
    reports++;
  },
  onCancelReject: () => undefined,
});
engine.recover();
engine.onState(0, 'active', '');

const order = { ...blankClientOrder(), ordType: 0x32, quantity: 100, price: 10_000 };
const toVenue = new Float64Array(orders);
const whole = new Float64Array(orders);
const beganNs = clock.monotonicNs();
let done = 0;

function turn(): void {
  const until = Math.min(orders, done + 64);
  for (; done < until; done++) {
    order.clOrdId = `O${done}`;
    const startNs = clock.monotonicNs();
    engine.submit(order);
    toVenue[done] = submittedNs - startNs;
    whole[done] = clock.monotonicNs() - startNs;
    const child = sent.pop()!;
    engine.onReport(report(child, ExecType.new, OrdStatus.new, ''));
    engine.onReport(report(child, ExecType.trade, OrdStatus.filled, `X${done}`));
  }
  if (done < orders) setImmediate(turn);
  else finish();
}
turn();

function report(child: VenueOrder, execType: number, ordStatus: number, execId: string): VenueReport {
  const isTrade = execType === ExecType.trade;
  return {
    ...blankReport(0),
    orderId: child.orderId,
    instrument: 0,
    execType,
    ordStatus,
    side: child.side,
    execId,
    lastQuantity: isTrade ? 100 : 0,
    lastPrice: isTrade ? 10_000 : 0,
  };
}

function finish(): void {
  const seconds = (clock.monotonicNs() - beganNs) / 1e9;
  const line = (name: string, values: Float64Array): void => {
    const sorted = values.slice(Math.floor(orders / 5)).sort();
    const at = (part: number): number =>
      Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!) / 1000;
    process.stdout.write(`${name}: p50 ${at(0.5)} us, p99 ${at(0.99)} us, p99.9 ${at(0.999)} us, max ${at(1)} us\n`);
  };
  line('submit to venue.submit', toVenue);
  line('submit, whole call', whole);
  process.stdout.write(`${Math.round(orders / seconds)} orders/s, each acknowledged and filled; ${reports} reports\n`);
  process.stdout.write(`${JSON.stringify({ ...engine.log.counters })}\n`);
  engine.close();
  journal.close();
  rmSync(directory, { recursive: true });
}
