import { describe, expect, it } from 'vitest';
import { TestSession } from './testing.js';

const DUP = '43=Y|122=20261123-14:00:00|';

describe('messages that are missing', () => {
  it('are asked for once, and what came early is taken in order afterwards', () => {
    const t = new TestSession();
    t.logOn();
    t.take('35=D|34=4|11=c|');
    t.take('35=D|34=5|11=d|');
    expect(t.out()).toEqual(['35=2|34=2|7=2|16=0']);
    t.take(`35=D|34=2|${DUP}11=a|`);
    t.take(`35=D|34=3|${DUP}11=b|`);
    expect(t.told.slice(1)).toEqual(['message 2 D', 'message 3 D', 'message 4 D', 'message 5 D']);
    expect(t.out()).toEqual([]);
    // The counterparty was asked for everything: what we had already comes again.
    t.take(`35=D|34=4|${DUP}11=c|`);
    expect(t.session.counters.possDupsIgnored).toBe(1);
    expect(t.session.state).toBe('Active');
  });

  it('are asked for in pieces', () => {
    const t = new TestSession({ resendChunk: 2 });
    t.logOn();
    t.take('35=D|34=7|11=f|');
    expect(t.out()).toEqual(['35=2|34=2|7=2|16=3']);
    t.take(`35=D|34=2|${DUP}11=a|`);
    expect(t.out()).toEqual([]);
    t.take(`35=D|34=3|${DUP}11=b|`);
    expect(t.out()).toEqual(['35=2|34=3|7=4|16=5']);
    t.take(`35=4|34=4|${DUP}123=Y|36=6|`);
    expect(t.out()).toEqual(['35=2|34=4|7=6|16=6']);
    t.take(`35=D|34=6|${DUP}11=e|`);
    expect(t.store.nextIncoming).toBe(8);
    expect(t.told.at(-1)).toBe('message 7 D');
  });

  it('are asked for again when they do not come, and then the session ends', () => {
    const t = new TestSession({ resendTimeoutMs: 1000, maxResendAttempts: 2 });
    t.logOn();
    t.take('35=D|34=4|11=c|');
    t.out();
    t.advance(1000);
    expect(t.out()).toEqual(['35=2|34=3|7=2|16=0']);
    t.advance(1000);
    expect(t.out()).toEqual(['35=5|34=4|58=messages 2 to 3 were asked for and did not come']);
    expect(t.session.state).toBe('LogoutSent');
  });

  it('are given more time while they come', () => {
    const t = new TestSession({ resendTimeoutMs: 1000, maxResendAttempts: 1 });
    t.logOn();
    t.take('35=D|34=5|11=c|');
    t.out();
    t.advance(900);
    t.take(`35=D|34=2|${DUP}11=a|`);
    t.advance(900);
    t.take(`35=D|34=3|${DUP}11=a|`);
    t.advance(900);
    expect(t.out()).toEqual([]);
    expect(t.session.state).toBe('Active');
  });

  it('behind a first gap are a second one', () => {
    const t = new TestSession();
    t.logOn();
    t.take('35=D|34=3|11=b|');
    t.take('35=D|34=6|11=e|');
    expect(t.out()).toEqual(['35=2|34=2|7=2|16=0']);
    t.take(`35=D|34=2|${DUP}11=a|`);
    expect(t.out()).toEqual(['35=2|34=3|7=4|16=0']);
    t.take(`35=D|34=4|${DUP}11=c|`);
    t.take(`35=D|34=5|${DUP}11=d|`);
    expect(t.store.nextIncoming).toBe(7);
  });

  it('that cannot be held are asked for again', () => {
    const t = new TestSession({ maxHeldMessages: 1 });
    t.logOn();
    t.take('35=D|34=3|11=b|');
    t.take('35=D|34=4|11=c|');
    expect(t.session.counters.heldOverflows).toBe(1);
    t.out();
    t.take(`35=D|34=2|${DUP}11=a|`);
    expect(t.out()).toEqual(['35=2|34=3|7=4|16=0']);
    t.take(`35=D|34=4|${DUP}11=c|`);
    expect(t.told.slice(1)).toEqual(['message 2 D', 'message 3 D', 'message 4 D']);
    expect(t.session.state).toBe('Active');
  });

  it('are not asked for without end when there is no room for what comes early, and the counterparty asks too', () => {
    const t = new TestSession({ maxHeldMessages: 0 });
    t.logOn();
    t.send('a');
    t.out();
    t.take('35=2|34=3|7=2|16=0|');
    t.take('35=2|34=4|7=2|16=0|');
    expect(t.out().filter((text) => text.startsWith('35=2'))).toEqual(['35=2|34=3|7=2|16=0']);
    t.take(`35=D|34=2|${DUP}11=x|`);
    expect(t.store.nextIncoming).toBe(5);
    expect(t.out()).toEqual([]);
  });

  it('are told to the application when they are gap-filled or reset away', () => {
    const t = new TestSession();
    t.logOn();
    t.take('35=4|34=2|123=Y|36=5|');
    t.take('35=4|34=1|36=9|');
    expect(t.told.slice(1)).toEqual(['incoming 2-4 gapFilled', 'incoming 5-8 reset']);
    expect(t.store.nextIncoming).toBe(9);
  });

  it('do not keep both sides waiting for each other', () => {
    const t = new TestSession();
    t.logOn();
    t.send('a');
    t.out();
    // It misses our 2, and we its 2: its question has number 3.
    t.take('35=2|34=3|7=2|16=0|');
    expect(t.out()).toEqual(['35=D|34=2|43=Y|11=a', '35=2|34=3|7=2|16=0']);
    t.take(`35=4|34=2|${DUP}123=Y|36=3|`);
    expect(t.store.nextIncoming).toBe(4);
    expect(t.out()).toEqual([]);
  });
});

