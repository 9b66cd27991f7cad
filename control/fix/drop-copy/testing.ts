/** What the tests of this folder share: reports in readable form, and a record of our own to compare with. */
import { FixMessage } from '../../protocols/fix/message.js';
import { whole } from '../message-log/testing.js';
import type { OwnChange, OwnExecution, OwnExecutions, OwnOrder } from './own-executions.js';

/** An ExecutionReport from its fields, `|` for SOH. */
export function report(fields: string, beginString = 'FIX.4.4'): FixMessage {
  const bytes = whole(`35=8|49=V|56=U|34=1|52=20261123-10:00:00.000|${fields}`, beginString);
  const message = new FixMessage();
  if (message.parse(bytes, 0, bytes.length) !== 0) throw new Error(fields);
  return message;
}

/** Fills in a map; what an order comes to is summed from them. */
export class OwnRecord implements OwnExecutions {
  readonly executions = new Map<string, OwnExecution>();
  readonly statuses = new Map<string, string>();
  /** Orders we know of, by OrderID. */
  readonly orders = new Set<string>();
  private listener: ((change: OwnChange) => void) | undefined;

  put(execution: OwnExecution): void {
    this.executions.set(execution.execId, execution);
    this.orders.add(execution.orderId);
    this.listener?.({ execId: execution.execId, orderId: execution.orderId, clOrdId: execution.clOrdId });
  }

  setStatus(orderId: string, status: string): void {
    this.orders.add(orderId);
    this.statuses.set(orderId, status);
    this.listener?.({ execId: '', orderId, clOrdId: '' });
  }

  execution(execId: string): OwnExecution | undefined {
    return this.executions.get(execId);
  }

  order(orderId: string, clOrdId: string): OwnOrder | undefined {
    const of = [...this.executions.values()].filter((each) =>
      orderId === '' ? each.clOrdId === clOrdId : each.orderId === orderId,
    );
    if (of.length === 0 && !this.orders.has(orderId)) return undefined;
    const live = of.filter(({ busted }) => !busted);
    return {
      cumQuantity: live.reduce((sum, { quantity }) => sum + quantity, 0n),
      notional: live.reduce((sum, { quantity, price }) => sum + quantity * price, 0n),
      ordStatus: this.statuses.get(orderId) ?? '',
    };
  }

  since(epochMs: number): Iterable<OwnExecution> {
    return [...this.executions.values()].filter((each) => each.epochMs >= epochMs);
  }

  onChange(listener: (change: OwnChange) => void): void {
    this.listener = listener;
  }
}
