import { describe, expect, it } from 'vitest';
import { CrossfeedError } from '../../core/errors.js';
import { TestSession } from './testing.js';

describe('an acceptor', () => {
  it('answers a Logon with its own and is active', () => {
    const t = new TestSession();
    expect(t.logOn()).toEqual(['35=A|34=1|98=0|108=30']);
    expect(t.states).toEqual(['Connecting', 'Active']);
    expect(t.told).toEqual(['logon']);
  });

  it('closes without an answer when the first message is no Logon', () => {
    const t = new TestSession();
    t.connect();
    expect(t.take('35=0|34=1|')).toBe(false);
    expect(t.out()).toEqual([]);
    expect(t.closed).toBe('now: the first message is no Logon');
  });

  it('closes when no Logon comes in time', () => {
    const t = new TestSession({ logonTimeoutMs: 5000 });
    t.connect();
    t.advance(4999);
    expect(t.closed).toBeUndefined();
    t.advance(1);
    expect(t.closed).toBe('now: logon timed out');
    t.session.disconnected('closed');
    expect(t.session.state).toBe('Disconnected');
  });

  it('asks for what is missing when the Logon comes with too high a number, and takes it in order', () => {
    const t = new TestSession();
    expect(t.logOn(3)).toEqual(['35=A|34=1|98=0|108=30', '35=2|34=2|7=1|16=0']);
    expect(t.session.state).toBe('Recovering');
    t.take('35=D|34=1|43=Y|122=20261123-14:00:00|11=a|');
    t.take('35=D|34=2|43=Y|122=20261123-14:00:00|11=b|');
    expect(t.told).toEqual(['logon', 'message 1 D', 'message 2 D']);
    expect(t.store.nextIncoming).toBe(4);
    expect(t.session.state).toBe('Active');
    expect(t.out()).toEqual([]);
  });

  it('refuses a Logon with too low a number in words, and closes', () => {
    const t = new TestSession();
    t.store.setNumbers('operator', 7, 5);
    expect(t.logOn(4)).toEqual(['35=5|34=7|58=MsgSeqNum too low, expecting 5 but received 4']);
    expect(t.closed).toContain('flush');
    expect(t.told).toEqual([]);
  });

  it('lets the application refuse before anything is reset', () => {
    const t = new TestSession({}, { onLogonRequest: () => 'wrong password' });
    t.store.setNumbers('operator', 7, 5);
    expect(t.logOn(1, '141=Y|')).toEqual(['35=5|34=7|58=wrong password']);
    expect(t.store.nextIncoming).toBe(5);
  });

  it('refuses what the application cannot check', () => {
    const noSecret = (): never => {
      throw new Error('no file');
    };
    const t = new TestSession({}, { onLogonRequest: noSecret });
    expect(t.logOn()).toEqual(['35=5|34=1|58=the Logon cannot be checked now']);
  });

  it('resets both numbers with ResetSeqNumFlag and says so', () => {
    const t = new TestSession();
    t.store.setNumbers('operator', 7, 5);
    expect(t.logOn(1, '141=Y|')).toEqual(['35=A|34=1|98=0|108=30|141=Y']);
    expect([t.store.nextOutgoing, t.store.nextIncoming]).toEqual([2, 2]);
  });

  it('refuses ResetSeqNumFlag where it is not allowed', () => {
    const t = new TestSession({ allowResetByCounterparty: false });
    t.store.setNumbers('operator', 7, 5);
    expect(t.logOn(1, '141=Y|')).toEqual(['35=5|34=7|58=ResetSeqNumFlag is not allowed on this session']);
    expect(t.store.nextIncoming).toBe(5);
  });

  it('takes a reset while logged on, and stays logged on', () => {
    const t = new TestSession();
    t.logOn();
    t.take('35=D|34=2|11=a|');
    t.take('35=A|34=1|98=0|108=30|141=Y|');
    expect(t.out()).toEqual(['35=A|34=1|98=0|108=30|141=Y']);
    t.take('35=1|34=2|112=x|');
    expect(t.out()).toEqual(['35=0|34=2|112=x']);
    expect(t.told).toEqual(['logon', 'message 2 D']);
  });

  it.each([
    ['108=0|', true],
    ['108=1|', true],
    ['108=3601|', false],
    ['108=-5|', false],
    ['108=ten|', false],
    ['', false],
  ])('takes HeartBtInt %s: %s', (field, taken) => {
    const t = new TestSession();
    t.connect();
    t.take(`35=A|34=1|98=0|${field}`);
    expect(t.session.isLoggedOn).toBe(taken);
  });

  it('closes without an answer when SendingTime is off or a CompID is wrong', () => {
    for (const wrong of ['52=20200101-00:00:00|', '52=soon|', '49=OTHER|', '56=OTHER|']) {
      const t = new TestSession();
      t.connect();
      expect(t.take(`35=A|34=1|${wrong}98=0|108=30|`)).toBe(false);
      expect(t.out()).toEqual([]);
    }
  });
});

