/** `crossfeed bench --suite gateway`: what an order costs on its way from the client to the venue, part by part and through the engine. */
import * as engine from './gateway/engine.js';
import * as risk from './gateway/risk.js';
import * as types from './gateway/types.js';
import * as workedOrders from './gateway/worked-orders.js';
import type { BenchSuite } from './harness.js';

export const suite: BenchSuite = {
  name: 'gateway',
  description: 'orders: the risk pass, triggers and pegs, an order through the engine, quotes to orders',
  async run(context) {
    risk.run(context);
    types.run(context);
    await engine.run(context);
    await workedOrders.run(context);
  },
};
