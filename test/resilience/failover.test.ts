/** Feeds whose lines fall silent, in a virtual world: the run that evidence repeats a thousand times, and single faults step by step. */
import { describe, expect, it } from 'vitest';
import {
  EXCHANGE,
  FeedScene,
  itchFeed,
  itchServers,
  pitchFeed,
  pitchServers,
  thirdLine,
} from '../recovery/feed-scene.js';
import { FAILOVER_WAYS, runFailovers } from './failover-run.js';

const FAILOVERS = Number(process.env['CROSSFEED_FAILOVERS'] ?? 0);

// One way in every run of the tests; all of them where they are asked for, and in the evidence run.
describe.each(FAILOVERS === 0 ? FAILOVER_WAYS.slice(0, 1) : FAILOVER_WAYS)('%s', (way) => {
  it('takes over in time, and the books are the exchange’s', { timeout: 180_000 }, async () => {
    const failovers = Math.max(1, FAILOVERS);
    const run = await runFailovers({ way, failovers, seed: 3, messagesPerSecond: 1500, warmUpMs: 4000 });
    expect(run).toMatchObject({ differing: 0, stuck: 0, compared: 2 * failovers });
    for (const ms of run.sumMs) expect(ms).toBeLessThan(run.learntLimitMs * 1.6 + 30);
    for (const ms of run.validateMs) expect(ms).toBeLessThan(20);
  });
});

async function opened(protocol: 'itch50' | 'pitch2', config: string, hasThirdLine = false): Promise<FeedScene> {
  const scene = new FeedScene(protocol, { hasThirdLine, messagesPerSecond: 200 });
  await scene.openGateway(config);
  await scene.openExchange();
  await scene.run(1500);
  return scene;
}

describe('a feed', () => {
  it('without a backup stays stale until its lines are back', async () => {
    const scene = await opened('itch50', itchFeed(`{ ${itchServers.requests} }`));
    scene.silence(true);
    await scene.run(2000);
    expect(scene.failover()).toMatchObject({ state: 'suspect', way: 'none' });
    expect(scene.isStale()).toBe(true);
    expect(scene.marketData.failover('itch', 'third')).toMatchObject({ code: 'NO_BACKUP' });
    scene.silence(false);
    await scene.run(3000);
    expect(scene.failover()).toMatchObject({ state: 'lines' });
    expect(scene.isStale()).toBe(false);
    // What was missed cannot be had: nobody tells the session that requests need.
    expect(scene.uncertain()).toBe(12);
    await scene.close();
  });

  it('of pictures only does not count while its lines are silent', async () => {
    const scene = await opened('pitch2', pitchFeed(`{ ${pitchServers.gapRequests}, ${pitchServers.spin} }`));
    scene.silence(true);
    await scene.run(4500);
    expect(scene.failover()).toMatchObject({ state: 'suspect', way: 'pictures', counters: { backupFaults: 1 } });
    expect(scene.isStale()).toBe(true);
    await scene.close();
  });

  it('goes on to the stream over TCP when its third line falls silent as well', async () => {
    const { requests, glimpse, soupFeed } = itchServers;
    const scene = await opened('itch50', itchFeed(`{ ${requests}, ${glimpse}, ${soupFeed}, ${thirdLine} }`), true);
    expect(scene.failover().way).toBe('third line');
    scene.silence(true);
    await scene.run(2000);
    expect(scene.failover()).toMatchObject({ state: 'backup' });
    scene.publisher.silence('C', true);
    await scene.run(2500);
    expect(scene.failover()).toMatchObject({ state: 'backup', way: 'stream over TCP', counters: { backupFaults: 1 } });
    await scene.world.run(300);
    expect(scene.ourBooks()).toEqual(scene.exchangeBooks());
    await scene.close();
  });

  it('stays stale while its backup cannot be reached, and is told of', async () => {
    const nobody = `soupFeed: { host: ${EXCHANGE}, port: 7098, username: XFEED, password: { file: /password } }`;
    const scene = await opened('itch50', itchFeed(`{ ${itchServers.requests}, ${itchServers.glimpse}, ${nobody} }`));
    scene.silence(true);
    await scene.run(4500);
    expect(scene.failover()).toMatchObject({ state: 'suspect', counters: { backupFaults: 1, failovers: 0 } });
    expect(scene.isStale()).toBe(true);
    scene.silence(false);
    await scene.run(4000);
    expect(scene.failover().state).toBe('lines');
    await scene.world.run(300);
    expect(scene.uncertain()).toBe(0);
    expect(scene.ourBooks()).toEqual(scene.exchangeBooks());
    await scene.close();
  });

  it('with nothing but a silent third line waits, and says so once', async () => {
    const { gapRequests, spin } = pitchServers;
    const scene = await opened('pitch2', pitchFeed(`{ ${gapRequests}, ${spin}, ${thirdLine} }`), true);
    scene.publisher.silence('C', true);
    scene.silence(true);
    await scene.run(6000);
    expect(scene.isStale()).toBe(true);
    expect(scene.failover().counters['backupFaults']).toBeLessThanOrEqual(1);
    scene.publisher.silence('C', false);
    await scene.run(1500);
    expect(scene.failover()).toMatchObject({ state: 'backup', way: 'third line' });
    await scene.close();
  });

  it('does not count while its backup is silent, too, though connected', async () => {
    const { requests, glimpse, soupFeed } = itchServers;
    const scene = await opened('itch50', itchFeed(`{ ${requests}, ${glimpse}, ${soupFeed} }`));
    scene.silence(true);
    await scene.run(2500);
    expect(scene.failover()).toMatchObject({ state: 'backup' });
    scene.world.link('exchange', 'gateway').partition();
    await scene.run(4000);
    expect(scene.failover()).toMatchObject({ state: 'suspect' });
    expect(scene.isStale()).toBe(true);
    scene.world.link('exchange', 'gateway').heal();
    await scene.run(1500);
    expect(scene.failover()).toMatchObject({ state: 'backup' });
    await scene.close();
  });

  it('is moved by hand, and back', async () => {
    const { requests, glimpse, soupFeed } = itchServers;
    const scene = await opened('itch50', itchFeed(`{ ${requests}, ${glimpse}, ${soupFeed} }`));
    expect(scene.marketData.failover('nothing', undefined)).toMatchObject({ code: 'UNKNOWN_FEED' });
    expect(scene.marketData.failover('itch', 'pigeon')).toMatchObject({ code: 'UNKNOWN_SOURCE' });
    scene.gateway.run(() => expect(scene.marketData.failover('itch', undefined)).toBeUndefined());
    await scene.run(3000);
    expect(scene.failover()).toMatchObject({ state: 'backup', counters: { failovers: 1, returns: 0 } });
    scene.gateway.run(() => expect(scene.marketData.failover('itch', 'lines')).toBeUndefined());
    await scene.run(200);
    expect(scene.failover()).toMatchObject({ state: 'lines' });
    await scene.world.run(300);
    expect(scene.ourBooks()).toEqual(scene.exchangeBooks());
    await scene.close();
  });
});
