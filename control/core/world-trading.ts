/** The real World of trading code: the machine's clocks, timers, streams and disk. */
import { realDisk } from './world-disk.js';
import { realWorld } from './world-real.js';
import { realStreams } from './world-streams.js';
import type { TradingWorld } from './world.js';

export const realTradingWorld: TradingWorld = {
  clock: realWorld.clock,
  timers: realWorld.timers,
  random: (seed) => realWorld.random(seed),
  streams: realStreams,
  disk: realDisk,
};
