/**
 * From a record in the card's ring to the order bytes it causes, in the transmit buffer of the venue's session and with their records in the journal's memory, in one thread
 * without a turn of the event loop between: books, consolidated book, trigger or peg, risk, journal records, OUCH encoder. What follows, the rest of the turn (state, reports),
 * the system call that writes the journal and the one that takes the bytes, is shown apart; so is what comes before, the card.
 */
import { tmpdir } from 'node:os';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { blankClientOrder } from '../../../control/core/order-entry.js';
import { OrdType, Side } from '../../../control/core/venue.js';
import { SoupLine } from '../../../control/venues/ouch/soup-line.js';
import { libraryExists } from '../../../driver/library.js';
import { quantiles, type BenchContext } from '../harness.js';
import { lastByteToRecord } from '../nic.js';
import { NearVenues, nextTurn } from './near-venues.js';
import { MarketRecords } from './market-records.js';
import { SYMBOLS, VENUES } from './order-path.js';

const ROUNDS = 24_000;
const WARM_UP = 8_000;
const CYCLE_NS = 6.4;
const BID = 1_000_000;
const ASK = 1_010_000;
const SPREAD_STEPS = 16;
const LOCATE = 1;
/** Different ones of the stops. */
const QUANTITIES = 4000;
/** Shares at each price: every stop finds at one venue all that it wants, and is one order there. */
const SHOWN = 5000;

export async function run(context: BenchContext): Promise<void> {
  const { report, note } = context;
  const input = `3 OUCH venues, every risk check, journal group on ${tmpdir()}; the first ${WARM_UP} are warm-up`;
  const pegs = await new RecordDesk(false).pegs();
  const stops = await new RecordDesk(true).stops();
  for (const [name, what, { record, turn, write }] of [
    ['peg', 'an order of the feed moves the best bid: Replace Order', pegs],
    ['stop', 'a trade of the feed triggers a stop: Enter Order', stops],
  ] as const) {
    const figures = quantiles(record);
    report({
      name: `record-to-${name}`,
      unit: 'ns',
      n: record.length,
      ...figures,
      input: `${what}; ${input}`,
      goal: { atMost: 2000 },
    });
    report({
      name: `record-to-${name}-turn`,
      unit: 'ns',
      n: turn.length,
      ...quantiles(turn),
      input: 'from there to the end of the turn: the state of the orders, risk’s exposure, reports',
    });
    report({
      name: `record-to-${name}-write`,
      unit: 'ns',
      n: write.length,
      ...quantiles(write),
      input: 'from there to socket.write: the journal’s write system call',
    });
    if (!libraryExists()) continue;
    const cycles = lastByteToRecord();
    const wire = (cycles: number, ns: number): number => cycles * CYCLE_NS + ns;
    report({
      name: `wire-to-${name}`,
      unit: 'ns',
      n: record.length,
      p50: wire(cycles.p50, figures.p50),
      p99: wire(cycles.p99, figures.p99),
      p999: wire(cycles.p999, figures.p999),
      max: wire(cycles.max, figures.max),
      input: `${cycles.p50} simulated cycles of ${CYCLE_NS} ns from the last byte of the frame to the record, and the line above`,
      goal: { atMost: 3000 },
    });
  }
  note(
    'record-to-…: everything between the slot in the ring and the bytes in the session’s buffer; wire-to-… adds the card’s simulated cycles, quantile to quantile. Not in it, and modelled only: PHY and MAC (some 0.3 us both ways at 10GBASE-R), PCIe (some 0.4 us for a posted write of a slot, twice with the way out), the two system calls shown apart',
  );
}

/** When order bytes last came into the buffer of a session. */
let bufferedNs = 0;
const send = Object.getOwnPropertyDescriptor(SoupLine.prototype, 'send')!.value as SoupLine['send'];
SoupLine.prototype.send = function (this: SoupLine, packets: Uint8Array, start: number, end: number): boolean {
  const isTaken = send.call(this, packets, start, end);
  bufferedNs = realTradingWorld.clock.monotonicNs();
  return isTaken;
};

