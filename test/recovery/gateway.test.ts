/** What the gateway does about messages that its lines did not bring: afterwards its books are the exchange's. */
import { describe, expect, it } from 'vitest';
import { EXCHANGE, FeedScene, itchFeed, itchServers, pitchFeed, pitchServers } from './feed-scene.js';

const { requests, glimpse, soupFeed } = itchServers;
const { gapRequests, spin } = pitchServers;

const feeds = {
  itch50: { requests: itchFeed(`{ ${requests}, ${glimpse} }`), picture: itchFeed(`{ ${glimpse} }`) },
  pitch2: { requests: pitchFeed(`{ ${gapRequests}, ${spin} }`), picture: pitchFeed(`{ ${spin} }`) },
};

async function opened(protocol: 'itch50' | 'pitch2', config: string): Promise<FeedScene> {
  const scene = new FeedScene(protocol);
  await scene.openGateway(config);
  await scene.openExchange();
  await scene.run(2500);
  expect(scene.recovery()).toMatchObject({ state: 'live', missing: 0, held: 0, counters: { gaps: 0 } });
  return scene;
}

async function agrees(scene: FeedScene): Promise<void> {
  // What is on its way arrives; nothing new happens meanwhile.
  await scene.world.run(300);
  expect(scene.uncertain()).toBe(0);
  expect(scene.ourBooks()).toEqual(scene.exchangeBooks());
  expect(scene.marketData.books.stats()).toMatchObject({ unknownOrders: 0, duplicateOrders: 0, overExecuted: 0 });
  await scene.close();
}

describe.each(['itch50', 'pitch2'] as const)('%s', (protocol) => {
  it('asks for what both lines lost, and goes on as if nothing had happened', async () => {
    const scene = await opened(protocol, feeds[protocol].requests);
    await scene.cut(200);
    await scene.run(1500);
    const { state, counters } = scene.recovery();
    expect(state).toBe('live');
    expect(counters).toMatchObject({ gaps: 1, healed: 1, snapshots: 0, failed: 0, takeovers: 0 });
    expect(counters['missing']).toBeGreaterThan(50);
    expect(counters['spliced']).toBe(counters['missing']);
    await agrees(scene);
  });

  it('takes a picture where nobody answers requests', async () => {
    const scene = await opened(protocol, feeds[protocol].picture);
    await scene.cut(400);
    await scene.run(3000);
    expect(scene.recovery()).toMatchObject({ state: 'live', counters: { healed: 1, snapshots: 1, failed: 0 } });
    await agrees(scene);
  });

  it('takes a picture when it joins late', async () => {
    const scene = new FeedScene(protocol);
    await scene.openExchange();
    await scene.run(2000);
    await scene.openGateway(feeds[protocol].picture);
    await scene.run(3000);
    expect(scene.recovery()).toMatchObject({ state: 'live', counters: { healed: 1, snapshots: 1 } });
    await agrees(scene);
  });

  it('takes another way while both lines are silent, and leaves it when they are back', async () => {
    const scene = await opened(
      protocol,
      protocol === 'itch50' ? itchFeed(`{ ${requests}, ${glimpse}, ${soupFeed} }`) : feeds.pitch2.requests,
    );
    scene.silence(true);
    await scene.run(4000);
    const during = scene.recovery();
    expect(during).toMatchObject({ takenOver: true, counters: { takeovers: 1 } });
    if (protocol === 'itch50') {
      await scene.world.run(200);
      expect(scene.uncertain()).toBe(0);
      expect(scene.ourBooks()).toEqual(scene.exchangeBooks());
    } else {
      expect(during.counters['snapshots']).toBeGreaterThan(1);
    }
    scene.silence(false);
    await scene.run(3000);
    expect(scene.recovery()).toMatchObject({ state: 'live', takenOver: false, missing: 0 });
    await agrees(scene);
  });
});

describe('without anybody who answers', () => {
  it('the books go on in doubt, and a picture is tried again with growing pauses', async () => {
    const nobody = `glimpse: { host: ${EXCHANGE}, port: 7099, username: XFEED, password: { file: /password } }`;
    const scene = await opened('itch50', itchFeed(`{ ${nobody}, snapshotPatienceMs: 500 }`));
    await scene.cut(300);
    await scene.run(700);
    expect(scene.recovery()).toMatchObject({ state: 'doubt', held: 0, counters: { failed: 1, healed: 0 } });
    expect(scene.uncertain()).toBe(12);
    const before = scene.status().books.updates;
    await scene.run(500);
    expect(scene.status().books.updates).toBeGreaterThan(before);
    await scene.run(8000);
    expect(scene.recovery().counters['failed']).toBe(3);
    await scene.close();
  });
});
