/** `crossfeed fix store inspect`: a table of sessions. */
import { JournalKind } from '../../core/journal.js';
import { SessionIndex, STREAM_PREFIX } from '../../fix/store/session-index.js';
import type { LogInspection } from '../../journal/inspection.js';
import { describeDamage } from '../../journal/recovery-report.js';

interface SessionFigures {
  readonly session: string;
  readonly index: SessionIndex;
  sent: number;
  received: number;
  bytes: number;
  firstMs: number;
  lastMs: number;
}

export function inspectStore(log: LogInspection, json: boolean): string {
  const { sessions, damaged } = gather(log);
  const rows = sessions.map(({ session, index, sent, received, bytes, firstMs, lastMs }) => ({
    session,
    nextOutgoing: index.nextOutgoing,
    nextIncoming: index.nextIncoming,
    mark: index.mark,
    stored: index.positions.count,
    sent,
    received,
    bytes,
    created: time(index.createdEpochMs),
    first: time(firstMs),
    last: time(lastMs),
  }));
  const files = log.segments.length;
  const bytes = log.segments.reduce((sum, { base, end }) => sum + end - base, 0);
  if (json) return `${JSON.stringify({ files, bytes, damaged, sessions: rows })}\n`;
  const head = [
    'session',
    'next out',
    'next in',
    'mark',
    'stored',
    'sent',
    'received',
    'bytes',
    'began',
    'first',
    'last',
  ];
  const lines = [head, ...rows.map((row) => Object.values(row).map(String))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const table = lines.map((line) =>
    line
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  const notes = damaged.map((text) => `damaged: ${text}`);
  return [...table, '', `${files} files, ${bytes} bytes of records`, ...notes, ''].join('\n');
}

function gather(log: LogInspection): { sessions: SessionFigures[]; damaged: string[] } {
  const byStream = new Map<number, SessionFigures>();
  const damaged = new Set(log.recovery.damage.map(describeDamage));
  log.scan(
    (entry) => {
      const { stream, kind, epochMs } = entry;
      if (stream === 0) return true;
      let figures = byStream.get(stream);
      if (figures === undefined) {
        const session = (log.streams[stream] ?? `stream ${stream}`).replace(STREAM_PREFIX, '');
        const index = new SessionIndex();
        figures = { session, index, sent: 0, received: 0, bytes: 0, firstMs: epochMs, lastMs: epochMs };
        byStream.set(stream, figures);
      }
      figures.index.apply(entry);
      if (kind === JournalKind.fixOut) figures.sent++;
      if (kind === JournalKind.fixIn) figures.received++;
      figures.bytes += entry.end - entry.start;
      figures.lastMs = epochMs;
      return true;
    },
    (damage) => damaged.add(describeDamage(damage)),
  );
  const sessions = [...byStream.values()].filter(({ index }) => !index.removed && index.latest > 0);
  return { sessions: sessions.sort((a, b) => (a.session < b.session ? -1 : 1)), damaged: [...damaged] };
}

const isNumber = (column: number): boolean => column >= 1 && column <= 7;

function time(epochMs: number): string {
  return epochMs > 0 ? new Date(epochMs).toISOString() : '';
}
