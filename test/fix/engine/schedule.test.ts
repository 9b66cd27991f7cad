import { expect, it } from 'vitest';
import { ZonedSchedule } from '../../../control/fix/schedule/zoned-schedule.js';
import { journalledSide } from './journalled.js';
import { acceptorConfig, initiatorConfig, Pair } from './pair.js';

const HOUR_MS = 3_600_000;
/** Monday 2026-11-23, 06:30 in New York. */
const MONDAY = Date.parse('2026-11-23T11:30Z');
const newYork = { timeZone: 'America/New_York', start: '07:00', end: '17:00' } as const;

it('logs on and off by the clock, and begins each session with number 1', async () => {
  const pair = new Pair(1, MONDAY);
  await pair.listen();
  const schedule = (): ZonedSchedule =>
    ZonedSchedule.daily({ ...newYork, weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] });
  const venue = pair.venue.add(acceptorConfig, { schedule: schedule() });
  const desk = pair.desk.add(initiatorConfig, { schedule: schedule(), initiator: { endpoints: [pair.endpoint] } });
  const states = (): boolean[] => [desk.session.isLoggedOn, venue.session.isLoggedOn];
  await pair.world.run(0.49 * HOUR_MS);
  expect(states()).toEqual([false, false]);
  expect(desk.own.connections + desk.own.connectsFailed).toBe(0);
  await pair.world.run(0.02 * HOUR_MS);
  expect(states()).toEqual([true, true]);
  pair.desk.order(desk, 'one');
  await pair.world.run(9.9 * HOUR_MS);
  expect(states()).toEqual([true, true]);
  const used = desk.session.store.nextOutgoing;
  expect(used).toBeGreaterThan(1000);
  await pair.world.run(0.2 * HOUR_MS);
  expect(states()).toEqual([false, false]);
  expect([desk.session.state, desk.isScheduledOn]).toEqual(['Disconnected', false]);
  // Numbers stay until the next session begins.
  expect(desk.session.store.nextOutgoing).toBeGreaterThan(used);
  await pair.world.run(14 * HOUR_MS);
  expect(states()).toEqual([true, true]);
  expect(desk.session.store.nextOutgoing).toBeLessThan(150);
  const day = ['schedule', 'scheduleReset', 'schedule'];
  expect(pair.desk.recorder.types('schedule', 'scheduleReset')).toEqual(['schedule', ...day, ...day.slice(0, 2)]);
  // Over the weekend nobody connects.
  await pair.world.run(4 * 24 * HOUR_MS);
  expect([states(), venue.isScheduledOn]).toEqual([[false, false], false]);
}, 300_000);

it('renews a session that is always on, at its boundary', async () => {
  const pair = new Pair(1, MONDAY);
  await pair.listen();
  const schedule = (): ZonedSchedule => ZonedSchedule.daily({ ...newYork, start: '17:00', end: '17:00' });
  const venue = pair.venue.add(acceptorConfig, { schedule: schedule() });
  const desk = pair.desk.add(initiatorConfig, { schedule: schedule(), initiator: { endpoints: [pair.endpoint] } });
  await pair.world.run(10 * HOUR_MS);
  expect(desk.session.isLoggedOn).toBe(true);
  expect(desk.session.store.nextOutgoing).toBeGreaterThan(1000);
  await pair.world.run(HOUR_MS);
  expect([desk.session.state, venue.session.state]).toEqual(['Active', 'Active']);
  expect(desk.session.store.nextOutgoing).toBeLessThan(200);
  expect([desk.own.scheduleResets, venue.own.scheduleResets]).toEqual([1, 1]);
}, 300_000);

it('resets at a time of its own', async () => {
  const pair = new Pair(1, MONDAY);
  await pair.listen();
  const reset = { time: '12:00' };
  const schedule = (): ZonedSchedule => ZonedSchedule.daily({ ...newYork, reset });
  const venue = pair.venue.add(acceptorConfig, { schedule: schedule() });
  const desk = pair.desk.add(initiatorConfig, { schedule: schedule(), initiator: { endpoints: [pair.endpoint] } });
  await pair.world.run(5.6 * HOUR_MS);
  expect([desk.session.state, venue.session.state]).toEqual(['Active', 'Active']);
  expect(desk.own.scheduleResets).toBe(1);
  expect(desk.session.store.nextOutgoing).toBeLessThan(20);
}, 300_000);

it('resets what is older than the session, when the process was down at the boundary', async () => {
  const pair = new Pair(1, MONDAY + HOUR_MS);
  const schedule = (): ZonedSchedule => ZonedSchedule.daily(newYork);
  pair.venue = journalledSide(pair.venue.process).side;
  pair.desk = journalledSide(pair.desk.process).side;
  await pair.listen();
  pair.venue.add(acceptorConfig, { schedule: schedule() });
  const desk = pair.desk.add(initiatorConfig, { schedule: schedule(), initiator: { endpoints: [pair.endpoint] } });
  await pair.world.run(2 * HOUR_MS);
  expect(desk.session.store.nextOutgoing).toBeGreaterThan(100);
  pair.desk.process.kill();
  pair.venue.process.kill();
  await pair.world.run(24 * HOUR_MS);
  pair.venue = journalledSide(pair.venueHost.start()).side;
  pair.desk = journalledSide(pair.deskHost.start()).side;
  await pair.listen();
  pair.venue.add(acceptorConfig, { schedule: schedule() });
  const again = pair.desk.add(initiatorConfig, { schedule: schedule(), initiator: { endpoints: [pair.endpoint] } });
  expect(await pair.until(() => again.session.state === 'Active')).toBe(true);
  expect([again.own.scheduleResets, again.session.store.nextOutgoing]).toEqual([1, 2]);
}, 300_000);
