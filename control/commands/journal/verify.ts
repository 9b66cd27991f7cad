/** `crossfeed journal verify`: checksums of all records, and the chain of hashes over those of orders. */
import { JournalKind } from '../../core/journal.js';
import { AuditChain, hex } from '../../orders/engine/log/audit-chain.js';
import { ORDER_STREAM } from '../../orders/engine/log/order-log.js';
import { chainOf } from '../../orders/engine/log/snapshot.js';
import type { LogInspection } from '../../journal/inspection.js';
import { describeDamage } from '../../journal/recovery-report.js';
import type { JournalIo } from '../journal.js';

/** False when something is wrong: the places were told. @param expected a hash that must be in the chain */
export function verifyJournal(log: LogInspection, expected: string | undefined, { write }: JournalIo): boolean {
  const stream = log.streams.indexOf(ORDER_STREAM);
  const chain = new AuditChain();
  const faults = log.recovery.damage.map(describeDamage);
  let records = 0;
  let unchecked = 0;
  let isFound = expected === undefined;
  let previous = 0;
  let previousPosition = 0;
  const holes = log.segments.slice(1).map(({ base }, i) => (log.segments[i]!.end < base ? base : 0));
  log.checkHeaders((damage) => faults.push(describeDamage(damage)));
  log.scan(
    (entry) => {
      const { kind, number, bytes, start, end, position } = entry;
      if (entry.stream !== stream) return true;
      records++;
      if (kind === JournalKind.orderAudit) {
        const isRight = chain.meet(entry);
        // What was before the first one, or between two that do not follow each other, was let go with a snapshot.
        const isCut = holes.some((base) => base > previousPosition && base <= position);
        if (isCut || (previous === 0 && number > 1)) unchecked++;
        else if (!isRight || number !== previous + 1) {
          faults.push(`${log.place(position)}: hash ${number} is not that of its records`);
        }
        previous = number;
        previousPosition = position;
        if (hex(chain.hash) === expected?.toLowerCase()) isFound = true;
        return true;
      }
      if (kind === JournalKind.orderSnapshot && number === 0) {
        const [hash, count] = chainOf(bytes.subarray(start, end));
        if (previous === count && hex(chain.hash) !== hash) {
          faults.push(`${log.place(position)}: the snapshot goes on from another hash`);
        }
        previousPosition = position;
        chain.goOnFrom(hash, count);
        previous = count;
      }
      chain.add(kind, number, bytes, start, end);
      return true;
    },
    (damage) => faults.push(describeDamage(damage)),
  );
  if (!isFound) faults.push(`no hash of the chain is ${expected}`);
  for (const fault of new Set(faults)) write(`damaged: ${fault}\n`);
  write(`${records} records of orders, ${chain.count} hashes, ${chain.records} records behind the last one\n`);
  if (unchecked > 0)
    write(`${unchecked} hashes stand for records that were let go with a snapshot, and are taken as they are\n`);
  write(`newest hash ${hex(chain.hash)}\n`);
  return faults.length === 0;
}
