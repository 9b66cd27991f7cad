/** `crossfeed bench --suite gateway`: what an order costs on its way from the client to the venue, part by part and through the engine. */
import * as engine from './gateway/engine.js';
import * as inProcess from './gateway/in-process.js';
import * as recordToOrder from './gateway/record-to-order.js';
import * as risk from './gateway/risk.js';
import * as sockets from './gateway/sockets.js';
import * as types from './gateway/types.js';
import * as workedOrders from './gateway/worked-orders.js';
import { inlineMore } from '../../control/core/world-v8.js';
import type { BenchSuite } from './harness.js';

export const suite: BenchSuite = {
  name: 'gateway',
  description:
    'orders: the risk pass, triggers and pegs, the engine, and the whole way of an order from FIX bytes or a record to OUCH bytes',
  async run(context) {
    // As in the gateway.
    inlineMore();
    risk.run(context);
    types.run(context);
    await engine.run(context);
    await workedOrders.run(context);
    await inProcess.run(context);
    await sockets.run(context);
    await recordToOrder.run(context);
  },
};
