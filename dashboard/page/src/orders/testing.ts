/** For tests: an order as the API tells it. */
import type { OrderView } from '../../../../control/core/order-api/order-json.js';

export const orderView = (orderId: number, more: Partial<OrderView> = {}): OrderView => ({
  orderId,
  clOrdId: `C${orderId}`,
  client: 'ONE',
  account: '',
  symbol: 'AAPL',
  side: 'buy',
  type: 'limit',
  timeInForce: 'day',
  status: 'new',
  quantity: '100',
  cumQuantity: '0',
  leavesQuantity: '100',
  averagePrice: '0',
  uncertain: false,
  transactTime: '2026-03-02T14:30:00.000Z',
  ...more,
});
