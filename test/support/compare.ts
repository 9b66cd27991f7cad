/** Runs an engine over frames and compares what it delivers, slot by slot, and its counters, name by name. */
import type { FeedConfig, FeedCounters } from '../../control/core/feed.js';
import type { RecordRing, RecordSink } from '../../control/core/record-ring.js';
import { FLAG } from '../../control/core/generated/records.js';
import type { Frame } from './frames.js';
import { SLOT_WORDS, describeRecord, hexSlot } from './slots.js';
import type { SlotLog } from './slots.js';

/** An engine in virtual time, lossless. */
export interface EngineUnderTest {
  readonly name: string;
  /** Hands a frame over; false: no room now, poll first. */
  push(frame: Frame): boolean;
  endOfInput(): void;
  /** Hands slots to the sink; how many. */
  poll(sink: RecordSink): number;
  /** After `endOfInput`: nothing more will come out than what `poll` finds now. */
  drained(): boolean;
  counters(): FeedCounters;
  /** Cycles its clock has made; an engine without a clock has none. */
  readonly cycles?: () => number;
  close(): Promise<void>;
}

export type EngineMaker = (config: FeedConfig, slotsLog2: number) => EngineUnderTest;

/**
 * An engine that takes no frame and delivers no record is stuck after so many cycles of its clock, more than all that it can have staged takes; or, when its
 * clock stands, after so long. How fast a clock is, is the machine's matter: a card that counts coverage on a busy machine makes a few thousand cycles a second.
 */
const STUCK_CYCLES = 5_000_000;
const STUCK_MS = 20_000;
export class StuckError extends Error {}

/** Since when nothing has come of an engine. */
class Patience {
  #sinceMs = performance.now();
  #cycles = 0;
  #lastCycles = 0;

  constructor(private readonly engine: EngineUnderTest) {
    this.progressed();
  }

  progressed(): void {
    this.#sinceMs = performance.now();
    this.#lastCycles = this.#cycles = this.engine.cycles?.() ?? 0;
  }

  get isOver(): boolean {
    const cycles = this.engine.cycles?.() ?? 0;
    if (cycles !== this.#lastCycles) {
      this.#lastCycles = cycles;
      this.#sinceMs = performance.now();
    }
    return cycles - this.#cycles > STUCK_CYCLES || performance.now() - this.#sinceMs > STUCK_MS;
  }
}

/** Frames between two polls, and polls between two turns of the event loop. */
const POLL_EVERY = 32;
const YIELD_EVERY = 512;

const nap = new Int32Array(new SharedArrayBuffer(4));

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Feeds all frames and drains the engine. */
export async function runEngine(engine: EngineUnderTest, frames: Iterable<Frame>, sink: RecordSink): Promise<void> {
  const patience = new Patience(engine);
  let turns = 0;
  let pushed = 0;
  const pollOnce = (mustWait: boolean): number => {
    const slots = engine.poll(sink);
    if (slots > 0) patience.progressed();
    else if (mustWait) {
      if (patience.isOver) throw new StuckError(`${engine.name} is stuck after ${pushed} frames`);
      Atomics.wait(nap, 0, 0, 0.1);
    }
    return slots;
  };
  for (const frame of frames) {
    let waiting = false;
    while (!engine.push(frame)) {
      pollOnce(waiting);
      waiting = true;
    }
    if (waiting) patience.progressed();
    if (++pushed % POLL_EVERY === 0) {
      pollOnce(false);
      if (++turns % YIELD_EVERY === 0) await nextTurn();
    }
    if (pushed % POLL_EVERY === 1) patience.progressed();
  }
  engine.endOfInput();
  patience.progressed();
  while (!engine.drained()) {
    pollOnce(true);
    if (++turns % YIELD_EVERY === 0) await nextTurn();
  }
  while (pollOnce(false) > 0);
}

/** Keeps every slot. */
export class SlotCollector implements RecordSink {
  #next = 0;

  constructor(readonly log: SlotLog) {}

  onRecords(ring: RecordRing, first: number, end: number): void {
    if (first !== this.#next) throw new Error(`batch begins at slot ${first}, not at ${this.#next}`);
    for (let i = first; i !== end; i = (i + 1) >>> 0) this.log.add(ring.u32, (i & ring.mask) * SLOT_WORDS);
    this.#next = end;
  }
}

/** Compares every slot with the log of another engine, and keeps what surrounds the first difference. */
export class SlotComparer implements RecordSink {
  slots = 0;
  /** Index of the first slot that differs. */
  mismatch: number | undefined;
  /** The actual slots from the mismatch on, a few. */
  readonly actual: Uint8Array[] = [];

