import { describe, expect, it } from 'vitest';
import { TestSession } from './testing.js';

describe('liveness', () => {
  it('sends a Heartbeat when nothing else was sent for the interval', () => {
    const t = new TestSession();
    t.logOn();
    t.advance(29_999);
    expect(t.out()).toEqual([]);
    t.advance(1);
    expect(t.out()).toEqual(['35=0|34=2']);
  });

  it('asks after 1.2 intervals of silence, without heartbeats meanwhile, and gives up after 2.4', () => {
    const t = new TestSession({ testReqId: 'TEST' });
    t.logOn();
    t.advance(36_000);
    expect(t.out()).toEqual(['35=0|34=2', '35=1|34=3|112=TEST']);
    t.advance(35_999);
    expect(t.out()).toEqual([]);
    t.advance(1);
    expect(t.closed).toBe('now: nothing was heard from the counterparty');
    t.session.disconnected('closed');
    expect(t.session.state).toBe('ConnectionLost');
  });

  it('measures the round trip of a TestRequest', () => {
    const t = new TestSession();
    t.logOn();
    t.advance(36_000);
    t.advance(7);
    t.take('35=0|34=2|112=CF1|');
    expect(t.events).toContainEqual({ type: 'heartbeatRoundTrip', ms: 7 });
  });

  it('asks before a Logout whether the last messages arrived, so that a reset afterwards tells only what may not have', () => {
    for (const answered of [true, false]) {
      const t = new TestSession();
      t.logOn();
      t.send('a');
      t.out();
      t.session.logout('bye');
      expect(t.out()).toEqual(['35=1|34=3|112=CF1', '35=5|34=4|58=bye']);
      if (answered) t.take('35=0|34=2|112=CF1|');
      t.take(`35=5|34=${answered ? 3 : 2}|`);
      t.session.disconnected('ended');
      t.session.reset('schedule');
      expect(t.told.slice(2)).toEqual(answered ? [] : ['outgoing 2-4 reset']);
    }
  });

  it('answers a TestRequest with its TestReqID', () => {
    const t = new TestSession();
    t.logOn();
    t.take('35=1|34=2|112=are you there|');
    expect(t.out()).toEqual(['35=0|34=2|112=are you there']);
  });

  it('does not use up the number of a message that has grown too old because nothing was read', () => {
    const t = new TestSession();
    t.logOn();
    const fromEpochMs = t.clock.epochMs();
    const old = '20261123-14:31:00.000';
    t.clock.nowMs += 600_000;
    t.unread = { fromEpochMs, toEpochMs: t.clock.epochMs() };
    expect(t.take(`35=D|34=2|52=${old}|11=A|`)).toBe(false);
    expect([t.closed?.slice(0, 3), t.out(), t.store.nextIncoming]).toEqual(['now', [], 2]);
    t.session.disconnected('closed');
    // Told again it says so, and is taken; what is as old, and was not kept waiting here, is refused as ever.
    t.logOn(3);
    t.take(`35=D|34=2|43=Y|122=${old}|11=A|`);
    expect(t.told).toContain('message 2 D');
    t.unread = undefined;
    t.take(`35=D|34=4|52=${old}|11=B|`);
    expect(t.out().join()).toContain('SendingTime accuracy problem');
  });

  it('is off with HeartBtInt 0', () => {
    const t = new TestSession();
    t.connect();
    t.take('35=A|34=1|98=0|108=0|');
    expect(t.session.deadlineMs).toBe(Infinity);
  });

  it('closes when a Logout is not answered', () => {
    const t = new TestSession({ logoutTimeoutMs: 2000 });
    t.logOn();
    t.session.logout();
    t.advance(2000);
    expect(t.closed).toBe('now: logout timed out');
  });
});

describe('messages of the application', () => {
  it('are stored while logged off, and the counterparty asks for them', () => {
    const t = new TestSession();
    expect(t.send('early')).toBe(1);
    expect(t.logOn()).toEqual(['35=A|34=2|98=0|108=30']);
    t.take('35=2|34=2|7=1|16=0|');
    expect(t.out()).toEqual(['35=D|34=1|43=Y|11=early', '35=4|34=2|43=Y|123=Y|36=3']);
  });

  it('that were sent while the Logon was not yet answered leave as soon as it is, as originals', () => {
    const t = new TestSession({ role: 'initiator' });
    t.connect();
    t.send('early');
    expect(t.out()).toEqual(['35=A|34=1|98=0|108=30']);
    t.take('35=A|34=1|98=0|108=30|');
    expect(t.out()).toEqual(['35=D|34=2|11=early']);
    t.send('next');
    expect(t.out()).toEqual(['35=D|34=3|11=next']);
  });

  it('are refused while logged off where the session says so', () => {
    const t = new TestSession({ sendWhenLoggedOff: 'refuse' });
    expect(() => t.send('early')).toThrow('cannot send');
    expect(t.store.nextOutgoing).toBe(1);
  });

  it('are refused when something was sent between begin and send', () => {
    const t = new TestSession();
    t.logOn();
    t.session.begin('D').string(11, 'a');
    t.take('35=1|34=2|112=x|');
    expect(() => t.session.send()).toThrow('another message');
    expect(() => t.session.send()).toThrow('send comes after begin');
  });

  it('that the application cannot take are business rejects', () => {
    const t = new TestSession({}, { onMessage: () => ({ reason: 3, text: 'Unsupported message type' }) });
    t.logOn();
    t.take('35=D|34=2|11=a|');
    expect(t.out()).toEqual(['35=j|34=2|45=2|372=D|380=3|58=Unsupported message type']);
  });

  it('that break the application are taken all the same, and reported', () => {
    const t = new TestSession(
      {},
      {
        onMessage: () => {
          throw new Error('no such symbol');
        },
      },
    );
    t.logOn();
    t.take('35=D|34=2|11=a|');
    t.take('35=1|34=3|112=x|');
    expect(t.out()).toEqual(['35=0|34=2|112=x']);
    expect(t.events).toContainEqual({ type: 'applicationError', msgSeqNum: 2, text: 'D: no such symbol' });
  });

  it('carry LastMsgSeqNumProcessed where the session says so', () => {
    const t = new TestSession({ lastMsgSeqNumProcessed: true });
    expect(t.logOn()).toEqual(['35=A|34=1|369=1|98=0|108=30']);
    t.take('35=1|34=2|112=x|');
    expect(t.out()).toEqual(['35=0|34=2|369=2|112=x']);
  });
});

describe('setting numbers', () => {
  it('works while not connected only', () => {
    const t = new TestSession();
    t.session.setNumbers(5, 6);
    expect([t.store.nextOutgoing, t.store.nextIncoming]).toEqual([5, 6]);
    t.connect();
    expect(() => t.session.setNumbers(1, 1)).toThrow('cannot be set');
  });

  it('refuses what is no number', () => {
    const t = new TestSession();
    expect(() => t.session.setNumbers(0, 1)).toThrow('two numbers from 1 up');
    expect(() => t.session.setNumbers(1, 1.5)).toThrow('two numbers from 1 up');
  });
});