describe('an answer to a ResendRequest', () => {
  it('sends application messages again and gap-fills the rest', () => {
    const t = new TestSession();
    t.logOn();
    t.take('35=1|34=2|112=x|');
    t.send('a');
    t.take('35=1|34=3|112=y|');
    t.send('b');
    t.out();
    t.take('35=2|34=4|7=1|16=0|');
    expect(t.out()).toEqual([
      '35=4|34=1|43=Y|123=Y|36=3',
      '35=D|34=3|43=Y|11=a',
      '35=4|34=4|43=Y|123=Y|36=5',
      '35=D|34=5|43=Y|11=b',
    ]);
  });

  it('keeps OrigSendingTime', () => {
    const t = new TestSession();
    t.logOn();
    t.send('a');
    t.advance(5000);
    t.rawOut();
    t.take('35=2|34=2|7=2|16=2|');
    expect(t.rawOut().join('').replaceAll('\u0001', '|')).toMatch(
      /\|52=20261123-14:30:05.000\|.*122=20261123-14:30:00.000\|/,
    );
  });

  it('takes what was held however long the gap before it took to close', () => {
    const t = new TestSession({ sendingTimeToleranceS: 1 });
    t.logOn();
    t.take('35=D|34=3|11=b|');
    t.advance(5000);
    t.out();
    t.take('35=D|34=2|43=Y|122=20261123-14:30:00.000|11=a|');
    expect(t.told.slice(1)).toEqual(['message 2 D', 'message 3 D']);
    expect(t.out()).toEqual([]);
  });

  it('leaves stale messages out, by type and age, and tells once', () => {
    const t = new TestSession({ resendMaxAgeMs: { D: 1000, F: 0 } });
    t.logOn();
    t.send('old');
    t.send('cancel', 'F');
    t.advance(1500);
    t.send('new');
    t.session.disconnected('cut');
    t.out();
    t.logOn(2);
    const request = ['35=4|34=2|43=Y|123=Y|36=4', '35=D|34=4|43=Y|11=new', '35=4|34=5|43=Y|123=Y|36=6'];
    t.take('35=2|34=3|7=2|16=0|');
    expect(t.out()).toEqual(request);
    // What was told stays so, even if the clock is set back; and what was sent again may be there however old it becomes.
    t.clock.nowMs -= 1400;
    t.take('35=2|34=4|7=2|16=0|');
    expect(t.out()).toEqual(request);
    t.clock.nowMs += 5000;
    t.take('35=2|34=5|7=2|16=0|');
    expect(t.out()).toEqual(request);
    expect(t.told.filter((line) => line.startsWith('outgoing'))).toEqual(['outgoing 2-2 stale', 'outgoing 3-3 stale']);
  });

  it('says which of the stale messages have never left', () => {
    const t = new TestSession({ resendMaxAgeMs: { D: 1000 } });
    t.logOn();
    t.send('left');
    t.session.disconnected('cut');
    for (const id of ['a', 'b']) t.send(id);
    t.advance(1500);
    t.send('young');
    t.out();
    t.logOn(2);
    t.take('35=2|34=3|7=2|16=0|');
    expect(t.out()).toEqual(['35=4|34=2|43=Y|123=Y|36=5', '35=D|34=5|43=Y|11=young', '35=4|34=6|43=Y|123=Y|36=7']);
    const outgoing = ['outgoing 2-2 stale', 'outgoing 3-3 stale, never sent', 'outgoing 4-4 stale, never sent'];
    expect(t.told.filter((line) => line.startsWith('outgoing'))).toEqual(outgoing);
  });

  it('takes what has left once for uncertain ever after', () => {
    const t = new TestSession({ resendMaxAgeMs: { D: 1000 } });
    for (const id of ['a', 'b']) t.send(id);
    t.logOn();
    // The Logon has number 3: what was stored before it leaves when it is asked for.
    t.take('35=2|34=2|7=1|16=1|');
    t.session.disconnected('cut');
    t.advance(1500);
    t.out();
    t.logOn(3);
    t.take('35=2|34=4|7=1|16=2|');
    expect(t.out()).toEqual(['35=4|34=1|43=Y|123=Y|36=3']);
    const outgoing = ['outgoing 1-1 stale', 'outgoing 2-2 stale, never sent'];
    expect(t.told.filter((line) => line.startsWith('outgoing'))).toEqual(outgoing);
  });

  it('finds a message that is given up while the application is told of it, and never again', () => {
    const found: boolean[] = [];
    const into = { bytes: new Uint8Array(0), start: 0, end: 0 };
    const t = new TestSession(
      { resendMaxAgeMs: { D: 0 } },
      { onNotDelivered: (session, _direction, first) => void found.push(session.store.load(first, into)) },
    );
    t.send('a');
    t.logOn();
    t.take('35=2|34=2|7=1|16=1|');
    expect([...found, t.store.load(1, into)]).toEqual([true, false]);
  });

  it('gives a stored message that cannot be read back up, and tells the application', () => {
    for (const applications of [{}, { shouldResend: () => true }]) {
      const t = new TestSession({}, applications);
      for (const clOrdId of ['a', 'b', 'c']) t.send(clOrdId);
      t.logOn(4);
      t.out();
      const { store } = t;
      const load = store.load.bind(store);
      store.load = (number, into) => number !== 2 && load(number, into);
      t.take('35=2|34=2|7=1|16=3|');
      expect(t.out().filter((line) => line.startsWith('35=4'))).toEqual(['35=4|34=2|43=Y|123=Y|36=3']);
      expect(t.told.filter((line) => line.startsWith('outgoing'))).toEqual(['outgoing 2-2 damaged, never sent']);
      store.load = load;
      expect(store.holds(2)).toBe(false);
    }
  });

  it('sends again whatever its age what was sent on this connection, for it may be there', () => {
    const t = new TestSession({ resendMaxAgeMs: { D: 1000 } });
    t.logOn();
    t.send('a');
    t.out();
    t.advance(5000);
    t.take('35=2|34=2|7=2|16=0|');
    expect(t.out()).toEqual(['35=D|34=2|43=Y|11=a']);
  });

  it('leaves out what the application does not want again', () => {
    const t = new TestSession({}, { shouldResend: (_session, message) => message.string(11) !== 'a' });
    t.logOn();
    t.send('a');
    t.send('b');
    t.out();
    t.take('35=2|34=2|7=2|16=0|');
    expect(t.out()).toEqual(['35=4|34=2|43=Y|123=Y|36=3', '35=D|34=3|43=Y|11=b']);
    expect(t.told.slice(1)).toEqual(['outgoing 2-2 gapFilled']);
  });

  it('waits for room, and goes on where it was', () => {
    const t = new TestSession();
    t.logOn();
    for (const id of ['a', 'b', 'c']) t.send(id);
    t.out();
    t.hasRoom = false;
    t.take('35=2|34=2|7=2|16=0|');
    expect(t.out()).toEqual([]);
    expect(t.session.isReplaying).toBe(true);
    t.send('live');
    t.hasRoom = true;
    expect(t.session.resumeReplay()).toBe(false);
    expect(t.out()).toEqual(['35=D|34=5|11=live', '35=D|34=2|43=Y|11=a', '35=D|34=3|43=Y|11=b', '35=D|34=4|43=Y|11=c']);
  });

  it('is not given for ever', () => {
    const t = new TestSession({ maxSameResendRequests: 2 });
    t.logOn();
    t.send('a');
    t.out();
    for (let number = 2; number < 5; number++) t.take(`35=2|34=${number}|7=2|16=0|`);
    expect(t.out().at(-1)).toContain('35=5|');
    expect(t.events.map((event) => event.type)).toContain('resendLoop');
  });

  it('is a Reject when the range makes no sense', () => {
    const t = new TestSession();
    t.logOn();
    t.take('35=2|34=2|7=9|16=0|');
    t.take('35=2|34=3|7=0|16=0|');
    t.take('35=2|34=4|7=2|16=1|');
    const rejects = t.out();
    expect(rejects).toHaveLength(3);
    for (const reject of rejects) expect(reject).toContain('371=7|372=2|373=5');
  });

  it('is empty when everything has been received', () => {
    const t = new TestSession();
    t.logOn();
    t.take('35=2|34=2|7=2|16=0|');
    expect(t.out()).toEqual([]);
  });
});
