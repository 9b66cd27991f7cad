/** The same with real sockets and the system's clock: both lines are cut for a while, and the books are the exchange's afterwards. */
import { expect, it, vi } from 'vitest';
import { booksOf, booksOfExchange } from './feed-scene.js';
import { RealScene } from './real-scene.js';

it('heals a cut of both lines over real sockets', { timeout: 60_000 }, async () => {
  const scene = await RealScene.open('software');
  try {
    const recovery = () => scene.status().channels[0]!.recovery!;
    const agree = (): void => {
      expect(recovery()).toMatchObject({ state: 'live', missing: 0 });
      expect(booksOf(scene.marketData.books)).toEqual(booksOfExchange(scene.feed));
    };
    await scene.run(2500);
    await vi.waitFor(agree, { timeout: 15_000 });
    scene.silence(true);
    await scene.run(500);
    scene.silence(false);
    await scene.run(500);
    await vi.waitFor(agree, { timeout: 15_000 });
    const { counters } = recovery();
    expect(counters['failed']).toBe(0);
    expect([...scene.marketData.books.symbols()].filter(({ uncertain }) => uncertain)).toEqual([]);
  } finally {
    await scene.close();
  }
});