describe('an initiator', () => {
  const initiator = { role: 'initiator' } as const;

  it('goes through its states, and back', () => {
    const t = new TestSession(initiator);
    t.session.connecting();
    t.connect();
    expect(t.out()).toEqual(['35=A|34=1|98=0|108=30']);
    t.take('35=A|34=1|98=0|108=30|');
    t.session.logout('good night');
    expect(t.out()).toEqual(['35=5|34=2|58=good night']);
    t.take('35=5|34=2|');
    expect(t.closed).toBe('flush: good night');
    t.session.disconnected('ended');
    expect(t.states).toEqual(['Connecting', 'LogonSent', 'Active', 'LogoutSent', 'Disconnected']);
    expect(t.told).toEqual(['logon', 'logout: good night']);
  });

  it('recovers after a loss, through Connecting', () => {
    const t = new TestSession(initiator);
    t.session.connecting();
    t.logOn();
    t.session.disconnected('cable cut');
    expect(t.session.state).toBe('ConnectionLost');
    t.session.connecting();
    t.session.disconnected('refused');
    expect(t.session.state).toBe('ConnectionLost');
    t.session.connecting();
    t.connect();
    t.take('35=A|34=4|98=0|108=30|');
    expect(t.session.state).toBe('Recovering');
    t.take('35=4|34=2|43=Y|122=20261123-14:00:00|123=Y|36=5|');
    expect(t.states).toEqual([
      'Connecting',
      'LogonSent',
      'Active',
      'ConnectionLost',
      'Connecting',
      'ConnectionLost',
      'Connecting',
      'LogonSent',
      'Recovering',
      'Active',
    ]);
    expect(t.told).toEqual(['logon', 'logout: cable cut', 'logon', 'incoming 2-4 gapFilled']);
  });

  it('reports a refused Logon and is disconnected', () => {
    const t = new TestSession(initiator);
    t.session.connecting();
    t.connect();
    t.take('35=5|34=1|58=unknown client|');
    t.session.disconnected('ended');
    expect(t.events).toContainEqual({ type: 'logonRefused', by: 'counterparty', text: 'unknown client' });
    expect(t.session.state).toBe('Disconnected');
    expect(t.store.nextIncoming).toBe(2);
  });

  it('sends no Logon when the application cannot make one, and is there for the next attempt', () => {
    let hasKey = false;
    const decorateLogon = (): void => {
      if (!hasKey) throw new CrossfeedError('NO_KEY', 'the key cannot be read');
    };
    const t = new TestSession(initiator, { decorateLogon });
    t.session.connecting();
    t.connect();
    expect([t.out(), t.closed]).toEqual([[], 'now: no Logon can be made: the key cannot be read']);
    t.session.disconnected('closed');
    hasKey = true;
    t.session.connecting();
    t.connect();
    expect(t.out()).toHaveLength(1);
    expect(t.store.nextOutgoing).toBe(2);
  });

  it('tells no secret that the counterparty repeats', () => {
    const t = new TestSession(initiator, { redact: (words) => words.replace('sesame', '***') });
    t.session.connecting();
    t.connect();
    t.take('35=5|34=1|58=not sesame|');
    expect(t.events).toContainEqual({ type: 'logonRefused', by: 'counterparty', text: 'not ***' });
    expect(t.closed).toContain('not ***');
  });

  it('asks for a reset and takes the answer', () => {
    const t = new TestSession({ ...initiator, resetOnLogon: true });
    t.store.setNumbers('operator', 12, 9);
    t.connect();
    expect(t.out()).toEqual(['35=A|34=1|98=0|108=30|141=Y']);
    t.take('35=A|34=1|98=0|108=30|141=Y|');
    expect(t.out()).toEqual([]);
    expect([t.store.nextOutgoing, t.store.nextIncoming]).toEqual([2, 2]);
  });

  it('starts over with the counterparty when that asks for it', () => {
    const t = new TestSession(initiator);
    t.store.setNumbers('operator', 12, 9);
    t.connect();
    expect(t.out()).toEqual(['35=A|34=12|98=0|108=30']);
    t.take('35=A|34=1|98=0|108=30|141=Y|');
    expect(t.out()).toEqual(['35=A|34=1|98=0|108=30|141=Y']);
    expect([t.store.nextOutgoing, t.store.nextIncoming]).toEqual([2, 2]);
    expect(t.session.state).toBe('Active');
  });

  it('resets while logged on, telling what may not have arrived and what comes too late', () => {
    const t = new TestSession(initiator);
    t.logOn();
    t.send('a');
    t.send('b');
    t.out();
    t.session.reset();
    expect(t.out()).toEqual(['35=A|34=1|98=0|108=30|141=Y']);
    t.take('35=8|34=2|37=x|');
    t.take('35=A|34=1|98=0|108=30|141=Y|');
    expect(t.session.state).toBe('Active');
    expect(t.told.slice(1)).toEqual(['outgoing 2-3 reset', 'logout: Logon sent', 'incoming 2-2 reset', 'logon']);
  });
});

