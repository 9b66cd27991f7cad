/**
 * From the client socket's data callback to the venue's `socket.write`, in one process: a FIX NewOrderSingle in, an OUCH 5.0 Enter Order out, with the journal of this machine's
 * disk in between. One order under way at a time: it is accepted, filled and told to the client before the next. Then as many a second as go, in pieces as sockets bring them.
 */
import { tmpdir } from 'node:os';
import type { DurabilityPolicy } from '../../../control/core/journal.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { quantiles, type BenchContext } from '../harness.js';
import { ClientFrames } from './client-frames.js';
import { NearVenues, until } from './near-venues.js';

const ORDERS: Readonly<Record<DurabilityPolicy, number>> = { group: 40_000, os: 40_000, sync: 2_000 };
const WARM_UP = 0.3;
/** Orders of one piece of bytes, as a client that sends without waiting fills a read of the socket. */
const PIECE = 32;
const PIECES: Readonly<Record<DurabilityPolicy, number>> = { group: 4000, os: 4000, sync: 300 };

export async function run({ report, note }: BenchContext): Promise<void> {
  note(
    'in-process-…: bytes of NewOrderSingle into the data callback of the clients’ acceptor, until the venue’s socket.write is called with the bytes of Enter Order; parsing, the FIX session, plan, risk with every check, routing, OUCH, journal and its commit are in it; the kernel is not',
  );
  for (const policy of ['group', 'os', 'sync'] as const) {
    const desk = new InProcessDesk(policy);
    await desk.start();
    const input = `a limit order that takes, 3 OUCH venues, journal ${policy} on ${tmpdir()}`;
    const times = await desk.oneByOne(ORDERS[policy]);
    report({
      name: `in-process-${policy}`,
      unit: 'ns',
      n: times.length,
      ...quantiles(times.slice()),
      input,
      ...(policy === 'group' ? { goal: { atMost: 25_000 } } : {}),
    });
    if (policy === 'group') {
      const { p99 } = quantiles(times);
      const row = { n: times.length, p50: p99, p99, p999: p99, max: p99 };
      report({
        name: 'in-process-group-p99',
        unit: 'ns',
        ...row,
        input: 'the p99 of the line above',
        goal: { atMost: 200_000 },
      });
    }
    const rate = await desk.inPieces(PIECES[policy]);
    report({
      name: `in-process-rate-${policy}`,
      unit: 'orders/s',
      n: PIECES[policy] * PIECE,
      p50: rate,
      p99: rate,
      p999: rate,
      max: rate,
      input: `${input}; ${PIECE} orders a piece, an ack and a fill each, the venue's own work in it`,
      ...(policy === 'sync' ? {} : { goal: { atLeast: 25_000 } }),
    });
    await desk.close();
  }
}

export class InProcessDesk {
  private readonly near: NearVenues;
  private readonly frames = new ClientFrames();
  private toGateway!: (bytes: Uint8Array) => void;
  /** Messages that the client got. */
  private told = 0;

  constructor(policy: DurabilityPolicy) {
    this.near = new NearVenues(policy, true);
  }

  async start(): Promise<void> {
    await this.near.start();
    this.toGateway = this.near.network.come((bytes) => {
      this.told += messagesIn(bytes);
    });
    this.toGateway(this.frames.logon());
    await this.until(1);
  }

  /** Nanoseconds of each order after the warm-up. */
  async oneByOne(orders: number): Promise<Float64Array> {
    const { clock } = realTradingWorld;
    const times = new Float64Array(orders);
    for (let i = 0; i < orders; i++) {
      const bytes = this.frames.order();
      const target = this.told + 2;
      this.near.writtenNs = 0;
      const startNs = clock.monotonicNs();
      this.toGateway(bytes);
      await this.near.written();
      times[i] = this.near.writtenNs - startNs;
      await this.until(target);
    }
    return times.slice(Math.floor(orders * WARM_UP));
  }

  /** Orders a second, from the first byte to the last report. */
  async inPieces(pieces: number): Promise<number> {
    const { clock } = realTradingWorld;
    const begun = this.told;
    let startNs = 0;
    const warmUp = Math.floor(pieces * WARM_UP);
    for (let i = 0; i < pieces; i++) {
      if (i === warmUp) startNs = clock.monotonicNs();
      this.toGateway(this.frames.orders(PIECE));
      // A few pieces are under way at once.
      await this.until(begun + (i - 2) * PIECE * 2);
    }
    await this.until(begun + pieces * PIECE * 2);
    return ((pieces - warmUp) * PIECE) / ((clock.monotonicNs() - startNs) / 1e9);
  }

  close(): Promise<void> {
    return this.near.close();
  }

  private until(told: number): Promise<void> {
    return until(() => this.told >= told);
  }
}

/** A piece has whole messages, each of which begins with `8=`. */
function messagesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let i = 0; i + 1 < bytes.length; i++) {
    if (bytes[i] === 0x38 && bytes[i + 1] === 0x3d && (i === 0 || bytes[i - 1] === 1)) count++;
  }
  return count;
}
