/** Judges a run by its ledger: nothing lost, nothing twice, everything in order, or told. */
import type { Delivered, Sent, SideLedger } from './ledger.js';

/** What is wrong with what `from` sent and `to` got; empty when nothing is. */
export function judgeDirection(from: SideLedger, to: SideLedger): string[] {
  const faults: string[] = [];
  const fault = (text: string): void => void faults.push(`${from.side} → ${to.side}: ${text}`);
  const seen = new Map<number, Delivered[]>();
  let newest = -1;
  for (const delivered of to.delivered) {
    const { id, number, possDup, isUncertain } = delivered;
    const sent = from.byId.get(id);
    if (sent === undefined) {
      fault(`message ${id} was delivered and never sent`);
      continue;
    }
    if (sent.number !== number) fault(`message ${id} was sent as ${sent.number} and delivered as ${number}`);
    const before = seen.get(id);
    if (before !== undefined) {
      if (!possDup) fault(`message ${id} (${number}) was delivered again without PossDupFlag`);
    } else if (id < newest) {
      fault(`message ${id} (${number}) was delivered after message ${newest}`);
    }
    newest = Math.max(newest, id);
    if (!isUncertain && before?.some((one) => !one.isUncertain) === true)
      fault(`message ${id} (${number}) was delivered twice`);
    if (before === undefined) seen.set(id, [delivered]);
    else before.push(delivered);
  }
  for (const sent of from.sent) {
    const wrong = lossOf(sent, seen.get(sent.id) ?? []) ?? lieOf(sent, seen.get(sent.id) ?? []);
    if (wrong !== undefined) fault(`message ${sent.id} (${sent.number}) ${wrong}`);
  }
  return faults;
}

function lossOf({ told, isUncertain }: Sent, delivered: readonly Delivered[]): string | undefined {
  return told.length > 0 || delivered.length > 0 || isUncertain ? undefined : 'was lost, and nobody was told';
}

/** What the sender was told has to be true, and to stay true. */
function lieOf({ told, wireEvent, isUncertain }: Sent, delivered: readonly Delivered[]): string | undefined {
  let timesGivenUp = 0;
  for (const { why, fate, event, isUncertain: mayBeUndone } of told) {
    const hadLeft = mayBeUndone ? wireEvent < event : wireEvent < Infinity;
    if (fate === 'neverSent' && hadLeft) return `left, but its sender was told that it never did (${why})`;
    // What a reset takes away may have arrived; what came with a wrong time is rejected, and taken when it comes again.
    if (why === 'reset' || why === 'rejected' || mayBeUndone || isUncertain) continue;
    if (++timesGivenUp > 1) return `was given up twice (${why})`;
    if (delivered.some((one) => one.event > event)) return `was delivered after its sender was told ${why}`;
    // Whoever has it for certain would not have asked.
    if (delivered.some((one) => !one.isUncertain)) return `was delivered, but its sender was told ${why}`;
  }
  return undefined;
}
