/**
 * An order through the engine: `submit` to the venue's `submit`, through the plan, risk with every check on, the router with its rules, and the journal on this machine's
 * disk under each policy; and orders a second, each acknowledged and filled. What is before (the client's bytes) and behind (the venue's) is measured elsewhere.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DurabilityPolicy } from '../../../control/core/journal.js';
import { blankClientOrder } from '../../../control/core/order-entry.js';
import {
  blankReport,
  ExecType,
  OrdStatus,
  OrdType,
  type Venue,
  type VenueReport,
} from '../../../control/core/venue.js';
import { installationRoot } from '../../../control/core/world-installation.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { parseYamlConfig } from '../../../control/core/yaml-config.js';
import { openJournal, type FileJournal } from '../../../control/journal/journal.js';
import { ConsolidatedBook } from '../../../control/market-data/consolidated/consolidated-book.js';
import { OrderEngine } from '../../../control/orders/engine/engine.js';
import { PreTradeRisk } from '../../../control/orders/risk/gate.js';
import { openLimits } from '../../../control/orders/risk/testing.js';
import { createPlanOrder } from '../../../control/orders/types/plan.js';
import { defaultRouting } from '../../../control/routing/config.js';
import { SmartRouter } from '../../../control/routing/router.js';
import { RuleBook } from '../../../control/routing/rules/rule-book.js';
import { marketRulesShape } from '../../../control/routing/rules/schema.js';
import { capabilities, simpleSymbols } from '../../orders/simple-parts.js';
import type { BenchContext } from '../harness.js';

const VENUES = ['A', 'B', 'C'];
const PRICE = 1_010_000;
const RULES = join(installationRoot(), 'config', 'market-rules.yaml');
/** Orders that enter between two turns of the event loop. */
const BATCH = 32;
const ORDERS: Readonly<Record<DurabilityPolicy, number>> = { group: 100_000, os: 100_000, sync: 4_000 };
/** Part of them that is warm-up. */
const WARM_UP = 0.3;

export async function run({ report, note }: BenchContext): Promise<void> {
  note(
    'engine: limit orders of 100 that take, one client; the first 30 % are warm-up; times are without the client’s and the venue’s codec',
  );
  for (const policy of ['group', 'os', 'sync'] as const) {
    const desk = new Desk(policy, ORDERS[policy]);
    const { times, seconds, bytes } = await desk.trade();
    desk.close();
    const sorted = times.slice(Math.floor(times.length * WARM_UP)).sort();
    const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
    const input = `${VENUES.length} venues, journal ${policy} on ${tmpdir()}, ${Math.round(bytes / times.length)} bytes an order`;
    const figures = { n: sorted.length, p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
    const goal = policy === 'group' ? { goal: { atMost: 25_000 } } : {};
    report({ name: `order-to-venue-${policy}`, unit: 'ns', input, ...goal, ...figures });
    const rate = Math.round(sorted.length / seconds);
    const once = { n: sorted.length, p50: rate, p99: rate, p999: rate, max: rate };
    const least = policy === 'sync' ? {} : { goal: { atLeast: 25_000 } };
    report({
      name: `orders-per-second-${policy}`,
      unit: 'orders/s',
      input: `${input}; an ack and a fill each`,
      ...least,
      ...once,
    });
  }
}

class Desk {
  private readonly directory = mkdtempSync(join(tmpdir(), 'cf-engine-'));
  private readonly journal: FileJournal;
  private readonly engine: OrderEngine;
  private readonly sent: { venue: number; orderId: number; quantity: number }[] = [];
  private sentNs = 0;
  private execs = 0;

  constructor(
    policy: DurabilityPolicy,
    private readonly orders: number,
  ) {
    const { clock, timers, disk } = realTradingWorld;
    this.journal = openJournal({ disk, clock, timers, directory: join(this.directory, 'journal'), policy });
    const symbols = simpleSymbols(VENUES.length);
    const { instruments } = symbols;
    const market = new ConsolidatedBook({ instruments: instruments.length, venues: VENUES.length, clock });
    for (let venue = 0; venue < VENUES.length; venue++) market.setQuote(0, venue, PRICE - 10_000, 1e9, PRICE, 1e9, 0);
    market.publish();
    const rules = new RuleBook(parseYamlConfig('market-rules.yaml', readFileSync(RULES, 'utf8'), marketRulesShape));
    const venues = VENUES.map((id) => ({ id, takesSweeps: false }));
    this.engine = new OrderEngine({
      world: realTradingWorld,
      journal: this.journal,
      venues: VENUES.map((id, index) => this.venue(id, index)),
      symbols,
      market,
      router: new SmartRouter({ market, symbols, venues, config: defaultRouting(), rules }),
      risk: new PreTradeRisk({ symbols, market, limits: openLimits({ instruments, clients: ['C'], venues: VENUES }) }),
      plan: createPlanOrder(),
      clients: ['C'],
      peersHoldUntilCommit: true,
      limits: { maxEnded: 20_000 },
    });
    this.engine.attach(0, { onReport: () => undefined, onCancelReject: () => undefined });
    this.engine.recover();
    for (let venue = 0; venue < VENUES.length; venue++) this.engine.onState(venue, 'active', '');
  }

  async trade(): Promise<{ times: Float64Array; seconds: number; bytes: number }> {
    const { clock } = realTradingWorld;
    const times = new Float64Array(this.orders);
    const order = { ...blankClientOrder(), ordType: OrdType.limit, quantity: 100, price: PRICE };
    let beganNs = 0;
    const before = this.journal.counters.bytes;
    for (let i = 0; i < this.orders; i++) {
      if (i === Math.floor(this.orders * WARM_UP)) beganNs = clock.monotonicNs();
      order.clOrdId = `O${i}`;
      const startNs = clock.monotonicNs();
      this.engine.submit(order);
      times[i] = this.sentNs - startNs;
      if (this.sent.length === 0) throw new Error(`order ${i} was not sent`);
      for (const child of this.sent.splice(0)) this.answer(child);
      if (i % BATCH === BATCH - 1) await nextTurn();
    }
    return { times, seconds: (clock.monotonicNs() - beganNs) / 1e9, bytes: this.journal.counters.bytes - before };
  }

  close(): void {
    this.engine.close();
    this.journal.close();
    rmSync(this.directory, { recursive: true });
  }

  private answer({ venue, orderId, quantity }: { venue: number; orderId: number; quantity: number }): void {
    const report: VenueReport = {
      ...blankReport(venue),
      orderId,
      instrument: 0,
      execType: ExecType.new,
      ordStatus: OrdStatus.new,
    };
    this.engine.onReport(report);
    report.execType = ExecType.trade;
    report.ordStatus = OrdStatus.filled;
    report.execId = `X${++this.execs}`;
    report.lastQuantity = quantity;
    report.lastPrice = PRICE;
    report.cumQuantity = quantity;
    report.leavesQuantity = 0;
    this.engine.onReport(report);
  }

  private venue(id: string, index: number): Venue {
    return {
      index,
      id,
      capabilities: capabilities(),
      state: 'active',
      submit: ({ orderId, quantity }) => {
        this.sentNs = realTradingWorld.clock.monotonicNs();
        this.sent.push({ venue: index, orderId, quantity });
        return 'sent';
      },
      cancel: () => 'sent',
      replace: () => 'sent',
      massCancel: () => 'unsupported',
      requestStatus: () => 'unsupported',
      sessions: () => [],
      connect: () => undefined,
      disconnect: async () => undefined,
      switchOrderEntry: () => undefined,
      counters: () => ({}),
    };
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
