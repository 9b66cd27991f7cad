import { expect, it } from 'vitest';
import { OrderHistory } from './order-history.js';

const reject = (orderId: number) =>
  ({ client: 0, clOrdId: '', origClOrdId: '', orderId, ordStatus: 0, reason: 'LATE', text: '' }) as never;

it('knows when something happened to an order last, of the newest of those whose numbers share a place', () => {
  let nowMs = 0;
  const history = new OrderHistory(() => nowMs, []);
  expect(history.changedEpochMs(7)).toBeUndefined();
  nowMs = 1000;
  history.onCancelReject(reject(7));
  nowMs = 2000;
  history.onCancelReject(reject(8));
  expect(history.changedEpochMs(7)).toBe(1000);
  nowMs = 3000;
  history.onCancelReject(reject(7));
  expect(history.changedEpochMs(7)).toBe(3000);
  history.onCancelReject(reject(7 + (1 << 15)));
  expect(history.changedEpochMs(7)).toBeUndefined();
  expect(history.changedEpochMs(8)).toBe(2000);
});
