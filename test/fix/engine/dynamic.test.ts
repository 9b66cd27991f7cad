import { expect, it } from 'vitest';
import { acceptorConfig, initiatorConfig, Pair } from './pair.js';

it('takes sessions on and off while others trade', async () => {
  const pair = new Pair();
  const { desk } = await pair.logOn();
  const second = pair.venue.add({ ...acceptorConfig, targetCompId: 'DESK2' });
  const desk2 = pair.desk.add(
    { ...initiatorConfig, senderCompId: 'DESK2' },
    { initiator: { endpoints: [pair.endpoint] } },
  );
  expect(await pair.until(() => desk2.session.isLoggedOn)).toBe(true);
  await pair.world.wait(pair.venue.engine.removeSession(second.id, 'leaving'));
  expect(pair.desk.application.told).toContain('logout VENUE: the counterparty logged out: leaving');
  expect(desk.session.isLoggedOn).toBe(true);
  expect(pair.venue.engine.sessions.map(({ id }) => id)).toEqual(['FIX.4.4:VENUE->DESK']);
  await pair.world.run(5000);
  expect(desk2.session.isLoggedOn).toBe(false);
  pair.venue.add({ ...acceptorConfig, targetCompId: 'DESK2' });
  expect(await pair.until(() => desk2.isBusy && desk2.own.connections > 1)).toBe(true);
  await pair.world.wait(pair.desk.engine.close());
  expect(pair.desk.engine.sessions).toEqual([]);
});

it('removes a session whose counterparty does not answer the Logout', async () => {
  const pair = new Pair();
  const { desk } = await pair.logOn();
  pair.world.link('desk', 'venue').partition();
  await pair.world.wait(pair.desk.engine.removeSession(desk.id));
  expect(pair.desk.engine.sessions).toEqual([]);
});

it('removes a session while it connects', async () => {
  const pair = new Pair();
  pair.world.link('desk', 'venue').partition();
  const desk = pair.desk.add(initiatorConfig, { initiator: { endpoints: [pair.endpoint] } });
  await pair.world.run(100);
  expect(desk.session.state).toBe('Connecting');
  await pair.world.wait(pair.desk.engine.removeSession(desk.id));
  expect(pair.desk.engine.sessions).toEqual([]);
});

it('makes sessions from a template, up to its limit', async () => {
  const pair = new Pair();
  await pair.listen();
  pair.venue.engine.addTemplate({
    name: 'guests',
    sessionsMax: 2,
    create: ({ beginString, senderCompId, targetCompId }) =>
      senderCompId === 'VENUE' && targetCompId.startsWith('GUEST')
        ? { config: { ...acceptorConfig, beginString, targetCompId }, application: pair.venue.application }
        : undefined,
  });
  const guests = ['GUEST1', 'GUEST2', 'GUEST3', 'OTHER'].map((senderCompId) =>
    pair.desk.add({ ...initiatorConfig, senderCompId }, { initiator: { endpoints: [pair.endpoint] } }),
  );
  await pair.world.run(2000);
  expect(guests.map((guest) => guest.session.isLoggedOn).sort()).toEqual([false, false, true, true]);
  expect(guests[3]!.session.isLoggedOn).toBe(false);
  expect(pair.venue.engine.sessions.length).toBe(2);
});

it('resets numbers when it is told to, and logs on again', async () => {
  const pair = new Pair();
  const { desk, venue } = await pair.logOn();
  pair.desk.order(desk, 'one');
  await pair.world.run(100);
  pair.venue.process.run(() => venue.disable('numbers'));
  await pair.world.run(100);
  pair.desk.process.run(() => desk.resetNumbers());
  pair.venue.process.run(() => {
    venue.resetNumbers();
    venue.enable();
  });
  expect(await pair.until(() => desk.session.state === 'Active' && venue.session.state === 'Active')).toBe(true);
  expect([desk.session.store.nextOutgoing, venue.session.store.nextIncoming]).toEqual([2, 2]);
});

it('tells everything in a snapshot', async () => {
  const pair = new Pair();
  const { desk } = await pair.logOn();
  pair.desk.order(desk, 'one');
  await pair.world.run(120_000);
  const snapshot = pair.desk.engine.snapshot();
  expect(snapshot.sessions[0]).toMatchObject({
    id: 'FIX.4.4:DESK->VENUE',
    role: 'initiator',
    state: 'Active',
    remote: '10.0.0.2:9880',
    endpoint: '10.0.0.2:9880',
    queuedBytes: 0,
    isReplaying: false,
    counters: expect.objectContaining({ logons: 1, connections: 1, connectsFailed: 0 }),
  });
  expect(snapshot.sessions[0]?.nextOutgoing).toBeGreaterThan(5);
  expect(() => JSON.stringify(snapshot)).not.toThrow();
  expect(pair.venue.engine.snapshot().listeners[0]).toMatchObject({
    port: 9880,
    connections: 1,
    counters: { accepted: 1 },
  });
});
