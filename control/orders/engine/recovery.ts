/** The engine and its journal: how it is read, how work goes on after a restart, and how it is kept short. */
import { JournalKind } from '../../core/journal.js';
import { OrdersError } from '../errors.js';
import type { EngineCore } from './core.js';
import { hex } from './log/audit-chain.js';
import { Replay, type OpenedFacts } from './log/replay.js';
import { writeSnapshot } from './log/snapshot.js';
import type { ParentOrder } from './model/parent-order.js';
import type { VenueWatch } from './venue-watch.js';

/** Numbers that are left out after a restart of the host, because the end of the journal may be missing. */
const SKIPPED = 1 << 20;

export class Recovery {
  constructor(private readonly core: EngineCore) {}

  /** The first half of `recover`: the state as the journal has it, and nothing else. */
  readJournal(): void {
    const { journal } = this.core.options;
    const replay = new Replay(journal, this.core.log.stream, this.core.orders, this.core.events, this.core.names, {
      restored: () => this.restored(),
      dayBegins: () => this.hadDayBegin(),
    });
    this.core.reporter.replayed = true;
    replay.run(this.core.log.chain, () => this.core.outbox.flush());
    this.core.counters.chainFaults = replay.counters.chainFaults;
    this.core.outbox.flush();
    this.core.reporter.replayed = false;
    this.core.orders.touched.clear();
    this.checkVenues();
  }

  /** The second half: from here on things happen. */
  goOnAll(watcher: VenueWatch): void {
    const { journal } = this.core.options;
    this.core.isRecovered = true;
    this.opened(journal.hostRestarted);
    this.core.turn(() => this.resumeAll(watcher));
  }

  /** Writes all that is kept anew, and lets older records go. */
  compact(): void {
    if (!this.core.log.isOpen || this.core.depth > 0) return;
    let first = -1;
    let part = 0;
    this.core.log.audit();
    const { hash, count } = this.core.log.chain;
    for (const bytes of writeSnapshot(this.core.index, this.core.names, [hex(hash), count])) {
      const position = this.core.log.putBytes(JournalKind.orderSnapshot, part++, bytes);
      if (first < 0) first = position;
    }
    this.core.log.audit();
    this.core.log.counters.snapshots++;
    if (this.core.log.commit()) this.core.options.journal.forget(this.core.log.stream, first);
  }

  hadDayBegin(): void {
    this.core.index.beginDay();
    this.core.tape.beginDay();
    this.core.options.risk.beginDay();
  }

  /** What is open of it is known: its worker goes on. */
  goOn(order: ParentOrder): void {
    const work = this.core.workers.of(order);
    if (work === undefined || work.isOver || work.hasBegun || order.closing !== undefined) return;
    if (order.replacing !== undefined && order.replacing.waiting === undefined) {
      this.core.recorder.replaceTaken(this.core.now, order, false, [], 'the gateway was stopped before it was worked');
    }
    if (order.isStarted && order.released === Infinity) this.core.workers.resume(work);
    else if (order.released > 0) {
      if (order.children.length > 0 || order.ended.length > 0) this.core.workers.resume(work);
      else this.core.workers.start(work);
    }
    // Its worker may have ended it meanwhile.
    if (mustStart(order)) this.core.recorder.started(this.core.now, order);
  }

  /** A snapshot was read: whoever keeps sums is told what they are made of. */
  private restored(): void {
    const { exposure } = this.core.orders;
    this.core.groups.restore(this.core.index.parents.values());
    for (const order of this.core.index.parents.values()) {
      for (const child of [...order.ended, ...order.children]) {
        for (const link of new Set(child.links.values())) {
          if (!link.cancelled && link.day === this.core.index.day) exposure.trade(order, link.quantity, link.price);
        }
        exposure.rest(child);
      }
      exposure.settle(order);
    }
  }

  /** What is open must be somewhere that is still configured. */
  private checkVenues(): void {
    for (const order of this.core.openOrders()) {
      for (const child of order.children) {
        if (child.venue >= 0 && order.terms.instrument >= 0) continue;
        throw new OrdersError(
          'ORDERS_VENUE_GONE',
          'an order is open at a venue, or of an instrument, that is not configured',
          {
            found: child.orderId,
          },
        );
      }
    }
  }

  private opened(mayBeMissing: boolean): void {
    const { index, names } = this.core;
    const skip = mayBeMissing ? SKIPPED : 0;
    index.nextId += skip;
    index.sequences.forEach((sequence, client) => (index.sequences[client] = sequence + (sequence > 0 ? skip : 0)));
    const { clients, venues } = names;
    const facts: OpenedFacts = { clients, venues, nextId: index.nextId, sequences: index.sequences };
    this.core.log.putBytes(JournalKind.orderOpened, 0, Buffer.from(JSON.stringify(facts), 'utf8'));
    names.was(clients, venues);
    this.core.options.journal.requireSync();
    this.core.log.commit();
  }

  private resumeAll(watcher: VenueWatch): void {
    for (const order of this.core.openOrders()) {
      const instrument = this.core.options.symbols.instruments[order.terms.instrument]!;
      const plan = this.core.options.plan(order.terms, instrument, this.core.planVenues.of(order.terms.instrument));
      if ('text' in plan) {
        this.core.raise('workerFailed', order, undefined, `after the restart: ${plan.code} ${plan.text}`);
        this.core.recorder.close(this.core.now, order, 'canceled', plan.code, plan.text, true);
      } else this.core.workers.create(order, plan);
      // The log ends behind its first child: it is accepted, and its client must not wait for the venue to hear so.
      if (mustStart(order) && order.children.length > 0) this.core.recorder.started(this.core.now, order);
      for (const child of order.children) if (child.cancelWanted) this.core.children.wait(child);
      this.core.orders.touched.add(order);
    }
    watcher.restarted();
  }
}

function mustStart(order: ParentOrder): boolean {
  return !order.isStarted && !order.isDone && order.closing === undefined;
}
