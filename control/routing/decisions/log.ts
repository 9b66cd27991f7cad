/**
 * Decisions on disk: files of frames (frame.ts), a new one when the last is full, the oldest removed. Each begins with what its decisions refer to (instruments,
 * venues, configuration) and all that was learnt by then, so that it can be read alone. Nothing waits for the disk: `drain` is called once in a while, what the
 * ring has lost by then is counted, and so is what the disk refused.
 */
import { DiskError, type Disk, type DiskFile } from '../../core/disk.js';
import type { SymbolMap } from '../../core/instruments.js';
import type { RoutingConfig } from '../config.js';
import type { SmartRouter } from '../router.js';
import { KIND } from './frame.js';

export const FILE_NAME = /^decisions-(\d{8})\.cfd$/;
/** Of the frames of decisions; goes up when they change. */
export const FORMAT = 2;
const BUFFER_WORDS = 65_536;

/** What the frames of a file refer to. */
export interface Reference {
  readonly format: number;
  readonly venues: readonly { readonly id: string; readonly takesSweeps: boolean }[];
  readonly clients: readonly string[];
  readonly instruments: SymbolMap['instruments'];
  readonly config: RoutingConfig;
}

export interface DecisionLogOptions {
  readonly disk: Disk;
  readonly directory: string;
  readonly router: SmartRouter;
  readonly reference: Omit<Reference, 'format'>;
  /** Default 64 MiB a file, 16 files. */
  readonly fileBytesMax?: number;
  readonly filesMax?: number;
}

export class DecisionLog {
  readonly counters = { frames: 0, bytes: 0, lostWords: 0, failures: 0, files: 0 };
  readonly #options: DecisionLogOptions;
  readonly #words = new Float64Array(BUFFER_WORDS);
  readonly #bytes = new Uint8Array(this.#words.buffer);
  #used = 0;
  #read: number;
  #file: DiskFile | undefined;
  #position = 0;
  #number: number;

  constructor(options: DecisionLogOptions) {
    this.#options = options;
    const { disk, directory, router } = options;
    disk.makeDirectory(directory);
    this.#number = Math.max(0, ...filesIn(disk, directory).map(({ number }) => number));
    this.#read = router.ring.position;
  }

  /** Writes what was decided since the last call. */
  drain(): void {
    const { router } = this.#options;
    const { ring } = router;
    if (this.#file === undefined) this.#open();
    let lost = 0;
    this.#read = ring.read(
      this.#read,
      (at) => {
        // After a gap nobody knows what these decisions depended on.
        if (lost > 0) lost += ring.words[at]!;
        else this.#add(ring.words, at, ring.words[at]!);
      },
      (words) => (lost += words),
    );
    if (lost > 0) {
      // From here on everything is known again.
      this.counters.lostWords += lost;
      this.#snapshot();
    }
    this.#flush();
    if (this.#position <= (this.#options.fileBytesMax ?? 67_108_864)) return;
    // At once: the ring is empty, so that the new file begins where this one ends.
    this.#close();
    this.#open();
  }

  /** Something for people or tools beside the decisions: a rule that was switched, the client's name of an order. */
  note(value: Readonly<Record<string, unknown>>): void {
    if (this.#file === undefined) this.#open();
    this.drain();
    this.#json(KIND.note, value);
    this.#flush();
  }

  close(): void {
    this.drain();
    this.#close();
  }

  #open(): void {
    const { disk, directory, reference, filesMax = 16 } = this.#options;
    try {
      for (const { name } of filesIn(disk, directory).slice(0, -filesMax + 1)) disk.remove(`${directory}/${name}`);
      this.#number++;
      this.#file = disk.open(`${directory}/decisions-${String(this.#number).padStart(8, '0')}.cfd`, 'create');
    } catch (error) {
      this.#failed(error);
      return;
    }
    this.counters.files++;
    this.#position = 0;
    // What the ring holds by now is in the snapshot, or belonged to no file.
    this.#read = this.#options.router.ring.position;
    this.#json(KIND.reference, { format: FORMAT, ...reference } satisfies Reference);
    this.#snapshot();
  }

  #snapshot(): void {
    const { terms, learning } = this.#options.router;
    const parts = [
      terms.states,
      terms.rows,
      learning.measures.speeds,
      learning.measures.fills,
      learning.measures.local,
    ];
    const words = new Float64Array(2 + parts.reduce((sum, { length }) => sum + length, 0));
    words[0] = words.length;
    words[1] = KIND.snapshot;
    let at = 2;
    for (const part of parts) {
      words.set(part, at);
      at += part.length;
    }
    this.#flush();
    this.#write(new Uint8Array(words.buffer), words.byteLength);
  }

  #json(kind: number, value: unknown): void {
    const text = new TextEncoder().encode(JSON.stringify(value));
    const words = new Float64Array(3 + Math.ceil(text.length / 8));
    words[0] = words.length;
    words[1] = kind;
    words[2] = text.length;
    new Uint8Array(words.buffer).set(text, 24);
    this.#flush();
    this.#write(new Uint8Array(words.buffer), words.byteLength);
  }

  #add(words: Float64Array, at: number, length: number): void {
    if (this.#used + length > BUFFER_WORDS) this.#flush();
    for (let n = 0; n < length; n++) this.#words[this.#used + n] = words[at + n]!;
    this.#used += length;
    this.counters.frames++;
  }

  #flush(): void {
    const length = this.#used * 8;
    this.#used = 0;
    if (length > 0) this.#write(this.#bytes, length);
  }

  #write(bytes: Uint8Array, length: number): void {
    const file = this.#file;
    if (file === undefined) return;
    try {
      let done = 0;
      while (done < length) done += file.write(bytes, done, length - done, this.#position + done);
      this.#position += length;
      this.counters.bytes += length;
    } catch (error) {
      this.#failed(error);
      // A frame that is not whole ends a file: the next one begins with all that is known.
      this.#close();
    }
  }

  #failed(error: unknown): void {
    if (!(error instanceof DiskError)) throw error;
    this.counters.failures++;
  }

  #close(): void {
    this.#file?.close();
    this.#file = undefined;
  }
}

/** Files of decisions in a directory, oldest first. */
export function filesIn(disk: Disk, directory: string): { readonly name: string; readonly number: number }[] {
  return disk
    .list(directory)
    .flatMap((name) => {
      const match = FILE_NAME.exec(name);
      return match === null ? [] : [{ name, number: Number(match[1]) }];
    })
    .sort((a, b) => a.number - b.number);
}
