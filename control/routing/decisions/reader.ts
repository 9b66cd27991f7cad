/** Reads files of decisions (log.ts), frame by frame, with all that their decisions depend on. */
import type { Disk } from '../../core/disk.js';
import { DecisionsError } from '../errors.js';
import { filesIn, FORMAT, type Reference } from './log.js';
import { HEAD, KIND } from './frame.js';

export interface FrameVisitor {
  /** A file begins: what was said before no longer holds. */
  onReference(reference: Reference): void;
  onSnapshot?(words: Float64Array, at: number): void;
  /** KIND of decision, measures, terms or fill. */
  onFrame(kind: number, words: Float64Array, at: number): void;
  onNote?(note: Readonly<Record<string, unknown>>): void;
}

/** Throws DecisionsError: `DECISIONS_ABSENT`, `DECISIONS_DAMAGED`, `DECISIONS_FORMAT`. A frame at the end of a file that is not whole is what a crash leaves: it is passed over. */
export function readDecisions(disk: Disk, directory: string, visitor: FrameVisitor): void {
  const files = filesIn(disk, directory);
  if (files.length === 0) {
    throw new DecisionsError('DECISIONS_ABSENT', 'no recorded decisions', {
      where: directory,
      expected: 'files decisions-NNNNNNNN.cfd',
    });
  }
  for (const { name } of files) {
    const onReference = (reference: Reference): void => {
      if (reference.format !== FORMAT) {
        throw new DecisionsError('DECISIONS_FORMAT', 'recorded by another version', {
          where: `${directory}/${name}`,
          found: `format ${String(reference.format)}`,
          expected: `format ${FORMAT}`,
        });
      }
      visitor.onReference(reference);
    };
    readFile(disk, `${directory}/${name}`, {
      onReference,
      onSnapshot: (words, at) => visitor.onSnapshot?.(words, at),
      onFrame: (kind, words, at) => visitor.onFrame(kind, words, at),
      onNote: (note) => visitor.onNote?.(note),
    });
  }
}

/** Number of the last decision in a directory that can be read; 0: there is none. Files are not synced: after a power cut their ends may be anything, and that stops nobody. */
export function lastDecision(disk: Disk, directory: string): number {
  let last = 0;
  const newest = filesIn(disk, directory).slice(-2);
  const visitor = {
    onReference: () => undefined,
    onFrame: (kind: number, words: Float64Array, at: number) => {
      if (kind === KIND.decision) last = Math.max(last, words[at + HEAD.decision]!);
    },
  };
  for (const { name } of newest) {
    try {
      readFile(disk, `${directory}/${name}`, visitor);
    } catch (error) {
      if (!(error instanceof DecisionsError || error instanceof SyntaxError)) throw error;
    }
  }
  return last;
}

function readFile(disk: Disk, path: string, visitor: FrameVisitor): void {
  const words = load(disk, path);
  for (let at = 0; at + 2 <= words.length;) {
    const length = words[at]!;
    const kind = words[at + 1]!;
    // What a power cut leaves behind the last frame that was synced.
    if (length === 0 && kind === 0) return;
    if (!(Number.isInteger(length) && length >= 2) || (at === 0 && kind !== KIND.reference)) {
      throw new DecisionsError('DECISIONS_DAMAGED', 'not a frame of recorded decisions', {
        where: `${path}: offset ${at * 8}`,
        found: `length ${length}, kind ${kind}`,
      });
    }
    if (at + length > words.length) return;
    if (kind === KIND.reference) visitor.onReference(jsonAt(words, at) as Reference);
    else if (kind === KIND.note) visitor.onNote?.(jsonAt(words, at) as Record<string, unknown>);
    else if (kind === KIND.snapshot) visitor.onSnapshot?.(words, at);
    else visitor.onFrame(kind, words, at);
    at += length;
  }
}

function load(disk: Disk, path: string): Float64Array {
  const file = disk.open(path, 'read');
  try {
    const words = new Float64Array(Math.floor(file.size() / 8));
    const bytes = new Uint8Array(words.buffer);
    let done = 0;
    while (done < bytes.length) {
      const count = file.read(bytes, done, bytes.length - done, done);
      if (count === 0) break;
      done += count;
    }
    return words.subarray(0, Math.floor(done / 8));
  } finally {
    file.close();
  }
}

function jsonAt(words: Float64Array, at: number): unknown {
  const bytes = new Uint8Array(words.buffer, words.byteOffset + (at + 3) * 8, words[at + 2]);
  return JSON.parse(new TextDecoder().decode(bytes));
}