interface Times {
  /** To the bytes in the session's buffer; from there to the end of the turn; from there to the socket. */
  readonly record: Float64Array;
  readonly turn: Float64Array;
  readonly write: Float64Array;
}

/** One instrument's market, quoted by records. */
export class RecordDesk {
  private readonly near: NearVenues;
  private readonly records: MarketRecords;
  private ref = 100;

  constructor(
    fills: boolean,
    private readonly rounds = ROUNDS,
    private readonly warmUp = WARM_UP,
  ) {
    this.near = new NearVenues('group', fills);
    this.records = new MarketRecords(this.near.path);
  }

  pegs(): Promise<Times> {
    return this.open(() => this.reprices());
  }

  stops(): Promise<Times> {
    return this.open(() => this.triggers());
  }

  private async reprices(): Promise<Times> {
    const { engine } = this.near.path;
    engine.submit({
      ...blankClientOrder(),
      clOrdId: 'peg',
      ordType: OrdType.pegged,
      pegTo: 'same',
      quantity: 100,
      algoParameters: { pegIntervalMs: '0' },
    });
    await this.near.quiet();
    let ref = 11;
    return this.measure(() => {
      // The bid of one venue goes up and down behind the ask.
      const price = BID + 100 * (1 + (this.ref % SPREAD_STEPS));
      this.records.replace(1, LOCATE, ref, this.ref, 300, price);
      ref = this.ref++;
    });
  }

  private triggers(): Promise<Times> {
    const { engine } = this.near.path;
    const order = { ...blankClientOrder(), ordType: OrdType.stop, side: Side.sell };
    let number = 0;
    return this.measure(
      () => this.records.trade(0, LOCATE, 100, BID + 3000),
      async () => {
        const before = this.records.next;
        this.records.trade(0, LOCATE, 100, BID + 5000);
        this.records.deliver(before);
        // No two within the window of duplicates are the same, however fast the machine.
        const quantity = 1 + (number % QUANTITIES);
        engine.submit({ ...order, clOrdId: `S${number++}`, quantity, stopPrice: BID + 4000 });
        await this.near.quiet();
      },
    );
  }

  /** A run that fails leaves nothing open that would keep the process alive. */
  private async open(run: () => Promise<Times>): Promise<Times> {
    try {
      await this.quote();
      return await run();
    } finally {
      await this.near.close();
    }
  }

  private async quote(): Promise<void> {
    await this.near.start(false);
    const { records } = this;
    const first = records.next;
    for (let venue = 0; venue < VENUES.length; venue++) {
      for (let symbol = 0; symbol < SYMBOLS; symbol++) records.directory(venue, symbol + 1, `S${symbol}`);
      records.add(venue, LOCATE, 10 + venue, true, SHOWN, BID);
      records.add(venue, LOCATE, 20 + venue, false, SHOWN, ASK);
    }
    records.deliver(first);
    await nextTurn();
  }

  private async measure(write: () => void, prepare: () => Promise<void> = () => Promise.resolve()): Promise<Times> {
    const { clock } = realTradingWorld;
    const { near, records } = this;
    const record = new Float64Array(this.rounds);
    const turn = new Float64Array(this.rounds);
    const written = new Float64Array(this.rounds);
    for (let i = 0; i < this.rounds; i++) {
      await prepare();
      const before = records.next;
      write();
      near.writtenNs = 0;
      const startNs = clock.monotonicNs();
      records.deliver(before);
      const endNs = clock.monotonicNs();
      if (bufferedNs < startNs || near.path.isIdle) throw new Error(`record ${i} moved nothing`);
      await near.written();
      record[i] = bufferedNs - startNs;
      turn[i] = endNs - bufferedNs;
      written[i] = near.writtenNs - endNs;
      await near.quiet();
    }
    return { record: record.slice(this.warmUp), turn: turn.slice(this.warmUp), write: written.slice(this.warmUp) };
  }
}
