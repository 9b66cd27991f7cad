/** What `crossfeed route explain` and `crossfeed route replay` do. */
import { realDisk } from '../../core/world-disk.js';
import { explain, explanationText } from '../../routing/decisions/explain.js';
import { HEAD, KIND } from '../../routing/decisions/frame.js';
import type { Reference } from '../../routing/decisions/log.js';
import { readDecisions } from '../../routing/decisions/reader.js';
import { isSameFrame, Replay } from '../../routing/decisions/replay.js';
import { DecisionsError } from '../../routing/errors.js';

/** Reads all files of a directory; `visit` gets each decision with all before it applied. */
function eachDecision(
  dir: string,
  visit: (reference: Reference, replay: Replay, words: Float64Array, at: number) => void,
): void {
  let reference: Reference | undefined;
  let replay: Replay | undefined;
  readDecisions(realDisk, dir, {
    onReference: (found) => {
      reference = found;
      replay = new Replay(found);
    },
    onSnapshot: (words, at) => replay?.onSnapshot(words, at),
    onFrame: (kind, words, at) => {
      if (kind === KIND.decision) visit(reference!, replay!, words, at);
      else replay?.onState(kind, words, at);
    },
  });
}

/** Throws DecisionsError: `DECISIONS_ABSENT`, `DECISIONS_DAMAGED`, `DECISION_UNKNOWN`. */
export function explainDecisions(dir: string, order: string, json: boolean, write: (text: string) => void): void {
  const wanted = new Set<number>(/^\d{1,16}$/.test(order) ? [Number(order)] : []);
  // A client's name of an order may stand behind its decisions, or in another file.
  readDecisions(realDisk, dir, {
    onReference: () => undefined,
    onFrame: () => undefined,
    onNote: ({ clOrdId, orderId }) => {
      if (clOrdId === order && typeof orderId === 'number') wanted.add(orderId);
    },
  });
  let count = 0;
  eachDecision(dir, (reference, replay, words, at) => {
    if (!wanted.has(words[at + HEAD.orderId]!)) return;
    const explanation = explain(reference, replay, words, at);
    write(json ? `${JSON.stringify(explanation)}\n` : `${count === 0 ? '' : '\n'}${explanationText(explanation)}`);
    count++;
  });
  if (count === 0) {
    throw new DecisionsError('DECISION_UNKNOWN', 'no decision is recorded for this order', {
      where: dir,
      found: order,
    });
  }
}

/** False: at least one decision did not come out the same. */
export function replayDecisions(dir: string, json: boolean, write: (text: string) => void): boolean {
  let decisions = 0;
  const different: number[] = [];
  eachDecision(dir, (_, replay, words, at) => {
    decisions++;
    if (!isSameFrame(replay.decide(words, at), words, at)) different.push(words[at + HEAD.decision]!);
  });
  if (json) write(`${JSON.stringify({ decisions, different: different.length, first: different[0] ?? null })}\n`);
  else {
    write(`${decisions} decisions made again, ${different.length} not the same\n`);
    for (const decision of different.slice(0, 10)) write(`  decision ${decision}\n`);
  }
  return different.length === 0;
}
