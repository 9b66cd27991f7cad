/** What operators do with sessions, feeds and alerts: done or refused, and in the timeline with who did it and why. */
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../control/core/logging.js';
import { GatewayOperations } from '../../control/gateway/operations-control.js';
import { EventLog } from '../../control/resilience/event-log.js';
import { VirtualWorld } from '../support/world/world.js';
import { Desk } from '../venues/desk.js';
import { NasdaqSimulator, nasdaqFile } from '../venues/nasdaq-simulator.js';

const anna = { by: 'anna', reason: 'a test' };
const ID = 'FIX.4.2:XFIX->NSDQ';

async function opened() {
  const world = new VirtualWorld({ seed: 4 });
  const sim = new NasdaqSimulator(world);
  const symbols = sim.exchange.matcher.listings.map(({ symbol }) => `"${symbol}"`).join(', ');
  const universe = `{ name: sim, instruments: [${symbols}] }`;
  const host = world.addHost('desk', { addresses: ['127.0.7.9'] });
  const desk = new Desk(host, { '/config/nasdaq.yaml': nasdaqFile('fix'), '/config/universe.yaml': universe });
  await sim.open();
  desk.start();
  await world.runUntil(() => desk.venue.state === 'active', 60_000);
  const numbers: unknown[] = [];
  const events = new EventLog(desk.process.clock);
  const operations = new GatewayOperations({
    marketData: {
      failover: (feed, to) => (feed === 'itch' ? undefined : { code: 'UNKNOWN_FEED', text: `${feed} ${to ?? ''}` }),
    },
    trading: { set: desk.set, setNumbers: (...all) => void numbers.push(all) },
    events,
    log: silentLogger,
  });
  const state = (): string => desk.venue.sessions()[0]!.state;
  return { world, desk, operations, events, numbers, state };
}

describe('GatewayOperations', () => {
  it('logs a session out, sets its numbers, and logs it on', async () => {
    const { world, desk, operations, events, numbers, state } = await opened();
    expect(operations.resetSession(ID, { ...anna, nextOut: 1 })).toMatchObject({ code: 'SESSION_UP' });
    expect(desk.act(() => operations.logoutSession(ID, anna))).toBeUndefined();
    await world.run(30_000);
    expect(state()).toBe('disconnected');
    expect(desk.venue.sessions()[0]?.wire).toMatchObject({ isEnabled: false, nextOut: null });
    expect(operations.resetSession(ID, { ...anna, nextOut: 7, nextIn: 9 })).toBeUndefined();
    expect(numbers).toEqual([[ID, 7, 9]]);
    expect(desk.act(() => operations.logonSession(ID, anna))).toBeUndefined();
    await world.runUntil(() => state() === 'active', 10_000);
    expect(desk.venue.sessions()[0]?.wire?.isEnabled).toBe(true);
    expect(state()).toBe('active');
    expect(desk.submit(1, { price: 10_000 })).toBe('sent');
    expect(operations.logonSession('nobody', anna)).toMatchObject({ code: 'UNKNOWN_SESSION' });
    expect(operations.events(0, 10).map(({ text, by, component }) => `${by} ${component}: ${text}`)).toEqual([
      `anna session/${ID}: session ${ID}: next numbers 1 out, as before in (a test): refused, the session is active; log it out first`,
      `anna session/${ID}: session ${ID} logs out (a test)`,
      `anna session/${ID}: session ${ID}: next numbers 7 out, 9 in (a test)`,
      `anna session/${ID}: session ${ID} logs on (a test)`,
      'anna session/nobody: session nobody logs on (a test): refused, there is no session nobody of a venue',
    ]);
    expect(events.sequence).toBe(5);
  });

  it('moves feeds, and has no alerts where there are no rules', async () => {
    const { operations } = await opened();
    expect(operations.failover('itch', 'third', anna)).toBeUndefined();
    expect(operations.failover('pigeon', undefined, anna)).toMatchObject({ code: 'UNKNOWN_FEED' });
    expect(operations.acknowledgeAlert('1', anna)).toMatchObject({ code: 'NO_ALERTS' });
    expect(operations.silenceAlert('1', { ...anna, untilEpochMs: 1 })).toMatchObject({ code: 'NO_ALERTS' });
    expect(operations.escalateAlert('1', anna)).toMatchObject({ code: 'NO_ALERTS' });
    expect(operations.alerts()).toEqual([]);
    expect(operations.events(0, 10).map(({ kind }) => kind)).toEqual([
      'failover',
      'failover',
      'alert',
      'alert',
      'alert',
    ]);
  });
});
