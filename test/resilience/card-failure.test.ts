/** A card that fails while it runs, over real sockets with the simulated card: the software engine takes its lines, nothing is lost, and the card is taken into use again by hand. */
import { afterEach, expect, it, vi } from 'vitest';
import { Nic } from '../../driver/nic.js';
import { booksOf, booksOfExchange } from '../recovery/feed-scene.js';
import { RealScene } from '../recovery/real-scene.js';

afterEach(() => vi.restoreAllMocks());

it('goes on without its card, and with it again', { timeout: 90_000 }, async (context) => {
  const scene = await RealScene.open('nic');
  try {
    if (scene.status().engine.kind !== 'nic') {
      context.skip('the simulated card is not built here');
      return;
    }
    const agree = (): void => {
      const [channel] = scene.status().channels;
      expect(channel!.recovery).toMatchObject({ state: 'live', missing: 0 });
      expect(channel!.suspect).toBe(false);
      expect(booksOf(scene.marketData.books)).toEqual(booksOfExchange(scene.feed));
      expect([...scene.marketData.books.symbols()].filter(({ uncertain }) => uncertain)).toEqual([]);
    };
    await scene.run(1500);
    await vi.waitFor(agree, { timeout: 20_000 });

    const poll = vi.spyOn(Nic.prototype, 'poll').mockImplementation(() => {
      throw new Error('the driver is gone');
    });
    await scene.run(1000);
    poll.mockRestore();
    expect(scene.status().engine).toMatchObject({ kind: 'software', requested: 'nic' });
    expect(scene.status().engine.warning).toContain('the driver is gone');
    await vi.waitFor(agree, { timeout: 20_000 });
    await scene.run(500);
    await vi.waitFor(agree, { timeout: 20_000 });

    expect(scene.marketData.failover('itch', 'nic')).toBeUndefined();
    await scene.run(1000);
    await vi.waitFor(() => expect(scene.status().engine).toMatchObject({ kind: 'nic', warning: null }), {
      timeout: 20_000,
    });
    await vi.waitFor(agree, { timeout: 20_000 });

    // It hangs: its registers answer with what was there, and nothing says so but its time.
    const time = vi.spyOn(Nic.prototype, 'timeBeats').mockReturnValue(1);
    await vi.waitFor(() => expect(scene.status().engine.kind).toBe('software'), { timeout: 20_000 });
    time.mockRestore();
    expect(scene.status().engine.warning).toContain('its time has stood still');
    await scene.run(500);
    await vi.waitFor(agree, { timeout: 20_000 });
  } finally {
    await scene.close();
  }
});
