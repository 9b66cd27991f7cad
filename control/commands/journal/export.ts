/**
 * `crossfeed journal export`: what an auditor needs to check the chain alone. Hash n is SHA-256 over hash n-1 (32 zero bytes before the first) and, for each record
 * since: kind as u32, length of the payload as u32, number as f64, all little-endian, and the payload.
 */
import { JournalKind } from '../../core/journal.js';
import { RecordWords } from '../../orders/engine/log/describe.js';
import { ORDER_STREAM } from '../../orders/engine/log/order-log.js';
import type { LogInspection } from '../../journal/inspection.js';
import { describeDamage } from '../../journal/recovery-report.js';
import type { JournalIo } from '../journal.js';

const CHUNK = 64 * 1024;

export function exportJournal(log: LogInspection, { write, warn }: JournalIo): void {
  const stream = log.streams.indexOf(ORDER_STREAM);
  const words = new RecordWords();
  let text = '';
  log.scan(
    (entry) => {
      if (entry.stream !== stream) return true;
      const { position, kind, number, epochMs, bytes, start, end } = entry;
      const payload = Buffer.from(bytes.subarray(start, end)).toString('hex');
      const found = kind === JournalKind.orderSnapshot ? undefined : words.describe(entry);
      const { event = 'snapshot', fields = {} } = found ?? {};
      text += `${JSON.stringify({ position, kind, number, epochMs, event, fields, payload })}\n`;
      if (text.length > CHUNK) {
        write(text);
        text = '';
      }
      return true;
    },
    (damage) => warn(describeDamage(damage)),
  );
  write(text);
}
