import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SeededRandom } from '../../control/core/random.js';
import { blankRequest, routeSlices } from '../../control/core/router.js';
import { realDisk } from '../../control/core/world-disk.js';
import { explainDecisions, replayDecisions } from '../../control/commands/route/explain.js';
import { defaultRouting } from '../../control/routing/config.js';
import { lastDecision } from '../../control/routing/decisions/reader.js';
import { DecisionLog } from '../../control/routing/decisions/log.js';
import { SmartRouter } from '../../control/routing/router.js';
import { RuleBook } from '../../control/routing/rules/rule-book.js';
import { PROTECTION } from './oracle.js';
import { RandomMarket } from './random-market.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'decisions-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const NOW = Date.UTC(2026, 10, 23, 15);

const everDay = (rule: 'halts' | 'price-bands' | 'locked-crossed') => ({
  rule,
  market: 'test',
  versions: [{ from: '2000-01-01', on: true }],
});

/** A day of random orders with what venues made of them, recorded. */
function record(orders: number, drainEvery: number, fileBytesMax: number): DecisionLog {
  const random = new SeededRandom(11);
  const market = new RandomMarket({ instruments: 3, venues: 5, depth: 8, random, sizeStep: 50 });
  const fee = (perUnit: string) => ({ fees: [{ tiers: [{ take: { perUnit }, make: { perUnit: '-0.001' } }] }] });
  const config = defaultRouting({
    ringKiB: 64,
    comparison: { share: 0.2, control: 'primary' },
    venues: { V0: fee('0.003'), V1: fee('-0.0018'), V2: fee('0.0007') },
    strategies: [
      {
        name: 'inside',
        order: 'score',
        weights: { price: 1, fill: 1 },
        toleranceBps: 3,
        midpointChance: 0.2,
        sweep: 'sequential',
      },
    ],
  });
  const rules = new RuleBook({
    ...PROTECTION,
    rules: [...PROTECTION.rules, everDay('halts'), everDay('price-bands'), everDay('locked-crossed')],
  });
  const router = new SmartRouter({
    market: market.book,
    symbols: market.symbols,
    venues: market.venueIds,
    config,
    rules,
    clients: ['ALPHA'],
  });
  const log = new DecisionLog({
    disk: realDisk,
    directory,
    router,
    fileBytesMax,
    reference: { venues: market.venueIds, clients: ['ALPHA'], instruments: market.symbols.instruments, config },
  });
  const request = { ...blankRequest() };
  const into = routeSlices();
  log.drain();
  for (let n = 1; n <= orders; n++) {
    const instrument = random.below(3);
    market.draw(instrument, random.below(5));
    request.orderId = 1000 + n;
    request.instrument = instrument;
    request.side = random.below(2) === 0 ? 0x31 : 0x32;
    request.quantity = 50 * (1 + random.below(40));
    request.limitPrice = random.below(2) === 0 ? 0 : 1_000_000 + 100 * (random.below(9) - 4);
    request.takeOnly = random.below(2) === 0;
    request.postOnly = random.below(9) === 0;
    request.minQuantity = random.below(9) === 0 ? 100 : 0;
    request.attempt = random.below(10);
    request.excludedVenues = random.below(5) === 0 ? 1 << random.below(5) : 0;
    request.strategy = random.below(router.strategies.all.length + 1);
    request.epochMs = NOW + n;
    if (n % 97 === 0) router.setHalt(instrument, n % 2);
    if (n % 89 === 0) router.setBands(instrument, 990_000, 1_000_200);
    if (n % 83 === 0) router.useFallback(n % 2 === 0, 'test', 'drill', NOW);
    if (n % 79 === 0) router.onVenue(random.below(5), random.below(3) > 0, n * 1e6);
    if (n % 71 === 0) rules.set('test', 'order-protection', random.below(2) === 0, 'test', 'drill', NOW);
    if (n % 61 === 0) router.waiting.add(5, 0, instrument, request.side, request.strategy, 0);
    if (n % 61 === 5) router.waiting.remove(5);
    router.route(request, into);
    for (let slice = 0; slice < into.count; slice++) {
      const id = n * 100 + slice;
      const venue = into.venues[slice]!;
      const atNs = n * 1e6 + slice;
      router.onSent(
        venue,
        id,
        instrument,
        into.quantities[slice]!,
        into.prices[slice]!,
        atNs,
        request.side,
        into.takes[slice] === 1,
        into.decision,
      );
      if (random.below(10) === 0) continue;
      router.onAcknowledged(venue, id, atNs + 1e5 * (1 + venue));
      const filled = random.below(3) * 25;
      if (filled > 0) router.onFilled(venue, id, filled, into.prices[slice]!, false, atNs + 2e5);
      router.onEnded(venue, id, filled, atNs + 3e5);
    }
    if (n === 7) log.note({ clOrdId: 'abc-7', orderId: 1007, client: 'ALPHA' });
    if (n % drainEvery === 0) log.drain();
  }
  log.close();
  return log;
}

it('makes recorded decisions again, byte for byte, over several files', () => {
  const log = record(3000, 10, 400_000);
  expect(log.counters).toMatchObject({ lostWords: 0, failures: 0 });
  expect(log.counters.files).toBeGreaterThan(3);
  let text = '';
  expect(replayDecisions(directory, true, (more) => (text += more))).toBe(true);
  expect(JSON.parse(text)).toEqual({ decisions: 3000, different: 0, first: null });
});

it('goes on behind what a power cut left', () => {
  record(200, 50, 1 << 20).close();
  const last = lastDecision(realDisk, directory);
  expect(last).toBeGreaterThan(0);
  const [name] = readdirSync(directory).sort().reverse();
  const file = join(directory, name!);
  const whole = readFileSync(file);
  // Room that was never written; rubbish; nothing of the file at all.
  writeFileSync(file, Buffer.concat([whole, Buffer.alloc(4096)]));
  expect(lastDecision(realDisk, directory)).toBe(last);
  writeFileSync(file, Buffer.concat([whole, Buffer.alloc(64, 0xff)]));
  expect(lastDecision(realDisk, directory)).toBe(last);
  writeFileSync(file, Buffer.alloc(whole.length));
  expect(lastDecision(realDisk, directory)).toBeLessThanOrEqual(last);
});

it('counts what the ring lost, and can read what comes after', () => {
  const log = record(2000, 500, 64e6);
  expect(log.counters.lostWords).toBeGreaterThan(0);
  let text = '';
  expect(replayDecisions(directory, true, (more) => (text += more))).toBe(true);
  expect(JSON.parse(text).decisions).toBeLessThan(2000);
});

it('explains an order by its number and by the name that the client gave it', () => {
  record(50, 10, 64e6);
  let byNumber = '';
  let byName = '';
  explainDecisions(directory, '1007', false, (more) => (byNumber += more));
  explainDecisions(directory, 'abc-7', false, (more) => (byName += more));
  expect(byNumber).toContain('the same, byte for byte');
  expect(byNumber).toMatch(/venue +price +displayed/);
  expect(byName).toBe(byNumber);
  expect(() => explainDecisions(directory, '1', false, () => undefined)).toThrow(
    'no decision is recorded for this order',
  );
});
