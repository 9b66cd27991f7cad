/** The drop copy of binance-spot-testnet: the same fields as on the order session, TradeID (1003) of fills among them. */
import type { OrderReport } from '../core/orders.js';
import { DropCopyDesk } from '../fix/drop-copy-desk.js';
import type { OutMessage } from '../fix/out-message.js';

export class BinanceCopyDesk extends DropCopyDesk {
  override tell(report: OrderReport, port: string, logSequence: number): readonly OutMessage[] {
    const messages = super.tell(report, port, logSequence);
    if (report.type !== 'executed') return messages;
    return messages.map(({ type, fields }) => ({ type, fields: [...fields, [1003, String(report.match)]] }));
  }
}
