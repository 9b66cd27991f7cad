/** All codecs that are fuzzed, by name. */
import { glimpse, gapRequest, moldudp64, soupbintcp } from './targets-sessions.js';
import { itch50, pitch2 } from './targets-feeds.js';
import { itch50Records, pitch2Records } from './targets-records.js';
import { ouch42, ouch50 } from './targets-orders.js';
import type { FuzzTarget } from './target.js';

export const targets: readonly FuzzTarget[] = [
  itch50,
  pitch2,
  itch50Records,
  pitch2Records,
  moldudp64,
  soupbintcp,
  ouch42,
  ouch50,
  glimpse,
  gapRequest,
];
