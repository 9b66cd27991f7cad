import { expect, it } from 'vitest';
import type { ChannelStatus } from '../core/status/schema.js';
import type { FeedSettings } from './config-schema.js';
import { FeedFailover, type FeedFailoverOptions } from './feed-failover.js';

const SAMPLE_MS = 250;

/** A feed without a backup whose lines' ages are told as given, sampled like a status: what it tells. */
function told(samples: number, of: (i: number) => { packets: number; ageMs: number }): string[] {
  const words: string[] = [];
  let nowNs = 1e9;
  const recovery = {
    of: () => undefined,
    wayOf: () => 'none',
    splicer: { find: () => undefined },
    retakeSilent: () => false,
  };
  const failover = new FeedFailover({
    world: {
      clock: { monotonicNs: () => nowNs, epochMs: () => nowNs / 1e6 },
      timers: { every: () => ({ cancel: () => undefined }) },
    },
    feeds: [{ id: 'itch' } as FeedSettings],
    recovery,
    events: { add: (_kind: string, text: string) => void words.push(text) },
    staleAfterMs: 2000,
    countersOf: () => undefined,
    onStale: () => undefined,
    doubt: () => undefined,
  } as unknown as FeedFailoverOptions);
  for (let i = 0; i < samples; i++, nowNs += SAMPLE_MS * 1e6) {
    const { packets, ageMs } = of(i);
    const state = ageMs > 2000 ? 'stale' : 'live';
    failover.sampled([{ channel: 0, state, lines: [{ ageMs, counters: { packets } }] } as unknown as ChannelStatus]);
  }
  failover.close();
  return words;
}

it('takes no lines for silent whose packets come, however old a card that is behind makes them', () => {
  expect(told(100, (i) => ({ packets: Math.floor(i / 3), ageMs: 23_000 }))).toEqual([]);
});

it('takes lines for silent that bring nothing', () => {
  const words = told(20, (i) => ({ packets: Math.min(i, 5), ageMs: Math.max(0, i - 5) * SAMPLE_MS }));
  expect(words[0]).toContain('itch: lines are silent for 2250.0 ms, limit 2000.0 ms; books are stale');
});
