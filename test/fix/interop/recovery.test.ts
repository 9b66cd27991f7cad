/** Connections that break and parties that come back, with QuickFIX on the other side: nothing is lost, nothing comes twice. */
import { afterEach, describe, expect, it } from 'vitest';
import { quickFixMissing } from './quickfix-peer.js';
import { Scene, sceneCases } from './scene.js';

describe.skipIf(quickFixMissing !== '').each(sceneCases)(`recovery, %s${quickFixMissing}`, (_title, which) => {
  let scene: Scene;

  afterEach(() => scene.close());

  /** Each order of this round once at either application, and each answer. */
  const expectOnce = (count: number, prefix: string): void => {
    const { ours } = scene;
    const round = (ids: readonly string[], whose: string): string[] =>
      ids.filter((id) => id.startsWith(`${prefix}-${whose}-`));
    const all = (whose: string): string[] => Array.from({ length: count }, (_, i) => `${prefix}-${whose}-${i + 1}`);
    expect(round(ours.application.deliveredIds('D'), 'them')).toEqual(all('them'));
    expect(round(ours.application.deliveredIds('8'), 'us')).toEqual(all('us'));
    expect(round(scene.deliveredToThem('D'), 'us')).toEqual(all('us'));
    expect(round(scene.deliveredToThem('8'), 'them')).toEqual(all('them'));
  };

  it.each(['us', 'them'] as const)('resends what was sent while there was no connection (cut by %s)', async (by) => {
    scene = await Scene.loggedOn(which);
    await scene.trade(5, 'A');
    await scene.cut(by, 20, 'B');
    await scene.expectAgreement();
    expectOnce(20, 'B');
    const late = scene.ours.application.delivered.filter(({ fields }) => fields.get(11)?.startsWith('B-them-'));
    expect(late.every(({ possDup, fields }) => possDup && fields.has(122))).toBe(true);
    expect(
      scene.theirs.delivered.filter(({ clOrdId }) => clOrdId?.startsWith('B-us-')).every(({ possDup }) => possDup),
    ).toBe(true);
    await scene.trade(5, 'C');
    expectOnce(5, 'C');
  });

  it('goes through many cuts', async () => {
    scene = await Scene.loggedOn(which);
    for (let i = 0; i < 8; i++) {
      await scene.cut(i % 2 === 0 ? 'us' : 'them', 5, `R${i}`);
      await scene.trade(3, `T${i}`);
      expectOnce(5, `R${i}`);
      expectOnce(3, `T${i}`);
    }
    await scene.expectAgreement();
    expect(scene.ours.application.notDelivered).toEqual([]);
  });

  it('fills a gap in the middle of a session: QuickFIX left numbers out', async () => {
    scene = await Scene.loggedOn(which);
    await scene.trade(2, 'A');
    const { out, in: expected } = await scene.theirs.numbers();
    await scene.theirs.command(`numbers ${out + 7} ${expected}`);
    await scene.trade(2, 'B');
    expectOnce(2, 'B');
    expect(scene.ours.seen('gapDetected')).toHaveLength(1);
    expect(scene.ours.application.notDelivered).toEqual([`incoming ${out}-${out + 6} gapFilled`]);
  });

  it('sends again in the middle of a session what QuickFIX has forgotten', async () => {
    scene = await Scene.loggedOn(which);
    scene.ours.sendOrders(4, 'A-us-');
    await scene.until('4 reports', () => scene.ours.application.deliveredIds('8').length === 4);
    const { out, in: expected } = await scene.theirs.numbers();
    await scene.theirs.command(`numbers ${out} ${expected - 3}`);
    await scene.trade(1, 'B');
    expect(scene.theirs.sent.filter(({ type }) => type === '2')).toHaveLength(1);
    const again = ['A-us-2', 'A-us-3', 'A-us-4'];
    expect(scene.deliveredToThem('D')).toEqual(['A-us-1', ...again, ...again, 'B-us-1']);
  });

  it('takes gap fills for what QuickFIX will not send again', async () => {
    scene = await Scene.loggedOn(which);
    await scene.trade(2, 'A');
    await scene.theirs.command('set refuse-resend on');
    const { out } = await scene.theirs.numbers();
    await scene.theirs.command('when-cut orders 5 B-them-');
    await scene.reconnect(() => scene.theirs.command('cut'));
    await scene.until('the gap is told', () => scene.ours.application.notDelivered.length > 0);
    await scene.expectAgreement();
    // The Logon after the orders is a number of its own, and may be part of what is filled.
    expect(scene.ours.application.notDelivered[0]).toMatch(
      new RegExp(`^incoming ${out}-(${out + 4}|${out + 5}) gapFilled$`),
    );
    expect(scene.ours.application.deliveredIds('D').filter((id) => id.startsWith('B'))).toEqual([]);
    await scene.trade(2, 'C');
  });

  it('fills gaps for orders of ours that are too old to send again', async () => {
    scene = await Scene.loggedOn(which, { config: { resendMaxAgeMs: { D: 0 } } });
    await scene.trade(2, 'A');
    const { out } = scene.ours.numbers;
    scene.ours.application.whenCut = () => scene.ours.sendOrders(4, 'B-us-');
    await scene.reconnect(() => scene.ours.session.disconnect('cut'));
    await scene.until('the gap is told', () => scene.ours.application.notDelivered.length === 4);
    await scene.expectAgreement();
    const told = [0, 1, 2, 3].map((i) => `outgoing ${out + i}-${out + i} stale`);
    expect(scene.ours.application.notDelivered).toEqual(told);
    expect(scene.deliveredToThem('D').filter((id) => id.startsWith('B'))).toEqual([]);
    await scene.trade(2, 'C');
    expectOnce(2, 'C');
  });

  it('asks for what is missing in pieces', async () => {
    scene = await Scene.loggedOn(which, { config: { resendChunk: 7 } });
    await scene.cut('them', 30, 'A');
    await scene.expectAgreement();
    expectOnce(30, 'A');
    const requests = scene.theirs.received.filter(({ type }) => type === '2');
    expect(requests.length).toBeGreaterThanOrEqual(4);
    for (const { fields } of requests) expect(Number(fields.get(16)) - Number(fields.get(7))).toBeLessThan(7);
  });

  it('goes on after QuickFIX was killed and started again', async () => {
    scene = await Scene.loggedOn(which);
    await scene.trade(10, 'A');
    const before = await scene.theirs.numbers();
    scene.ours.application.whenCut = () => scene.ours.sendOrders(5, 'B-us-');
    await scene.theirs.kill();
    await scene.until('we see it', () => scene.ours.application.logouts.length > 0);
    await scene.startTheirs();
    await scene.until('reports', () => scene.ours.application.deliveredIds('8').includes('B-us-5'));
    expect(scene.theirs.sent[0]?.msgSeqNum).toBe(before.out);
    await scene.trade(10, 'C');
    expectOnce(10, 'A');
    expectOnce(10, 'C');
    expect(scene.deliveredToThem('D').filter((id) => id.startsWith('B-us-'))).toEqual(
      [1, 2, 3, 4, 5].map((i) => `B-us-${i}`),
    );
  });

  it.each(['stop', 'crash'] as const)('goes on after a restart of ours (%s)', async (how) => {
    scene = await Scene.loggedOn(which);
    await scene.trade(10, 'A');
    expectOnce(10, 'A');
    const before = scene.ours.numbers;
    // Sent while we are away, or as soon as we are back.
    await scene.theirs.command('when-cut orders 5 B-them-');
    await scene.stopOurs(how);
    await scene.startOurs();
    await scene.until('orders', () => scene.ours.application.deliveredIds('D').includes('B-them-5'));
    expect(scene.ours.numbers.out).toBeGreaterThan(before.out);
    await scene.trade(10, 'C');
    expect(scene.ours.application.deliveredIds('D').filter((id) => id.startsWith('B-them-'))).toEqual(
      [1, 2, 3, 4, 5].map((i) => `B-them-${i}`),
    );
    expect(scene.ours.application.deliveredIds('D').filter((id) => id.startsWith('A-'))).toEqual([]);
    expectOnce(10, 'C');
  });

  it('sends what it stored before its own restart', async () => {
    scene = await Scene.loggedOn(which);
    await scene.trade(2, 'A');
    scene.ours.application.whenCut = () => scene.ours.sendOrders(5, 'B-us-');
    await scene.stopOurs('crash');
    await scene.startOurs();
    await scene.until('reports', () => scene.ours.application.deliveredIds('8').includes('B-us-5'));
    await scene.expectAgreement();
    expect(scene.deliveredToThem('D').filter((id) => id.startsWith('B-us-'))).toEqual(
      [1, 2, 3, 4, 5].map((i) => `B-us-${i}`),
    );
  });
});