describe('a reset that was cut off before it was answered', () => {
  it('is asked for again by an initiator, until it is answered', () => {
    const t = new TestSession({ role: 'initiator' });
    t.logOn();
    t.session.reset();
    t.session.disconnected('cut');
    t.send('early');
    t.rawOut();
    t.connect();
    expect(t.out()).toEqual(['35=A|34=1|98=0|108=30|141=Y']);
    expect(t.told.at(-1)).toBe('outgoing 2-2 reset, never sent');
    t.take('35=A|34=1|98=0|108=30|141=Y|');
    t.session.disconnected('cut');
    t.connect();
    expect(t.out()).toEqual(['35=A|34=2|98=0|108=30']);
  });

  it('is asked for by an acceptor of a counterparty that goes on with old numbers', () => {
    const t = new TestSession();
    t.logOn();
    t.session.reset();
    t.session.disconnected('cut');
    t.rawOut();
    expect(t.logOn(7)).toEqual(['35=A|34=1|98=0|108=30|141=Y']);
    expect(t.session.state).toBe('LogonSent');
    t.take('35=A|34=1|98=0|108=30|141=Y|');
    expect(t.session.state).toBe('Active');
    expect([t.store.nextOutgoing, t.store.nextIncoming]).toEqual([2, 2]);
    expect(t.out()).toEqual([]);
  });

  it('is asked for after resetOnLogout and resetOnDisconnect too: the counterparty may not have reset', () => {
    for (const option of ['resetOnLogout', 'resetOnDisconnect']) {
      const t = new TestSession({ role: 'initiator', [option]: true });
      t.logOn();
      t.take('35=5|34=2|');
      t.session.disconnected('ended');
      t.out();
      t.connect();
      expect(t.out()).toEqual(['35=A|34=1|98=0|108=30|141=Y']);
      const acceptor = new TestSession({ [option]: true });
      acceptor.logOn();
      acceptor.take('35=5|34=2|');
      acceptor.session.disconnected('ended');
      acceptor.out();
      expect(acceptor.logOn(3)).toEqual(['35=A|34=1|98=0|108=30|141=Y']);
      acceptor.take('35=A|34=1|98=0|108=30|141=Y|');
      acceptor.take('35=5|34=2|');
      acceptor.session.disconnected('ended');
      acceptor.out();
      expect(acceptor.logOn(1)).toEqual(['35=A|34=1|98=0|108=30']);
    }
  });

  it('does not go back and forth when both sides ask', () => {
    const t = new TestSession();
    t.logOn();
    t.session.reset();
    t.out();
    t.take('35=A|34=1|98=0|108=30|141=Y|');
    expect(t.out()).toEqual([]);
    expect(t.session.state).toBe('Active');
  });
});

describe('NextExpectedMsgSeqNum', () => {
  const told = { nextExpectedMsgSeqNum: true } as const;

  it('fills what the counterparty lacks without being asked, and waits for what we lack', () => {
    const t = new TestSession(told);
    t.logOn(1, '789=1|');
    expect(t.store.nextOutgoing).toBe(2);
    t.send('a');
    t.send('b');
    t.session.disconnected('cut');
    t.rawOut();
    t.connect();
    // It has our Logon, and neither order; it sent 2 and 3, which we do not have.
    t.take('35=A|34=4|98=0|108=30|789=2|');
    expect(t.out()).toEqual(['35=A|34=4|98=0|108=30|789=2', '35=D|34=2|43=Y|11=a', '35=D|34=3|43=Y|11=b']);
    expect(t.session.state).toBe('Recovering');
    t.take('35=D|34=2|43=Y|122=20261123-14:00:00|11=x|');
    t.take('35=D|34=3|43=Y|122=20261123-14:00:00|11=y|');
    expect(t.session.state).toBe('Active');
    expect(t.out()).toEqual([]);
  });

  it('asks after all when nothing comes', () => {
    const t = new TestSession({ ...told, resendTimeoutMs: 1000 });
    t.logOn(3, '789=1|');
    t.advance(1000);
    expect(t.out()).toEqual(['35=2|34=2|7=1|16=0']);
  });

  it('refuses a number that we never sent', () => {
    const t = new TestSession(told);
    expect(t.logOn(1, '789=2|')[0]).toContain('35=5|34=1|58=NextExpectedMsgSeqNum too high');
  });
});
