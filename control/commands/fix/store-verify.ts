/** `crossfeed fix store verify`: every checksum, and the order of all numbers. */
import { SessionIndex, STREAM_PREFIX } from '../../fix/store/session-index.js';
import type { LogInspection } from '../../journal/inspection.js';
import { describeDamage } from '../../journal/recovery-report.js';

/** Returns whether the store is whole; says what is not. */
export function verifyStore(log: LogInspection, write: (text: string) => void): boolean {
  const problems: string[] = [];
  const note = (text: string): void => {
    if (!problems.includes(text)) problems.push(text);
  };
  const { cut, damage } = log.recovery;
  for (const each of damage) note(describeDamage(each));
  if (cut?.reason === 'broken')
    note(`${cut.path}: no whole record at offset ${cut.offset}, ${cut.bytes} bytes to the end`);
  log.checkHeaders((each) => note(describeDamage(each)));
  const indexes = new Map<number, SessionIndex>();
  let records = 0;
  log.scan(
    (entry) => {
      records++;
      if (entry.stream === 0) return true;
      let index = indexes.get(entry.stream);
      if (index === undefined) indexes.set(entry.stream, (index = new SessionIndex()));
      index.apply(entry);
      return true;
    },
    (each) => note(describeDamage(each)),
  );
  for (const [stream, { unexpected, firstUnexpected }] of indexes) {
    if (unexpected === 0) continue;
    const name = (log.streams[stream] ?? `stream ${stream}`).replace(STREAM_PREFIX, '');
    note(`${log.place(firstUnexpected)}: ${unexpected} records of ${name} have numbers that do not follow`);
  }
  for (const problem of problems) write(`${problem}\n`);
  if (cut?.reason === 'torn')
    write(`${cut.path}: the last write is not whole yet, ${cut.bytes} bytes at offset ${cut.offset}\n`);
  const summary = `${log.segments.length} files, ${records} records, ${indexes.size} sessions`;
  write(`${summary}: ${problems.length === 0 ? 'whole' : `${problems.length} places damaged`}\n`);
  return problems.length === 0;
}
