/** Commands of the HTTP API upon the order engine itself: what it answers with can be written out, whatever hangs on it. */
import { expect, it } from 'vitest';
import { ClientHub } from '../../control/clients/hub.js';
import { clientWorld } from '../../control/clients/client-world.js';
import { OrderCommands } from '../../control/clients/http/commands.js';
import type { Principal } from '../../control/clients/http/tokens.js';
import { OrderHistory } from '../../control/clients/http/order-history.js';
import { PERMISSIONS, type Client } from '../../control/clients/permissions.js';
import type { OrderControl } from '../../control/core/order-control.js';
import { Desk } from '../orders/desk.js';
import { simpleSymbols } from '../orders/simple-parts.js';

const client: Client = { number: 0, id: 'C1', permissions: new Set(PERMISSIONS), capacity: 'A', graceMs: undefined };
const principal: Principal = { name: 'test', roles: new Set(['view', 'trade', 'administer']), client };

it('an order is entered, replaced, cancelled, and stopped with all others', () => {
  const desk = new Desk();
  const symbols = simpleSymbols(2);
  const hub = new ClientHub();
  const control: OrderControl = {
    killSwitch: () => desk.engine.cancelAll({ client: 0 }, 'KILLED', 'a test'),
    killSwitches: () => [],
    limits: () => [],
    positions: () => [],
    setLimit: () => undefined,
  };
  hub.bind(desk.engine);
  desk.engine.attach(0, hub);
  const history = new OrderHistory(() => desk.process.clock.epochMs(), []);
  hub.add(history);
  const commands = new OrderCommands({
    clients: [client],
    hub: () => hub,
    entry: desk.engine,
    control,
    history,
    world: clientWorld(symbols, 2, () => 'A'),
    symbols,
    clock: desk.process.clock,
  });
  const run = (command: Parameters<OrderCommands['run']>[1]): { status: number; body: unknown } => {
    const reply = desk.process.run(() => commands.run(principal, command))!;
    return { status: reply.status, body: JSON.parse(JSON.stringify(reply.body)) };
  };
  const order = {
    clOrdId: 'A1',
    symbol: 'AAPL',
    side: 'buy',
    quantity: '100',
    type: 'limit',
    price: '1',
    parameters: { venue: '0' },
  } as const;
  expect(run({ op: 'submit', order })).toMatchObject({ status: 201, body: { orderId: 1, status: 'new' } });
  expect(() => run({ op: 'submit', order })).toThrow('ClOrdID A1 has been used today');
  expect(run({ op: 'replace', orderId: 1, replace: { clOrdId: 'A2', quantity: '150' } })).toMatchObject({
    status: 202,
  });
  expect(run({ op: 'order', orderId: 1 })).toMatchObject({ status: 200, body: { client: 'C1', quantity: '100' } });
  expect(run({ op: 'orders' })).toMatchObject({ body: { orders: [{ orderId: 1 }], truncated: false } });
  // The time is that of its last step, and not of the question.
  const before = run({ op: 'order', orderId: 1 }).body;
  desk.world.advance(5_000);
  expect(run({ op: 'order', orderId: 1 }).body).toEqual(before);
  expect(run({ op: 'orders' }).body).toEqual({ orders: [before], truncated: false });
  expect(run({ op: 'killSwitch', killSwitch: { scope: 'firm', action: 'engage', reason: 'x' } })).toMatchObject({
    status: 200,
    body: { canceled: { orders: 1, confirmed: 0, pending: 1, uncertain: 0 } },
  });
  expect(run({ op: 'submit', order: { ...order, clOrdId: 'A3' } })).toMatchObject({
    status: 201,
    body: { orderId: 4 },
  });
  expect(run({ op: 'cancel', orderId: 4 })).toMatchObject({ status: 202, body: { status: 'pendingCancel' } });
});
