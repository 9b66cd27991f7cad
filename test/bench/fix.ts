/** `crossfeed bench --suite fix`: the codec, the session, the store and the way over TCP, each beside what it is measured against. */
import * as codec from './fix/codec.js';
import * as quickfix from './fix/quickfix.js';
import * as replay from './fix/replay.js';
import * as session from './fix/session.js';
import * as store from './fix/store.js';
import * as tcp from './fix/tcp.js';
import type { BenchSuite } from './harness.js';

export const suite: BenchSuite = {
  name: 'fix',
  description: 'FIX: decode, validate and encode; session, store, TCP and replay',
  async run(context) {
    for (const part of [codec, quickfix, session, store, tcp, replay]) await part.run(context);
  },
};
