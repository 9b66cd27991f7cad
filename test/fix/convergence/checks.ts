/** Judges a run by its ledger: nothing lost, nothing twice, everything in order, or told. */
import type { Sent, SideLedger } from './ledger.js';

/** What is wrong with what `from` sent and `to` got; empty when nothing is. */
export function judgeDirection(from: SideLedger, to: SideLedger): string[] {
  const faults: string[] = [];
  const fault = (text: string): void => void faults.push(`${from.side} → ${to.side}: ${text}`);
  const firm = new Map<number, number>();
  const seen = new Set<number>();
  let newest = -1;
  for (const { id, number, possDup, isUncertain } of to.delivered) {
    const sent = from.byId.get(id);
    if (sent === undefined) {
      fault(`message ${id} was delivered and never sent`);
      continue;
    }
    if (sent.number !== number) fault(`message ${id} was sent as ${sent.number} and delivered as ${number}`);
    if (seen.has(id)) {
      if (!possDup) fault(`message ${id} (${number}) was delivered again without PossDupFlag`);
    } else if (id < newest) {
      fault(`message ${id} (${number}) was delivered after message ${newest}`);
    }
    seen.add(id);
    newest = Math.max(newest, id);
    if (isUncertain) continue;
    const times = (firm.get(id) ?? 0) + 1;
    firm.set(id, times);
    if (times === 2) fault(`message ${id} (${number}) was delivered twice`);
  }
  for (const sent of from.sent) {
    const wrong = lossOf(sent, seen.has(sent.id), firm.has(sent.id));
    if (wrong !== undefined) fault(`message ${sent.id} (${sent.number}) ${wrong}`);
  }
  return faults;
}

function lossOf(sent: Sent, wasSeen: boolean, isFirm: boolean): string | undefined {
  if (sent.told === undefined) return wasSeen || sent.isUncertain ? undefined : 'was lost, and nobody was told';
  // Numbers that are reset away are told whenever they may not have arrived; and what came too early with a wrong time is
  // rejected, and taken when it comes again. A gap fill is for what cannot have arrived.
  if (sent.told === 'reset' || sent.told === 'rejected' || sent.isUncertain || !isFirm) return undefined;
  return `was delivered, but its sender was told that it was not (${sent.told})`;
}
