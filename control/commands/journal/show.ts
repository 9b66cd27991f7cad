/** `crossfeed journal show`: records of orders as lines. */
import { ORDER_STREAM } from '../../orders/engine/log/order-log.js';
import { RecordWords, type Described } from '../../orders/engine/log/describe.js';
import type { LogInspection } from '../../journal/inspection.js';
import { describeDamage } from '../../journal/recovery-report.js';
import type { JournalIo } from '../journal.js';

export interface ShowOptions {
  readonly order?: number;
  readonly last?: number;
  readonly json?: boolean;
}

export function showJournal(log: LogInspection, { order, last, json }: ShowOptions, io: JournalIo): void {
  const stream = log.streams.indexOf(ORDER_STREAM);
  const words = new RecordWords();
  /** The order, and the numbers of its children. */
  const meant = order === undefined ? undefined : new Set([order]);
  const lines: string[] = [];
  log.scan(
    (entry) => {
      if (entry.stream !== stream) return true;
      const found = words.describe(entry);
      if (found === undefined || !isMeant(found, meant)) return true;
      const line =
        json === true ? JSON.stringify({ ...found, position: entry.position }) : lineOf(found, entry.epochMs);
      if (last === undefined) io.write(`${line}\n`);
      else {
        lines.push(line);
        if (lines.length > last) lines.shift();
      }
      return true;
    },
    (damage) => io.warn(describeDamage(damage)),
  );
  for (const line of lines) io.write(`${line}\n`);
}

function isMeant({ event, orderId, fields }: Described, meant: Set<number> | undefined): boolean {
  if (meant === undefined) return true;
  if (event === 'child-sent' && meant.has(Number(fields['parent']))) meant.add(orderId);
  if (event === 'child-replace' && meant.has(orderId)) meant.add(Number(fields['newOrderId']));
  return meant.has(orderId);
}

function lineOf({ event, orderId, at, fields }: Described, epochMs: number): string {
  const time = new Date(at === 0 ? epochMs : at).toISOString();
  const words = Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(
      ([name, value]) =>
        `${name}=${typeof value === 'string' && value.includes(' ') ? JSON.stringify(value) : String(value)}`,
    );
  return `${time} ${event.padEnd(20)} ${orderId === 0 ? '-' : String(orderId)} ${words.join(' ')}`.trimEnd();
}
