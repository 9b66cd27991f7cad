/** A known capture through a card and the golden model: what is equal, damaged, missing or too much is found, and said in names. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FeedConfig } from '../../control/core/feed.js';
import { REPLAY_ADDRESS } from '../../control/market-data/captures/binary-file.js';
import type { FeedDevice } from '../../driver/bringup/feed/feed-device.js';
import { writeKnownCapture } from '../../driver/bringup/feed/known-capture.js';
import { eachKnownFrame, type KnownFrames } from '../../driver/bringup/feed/known-frames.js';
import { play, type Played } from '../../driver/bringup/feed/play.js';
import { damagedFeed } from '../../driver/bringup/sim/damaged-feed.js';
import { softwareFeed, type WireFrame } from './software-feed.js';

const MESSAGES = 60;
const folder = mkdtempSync(join(tmpdir(), 'crossfeed-feed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = join(folder, 'feed.itch');
writeKnownCapture(path, MESSAGES, 1);
const known: KnownFrames = {
  path,
  ports: [0, 1],
  warn: () => undefined,
  rest: () => Promise.resolve(),
};
const config: FeedConfig = {
  minFrameBytes: 14,
  maxFrameBytes: 1518,
  channels: [
    {
      protocol: 'itch50',
      mode: 'verified',
      windowNs: 100_000,
      start: 'first',
      lines: [0, 1].map((port) => ({ port, ...REPLAY_ADDRESS })),
    },
  ],
};

/** Time stands still but for the pauses that are asked for. */
function played(device: FeedDevice): Promise<Played> {
  let nowMs = 0;
  const wait = (ms: number): Promise<void> => {
    nowMs += ms;
    return Promise.resolve();
  };
  return play(device, { known, config, idleMs: 100, nowMs: () => nowMs, wait });
}

async function wireFrames(): Promise<WireFrame[]> {
  const frames: WireFrame[] = [];
  // Line B first, and at other times than in the capture.
  await eachKnownFrame(known, (port, arrival, bytes) => void frames.push([1 - port, 77 + 2 * arrival, bytes]));
  return frames;
}

describe('a known capture', () => {
  it('brings equal records, by hand and over the wire', async () => {
    expect(await played(softwareFeed())).toMatchObject({ equal: MESSAGES, difference: undefined });
    expect(await played(softwareFeed(await wireFrames()))).toMatchObject({ equal: MESSAGES, difference: undefined });
  });

  it('names the first record that is different, and the field', async () => {
    const { equal, difference } = await played(damagedFeed(softwareFeed()));
    expect(equal).toBe(20);
    expect(difference).toBe('record 21: Noii of channel 0 with sequence 21: sequence 1045, expected 21');
  });

  it('names the first record that is missing', async () => {
    const frames = (await wireFrames()).slice(0, 20);
    expect((await played(softwareFeed(frames))).difference).toMatch(
      /^record \d+: the card delivered nothing more, \d+ missing, the first of them \w+ \{ channel 0, sequence \d+, /,
    );
    expect(await played(softwareFeed([]))).toMatchObject({ slots: 0, equal: 0 });
  });
});
