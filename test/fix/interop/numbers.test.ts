/** Sequence numbers by agreement: resets, and the fields of a header or a Logon that speak of them. */
import { afterEach, describe, expect, it } from 'vitest';
import { quickFixMissing } from './quickfix-peer.js';
import { Scene, sceneCases } from './scene.js';
import { applVerIdOf } from './version.js';

describe.skipIf(quickFixMissing !== '').each(sceneCases)(`numbers, %s${quickFixMissing}`, (_title, which) => {
  let scene: Scene;

  afterEach(() => scene.close());

  const initiatorIsOurs = which.role === 'initiator';

  it('starts over with every logon when the initiator resets', async () => {
    scene = await Scene.loggedOn(
      which,
      initiatorIsOurs ? { config: { resetOnLogon: true } } : { settings: { ResetOnLogon: 'Y' } },
    );
    await scene.trade(5, 'A');
    await scene.reconnect(() => scene.ours.session.disconnect('cut'));
    await scene.trade(5, 'B');
    const [ask, answer] = [
      scene.theirs[initiatorIsOurs ? 'received' : 'sent'].findLast(({ type }) => type === 'A'),
      scene.theirs[initiatorIsOurs ? 'sent' : 'received'].findLast(({ type }) => type === 'A'),
    ];
    for (const logon of [ask, answer]) {
      expect(logon?.msgSeqNum).toBe(1);
      expect(logon?.fields.get(141)).toBe('Y');
    }
    expect(scene.ours.seen('gapDetected')).toEqual([]);
  });

  it('starts over in the middle of a session when we ask', async () => {
    scene = await Scene.loggedOn(which);
    await scene.trade(5, 'A');
    scene.ours.session.reset();
    await scene.until('logged on anew', () => scene.ours.session.state === 'Active');
    expect(scene.ours.numbers).toEqual({ out: 2, in: 2 });
    expect(scene.theirs.events.filter(({ event }) => event === 'logout')).toEqual([]);
    await scene.trade(5, 'B');
  });

  it('starts over in the middle of a session when QuickFIX asks', async () => {
    scene = await Scene.loggedOn(which);
    await scene.trade(5, 'A');
    const resets = scene.ours.seen('numbers').length;
    const applVerId = applVerIdOf(which.version);
    await scene.theirs.command(`send A 98=0|108=30|141=Y${applVerId === undefined ? '' : `|1137=${applVerId}`}`);
    await scene.until('a reset', () => scene.ours.seen('numbers').length > resets);
    await scene.until('our answer', () => scene.theirs.received.at(-1)?.fields.get(141) === 'Y');
    await scene.trade(5, 'B');
  });

  it('is sent away with words when its numbers are too low, and goes on once they are set', async () => {
    scene = await Scene.loggedOn(which);
    await scene.trade(5, 'A');
    const { ours, theirs } = scene;
    /** Ends in order; neither comes back by itself. */
    const rest = async (): Promise<void> => {
      await theirs.command('when-cut logout');
      ours.disable('');
      await scene.untilApart();
    };
    await rest();
    const { out: expected, in: incoming } = ours.numbers;
    ours.session.setNumbers(3, incoming);
    ours.enable();
    await theirs.command('when-cut logout');
    await theirs.command('logon');
    // The number of the attempt that it hears first: those before it was ready count too.
    const words = new RegExp(`MsgSeqNum too low, expecting ${expected} but received ([3-9]|1[0-9])`);
    const isTold = (text: string): boolean => words.test(text);
    await scene.until('QuickFIX says it', () => theirs.sent.some(({ fields }) => isTold(fields.get(58) ?? '')));
    await scene.until(
      'we hear it',
      () => ours.seen('logonRefused').some(({ text }) => isTold(text)) || ours.application.logouts.some(isTold),
    );
    ours.disable('');
    await scene.until('quiet', () => !ours.session.isConnected);
    const numbers = await theirs.numbers();
    ours.session.setNumbers(numbers.in, numbers.out);
    ours.enable();
    await theirs.command('logon');
    await scene.trade(5, 'B');
  });

  it('obeys a SequenceReset-Reset', async () => {
    scene = await Scene.loggedOn(which);
    await scene.trade(2, 'A');
    const { in: expected } = await scene.theirs.numbers();
    await scene.theirs.command('send 4 123=N|36=500');
    await scene.until('the reset', () => scene.ours.numbers.in === 500);
    await scene.theirs.command(`numbers 500 ${expected}`);
    await scene.trade(2, 'B');
  });

  it('tells QuickFIX what it has processed, and reads what QuickFIX has (369)', async () => {
    scene = await Scene.loggedOn(which, { config: { lastMsgSeqNumProcessed: true } });
    await scene.theirs.command('set last-processed on');
    await scene.trade(5, 'A');
    const ours = scene.theirs.received.filter(({ type }) => type === '8' || type === 'D');
    expect(ours).toHaveLength(10);
    const told = ours.map(({ fields }) => Number(fields.get(369)));
    const sentBy = scene.theirs.sent.map(({ msgSeqNum }) => msgSeqNum);
    // It names a message that QuickFIX sent, and never goes back.
    expect(told.every((number, i) => sentBy.includes(number) && number >= (told[i - 1] ?? 0))).toBe(true);
    expect(scene.theirs.sent.at(-1)?.fields.get(369)).toBeDefined();
    expect(scene.theirs.received.some(({ type }) => type === '3')).toBe(false);
  });

  // The field came with FIX 4.4.
  if (which.version !== 'FIX.4.2')
    it('fills gaps from the Logon alone (789)', async () => {
      // QuickFIX does not read the field: it asks for its own gap all the same, and we ask for ours when nothing comes.
      scene = await Scene.loggedOn(which, { config: { nextExpectedMsgSeqNum: true, resendTimeoutMs: 200 } });
      await scene.theirs.command('set next-expected on');
      await scene.trade(2, 'A');
      await scene.cut('them', 5, 'B');
      await scene.expectAgreement();
      const logons = [scene.theirs.received, scene.theirs.sent].map((list) =>
        list.findLast(({ type }) => type === 'A'),
      );
      expect(logons.every((logon) => Number(logon?.fields.get(789)) > 1)).toBe(true);
      const isB = (id: string): boolean => id.startsWith('B-');
      expect(scene.deliveredToThem('D').filter(isB)).toEqual([1, 2, 3, 4, 5].map((i) => `B-us-${i}`));
      expect(scene.ours.application.deliveredIds('D').filter(isB)).toEqual([1, 2, 3, 4, 5].map((i) => `B-them-${i}`));
      await scene.trade(2, 'C');
    });
});
