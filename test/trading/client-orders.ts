/** What a client knows of its orders by the ExecutionReports that it got, added up by its own hand: nothing here knows how the gateway works. */

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
  /** OrdStatus (39), ExecTypes (150) in order, and what the last report said. */
  status: string;
  execTypes: string;
  quantity: number;
  leaves: number;
  cum: number;
  /** The last code (7110), and the words (58). */
  code: string;
  text: string;
  /** Trades that stand, by the ExecID that told them last. */
  readonly trades: Map<string, ClientTrade>;
  /** OrderCancelRejects: CxlRejReason (102). */
  readonly rejects: string[];
}

type Message = ReadonlyMap<number, string>;

/** Reads 8s and 9s in their order. Throws for whatever a client could not explain. */
export class ClientOrders {
  /** By each ClOrdID that an order ever had. */
  readonly byName = new Map<string, ClientOrderView>();
  private readonly execIds = new Set<string>();
  private read = 0;

  /** @param messages everything that came, those that were read before included */
  take(messages: readonly Message[]): void {
    for (; this.read < messages.length; this.read++) {
      const message = messages[this.read]!;
      const field = (tag: number): string => message.get(tag) ?? '';
      if (field(35) === '9') this.reject(field);
      if (field(35) === '8' && field(150) !== 'I') this.report(field);
    }
  }

  /** Each order once. */
  get all(): ClientOrderView[] {
    return [...new Set(this.byName.values())];
  }

  private reject(field: (tag: number) => string): void {
    const order = this.byName.get(field(41));
    if (order === undefined) return;
    order.rejects.push(field(102));
    order.status = field(39);
  }

  private report(field: (tag: number) => string): void {
    const execId = field(17);
    check(!this.execIds.has(execId), `ExecID ${execId} came before`);
    this.execIds.add(execId);
    const order = this.byName.get(field(41)) ?? this.byName.get(field(11)) ?? opened(field(37));
    this.byName.set(field(11), order);
    order.symbol = field(55);
    order.buys = field(54) === '1';
    order.execTypes += field(150);
    order.status = field(39);
    order.quantity = Number(field(38));
    order.leaves = Number(field(151));
    order.cum = Number(field(14));
    // Without tags of our own the code stands at the head of the words.
    order.code = field(7110) === '' ? (/^([A-Z]+_[A-Z_]+): /.exec(field(58))?.[1] ?? '') : field(7110);
    order.text = field(58);
    this.trade(order, field, execId);
    const sum = total(order, () => 1);
    const value = total(order, ({ price }) => price);
    const average = sum === 0 ? 0 : value / sum / 10_000;
    const isOver = '4C8'.includes(order.status);
    check(near(order.cum, sum), `${execId}: CumQty ${order.cum}, its trades are ${sum}`);
    check(near(Number(field(6)), average), `${execId}: AvgPx ${field(6)}, its trades are at ${average}`);
    const leaves = isOver ? 0 : Math.max(0, order.quantity - sum);
    check(near(order.leaves, leaves), `${execId}: LeavesQty ${order.leaves}, ${leaves} are left`);
  }

  private trade(order: ClientOrderView, field: (tag: number) => string, execId: string): void {
    const execType = field(150);
    const trade = { execId, quantity: Number(field(32)), price: Math.round(Number(field(31)) * 10_000) };
    if (execType === 'H' || execType === 'G') {
      check(order.trades.delete(field(19)), `${execId} cites ${field(19)}, which does not stand`);
    }
    if (execType === 'F' || execType === 'G') order.trades.set(execId, trade);
  }
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
    rejects: [],
  };
}

function total({ trades }: ClientOrderView, worth: (trade: ClientTrade) => number): number {
  let sum = 0;
  for (const trade of trades.values()) sum += trade.quantity * worth(trade);
  return sum;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-7 * Math.max(1, Math.abs(b));
}

function check(holds: boolean, text: string): void {
  if (!holds) throw new Error(text);
}
