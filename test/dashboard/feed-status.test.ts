import { describe, expect, it } from 'vitest';
import { newFeedCounters } from './counters.js';
import { FeedStatus, Rate } from '../../control/gateway/feed-status.js';
import { parseConfig } from '../../control/gateway/config.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeedCounters } from '../../control/core/feed.js';

const { feeds } = parseConfig(
  'one-feed.yaml',
  readFileSync(join(import.meta.dirname, '../../config/one-feed.yaml'), 'utf8'),
);
const S = 1e9;
const beats = (seconds: number): number => (seconds * S) / 6.4;

/** Counters after so many messages from each line; `at` is when the last frame of a line ended. */
function counters(
  a: { packets: number; delivered: number; at?: number },
  b: { packets: number; duplicates: number; at?: number },
): FeedCounters {
  const base = newFeedCounters();
  const channel = base.channels[0]!;
  const [lineA, lineB] = [channel.lines[0]!, channel.lines[1]!];
  return {
    ...base,
    channels: [
      {
        ...channel,
        expected: BigInt(a.delivered + 1),
        delivered: a.delivered,
        lines: [
          {
            ...lineA,
            packets: a.packets,
            delivered: a.delivered,
            lastBeats: a.at === undefined ? undefined : beats(a.at),
          },
          {
            ...lineB,
            packets: b.packets,
            duplicates: b.duplicates,
            lastBeats: b.at === undefined ? undefined : beats(b.at),
          },
        ],
      },
    ],
  };
}

describe('FeedStatus', () => {
  it('waits until something came', () => {
    const status = new FeedStatus(feeds, 2000);
    const { channels } = status.sample([{ counters: newFeedCounters(), timeBeats: beats(1) }], S);
    expect(channels[0]).toMatchObject({ state: 'waiting', expected: null });
    expect(channels[0]?.lines.map(({ state, ageMs }) => ({ state, ageMs }))).toEqual([
      { state: 'waiting', ageMs: null },
      { state: 'waiting', ageMs: null },
    ]);
  });

  it('tells what a line brought and what it did not', () => {
    const status = new FeedStatus(feeds, 2000);
    const { channels } = status.sample(
      [
        {
          counters: counters({ packets: 10, delivered: 100, at: 1 }, { packets: 9, duplicates: 90, at: 1 }),
          timeBeats: beats(1),
        },
      ],
      S,
    );
    expect(channels[0]?.lines.map(({ missed }) => missed)).toEqual([0, 10]);
  });

  it('lets a quiet line age by NIC time, while the feed lives', () => {
    const status = new FeedStatus(feeds, 2000);
    status.sample(
      [
        {
          counters: counters({ packets: 1, delivered: 1, at: 1 }, { packets: 1, duplicates: 1, at: 1 }),
          timeBeats: beats(1),
        },
      ],
      S,
    );
    const { channels } = status.sample(
      [
        {
          counters: counters({ packets: 1, delivered: 1, at: 1 }, { packets: 2, duplicates: 2, at: 4 }),
          timeBeats: beats(4),
        },
      ],
      4 * S,
    );
    expect(channels[0]?.lines[0]).toMatchObject({ state: 'stale', ageMs: 3000 });
    expect(channels[0]?.lines[1]).toMatchObject({ state: 'live', ageMs: 0 });
    expect(channels[0]?.state).toBe('live');
  });

  it('lets lines age when NIC time itself stands still', () => {
    const status = new FeedStatus(feeds, 2000);
    const still = counters({ packets: 1, delivered: 1, at: 1 }, { packets: 1, duplicates: 1, at: 1 });
    status.sample([{ counters: still, timeBeats: beats(1) }], S);
    const { channels } = status.sample([{ counters: still, timeBeats: beats(1) }], 6 * S);
    expect(channels[0]).toMatchObject({ state: 'stale', lines: [{ ageMs: 5000 }, { ageMs: 5000 }] });
  });
});

describe('Rate', () => {
  it('is over the last second', () => {
    const rate = new Rate();
    const seen = [0, 100, 200, 300, 400, 400, 400, 400, 400].map((value, quarter) =>
      rate.sample((quarter * S) / 4, value),
    );
    expect(seen).toEqual([0, 400, 400, 400, 400, 300, 200, 100, 0]);
  });

  it('is not negative when a counter starts again', () => {
    const rate = new Rate();
    rate.sample(0, 1000);
    expect(rate.sample(S, 10)).toBe(0);
  });
});
