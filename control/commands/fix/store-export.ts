/** `crossfeed fix store export`: messages in the order in which they were sent and taken. */
import { JournalKind, type JournalEntry } from '../../core/journal.js';
import { decodeNumbers } from '../../fix/store/numbers-record.js';
import { STREAM_PREFIX } from '../../fix/store/session-index.js';
import type { LogInspection } from '../../journal/inspection.js';
import { describeDamage } from '../../journal/recovery-report.js';

export interface ExportOptions {
  readonly session?: string;
  readonly direction?: 'in' | 'out';
  readonly from?: number;
  readonly to?: number;
  readonly json?: boolean;
  readonly raw?: boolean;
}

const CHUNK = 64 * 1024;
/** Password and NewPassword. */
const SECRETS = /(^|\x01)(554|925)=[^\x01]*/g; // eslint-disable-line no-control-regex -- SOH is what FIX separates fields by

export function exportMessages(
  log: LogInspection,
  options: ExportOptions,
  { write, warn }: { readonly write: (text: string) => void; readonly warn: (text: string) => void },
): void {
  let text = '';
  const put = (line: string): void => {
    text += `${line}\n`;
    if (text.length < CHUNK) return;
    write(text);
    text = '';
  };
  /** Sent messages that were put out already: a copy of one is only a move within the log. */
  const sent = new Map<number, Set<number>>();
  log.scan(
    (entry) => {
      const direction = directionOf(entry, sent);
      if (direction === undefined || entry.end === entry.start) return true;
      const { number, stream } = entry;
      const session = (log.streams[stream] ?? `stream ${stream}`).replace(STREAM_PREFIX, '');
      if (options.session !== undefined && options.session !== session) return true;
      if (options.direction !== undefined && options.direction !== direction) return true;
      if (number < (options.from ?? 1) || number > (options.to ?? Infinity)) return true;
      put(format(entry, session, direction, options));
      return true;
    },
    (damage) => warn(describeDamage(damage)),
  );
  write(text);
}

function directionOf(entry: JournalEntry, sent: Map<number, Set<number>>): 'in' | 'out' | undefined {
  const { kind, stream, number } = entry;
  if (kind === JournalKind.fixIn) return 'in';
  if (kind === JournalKind.fixNumbers) {
    if (decodeNumbers(entry.bytes, entry.start, entry.end)?.dropsMessages === true) sent.delete(stream);
    return undefined;
  }
  if (kind !== JournalKind.fixOut && kind !== JournalKind.fixCopy) return undefined;
  let numbers = sent.get(stream);
  if (numbers === undefined) sent.set(stream, (numbers = new Set()));
  const isKnown = kind === JournalKind.fixCopy && numbers.has(number);
  numbers.add(number);
  return isKnown ? undefined : 'out';
}

function format(entry: JournalEntry, session: string, direction: 'in' | 'out', options: ExportOptions): string {
  const message = Buffer.from(entry.bytes.subarray(entry.start, entry.end)).toString('latin1');
  if (options.raw === true) return message;
  const masked = message.replace(SECRETS, '$1$2=***');
  const time = new Date(entry.epochMs).toISOString();
  if (options.json === true) {
    return JSON.stringify({ session, direction, number: entry.number, time, message: masked });
  }
  return `${time} ${session} ${direction.padEnd(3)} ${entry.number} ${masked.replaceAll('\x01', '|')}`;
}
