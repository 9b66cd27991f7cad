/** Who traded what with whom: an operator may break or correct any trade of the day. */
import type { ParticipantOrder } from './participant-order.js';
import type { ReportWriter } from './report-writer.js';

interface TradeSide {
  readonly order: ParticipantOrder;
  readonly quantity: number;
}

interface Trade {
  price: number;
  isBroken: boolean;
  readonly sides: TradeSide[];
}

export class TradeMemory {
  private readonly trades = new Map<number, Trade>();

  add(match: number, order: ParticipantOrder, quantity: number, price: number): void {
    let trade = this.trades.get(match);
    if (trade === undefined) this.trades.set(match, (trade = { price, isBroken: false, sides: [] }));
    trade.sides.push({ order, quantity });
  }

  /** An order of the trade, or undefined when there is no such trade, or it is broken. */
  find(match: number): ParticipantOrder | undefined {
    const trade = this.trades.get(match);
    return trade?.isBroken === false ? trade.sides[0]?.order : undefined;
  }

  /** Quantities that were executed are no longer; nothing goes back to the book. */
  bust(match: number, reason: 'erroneous' | 'consent' | 'supervisory', reports: ReportWriter): void {
    const trade = this.trades.get(match)!;
    trade.isBroken = true;
    for (const { order, quantity } of trade.sides) {
      order.executed -= quantity;
      reports.of(order.state(), { type: 'broken', order: order.state(), match, quantity, price: trade.price, reason });
    }
  }

  correct(match: number, price: number, reports: ReportWriter): void {
    const trade = this.trades.get(match)!;
    const oldPrice = trade.price;
    trade.price = price;
    for (const { order, quantity } of trade.sides) {
      reports.of(order.state(), { type: 'corrected', order: order.state(), match, quantity, oldPrice, price });
    }
  }
}
