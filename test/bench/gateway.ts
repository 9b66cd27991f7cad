/** `crossfeed bench --suite gateway`: what an order costs on its way from the client to the venue, part by part. */
import * as risk from './gateway/risk.js';
import * as types from './gateway/types.js';
import type { BenchSuite } from './harness.js';

export const suite: BenchSuite = {
  name: 'gateway',
  description: 'orders: the risk pass, triggers and pegs',
  run(context) {
    for (const part of [risk, types]) part.run(context);
  },
};
