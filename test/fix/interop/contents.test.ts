/** What is inside messages, with QuickFIX on the other side: groups, data with any bytes, and a lot of them at once. */
import { afterEach, describe, expect, it } from 'vitest';
import type { FixEncoder } from '../../../control/protocols/fix/encoder.js';
import { quickFixMissing } from './quickfix-peer.js';
import { Scene, sceneCases } from './scene.js';

const cases = sceneCases.filter(([, { version }]) => version === 'FIX.4.4');

describe.skipIf(quickFixMissing !== '').each(cases)(`contents, %s${quickFixMissing}`, (_title, which) => {
  let scene: Scene;

  afterEach(() => scene.close());

  /** Looks like two fields and is none: a field separator, a letter outside ASCII, a CheckSum. */
  const data = 'a\u0001b=\u00e9\u000110=000\u0001';
  const parties = '453=2|448=DESK|447=D|452=24|448=TRADER|447=D|452=12|'.replaceAll('|', '\u0001');

  const addAll = (order: FixEncoder): void => {
    order.int(453, 2);
    for (const [id, role] of [
      ['DESK', 24],
      ['TRADER', 12],
    ] as const) {
      order.string(448, id);
      order.string(447, 'D');
      order.int(452, role);
    }
    order.data(354, 355, Buffer.from(data, 'latin1'));
  };

  /** QuickFIX took the order, and its report has the same group and the same bytes. */
  const expectEcho = (possDup: boolean): void => {
    const order = scene.theirs.received.findLast(({ type }) => type === 'D');
    const report = scene.ours.application.delivered.findLast(({ type }) => type === '8');
    for (const message of [order, report]) {
      expect(message?.raw).toContain(parties);
      expect(message?.raw).toContain(`354=${data.length}\u0001355=${data}\u0001`);
    }
    expect(order?.possDup).toBe(possDup);
    expect(scene.theirs.received.some(({ type }) => type === '3')).toBe(false);
  };

  it('takes groups and data from QuickFIX', async () => {
    scene = await Scene.loggedOn(which);
    await scene.theirs.command('full-order A-them-1');
    await scene.until('a report', () => scene.theirs.deliveredIds('8').length === 1);
    const order = scene.ours.application.delivered[0];
    expect(order?.raw).toContain(parties);
    expect(order?.raw).toContain(`354=${data.length}\u0001355=${data}\u0001`);
    await scene.expectAgreement();
  });

  it('carries groups and data there and back', async () => {
    scene = await Scene.loggedOn(which);
    scene.ours.sendOrder('A-us-1', {}, addAll);
    await scene.until('a report', () => scene.ours.application.deliveredIds('8').length === 1);
    await scene.expectAgreement();
    expectEcho(false);
  });

  it('carries them when they are sent again', async () => {
    scene = await Scene.loggedOn(which);
    scene.ours.application.whenCut = () => scene.ours.sendOrder('A-us-1', {}, addAll);
    await scene.reconnect(() => scene.ours.session.disconnect('cut'));
    await scene.until('a report', () => scene.ours.application.deliveredIds('8').length === 1);
    await scene.expectAgreement();
    expectEcho(true);
  });

  it('sends a thousand messages again while both go on trading', async () => {
    scene = await Scene.loggedOn(which);
    const { ours, theirs } = scene;
    await theirs.command('when-cut orders 1000 B-them-');
    ours.application.whenCut = () => ours.sendOrders(1000, 'B-us-');
    await scene.reconnect(() => ours.session.disconnect('cut'));
    await scene.trade(300, 'C');
    const once = (ids: readonly string[]): void => expect(new Set(ids).size).toBe(ids.length);
    for (const type of ['D', '8']) {
      once(ours.application.deliveredIds(type));
      once(theirs.deliveredIds(type));
      expect(ours.application.deliveredIds(type)).toHaveLength(1300);
      expect(theirs.deliveredIds(type)).toHaveLength(1300);
    }
  });
});
