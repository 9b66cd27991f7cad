/** Heartbeats, TestRequests and silence, with QuickFIX on the other side, at short intervals. */
import { describe, it, type TestContext } from 'vitest';
import { quickFixMissing } from './quickfix-peer.js';
import { Scene, sceneCases } from './scene.js';

describe.skipIf(quickFixMissing !== '').each(sceneCases)(`liveness, %s${quickFixMissing}`, (_title, which) => {
  // One after the other they would be most of a minute of waiting.
  const sceneFor = async (
    { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
    heartbeatS: number,
  ): Promise<Scene> => {
    const scene = await Scene.loggedOn(which, { heartbeatS });
    onTestFinished(() => scene.close());
    return scene;
  };

  it.concurrent('keeps the session alive with heartbeats', async (context) => {
    const scene = await sceneFor(context, 1);
    const heartbeats = (of: 'received' | 'sent'): number =>
      scene.theirs[of].filter(({ type, fields }) => type === '0' && !fields.has(112)).length;
    await scene.until('two heartbeats of each', () => heartbeats('received') >= 2 && heartbeats('sent') >= 2);
    await scene.expectAgreement();
  });

  it.concurrent('answers a TestRequest, and asks with one when QuickFIX is silent', async (context) => {
    const scene = await sceneFor(context, 2);
    await scene.theirs.command('send 1 112=are you there');
    await scene.until('the answer', () =>
      scene.theirs.received.some(({ fields }) => fields.get(112) === 'are you there'),
    );
    scene.theirs.freeze();
    await scene.until('we ask', () => scene.ours.seen('testRequestSent').length === 1);
    scene.theirs.thaw();
    await scene.until('the round trip', () => scene.ours.seen('heartbeatRoundTrip').length === 1);
    await scene.trade(2, 'A');
  });

  it.concurrent('gives a silent QuickFIX up, and comes back', async (context) => {
    const scene = await sceneFor(context, 1);
    scene.ours.application.whenCut = () => scene.ours.sendOrders(3, 'A-us-');
    scene.theirs.freeze();
    await scene.until('we give it up', () => scene.ours.application.logouts.length === 1);
    scene.theirs.thaw();
    await scene.until('reports', () => scene.ours.application.deliveredIds('8').includes('A-us-3'));
    await scene.trade(2, 'B');
  });
});
