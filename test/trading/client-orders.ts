/** What a client knows of its orders by the ExecutionReports that it got, added up by its own hand: nothing here knows how the gateway works. */
import { expect } from 'vitest';

export interface ClientTrade {
  readonly execId: string;
  readonly quantity: number;
  /** In ten-thousandths. */
  readonly price: number;
}

export interface ClientOrderView {
  readonly orderId: string;
  symbol: string;
  buys: boolean;
  /** OrdStatus (39), ExecTypes (150) in order, and what the last one said. */
  status: string;
  execTypes: string;
  quantity: number;
  leaves: number;
  cum: number;
  /** The last code (7110), and the words (58). */
  code: string;
  text: string;
  readonly trades: Map<string, ClientTrade>;
}

type Message = ReadonlyMap<number, string>;

/** Reads 8s in their order. Complains about whatever a client could not explain. */
export function clientOrders(messages: readonly Message[]): Map<string, ClientOrderView> {
  const orders = new Map<string, ClientOrderView>();
  const names = new Map<string, ClientOrderView>();
  const execIds = new Set<string>();
  for (const message of messages) {
    if (message.get(35) !== '8' || message.get(150) === 'I') continue;
    const field = (tag: number): string => message.get(tag) ?? '';
    const execId = field(17);
    expect(execIds, `ExecID ${execId} once`).not.toContain(execId);
    execIds.add(execId);
    const order = names.get(field(41)) ?? names.get(field(11)) ?? opened(field(37));
    names.set(field(11), order);
    orders.set(field(11), order);
    if (field(41) !== '') orders.set(field(41), order);
    take(order, field, execId);
  }
  return orders;
}

function opened(orderId: string): ClientOrderView {
  return {
    orderId,
    symbol: '',
    buys: true,
    status: '',
    execTypes: '',
    quantity: 0,
    leaves: 0,
    cum: 0,
    code: '',
    text: '',
    trades: new Map(),
  };
}

function take(order: ClientOrderView, field: (tag: number) => string, execId: string): void {
  const execType = field(150);
  order.symbol = field(55);
  order.buys = field(54) === '1';
  order.execTypes += execType;
  order.status = field(39);
  order.quantity = Number(field(38));
  order.leaves = Number(field(151));
  order.cum = Number(field(14));
  order.code = field(7110);
  order.text = field(58);
  const trade = { execId, quantity: Number(field(32)), price: Math.round(Number(field(31)) * 10_000) };
  if (execType === 'F') order.trades.set(execId, trade);
  if (execType === 'H' || execType === 'G') {
    const cited = field(19);
    expect([...order.trades.keys()], `${execId} cites ${cited}`).toContain(cited);
    order.trades.delete(cited);
    if (execType === 'G') order.trades.set(execId, trade);
  }
  const trades = [...order.trades.values()];
  const sum = trades.reduce((total, { quantity }) => total + quantity, 0);
  const value = trades.reduce((total, { quantity, price }) => total + quantity * price, 0);
  expect(order.cum, `${execId}: CumQty is the sum of its trades`).toBeCloseTo(sum, 8);
  expect(Number(field(6)), `${execId}: AvgPx is their average`).toBeCloseTo(sum === 0 ? 0 : value / sum / 10_000, 6);
  const isOver = '4C8'.includes(order.status);
  expect(order.leaves, `${execId}: LeavesQty`).toBeCloseTo(isOver ? 0 : Math.max(0, order.quantity - sum), 8);
}
