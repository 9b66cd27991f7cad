/** Logon, orders and their reports, logout, with QuickFIX on the other side. */
import { afterEach, describe, expect, it } from 'vitest';
import { quickFixMissing } from './quickfix-peer.js';
import { Scene, sceneCases } from './scene.js';
import { applVerIdOf, beginStringOf } from './version.js';

describe.skipIf(quickFixMissing !== '').each(sceneCases)(`trading, %s${quickFixMissing}`, (_title, which) => {
  let scene: Scene;

  afterEach(() => scene.close());

  it('logs on with the version and the interval of the initiator', async () => {
    scene = await Scene.loggedOn(which, { heartbeatS: 17 });
    const ours = scene.theirs.received[0];
    const theirs = scene.theirs.sent[0];
    for (const logon of [ours, theirs]) {
      expect(logon?.type).toBe('A');
      expect(logon?.msgSeqNum).toBe(1);
      expect(logon?.fields.get(8)).toBe(beginStringOf(which.version));
      expect(logon?.fields.get(108)).toBe('17');
      expect(logon?.fields.get(1137)).toBe(applVerIdOf(which.version));
    }
    await scene.expectAgreement();
  });

  it('takes orders and answers them, in both directions at once', async () => {
    scene = await Scene.loggedOn(which);
    await scene.trade(200, 'A');
    const { application } = scene.ours;
    const numbered = (prefix: string): string[] => Array.from({ length: 200 }, (_, i) => `${prefix}${i + 1}`);
    expect(application.deliveredIds('8')).toEqual(numbered('A-us-'));
    expect(application.deliveredIds('D')).toEqual(numbered('A-them-'));
    expect(scene.theirs.deliveredIds('8')).toEqual(numbered('A-them-'));
    expect(scene.theirs.deliveredIds('D')).toEqual(numbered('A-us-'));
    expect(application.delivered.some(({ possDup }) => possDup)).toBe(false);
    expect(scene.theirs.received.filter(({ type }) => type === '2' || type === '3')).toEqual([]);
  });

  it('logs out when we say so, and on again', async () => {
    scene = await Scene.loggedOn(which);
    await scene.trade(3, 'A');
    // QuickFIX would come back at once.
    await scene.theirs.command('when-cut logout');
    scene.ours.disable('lunch');
    await scene.untilApart();
    expect(scene.theirs.received.at(-1)?.type).toBe('5');
    expect(scene.theirs.received.at(-1)?.fields.get(58)).toBe('lunch');
    expect(scene.theirs.sent.at(-1)?.type).toBe('5');
    expect(scene.ours.session.state).toBe('Disconnected');
    scene.ours.enable();
    await scene.theirs.command('logon');
    await scene.untilInSync();
    await scene.trade(3, 'B');
    expect(scene.ours.seen('gapDetected')).toEqual([]);
  });

  it('logs out when QuickFIX says so, and on again', async () => {
    scene = await Scene.loggedOn(which);
    await scene.trade(3, 'A');
    const logouts = scene.ours.application.logouts.length;
    await scene.theirs.command('logout end of the day');
    await scene.untilApart();
    expect(scene.theirs.sent.findLast(({ type }) => type === '5')?.fields.get(58)).toBe('end of the day');
    expect(scene.theirs.received.findLast(({ type }) => type === '5')).toBeDefined();
    expect(scene.ours.application.logouts[logouts]).toContain('end of the day');
    // Meanwhile we may have knocked in vain.
    await scene.theirs.command('logon');
    await scene.untilInSync();
    await scene.trade(3, 'B');
  });
});
