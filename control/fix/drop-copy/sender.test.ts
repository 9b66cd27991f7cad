import { describe, expect, it } from 'vitest';
import { CrossfeedError } from '../../core/errors.js';
import { FixMessage } from '../../protocols/fix/message.js';
import { TestSession } from '../session/testing.js';
import { DropCopySender, DropCopyTarget, type DropCopyTargetOptions } from './sender.js';
import { report } from './testing.js';

const FILL = '37=O1|11=C1|17=E1|150=F|39=1|54=1|55=X|38=100|32=10|31=5.5|14=10|6=5.5|151=90|';

function rig(options: DropCopyTargetOptions = {}, config: ConstructorParameters<typeof TestSession>[0] = {}) {
  const target = new DropCopyTarget(options);
  const t = new TestSession(config, {
    onLogon: () => target.onLogon(),
    onMessage: () => target.onMessage(),
    onNotDelivered: (session, direction, first, last, why) =>
      target.onNotDelivered(session, direction, first, last, why),
  });
  target.attach(t.session);
  const sender = new DropCopySender();
  sender.add(target);
  return { t, target, sender };
}

describe('DropCopySender', () => {
  it('gives a copy to everybody who wants it, without what belongs to the other session', () => {
    const sender = new DropCopySender();
    const all = rig();
    const some = rig({ wants: (each) => each.string(11) === 'C2', omitTags: [38] });
    sender.add(all.target);
    sender.add(some.target);
    for (const { t } of [all, some]) {
      t.logOn();
      t.out();
    }
    sender.copy(report(`${FILL}115=firm|1128=9|`));
    sender.copy(report(FILL.replace('C1', 'C2')));
    const copy = '797=Y|150=F|37=O1|11=C1|17=E1|39=1|54=1|55=X|38=100|32=10|31=5.5|14=10|6=5.5|151=90';
    expect(all.t.out()).toEqual([`35=8|34=2|${copy}`, `35=8|34=3|${copy.replace('C1', 'C2')}`]);
    expect(some.t.out()).toEqual([`35=8|34=2|${copy.replace('C1', 'C2').replace('38=100|', '')}`]);
  });

  it('keeps data fields whole', () => {
    const { t, sender } = rig();
    t.logOn();
    t.out();
    sender.copy(report('37=O1|354=3|355=a\x01b|'));
    expect(t.rawOut()[0]).toContain('\x01354=3\x01355=a\x01b\x01');
  });

  it('speaks the version of the session it copies to', () => {
    const to42 = rig({}, { beginString: 'FIX.4.2' });
    to42.t.logOn();
    to42.t.out();
    to42.sender.copy(report(FILL));
    to42.sender.copy(report(FILL.replace('150=F', '150=H').replace('17=E1', '17=E2|19=E1')));
    expect(to42.t.out().map((each) => each.slice(0, 23))).toEqual([
      '35=8|34=2|20=0|150=1|37',
      '35=8|34=3|20=1|150=1|37',
    ]);
    const to44 = rig();
    to44.t.logOn();
    to44.t.out();
    to44.sender.copy(report(FILL.replace('150=F', '20=2|150=1'), 'FIX.4.2'));
    expect(to44.t.out()).toEqual([expect.stringMatching(/^35=8\|34=2\|797=Y\|150=G\|37=O1\|(?!.*\b20=)/)]);
  });

  it('leaves copies of the time before the logon to the session, which sends them when asked', () => {
    const { t, sender, target } = rig();
    sender.copy(report(FILL));
    sender.copy(report(FILL.replace('17=E1', '17=E2')));
    expect(target.counters.sent).toBe(2);
    t.logOn();
    t.take('35=2|34=2|7=1|16=0|');
    const resent = t.out().filter((each) => each.startsWith('35=8'));
    expect(resent).toHaveLength(2);
    expect(resent[1]).toMatch(/\|34=2\|.*43=Y|43=Y.*34=2/);
  });

  it('sends what a reset took away once more, as a possible repetition', () => {
    const { t, sender, target } = rig();
    sender.copy(report(FILL));
    sender.copy(report(FILL.replace('17=E1', '17=E2')));
    t.connect();
    t.take('35=A|34=1|98=0|108=30|141=Y|');
    const out = t.out();
    expect(out[0]).toMatch(/^35=A\|34=1\|.*141=Y/);
    expect(out.slice(1).map((each) => each.replace(/\|797.*17=(E\d).*/, ' $1'))).toEqual([
      '35=8|34=2|97=Y|150=F E1',
      '35=8|34=3|97=Y|150=F E2',
    ]);
    expect(target.counters).toMatchObject({ repeated: 2, backlog: 0, backlogBytes: 0 });
  });

  it('keeps copies in order while the store takes none, so far, and never throws', () => {
    const { t, sender, target } = rig({ maxBacklogBytes: 350 });
    t.logOn();
    t.out();
    const save = t.store.saveOutgoing.bind(t.store);
    t.store.saveOutgoing = () => {
      throw new CrossfeedError('JOURNAL_FULL', 'no room');
    };
    for (const id of ['E1', 'E2', 'E3']) sender.copy(report(FILL.replace('17=E1', `17=${id}`)));
    expect(target.counters).toMatchObject({ sent: 0, backlog: 2, dropped: 1 });
    t.store.saveOutgoing = save;
    sender.copy(report(FILL.replace('17=E1', '17=E4')));
    expect(t.out().map((each) => /17=(E\d)/.exec(each)![1])).toEqual(['E1', 'E2', 'E4']);
    expect(target.counters).toMatchObject({ sent: 3, backlog: 0, backlogBytes: 0, dropped: 1 });
  });

  it('refuses a session that would not keep copies, and messages from the other side', () => {
    const target = new DropCopyTarget();
    const t = new TestSession({ sendWhenLoggedOff: 'refuse' });
    expect(() => target.attach(t.session)).toThrow(/sendWhenLoggedOff: .*expected store/);
    const other = rig();
    other.t.logOn();
    other.t.out();
    other.t.take('35=D|34=2|11=x|');
    expect(other.t.out()).toEqual([expect.stringContaining('35=j')]);
  });

  it('passes over what is no execution report, and what cannot be written', () => {
    const { sender, target } = rig();
    const other = new FixMessage();
    const bytes = Buffer.from('8=FIX.4.4\x019=5\x0135=D\x0110=000\x01');
    other.parse(bytes, 0, bytes.length);
    sender.copy(other);
    sender.copyBytes(Buffer.from('nonsense'), 0, 8);
    expect(target.counters).toMatchObject({ sent: 0, unwritable: 0 });
    sender.copy(report(`37=O1|58=${'x'.repeat(70_000)}|`));
    expect(target.counters).toMatchObject({ sent: 0, unwritable: 1 });
    sender.copy(report(FILL));
    expect(target.counters.sent).toBe(1);
  });
});
