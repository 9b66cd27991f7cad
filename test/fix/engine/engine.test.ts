import { describe, expect, it } from 'vitest';
import { acceptorConfig, initiatorConfig, Pair } from './pair.js';

describe('an initiator and an acceptor', () => {
  it('log on, trade, and log out', async () => {
    const pair = new Pair();
    const { desk, venue } = await pair.logOn();
    pair.venue.application.onOrder = (session, message) => {
      session.begin('8').string(11, message.string(11) ?? '');
      session.send();
    };
    pair.desk.order(desk, 'one');
    expect(await pair.until(() => pair.desk.application.messages.length === 1)).toBe(true);
    expect(pair.desk.application.told).toEqual(['logon VENUE', '8 one']);
    expect([desk.session.store.nextOutgoing, venue.session.store.nextOutgoing]).toEqual([3, 3]);
    await pair.world.wait(pair.desk.engine.removeSession(desk.id, 'enough'));
    expect(await pair.until(() => !venue.isBusy)).toBe(true);
    expect(pair.venue.application.told).toEqual([
      'logon DESK',
      'D one',
      'logout DESK: the counterparty logged out: enough',
    ]);
    expect(pair.desk.recorder.types('state')).toEqual([
      'Connecting',
      'LogonSent',
      'Active',
      'LogoutSent',
      'Disconnected',
    ]);
    expect(venue.session.state).toBe('Disconnected');
    await pair.world.wait(pair.venue.engine.close());
  });

  it('find each other again after a cut, and nothing is missing', async () => {
    const pair = new Pair();
    const { desk, venue } = await pair.logOn();
    pair.world.link('desk', 'venue').cut();
    await pair.until(() => !desk.session.isLoggedOn && !venue.session.isLoggedOn);
    pair.desk.order(desk, 'while cut');
    expect(await pair.until(() => pair.venue.application.messages.length === 1)).toBe(true);
    expect(pair.venue.application.messages).toEqual(['D while cut']);
    expect(pair.desk.recorder.types('state')).toContain('ConnectionLost');
    expect(await pair.until(() => desk.session.state === 'Active' && venue.session.state === 'Active')).toBe(true);
  });

  it('keep a quiet connection by heartbeats, and give up a dead one', async () => {
    const pair = new Pair();
    const { desk, venue } = await pair.logOn();
    await pair.world.run(300_000);
    expect([desk.session.state, venue.session.state]).toEqual(['Active', 'Active']);
    expect(desk.session.counters.messagesOut).toBeGreaterThanOrEqual(10);
    pair.world.link('desk', 'venue').partition();
    await pair.world.run(120_000);
    expect([desk.session.isLoggedOn, venue.session.isLoggedOn]).toEqual([false, false]);
    pair.world.link('desk', 'venue').heal();
    expect(await pair.until(() => desk.session.state === 'Active', 120_000)).toBe(true);
  });
});

describe('an engine', () => {
  it('has one session of an identity', () => {
    const pair = new Pair();
    pair.venue.add(acceptorConfig);
    expect(() => pair.venue.add(acceptorConfig)).toThrow(/FIX\.4\.4:VENUE->DESK: there is such a session/);
    expect(() => pair.venue.add(initiatorConfig)).toThrow(/an initiator has endpoints/);
    expect(() => pair.venue.engine.get('nobody')).toThrow(/no such session/);
  });
});
