/** The software engine in the place of a card that a capture is played through: handed its frames, or hearing them on a wire that somebody plays into. */
import type { FeedConfig } from '../../control/core/feed.js';
import { SoftwareEngine } from '../../control/market-data/software/engine.js';
import type { FeedDevice } from '../../driver/bringup/feed/feed-device.js';

export type WireFrame = readonly [port: number, arrivalBeats: number, bytes: Uint8Array];

const LIMITS = { channels: 4, matchEntries: 16 };

/** @param wire frames that come by themselves once the card runs; absent: it is handed them */
export function softwareFeed(wire?: readonly WireFrame[]): FeedDevice {
  let engine: SoftwareEngine | undefined;
  const running = (): SoftwareEngine => {
    if (engine === undefined) throw new Error('not begun');
    return engine;
  };
  const begin = (config: FeedConfig): number => {
    engine = new SoftwareEngine(config);
    for (const [port, arrival, bytes] of wire ?? []) engine.pushFrame(port, arrival, bytes, bytes.length, false);
    if (wire !== undefined) engine.endOfInput();
    return 1000;
  };
  const common = {
    name: 'software',
    limits: LIMITS,
    begin,
    poll: (sink, maxSlots) => running().poll(sink, maxSlots),
    end: () => wire !== undefined,
  } satisfies FeedDevice;
  if (wire !== undefined) return common;
  return {
    ...common,
    input: {
      push: (port, arrival, bytes, length) => running().pushFrame(port, arrival, bytes, length, false),
      end: () => running().endOfInput(),
      drained: () => running().drained,
    },
  };
}
