/** Messages that are wrong, in both directions: refused with the right reason, and the session goes on. */
import { afterEach, describe, expect, it } from 'vitest';
import { quickFixMissing } from './quickfix-peer.js';
import { Scene, sceneCases } from './scene.js';

describe.skipIf(quickFixMissing !== '').each(sceneCases)(`rejects, %s${quickFixMissing}`, (_title, which) => {
  let scene: Scene;

  afterEach(() => scene.close());

  /** An order as QuickFIX is told to send it, without Side (54). */
  const order = `D 11=BAD|${which.version === 'FIX.4.2' ? '21=1|' : ''}55=MSFT|38=100|40=2|44=42.5|60=20261123-12:00:00.000`;

  const wrong: readonly (readonly [what: string, message: string, refTagId: string, reason: string])[] = [
    ['a required tag is missing', order, '54', '1'],
    ['a value is not in its list', `${order}|54=Z`, '54', '5'],
    ['a price is no number', `${order.replace('42.5', 'cheap')}|54=1`, '44', '6'],
    ['a tag is not of this message', `${order}|54=1|146=1`, '146', '2'],
  ];

  it.each(wrong)('refuses a message of QuickFIX: %s', async (_what, message, refTagId, reason) => {
    scene = await Scene.loggedOn(which);
    await scene.trade(1, 'A');
    await scene.theirs.command(`send ${message}`);
    await scene.until('a Reject', () => scene.theirs.received.some(({ type }) => type === '3'));
    const bad = scene.theirs.sent.findLast(({ type }) => type === 'D');
    const reject = scene.theirs.received.findLast(({ type }) => type === '3');
    expect(reject?.fields.get(45)).toBe(String(bad?.msgSeqNum));
    expect(reject?.fields.get(372)).toBe('D');
    expect(reject?.fields.get(371)).toBe(refTagId);
    expect(reject?.fields.get(373)).toBe(reason);
    expect(reject?.fields.get(58)).toBeTruthy();
    await scene.trade(1, 'B');
    expect(scene.ours.application.deliveredIds('D')).toEqual(['A-them-1', 'B-them-1']);
  });

  it('hears of it when QuickFIX refuses a message of ours', async () => {
    scene = await Scene.loggedOn(which);
    const { out } = scene.ours.numbers;
    scene.ours.sendOrder('BAD', { 54: undefined });
    scene.ours.sendOrder('WORSE', { 54: 'Z' });
    await scene.until('two Rejects', () => scene.ours.application.rejects.length === 2);
    const told = scene.ours.application.rejects.map(({ fields }) => [45, 371, 372, 373].map((tag) => fields.get(tag)));
    expect(told).toEqual([
      [String(out), '54', 'D', '1'],
      [String(out + 1), '54', 'D', '5'],
    ]);
    await scene.trade(1, 'B');
  });

  it('refuses what its application has no use for, and so does QuickFIX', async () => {
    scene = await Scene.loggedOn(which);
    await scene.theirs.command('send H 11=A1|55=MSFT|54=1');
    await scene.until('a business reject', () => scene.theirs.deliveredIds('j').length === 1);
    const refusal = scene.theirs.received.findLast(({ type }) => type === 'j')?.fields;
    expect([refusal?.get(372), refusal?.get(380)]).toEqual(['H', '3']);
    const request = scene.ours.session.begin('H');
    request.string(11, 'B1');
    request.string(55, 'MSFT');
    request.string(54, '1');
    scene.ours.session.send();
    await scene.until('their business reject', () => scene.ours.application.rejects.length === 1);
    const theirs = scene.ours.application.rejects[0];
    expect([theirs?.type, theirs?.fields.get(372), theirs?.fields.get(380)]).toEqual(['j', 'H', '3']);
    await scene.trade(1, 'C');
  });
});
