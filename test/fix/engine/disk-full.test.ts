import { expect, it } from 'vitest';
import { journalledSide } from './journalled.js';
import { acceptorConfig, initiatorConfig, Pair } from './pair.js';
import { RawPeer } from './raw-peer.js';

const PENDING_BYTES = 16_384;

async function tradingVenue(pair: Pair, options: Parameters<typeof journalledSide>[1] = {}) {
  const { side, journal } = journalledSide(pair.venue.process, options);
  pair.venue = side;
  pair.venue.application.onOrder = (session, message) => {
    session.begin('8').string(11, message.string(11) ?? '');
    session.send();
  };
  await pair.listen();
  const venue = pair.venue.add(acceptorConfig);
  const desk = pair.desk.add(initiatorConfig, { initiator: { endpoints: [pair.endpoint] } });
  expect(await pair.until(() => desk.session.isLoggedOn)).toBe(true);
  return { journal, venue, desk };
}

it('stops sending and taking, says so, and goes on without a restart when there is room', async () => {
  const pair = new Pair();
  const { journal, venue, desk } = await tradingVenue(pair);
  pair.desk.order(desk, 'before');
  expect(await pair.until(() => pair.desk.application.messages.length === 1)).toBe(true);
  const disk = pair.venueHost.disk;
  const full = disk.fail({ operation: 'write', code: 'ENOSPC', times: 1_000_000 });
  for (let i = 0; i < 20; i++) {
    pair.desk.order(desk, `full-${i}`);
    await pair.world.run(10);
  }
  expect(journal.state).toBe('full');
  expect(pair.venue.recorder.types('journal')).toEqual(['journal']);
  // The first order was taken into memory, and its report waits; the others wait in the kernel.
  expect(pair.desk.application.messages).toEqual(['8 before']);
  expect(pair.venue.application.messages.length).toBeLessThan(5);
  expect(venue.queuedBytes).toBeGreaterThan(0);
  await pair.world.run(10_000);
  const stranger = new RawPeer(pair.desk.process, pair.endpoint);
  expect(await pair.until(() => stranger.end !== undefined)).toBe(true);
  expect(pair.venue.recorder.types('dropped')).toEqual(['journalNotOpen']);
  full.cancel();
  expect(await pair.until(() => pair.desk.application.messages.length === 21)).toBe(true);
  expect(pair.desk.application.messages.slice(1)).toEqual(Array.from({ length: 20 }, (_, i) => `8 full-${i}`));
  expect(desk.own.connections).toBe(1);
  expect([journal.state, venue.session.state]).toEqual(['open', 'Active']);
  expect(pair.venue.engine.snapshot().journal).toMatchObject({ state: 'open', counters: { stalls: 1 } });
});

it('gives nobody up for silence while it is full, or right after', async () => {
  const pair = new Pair();
  const { venue, desk } = await tradingVenue(pair);
  const full = pair.venueHost.disk.fail({ operation: 'write', code: 'ENOSPC', times: 1_000_000 });
  pair.desk.order(desk, 'one');
  // Longer than the venue would wait for a sign of life, but not longer than the desk does: it asks, and hears nothing yet.
  await pair.world.run(65_000);
  full.cancel();
  expect(await pair.until(() => pair.desk.application.messages.length === 1)).toBe(true);
  await pair.world.run(60_000);
  expect([desk.session.state, venue.session.state, desk.own.connections]).toEqual(['Active', 'Active', 1]);
});

it('takes everything once, when one read brings more than the journal can hold', async () => {
  const pair = new Pair();
  const { journal, venue, desk } = await tradingVenue(pair, { maxPendingBytes: PENDING_BYTES });
  // An answer that cannot be stored is refused, and the application's to send again; here it is about what comes in.
  pair.venue.application.onOrder = undefined;
  const full = pair.venueHost.disk.fail({ operation: 'write', code: 'ENOSPC', times: 1_000_000 });
  const ids = Array.from({ length: 200 }, (_, i) => `order-${i}`);
  pair.desk.process.run(() => {
    for (const id of ids) {
      desk.session.begin('D').string(11, id);
      desk.session.send();
    }
  });
  expect(await pair.until(() => journal.state === 'full')).toBe(true);
  await pair.world.run(2000);
  expect(venue.own.journalRefusals).toBeGreaterThan(0);
  expect(journal.pendingBytes).toBeLessThanOrEqual(PENDING_BYTES);
  full.cancel();
  expect(await pair.until(() => pair.venue.application.messages.length === ids.length)).toBe(true);
  await pair.world.run(5000);
  expect(pair.venue.application.messages).toEqual(ids.map((id) => `D ${id}`));
  expect([desk.own.connections, venue.session.state]).toEqual([1, 'Active']);
});
