/**
 * What a process that will be killed has to say, line by line in a file: a line that was written survives it. `G` a life begins,
 * `S` a message is about to be sent, `D` one was delivered, `C` all before is committed, `T` numbers were told as not delivered,
 * `N` the numbers of the session.
 */
import { appendFileSync, closeSync, existsSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import type { Fate, NotDelivered } from '../../../control/fix/session/application.js';
import { SideLedger } from '../convergence/ledger.js';

/** No line is longer, nor are the first two of a life together. */
const LINE_BYTES_MAX = 256;

/** The only run of numbers there is. */
export const RUN = 1;

export class Record {
  readonly #file: number;

  constructor(path: string) {
    // The line that was being written when the last life ended may have no end.
    if (existsSync(path)) appendFileSync(path, '\n');
    this.#file = openSync(path, 'a');
  }

  write(...words: readonly (string | number | boolean)[]): void {
    writeSync(this.#file, `${words.join(' ')}\n`);
  }
}

export interface Numbers {
  readonly nextOutgoing: number;
  readonly nextIncoming: number;
  readonly isActive: boolean;
}

/** The last numbers in the record, if any were written since the last life began. */
export function numbersOf(path: string): Numbers | undefined {
  const line = linesOf(path, Math.max(0, sizeOf(path) - LINE_BYTES_MAX), LINE_BYTES_MAX).at(-1);
  if (line?.[0] !== 'N') return undefined;
  return { nextOutgoing: Number(line[1]), nextIncoming: Number(line[2]), isActive: line[3] === 'true' };
}

/** Whether a life with this number has come so far that its session exists; `from` is the size of the record when it was started. */
export function hasBegun(path: string, life: number, from: number): boolean {
  return linesOf(path, from, LINE_BYTES_MAX).some(([kind, number]) => kind === 'G' && Number(number) === life);
}

/** What the lives together sent and got. What came after the last commit of a life is uncertain. */
export function ledgerOf(path: string): SideLedger {
  const ledger = new SideLedger('desk', 0);
  let event = 0;
  let committed = 0;
  for (const [kind, ...words] of linesOf(path)) {
    const [first = 0, second = 0] = words.map(Number);
    event++;
    switch (kind) {
      case 'G':
        ledger.doubt(committed, Infinity);
        ledger.doubtTold(committed);
        break;
      case 'S':
        ledger.noteSent({ id: first, number: second, run: RUN, nowNs: 0, event });
        break;
      case 'D':
        ledger.noteDelivered({ id: first, number: second, possDup: words[2] === 'true', nowNs: 0, event });
        break;
      case 'T':
        ledger.noteTold(RUN, first, second, { why: words[2] as NotDelivered, fate: words[3] as Fate, event });
        break;
      case 'C':
        committed = event;
        break;
      default:
    }
  }
  return ledger;
}

/** Bytes of the record. */
export function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** Lines of a record that may be long: it is looked at often, and by the process that is traded with. */
function linesOf(path: string, from = 0, bytes = sizeOf(path)): string[][] {
  if (!existsSync(path)) return [];
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(bytes);
  const length = readSync(file, buffer, 0, bytes, from);
  closeSync(file);
  return buffer
    .toString('latin1', 0, length)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '));
}