  constructor(readonly expected: SlotLog) {}

  onRecords(ring: RecordRing, first: number, end: number): void {
    if (first !== this.slots >>> 0) throw new Error(`batch begins at slot ${first}, not at ${this.slots >>> 0}`);
    for (let i = first; i !== end; i = (i + 1) >>> 0) {
      const at = (i & ring.mask) * SLOT_WORDS;
      if (this.mismatch === undefined) {
        const same = this.slots < this.expected.length && this.expected.equals(this.slots, ring.u32, at);
        if (!same) this.mismatch = this.slots;
      }
      if (this.mismatch !== undefined && this.actual.length < 8) {
        this.actual.push(new Uint8Array(ring.u32.slice(at, at + SLOT_WORDS).buffer));
      }
      this.slots++;
    }
  }

  /** What differs, for people; undefined when all is the same. */
  report(actualName: string, expectedName: string): string | undefined {
    if (this.mismatch === undefined && this.slots >= this.expected.length) return undefined;
    const at = this.mismatch ?? this.slots;
    const lines = [
      `records differ at slot ${at} (${actualName}: ${this.slots} slots, ${expectedName}: ${this.expected.length} slots)`,
    ];
    const listed = (name: string, slots: readonly Uint8Array[], from: number): void => {
      lines.push(`  ${name}:`, ...listRecords(slots, from).map((line) => `    ${line}`));
    };
    const slice = (from: number, to: number): Uint8Array[] => {
      const slots: Uint8Array[] = [];
      for (let i = Math.max(0, from); i < Math.min(to, this.expected.length); i++) slots.push(this.expected.slot(i));
      return slots;
    };
    listed('the same before', slice(at - 5, at), Math.max(0, at - 5));
    listed(expectedName, slice(at, at + 6), at);
    listed(actualName, this.actual.slice(0, 6), at);
    const [wanted] = slice(at, at + 1);
    const [got] = this.actual;
    if (wanted && got) {
      const offsets = [...wanted.keys()].filter((i) => wanted[i] !== got[i]);
      lines.push(`  bytes that differ: ${offsets.join(' ')}`, `    ${hexSlot(wanted)}`, `    ${hexSlot(got)}`);
    }
    return lines.join('\n');
  }
}

function listRecords(slots: readonly Uint8Array[], from: number): string[] {
  if (slots.length === 0) return ['(nothing)'];
  const lines: string[] = [];
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!;
    const two = slot[0] !== 0 && (slot[2]! & FLAG.twoSlots) !== 0;
    lines.push(`[${from + i}] ${describeRecord(slot, two ? slots[i + 1] : undefined)}`);
    if (two) i++;
  }
  return lines;
}

/** All counters as `port0.rejected.badFcs` → value. */
export function flattenCounters(counters: FeedCounters): Map<string, number | bigint | undefined> {
  const flat = new Map<string, number | bigint | undefined>();
  const walk = (prefix: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) walk(prefix === '' ? name : `${prefix}.${name}`, inner);
    } else flat.set(prefix, value as number | bigint | undefined);
  };
  counters.ports.forEach((port, i) => {
    walk(`port${i}`, port);
  });
  counters.channels.forEach((channel, i) => {
    const { lines, ...own } = channel;
    walk(`channel${i}`, own);
    lines.forEach((line, p) => {
      walk(`channel${i}.line${p}`, line);
    });
  });
  return flat;
}

function sameCount(a: number | bigint | undefined, b: number | bigint | undefined): boolean {
  if (a === b) return true;
  // Beyond 2^53 a number is what is left of the card's 64 bits.
  const huge = 2 ** 53;
  return typeof a === 'number' && typeof b === 'number' && a > huge && Math.abs(a - b) <= a * 1e-9;
}

/** Names of counters that differ, with both values; empty when all are the same. */
export function diffCounters(
  actual: FeedCounters,
  expected: FeedCounters,
  actualName: string,
  expectedName: string,
): string[] {
  const a = flattenCounters(actual);
  const b = flattenCounters(expected);
  const names = new Set([...b.keys(), ...a.keys()]);
  return [...names]
    .filter((name) => !sameCount(a.get(name), b.get(name)))
    .map((name) => `counter ${name}: ${actualName} ${String(a.get(name))}, ${expectedName} ${String(b.get(name))}`);
}
