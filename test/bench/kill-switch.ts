/**
 * `crossfeed bench --suite kill-switch`: 1,000 open orders at three venues, and how long after the kill switch the last cancel is on the wire. The whole order path is the gateway's own,
 * up to the venue's `socket.write`; the kernel is not in it. What the engine says beforehand (its bound) is held against what was measured.
 */
import { tmpdir } from 'node:os';
import { blankClientOrder } from '../../control/core/order-entry.js';
import { OrdType } from '../../control/core/venue.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { inlineMore } from '../../control/core/world-v8.js';
import { NearVenues, nextTurn, until } from './gateway/near-venues.js';
import { BID, SYMBOLS, VENUES, type PathOptions } from './gateway/order-path.js';
import { quantiles, type BenchSuite } from './harness.js';

const ORDERS = 1000;
/** Each with orders, venues and a journal of its own; the first one runs code that nothing has compiled yet, and has a line of its own. */
const ROUNDS = 8;
/** The plan's: kill switch to the last cancel on the wire, where venues take a mass cancel. */
const GOAL_NS = 50_000_000;
/** Orders that enter between two turns. */
const BATCH = 20;
/** A timer fires late by the length of a turn, and each stretch of a rate limit is begun by one. */
const LATE_MS = 25;

interface Round {
  /** Until each venue had its first cancel or mass cancel, and until nothing more was to be sent. */
  readonly firstNs: number;
  readonly lastNs: number;
  /** What the engine said when it was asked. */
  readonly boundMs: number;
  readonly massCancels: number;
}

export async function killRound(
  options: Pick<PathOptions, 'venueYaml' | 'massCancel'>,
  orders: number,
): Promise<Round> {
  const { clock } = realTradingWorld;
  const desk = new NearVenues('group', false, options);
  const { engine } = desk.path;
  try {
    await desk.start();
    await enter(desk, orders);
    const firsts = new Map<number, number>();
    desk.onWritten = (port) => {
      if (!firsts.has(port)) firsts.set(port, clock.monotonicNs());
    };
    const before = desk.venues.reduce((sum, { cancels }) => sum + cancels, 0);
    const startNs = clock.monotonicNs();
    const proof = engine.cancelAll({}, 'KILL_SWITCH', 'bench');
    const wire = proof.wire ?? [];
    const massCancels = wire.filter(({ massCancel }) => massCancel).length;
    const expected = before + orders + massCancels;
    await until(() => desk.venues.reduce((sum, { cancels }) => sum + cancels, 0) >= expected);
    return {
      firstNs: Math.max(...firsts.values()) - startNs,
      lastNs: desk.writtenNs - startNs,
      boundMs: Math.max(...wire.map(({ withinMs }) => withinMs ?? Infinity)),
      massCancels,
    };
  } finally {
    desk.onWritten = undefined;
    await desk.close();
  }
}

/** Resting orders, as many at each venue. */
async function enter({ path: { engine }, venues }: NearVenues, orders: number): Promise<void> {
  for (let n = 0; n < orders; n++) {
    const venue = Math.floor((n * VENUES.length) / orders);
    if (n % BATCH === 0) {
      for (let other = 0; other < VENUES.length; other++) engine.setVenueEnabled(other, other === venue);
      await nextTurn();
    }
    engine.submit({
      ...blankClientOrder(),
      clOrdId: `K${n}`,
      instrument: n % SYMBOLS,
      ordType: OrdType.limit,
      quantity: 100 + n,
      price: BID - 100 * (1 + (n % 50)),
    });
  }
  for (let other = 0; other < VENUES.length; other++) engine.setVenueEnabled(other, true);
  await until(() => venues.reduce((sum, { requests }) => sum + requests, 0) >= orders + VENUES.length);
  await nextTurn();
}

export const suite: BenchSuite = {
  name: 'kill-switch',
  description: `${ORDERS} open orders at ${VENUES.length} OUCH venues: the kill switch to the last cancel at the venue’s socket.write`,
  async run({ report, note }) {
    inlineMore();
    const cases = [
      ['mass-cancel', 'venues take a mass cancel', { massCancel: 'native' }, 'lastNs'],
      [
        'mass-cancel-limited',
        'venues take a mass cancel, and 400 requests a second otherwise: until each had its mass cancel',
        { massCancel: 'native', venueYaml: 'rate: { messages: 400, perMs: 1000, queueMax: 1024 }\n' },
        'firstNs',
      ],
      ['single', 'no mass cancel, no limit of the rate', {}, 'lastNs'],
      [
        'single-limited',
        'no mass cancel, 400 requests in any second',
        { venueYaml: 'rate: { messages: 400, perMs: 1000, queueMax: 1024 }\n' },
        'lastNs',
      ],
    ] as const;
    for (const [name, what, options, wanted] of cases) {
      const times: number[] = [];
      let boundMs = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const result = await killRound(options, ORDERS);
        times.push(result[wanted]);
        boundMs = result.boundMs;
      }
      const input = `${ORDERS} orders, ${what}; told beforehand: ${boundMs} ms; journal group on ${tmpdir()}`;
      const goal = { atMost: boundMs > 0 ? (boundMs + LATE_MS) * 1e6 : GOAL_NS, of: 'max' } as const;
      const [cold = 0, ...warm] = times;
      report({ name: `kill-${name}-first`, unit: 'ns', n: 1, ...quantiles(Float64Array.of(cold)), input, goal });
      report({ name: `kill-${name}`, unit: 'ns', n: warm.length, ...quantiles(Float64Array.from(warm)), input, goal });
    }
    note(
      `the goal is ${GOAL_NS / 1e6} ms where nothing limits the rate, and otherwise what the engine told beforehand, with ${LATE_MS} ms for timers`,
    );
  },
};
