/**
 * From the market to the venue's port with everything in between but the codec: a quote through the consolidated book, or a trade, the engine, the peg or stop, risk with its
 * checks on, and the journal on this machine's disk. What the venue port then does is the protocols' to measure.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankClientOrder } from '../../../control/core/order-entry.js';
import {
  blankReport,
  ExecType,
  OrdStatus,
  OrdType,
  Side,
  type Venue,
  type VenueOrder,
  type VenueReport,
} from '../../../control/core/venue.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { openJournal } from '../../../control/journal/journal.js';
import { ConsolidatedBook } from '../../../control/market-data/consolidated/consolidated-book.js';
import { OrderEngine } from '../../../control/orders/engine/engine.js';
import { PreTradeRisk } from '../../../control/orders/risk/gate.js';
import { openLimits } from '../../../control/orders/risk/testing.js';
import { createPlanOrder } from '../../../control/orders/types/plan.js';
import { capabilities, SimpleRouter, simpleSymbols } from '../../orders/simple-parts.js';
import type { BenchContext } from '../harness.js';

const VENUES = 3;
const ORDERS = 20_000;
const WARM_UP = 5000;
const IDS = ['A', 'B', 'C'];

export async function run({ report, note }: BenchContext): Promise<void> {
  const desk = new Desk();
  const input = `${VENUES} venues, journal policy group on ${tmpdir()}, every risk check on`;
  note('worked orders: one at a time, the commit of the journal between them; the first quarter is warm-up');
  report({
    name: 'peg-to-venue',
    unit: 'ns',
    input: `quote to Venue.replace; ${input}`,
    goal: { atMost: 20_000, of: 'p99' },
    ...figures(await desk.pegs()),
  });
  report({
    name: 'stop-to-venue',
    unit: 'ns',
    input: `trade to Venue.submit; ${input}`,
    ...figures(await desk.stops()),
  });
  desk.close();
}

class Desk {
  private readonly directory = mkdtempSync(join(tmpdir(), 'cf-worked-'));
  private readonly book: ConsolidatedBook;
  private readonly engine: OrderEngine;
  private readonly journal;
  private readonly order = { orderId: 0, side: 0, quantity: 0 };
  private reachedNs = 0;
  private replacedBy = 0;
  private price = 0;
  private execs = 0;

  constructor() {
    const { clock, timers, disk } = realTradingWorld;
    const symbols = simpleSymbols(VENUES);
    this.book = new ConsolidatedBook({ instruments: symbols.instruments.length, venues: VENUES, clock });
    for (let venue = 0; venue < VENUES; venue++)
      this.book.setQuote(0, venue, 100_000 - venue, 500, 101_000 + venue, 500, 0);
    this.journal = openJournal({ disk, clock, timers, directory: join(this.directory, 'journal'), policy: 'group' });
    const limits = openLimits({ instruments: symbols.instruments, clients: ['C'], venues: IDS });
    this.engine = new OrderEngine({
      world: realTradingWorld,
      journal: this.journal,
      venues: IDS.map((id, index) => this.venue(id, index)),
      symbols,
      market: this.book,
      router: new SimpleRouter(VENUES),
      risk: new PreTradeRisk({ symbols, market: this.book, limits }),
      plan: createPlanOrder(),
      clients: ['C'],
      peersHoldUntilCommit: true,
    });
    this.engine.attach(0, { onReport: () => undefined, onCancelReject: () => undefined });
    this.engine.recover();
    for (let venue = 0; venue < VENUES; venue++) this.engine.onState(venue, 'active', '');
  }

  /** Quotes that move the price of a peg; each is answered before the next. */
  async pegs(): Promise<Float64Array> {
    const { clock } = realTradingWorld;
    const algoParameters = { pegIntervalMs: '0' };
    this.engine.submit({
      ...blankClientOrder(),
      clOrdId: 'peg',
      ordType: OrdType.pegged,
      pegTo: 'same',
      quantity: 100,
      algoParameters,
    });
    this.answer(this.order.orderId, ExecType.new, 0);
    const times = new Float64Array(ORDERS);
    for (let i = 0; i < ORDERS; i++) {
      this.replacedBy = 0;
      const startNs = clock.monotonicNs();
      this.book.setQuote(0, 1, 100_001 + (i % 16), 500, 101_001, 500, 0);
      this.book.publish();
      if (this.replacedBy === 0) throw new Error(`quote ${i} moved nothing`);
      times[i] = this.reachedNs - startNs;
      this.answer(this.replacedBy, ExecType.replaced, 0);
      await nextTurn();
    }
    return times;
  }

  /** A stop is entered, a trade triggers it, it is filled. */
  async stops(): Promise<Float64Array> {
    const { clock } = realTradingWorld;
    const times = new Float64Array(ORDERS);
    for (let i = 0; i < ORDERS; i++) {
      this.engine.onTrade(0, 100_500, 100, clock.epochMs());
      const order = {
        ...blankClientOrder(),
        clOrdId: `S${i}`,
        ordType: OrdType.stop,
        side: Side.sell,
        stopPrice: 100_400,
        quantity: 100,
      };
      this.engine.submit(order);
      await nextTurn();
      const before = this.order.orderId;
      const startNs = clock.monotonicNs();
      this.engine.onTrade(0, 100_400, 100, clock.epochMs());
      if (this.order.orderId === before) throw new Error(`stop ${i} was not sent`);
      times[i] = this.reachedNs - startNs;
      this.answer(this.order.orderId, ExecType.new, 0);
      this.answer(this.order.orderId, ExecType.trade, 100);
      await nextTurn();
    }
    return times;
  }

  close(): void {
    this.engine.close();
    this.journal.close();
    rmSync(this.directory, { recursive: true });
  }

  private answer(orderId: number, execType: number, lastQuantity: number): void {
    const isTrade = lastQuantity > 0;
    const report: VenueReport = {
      ...blankReport(0),
      orderId,
      instrument: 0,
      side: this.order.side,
      execType,
      ordStatus: isTrade ? OrdStatus.filled : OrdStatus.new,
      execId: `X${++this.execs}`,
      lastQuantity,
      lastPrice: isTrade ? 100_000 : 0,
      orderQuantity: this.order.quantity,
      price: this.price,
    };
    this.engine.onReport(report);
  }

  private venue(id: string, index: number): Venue {
    const { clock } = realTradingWorld;
    return {
      index,
      id,
      state: 'active',
      capabilities: capabilities(),
      submit: (order: Readonly<VenueOrder>) => {
        this.reachedNs = clock.monotonicNs();
        this.order.orderId = order.orderId;
        this.order.side = order.side;
        this.order.quantity = order.quantity;
        this.price = order.price;
        return 'sent';
      },
      replace: (_orderId, newOrderId, _quantity, price) => {
        this.reachedNs = clock.monotonicNs();
        this.replacedBy = newOrderId;
        this.price = price;
        return 'sent';
      },
      cancel: () => 'sent',
      sessions: () => [],
      connect: () => undefined,
      disconnect: async () => undefined,
      massCancel: () => 'unsupported',
      requestStatus: () => 'unsupported',
      switchOrderEntry: () => undefined,
      counters: () => ({}),
    };
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function figures(times: Float64Array): { n: number; p50: number; p99: number; p999: number; max: number } {
  const sorted = times.slice(WARM_UP).sort();
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
  return { n: sorted.length, p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
}
